"""Fills a county with as many cases as asked for, as its people would have left them.

Every kind of case brings its stories: how cases of the kind go through the table of their workflow, and which rows of
their own tables the steps leave. What one fills is the same every time, but for the day on which it is filled.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from governance.figures import tallying

from .county import County
from .disputes import Disputes
from .events import Events
from .petitions import Petitions
from .tables import Writer, stripped

A_YEAR = 100_000
FLUSHED = 10_000
# Of the matters that people bring; a dispute comes with its track, so that petitions are a little over half of all.
PETITIONS = 0.7
# For each of those cases; they are told last, so that what people bring is the same with them and without.
EVENTS = 0.12


def fill(cases: int, *, now: datetime, years: float | None = None) -> None:
    """So many cases stand in a database that had none, and grid events beside them, spread over the years up to now: a
    hundred thousand a year where nothing is said."""
    county = County(cases, cases / A_YEAR if years is None else years, now)
    stories = Petitions(county), Disputes(county), Events(county)
    tables = [*county.tables, *(table for story in stories for table in story.tables)]
    unwritten = FLUSHED
    with stripped(tables), Writer(tables) as writer:
        for story, share in _told(county, cases, *stories):
            story.write(county.opened(share), share)
            if county.size > unwritten:
                writer.flush()
                unwritten += FLUSHED
        writer.flush()
    county.close_books()
    tallying.rebuild()
    with connection.cursor() as cursor:
        # What the tallies say is read from their indexes alone, as in a county that has been open for a while.
        cursor.execute("VACUUM ANALYZE figures_tally, figures_said")


def _told(county: County, cases: int, petitions: Petitions, disputes: Disputes, events: Events) -> Iterator[tuple]:
    """What is told next, and at which share of the history, until there are as many as asked for."""
    while county.size < cases:
        share = county.size / cases
        yield (petitions if county.chance.random() < PETITIONS else disputes), share
    first, more = county.size, round(cases * EVENTS)
    while county.size < first + more:
        yield events, (county.size - first) / more
