"""The leader's board says what the figures say, each number opens its list, and each plot is drawn from its table."""

import re
from collections import Counter
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from django.utils.http import urlencode

from governance.cases.models import Case
from governance.dashboard.board import map_views, views
from governance.dashboard.board.drawing import _side_by_side
from governance.dashboard.board.plots import MEASURES, plots
from governance.figures.asked import Asked
from governance.figures.counting import value
from governance.figures.measures import MEASURES as MEASURED
from governance.figures.periods import Period
from governance.organisation.standing import standing_of
from tests import builders, disputes
from tests.builders import CHINA
from tests.cast import known

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 10, 0, tzinfo=CHINA)
SPRING = "period=custom&start=2026-03-01&end=2026-04-30"
ALL = "period=custom&start=2026-01-01&end=2026-06-30"
BOARD = "/board/"


@pytest.fixture(scope="module")
def told(kept):
    """What stands in that county."""
    with time_machine.travel(NOW, tick=False):
        tell(known())


@pytest.fixture
def spring(told, cast):
    """That county in the summer that follows."""
    with time_machine.travel(NOW, tick=False):
        yield cast


def tell(cast):
    """Petitions in every stage, an accusation, one in the township itself, and disputes of which one is resolved."""
    for status in ("handling", "archived", "withdrawn", "registered"):
        builders.in_status(cast, status)
    builders.accusation(cast)
    disputes.track(cast)


def lists_of(page) -> list[tuple[str, str]]:
    """Every number of the page with a list: its words and its address."""
    context = page.context
    found = [(figure.value, figure.url) for figure in context["figures"]]
    for words in (*context["sentences"], *(drawn.finding for drawn in context["plots"])):
        found += [(piece.text, piece.url) for piece in words]
    for table in (*context["tables"], *(drawn.table for drawn in context["plots"])):
        for row in (*table.rows, *([table.total] if table.total else [])):
            found += [(cell.text, cell.url) for cell in row.cells]
    return [(text, url) for text, url in found if url]


@pytest.mark.parametrize(
    ("who", "query"),
    [
        ("county", ALL),
        ("county", f"{ALL}&against_start=2026-03-01&against_end=2026-03-31"),
        ("county", f"{ALL}&area=610116001"),
        ("leader", f"{SPRING}&area="),
        ("clerk", ALL),
        ("handler", ALL),
    ],
)
def test_every_number_is_the_number_of_its_list(spring, login, who, query):
    client = login(getattr(spring, who))
    told = lists_of(client.get(f"{BOARD}?{query}"))
    assert len(told) > 15
    counted = {}
    for text, url in told:
        if url not in counted:
            page = client.get(url)
            assert page.status_code == 200, url
            counted[url] = page.context["page"].count_text.split()[1]
        if not text.endswith("%"):
            assert counted[url] in re.findall(r"[\d,]+", text.partition("（")[0]), (text, url)


def test_it_says_what_the_figures_say(spring, login):
    page = login(spring.county).get(f"{BOARD}?{ALL}")
    asked = Asked(standing_of(spring.county, NOW.date()), Period(date(2026, 1, 1), date(2026, 6, 30)), NOW.date())
    received, overdue = value("petition.received", asked), value("petition.done_overdue", asked)
    assert received > 3 and overdue > 0
    words = "".join(piece.text for piece in page.context["sentences"][0])
    assert words.startswith(f"信访：收到 {received} 件") and f"超期未办理 {overdue} 项，最多的是" in words
    plots = {drawn.plot.code: drawn for drawn in page.context["plots"]}
    months = plots["petition_months"].table.rows
    assert len(months) == 12 and months[-1].label == "2026-06"
    assert all(drawn.plot.title.startswith(f"{drawn.subject}：") for drawn in page.context["plots"])
    assert sum(row.cells[0].value for row in months) == received
    assert sum(row.cells[0].value for row in plots["petition_channels"].table.rows) == received
    assert plots["petition_repeated"].table.head == ["收到", "其中重复反映"]
    rated = plots["petition_rated"]
    assert rated.table.head == ["满意、基本满意", "不满意"] and "其中" not in "".join(p.text for p in rated.finding)
    late = [row.cells[-1].value for row in plots["petition_late"].table.rows]
    assert sum(late) == overdue and late == sorted(late, reverse=True)


def test_it_leads_from_the_county_to_the_township_and_its_villages(spring, login):
    client = login(spring.county)

    def areas(page):
        return {row.label: row.url for table in page.context["tables"] if table.code == "areas" for row in table.rows}

    townships = areas(client.get(f"{BOARD}?{ALL}"))
    township = client.get(townships["韦曲街道"])
    assert township.context["place"] == "韦曲街道"
    assert [name for name, _ in township.context["path"]] == ["长安区"]
    Case.objects.filter(pk=Case.objects.filter(kind="petition").order_by("pk").first().pk).update(
        area="610116001002001"
    )
    village = client.get(areas(township)["凤栖路社区"])
    assert village.context["place"] == "凤栖路社区"
    assert list(areas(village)) == ["凤栖路社区（没有写到下一级）", "凤栖路社区第一网格"]
    for text, url in lists_of(village):
        assert text.endswith("%") or client.get(url).context["page"].count_text.split()[1] in re.findall(
            r"[\d,]+", text
        )
    grid = client.get(areas(village)["凤栖路社区第一网格"])
    assert grid.context["place"] == "凤栖路社区第一网格" and areas(grid) == {}
    assert [name for name, _ in grid.context["path"]] == ["长安区", "韦曲街道", "凤栖路社区"]


def test_a_list_leads_back_to_the_very_board_or_map_from_which_it_was_opened(spring, login):
    """Whatever part of it the list is about: the county's board is not left for that of a township."""
    client = login(spring.county)
    opened = "area="
    for place, name in (("", "长安区"), ("610116001", "韦曲街道")):
        board = client.get(f"{BOARD}?{ALL}&area={place}")
        (areas,) = (table for table in board.context["tables"] if table.code == "areas")
        urls = [board.context["figures"][0].url, *(cell.url for row in areas.rows for cell in row.cells if cell.url)]
        assert len(urls) > 1 and any(opened in url for url in urls)
        for url in urls:
            behind = client.get(url).context
            assert behind["of"] == "驾驶舱"
            back = client.get(behind["back"]).context
            assert (back["place"] or "长安区", back["period"]) == (name, board.context["period"]), url
    for level in ("village", "township"):
        shown = client.get(f"/board/map/?{ALL}&figure=petition.closed&level={level}")
        for row in shown.context["rows"]:
            behind = client.get(row.url).context
            back = client.get(behind["back"]).context
            assert behind["of"] == "驾驶舱地图" and back["heading"] == shown.context["heading"], row.url
            assert [each.code for each in back["rows"]] == [each.code for each in shown.context["rows"]], row.url


@pytest.mark.parametrize("page", ["/board/", "/board/wall/", "/board/map/"])
def test_whoever_oversees_no_place_is_told_of_their_unit_by_tallies_alone(spring, login, page):
    """What a department may know of beside that would be counted case by case, ten years of them."""
    unit = spring.handler.posts.first().unit
    client = login(spring.handler)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"{page}?{ALL}")
    assert f"只统计{unit.short_name}承办的" in answer.content.decode()
    for code in ("petition.received", "dispute.received"):
        told = [query["sql"] for query in asked if code in query["sql"]]
        assert [sql for sql in told if "figures_tally" not in sql] == []
        assert told or code != "petition.received"


def test_a_restricted_case_stands_on_no_board_but_of_who_may_open_it(spring, login):
    """The accusation came in by itself in its month; the county may not know of it."""
    case = Case.objects.get(confidentiality="restricted")
    Case.objects.filter(pk=case.pk).update(opened_at=datetime(2025, 12, 10, 9, 0, tzinfo=CHINA), channel="fax")
    let_in = next(person for person in spring.people if case in Case.objects.visible_to(person, NOW.date()))
    for person, seen in ((spring.county, 0), (let_in, 1)):
        page = login(person).get(f"{BOARD}?period=custom&start=2025-12-01&end=2025-12-31&area=")
        plots = {drawn.plot.code: drawn.table for drawn in page.context["plots"]}
        assert [row.cells[0].value for row in plots["petition_months"].rows[-1:]] == [1] * seen, person
        assert [row.label for row in plots["petition_channels"].rows] == ["传真"] * seen


def test_a_period_that_is_no_period_is_said_at_its_field(spring, login):
    client = login(spring.county)
    for query in (
        "against_start=2026-03-01",
        "against_end=2026-03-01",
        "against_start=2026-03-02&against_end=2026-03-01",
    ):
        page = client.get(f"{BOARD}?{query}")
        assert "plots" not in page.context and page.context["filter_form"].errors, query


def test_the_wall_names_nobody_counts_no_restricted_case_and_opens_nothing(spring, login):
    """Whoever is logged in there: others read along."""
    case = Case.objects.get(confidentiality="restricted")
    Case.objects.filter(pk=case.pk).update(opened_at=datetime(2025, 12, 10, 9, 0, tzinfo=CHINA), channel="fax")
    let_in = next(person for person in spring.people if case in Case.objects.visible_to(person, NOW.date()))
    alone = login(let_in).get("/board/wall/?period=custom&start=2025-12-01&end=2025-12-31&area=")
    plots = {drawn.plot.code: drawn.table for drawn in alone.context["plots"]}
    assert plots["petition_months"].rows == [] and plots["petition_channels"].rows == []
    page = login(spring.county).get(f"/board/wall/?{ALL}")
    text = page.content.decode()
    assert "超期未办理" in text and "/figures/" not in text
    assert [person.name for person in spring.people if person.name in text] == []
    assert {drawn.plot.code for sheet in page.context["sheets"] for drawn in sheet} >= {"petition_months"}


@pytest.mark.parametrize("level", ["village", "township"])
def test_the_map_says_of_each_area_what_its_list_says(spring, login, level):
    Case.objects.filter(pk=Case.objects.filter(kind="petition").order_by("pk").first().pk).update(area="610116001")
    client = login(spring.county)
    page = client.get(f"/board/map/?{ALL}&figure=petition.received&level={level}")
    rows = page.context["rows"]
    whole = client.get(f"{BOARD}?{ALL}").context["figures"][0].value
    assert sum(row.number for row in rows) == int(whole) > 3
    for row in rows:
        assert client.get(row.url).context["page"].count_text == f"共 {row.number} 件"
    notes = {row.note for row in rows}
    assert notes == ({"韦曲街道", "没有写到下一级"} if level == "village" else {""})
    inside = next(row.inside for row in rows if row.code == "610116001")
    assert {row.inside for row in rows if len(row.code) == 12} <= {""}
    below = client.get(inside.replace("610116001", "610116001002"))
    assert below.context["place"] == "韦曲街道" and below.context["out_name"] == "长安区"


def test_long_lists_of_places_stand_a_part_at_a_time_and_the_map_has_them_all(spring, login, monkeypatch):
    monkeypatch.setattr(map_views, "AT_ONCE", 1)
    monkeypatch.setattr(views, "AT_ONCE", 1)
    Case.objects.filter(pk=Case.objects.filter(kind="petition").order_by("pk").first().pk).update(area="610116001")
    client = login(spring.county)
    first = client.get(f"/board/map/?{ALL}&figure=petition.received")
    rows, told = first.context["rows"], first.content.decode()
    assert len(rows) > 1 and told.count("<tr><td>") == 1
    in_villages = [f"{row.code[6:]}:{row.number}" for row in rows if len(row.code) == 12]
    assert first.context["numbers"].split() == in_villages and f'data-numbers="{" ".join(in_villages)}"' in told
    for place, (row, part) in enumerate(zip(rows, first.context["parts"], strict=True)):
        page = client.get(part["url"]).content.decode()
        assert part["label"] == f"{place + 1}—{place + 1}" and escape(row.url) in page
    board = client.get(f"{BOARD}?{ALL}&area=610116001")
    labels = []
    for part in board.context["parts"]:
        (table,) = (each for each in client.get(part["url"]).context["tables"] if each.code == "areas")
        labels += [row.label for row in table.rows]
    assert labels == ["韦曲街道（没有写到下一级）", "凤栖路社区"]
    for nonsense in ("9", "0", "x", "-1"):
        assert client.get(f"/board/map/?{ALL}&part={nonsense}").context["lines"] == first.context["lines"]


def test_all_that_share_the_most_are_named(spring):
    plot = next(each for each in plots() if each.by == MEASURES and each.whole and len(each.measures) > 2)
    days = Period(date(2026, 1, 1), date(2026, 6, 30))
    asked = Asked(standing_of(spring.county, NOW.date()), days, NOW.date())
    first, second, *_ = plot.measures
    for numbers, said in (
        ({first: 2, second: 2}, "{} 2 件、{} 2 件（各 50.0%）"),
        ({first: 3, second: 1}, "{} 3 件（75.0%）"),
    ):
        board: Any = SimpleNamespace(asked=asked, total=Counter({plot.whole: 4} | numbers), against=None)
        words = "".join(piece.text for piece in _side_by_side(board, plot).finding)
        assert words.endswith(f"，最多的是{said.format(MEASURED[first].label, MEASURED[second].label)}。")


def test_the_areas_are_told_of_one_line_of_work_at_a_time(spring, login):
    client = login(spring.county)
    page = client.get(f"{BOARD}?{ALL}")
    assert [tab["label"] for tab in page.context["tabs"]] == ["信访", "矛盾纠纷", "网格事件", "隐患"]
    for tab in page.context["tabs"]:
        shown = client.get(tab["url"])
        (table,) = (each for each in shown.context["tables"] if each.code == "areas")
        assert table.title == f"按区域：{tab['label']}"
        sums = [sum(row.cells[place].value for row in table.rows) for place in range(4)]
        assert sums == [cell.value for cell in table.total.cells[:4]], tab
        kept = dict(shown.context["kept"])
        assert client.get(f"{BOARD}?{ALL}&{urlencode(kept)}").context["tables"][-1].title == table.title
