"""The words of a key area or outstanding problem (治安重点地区、突出治安问题). Plain Python."""

SUBJECTS = (("area", "治安重点地区"), ("problem", "突出治安问题"))
# 治安突出问题 of GB/T 31000-2015.
PROBLEMS = (
    ("homicide", "命案"),
    ("burglary", "入室盗窃"),
    ("robbery", "抢劫抢夺"),
    ("telecom", "电信诈骗"),
    ("theft", "拎包扒窃"),
    ("vehicle", "偷盗机动车"),
    ("prostitution", "卖淫嫖娼"),
    ("gambling", "赌博"),
    ("trafficking", "拐卖妇女儿童"),
    ("counterfeit", "制假贩假"),
    ("pornography", "制黄贩黄"),
    ("usury", "高利贷"),
    ("forcing", "强买强卖"),
    ("traffic", "交通秩序混乱"),
    ("other", "其他"),
)
EFFECTS = (("good", "好"), ("fairly_good", "较好"), ("fair", "一般"), ("poor", "较差"))
TREAT = ("key_area.treat",)
DUTIES = ("key_area.plan", *TREAT, "key_area.evaluate")


def is_better(area) -> bool:
    """True where the last re-check rated the effect good or fairly good."""
    return area.effect in ("good", "fairly_good")
