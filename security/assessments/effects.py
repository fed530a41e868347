"""What the steps of an assessment do beyond columns, clocks and papers; returns the names of the fields set."""

from datetime import time

from governance.cases import deadlines
from governance.cases.steps.effects import let_in
from governance.frame.days import office_moment
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.standing import standing_of

from ..models import Condition
from .steps import HANDLE, REVIEW

NOON = time(12)
PUBLICITY, PAPERS, LEGALITY, CONDITION = "risk.publicity", "risk.hearing_papers", "risk.legality", "risk.condition"


def publish(case, *, act, facts):
    """It is public as long as the law wants, or says itself why not."""
    least = deadlines.term_for(PUBLICITY, facts["published_on"]).amount
    if facts["days"] < least and not facts.get("short"):
        raise FactMissing({"days": f"公示一般不少于 {least} 日；情况紧急需要缩短的，请写明说明。"})


def call_hearing(case, *, act, facts):
    """The papers are with those who take part so many days before the hearing."""
    clock = deadlines.counted(PAPERS, facts["papers_on"])
    if facts["hearing_on"] < clock.due:
        length = deadlines.term_for(PAPERS, facts["papers_on"]).amount
        told = f"听证材料应当于听证会 {length} 日前送达，最早 {clock.due_said()} 举行。"
        raise FactMissing({"hearing_on": told})
    case.hearing_on = facts["hearing_on"]
    return ["hearing_on"]


def send_to_review(case, *, act, facts):
    """The reviewing department takes part, with the time that the law wants for it."""
    least = deadlines.term_for(LEGALITY, act.day).amount
    if facts["days"] < least:
        raise FactMissing({"days": f"应当保证必要的审查时间，不少于 {least} 个工作日。"})
    case.reviewer = facts["unit"]
    let_in(case, [facts["unit"].pk], act=act)
    return ["reviewer"]


def review(case, *, act, facts):
    """Only the department that was asked gives its opinion."""
    if case.reviewer_id not in standing_of(act.actor, act.day).units_with(REVIEW):
        raise StepNotAllowed(f"合法性审查由{case.reviewer.name}进行。")


def go_ahead(case, *, act, facts):
    """The decision stands; each condition is followed by its unit and its day."""
    rows = facts["conditions"]
    if case.level != "low" and not rows:
        raise FactMissing({"conditions": "中、高风险的决策，请写明防范风险的实施条件。"})
    for place, row in enumerate(rows):
        if row["due_on"] <= act.day and not act.replay:
            raise FactMissing({f"conditions-{place}-due_on": "期限应在今天以后。"})
    before = case.conditions.count()
    for number, row in enumerate(rows, start=before + 1):
        made = Condition.objects.create(case_id=case.pk, number=number, **row)
        let_in(case, [row["unit"].pk], act=act)
        days = max(1, (row["due_on"] - act.day).days)
        owed = {"subject": made.subject, "amount": days, "owed_by": row["unit"]}
        deadlines.start(case, CONDITION, since=act.at, at=act.at, **owed)
    return _decided(case, "go_ahead", facts["met_on"])


def postpone(case, *, act, facts):
    """It waits until its draft is changed; conditions that were not met bind nobody any more."""
    case.conditions.filter(done_at=None).update(dropped_at=act.at)
    return _decided(case, "postpone", facts.get("met_on") or act.day)


def refuse(case, *, act, facts):
    return _decided(case, "refuse", facts["met_on"])


def _decided(case, decision: str, on) -> list[str]:
    case.decision, case.decided_on = decision, on
    return ["decision", "decided_on"]


def again(case, *, act, facts):
    """It is assessed anew; nothing is decided."""
    return _decided(case, "", None)


def fulfil(case, *, act, facts):
    """The unit of the condition has shown that it is met."""
    condition = facts["which"]
    if condition.unit_id not in standing_of(act.actor, act.day).units_with(HANDLE):
        raise StepNotAllowed(f"这项条件由{condition.unit.name}落实和报告。")
    on = facts["done_on"] or act.day
    condition.result, condition.done_at = facts["note"], min(act.at, office_moment(on, NOON))
    condition.save(update_fields=["result", "done_at"])
    deadlines.meet(case, CONDITION, at=condition.done_at, subject=condition.subject)


EFFECTS = {
    "publish": publish,
    "call_hearing": call_hearing,
    "send_to_review": send_to_review,
    "review": review,
    "go_ahead": go_ahead,
    "postpone": postpone,
    "refuse": refuse,
    "again": again,
    "fulfil": fulfil,
}
