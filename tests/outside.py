"""A program outside, for tests: a real HTTP server on a free port that writes down what it is handed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from governance.notices.posting import signature


@dataclass
class Outside:
    """``answers`` are the statuses of the next answers, 200 when they have run out; ``came`` is what came, in order."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    elsewhere: str = ""

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What each request said, the first one first."""
        return [json.loads(body) for _, _, body in self.came]

    @property
    def keys(self) -> list[str]:
        """By what each request is known."""
        return [headers["X-Governance-Delivery"] for _, headers, _ in self.came]

    def is_signed(self, key: str) -> bool:
        """True if every request carries the signature of its body."""
        return all(
            headers["X-Governance-Signature"] == signature(key, headers["X-Governance-Time"], body)
            for _, headers, body in self.came
        )


@contextmanager
def outside() -> Iterator[Outside]:
    """The server runs until the block ends."""
    here = Outside()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.came.append((self.path, dict(self.headers), body))
            status = here.answers.pop(0) if here.answers else 200
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", here.elsewhere)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # It looks so often whether it shall end: half a second, as by itself, is longer than most tests last.
    Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    here.url = f"http://127.0.0.1:{server.server_port}/hand-in?from=centre"
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
