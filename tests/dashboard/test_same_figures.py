"""The same figure from the board, the page, the workbook, the API, the report and the assessment; and the way from a
red number to the one late case."""

import re
from datetime import date

import pytest
from time_machine import travel

from governance.duties.plans import actions as plans
from governance.figures.asked import Asked
from governance.figures.counting import share, value
from governance.figures.jobs import MAKE
from governance.figures.periods import Period
from governance.jobs import work
from governance.jobs.models import Job
from governance.organisation.models import AccessRecord
from governance.organisation.standing import standing_of
from governance.publications.models import PublicationKind
from governance.publications.products import jobs as products
from governance.publications.reference import load_reference
from tests import builders
from tests.cast import known
from tests.dashboard.test_board import NOW, SPRING
from tests.workbooks import Exported, sheets_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(kept):
    """Petitions in every stage."""
    with travel(NOW, tick=False):
        for status in ("handling", "archived", "withdrawn", "registered"):
            builders.in_status(known(), status)


@pytest.fixture
def county(told, cast, time_machine):
    """The people of a county in which that has happened."""
    time_machine.move_to(NOW, tick=False)
    return cast


def exported(client, who, query: str) -> dict[str, Exported]:
    """The sheets of the workbook that a job has made for the person."""
    answer = client.post(f"/figures/export/?{query}", {"token": "once"})
    job = Job.objects.get(kind=MAKE)
    assert answer.url.endswith(f"/{job.pk}/")
    work.run(job.pk, NOW)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return sheets_in(job)


def test_one_figure_is_the_same_wherever_it_is_read(county, login):
    client = login(county.county)
    told = client.get(f"/api/figures/?subject=信访&{SPRING}").json()
    numbers = {each["code"]: each["value"] for each in told["measures"]}
    came = numbers["petition.received"]
    assert came > 0 and told["period"]["first"] == "2026-03-01" and told["unit"] is None
    (rate,) = [each for each in told["rates"] if each["code"] == "petition.routed_rate"]
    # The page and the workbook.
    page = client.get(f"/figures/?subject=信访&{SPRING}&area=")
    (row,) = [row for row in page.context["tables"][0].rows if row.label == "收到"]
    assert row.cells[0].value == came
    sheets = exported(client, county.county, page.context["query"])
    assert next(line for line in sheets["数量"].rows if line[0] == "收到")[2] == came
    assert "区域：全部" in sheets["数量"].line and "单位：" not in sheets["数量"].line
    assert next(line for line in sheets["比率"].rows if line[0] == rate["label"])[2] == f"{rate['percent']:.1f}%"
    assert AccessRecord.objects.filter(verb=AccessRecord.Verb.EXPORT, subject__startswith="统计指标").exists()
    # The board and what stands behind every one of them.
    words = "".join(piece.text for piece in client.get(f"/board/?{SPRING}").context["sentences"][0])
    assert words.startswith(f"信访：收到 {came} 件")
    asked = Asked(standing_of(county.county, NOW.date()), Period(date(2026, 3, 1), date(2026, 4, 30)), NOW.date())
    assert value("petition.received", asked) == came
    found = share("petition.routed_rate", asked)
    assert (found.part, found.whole) == (rate["part"], rate["whole"])


def test_a_report_and_a_program_say_what_the_figures_say(county, login):
    plans.load_reference()
    load_reference()
    kind = PublicationKind.objects.get(code="bulletin")
    unit = county.county.posts.get().unit
    said = {"kind": "bulletin", "unit": unit.pk, "area": "610116", "subject": ""}
    job = work.ask(
        products.MAKE, owner=county.county, at=NOW, params=said | {"first": "2026-03-01", "last": "2026-04-30"}
    )
    work.run(job.pk, NOW)
    report = kind.publications.get()
    told = login(county.county).get(f"/api/figures/?subject=信访&{SPRING}").json()
    numbers = {each["code"]: each["value"] for each in told["measures"]}
    frozen = report.made_of["numbers"]["本期"]
    assert all(frozen[code] == numbers[code] for code in frozen.keys() & numbers.keys())
    assert frozen["petition.received"] == numbers["petition.received"]


def test_the_workbook_of_one_unit_says_whose_it_is(county, login):
    unit = county.housing
    sheets = exported(login(county.county), county.county, f"subject=信访&{SPRING}&area=&unit={unit.pk}")
    assert f"区域：全部；单位：{unit.name}" in sheets["数量"].line
    assert f"单位：{unit.name}" in AccessRecord.objects.latest("pk").reason


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("subject=没有", "subject"),
        ("period=custom&end=2026-03-01", "start"),
        ("period=custom&start=2026-04-01&end=2026-03-01", "end"),
        ("area=999", "area"),
        ("unit=x", "unit"),
        ("secret=1", "secret"),
    ],
)
def test_a_program_hears_which_parameter_is_wrong(county, login, query, field):
    answer = login(county.county).get(f"/api/figures/?{query}")
    assert answer.status_code == 400 and list(answer.json()["errors"]) == [field]


def test_a_rate_of_nothing_is_no_hundred_for_a_program(county, login):
    told = login(county.county).get("/api/figures/?subject=信访&period=custom&start=2025-01-01&end=2025-02-01").json()
    assert {each["percent"] for each in told["rates"]} == {None}


def test_what_nobody_may_know_is_in_no_program(county, login):
    before = login(county.county).get(f"/api/figures/?subject=信访&{SPRING}").json()
    builders.accusation(county)
    outside = login(county.outsider).get(f"/api/figures/?subject=信访&{SPRING}").json()
    assert {each["value"] for each in outside["measures"] if each["code"] == "petition.received"} == {0}
    after = login(county.county).get(f"/api/figures/?subject=信访&{SPRING}").json()
    assert before["measures"] == after["measures"]
    assert login(county.system_admin).get("/api/figures/").status_code == 403


def test_a_leader_comes_from_a_red_number_to_the_one_late_case(county, login, time_machine):
    client = login(county.leader)
    board = client.get(f"/board/?{SPRING}")
    red = next(figure for figure in board.context["figures"] if figure.label.startswith("信访") and figure.tone)
    listed = client.get(red.url)
    assert listed.context["page"].count_text.split()[1] == red.value
    page = listed.content.decode()
    number = re.search(r"XF2026-\d{6}", page).group()
    assert client.get(f"/cases/{number}/", follow=True).status_code == 200
