"""Whatever changes a row that others change too says which version of it was read: every form of every page."""

import pytest
from django.db import transaction
from django.urls import resolve
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.refusals import VersionMissing
from tests.access.filling import Filled
from tests.access.pages import room
from tests.access.test_twice import PLAYERS, READ, forms_in

# Whose tables of rows the filler leaves empty: what it sends is refused before anything else.
UNFILLED = {"registers:define", "security:inspections:checklist"}
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
    *("supervision:account_item", "supervision:leader", "supervision:scope"),
}


@pytest.mark.parametrize("group", sorted(set(map(room, READ))))
def test_every_form_that_carries_the_version_that_was_read_is_refused_without_it(db, world, clients, group):
    today, sentence = office_day(timezone.now()), VersionMissing().sentence
    tried, taken = set(), []
    for username in PLAYERS:
        for form in forms_in(group, username, clients[username], world, today):
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
