"""What was promised, and what of it is still owed."""

from datetime import date

from ..vocabulary import PERFORMS


def copies_for_all(track, on) -> int:
    """A copy for each party, and one that the organisation keeps."""
    return min(20, max(2, len(track.people) + 1))


def has_unperformed(track) -> bool:
    """Something promised is still owed."""
    agreement = track.agreement
    return agreement is not None and any(item.performed_on is None for item in agreement.items.all())


def is_performed(track) -> bool:
    """All that was promised is done."""
    agreement = track.agreement
    return agreement is not None and all(item.performed_on is not None for item in agreement.items.all())


def has_unbroken(track) -> bool:
    """Something promised is still owed, and nobody has found yet that it is not kept."""
    agreement = track.agreement
    return agreement is not None and any(
        item.performed_on is None and item.breached_on is None for item in agreement.items.all()
    )


def findings(track) -> int:
    """How much of what was promised was found not to be kept."""
    agreement = track.agreement
    return 0 if agreement is None else sum(item.breached_on is not None for item in agreement.items.all())


def last_performed(track) -> date | None:
    """The day on which the last of what was done so far was done."""
    days = (item.performed_on for item in track.agreement.items.all())
    return max((day for day in days if day is not None), default=None)


def found_broken(track) -> date | None:
    """The last day on which something promised was found not to be kept."""
    agreement = track.agreement
    days = (item.breached_on for item in agreement.items.all()) if agreement is not None else ()
    return max((day for day in days if day is not None), default=None)


def why_not_performed_then(track, told: dict) -> dict[str, str]:
    """What was found not to be kept was not done before that day."""
    found = told["item"].breached_on
    if found is None or told["performed_on"] >= found:
        return {}
    return {
        "performed_on": f"这一项 {found} 认定没有履行，履行日期不能更早；以前已经履行、认定有误的，先更正认定未履行。"
    }


def why_not_performed_before(track, told: dict) -> dict[str, str]:
    """A finding is wrong only where the promise was kept before that day."""
    found = told["item"].breached_on
    if told["performed_on"] < found:
        return {}
    return {"performed_on": f"这一项 {found} 认定没有履行；这一天起才履行的，认定无误，用“记录履行”。"}


def why_not_performing(track, told: dict) -> dict[str, str]:
    """Why the agreement is not kept as it says by the day of a visit, as the record has it; empty if it may be."""
    if told.get("performing") != PERFORMS:
        return {}
    on = told["visited_on"]
    for item in track.agreement.items.all():
        if item.due_on < on and (item.performed_on is None or item.performed_on > on):
            late = f"第{item.position}项 {item.due_on} 到期，到这一天没有履行的记录"
            return {"performing": f"{late}：已经履行的，先“记录履行”；没有履行的，选“没有按协议履行”。"}
    return {}


def performing_by_record(track, on) -> str:
    """Whether it is kept, where the record says so: all that was promised is done."""
    return PERFORMS if is_performed(track) else ""
