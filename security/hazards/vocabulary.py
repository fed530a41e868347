"""The words of a hazard (隐患). Plain Python."""

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
