"""Lists of cases: every head that sorts, columns one chooses, what is found in them, and the way on and back."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from governance.cases.lists.asking import asked_for
from governance.cases.lists.ledger import LEDGERS
from governance.cases.lists.ledger_jobs import EXPORT
from governance.cases.lists.views import EVERYTHING, case_list
from governance.cases.models import Case, Category, Paper
from governance.frame.days import office_day
from governance.frame.pages import paging
from governance.jobs import work
from governance.urls import urlpatterns
from tests import builders
from tests.registers.sheets import ran

pytestmark = pytest.mark.django_db
NOW = builders.OPENED + timedelta(days=1)
ROW = re.compile(r'name="n" value="([A-Z]{2}\d{4}-\d+)"')


def listings(patterns=urlpatterns, before=""):
    """Every address of a list with its listing."""
    for each in patterns:
        address = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from listings(each.url_patterns, address)
        elif each.callback is case_list:
            yield f"/{address}", each.default_args.get("listing", EVERYTHING)


LISTINGS = list(listings())


@pytest.mark.parametrize(("address", "listing"), LISTINGS, ids=[address for address, _ in LISTINGS])
def test_every_head_of_every_list_sorts_and_every_column_can_be_shown(login, cast, address, listing, time_machine):
    time_machine.move_to(NOW, tick=False)
    builders.petition(cast)
    client = login(cast.county)
    codes = [column.code for column in listing.to_choose]
    assert "title" in codes and len(codes) == len(set(codes)) and "" not in codes
    for scope in ("open", "all"):
        for column in listing.to_choose:
            asked = {"scope": scope, "sort": f"-{column.code}", "cols": codes}
            page = client.get(address, asked).content.decode()
            sorts = re.search(rf'<th scope="col" aria-sort="descending"><a class="sorts"[^>]*>{column.words}</a>', page)
            assert bool(sorts) == (column.by is not None and "data-list" in page), column.code


@pytest.fixture
def three(cast):
    """Three petitions of two units, one in the hands of somebody."""
    made = [builders.petition(cast, title=title, unit=cast.housing) for title in ("丙", "甲")]
    made.append(builders.petition(cast, title="乙", unit=cast.water))
    Case.objects.filter(pk=made[0].pk).update(handler=cast.handler)
    return made


def shown(client, address) -> list[str]:
    return ROW.findall(client.get(address).content.decode())


def test_a_head_turns_the_list_and_all_that_is_done_with_it(login, cast, three, time_machine):
    time_machine.move_to(NOW, tick=False)
    client = login(cast.county)
    first, second, third = (case.number for case in three)
    assert shown(client, "/petitions/?sort=title") == [first, third, second]
    assert shown(client, "/petitions/?sort=-title") == [second, third, first]
    # What is done with all of the list, and the ledger, go by the same order.
    of = asked_for(cast.staff, dict(LISTINGS)["/petitions/"], QueryDict("sort=-title"), NOW)
    assert list(of.sorted().values_list("number", flat=True)) == [second, third, first]
    page = client.get("/petitions/?sort=title&cols=number&cols=handler&unit=&status=").content.decode()
    assert 'data-label="承办人">李文斌' in page and 'data-label="区域"' not in page and "cell-title" in page
    # The row of filters, the tabs and the ledger keep the look.
    assert '<input type="hidden" name="sort" value="title">' in page
    assert 'href="/petitions/?scope=all&amp;cols=number&amp;cols=handler&amp;sort=title"' in page
    assert f'href="{reverse("cases:export", args=["petition"])}?sort=title' in page


def test_a_category_has_what_lies_below_it_and_nothing_of_one_whose_name_begins_alike(login, cast, three, time_machine):
    time_machine.move_to(NOW, tick=False)
    grown = Category.grow("petition", ["水事/供水/停水", "水事纠葛/供水"])
    for case, path in zip(three, ("水事", "水事/供水/停水", "水事纠葛/供水"), strict=True):
        Case.objects.filter(pk=case.pk).update(category=grown[path])
    assert shown(login(cast.county), "/petitions/?sort=title&category=水事") == [three[0].number, three[1].number]


@pytest.mark.parametrize("code", [code for code, ledger in LEDGERS.items() if ledger.listing.own])
def test_what_is_filtered_and_sorted_by_words_of_its_own_is_exported_so(login, cast, code, time_machine):
    time_machine.move_to(NOW, tick=False)
    ledger, client = LEDGERS[code], login(cast.county)
    for name in ledger.listing.own:
        word = next(iter(dict(ledger.kind.choices_of(name))))
        asked = {"scope": "all", name: word, "sort": name}
        assert client.get(reverse("cases:export", args=[code]), asked).status_code == 200, name
        params = {"ledger": code, "query": urlencode(asked)}
        assert ran(work.ask(EXPORT, owner=cast.county, at=NOW, params=params)).state == "done", name


def test_history_that_is_not_counted_to_its_end_has_no_heads(login, cast, three, monkeypatch, time_machine):
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    client = login(cast.staff)
    assert "sorts" not in client.get("/petitions/?scope=all&sort=title").content.decode()
    assert "sorts" in client.get("/petitions/?sort=title").content.decode()


def test_it_finds_by_unit_handler_and_number_of_a_paper(login, cast, three, time_machine):
    time_machine.move_to(NOW, tick=False)
    client = login(cast.staff)
    first, second, third = (case.number for case in three)
    by_title = "/petitions/?scope=all&sort=title&q="
    assert shown(client, f"{by_title}{cast.housing.short_name}") == [first, second]
    assert shown(client, f"{by_title}{cast.housing.short_name[1:]}") == [first, second], "as people call it"
    assert shown(client, f"{by_title}{cast.water.name}") == [third]
    assert shown(client, f"{by_title}{cast.handler.name}") == [first]
    assert shown(client, f"{by_title}没有这个单位") == []
    number = "长信转〔2026〕12号"
    Paper.objects.create(
        case=three[0],
        event=three[0].events.first(),
        code="routing",
        title="转送函",
        number=number,
        unit=cast.petitions,
        signer_name="张敏",
        issued_on=office_day(NOW),
    )
    assert shown(client, f"{by_title}{number}") == [first]
    loosely = number.replace("〔", "[").replace("〕", "]")
    assert shown(client, f"{by_title}{loosely}") == [first]
    # Nobody finds what they may not see, whatever it is called.
    assert shown(login(cast.outsider), f"{by_title}{number}") == []


def test_all_of_a_filter_can_stand_on_one_page_to_be_printed(login, cast, three, monkeypatch, time_machine):
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setitem(paging.page_of.__kwdefaults__, "size", 2)
    client = login(cast.staff)
    page = client.get("/petitions/").content.decode()
    assert "第 1–2 件，共 3 件" in page and "只打印了这一页" in page and "全部 3 件列在一页" in page
    whole = client.get("/petitions/?whole=1").content.decode()
    assert len(ROW.findall(whole)) == 3 and "只打印了这一页" not in whole
