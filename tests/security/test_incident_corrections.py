"""What a correction of an incident changes, and which of them no one person makes alone."""

from datetime import timedelta

import pytest

from governance.cases import registry
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Post
from security.models import Incident
from tests.builders import OPENED
from tests.security import incidents, joint_tasks, warnings
from tests.security.incidents import alarmed

pytestmark = pytest.mark.django_db


def test_a_correction_to_grave_alarms_and_stands_in_the_head(cast):
    case = incidents.incident(cast, replay=False, grade="larger")
    assert alarmed(case) == set()
    told = {"kind": "safety", "grade": "extraordinary", "happened_at": case.happened_at, "dead": 1, "missing": 0}
    told |= {"injured": 3, "reason": "伤亡核实。"}
    incidents.soon(case, "correct", cast.clerk, minutes=40, replay=False, **told)
    assert alarmed(case) == {"leader"}
    clock = case.clocks.get(term_code="incident.acknowledge")
    assert clock.started_at == OPENED + timedelta(minutes=40)
    case.refresh_from_db()
    facts = dict(registry.kind_of(case).describe(case).facts)
    assert (facts["更正"], facts["伤亡"]) == ("1 次", "死亡 1 人、受伤 3 人")


def corrected(case, cast, *, minutes, grade):
    told = {"kind": "safety", "grade": grade, "happened_at": case.happened_at, "reason": "核实。"}
    counts = {"dead": 0, "missing": 0, "injured": 3}
    incidents.soon(case, "correct", cast.clerk, minutes=minutes, replay=False, **told | counts)
    waiting = case.proposals.filter(decision="").first()
    if waiting is not None:
        actions.decide(waiting, approve=True, actor=cast.leader, at=OPENED + timedelta(minutes=minutes))
    case.refresh_from_db()


def owed_since(case, term="incident.acknowledge"):
    started = case.clocks.filter(term_code=term, ended_at=None).values_list("started_at", flat=True)
    return [(at - OPENED) / timedelta(minutes=1) for at in started]


def test_a_correction_that_raises_nothing_asks_the_leader_nothing_again(cast):
    case = incidents.incident(cast, replay=False)
    said = len(Notice.objects.filter(kind="emergency"))
    corrected(case, cast, minutes=3, grade="major")
    assert owed_since(case) == [0]
    incidents.soon(case, "acknowledge", cast.leader, minutes=5, note="全力救人。")
    told = {"told": "市委政法委值班室", "told_at": OPENED + timedelta(minutes=30), "note": "正在搜救。"}
    incidents.soon(case, "report_up", cast.staff, minutes=31, **told)
    corrected(case, cast, minutes=40, grade="major")
    assert owed_since(case) == owed_since(case, "incident.report_up") == []
    assert Notice.objects.filter(kind="emergency").count() == said


def test_each_time_it_becomes_graver_it_is_acknowledged_and_reported_again(cast):
    case = incidents.incident(cast, replay=False)
    incidents.soon(case, "acknowledge", cast.leader, minutes=5, note="全力救人。")
    corrected(case, cast, minutes=40, grade="extraordinary")
    assert owed_since(case) == [40]
    corrected(case, cast, minutes=41, grade="general")
    corrected(case, cast, minutes=42, grade="major")
    # It has not been reported up since it was reported first, nor acknowledged since it became graver.
    assert (owed_since(case), owed_since(case, "incident.report_up")) == ([40], [0])
    heard = Notice.objects.filter(recipient=cast.leader, kind="emergency", text__contains="请签收")
    assert heard.count() == 3


def test_what_is_not_grave_any_more_owes_neither_and_the_history_says_why(cast):
    case = incidents.incident(cast)
    corrected(case, cast, minutes=20, grade="general")
    outcomes = dict(case.clocks.exclude(ended_at=None).values_list("term_code", "outcome"))
    # Not acknowledged in fifteen minutes stays so; reported up it would have been in time still.
    assert outcomes == {"incident.acknowledge": "missed", "incident.report_up": "cancelled"}
    told = dict(case.events.latest("seq").facts["told"])
    assert told["期限终止"] == "更正为一般，不再要求值班领导签收、上报快报"
    corrected(case, cast, minutes=21, grade="larger")
    assert "期限终止" not in dict(case.events.latest("seq").facts["told"])


def test_the_unit_that_reported_it_does_not_say_alone_that_it_was_less_or_later(cast):
    case = incidents.incident(cast, replay=False)
    told = {"kind": "safety", "dead": 0, "missing": 0, "injured": 0, "reason": "核实。"}
    later = {"grade": "major", "happened_at": case.happened_at + timedelta(minutes=10)}
    Incident.objects.filter(pk=case.pk).update(dead=1, injured=2)
    told |= {"dead": 1, "injured": 2}
    same = {"grade": "major", "happened_at": case.happened_at}
    fewer = ({"dead": 0, "injured": 3}, {"injured": 1}, {"dead": 0, "injured": 2, "missing": 1})
    for less in ({**same, "grade": "larger"}, later, *(same | counts for counts in fewer)):
        incidents.soon(case, "correct", cast.clerk, minutes=10, replay=False, **told | less)
        case.refresh_from_db()
        waiting = case.proposals.get(decision="")
        assert (case.grade, case.dead, case.corrections, owed_since(case)) == ("major", 1, 0, [0])
        assert Notice.objects.filter(recipient=cast.leader, text__contains="提请审批：更正报告").exists()
        with pytest.raises(StepNotAllowed):
            actions.decide(waiting, approve=True, actor=cast.township_lead, at=OPENED + timedelta(minutes=11))
        with pytest.raises(StepNotAllowed):
            actions.decide(waiting, approve=True, actor=cast.staff, at=OPENED + timedelta(minutes=11))
        actions.decide(waiting, approve=False, actor=cast.leader, at=OPENED + timedelta(minutes=12), reason="不属实。")


def test_the_gravest_is_not_called_less_grave_nor_another_matter_by_one_person(cast):
    case = incidents.incident(cast, replay=False, grade="extraordinary", dead=31)
    told = {
        "kind": "other",
        "happened_at": case.happened_at,
        "dead": 31,
        "missing": 0,
        "injured": 0,
        "reason": "核实。",
    }
    incidents.soon(case, "correct", cast.clerk, minutes=10, replay=False, grade="major", **told)
    other = {"title": "楼道冒烟", "summary": "没有伤亡。", "area": case.area, "place": case.place, "note": "笔误。"}
    incidents.soon(case, "amend", cast.clerk, minutes=11, replay=False, **other)
    case.refresh_from_db()
    assert (case.grade, case.title) == ("extraordinary", "居民楼火灾")
    assert set(case.proposals.filter(decision="").values_list("step", flat=True)) == {"correct", "amend"}
    Incident.objects.filter(pk=case.pk).update(missing=5, injured=20)
    for field, fewer in (("dead", (30, 9, 20)), ("missing", (31, 0, 25)), ("injured", (31, 5, 19))):
        counts = dict(zip(("dead", "missing", "injured"), fewer, strict=True))
        with pytest.raises(FactMissing, match="县级值班领导") as refused:
            incidents.soon(case, "progress", cast.clerk, minutes=12, **counts, note="续报。")
        assert list(refused.value.errors) == [field]
    counts = {"dead": 32, "missing": 4, "injured": 20}
    worse = told | {"kind": "safety", **counts}
    incidents.soon(case, "progress", cast.clerk, minutes=13, **counts, note="续报。")
    case.refresh_from_db()
    assert case.dead == 32 and not case.proposals.filter(decision="").exists()
    incidents.soon(case, "correct", cast.clerk, minutes=14, replay=False, grade="extraordinary", **worse)
    case.refresh_from_db()
    assert case.corrections == 1


def test_an_accident_with_many_dead_is_not_called_something_else_by_one_person(cast):
    case = incidents.incident(cast, replay=False, grade="larger")
    Incident.objects.filter(pk=case.pk).update(dead=4)
    told = {"kind": "other", "grade": "general", "happened_at": case.happened_at, "dead": 4, "missing": 0, "injured": 0}
    incidents.soon(case, "correct", cast.clerk, minutes=10, replay=False, reason="核实。", **told)
    case.refresh_from_db()
    assert case.incident_kind == "safety" and case.proposals.filter(decision="", step="correct").exists()


def test_a_leader_who_reported_it_does_not_say_alone_that_it_was_less_either(cast):
    led = cast.leader.posts.get()
    Post.objects.create(user=cast.clerk, unit=led.unit, role=led.role, starts_on=led.starts_on)
    case = incidents.incident(cast, replay=False)
    told = {"kind": "safety", "grade": "general", "happened_at": case.happened_at, "reason": "核实。"}
    incidents.soon(case, "correct", cast.clerk, minutes=10, replay=False, dead=0, missing=0, injured=0, **told)
    case.refresh_from_db()
    assert case.grade == "major"
    waiting = case.proposals.get(decision="")
    with pytest.raises(StepNotAllowed):
        actions.decide(waiting, approve=True, actor=cast.clerk, at=OPENED + timedelta(minutes=11))
    actions.decide(waiting, approve=True, actor=cast.leader, at=OPENED + timedelta(minutes=12))
    case.refresh_from_db()
    assert case.grade == "general"


@pytest.mark.parametrize("made", [incidents.incident, joint_tasks.task, warnings.warning])
def test_what_is_written_as_it_happens_came_in_on_no_other_day(cast, made):
    case = made(cast)
    told = {"title": "更正", "summary": "更正。", "area": case.area, "note": "笔误。"}
    with pytest.raises(FactMissing) as refused:
        earlier = office_day(OPENED - timedelta(days=2))
        actions.take_step(case, "amend", told | {"received_on": earlier}, actor=case.registered_by, at=OPENED)
    assert refused.value.errors["received_on"] == "这一步骤不需要这项内容。"


def test_the_unit_that_reported_a_grave_one_does_not_call_it_false(cast):
    case = incidents.incident(cast)
    false = {"ground": "double", "reason": "与已有报告重复。"}
    with pytest.raises(StepNotPossible, match="县级值班领导"):
        incidents.soon(case, "reject", cast.township_lead, minutes=5, **false)
    incidents.soon(case, "reject_grave", cast.township_lead, minutes=5, replay=False, **false)
    waiting = case.proposals.get(decision="")
    asked = Notice.objects.filter(text__contains="提请审批：重大以上误报").values_list("recipient__username", flat=True)
    assert set(asked) & {"leader", "staff", "county"} == {"leader"}
    for other in (cast.clerk, cast.staff, cast.county):
        with pytest.raises(StepNotAllowed):
            actions.decide(waiting, approve=True, actor=other, at=OPENED + timedelta(minutes=6))
    actions.decide(waiting, approve=True, actor=cast.leader, at=OPENED + timedelta(minutes=7))
    case.refresh_from_db()
    assert case.status == "rejected"


@pytest.mark.parametrize(
    ("dead", "grade", "fits"),
    [(3, "general", False), (3, "larger", True), (9, "larger", True), (10, "larger", False), (30, "major", False)],
)
def test_so_many_dead_are_at_least_of_that_grade(cast, dead, grade, fits):
    case = incidents.incident(cast, grade=grade)
    counts = {"dead": dead, "missing": 0, "injured": 0}
    told = {"kind": "safety", "grade": grade, "happened_at": case.happened_at, "reason": "核实。"}
    tried = [("progress", counts | {"note": "搜救。"}, "dead"), ("correct", counts | told, "grade")]
    for name, facts, field in tried:
        if fits:
            incidents.soon(case, name, cast.clerk, minutes=5, **facts)
            continue
        with pytest.raises(FactMissing) as refused:
            incidents.soon(case, name, cast.clerk, minutes=5, **facts)
        assert "第三条" in refused.value.errors[field]
