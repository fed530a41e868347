"""Words of which an accusation is made (信访工作条例 art. 30): what holds one goes nowhere unasked. Plain Python."""

from governance.frame.names import plain

WORDS = (
    *("检举", "控告", "贪污", "贪腐", "受贿", "索贿", "行贿", "收受", "收红包", "收回扣", "吃回扣", "好处费"),
    *("挪用公款", "私分", "截留", "虚报冒领", "优亲厚友", "以权谋私", "徇私", "滥用职权", "玩忽职守", "渎职"),
    *("礼金", "吃拿卡要", "包庇", "保护伞"),
    # Who reads the citizens' pages in English writes so.
    *("bribe", "corrupt", "embezzle", "kickback", "accuse"),
)


def words_in(text: str) -> list[str]:
    """Those of the words that stand in the text, in their order here, in older signs, set wide or apart too."""
    said = plain(text)
    return [word for word in WORDS if word in said]


def why_accusing(case, told: dict) -> dict[str, str]:
    """Why what somebody said is not written into a matter that many read, by the fact; empty where it may be.

    What stands in the matter already was asked about when it was written.
    """
    if case.is_restricted or told.get("not_accusing"):
        return {}
    said = {name: value for name, value in told.items() if isinstance(value, str)}
    stands = {word for name in said for word in words_in(str(getattr(case, name, "")))}
    found = [word for word in words_in(" ".join(said.values())) if word not in stands]
    if not found:
        return {}
    asked = f"写到“{found[0]}”，办理这件事项的人都看得到。检举控告的，不写在这里，另行登记为信访件，选“检举控告”"
    return {"not_accusing": f"{asked}（《信访工作条例》第三十条）；不是的，请勾选这一项。"}
