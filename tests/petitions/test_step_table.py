"""Every step × every status × every role, against a table written from the regulation and not from the code."""

import pytest

from petitions.workflow import STATUSES, WORKFLOW
from tests import builders
from tests.steps import differences

OPEN = {"registered", "routed", "objected", "handling", "answered", "served", "informed", "not_accepted"}

# The petition lies in 韦曲; its window holds it while it is registered, the housing department afterwards.
WINDOW = {"clerk"}
HOUSING_DESK = {"handler", "second_handler"}
HOUSING = {*HOUSING_DESK, "lead"}
TOWNSHIP = {"clerk", "township_lead"}
OVERSEERS = {"staff", "leader", "county"}

# step: {status: who may take it or put it forward}
EXPECTED = {
    "transfer": {"registered": WINDOW},
    "assign_with_report": {"registered": WINDOW},
    # Before anybody owes the answer the window settles it, and from then on whoever sent it.
    "settle_lead": dict.fromkeys(("registered", "routed", "objected"), TOWNSHIP),
    "decide_lead": dict.fromkeys(("registered", "routed", "objected"), TOWNSHIP),
    "ask_materials": {"registered": TOWNSHIP, "routed": HOUSING, "handling": HOUSING},
    "receive_materials": {status: TOWNSHIP if status in ("registered", "informed") else HOUSING for status in OPEN},
    "inform": {"registered": WINDOW},
    "accept": {"registered": {"township_lead"}, "routed": HOUSING},
    "not_accept": {"registered": {"township_lead"}, "routed": HOUSING},
    "notify": {"registered": TOWNSHIP, "routed": HOUSING},
    "simplify": {"registered": TOWNSHIP, "routed": HOUSING},
    "object": {"routed": HOUSING},
    "uphold_objection": {"objected": TOWNSHIP},
    "reject_objection": {"objected": TOWNSHIP},
    "flag_urgent": {"registered": TOWNSHIP, "routed": HOUSING, "objected": HOUSING, "handling": HOUSING},
    "report_urgent": {},
    "report_upward": {},
    "acknowledge_report": {},
    "ask_report_days": {},
    # No other organ has a part.
    "ask_share_days": {},
    "extend_share": {},
    "name_partner": {},
    "extend_report": {},
    # What only a petition department does; this petition came to a township.
    "advise": {},
    "answer_advice": {},
    "notify_cadre_office": {},
    "resume": {"informed": TOWNSHIP},
    "reconsider": {"not_accepted": HOUSING},
    "recall": {"routed": TOWNSHIP, "handling": TOWNSHIP},
    "issue_opinion": {"handling": HOUSING},
    "reply": {},
    "study": {},
    # Nobody suggested anything.
    "reward": {},
    "extend": {"handling": HOUSING},
    "convert": {},
    "serve": {"answered": HOUSING},
    # The petitioner rates; it is written down where the matter was sent from, not by who is rated.
    "rate": {"served": TOWNSHIP},
    "call_back": {"served": TOWNSHIP},
    # Nobody was found wanting.
    "follow_up": {},
    "execute": {"served": HOUSING},
    "guide": {"served": HOUSING, "not_accepted": HOUSING, "informed": TOWNSHIP, "archived": HOUSING},
    # What a discipline organ does with an accusation; this petition accuses nobody.
    "dispose": {},
    "hear_accuser": {},
    "take_evidence": {},
    "check_evidence": {},
    # Any window that sees the petition writes the request down; what comes of it the system does.
    "appeal": {status: {"clerk", "staff"} for status in ("served", "archived")},
    # What the petitioner does over the network the system writes down for them.
    "supplement": {},
    "ask_to_withdraw": {},
    # Its sixty days go on; nothing is put off or held that was not called.
    "call_hearing": {"handling": HOUSING},
    "put_off_hearing": {},
    "hold_hearing": {},
    "call_off_hearing": {},
    "redo": {},
    "change_outcome": {},
    # What an organ above decided that does not work here: written down as ratings are, by others than who answered.
    "record_upheld": {"served": TOWNSHIP, "archived": TOWNSHIP},
    "record_revoked": {"served": TOWNSHIP, "archived": TOWNSHIP},
    "record_changed": {"served": TOWNSHIP, "archived": TOWNSHIP},
    "report_back": {},
    "refer_to_mediation": {"registered": TOWNSHIP, "routed": HOUSING, "handling": HOUSING},
    "write_settlement": {"handling": HOUSING},
    # An answer that was served waits for the thirty days to ask for review and to rate.
    "archive": {"not_accepted": HOUSING, "informed": TOWNSHIP},
    "reclassify": {"registered": TOWNSHIP, "routed": HOUSING, "handling": HOUSING},
    # What was sent goes back by an objection, not on to a third unit.
    "finish": {"handling": {*HOUSING, "township_lead"}},
    # It accuses nobody.
    "name_accused": {},
    "let_off": {},
    "hand_on": {},
    # Put forward by who holds it, taken by who leads the organ that sent it.
    "withdraw": {
        "registered": TOWNSHIP,
        "routed": {*HOUSING, "township_lead"},
        "handling": {*HOUSING, "township_lead"},
    },
    # One person put it forward.
    "withdraw_one": {},
    # Whose matter has ended may need help still (art. 37 para 3).
    "refer_help": {
        **{status: TOWNSHIP if status in ("registered", "informed", "merged") else HOUSING for status in STATUSES}
    },
    "answer_help": {},
    "merge": {"registered": TOWNSHIP, "routed": TOWNSHIP, "handling": TOWNSHIP},
}
HELD_BY_TOWNSHIP = {"registered", "informed"}
for _name, _township, _housing in (
    ("assign", {"township_lead"}, {"lead"}),
    ("invite", {"township_lead"}, {"lead"}),
    ("release", {"township_lead"}, {"lead"}),
    ("share", {"township_lead"}, {"lead"}),
    ("claim", {"township_lead"}, HOUSING),
    ("contribute", {"township_lead"}, HOUSING),
    ("link", TOWNSHIP, HOUSING),
    ("amend", TOWNSHIP, HOUSING),
    ("recuse", TOWNSHIP, HOUSING),
    ("dissuade", TOWNSHIP, HOUSING),
    ("urge", {"staff", "county"}, {"staff", "county"}),
    ("instruct", {"staff", "county", "leader"}, {"staff", "county", "leader"}),
    # nobody instructed
    ("answer_instruction", set(), set()),
    ("comment", TOWNSHIP | OVERSEERS, TOWNSHIP | OVERSEERS | HOUSING),
):
    EXPECTED[_name] = {status: _township if status in HELD_BY_TOWNSHIP else _housing for status in OPEN}


def test_it_has_a_row_for_every_step():
    assert set(EXPECTED) == {step.name for step in WORKFLOW.steps}
    assert set(builders.PATHS) == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_it_lets_through_and_offers_exactly_the_steps_of_the_table(cast, status):
    case = builders.in_status(cast, status)
    expected = {name: by_status.get(status, set()) for name, by_status in EXPECTED.items()}
    assert differences(cast, case, expected) == []
