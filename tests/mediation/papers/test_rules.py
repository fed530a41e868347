"""What holds for every paper of mediation."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings

from governance.cases.models import Paper
from governance.cases.papers import issue as papers
from governance.cases.papers.issue import PaperIncomplete
from governance.frame.days import office_time
from mediation.papers import wording
from tests import disputes

MINE = {
    "mediation_application",
    "mediation_acceptance",
    "rights_notice",
    "session_notice",
    "mediation_record",
    "mediation_agreement",
    "oral_agreement_register",
    "confirmation_application",
    "follow_up_record",
    "termination_notice",
    "breach_advice",
    "breach_correction",
    "major_dispute_report",
    "aid_letter",
    "delegation_letter",
    "referral_reply",
    "reconciliation_agreement",
}


@pytest.mark.parametrize(
    ("step", "facts", "code", "word"),
    [
        ("agree", {"content": " \n "}, "mediation_agreement", "协议内容"),
        ("agree", {"facts": "\t"}, "mediation_agreement", "主要事实"),
        ("terminate", {"reason": " "}, "termination_notice", "终止理由"),
        ("sit", {"content": "\u200e"}, "mediation_record", "调解记录"),
    ],
)
def test_it_issues_nothing_without_a_word_that_the_law_wants(cast, agreed, step, facts, code, word):
    case, _ = agreed()
    papers_before = Paper.objects.count()
    agreement = case.agreement
    agreement.content = facts.get("content", agreement.content)
    agreement.facts = facts.get("facts", agreement.facts)
    agreement.save(update_fields=["content", "facts"])
    told = {
        "agree": {"form": "written"},
        "terminate": disputes.ENDING,
        "sit": {**disputes.SESSION, "held_at": office_time(case.opened_at)},
    }[step]
    name = {"agree": "sign_agreement", "terminate": "terminate", "sit": "hold_session"}[step]
    with pytest.raises(PaperIncomplete, match=word):
        papers.issue(
            case,
            code,
            event=SimpleNamespace(step=name),
            signer=cast.mediator,
            unit=cast.mediation,
            on=disputes.day(case, 6),
            facts={**told, **facts},
        )
    assert Paper.objects.count() == papers_before


def test_history_that_happened_elsewhere_leaves_no_papers(cast, track):
    case = track()
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    assert not case.papers.exists()
    assert not case.dispute.papers.exists()


def test_every_paper_of_mediation_is_known_here():
    registered = {code for code, kind in papers.KINDS.items() if kind.write.__module__.startswith("mediation.")}
    assert registered == MINE


def test_the_guide_gives_the_ground_of_every_paper_as_the_paper_does():
    guide = (settings.BASE_DIR / "docs" / "user-guide" / "ledger.md").read_text(encoding="utf-8")
    told = {line.split(" | ")[0].strip("| "): line.split(" | ")[-1].rstrip(" |") for line in guide.splitlines()}
    assert {papers.KINDS[code].title: papers.KINDS[code].article for code in MINE}.items() <= told.items()


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10.05", "壹拾元零伍分"),
        ("3200.00", "叁仟贰佰元整"),
        ("1005.30", "壹仟零伍元叁角整"),
        ("100000.00", "壹拾万元整"),
        ("100005.00", "壹拾万零伍元整"),
        ("1280000.00", "壹佰贰拾捌万元整"),
        ("20300400.56", "贰仟零叁拾万零肆佰元伍角陆分"),
        ("100000001.00", "壹亿零壹元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_it_writes_money_in_capitals(amount, said):
    assert wording.in_capitals(Decimal(amount)) == said
