"""The whole centre as `make run` starts it: web, workers and beat on embedded servers of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg2
import pytest

from governance.local_services import THROWAWAY, running_postgres, socket_dir
from tests.processes import wait_until

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
        # What was said to the first command, and to the next.
        self.first: subprocess.CompletedProcess | None = None
        self.second: subprocess.CompletedProcess | None = None

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

    def pids(self) -> dict[int, str]:
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

    def processes(self) -> list[str]:
        return list(self.pids().values())


@pytest.fixture(scope="module")
def centre(server_dirs):
    centre = Centre(server_dirs())
    centre.first = centre.command("scan_deadlines")
    user = "from django.contrib.auth import get_user_model as m; m().objects.create(username='someone', name='某人')"
    centre.second = centre.command("shell", "--no-imports", "-c", user)
    yield centre
    # A test that failed half-way leaves what the product must not leave.
    for pid in centre.pids():
        os.kill(pid, signal.SIGKILL)


def test_the_first_command_finds_tables_and_reference_data(centre):
    assert "第一次使用本机数据库" in centre.first.stderr
    assert centre.first.stdout.startswith("提醒 0 项")
    with (
        running_postgres(centre.var_dir, THROWAWAY),
        closing(psycopg2.connect(host=str(socket_dir(centre.var_dir)), user="postgres", dbname="governance")) as books,
        books.cursor() as cursor,
    ):
        cursor.execute("SELECT count(*) FROM cases_term")
        assert cursor.fetchone()[0] > 0
    assert "第一次" not in centre.second.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="a parent's death is signalled on Linux alone")
def test_it_takes_its_processes_with_it_when_it_is_killed(centre):
    process = centre.start()
    assert "第一次运行" not in centre.output, "the books of an earlier run are still there"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    def only_servers_left():
        return not any("gunicorn" in line or "celery" in line for line in centre.processes())

    wait_until(only_servers_left, seconds=60, what=lambda: "\n".join(centre.processes()))
    with pytest.raises(URLError):
        centre.health()
    centre.command("showmigrations", "organisation")
    wait_until(lambda: "postgres -D" not in " ".join(centre.processes()), seconds=20, what="the database is stopped")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for leftovers in /proc")
def test_it_runs_again_until_ctrl_c_and_leaves_no_process(centre):
    """After the kill of before, where there was one. What else may ask for the end stands in ``test_supervisor``."""
    process = centre.start()
    assert "第一次运行" not in centre.output
    assert f"http://127.0.0.1:{centre.port}/" in centre.output
    assert centre.health()["ok"] is True
    running = " ".join(centre.processes())
    for part in ("gunicorn", "--queues scan,default", "--queues bulk", "beat", "postgres -D", "valkey-server"):
        assert part in running
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert centre.processes() == []
