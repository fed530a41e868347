"""The words of a hazard (隐患) and the questions its steps ask of it. Plain Python."""

from governance.frame.rows import choices_of

NATIONAL, CHOICES = choices_of("governance.cases"), choices_of("security")

# 隐患类型 and 涉及区域类型 of GB/T 31000-2015.
KINDS, PLACES = NATIONAL["hazard_kinds"], NATIONAL["hazard_places"]
SOURCES = CHOICES["hazards.sources"]
GRADES = (("general", "一般隐患"), ("grave", "重大隐患"))
REFUSALS = (("untrue", "经核实不存在"), ("elsewhere", "已由其他途径处理"), ("not_ours", "不属于本县管辖"))
LISTINGS = (("listed", "挂牌督办"), ("delisted", "已解除挂牌"))
# The kinds that are not set right without a picture that shows it.
SHOWN = frozenset(("fire", "chemical", "production", "building", "road"))
RECTIFY = ("hazard.rectify",)
DUTIES = ("hazard.notice", *RECTIFY, "hazard.recheck")


COUNTY_RULE = "本县隐患排查整改办法"
# The statute under which a department orders a hazard of that kind to be set right, and supervises it by name.
ORDER_LAWS = {
    "production": "《中华人民共和国安全生产法》第六十五条",
    "fire": "《中华人民共和国消防法》第五十四条",
}
LISTING_LAWS = {"production": "《中华人民共和国安全生产法》第四十一条"}


def law_of(hazard, laws: dict[str, str], *, by_department: bool) -> str:
    """What an order or a listing rests on: the statute of its kind where a department acts, else the county's rule."""
    return laws.get(hazard.hazard_kind, COUNTY_RULE) if by_department else COUNTY_RULE


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
    return not is_listed(hazard)


def is_grave(hazard) -> bool:
    """Only grave ones are listed by name."""
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
