"""What nothing that is measured may reward: fewer petitions are no merit (信访工作条例 art. 46)."""

PETITIONS = ("信访", "上访", "访量")
FEWER = ("减少", "下降", "降低", "零上访", "零信访", "无上访", "不发生")
ARTICLE = "《信访工作条例》第四十六条，不得压访、堵访"


def rewards_fewer_petitions(text: str) -> bool:
    """True if the words of an item or a target are met by having fewer petitions."""
    return any(word in text for word in PETITIONS) and any(word in text for word in FEWER)
