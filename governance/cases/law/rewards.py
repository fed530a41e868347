"""What nothing that is measured may reward: fewer petitions (信访工作条例 art. 46), or points of residents."""

import re

from governance.frame.names import plain

PETITIONS = ("信访", "上访", "访量")
FEWER = ("减少", "下降", "降低", "零上访", "零信访", "无上访", "不发生")
ARTICLE = "《信访工作条例》第四十六条，不得压访、堵访"
# Targets that are met by having fewer petitions, by the names they go by; an estate without a manager is none of them.
TARGETS = re.compile(
    r"三无(?!小区|楼院|院落|产品|人员|船舶)|一控制两下降|一控双降|零进京|零非访|停访|息访"
    r"|(越级|进京|赴京|进省|赴省|集体|非正常)(上)?访.{0,8}"
    r"(为零|为0|零发生|控制在|不超过|少于|压减|减量|清零)"
)
RESIDENTS = re.compile(r"(群众|居民|村民|住户|个人|市民).{0,8}积分|积分.{0,8}(群众|居民|村民|住户|个人|市民)")
NO_COUNT = f"信访事项的数量不得作为考核得分的依据（{ARTICLE}）。"


def rewards_fewer_petitions(text: str) -> bool:
    """True if the words of an item or a target are met by having fewer petitions."""
    text = plain(text)
    fewer = any(word in text for word in PETITIONS) and any(word in text for word in FEWER)
    return fewer or TARGETS.search(text) is not None


def marks_residents(text: str) -> bool:
    """True if the words of an item speak of points that residents collect."""
    return RESIDENTS.search(plain(text)) is not None
