"""What can stand in the way of `make run` is said in one sentence, and nothing of it stays behind."""

import os
import shutil
import socket
import subprocess
import sys

import pytest
from django.db import connection

from governance import start


@pytest.fixture(autouse=True)
def undisturbed(monkeypatch):
    """main() sets a signal handler and environment variables; the test process keeps its own."""
    monkeypatch.setattr(start, "on_ending", lambda _: None)
    monkeypatch.setattr(start.os, "environ", dict(os.environ))


def refused(capsys) -> str:
    assert start.main() == 1
    return capsys.readouterr().out


def test_it_names_the_port_that_is_in_use(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setitem(start.os.environ, "PORT", str(port))
        assert refused(capsys) == f"端口 {port} 已被别的程序占用，换一个端口：PORT=8001 make run。\n"


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_it_wants_a_port_that_exists(monkeypatch, capsys, port):
    monkeypatch.setitem(start.os.environ, "PORT", port)
    assert refused(capsys) == f"PORT 应为 1 到 65535 的数字，现在是 {port}。\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "10.1.2.3", "::"])
def test_it_does_not_open_the_demo_to_a_network_unasked(monkeypatch, capsys, host):
    monkeypatch.setitem(start.os.environ, "HOST", host)
    assert "OPEN_TO_NETWORK=1" in refused(capsys)


def test_it_does_not_start_on_a_full_disk(monkeypatch, capsys, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    monkeypatch.setitem(start.os.environ, "PORT", "18999")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 0))
    assert refused(capsys).startswith("磁盘空间不足")


def test_it_does_not_start_twice_in_one_directory(monkeypatch, capsys, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    monkeypatch.setitem(start.os.environ, "PORT", "18999")
    with start._only_one_here():
        assert refused(capsys).startswith("平台已经在这个目录里运行")


@pytest.mark.django_db
def test_it_recognises_a_database_of_newer_code():
    assert start._migrations_of_newer_code() == []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_of_tomorrow', now()), "
            "('an_app_of_the_past', '0001_initial', now())"
        )
    assert start._migrations_of_newer_code() == ["cases.9999_of_tomorrow"]


def test_a_process_that_ends_looks_for_no_cycles_in_what_it_has_read():
    # What is registered first is called last.
    asked = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0)); import governance"
    done = subprocess.run([sys.executable, "-c", asked], cwd=start.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
