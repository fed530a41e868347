"""A county with a few thousand cases, filled as the benchmarks fill theirs, beside the database of the other tests."""

from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import connection

from bench.filling import fill
from governance.frame.days import CHINA
from tests import ground

NOW = datetime(2026, 6, 10, 15, 0, tzinfo=CHINA)
CASES, YEARS = 6_000, 3


@pytest.fixture(scope="session")
def filled_database(django_db_setup, django_db_blocker):
    """A connection to the filled database; it is filled once a run."""
    with django_db_blocker.unblock(), ground.beside("filled") as database:
        with ground.current(database):
            ground.clear()
            call_command("load_reference", verbosity=0)
            fill(CASES, now=NOW, years=YEARS)
            # What the other tests left of the statistics, and when the server looks at a table by itself, is chance.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        yield database


@pytest.fixture
def filled(db, filled_database):
    """The filled county is the current database for the length of the test, which only reads."""
    with ground.current(filled_database):
        yield
