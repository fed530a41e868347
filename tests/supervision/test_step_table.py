"""Every step × status × role of a supervision paper to the housing department."""

from datetime import timedelta

import pytest

from governance.cases import deadlines
from governance.supervision.papers.steps import STATUSES, SUPERVISION
from tests import builders
from tests.steps import differences
from tests.supervision.test_papers import order, sign, step

# The centre and the county's offices oversee 韦曲 and everything else; the leader signs.
OVERSEERS = {"staff", "county"}
SIGNERS = {"leader", "county"}
DESK = {"handler", "second_handler", "lead"}
IN_FORCE = ("sent", "received", "answered")

EXPECTED = {
    "sign": {"proposed": OVERSEERS | SIGNERS},
    # for yellow cards and vetoes only
    "issue_decision": {},
    "reject": {"proposed": OVERSEERS},
    "join": {"proposed": OVERSEERS},
    "receive": {"sent": DESK},
    "answer": {"received": DESK},
    "check": {"answered": OVERSEERS},
    # a unit that has not answered is not released
    "lift": {"answered": OVERSEERS},
    "revoke": dict.fromkeys(IN_FORCE, OVERSEERS | SIGNERS),
    "raise_rung": dict.fromkeys(IN_FORCE, OVERSEERS),
    "redate": {"sent": OVERSEERS, "received": OVERSEERS},
    "dispatch": dict.fromkeys(IN_FORCE, OVERSEERS),
    # only while a group is out; the papers of this table have none
    "visit": {},
    "recall": {},
    # of an interview alone
    "record_talk": {},
    "recuse": dict.fromkeys(("proposed", *IN_FORCE), OVERSEERS | SIGNERS),
    "comment": {"proposed": OVERSEERS | SIGNERS} | dict.fromkeys(IN_FORCE, OVERSEERS | SIGNERS | DESK),
}


def _sent(paper, cast, at):
    sign(paper, cast, at)


def _received(paper, cast, at):
    _sent(paper, cast, at)
    step(paper, "receive", cast.handler, at + timedelta(hours=1), receiver="李文斌")


def _answered(paper, cast, at):
    _received(paper, cast, at)
    step(paper, "answer", cast.handler, at + timedelta(hours=2), cause="人手不足。", measures="已办结。")


def _lifted(paper, cast, at):
    _answered(paper, cast, at)
    step(paper, "lift", cast.staff, at + timedelta(hours=3), found="已经办结。")


def _revoked(paper, cast, at):
    _sent(paper, cast, at)
    step(paper, "revoke", cast.leader, at + timedelta(hours=1), reason="认定有误。")


PATHS = {
    "proposed": lambda paper, cast, at: None,
    "sent": _sent,
    "received": _received,
    "answered": _answered,
    "lifted": _lifted,
    "revoked": _revoked,
    "rejected": lambda paper, cast, at: step(paper, "reject", cast.staff, at, reason="已经办结。"),
    "merged": lambda paper, cast, at: step(paper, "join", cast.staff, at, into=order(cast, at)),
}


def test_it_has_a_row_for_every_step_and_a_path_to_every_status():
    assert set(EXPECTED) == {step.name for step in SUPERVISION.steps}
    assert set(PATHS) == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_it_lets_through_and_offers_exactly_the_steps_of_the_table(cast, status):
    case = builders.in_status(cast, "handling")
    at = deadlines.running(case, "petition.handle").due_at + timedelta(days=3)
    paper = order(cast, at, cases=[case])
    PATHS[status](paper, cast, at)
    assert paper.status == status
    expected = {name: by_status.get(status, set()) for name, by_status in EXPECTED.items()}
    assert differences(cast, paper, expected) == []
