"""Subsidy by the case (以案定补): what a case earns, who is paid for it, and when.

One dispute is paid for once, and only for people's mediation that succeeded, was performed and is filed completely.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.frame.rows import rows_of
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..casefiles.contents import why_not_whole
from ..models import Subsidy, SubsidyRate
from ..vocabulary import DEDUCTIONS

State = Subsidy.State


def load_reference() -> int:
    """Every grade has a rate; those the office has set stay. Says how many are new."""
    known = set(SubsidyRate.objects.values_list("grade", flat=True))
    rows = [SubsidyRate(**row) for row in rows_of("mediation", "subsidy_rates") if row["grade"] not in known]
    SubsidyRate.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def set_rate(rate: SubsidyRate, *, actor, at, today: date, ip=None) -> SubsidyRate:
    """The rate is in force from its day on; one that has not begun is replaced, one that has stays in the record.

    Raises ``FactMissing`` for a day that has passed: what was decided by the old rate stays decided.
    """
    if rate.effective_from < today:
        raise FactMissing({"effective_from": "执行日期不能早于今天，已经按原标准审核的不变。"})
    saved, _ = SubsidyRate.objects.update_or_create(
        grade=rate.grade,
        effective_from=rate.effective_from,
        defaults={"amount": rate.amount, "source": rate.source},
    )
    record(
        AccessRecord.Verb.SETTING, actor=actor, at=at, subject="以案定补标准", reason=f"{saved}，{saved.source}", ip=ip
    )
    return saved


def rate_of(track) -> SubsidyRate | None:
    """What the case earns by the rate of its grade that was in force when it was filed."""
    return SubsidyRate.in_force(track.dispute.grade, track.file.filed_on)


def why_no_claim(tracks: list) -> list[str]:
    """What stands against a subsidy for each of these cases; empty if nothing."""
    unset = "这一等级的纠纷还没有补贴标准，请司法行政机关先设定。"
    return [lacking if rate_of(track) else unset for track, lacking in zip(tracks, why_not_whole(tracks), strict=True)]


def claim(track, *, act, facts):
    """The subsidy waits for approval, at the rate of the day on which the case was filed."""
    rate: Any = rate_of(track)
    values = {
        "dispute": track.dispute,
        "mediator": facts["mediator"].mediator,
        "amount": rate.amount,
        "state": State.CLAIMED,
        "claimed_on": act.day,
        "reason": "",
    }
    Subsidy.objects.update_or_create(track=track, defaults=values)
    act.told.append(["金额", f"{rate.amount:,.2f}元（{rate.get_grade_display()}）"])
    return []


def approve(track, *, act, facts):
    """The subsidy is on the list of this month."""
    subsidy = _decided_by(track, act)
    less = _deducted(subsidy, facts)
    subsidy.state, subsidy.month = State.APPROVED, act.day.replace(day=1)
    subsidy.amount -= less
    why = f"扣减 {less:,.2f} 元（{dict(DEDUCTIONS)[facts['deducted_for']]}）" if less else ""
    subsidy.reason = "；".join(filter(None, (why, facts.get("note"))))
    subsidy.save(update_fields=["state", "month", "amount", "reason"])
    act.told.append(["金额", f"{subsidy.amount:,.2f}元，列入 {subsidy.month:%Y-%m} 发放表"])
    return []


def _deducted(subsidy: Subsidy, facts) -> Decimal:
    """By how much less is paid than the grade earns, and never without saying why."""
    less, why = facts.get("deduction"), facts.get("deducted_for")
    if why and not less:
        raise FactMissing({"deduction": "请填写扣减多少元。"})
    if less and not why:
        raise FactMissing({"deducted_for": "请选择因为什么扣减。"})
    if less and less >= subsidy.amount:
        raise FactMissing({"deduction": f"补贴 {subsidy.amount:,.2f} 元，全部扣减的，用“不予补贴”。"})
    return less or Decimal(0)


def refuse(track, *, act, facts):
    """The subsidy is not paid; the reason stands, and a better claim may follow."""
    subsidy = _decided_by(track, act)
    subsidy.state, subsidy.reason = State.REFUSED, facts["reason"]
    subsidy.save(update_fields=["state", "reason"])
    return []


def _decided_by(track, act) -> Subsidy:
    subsidy = track.subsidy
    if act.actor is not None and subsidy.mediator.user_id == act.actor.pk:
        raise StepNotAllowed("不能审核自己的补贴。")
    return subsidy


def pay(track, *, act, facts):
    """The mediator has the money."""
    subsidy, day = track.subsidy, facts["paid_on"]
    if day < subsidy.claimed_on:
        raise FactMissing({"paid_on": f"发放日期不能早于申报日期 {subsidy.claimed_on}。"})
    subsidy.state, subsidy.paid_on = State.PAID, day
    subsidy.save(update_fields=["state", "paid_on"])
    act.told.append(["金额", f"{subsidy.amount:,.2f}元"])
    return []


def total_of(subsidies) -> Decimal:
    """The sum in yuan."""
    return sum((subsidy.amount for subsidy in subsidies), Decimal(0))


EFFECTS = {"claim_subsidy": claim, "approve_subsidy": approve, "refuse_subsidy": refuse, "pay_subsidy": pay}
