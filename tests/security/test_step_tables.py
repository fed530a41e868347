"""Every step × status × role of each kind of public safety, against tables written from who answers for what."""

import pytest

from security.areas.steps import WORKFLOW as KEY_AREA
from security.assessments.workflow import WORKFLOW as ASSESSMENT
from security.clues.steps import WORKFLOW as CLUE
from security.hazards.steps import WORKFLOW as HAZARD
from security.incidents.steps import WORKFLOW as INCIDENT
from security.joint.steps import WORKFLOW as JOINT_TASK
from security.warnings.steps import WORKFLOW as WARNING
from tests.security import assessments, clues, hazards, incidents, joint_tasks, key_areas, warnings
from tests.steps import differences

# The township found it and looks again; the housing department sets it right.
WINDOW = {"clerk"}
TOWNSHIP = {"clerk", "township_lead"}
HOUSING = {"handler", "second_handler", "lead"}
OVERSEERS = {"staff", "county"}
SEEING = {"staff", "leader", "county"}
STATION = {"officer"}

HAZARDS = {
    "order": {"found": WINDOW},
    "undertake": {"found": WINDOW},
    "settle": {},
    "reject": {"found": WINDOW},
    "rectified": {"rectifying": HOUSING},
    # Who must set it right asks, whoever ordered it agrees.
    "extend": {"rectifying": HOUSING | WINDOW},
    # It was ordered, and is not listed.
    "extend_own": {},
    "pass": {"rechecking": TOWNSHIP},
    "fail": {"rechecking": TOWNSHIP},
    "pass_above": {},
    "fail_above": {},
    "list": {"rectifying": OVERSEERS, "rechecking": OVERSEERS},
    "delist": {},
    "merge": {"found": TOWNSHIP, "rectifying": TOWNSHIP},
}
KEY_AREAS = {
    "plan": {"listed": {"staff"}},
    "progress": {"treating": STATION},
    "extend": {"treating": STATION | {"staff"}},
    "treated": {"treating": STATION},
    "evaluate": {"evaluating": OVERSEERS},
    "remove": {"rated": OVERSEERS},
    "again": {"rated": OVERSEERS},
    "mistaken": {"listed": {"staff"}},
    "merge": {"listed": {"staff"}, "treating": {"staff"}},
}


def common(holders: dict, leads: dict, seers: dict) -> dict:
    """What every case has beside its own steps, by who holds it in each open status."""
    rows = dict.fromkeys(("assign", "invite", "release", "share"), leads)
    rows |= dict.fromkeys(("claim", "contribute"), holders)
    rows |= dict.fromkeys(("link", "amend"), holders)
    rows |= {"urge": dict.fromkeys(holders, OVERSEERS), "answer_instruction": {}}
    rows |= {"instruct": dict.fromkeys(holders, OVERSEERS | {"leader"})}
    return rows | {"comment": {status: seers[status] for status in holders}}


def holding(statuses, found: set, handling: set, first: str) -> dict:
    return {status: found if status == first else handling for status in statuses}


HAZARDS |= common(
    holding(("found", "rectifying", "rechecking"), {"township_lead"}, HOUSING, "found"),
    holding(("found", "rectifying", "rechecking"), {"township_lead"}, {"lead"}, "found"),
    holding(("found", "rectifying", "rechecking"), TOWNSHIP | SEEING, TOWNSHIP | SEEING | HOUSING, "found"),
)
for _name in ("link", "amend"):
    HAZARDS[_name] = holding(("found", "rectifying", "rechecking"), TOWNSHIP, HOUSING, "found")
KEY_OPEN = ("listed", "treating", "evaluating", "rated")
KEY_AREAS |= common(
    holding(KEY_OPEN, set(), STATION, "listed"),
    holding(KEY_OPEN, {"staff"}, set(), "listed"),
    # It lies in the township, which sees what lies there.
    holding(KEY_OPEN, SEEING | TOWNSHIP, SEEING | TOWNSHIP | STATION, "listed"),
)
for _name in ("link", "amend"):
    KEY_AREAS[_name] = holding(KEY_OPEN, {"staff"}, STATION, "listed")

COMMAND = {"staff", "leader", "county"}
LEADER = {"leader"}
BOTH = ("reported", "handling")
INCIDENTS = {
    # Nobody sits on the duty roster of the county.
    "acknowledge": dict.fromkeys((*BOTH, "settled"), LEADER),
    "report_up": dict.fromkeys((*BOTH, "settled"), COMMAND),
    "progress": dict.fromkeys(BOTH, TOWNSHIP),
    "correct": dict.fromkeys((*BOTH, "settled"), TOWNSHIP),
    # The housing department has an order that it has not received yet.
    "settled": {},
    # It has not been acknowledged and reported up.
    "final": {},
    # It is a grave one.
    "reject": {},
    "reject_grave": dict.fromkeys(BOTH, TOWNSHIP | LEADER),
    "order": dict.fromkeys(BOTH, COMMAND),
    "receive": {"handling": HOUSING},
    "arrive": {},
    "result": {},
    "take_back": {"handling": COMMAND},
    "merge": dict.fromkeys(BOTH, TOWNSHIP),
}
_OPEN = (*BOTH, "settled")
INCIDENTS |= common(
    {status: {"township_lead"} for status in _OPEN},
    {status: {"township_lead"} for status in _OPEN},
    {"reported": TOWNSHIP | SEEING, "handling": TOWNSHIP | SEEING | HOUSING, "settled": TOWNSHIP | SEEING | HOUSING},
)
INCIDENTS |= {
    "amend": dict.fromkeys(_OPEN, TOWNSHIP),
    "link": {"reported": TOWNSHIP, "handling": TOWNSHIP | HOUSING, "settled": TOWNSHIP | HOUSING},
    "contribute": {
        "reported": {"township_lead"},
        "handling": {"township_lead"} | HOUSING,
        "settled": {"township_lead"} | HOUSING,
    },
}

# The housing department assesses its project, the county's centre checks, the county's leaders decide.
DECIDERS = {"leader", "county"}
UNDECIDED = tuple(status for status, _ in assessments.WAY[:-1])
RISK_OPEN = (*UNDECIDED, "going", "postponed")
ASSESSMENTS = {
    "publish": {"drafted": HOUSING},
    "close_publicity": {},
    "survey": {"surveying": HOUSING},
    "call_hearing": {"consulting": HOUSING, "hearing": HOUSING},
    "hold_hearing": {"hearing": HOUSING},
    "feed_back": {"answering": HOUSING},
    "argue": {"arguing": HOUSING},
    "report": {"reporting": HOUSING},
    "check": {"checking": OVERSEERS},
    "correct": {"checking": OVERSEERS, "checked": OVERSEERS},
    "send_to_review": {"checked": HOUSING},
    "lawful": {"legality": {"justice_officer"}},
    "unlawful": {"legality": {"justice_officer"}},
    **{name: {"deciding": DECIDERS} for name in ("go_ahead", "postpone", "refuse")},
    "fulfil": {"going": HOUSING | {"water_handler"}},
    "suspend": {"going": DECIDERS},
    "complete": {},
    "again": {"postponed": HOUSING},
    "from_the_start": dict.fromkeys((*UNDECIDED[1:], "postponed"), HOUSING),
    "announce": {"going": HOUSING},
    "withdraw": dict.fromkeys((*UNDECIDED, "postponed"), HOUSING),
    # The county wants every gate of every project.
    **{f"no_{gate}": {} for gate in ("publicity", "survey", "hearing", "argument")},
}
_seers = HOUSING | TOWNSHIP | SEEING
_reviewed = {status: {"justice_officer"} for status in ("legality", "deciding", "going", "postponed")}
_with_co = {status: HOUSING | _reviewed.get(status, set()) for status in RISK_OPEN}
_with_co["going"] = _with_co["going"] | {"water_handler"}
ASSESSMENTS |= common(
    dict.fromkeys(RISK_OPEN, HOUSING),
    {status: {"lead"} for status in RISK_OPEN},
    {status: _seers | _with_co[status] for status in RISK_OPEN},
)
ASSESSMENTS |= {
    "link": {status: HOUSING | _with_co[status] - {"justice_officer"} for status in RISK_OPEN},
    "contribute": {status: HOUSING | _with_co[status] - {"justice_officer"} for status in RISK_OPEN},
}

# The township took a clue about the housing department in; the discipline organ checks it; nobody else knows.
INSPECTOR = {"inspector"}
CLUES = {
    "hand_over": {"received": WINDOW},
    "return_clue": {"handed": INSPECTOR},
    "report_result": {"handed": INSPECTOR},
    "name_accused": {"received": TOWNSHIP, "handed": INSPECTOR, "closed": INSPECTOR, "rejected": TOWNSHIP},
    # nothing was corrected
    "let_off": {},
    # One says so, another agrees.
    "not_a_clue": {"received": TOWNSHIP},
    "urge_result": {"handed": WINDOW},
}
CLUES |= common(
    {"received": {"township_lead"}, "handed": INSPECTOR},
    {"received": {"township_lead"}, "handed": set()},
    {"received": TOWNSHIP, "handed": TOWNSHIP | INSPECTOR},
)
CLUES |= {"urge": {}, "instruct": {}}
for _name in ("link", "amend"):
    CLUES[_name] = {"received": TOWNSHIP, "handed": INSPECTOR}
# The county's centre warns 韦曲街道 in orange: a leader signs, the units there confirm.
CONFIRMING = {"clerk", "township_lead", "officer", "grid_worker"}
WARNINGS = {
    "issue": {},
    "issue_grave": {"draft": {"staff", "leader"}},
    "address": {"draft": {"staff"}, "in_force": {"staff"}},
    "drop": {"draft": {"staff"}},
    "confirm": {"in_force": CONFIRMING},
    "remind": {"in_force": {"staff"}},
    # It is a grave one.
    "change": {},
    "change_grave": {"in_force": {"staff", "leader"}},
    "lift": {},
    "lift_grave": {"in_force": {"staff", "leader"}},
    "lapse": {},
}
WARNINGS |= common(
    {"draft": set(), "in_force": set()},
    {"draft": {"staff"}, "in_force": {"staff"}},
    {"draft": SEEING | TOWNSHIP, "in_force": SEEING | CONFIRMING},
)
WARNINGS |= {
    "amend": {"draft": {"staff"}},
    "link": {"draft": {"staff"}, "in_force": {"staff"} | CONFIRMING},
    "contribute": {"in_force": {"township_lead", "officer"}},
}

# The township asks, the county decides, the housing department leads and the water department assists under an order.
JOINED = HOUSING | {"water_handler"}
UNDER_WAY = ("running", "reported")
JOINT_TASKS = {
    "decide": {"asked": SEEING},
    "decline": {"asked": SEEING},
    "members": {"running": HOUSING},
    "log": {"running": JOINED},
    "extend": {"running": HOUSING | TOWNSHIP},
    # The water department has an order that it has not received yet.
    "finish": {},
    "close": {"reported": TOWNSHIP},
    "again": {"reported": TOWNSHIP},
    "stop": {"asked": TOWNSHIP, "running": TOWNSHIP},
    "order": {"running": HOUSING},
    "receive": {"running": {"water_handler"}},
    "arrive": {},
    "result": {},
    "take_back": {"running": HOUSING},
}
JOINT_TASKS |= common(
    {"asked": {"township_lead"}} | dict.fromkeys(UNDER_WAY, HOUSING),
    {"asked": {"township_lead"}} | {status: {"lead"} for status in UNDER_WAY},
    {"asked": SEEING | TOWNSHIP} | dict.fromkeys(UNDER_WAY, SEEING | TOWNSHIP | JOINED),
)
JOINT_TASKS |= {
    "amend": {"asked": TOWNSHIP} | dict.fromkeys(UNDER_WAY, HOUSING),
    "link": {"asked": TOWNSHIP} | dict.fromkeys(UNDER_WAY, JOINED),
    "contribute": {"asked": {"township_lead"}} | dict.fromkeys(UNDER_WAY, JOINED),
}

TABLES = {
    HAZARD.kind: (HAZARD, hazards, HAZARDS),
    KEY_AREA.kind: (KEY_AREA, key_areas, KEY_AREAS),
    INCIDENT.kind: (INCIDENT, incidents, INCIDENTS),
    ASSESSMENT.kind: (ASSESSMENT, assessments, ASSESSMENTS),
    CLUE.kind: (CLUE, clues, CLUES),
    JOINT_TASK.kind: (JOINT_TASK, joint_tasks, JOINT_TASKS),
    WARNING.kind: (WARNING, warnings, WARNINGS),
}
CASES = [(kind, status) for kind, (workflow, _, _) in TABLES.items() for status in workflow.statuses]


@pytest.mark.parametrize("kind", TABLES)
def test_it_has_a_row_for_every_step_and_status(kind):
    workflow, builders, expected = TABLES[kind]
    assert set(expected) == {step.name for step in workflow.steps}
    assert {*builders.PATHS, *({"settled"} if kind == "hazard" else ())} == set(workflow.statuses)


@pytest.mark.parametrize(("kind", "status"), CASES)
def test_it_lets_through_and_offers_exactly_the_steps_of_the_table(cast, kind, status):
    _, builders, expected = TABLES[kind]
    case = builders.in_status(cast, status)
    wanted = {name: by_status.get(status, set()) for name, by_status in expected.items()}
    assert differences(cast, case, wanted) == []
