"""The embedded servers, each time in a directory of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import redis

import manage
from governance.local_services import (
    THROWAWAY,
    ServiceFailed,
    running_postgres,
    running_valkey,
    socket_dir,
    valkey_socket,
)
from tests.processes import wait_until

ROOT = Path(__file__).resolve().parent.parent

HOLD = """
import sys, time
from governance.local_services import running_postgres
with running_postgres(sys.argv[1], {"fsync": "off"}):
    print("inside", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def new_database(server_dirs) -> Path:
    """The files of a database as its first start leaves them."""
    var_dir = server_dirs()
    with running_postgres(var_dir, THROWAWAY):
        pass
    return var_dir / "postgres"


@pytest.fixture
def var_dir(server_dirs, new_database):
    var_dir = server_dirs()
    # With their owner: PostgreSQL does not run as root.
    subprocess.run(["cp", "-a", str(new_database), str(var_dir)], check=True)
    return var_dir


def answers(var_dir) -> bool:
    return (socket_dir(var_dir) / ".s.PGSQL.5432").exists()


def ask(var_dir, question: str):
    connection = psycopg2.connect(host=str(socket_dir(var_dir)), user="postgres", dbname="governance")
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_it_starts_postgres_for_the_block_and_keeps_the_data(var_dir):
    with running_postgres(var_dir, THROWAWAY):
        ask(var_dir, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('信访') RETURNING word")
    assert not answers(var_dir)
    with running_postgres(var_dir, THROWAWAY):
        assert ask(var_dir, "SELECT word FROM kept") == "信访"


def test_it_finds_chinese_words_whatever_the_locale_of_the_machine(var_dir):
    with running_postgres(var_dir, THROWAWAY):
        assert ask(var_dir, "SHOW server_encoding") == "UTF8"
        ask(var_dir, "CREATE EXTENSION pg_trgm; SELECT 1")
        assert ask(var_dir, "SELECT cardinality(show_trgm('信访事项'))") > 0


def test_it_lets_no_other_user_of_the_machine_in(var_dir):
    with running_postgres(var_dir, THROWAWAY), running_valkey(var_dir) as broker:
        assert (socket_dir(var_dir) / ".s.PGSQL.5432").stat().st_mode & 0o077 == 0
        assert broker.stat().st_mode & 0o077 == 0


def test_the_last_one_out_stops_the_server(var_dir):
    with running_postgres(var_dir, THROWAWAY):
        with running_postgres(var_dir):
            pass
        assert ask(var_dir, "SELECT 1") == 1
    assert not answers(var_dir)


def test_a_killed_user_does_not_count_as_inside(var_dir):
    user = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(var_dir)], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    )
    assert user.stdout.readline() == b"inside\n"
    os.killpg(user.pid, signal.SIGKILL)
    user.wait()
    assert ask(var_dir, "SELECT 1") == 1, "nobody was left to stop the server"
    with running_postgres(var_dir):
        pass
    assert not answers(var_dir)


def test_it_recovers_from_a_killed_server(var_dir):
    with running_postgres(var_dir):
        ask(var_dir, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('在') RETURNING word")
        pid = int((var_dir / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not Path(f"/proc/{pid}").exists(), seconds=30, what="the server is gone")
    with running_postgres(var_dir, THROWAWAY):
        assert ask(var_dir, "SELECT word FROM kept") == "在"


def test_it_starts_valkey_for_the_block(var_dir):
    with running_valkey(var_dir) as path:
        assert path == valkey_socket(var_dir)
        assert redis.Redis(unix_socket_path=str(path)).ping()
    assert not path.exists()


def test_the_sockets_of_a_deep_directory_are_short_enough(tmp_path):
    deep = tmp_path / ("深" * 40) / "var"
    assert len(str(valkey_socket(deep)).encode()) < 100
    assert valkey_socket(deep) == valkey_socket(deep)


def test_it_says_in_one_sentence_why_it_cannot_write(tmp_path):
    (tmp_path / "var").write_text("a file, not a directory")
    with pytest.raises(ServiceFailed, match="无法写入目录"), running_postgres(tmp_path / "var"):
        pass


def test_it_says_what_the_server_said_when_it_does_not_start(var_dir):
    with running_postgres(var_dir, THROWAWAY):
        pass
    (var_dir / "postgres" / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(ServiceFailed, match=r"本机数据库没有启动.*9\.6"), running_postgres(var_dir):
        pass


@pytest.mark.parametrize(
    ("command", "before"),
    [("first_administrator", ["setup", "migrate", "load_reference"]), ("showmigrations", [])],
)
def test_a_command_brings_its_own_database_and_takes_it_away(var_dir, monkeypatch, capsys, command, before):
    """What most commands need is made in a new one; that a real one finds its database is asked in ``test_run``."""
    done = []
    monkeypatch.setenv("VAR_DIR", str(var_dir))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    # Without its applications Django has no table to make; within the tests it has them before.
    monkeypatch.setattr(manage.django, "setup", lambda: done.append(("setup", answers(var_dir))))
    monkeypatch.setattr(manage, "call_command", lambda name, **_: done.append((name, answers(var_dir))))
    monkeypatch.setattr(manage, "execute_from_command_line", lambda words: done.append((words[1], answers(var_dir))))
    manage.main(["manage.py", command])
    assert done == [(each, True) for each in (*before, command)]
    assert ("第一次使用本机数据库" in capsys.readouterr().err) == bool(before)
    assert not answers(var_dir)
