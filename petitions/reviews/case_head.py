"""What the page of a review or recheck says beyond what every case says."""

from governance.cases.registry import Described
from governance.frame.days import day_text

from ..models import Review


def describe(review: Review) -> Described:
    """Whose opinion is looked at, what was decided and what follows of it."""
    facts = [("被复查、复核的机关", review.answering_unit.name), ("所涉意见", review.reviewed.number)]
    days = {"受理日期": review.accepted_on, "送达日期": review.served_on}
    facts += [(label, day_text(day)) for label, day in days.items() if day]
    if review.decision:
        facts.append(("结论", review.get_decision_display()))
    if review.outcome:
        facts.append(("变更后的结论", review.get_outcome_display()))
    if review.redo_days:
        facts.append(("责令重新处理", f"送达后 {review.redo_days} 日内"))
    texts = (("请求和理由", review.summary), ("逾期请求的理由", review.late_reason), ("意见", review.opinion))
    return Described(["逾期请求"] if review.late_reason else [], facts, [pair for pair in texts if pair[1]])
