"""What the steps of a hazard ask of it. Plain Python."""

from .vocabulary import SHOWN


def is_where_it_was_found(hazard) -> bool:
    """True while the unit that found it has it still."""
    return hazard.lead_unit_id == hazard.first_unit_id


def wants_photo(hazard) -> bool:
    """True for a kind whose setting right can be seen."""
    return hazard.hazard_kind in SHOWN


def is_listed(hazard) -> bool:
    """True while it is supervised by name (挂牌督办)."""
    return hazard.listed_on is not None and hazard.delisted_on is None


def is_not_listed(hazard) -> bool:
    """True before it is listed by name, and after that has ended."""
    return not is_listed(hazard)


def is_grave(hazard) -> bool:
    """True of a grave one: only these are listed by name."""
    return hazard.grade == "grave"


def is_undertaken(hazard) -> bool:
    """True where the unit sets right what nobody ordered it to: no day of it is another's."""
    return hazard.last_taken("order", "undertake") == "undertake"


def is_checked_above(hazard) -> bool:
    """Those who supervise it by name look at it again, and at a grave one that its own unit has set right."""
    return is_listed(hazard) or (is_grave(hazard) and is_undertaken(hazard))


def is_graded_down(hazard, facts: dict) -> bool:
    """True where what was found grave is said to be less."""
    return is_grave(hazard) and facts["grade"] != "grave"


def why_graded_down(hazard, grade: str) -> str:
    """Why the unit that must set it right does not say that it is less; empty if it does not."""
    lowered = is_graded_down(hazard, {"grade": grade})
    return "登记为重大隐患的，整改的单位不能自己改为一般隐患。" if lowered else ""
