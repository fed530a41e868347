"""What the steps of a supervision paper do beyond columns, clocks and papers; they return the fields they set."""

from governance.cases.steps.effects import hand_over
from governance.frame.refusals import FactMissing, StepNotPossible

from ..models import Inspection
from ..vocabulary import FORMER
from .actions import check_interest, propose
from .rungs import check_order, has_run_out


def send(paper, *, act, facts):
    """The unit holds the paper from now on; who signed it is named."""
    if act.actor is None:
        raise StepNotPossible("督办文书须由人签发。")
    check_interest(act.actor, [row.case for row in paper.subjects.exclude(case=None).select_related("case__parent")])
    check_order(paper.lead_unit, paper.target_unit, paper.rung, paper.former)
    hand_over(paper, paper.target_unit, act=act)
    paper.signed_by, paper.signed_on = act.actor, act.day
    return ["lead_unit", "sender_unit", "handler", "signed_by", "signed_on"]


def join(paper, *, act, facts):
    """What this proposal is about stands in the other one for the same unit."""
    other = facts["into"].own
    if other.kind != "supervision" or other.status != "proposed":
        raise FactMissing({"into": "只能并入一份还没有签发的督办文书。"})
    if (other.target_unit_id, other.rung) != (paper.target_unit_id, paper.rung):
        raise FactMissing({"into": "只能并入对同一单位的同一种督办文书。"})
    if other.is_restricted != paper.is_restricted:
        raise FactMissing({"into": "知悉范围不同的督办文书不能合并。"})
    known = {row.names: row for row in other.subjects.all()}
    for subject in paper.subjects.all():
        twin = known.get(subject.names)
        if twin is None:
            subject.paper = other
            subject.save(update_fields=["paper"])
        elif twin.escalation_id is None and subject.escalation_id is not None:
            raised, subject.escalation = subject.escalation, None
            subject.save(update_fields=["escalation"])
            twin.escalation = raised
            twin.save(update_fields=["escalation"])
    paper.merged_into_id = other.pk
    return ["merged_into"]


def fail(paper, *, act, facts):
    """The answer did not pass: the unit answers once more, and the next rung may be proposed."""
    paper.check_failed = True
    return ["check_failed"]


def answered(paper, *, act, facts):
    """A new answer waits for its check."""
    paper.check_failed = False
    return ["check_failed"]


def raise_rung(paper, *, act, facts):
    """The next rung is proposed; this paper stays in force."""
    rung = facts["rung"]
    if paper.rung not in FORMER[rung]:
        raise FactMissing({"rung": "不能越级提请，请选择紧接的一级。"})
    if not has_run_out(paper, act.at):
        raise FactMissing({"rung": "反馈期限还没有届满，核查也没有不到位，不能提请升级。"})
    propose(
        rung,
        sender=paper.first_unit,
        target=paper.target_unit,
        ground=paper.ground,
        reason=facts["reason"],
        actor=act.actor,
        at=act.at,
        former=paper,
    )
    return []


def redate(paper, *, act, facts):
    """The unit answers by another day."""
    days = (facts["new_on"] - act.day).days
    if days < 1:
        raise FactMissing({"new_on": "新的反馈期限须晚于今天。"})
    facts["days"], facts["counted_from"] = days, act.day
    return []


def dispatch(paper, *, act, facts):
    """The group is sent; of each way one is out at a time."""
    if paper.inspections.filter(way=facts["way"], ended_on=None).exists():
        raise FactMissing({"way": "这种方式的督导组已经派出，请先结束，或者在原督导组记录。"})
    columns = {name: facts[name] for name in ("way", "head", "members", "mission", "starts_on")}
    Inspection.objects.create(paper=paper, **columns)


def visit(paper, *, act, facts):
    """What the group found on the day stands in its log."""
    group = facts["group"]
    if facts["visited_on"] < group.starts_on:
        raise FactMissing({"visited_on": f"日期不能早于督导开始日期 {group.starts_on}。"})
    told = {"on": facts["visited_on"], "found": facts["found"], "asked": facts.get("asked") or ""}
    group.entries.create(by=act.actor, **told)


def recall(paper, *, act, facts):
    """The group has come back with its conclusion."""
    group = facts["group"]
    group.ended_on, group.conclusion = max(act.day, group.starts_on), facts["conclusion"]
    group.save(update_fields=["ended_on", "conclusion"])


EFFECTS = {
    "send": send,
    "join": join,
    "answered": answered,
    "fail": fail,
    "raise_rung": raise_rung,
    "redate": redate,
    "dispatch": dispatch,
    "visit": visit,
    "recall": recall,
}
