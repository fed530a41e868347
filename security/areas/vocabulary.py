"""The words of a key area or outstanding problem (治安重点地区、突出治安问题). Plain Python."""

from governance.frame.rows import choices_of

CHOICES = choices_of("security")

SUBJECTS = (("area", "治安重点地区"), ("problem", "突出治安问题"))
# 治安突出问题 of GB/T 31000-2015.
PROBLEMS = CHOICES["areas.problems"]
EFFECTS = (("good", "好"), ("fairly_good", "较好"), ("fair", "一般"), ("poor", "较差"))
TREAT = ("key_area.treat",)
DUTIES = ("key_area.plan", *TREAT, "key_area.evaluate")


def is_better(area) -> bool:
    """True where the last re-check rated the effect good or fairly good."""
    return area.effect in ("good", "fairly_good")
