"""Words of which an accusation is made (信访工作条例 art. 30): what holds one goes nowhere unasked. Plain Python."""

WORDS = (
    *("检举", "控告", "贪污", "贪腐", "受贿", "索贿", "行贿", "收受", "收红包", "收回扣", "吃回扣", "好处费"),
    *("挪用公款", "私分", "截留", "虚报冒领", "优亲厚友", "以权谋私", "徇私", "滥用职权", "玩忽职守", "渎职"),
    *("礼金", "吃拿卡要", "包庇", "保护伞"),
)


def words_in(text: str) -> list[str]:
    """Those of the words that stand in the text, in their order here."""
    return [word for word in WORDS if word in text]
