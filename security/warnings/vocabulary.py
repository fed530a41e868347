"""The words of a warning (预警) and the questions its steps ask of it. Plain Python."""

from governance.frame.rows import choices_of

CHOICES = choices_of("security")

COUNTY_RULE = "本县预警信息发布和传播约定"
# Only governments of a county and above give the alarm of the statute, and only for what it calls foreseeable.
STATUTE, LIFT_STATUTE = (f"《中华人民共和国突发事件应对法》第{number}条" for number in ("六十四", "七十"))
ALARMING = frozenset(("nature", "accident", "health"))
LAW = f"{COUNTY_RULE}；县级人民政府发布警报的，依{STATUTE}"
LIFT_LAW = f"{COUNTY_RULE}；县级人民政府解除警报的，依{LIFT_STATUTE}"
KINDS = CHOICES["warnings.kinds"]
LOW = (("blue", "蓝色"), ("yellow", "黄色"))
GRAVE = (("orange", "橙色"), ("red", "红色"))
LEVELS = (*LOW, *GRAVE)
# Whom it is for, of the units that answer in the area.
WHOM = (("township", "乡镇街道"), ("village", "村和社区"), ("police", "公安机关"), ("department", "部门"))
ISSUE = ("warning.issue",)
CONFIRMS = {code: f"warning.confirm_{code}" for code, _ in LEVELS}
DUTIES = (*ISSUE, *CONFIRMS.values())


def is_grave(warning) -> bool:
    """橙色 and 红色 are signed by a leader."""
    return warning.level in dict(GRAVE)


def has_level(level: str):
    """Whether a warning is of that level."""
    return lambda warning: warning.level == level
