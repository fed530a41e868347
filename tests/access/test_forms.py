"""Every form of every page, filled in: what is sent twice from the same page is done once, and whatever changes a row
that others change too says which version of it was read."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import resolve, reverse
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.refusals import VersionMissing
from governance.organisation.models import Unit
from tests.access.filling import Filled, forms_on
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
# Whose tables of rows the filler leaves empty: what it sends is refused before anything else.
UNFILLED = {"cases:ladder", "registers:define_fields", "registers:define_norms", "security:inspections:checklist"}
VERSIONS = ("version", "seen")
# What several people change at once; a form that no player meets is no proof.
CHANGERS = {
    *(
        "cases:step",
        "cases:decide",
        "cases:county_rule",
        "registers:change",
        "registers:area_figures",
        "registers:check",
    ),
    *("duties:meeting", "duties:decision", "duties:change_programme_task", "grid:change_grid", "grid:change_item"),
    *("organisation:edit_person", "organisation:unit"),
    *("supervision:account_item", "supervision:leader", "supervision:scope"),
}
PLAYERS = ("clerk", "handler", "lead", "staff", "county", "mediator", "justice_officer", "security_admin")
TOKEN = "csrfmiddlewaretoken"
READ = {name: row.get for name, row in TABLE.items() if row.get is not None and not name.startswith("api")}
# Both questions are put to the forms of a room before those of the next one.
in_each_room = pytest.mark.parametrize("group", sorted(set(map(room, READ))), scope="module")


def forms_in(group: str, username: str, read: Callable, pick: Callable, world: dict) -> Iterator[Filled]:
    """Every form that the pages of one room show this person; what stands on each of them, once."""
    seen, today = set(), office_day(timezone.now())
    for name, door in READ.items():
        if room(name) != group or username not in door.who:
            continue
        page = read(name, username)
        if page.status != 200 or not page.is_page:
            continue
        address = reverse(name, args=[world[word] for word in TABLE[name].args])
        for form in forms_on(page.text(), pick, address, today):
            words = form.action, repr({key: word for key, word in form.fields.items() if key != TOKEN})
            if words not in seen:
                seen.add(words)
                yield form


@pytest.fixture(scope="module")
def forms(world, picks, read) -> Callable[[str, str], list[Filled]]:
    """``forms(room, name)``: what the room shows that person, filled in once; nothing that is sent stays."""

    @cache
    def filled(group: str, username: str) -> list[Filled]:
        return list(forms_in(group, username, read, picks[username], world))

    return filled


@in_each_room
def test_every_form_that_makes_something_makes_it_once(db, forms, clients, counts, group):
    made, again, left = set(), [], {}
    tokenless, dropping = [], []
    for username in PLAYERS:
        client = clients[username]
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        for form in forms(group, username):
            what = resolve(form.action.partition("?")[0]).view_name, *form.fields.get("act", ())
            if TOKEN not in form.fields:
                tokenless.append(what)
            if form.drops_files:
                dropping.append(what)
            if what in made:
                continue
            before = counts()
            with transaction.atomic():
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
    assert (tokenless, dropping) == ([], [])
    assert again == []
    assert {name for name in MAKERS if room(name) == group} - {what[0] for what in made} == set(), left


@in_each_room
def test_every_form_that_carries_the_version_that_was_read_is_refused_without_it(db, forms, clients, group):
    sentence = VersionMissing().sentence
    tried, taken = set(), []
    for username in PLAYERS:
        for form in forms(group, username):
            carried = [field for field in VERSIONS if field in form.fields]
            what = (resolve(form.action.partition("?")[0]).view_name, *form.fields.get("act", ()))
            if not carried or what in tried or what[0] in UNFILLED:
                continue
            told = {field: values for field, values in form.fields.items() if field not in carried}
            with transaction.atomic():
                answer = Filled(form.action, told).send(clients[username])
                transaction.set_rollback(True)
            if answer.status_code == 403:
                continue
            tried.add(what)
            if answer.status_code not in (409, 422) or sentence not in answer.content.decode():
                taken.append((*what, answer.status_code))
    assert sorted(taken) == []
    assert {name for name in CHANGERS if room(name) == group} - {what[0] for what in tried} == set(), sorted(tried)


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
