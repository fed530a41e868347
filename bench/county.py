"""Throwaway counties for the benchmarks: a server of their own, demo people, and as much history as asked for."""

import shutil
import tempfile
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from time import perf_counter

from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from governance.frame.days import office_day
from governance.local_services import THROWAWAY, running_postgres
from governance.organisation import demo

from .filling import fill

# What a server for a county has; the defaults of PostgreSQL are meant for a machine that does other things.
MEMORY = {"shared_buffers": "1GB", "max_wal_size": "8GB"}


@contextmanager
def county():
    """The current database is a fresh one with reference data and the demo people."""
    with _server():
        demo.load(office_day(timezone.now()))
        yield


@contextmanager
def filled(*sizes: int):
    """A county filled with each of these numbers of cases; yields ``turn_to(size)``, which makes it the current one.

    All of them stay connected, so that they can be asked in turn.
    """
    with _server():
        plain = connections["default"]
        with plain._nodb_cursor() as cursor:
            plain.close()
            for size in sizes:
                cursor.execute(f"CREATE DATABASE county{size} TEMPLATE {plain.settings_dict['NAME']}")
        counties = {size: plain.copy() for size in sizes}

        def turn_to(size: int) -> None:
            connections["default"] = counties[size]

        try:
            for size, database in counties.items():
                database.settings_dict["NAME"] = f"county{size}"
                turn_to(size)
                start = perf_counter()
                fill(size, now=timezone.now())
                print(f"{size:,} cases filled in {perf_counter() - start:.0f} s", flush=True)
            yield turn_to
        finally:
            for database in counties.values():
                database.close()
            connections["default"] = plain


@contextmanager
def _server():
    var_dir = Path(tempfile.mkdtemp(prefix="governance-bench-"))
    try:
        with running_postgres(var_dir, {**THROWAWAY, **MEMORY}) as host:
            connection.close()
            connection.settings_dict["HOST"] = str(host)
            call_command("migrate", verbosity=0)
            call_command("load_reference", verbosity=0, stdout=StringIO())
            yield
            connection.close()
    finally:
        shutil.rmtree(var_dir, ignore_errors=True)
