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


# Where what a matter says stands; what stands there already was asked about when it was written.
SAID_IN = ("title", "summary", "facts_and_reasons")


def why_accusing(case, written: list[str], *, named: str = "") -> dict[str, str]:
    """Why what somebody wrote does not go into the case unasked; empty where it may.

    Into a matter that many read goes no accusation, and into an accusation nobody's name who reads it and may be
    accused by it, but for those who are ``named`` as accused at once.
    """
    said = " ".join(written)
    stands = " ".join(str(getattr(case, name, "")) for name in SAID_IN)
    if case.is_restricted:
        return _why_named(case.named_beside(said, f"{stands} {named}"))
    known = words_in(stands)
    found = [word for word in words_in(said) if word not in known]
    if not found:
        return {}
    asked = f"写到“{found[0]}”，办理这件事项的人都看得到。检举控告的，不写在这里，另行登记为信访件，选“检举控告”"
    return {"not_accusing": f"{asked}（《信访工作条例》第三十条）；不是的，请勾选这一项。"}


def _why_named(names: list[str]) -> dict[str, str]:
    if not names:
        return {}
    asked = f"文中提到{'、'.join(names)}。被检举控告的，先在被检举控告的单位、人员中补充写明，再记在这里"
    return {"not_accusing": f"{asked}（《信访工作条例》第三十条）；不是被检举控告人的，请勾选这一项。"}
