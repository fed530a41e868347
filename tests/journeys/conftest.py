"""People of the centre at their screens, on the day that the journey has come to."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from governance.cases.access.proof import breaches
from governance.frame.days import CHINA, office_day
from tests.chromium import PHONE

from .screens import Desk


@dataclass
class Office:
    """One desk at 1440 and one phone at 390; whoever sits down is signed in, and the day is theirs."""

    cast: object
    open_page: object
    sign_in: object
    clock: object

    @cached_property
    def desk(self) -> Page:
        return self.open_page(viewport={"width": 1440, "height": 900})

    @cached_property
    def phone(self) -> Page:
        return self.open_page(viewport=PHONE, is_mobile=True, has_touch=True)

    def comes(self, day: str, *, tick: bool = True) -> datetime:
        """It is that moment of 2026 now, for the server and for everybody: ``05-07 09:00``."""
        moment = datetime.strptime(f"2026-{day}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
        self.clock.move_to(moment, tick=tick)
        return moment

    def at_desk(self, name: str) -> Page:
        """The desk, with that person before it."""
        return self._with(self.desk, name)

    def on_phone(self, name: str) -> Page:
        """The phone, in that person's hand."""
        return self._with(self.phone, name)

    def of(self, name: str) -> Desk:
        """That person before the same pages without a browser: what clicks have shown once needs no click."""
        return Desk(getattr(self.cast, name))

    def _with(self, screen: Page, name: str) -> Page:
        """The screen is empty and that person's.

        What it showed is left first: a picture on its way for a session of before may find that session ended after
        a leap of the clock, and its answer would take away the cookie of the one who comes.
        """
        screen.goto("about:blank")
        return self.sign_in(screen, getattr(self.cast, name))


@pytest.fixture(autouse=True)
def nothing_hidden_has_leaked(cast, time_machine):
    """After every journey nothing of a hidden matter can be read by anybody from whom it is kept."""
    yield
    assert breaches(office_day(timezone.now())) == []


@pytest.fixture
def office(cast, open_page, sign_in, time_machine) -> Office:
    return Office(cast, open_page, sign_in, time_machine)


@dataclass
class Desks:
    """The same days and people without a browser."""

    cast: object
    clock: object

    def comes(self, day: str) -> datetime:
        """It is that moment of 2026 now; deadlines that have passed are noticed."""
        moment = datetime.strptime(f"2026-{day}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
        self.clock.move_to(moment)
        call_command("scan_deadlines", at=moment.strftime("%Y-%m-%dT%H:%M"), stdout=StringIO())
        return moment

    def of(self, name: str) -> Desk:
        """The desk of that person."""
        return Desk(getattr(self.cast, name))


@pytest.fixture
def desks(cast, time_machine) -> Desks:
    return Desks(cast, time_machine)
