"""Real processes that a test may kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


class CeleryWorker:
    """A Celery worker with its pool in a process group of its own."""

    def __init__(self, queues: str, concurrency: int, environment: dict[str, str], log: Path):
        self.log_path = log
        command = [sys.executable, "-m", "celery", "-A", "governance", "worker", "-Q", queues]
        command += ["-c", str(concurrency), "-l", "INFO", "-n", f"{log.stem}-{os.getpid()}@test"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    def kill(self) -> None:
        """SIGKILL to the worker and its whole pool: nothing of it gets a chance to tidy up."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self, seconds: float = 60) -> None:
        """The ordinary end: running tasks are finished first.

        A pool told to end just as it answers does not read the answer, and its process waits 30 seconds for that
        (GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT of billiard); a service is given 60 too, see docs/deployment.md.
        """
        self.process.terminate()
        self.process.wait(seconds)


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str | Callable[[], str]) -> None:
    """Returns as soon as the condition holds; fails the test when it still does not after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what}")
        time.sleep(0.05)
