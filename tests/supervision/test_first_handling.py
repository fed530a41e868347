"""Who received a case first stays visible, passing it on wants a reason, and the rate of first handling adds up."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from governance.cases import registry
from governance.cases.models import CaseLink
from governance.cases.soundness import Names, problems
from governance.cases.workflow import Fact
from petitions.workflow import WORKFLOW
from tests import builders, disputes

pytestmark = pytest.mark.django_db

DAY = builders.OPENED.date()
PERIOD = f"start={DAY}&end={DAY + timedelta(days=9)}"


def shown(client, query=PERIOD) -> dict[str, list]:
    """The figures of the page by unit: received, kept, passed on, settled, and the rate."""
    rows = client.get(f"/supervision/first/?{query}").context["table"].rows
    return {row.label: [*(cell.value for cell in row.cells[:-1]), row.cells[-1].text] for row in rows}


@pytest.fixture
def cases(cast):
    """韦曲 kept a petition and a dispute, and sent two on to the competent department as the law wants; that one kept
    them, and handed on to another what it had taken in itself. One repeats an earlier one, one came too late.
    """
    kept = builders.petition(cast)
    builders.petition(cast, at=builders.OPENED + timedelta(days=30))
    again = builders.petition(cast)
    CaseLink.objects.create(case=again, other=kept, kind=CaseLink.Kind.REPEAT)
    dispute = disputes.dispute(cast)
    routed = [builders.in_status(cast, "handling"), builders.in_status(cast, "routed")]
    passed = builders.kept(cast)
    builders.step(passed, "hand_on", cast.lead, later=3, to_unit=cast.water, **builders.HAND_ON)
    return {"kept": kept, "dispute": dispute, "routed": routed, "passed": [passed]}


def test_it_counts_what_the_first_unit_kept_of_what_came_in_for_the_first_time(cast, cases, login):
    found = shown(login(cast.county))
    assert found[cast.weiqu.name] == [2, 2, 0, 0, "100.0%（2/2）"]
    assert found[cast.housing.name] == [3, 2, 1, 0, "66.7%（2/3）"]
    assert found["合计"] == [5, 4, 1, 0, "80.0%（4/5）"]
    assert shown(login(cast.county), f"{PERIOD}&kind=dispute")[cast.weiqu.name][0] == 1


def test_what_repeats_a_case_that_became_an_accusation_counts_as_if_it_came_first(cast, cases, login):
    again = CaseLink.objects.get(kind=CaseLink.Kind.REPEAT).case
    told = {"petition_class": "accusation", "accused_unit": cast.water, "reason": "实为检举控告。"}
    builders.step(cases["kept"], "reclassify", cast.clerk, later=2, **told)
    page = login(cast.county).get(f"/supervision/first/cases/?{PERIOD}&figure=received&unit={cast.weiqu.pk}")
    assert {row.number for row in page.context["rows"]} == {again.number, cases["dispute"].number}


def test_it_shows_the_cases_behind_each_figure(cast, cases, login):
    page = login(cast.county).get(f"/supervision/first/cases/?{PERIOD}&figure=passed&unit={cast.housing.pk}")
    assert {row.number for row in page.context["rows"]} == {case.number for case in cases["passed"]}


def test_whoever_gives_it_back_by_an_objection_does_not_answer_for_it(cast, login):
    case = builders.in_status(cast, "objected")
    assert shown(login(cast.county))[cast.housing.name][0] == 1
    builders.step(case, "uphold_objection", cast.clerk, later=3, reason="核实属实。")
    assert cast.housing.name not in shown(login(cast.county))
    builders.step(case, "transfer", cast.clerk, later=4, to_unit=cast.water, **builders.TRANSFER)
    assert shown(login(cast.county))[cast.water.name] == [1, 1, 0, 0, "100.0%（1/1）"]


def test_it_shows_nobody_the_figures_of_units_outside_their_range(cast, cases, login):
    assert set(shown(login(cast.handler))) == {"合计", cast.housing.name}
    assert shown(login(cast.outsider)) == {}


@pytest.mark.parametrize("page", ["first", "late"])
@pytest.mark.parametrize(
    ("day", "asked"),
    [(1, ("2026-11-01", "2026-11-30")), (5, ("2026-11-01", "2026-11-30")), (6, ("2026-12-01", "2026-12-06"))],
)
def test_in_the_first_days_of_a_month_it_tells_of_the_one_before(cast, login, time_machine, page, day, asked):
    time_machine.move_to(datetime(2026, 12, day, 0, 1, tzinfo=builders.CHINA), tick=False)
    told = login(cast.county).get(f"/supervision/{page}/").context["filter_form"].cleaned_data
    assert (str(told["start"]), str(told["end"])) == asked


def test_it_says_what_is_wrong_with_the_days(cast, login):
    page = login(cast.county).get("/supervision/first/?start=2026-03-10&end=2026-03-01")
    assert "结束日期不能早于开始日期。" in page.content.decode()


def test_it_keeps_the_first_unit_on_the_page_of_the_case(cast, cases, login):
    page = login(cast.handler).get(f"/cases/{cases['routed'][0].number}/").content.decode()
    assert f"{cast.weiqu.name}（{cast.clerk.name}登记）" in page


def test_every_table_asks_for_a_reason_when_a_case_is_passed_on():
    def found(workflow):
        names = Names(permissions={}, papers={}, terms={}, effects={})
        return [line for line in problems(workflow, names) if line.endswith("without a reason")]

    assert [line for kind in registry.KINDS.values() for line in found(kind.workflow)] == []
    facts = (Fact("to_unit", "接办单位", "unit", column="lead_unit"), Fact("reason", "理由", "long", required=False))
    hand_on = replace(WORKFLOW.step("hand_on"), facts=facts)
    steps = tuple(hand_on if step.name == "hand_on" else step for step in WORKFLOW.steps)
    assert found(replace(WORKFLOW, steps=steps)) == ["step hand_on: passes the case on without a reason"]
