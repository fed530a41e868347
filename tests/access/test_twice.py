"""Whatever form of the site is sent twice from the same page is done once: every form of every page, filled in."""

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from governance.frame.days import office_day
from tests.access import pages
from tests.access.filling import forms_of
from tests.access.pages import TABLE
from tests.cast import known

# A look at a page leaves a record, and a sending its digest.
FREE = {"AccessRecord", "LoginSession", "Sending", "KeptFile"}
# What these make is what the centre works with; a form that the filler can no longer fill in is no proof.
MAKERS = {
    *("petitions:register", "security:hazards:register", "security:key_areas:register"),
    *("cases:step", "cases:decide", "cases:export", "counter:intake", "registers:new_entry", "registers:import"),
    *("assessment:open", "assessment:rounds", "assessment:new_standard"),
    *("petitions:import", "duties:new_meeting", "duties:new_visit", "duties:new_programme_task", "grid:new_item"),
    *("mediation:new_organisation", "mediation:new_lawyer", "organisation:new_unit", "organisation:new_person"),
    *("organisation:appoint", "organisation:reset_password", "supervision:accounts", "supervision:new_leader"),
}
PLAYERS = ("clerk", "handler", "lead", "staff", "county", "mediator", "justice_officer", "security_admin")
TOKEN = "csrfmiddlewaretoken"


@pytest.fixture(scope="module")
def world(kept):
    """One of everything that an address can name, at a moment that lasts as long as the module."""
    with time_machine.travel(timezone.now(), tick=False):
        yield pages.world(known())


def _client(username: str) -> Client:
    client = Client()
    client.force_login(getattr(known(), username), backend="governance.organisation.accounts.backends.PostBackend")
    return client


def _counts() -> dict[str, int]:
    """How many rows each table has."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.managed and model.__name__ not in FREE]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables))
        return dict(cursor.fetchall())


def test_every_form_that_makes_something_makes_it_once(db, world):
    today = office_day(timezone.now())
    made, again, tokenless, left = set(), [], [], {}
    for username in PLAYERS:
        client = _client(username)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        for name, row in TABLE.items():
            if row.get is None or name.startswith("api"):
                continue
            address = reverse(name, args=[world[word] for word in row.args])
            for form in forms_of(client, address, today):
                what = resolve(form.action.partition("?")[0]).view_name, *form.fields.get("act", ())
                if TOKEN not in form.fields:
                    tokenless.append(what)
                if what in made:
                    continue
                with transaction.atomic():
                    before = _counts()
                    answer = form.send(client)
                    between = _counts()
                    if between == before:
                        left[what] = answer.status_code
                    else:
                        made.add(what)
                        form.send(client)
                        if _counts() != between:
                            again.append(what)
                    transaction.set_rollback(True)
                # Whoever went out by it is in again.
                client.cookies[settings.SESSION_COOKIE_NAME] = session
    assert tokenless == []
    assert again == []
    assert MAKERS - {what[0] for what in made} == set(), left
