"""What was late stays late by whatever path the matter goes on or ends, in every line that owes something."""

from datetime import date, timedelta

import pytest

from governance.cases import registry
from governance.cases.models import Clock
from governance.cases.steps import actions
from tests import builders, disputes
from tests.cases.test_correcting import amend
from tests.grid import events
from tests.security import hazards, incidents, key_areas
from tests.supervision.test_papers import order, sign

pytestmark = pytest.mark.django_db
SAME = {"note": "同一事项。"}
TOLD = {**SAME, "told_by": "post"}


def handled(cast):
    return builders.in_status(cast, "handling")


def dispatched(cast):
    return events.in_status(cast, "handling")


def ordered(cast):
    case = hazards.hazard(cast)
    hazards.order(case, cast)
    return case


def listed(cast):
    case = ordered(cast)
    builders.step(case, "list", cast.staff, later=2, reason="影响公共安全。")
    return case


def signed(cast):
    """A paper that the housing department has to answer."""
    paper = order(cast, builders.OPENED)
    sign(paper, cast, builders.OPENED)
    return paper


def at_the_police(cast):
    """Mediation has failed, and the police decide in thirty days."""
    case = disputes.track(cast, disputes.POLICE)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.terminate(case, cast)
    return case


# By line and path: the case, the step, who takes it, who agrees where somebody must, and what it is told.
PATHS = {
    "petition withdrawn": (handled, "withdraw", "township_lead", "", builders.WITHDRAWAL),
    "petition merged": (handled, "merge", "clerk", "", {**TOLD, "into": handled}),
    "petition of another class": (
        handled,
        "reclassify",
        "handler",
        "township_lead",
        {"petition_class": "suggestion", "reason": "属于建议。"},
    ),
    "petition passed on": (
        builders.kept,
        "hand_on",
        "lead",
        "",
        {**builders.HAND_ON, "to_unit": lambda cast: cast.water},
    ),
    "petition taken back": (handled, "recall", "clerk", "", {"reason": "一直没有办。"}),
    "petition found urgent": (handled, "flag_urgent", "handler", "", {"reason": "可能影响稳定。"}),
    "petition refused": (
        lambda cast: builders.in_status(cast, "routed", route="arbitration"),
        "not_accept",
        "lead",
        "",
        builders.REFUSAL,
    ),
    "dispute merged": (disputes.dispute, "merge", "clerk", "", {**SAME, "into": disputes.dispute}),
    "dispute withdrawn": (disputes.dispute, "withdraw", "clerk", "", {"reason": "自行和解。"}),
    "dispute passed on": (
        disputes.dispute,
        "pass_on",
        "clerk",
        "",
        {"to_unit": lambda cast: cast.centre, "reason": "本级化解不了。"},
    ),
    "event merged": (dispatched, "merge", "clerk", "", {**SAME, "into": dispatched}),
    "event sent elsewhere": (
        events.event,
        "dispatch",
        "clerk",
        "",
        {"to_unit": lambda cast: cast.water, "grade": "complex", "reason": "请核实处置。"},
    ),
    "event of another kind": (
        lambda cast: events.event(cast, item=events.CLUE),
        "refer_to_mediation",
        "clerk",
        "",
        {"unit": None, "reason": "双方争吵。"},
    ),
    "event that is none": (events.event, "reject", "clerk", "", {"ground": "untrue", "reason": "路灯正常。"}),
    "incident merged": (incidents.incident, "merge", "clerk", "leader", {**SAME, "into": incidents.incident}),
    "incident that is none": (
        incidents.incident,
        "reject_grave",
        "clerk",
        "leader",
        {"ground": "untrue", "reason": "没有起火。"},
    ),
    "hazard merged": (ordered, "merge", "clerk", "staff", {**SAME, "into": ordered}),
    "hazard that is none": (hazards.hazard, "reject", "clerk", "staff", {"ground": "untrue", "reason": "正常。"}),
    "hazard listed": (ordered, "list", "staff", "", {"reason": "影响公共安全。"}),
    "hazard no longer listed": (listed, "delist", "staff", "county", {"reason": "不在本县。"}),
    "area merged": (key_areas.key_area, "merge", "staff", "county", {**SAME, "into": key_areas.key_area}),
    "police case stopped by an earlier day": (
        at_the_police,
        "pause_for_appraisal",
        "officer",
        "",
        {"paused_on": date(2026, 3, 20), "reason": "伤情鉴定"},
    ),
    "paper by another day": (
        signed,
        "redate",
        "staff",
        "",
        {"reason": "人手不足。", "measure": "抽调人员。", "new_on": date(2026, 5, 20)},
    ),
    "paper revoked": (signed, "revoke", "leader", "", {"reason": "认定有误。"}),
    "area listed by mistake": (key_areas.key_area, "mistaken", "staff", "county", {"reason": "不在本县。"}),
}


def late_duties(case):
    """A moment at which every duty of the case is late, and those duties by key with their day."""
    rows = Clock.objects.filter(case_id=case.pk, ended_at=None, is_window=False)
    owed = dict(rows.exclude(due_at=None).values_list("pk", "due_at"))
    assert owed
    return max(owed.values()) + timedelta(days=1), owed


def erased(owed) -> list[str]:
    """Those of the duties of which nobody sees any more that they were late, or by how much."""
    ended = Clock.objects.filter(pk__in=owed)
    kept = {clock.pk for clock in ended if clock.due_at == owed[clock.pk] and clock.outcome in ("", "missed")}
    return [clock.term_code for clock in ended if clock.pk not in kept]


def agree(case, person, at):
    for waiting in case.proposals.filter(decision=""):
        actions.decide(waiting, approve=True, actor=person, at=at)


@pytest.mark.parametrize("path", PATHS)
def test_what_was_late_is_late_after_it(cast, path):
    make, name, actor, approver, told = PATHS[path]
    told = {word: value(cast) if callable(value) else value for word, value in told.items()}
    case = make(cast)
    at, owed = late_duties(case)
    step = registry.workflow_of(case).step(name)
    before = case.version
    builders.step(case, name, getattr(cast, actor), at=at, **told)
    if step.approval and approver:
        agree(case, getattr(cast, approver), at)
    case.refresh_from_db()
    assert case.version > before and not case.proposals.filter(decision="").exists()
    assert erased(owed) == []


# Who registers what, and who agrees to a later day.
REDATED = {
    "petition": (builders.petition, "clerk", "township_lead"),
    "dispute": (disputes.dispute, "clerk", "staff"),
    "event": (lambda cast, **fields: events.event(cast, then_raise=False, **fields), "grid_worker", "staff"),
    "hazard": (hazards.hazard, "clerk", "staff"),
    "area": (key_areas.key_area, "staff", "county"),
}


@pytest.mark.parametrize("line", REDATED)
def test_a_later_day_of_receipt_makes_nothing_good(cast, line):
    """It was registered long after it came in; once its days were over it is said to have come in later."""
    make, actor, approver = REDATED[line]
    case = make(cast, opened_at=builders.OPENED - timedelta(days=60))
    _, owed = late_duties(case)
    at, right = builders.OPENED + timedelta(days=1), builders.OPENED.date()
    assert max(owed.values()) < builders.OPENED
    amend(case, getattr(cast, actor), at=at, received_on=right)
    agree(case, getattr(cast, approver), at)
    case.refresh_from_db()
    assert case.received_on == right
    assert erased(owed) == []


def test_another_class_and_back_makes_nothing_good(cast):
    case = handled(cast)
    at, owed = late_duties(case)
    for days, told in enumerate(({"petition_class": "suggestion"}, {"petition_class": "appeal_request"})):
        route = {"route": "handling"} if days else {}
        when = at + timedelta(days=days)
        builders.step(case, "reclassify", cast.handler, at=when, reason="重新核定。", **told, **route)
        builders.agreed(case, cast.township_lead)
    assert erased(owed) == []
    assert case.clocks.get(term_code="petition.handle", ended_at=None).due_at == owed[min(owed)]


def test_every_line_that_merges_or_drops_a_matter_is_tried():
    tried = {name for _, name, *_ in PATHS.values()}
    assert {"withdraw", "merge", "reclassify", "hand_on", "pass_on", "reject", "reject_grave", "mistaken"} <= tried
    lines = {path.split()[0] for path, row in PATHS.items() if row[1] == "merge"}
    assert len(lines) == sum(kind.workflow.step("merge") is not None for kind in registry.KINDS.values())
