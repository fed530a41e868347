"""One real PostgreSQL and one real Valkey for the whole run, in a directory that goes when the run ends.

Every xdist worker has a database and a broker of its own. Nothing here needs the network.
"""

import fcntl
import gc
import os
import re
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import ExitStack
from email import message_from_bytes, policy
from itertools import groupby, islice
from pathlib import Path

import pytest
import pytest_rerunfailures
from _pytest import runner
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.template import RequestContext, Template
from django.test.signals import template_rendered
from hypothesis.internal.conjecture import providers
from kombu import pools

from governance.celery import app as celery_app
from governance.frame.deep import with_room
from governance.local_services import THROWAWAY, running_postgres, running_valkey
from tests.processes import CeleryWorker, wait_until

pytest_plugins = ["tests.compiling", "tests.cast", "tests.ground", "tests.chromium"]

TEST_VAR = "GOVERNANCE_TEST_VAR"
# Bytes that a run may leave behind until it ends, with much to spare.
ROOM = 4 * 1024**3
# The database of which all are copies.
MIGRATED = "migrated"
# They take longest, and whoever began one of them last would end long after the others: those of a line at one worker,
# of the folders below every module by itself. The first needs no database; meanwhile another worker migrates the one of
# which all have copies.
LONGEST_FIRST = (
    "test_local_services.py",
    "test_demo_county.py",
    # They judge what was read once, of one furnished county.
    r"access/test_(accessible|forms|hostile|urls)\.py",
    "access/test_query_counts.py",
    "access/test_accused.py",
    "toy_line/",
    "bench/",
    "journeys/test_accusation.py",
    "faults/test_run.py",
    "faults/test_duties_kill.py",
    "figures/test_balances.py",
    "figures/test_tallies.py",
)
SLOW_FOLDERS = ("journeys/", "browser/", "faults/")


def pytest_configure(config):
    servers = ExitStack()
    config.add_cleanup(servers.close)
    if TEST_VAR not in os.environ:
        # The workers of xdist start after this and inherit the name of the directory.
        var_dir = os.environ[TEST_VAR] = tempfile.mkdtemp(prefix="governance-test-", dir=_in_memory())
        servers.callback(shutil.rmtree, var_dir, ignore_errors=True)
        servers.callback(os.environ.pop, TEST_VAR)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if settings.DATABASE_URL == "embedded":
        host = servers.enter_context(running_postgres(Path(os.environ[TEST_VAR]), THROWAWAY))
        connection.settings_dict["HOST"] = str(host)
    settings.JOB_ROOT = _own_var() / "jobs"
    settings.LEARNED_ROOT = _own_var() / "learned"
    settings.ATTACHMENT_ROOT = _own_var() / "attachments"
    settings.SEAL_ROOT = _own_var() / "seals"
    # Twenty milliseconds a password are right for a login and wasted on the cast of every test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    # The script looks as it always does and finds sooner: Chromium optimises nothing here, and would count for long.
    settings.CITIZEN_PROOF_BITS = 8
    celery_app.conf.broker_url = "memory://"
    # What is drawn is what a test says; every worker would read the whole house for constants to try among it.
    providers._get_local_constants = lambda: providers._local_constants


def _in_memory() -> str | None:
    """Where files cost no disk, if there is room: a copy of a database is hundreds of files, and on a disk from which
    as many have just been removed to make them takes fifteen times as long. None where the disk must do."""
    place, memory = Path("/dev/shm"), Path("/proc/meminfo")
    if not place.is_dir() or shutil.disk_usage(place).free < ROOM:
        return None
    available = re.search(r"MemAvailable: +(\d+) kB", memory.read_text())
    return str(place) if available and int(available[1]) * 1024 > 2 * ROOM else None


def _own_var() -> Path:
    return Path(os.environ[TEST_VAR]) / os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Every worker begins with a share of what takes long. What is soon over comes last: whoever has done his own
    takes from the ends of the others, and nobody waits for anybody."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    longest = sorted(filter(_long, items), key=_long)
    turns = [list(turn) for _, turn in groupby(longest, key=_long)]
    rest = iter([item for item in items if not _long(item)])
    dealt: list = []
    for worker in range(workers):
        # As xdist parts them.
        share = (len(items) - len(dealt)) // (workers - worker)
        first = [item for turn in turns[worker::workers] for item in turn]
        dealt += [*first, *islice(rest, max(0, share - len(first)))]
    items[:] = [*dealt, *rest]


def _long(item) -> tuple[int, str] | None:
    """When a test that takes long is begun, and with which others; None for one that does not."""
    module = item.nodeid.partition("::")[0]
    for place, word in enumerate(LONGEST_FIRST):
        if re.search(word, module):
            return place, ""
    slow = any(word in module for word in SLOW_FOLDERS)
    return (len(LONGEST_FIRST), module) if slow else None


def pytest_collection_finish(session):
    """Modules and tests stay to the end; that they are no rubbish need not be found out again after every page."""
    gc.freeze()
    gc.set_threshold(500_000, 20, 20)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """A test stands as deep as a page of the centre; it has the same room. What may be tried again is the library's,
    which tells the first process of each test that it keeps: of those with a browser, as no other is tried again."""
    ways = (pytest_rerunfailures.pytest_runtest_protocol, runner.pytest_runtest_protocol)
    return any(with_room(way)(item, nextitem) for way in (ways if item.get_closest_marker("browser") else ways[1:]))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Of the processes that share the run's server the first migrates a database, and all copy it."""
    if settings.DATABASE_URL != "embedded":
        return
    var_dir, test = Path(os.environ[TEST_VAR]), connection.settings_dict["TEST"]
    with (var_dir / "migrating").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        # What has one more line of work than the centre copies what the centre has, where it is there.
        if settings.SETTINGS_MODULE == "governance.settings" and not (var_dir / MIGRATED).exists():
            with django_db_blocker.unblock():
                _migrate(test)
            (var_dir / MIGRATED).touch()
    if (var_dir / MIGRATED).exists():
        test["TEMPLATE"] = MIGRATED


def _migrate(test: dict) -> None:
    before, own = connection.settings_dict["NAME"], test["NAME"]
    test["NAME"] = MIGRATED
    connection.creation.create_test_db(verbosity=0, serialize=False)
    # A database that anybody is connected to is not copied.
    connection.close()
    test["NAME"] = own
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session", autouse=True)
def pages_alone_are_told_of(django_test_environment):
    """A response knows its page and what is in it; of every row, box and icon in the page nobody is told."""

    def render(template, context):
        if isinstance(context, RequestContext) and context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(autouse=True)
def nothing_remembered():
    """No page remembers what another test has told it."""
    caches["remembered"].clear()


@pytest.fixture(scope="module")
def server_dirs():
    """Makes directories for servers of a test's own. Pytest's are no use: another run that starts closes them to the
    user whom PostgreSQL runs as."""
    with ExitStack() as made:
        yield lambda: Path(made.enter_context(tempfile.TemporaryDirectory(dir=os.environ[TEST_VAR], prefix="v")))


@pytest.fixture(scope="session")
def valkey_server():
    with running_valkey(_own_var()) as path:
        yield f"redis+socket://{path}"


@pytest.fixture
def valkey(valkey_server):
    """The address of a real, empty broker, which Celery uses for the length of the test."""
    _point_celery_to(valkey_server)
    with celery_app.connection_for_write() as broker:
        broker.default_channel.client.flushall()
    yield valkey_server
    _point_celery_to("memory://")


@pytest.fixture
def dead_broker(tmp_path):
    """The broker's address leads nowhere for the length of the test."""
    _point_celery_to(f"redis+socket://{tmp_path}/nobody.sock")
    yield
    _point_celery_to("memory://")


def _point_celery_to(address: str) -> None:
    pools.reset()
    celery_app._pool = celery_app.amqp._producer_pool = None
    celery_app.conf.broker_url = celery_app.conf.broker_write_url = celery_app.conf.broker_read_url = address


@pytest.fixture
def start_worker(transactional_db, valkey, tmp_path):
    """Starts real Celery workers on the test database; those still alive at the end of the test are killed."""
    workers = []

    def start(queues: str = "scan,default,bulk", concurrency: int = 1, **variables: str) -> CeleryWorker:
        database = connection.settings_dict
        environment = {
            "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
            "REDIS_URL": valkey,
            **variables,
        }
        log = tmp_path / f"worker{len(workers)}.log"
        worker = CeleryWorker(queues, concurrency, environment, log)
        workers.append(worker)
        wait_until(lambda: "ready." in worker.log, seconds=30, what=lambda: f"worker starts:\n{worker.log}")
        return worker

    yield start
    for worker in workers:
        worker.kill()


class Mailbox(list):
    """The letters a real SMTP server took in, oldest first; set refuse to a reply line to turn letters away."""

    refuse = ""

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return self.refuse
        letter = message_from_bytes(envelope.content, policy=policy.default)
        letter["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.append(letter)
        return "250 OK"


@pytest.fixture
def smtp(settings):
    """A real SMTP server on a free port, to which Django sends; yields its mailbox."""
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield mailbox
    server.stop()
