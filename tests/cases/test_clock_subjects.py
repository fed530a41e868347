"""One term several times in a case: each clock by its subject, moved together by the step table."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.workflow import Extension, Fact, Standstill, Step
from governance.frame.refusals import StepNotPossible
from tests import builders

pytestmark = pytest.mark.django_db

TERM = "petition.objection"
COMMON = {"sources": (), "target": None, "permission": "cases.work_case"}
REST = Step(
    name="rest",
    label="停表",
    facts=(Fact("on", "自", "date"), Fact("why", "事由")),
    pauses=Standstill(("petition.handle", TERM), on="on", reason="why"),
    **COMMON,
)
GO_ON = Step(name="go_on", label="恢复", resumes=Standstill((TERM,)), **COMMON)
END = Step(name="end_all", label="了结", meets=(TERM,), needs_running=("petition.handle", TERM), **COMMON)
LONGER = Step(
    name="longer",
    label="延长",
    facts=(Fact("days", "日", "number"),),
    extends=Extension(("petition.handle", "petition.simple_handle"), "days"),
    needs_running=("petition.handle", "petition.simple_handle"),
    **COMMON,
)


@pytest.fixture
def case(cast, try_steps):
    try_steps(REST, GO_ON, END, LONGER)
    made = builders.petition(cast)
    for subject in ("甲", "乙"):
        deadlines.start(made, TERM, since=made.opened_at, subject=subject)
    return made


def of(case, subject):
    return case.clocks.get(term_code=TERM, subject=subject)


def test_it_runs_one_clock_a_term_and_subject(case):
    with pytest.raises(IntegrityError, match="clock_one_running_per_term_and_subject"), transaction.atomic():
        deadlines.start(case, TERM, since=case.opened_at, subject="甲")
    assert deadlines.running(case, TERM) is None
    assert deadlines.running(case, TERM, "乙").subject == "乙"


def test_it_meets_the_one_that_is_named(case):
    at = case.opened_at + timedelta(days=1)
    assert deadlines.meet(case, TERM, at=at) is None
    deadlines.meet(case, TERM, at=at, subject="甲")
    assert (of(case, "甲").outcome, of(case, "乙").outcome) == ("met", "")


def test_it_names_the_subject_wherever_the_clock_is_named(login, cast, case):
    page = login(cast.clerk).get(reverse("cases:case", args=[case.number]))
    name = f"{of(case, '甲').term.name} · 甲"
    assert name in [clock.name for clock in page.context["clocks"]]
    why = login(cast.clerk).get(reverse("cases:clock", args=[case.number, of(case, "甲").pk]))
    assert name in why.content.decode()
    row = login(cast.clerk).get(f"/api/cases/{case.number}/").json()
    assert name in [clock["name"] for clock in row["deadlines"]]


def test_it_stops_and_sets_going_whichever_runs(cast, case):
    on = (case.opened_at + timedelta(days=1)).date()
    with pytest.raises(StepNotPossible, match="没有停止计算的期限"):
        builders.step(case, "go_on", cast.clerk)
    builders.step(case, "rest", cast.clerk, later=1, on=on, why="鉴定")
    assert [of(case, subject).due for subject in "甲乙"] == [None, None]
    assert [(pause.starts_on, pause.reason) for pause in of(case, "乙").pauses.all()] == [(on, "鉴定")]
    with pytest.raises(StepNotPossible, match="没有正在计算"):
        builders.step(case, "rest", cast.clerk, later=2, on=on, why="再停")
    builders.step(case, "go_on", cast.clerk, later=3)
    assert all(of(case, subject).due for subject in "甲乙")
    assert of(case, "甲").pauses.get().ends_on == (case.opened_at + timedelta(days=3)).date()


def test_it_ends_all_of_them_and_wants_one_to_run(cast, case):
    builders.step(case, "end_all", cast.clerk)
    assert {of(case, subject).outcome for subject in "甲乙"} == {"met"}
    with pytest.raises(StepNotPossible, match="没有正在计算"):
        builders.step(case, "end_all", cast.clerk, later=1)


def test_it_extends_the_one_of_several_terms_that_runs(cast, case):
    with pytest.raises(StepNotPossible, match="没有正在计算"):
        builders.step(case, "longer", cast.clerk, days=10)
    deadlines.start(case, "petition.handle", since=case.opened_at)
    builders.step(case, "longer", cast.clerk, later=1, days=10)
    assert deadlines.running(case, "petition.handle").extension == 10
