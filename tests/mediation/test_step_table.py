"""Every step × status × role of disputes and of the five tracks, written from the law and not from the code."""

from datetime import timedelta

import pytest

from governance.cases import registry
from mediation.subsidies import effects as subsidy
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE, RECONCILIATION
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.steps import differences

# Who works where: the desk may handle, the lead may also assign.
DESKS = {
    PEOPLE: ({"mediator"}, set()),
    ADMINISTRATIVE: ({"handler", "second_handler"}, {"lead"}),
    POLICE: ({"officer"}, set()),
    JUDICIAL: ({"judge"}, set()),
    RECONCILIATION: ({"prosecutor"}, set()),
}
# 韦曲街道 holds the dispute and has sent it to mediation.
TOWNSHIP = {"clerk", "township_lead"}
OVERSEERS = {"staff", "county", "justice_officer"}
ONLOOKERS = OVERSEERS | {"leader"}
GUIDES = {"staff", "county", "justice_officer"}

AT_WORK = ("accepted", "mediating")
OWING = ("agreed", "breached")
FOLLOWED = (*OWING, "performed")
AT_THE_CASE = ("breached", "by_law")
OPEN_TRACK = ("referred", *AT_WORK, "suspended", *FOLLOWED)
HANDLING = {
    "accept": ("referred",),
    "decline": ("referred",),
    "extend_acceptance": ("referred",),
    "name_mediator": AT_WORK,
    "recuse": AT_WORK,
    "arrange_session": AT_WORK,
    "hold_session": AT_WORK,
    "pause_for_appraisal": AT_WORK,
    # no clock stands still
    "resume_after_appraisal": (),
    "extend": AT_WORK,
    "sign_agreement": ("mediating",),
    "report_police": AT_WORK,
    "suspend_mediation": AT_WORK,
    "resume_mediation": ("suspended",),
    "terminate": (*AT_WORK, "suspended"),
    # nobody referred these
    "take_on": (),
    "reply_referrer": (),
    "record_performance": OWING,
    "urge_performance": OWING,
    "record_breach": OWING,
    "correct_breach": ("breached",),
    # one was found
    "correct_one_breach": (),
    # something is still owed in both
    "confirm_performed": (),
    "plan_follow_up": FOLLOWED,
    "follow_up": (*FOLLOWED, "archived", "failed"),
    "apply_confirmation": OWING,
    # nobody has applied
    "record_filing": (),
    "record_confirmation": (),
    # no court has confirmed anything
    "record_revocation": (),
    "mediate_again": (),
    "end_after_breach": ("breached",),
    "file_material": (*AT_WORK, *FOLLOWED),
    "archive": ("performed",),
    "claim_subsidy": ("archived",),
    "extend_case": AT_THE_CASE,
    "decide_by_law": ("by_law",),
    "mediate_on_spot": ("referred",),
    "find_elsewhere": ("referred",),
    "move_on": ("misrouted",),
    "accept_settlement": ("referred", *AT_WORK, *AT_THE_CASE),
    # its month is over when the breach is found
    "extend_prosecution": (*AT_WORK, "agreed", "performed"),
    "record_prosecution": FOLLOWED,
}
GUIDING = {"review_file": ("archived",), "approve_subsidy": (), "refuse_subsidy": (), "pay_subsidy": ()}


def _archive(case, cast):
    disputes.perform(case, cast)
    disputes.complete(case, cast)
    if case.kind == RECONCILIATION:
        told = {"decision": "not_prosecuted", "decided_on": disputes.day(case, 25), "told": True}
        builders.step(case, "record_prosecution", cast.prosecutor, later=25, **told)
    subsidy.load_reference()
    disputes.archive(case, cast)


def _agreed(case, cast):
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)


def _then(*acts):
    def play(case, cast):
        for act in acts:
            act(case, cast)

    return play


def _by_law(case, cast):
    _then(disputes.accept, disputes.sit, disputes.terminate)(case, cast)


def _decided(case, cast):
    _by_law(case, cast)
    told = {"decided_on": disputes.day(case, 12), "decision": "依法处罚。", "told": True}
    builders.step(case, "decide_by_law", None, later=12, **told)


TRACK_PATHS = {
    "referred": lambda case, cast: None,
    "accepted": _then(disputes.accept, disputes.name),
    "mediating": _then(disputes.accept, disputes.sit),
    "agreed": _agreed,
    "breached": _then(_agreed, disputes.breach),
    "performed": _then(_agreed, disputes.perform, disputes.complete),
    "archived": _then(_agreed, _archive),
    "failed": _then(disputes.accept, disputes.sit, disputes.terminate),
    "declined": disputes.decline,
}


def _suspended(case, cast):
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.suspend(case, cast)


def _misrouted(case, cast):
    told = {"reported_at": case.opened_at, "reason": "案发地在郭杜。"}
    builders.step(case, "find_elsewhere", cast.officer, **told)


def _not_ours(case, cast):
    builders.step(case, "find_elsewhere", cast.handler, reason="属于自然资源部门职责。")


def _reconciled(case, cast):
    told = {"way": "themselves", "matter": "beating", "performed_on": disputes.day(case, 1), "jointly": True}
    told |= {"applied_on": disputes.day(case, 2), "exclusion": "none"}
    builders.step(case, "accept_settlement", None, later=3, files=[upload("申请.png", picture("PNG"))], **told)


SUSPENDABLE_PATHS = TRACK_PATHS | {"suspended": _suspended}
POLICE_PATHS = TRACK_PATHS | {
    "on_spot": disputes.settle_on_spot,
    "misrouted": _misrouted,
    "by_law": _by_law,
    "failed": _decided,
    "reconciled": _reconciled,
}
PATHS = {
    PEOPLE: SUSPENDABLE_PATHS,
    ADMINISTRATIVE: SUSPENDABLE_PATHS | {"misrouted": _not_ours},
    POLICE: POLICE_PATHS,
    JUDICIAL: TRACK_PATHS,
    RECONCILIATION: TRACK_PATHS,
}
TRACKS = [
    (kind, status) for kind in (PEOPLE, ADMINISTRATIVE, POLICE, JUDICIAL, RECONCILIATION) for status in PATHS[kind]
]


def expected_on_track(kind: str, status: str) -> dict[str, set[str]]:
    """Who may take which step, or put it forward."""
    desk, leads = DESKS[kind]
    handlers = desk | leads
    found = {name: handlers for name, statuses in HANDLING.items() if status in statuses}
    if kind == ADMINISTRATIVE:
        # courts confirm what they have referred, and no court has
        found.pop("apply_confirmation", None)
    if kind == RECONCILIATION:
        # nothing is filed before it is said what becomes of the case
        found.pop("archive", None)
    if kind == POLICE:
        # its clock is the one of the case, not of mediation
        found.pop("pause_for_appraisal", None)
        found |= {"pause_for_appraisal": handlers} if status in AT_THE_CASE else {}
    found |= {name: GUIDES for name, statuses in GUIDING.items() if status in statuses}
    if status in OPEN_TRACK or status in ("by_law", "misrouted"):
        # a criminal case is none of the justice bureau's business
        kept_out = {"justice_officer"} if kind == RECONCILIATION else set()
        everybody = (handlers | TOWNSHIP | ONLOOKERS) - kept_out
        found |= {
            "assign": leads,
            "invite": handlers,
            "release": handlers,
            "share": leads,
            "claim": handlers,
            "contribute": handlers,
            "link": handlers,
            "amend": handlers,
            "urge": OVERSEERS - kept_out,
            "comment": everybody,
        }
    if status == "breached":
        # whoever agrees to it may put it forward as well
        found["correct_breach"] = handlers | OVERSEERS - kept_out
    return {name: people for name, people in found.items() if registry.KINDS[kind].workflow.step(name)}


def _on_track(cast, kind, status):
    case = disputes.track(cast, kind)
    PATHS[kind][status](case, cast)
    case.refresh_from_db()
    assert case.status == status
    return case


@pytest.mark.parametrize(("kind", "status"), TRACKS)
def test_it_allows_exactly_the_steps_of_the_table_on_a_track(cast, kind, status):
    case = _on_track(cast, kind, status)
    assert differences(cast, case, expected_on_track(kind, status)) == []


def test_it_has_a_path_to_every_status():
    for kind, paths in PATHS.items():
        assert set(paths) == set(registry.KINDS[kind].workflow.statuses)
    assert set(DISPUTE_PATHS) == set(registry.KINDS["dispute"].workflow.statuses)


def test_it_has_a_row_for_every_step():
    common = {"assign", "claim", "invite", "contribute", "release", "link", "share", "amend", "urge", "comment"}
    for kind in (PEOPLE, ADMINISTRATIVE, POLICE, JUDICIAL, RECONCILIATION):
        steps = {step.name for step in registry.KINDS[kind].workflow.steps}
        assert steps <= set(HANDLING) | set(GUIDING) | common
    whole = {step.name for step in registry.KINDS["dispute"].workflow.steps}
    assert whole <= set(WHOLE) | common | {"instruct", "answer_instruction"}


# The dispute as a whole. One people's track runs while it is mediated.
UNDER_WAY = ("registered", "mediating", "settled")
HOLDERS = TOWNSHIP
WORKERS = {"clerk", "township_lead"}
WHOLE = {
    "start_mediation": UNDER_WAY,
    "settle_on_spot": ("registered",),
    "pass_on": UNDER_WAY,
    "grade": UNDER_WAY,
    # only a major one is reported
    "report_major": (),
    "judge_risk": UNDER_WAY,
    "ask_abroad": UNDER_WAY,
    # nobody was asked beyond the county
    "hear_from_abroad": (),
    "report_police": UNDER_WAY,
    "not_accept": ("registered",),
    "refer_help": UNDER_WAY,
    # nobody was referred for help
    "answer_help": (),
    # the system alone
    "settle": (),
    # the track has not ended
    "resolve": (),
    "keep_at": (),
    "end_unsettled": (),
    "withdraw": ("registered",),
    # one person asked
    "withdraw_one": (),
    "merge": ("registered",),
    "add_party": UNDER_WAY,
    "recuse": UNDER_WAY,
}
PARTNERS_TOO = {"refer_help", "answer_help"}


def _mediate(whole, cast):
    return disputes.track(cast, of=whole)


def _settle(whole, cast):
    case = _mediate(whole, cast)
    _agreed(case, cast)
    return case


def _resolve(whole, cast):
    disputes.perform(_settle(whole, cast), cast)
    told = {"summary_of_result": "修好防水，赔偿到位。"}
    builders.step(whole, "resolve", cast.clerk, later=40, **told)


def _fail(whole, cast):
    case = _mediate(whole, cast)
    _then(disputes.accept, disputes.sit, disputes.terminate)(case, cast)
    told = {"reason": "责任认识不一。", "ways": ["lawsuit"], "responsible": "社区书记继续关注。"}
    builders.step(whole, "end_unsettled", cast.clerk, later=40, **told)


def _refuse(whole, cast):
    told = {"ground": "competence", "reason": "由专门机关处理。", "ways": ["administrative"]}
    builders.step(whole, "not_accept", cast.clerk, later=1, **told)


def _merge(whole, cast):
    other = disputes.dispute(cast, title="先到的一件", at=whole.opened_at - timedelta(days=3))
    builders.step(whole, "merge", cast.clerk, later=1, into=other, note="同一纠纷。")


DISPUTE_PATHS = {
    "registered": lambda whole, cast: None,
    "mediating": _mediate,
    "settled": _settle,
    "resolved": _resolve,
    "failed": _fail,
    "not_accepted": _refuse,
    "withdrawn": lambda whole, cast: builders.step(whole, "withdraw", cast.clerk, later=2, reason="自行和解。"),
    "merged": _merge,
}


def expected_on_dispute(status: str) -> dict[str, set[str]]:
    """Who may take which step on the dispute."""
    partners = {"mediator"} if status in ("mediating", "settled") else set()
    found = {
        name: WORKERS | partners if name in PARTNERS_TOO else WORKERS
        for name, statuses in WHOLE.items()
        if status in statuses
    }
    if status in UNDER_WAY:
        found |= {
            "assign": {"township_lead"},
            "invite": {"township_lead"},
            "release": {"township_lead"},
            "share": {"township_lead"},
            "claim": {"township_lead"},
            "contribute": {"township_lead"} | partners,
            "link": WORKERS | partners,
            "amend": WORKERS,
            "urge": OVERSEERS,
            "instruct": {"staff", "county", "leader"},
            "comment": WORKERS | ONLOOKERS | partners,
        }
    return {name: people for name, people in found.items() if registry.KINDS["dispute"].workflow.step(name)}


@pytest.mark.parametrize("status", DISPUTE_PATHS)
def test_it_allows_exactly_the_steps_of_the_table_on_a_dispute(cast, status):
    whole = disputes.dispute(cast)
    DISPUTE_PATHS[status](whole, cast)
    whole.refresh_from_db()
    assert whole.status == status
    assert differences(cast, whole, expected_on_dispute(status)) == []
