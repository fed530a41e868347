"""Whatever form of the site is sent twice from the same page is done once: every form of every page, filled in."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from governance.frame.days import office_day
from governance.organisation.models import Unit
from tests.access.filling import Filled, forms_of
from tests.access.pages import TABLE, room

pytestmark = pytest.mark.usefixtures("as_before")
# What these make is what the centre works with; a form that the filler can no longer fill in is no proof.
MAKERS = {
    *("petitions:register", "security:hazards:register", "security:key_areas:register"),
    *("cases:step", "cases:decide", "cases:export", "counter:intake", "registers:new_entry", "registers:import"),
    "assessment:rounds",
    *("petitions:import", "duties:new_meeting", "duties:new_visit", "duties:new_programme_task", "grid:new_item"),
    *("mediation:new_organisation", "mediation:new_lawyer", "organisation:new_unit", "organisation:new_person"),
    *("organisation:appoint", "organisation:reset_password", "supervision:accounts", "supervision:new_leader"),
}
PLAYERS = ("clerk", "handler", "lead", "staff", "county", "mediator", "justice_officer", "security_admin")
TOKEN = "csrfmiddlewaretoken"
READ = {name: row.get for name, row in TABLE.items() if row.get is not None and not name.startswith("api")}


def forms_in(group: str, username: str, client: Client, world: dict, today: date) -> Iterator[Filled]:
    """Every form that the pages of one room show this person; what stands on each of them, once."""
    seen = set()
    for name, door in READ.items():
        if room(name) != group or username not in door.who:
            continue
        for form in forms_of(client, reverse(name, args=[world[word] for word in TABLE[name].args]), today):
            words = form.action, repr({key: word for key, word in form.fields.items() if key != TOKEN})
            if words not in seen:
                seen.add(words)
                yield form


@pytest.mark.parametrize("group", sorted(set(map(room, READ))))
def test_every_form_that_makes_something_makes_it_once(db, world, clients, counts, group):
    today = office_day(timezone.now())
    made, again, tokenless, left = set(), [], [], {}
    for username in PLAYERS:
        client = clients[username]
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        for form in forms_in(group, username, client, world, today):
            what = resolve(form.action.partition("?")[0]).view_name, *form.fields.get("act", ())
            if TOKEN not in form.fields:
                tokenless.append(what)
            if what in made:
                continue
            with transaction.atomic():
                before = counts()
                answer = form.send(client)
                between = counts()
                if between == before:
                    left[what] = answer.status_code
                else:
                    made.add(what)
                    form.send(client)
                    if counts() != between:
                        again.append(what)
                transaction.set_rollback(True)
            # Whoever went out by it is in again.
            client.cookies[settings.SESSION_COOKIE_NAME] = session
    assert tokenless == []
    assert again == []
    assert {name for name in MAKERS if room(name) == group} - {what[0] for what in made} == set(), left


def test_what_is_counted_is_what_stands(db, world, counts):
    """Also after a change, a refusal in between, and when all is taken back."""
    before = dict(counts())
    with transaction.atomic():
        Unit.objects.create(name="新设单位", short_name="新设", kind="department", area_id="610116")
        one_more = counts()
        assert {name for name, rows in one_more.items() if rows != before[name]} == {"organisation_unit"}
        with transaction.atomic():
            Unit.objects.filter(name="新设单位").delete()
            assert counts() == before
            transaction.set_rollback(True)
        assert counts() == one_more != before
        transaction.set_rollback(True)
    assert counts() == before
