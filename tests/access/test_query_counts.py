"""Every list × the number of its queries: no more for eight rows than for three, and not more than the table says."""

import pytest
from django.db import connection

from tests.access.many import NOW, County
from tests.access.pages import LISTS, NO_LIST, TABLE

FEW, MANY = 3, 8


def test_it_knows_of_every_page_whether_it_is_a_list():
    pages = {name for name, row in TABLE.items() if row.get is not None}
    listed = {entry.name for entry in LISTS}
    assert pages - listed - NO_LIST == set(), "say what this page may cost, or that it shows no list"
    assert (listed | NO_LIST) - pages == set(), "there is no such page"
    assert listed & NO_LIST == set()


@pytest.fixture
def county(cast, time_machine):
    """A county in which everything can be made to be more."""
    time_machine.move_to(NOW, tick=False)
    return County(cast)


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


def test_it_asks_no_more_for_eight_rows_than_for_three(county, client):
    county.grow(FEW)
    few = costs(county, client)
    county.grow(MANY)
    many = costs(county, client)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert {str(entry): many[str(entry)] for entry in LISTS if many[str(entry)] > entry.most} == {}
