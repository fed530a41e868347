"""A county that has many of everything: every list × the number of its queries, no more for five rows than for two
and not more than the table says; and what each of its cases says of itself, wherever it is met."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.cases import registry
from governance.cases.lists.rows import listed, rows_of
from governance.cases.models import Case
from tests import builders
from tests.access.many import NOW, County
from tests.access.pages import LISTS, NO_LIST, TABLE
from tests.cast import known
from tests.dashboard.test_one_truth import WHOLE, told_apart

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 5


def test_it_knows_of_every_page_whether_it_is_a_list():
    pages = {name for name, row in TABLE.items() if row.get is not None}
    listed = {entry.name for entry in LISTS}
    assert pages - listed - NO_LIST == set(), "say what this page may cost, or that it shows no list"
    assert (listed | NO_LIST) - pages == set(), "there is no such page"
    assert listed & NO_LIST == set()


@pytest.fixture(scope="module")
def county(kept) -> Iterator[County]:
    """Some of everything, where everything can be made to be more, at the moment to which it has grown."""
    with time_machine.travel(NOW, tick=False):
        made = County(known())
        made.grow(FEW)
        yield made


def test_light_day_and_next_step_are_one_in_every_status_of_every_line(county):
    to_see: dict[tuple[str, str], Case] = {}
    for case in WHOLE.order_by("pk"):
        for status, each in registry.workflow_of(case).statuses.items():
            # What is said of a case that is over is said of it as it was closed.
            if each.closed == bool(case.closed_at):
                to_see.setdefault((case.kind, status), case)
    wrong, left = [], list(to_see.items())
    while left:
        # One status at a time of each case that stands alone, or of one case among a whole and its parts.
        told = {case.parent_id or case.pk: (kind, status, case) for (kind, status), case in left}
        for _, status, case in told.values():
            Case.objects.filter(pk=case.pk).update(status=status)
        wrong += told_apart([case for *_, case in told.values()], county.cast)
        for *_, case in told.values():
            Case.objects.filter(pk=case.pk).update(status=case.status)
        left = [((kind, status), case) for (kind, status), case in left if (kind, status, case) not in told.values()]
    assert not wrong, "\n".join(wrong)
    under_way = {
        (kind, status)
        for kind in {kind for kind, _ in to_see}
        for status, each in registry.KINDS[kind].workflow.statuses.items()
        if not each.closed
    }
    assert {kind for kind, _ in to_see} >= {"petition", "dispute", "grid_event", "hazard"}
    assert len(under_way & to_see.keys()) > 25


def asked_again(cases, user) -> set[str]:
    """Questions that the rows of these cases ask more than once at the desk: one a row, and not one for all."""
    with CaptureQueriesContext(connection) as queries:
        rows_of(listed(cases, user=user, steps=True), user=user, now=NOW, steps=True)
    asked = Counter(re.sub(r"\d+", "N", query["sql"]) for query in queries)
    return {sql for sql, times in asked.items() if times > 1}


def test_what_comes_next_is_asked_once_for_all_rows_and_not_once_a_row(county):
    found = []
    for code, kind in registry.KINDS.items():
        own = list(Case.objects.filter(kind=code, closed_at=None).order_by("pk").values_list("pk", flat=True)[:2])
        guarded = [step for step in kind.workflow.steps if step.guards or step.main_while]
        for status in sorted({status for step in guarded for status in kind.workflow.sources_of(step)}):
            Case.objects.filter(pk__in=own).update(status=status)
            for name in ("handler", "lead", "staff"):
                again = asked_again(Case.objects.filter(pk__in=own), getattr(county.cast, name))
                found += [f"{code} {status} {name}: {sql}" for sql in again]
    assert not found, "\n".join(found)


def test_a_term_that_must_run_out_is_asked_for_with_all_others(cast):
    """Until the days for a review are over the file stays open, and the sentence that says so names the article."""
    for _ in range(2):
        builders.in_status(cast, "served")
    with CaptureQueriesContext(connection) as queries:
        rows_of(listed(Case.objects.all(), user=cast.handler, steps=True), user=cast.handler, now=NOW, steps=True)
    assert not [query["sql"] for query in queries if 'FROM "cases_term"' in query["sql"]]


def costs(county: County, client) -> dict[str, int]:
    """What every list costs now, in the middle of work: the workbench has been open, the menu has its numbers."""
    found = {}

    def count(execute, *statement):
        found[page] += 1
        return execute(*statement)

    for who in sorted({entry.who for entry in LISTS}):
        client.force_login(getattr(county.cast, who), backend="governance.organisation.accounts.backends.PostBackend")
        # The first page after a login writes down when the person was seen, and the frame remembers what it asks.
        client.get("/")
        for entry in (entry for entry in LISTS if entry.who == who):
            url, page = county.url(entry), str(entry)
            found[page] = 0
            with connection.execute_wrapper(count):
                assert client.get(url).status_code == 200, entry
    return found


def test_it_asks_no_more_for_five_rows_than_for_two(county, client):
    few = costs(county, client)
    county.grow(MANY)
    many = costs(county, client)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert {str(entry): many[str(entry)] for entry in LISTS if many[str(entry)] > entry.most} == {}
