"""What only a key area can say of itself."""

from governance.cases.registry import Described

from ..models import KeyArea


def describe(area: KeyArea) -> Described:
    """What it is about, why it came to it, and how the last re-check rated the effect."""
    facts = [("主要问题", area.get_problem_display())]
    if area.effect:
        facts.append(("成效", area.get_effect_display()))
    texts = [("情况", area.summary), *([("成因", area.cause)] if area.cause else [])]
    return Described([area.get_subject_display()], facts, texts)
