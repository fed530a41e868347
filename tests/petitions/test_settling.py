"""A petition that ends by what the parties agreed, or because nobody is left who asks."""

from datetime import timedelta

import pytest

from governance.cases.history import Act, write_event
from governance.cases.models import Case
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing
from tests import builders
from tests.attachments.samples import picture, upload
from tests.cases.clocks import day
from tests.papers.reading import text

pytestmark = pytest.mark.django_db


FINISH = {"ended_on": day("2026-03-20"), "note": "双方已经签订协议。"}


def finish(case, cast, ground, *, files=("协议.png",), **how):
    told = [upload(name, picture("PNG")) for name in files]
    return builders.step(
        case, "finish", cast.handler, later=12, replay=False, files=told, ground=ground, **FINISH, **how
    )


def test_it_ends_with_an_agreement_only_where_a_dispute_out_of_it_was_resolved(cast):
    """山东省信访条例 art. 46: the record says so, and whoever sent it agrees."""
    case = builders.in_status(cast, "handling")
    with pytest.raises(FactMissing) as refused:
        finish(case, cast, "mediated")
    assert "没有从这件事项转出" in refused.value.errors["ground"]
    told = {"unit": None, "both_agree": True, "reason": "双方愿意调解。"}
    builders.step(case, "refer_to_mediation", cast.handler, later=5, **told)
    dispute = Case.objects.get(kind="dispute")
    ended = {"status": "resolved", "closed_at": dispute.opened_at + timedelta(days=3), "next_due_at": None}
    Case.objects.filter(pk=dispute.pk).update(**ended)
    finish(case, cast, "mediated")
    waiting = case.proposals.get(decision="")
    assert case.status == "handling"
    actions.decide(waiting, approve=True, actor=cast.township_lead, at=waiting.proposed_at)
    case.refresh_from_db()
    clock = case.clocks.get(term_code="petition.handle")
    assert (case.status, clock.outcome) == ("archived", "met")
    assert office_day(clock.ended_at) == FINISH["ended_on"]


def test_it_ends_where_nobody_is_left_with_proof_alone(cast):
    case = builders.kept(cast)
    with pytest.raises(FactMissing):
        finish(case, cast, "nobody", files=())
    finish(case, cast, "nobody")
    assert case.proposals.filter(step="finish", decision="").exists()


def test_the_file_says_how_it_came_to_its_end(cast):
    case = builders.in_status(cast, "archived")
    told = dict(map(tuple, case.events.get(step="archive").facts["told"]))
    assert told["办结情形"] == "规定期限内没有请求复查、复核"


def test_it_ends_where_the_parties_settled_it_themselves_with_the_paper_that_they_signed(cast):
    """信访工作条例 art. 33: 达成协议的制作调解协议书或者和解协议书."""
    case = builders.in_status(cast, "handling")
    with pytest.raises(FactMissing) as refused:
        finish(case, cast, "settled")
    assert "还没有和解协议书" in refused.value.errors["ground"]
    told = {"other_party": "长安物业公司", "dispute": "停水。", "terms": "一、退还300元。", "willing": True}
    told |= {"agreed_on": FINISH["ended_on"]}
    builders.step(case, "write_settlement", cast.handler, later=10, replay=False, **told)
    paper = case.papers.get(code="settlement_agreement")
    said = text(paper)
    wanted = ("长安物业公司", "一、退还300元。", "自双方签字（盖章）之日起生效", case.number)
    assert "和〔" in paper.number and all(words in said for words in wanted)
    finish(case, cast, "settled")
    assert case.proposals.get(decision="").step == "finish"


SETTLEMENT = {
    "other_party": "长安物业公司",
    "dispute": "停水。",
    "terms": "一、退还300元。",
    "willing": True,
    "agreed_on": FINISH["ended_on"],
}


@pytest.mark.parametrize("ground", ["settled", "nobody"])
def test_what_some_of_several_petitioners_settled_ends_nothing_for_the_others(cast, ground):
    """信访工作条例 art. 33: nor does it end with the death of one of them."""
    case = builders.in_status(cast, "handling")
    type(case).objects.filter(pk=case.pk).update(people_count=3)
    builders.step(case, "write_settlement", cast.handler, later=10, **SETTLEMENT)
    with pytest.raises(FactMissing) as refused:
        finish(case, cast, ground)
    assert "还有 3 人提出" in refused.value.errors["for_all"]
    finish(case, cast, ground, for_all=True)
    assert case.proposals.get(decision="").step == "finish"


def test_a_settlement_ends_nothing_but_an_appeal(cast):
    """信访工作条例 art. 33: what became an accusation or a suggestion since then is answered."""
    case = builders.in_status(cast, "handling")
    builders.step(case, "write_settlement", cast.handler, later=10, **SETTLEMENT)
    type(case).objects.filter(pk=case.pk).update(petition_class="suggestion", route="")
    with pytest.raises(FactMissing) as refused:
        finish(case, cast, "settled")
    assert "只有申诉求决类" in refused.value.errors["ground"]


@pytest.mark.parametrize("revoked", ["redo", "record_revoked"])
def test_a_settlement_of_before_the_opinion_was_revoked_ends_nothing(cast, revoked):
    case = builders.in_status(cast, "handling")
    builders.step(case, "write_settlement", cast.handler, later=10, **SETTLEMENT)
    write_event(case, step=revoked, label="撤销", act=Act(None, case.opened_at + timedelta(days=11)))
    with pytest.raises(FactMissing) as refused:
        finish(case, cast, "settled")
    assert "还没有和解协议书" in refused.value.errors["ground"]
