"""`make run`: from an installed clone to a running centre on this machine, and back to nothing on Ctrl-C."""

import errno
import fcntl
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from governance.local_services import ServiceFailed, running_postgres, running_valkey
from governance.supervisor import Supervisor, on_ending

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ENOUGH_DISK = 300 * 1024 * 1024


class CannotStart(Exception):
    """The sentence says what stands in the way and what to do."""


def main() -> int:
    """The exit status: 0 after Ctrl-C, 1 when something stood in the way."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # Root is the only user of many a trial machine; production runs under a user of its own.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker")
    on_ending(_interrupt)
    try:
        with ExitStack() as servers:
            host, port = _address()
            _room_on_disk()
            servers.enter_context(_only_one_here())
            if settings.DATABASE_URL == "embedded":
                servers.enter_context(running_postgres(settings.VAR_DIR))
            if not os.environ.get("REDIS_URL"):
                servers.enter_context(running_valkey(settings.VAR_DIR))
            _prepare_database()
            return _run_together(host, port)
    except (CannotStart, ServiceFailed, ImproperlyConfigured) as failure:
        _say(str(failure))
    except KeyboardInterrupt:
        return 0
    except OSError as failure:
        if failure.errno != errno.ENOSPC:
            raise
        _say(f"磁盘已满，请在 {settings.VAR_DIR} 所在的分区腾出空间后再试。")
    return 1


def _interrupt(*_) -> None:
    """A closed terminal or a kill ends the preparation like Ctrl-C does."""
    raise KeyboardInterrupt


def _say(text: str) -> None:
    # The terminal may be gone.
    with suppress(OSError):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _address() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotStart(f"PORT 应为 1 到 65535 的数字，现在是 {port}。")
    if not settings.PRODUCTION and host not in LOOPBACK and os.environ.get("OPEN_TO_NETWORK") != "1":
        raise CannotStart(
            f"HOST={host} 会让网上的人都能进来，而演示账号的密码是公开的、也不加密。"
            "确实要在可信的网络里演示，请加上 OPEN_TO_NETWORK=1。"
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotStart(f"不能在 {host}:{port} 上提供服务：{error.strerror}。") from error
            raise CannotStart(f"端口 {port} 已被别的程序占用，换一个端口：PORT=8001 make run。") from error
    return host, int(port)


def _room_on_disk() -> None:
    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"无法建立数据目录 {settings.VAR_DIR}：{error.strerror}。") from error
    if shutil.disk_usage(settings.VAR_DIR).free < ENOUGH_DISK:
        raise CannotStart(f"磁盘空间不足：{settings.VAR_DIR} 所在的分区至少要有 300 MB 空闲。")


@contextmanager
def _only_one_here() -> Iterator[None]:
    with open(settings.VAR_DIR / "centre.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart("平台已经在这个目录里运行，先在那个终端按 Ctrl-C 停下它。") from error
        yield


def _prepare_database() -> None:
    """The tables are those of this code, the reference data is loaded, and an empty database has a demo county."""
    django.setup()
    try:
        unknown = _migrations_of_newer_code()
        if unknown:
            raise CannotStart(
                f"数据库比程序新（多出 {'、'.join(unknown[:3])} 等 {len(unknown)} 项迁移），请更新程序后再启动。"
            )
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_reference")
        if not get_user_model().objects.exists():
            _say("第一次运行，正在装入演示县区，约需一分钟。")
            call_command("load_demo")
    except OperationalError as error:
        raise CannotStart(f"连不上数据库，请检查 DATABASE_URL：{str(error).strip().splitlines()[0]}") from error
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", None) != "53100":
            raise
        raise CannotStart("数据库所在的磁盘已满，请腾出空间后再试。") from error
    finally:
        connection.close()


def _migrations_of_newer_code() -> list[str]:
    loader = MigrationLoader(connection)
    ours = {app.label for app in django.apps.apps.get_app_configs()}
    return sorted(
        f"{app}.{name}" for app, name in set(loader.applied_migrations) - set(loader.disk_migrations) if app in ours
    )


def _run_together(host: str, port: int) -> int:
    with Supervisor(ROOT / "Procfile") as centre:
        ended = centre.wait(lambda: _answers(host, port))
        if not ended:
            call_command("demo_logins")
            connection.close()
            shown = "127.0.0.1" if host == "0.0.0.0" else host
            _say(f"\n县综治中心平台已启动：http://{shown}:{port}/  按 Ctrl-C 停止。\n")
            ended = centre.wait()
    if ended:
        raise CannotStart(f"{ended} 进程意外退出，平台已停止，原因见上面的输出。")
    return 0


def _answers(host: str, port: int) -> bool:
    """Whether a web process has read all of the code and speaks; the port alone opens before that."""
    line = HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


if __name__ == "__main__":
    sys.exit(main())
