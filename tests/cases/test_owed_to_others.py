"""What is owed to somebody else than whoever asked does not end with the matter."""

import pytest

from governance.cases import registry
from governance.frame.refusals import StepNotPossible
from mediation.disputes.actions import register_settled
from mediation.models import Dispute
from tests import builders, disputes

pytestmark = pytest.mark.django_db

# To whom each is owed.
THIRDS = {
    "dispute.major_report": "司法行政机关",
    "mediation.reply": "委派、委托的机关",
    "petition.urgent_report": "党委政府、上级信访部门",
    "petition.advice_answer": "信访部门",
    "petition.assign_report": "交办机关",
    "supervision.answer": "制发督办文书的机关",
    "incident.report_up": "上一级",
}
# Where another rule keeps it.
KEPT = {
    ("archive", "mediation.reply"): "守卫 has_no_reply_open",
    ("mediate_on_spot", "mediation.reply"): "守卫 has_no_reply_open",
    ("decline", "mediation.reply"): "还没有调解，没有回函期限；同时制发回函",
    ("terminate", "mediation.reply"): "终止时制发回函",
    ("decide_by_law", "mediation.reply"): "转为依法处理之前已经回函",
    ("move_on", "mediation.reply"): "还没有调解，没有回函期限",
    ("supervision", "reject"): "还没有制发",
    ("supervision", "join"): "还没有制发",
    ("supervision", "lift"): "由制发的机关解除",
    ("supervision", "revoke"): "由制发的机关撤销",
    ("incident", "reject"): "没有这件事，上一级同意后注销",
    ("incident", "reject_grave"): "没有这件事，县级值班领导同意后注销",
    ("incident", "merge"): "并入的一件同样重大，自有快报期限",
}


def closing():
    for kind in registry.KINDS.values():
        table = kind.workflow
        for step in table.steps:
            if step.target and table.statuses[step.target].closed:
                known = {term for each in table.steps for term in each.terms}
                yield from ((table.kind, step, term) for term in sorted(known & set(THIRDS)))


CLOSING = list(closing())


@pytest.mark.parametrize(
    ("kind", "step", "term"), CLOSING, ids=[f"{kind}.{step.name}-{term}" for kind, step, term in CLOSING]
)
def test_no_step_closes_a_matter_over_what_is_owed_to_a_third(kind, step, term):
    held = term in (*step.owed, *step.meets)
    assert held or (kind, step.name) in KEPT or (step.name, term) in KEPT


ON_SPOT = {"settled_on": builders.OPENED.date(), "summary_of_result": "当场赔付。", "both_content": True}
REFUSAL = {"ground": "competence", "reason": "由专门机关处理。", "ways": ["administrative"]}
WITHDRAWAL = {"reason": "自行和解。"}


@pytest.mark.parametrize(
    ("name", "facts"), [("settle_on_spot", ON_SPOT), ("not_accept", REFUSAL), ("withdraw", WITHDRAWAL)]
)
def test_a_major_dispute_is_reported_before_it_ends(cast, name, facts):
    whole = disputes.dispute(cast, grade="major")
    with pytest.raises(StepNotPossible, match="重大疑难纠纷报告"):
        builders.step(whole, name, cast.clerk, later=1, **facts)
    told = {"to": cast.justice, "situation": "漏水。", "measures": "劝和。", "suggestion": "跟进。"}
    builders.step(whole, "report_major", cast.clerk, later=1, **told)
    builders.step(whole, name, cast.clerk, later=1, **facts)
    assert whole.clocks.get(term_code="dispute.major_report").outcome == "met"


def test_one_registered_as_settled_is_reported_first(cast):
    case = disputes.dispute(cast)
    major = Dispute(
        title="群体讨薪",
        summary="讨薪。",
        area=case.area,
        channel="visit",
        source="application",
        opened_at=builders.OPENED,
        lead_unit=cast.weiqu,
        grade="major",
    )
    with pytest.raises(StepNotPossible, match="重大疑难纠纷报告"):
        register_settled(major, "当场赔付。", actor=cast.clerk, at=builders.OPENED, people=disputes.both_sides())


def test_the_referrer_has_the_reply_before_a_broken_agreement_ends_the_track(cast):
    case = disputes.track(cast, "people_mediation", referral="delegated_pre_filing", referrer=cast.court)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(
        case, cast, items=[{"what": "赔偿", "amount": "500", "manner": "cash", "due_on": disputes.day(case, 10)}]
    )
    disputes.breach(case, cast, later=13)
    told = {"later": 25, "ways": ["lawsuit"], "reason": "不履行。"}
    with pytest.raises(StepNotPossible, match="回函"):
        builders.step(case, "end_after_breach", cast.mediator, **told)
    builders.step(case, "reply_referrer", cast.mediator, later=25, content="达成协议，未履行。")
    builders.step(case, "end_after_breach", cast.mediator, **told)
    assert case.status == "failed"
