"""Whose illness is nobody's business is not written where others read it (精神卫生法 art. 4). Plain Python.

A hospital, a service or a rule that is called after an illness says of nobody that they have it.
"""

import re

from governance.frame.rows import rows_of

from .accusations import SAID_IN

ARTICLES = {row["word"]: row["article"] for row in rows_of("governance.cases", "illnesses")}
OF_NOBODY = (
    r"(?!(?:患者(?:社区|居家)?|[^，。；、,.;\s]{0,2})"
    r"(?:医院|门诊|专科|科室|中心|机构|防治|卫生|康复|服务|管理|救治|救助|宣传|条例|办法))"
)
ILLNESS = re.compile(f"({'|'.join(ARTICLES)}){OF_NOBODY}")


def why_illness(text: str) -> str:
    """Why the text does not stand so, where it says that somebody has such an illness; empty where it does not."""
    found = ILLNESS.search(text)
    if found is None:
        return ""
    return f"{_secret(found[1])}，只写事情，不写谁患什么病。"


def why_telling(case, written: list[str]) -> dict[str, str]:
    """Why what somebody wrote does not go into the case unasked; empty where it may.

    What the matter itself says of an illness was put forward by whoever brought it, and is written down as it was said.
    """
    stands = " ".join(str(getattr(case, name, "")) for name in SAID_IN)
    known = {found[1] for found in ILLNESS.finditer(stands)}
    told = next((found[1] for found in ILLNESS.finditer(" ".join(written)) if found[1] not in known), "")
    if not told:
        return {}
    return {"illness_needed": f"{_secret(told)}，请改为只写事情；依法履行职责确需写明的，请勾选这一项。"}


def _secret(word: str) -> str:
    return f"写到“{word}”。患者的姓名、住址、病历和能推断出其身份的信息应当保密（{ARTICLES[word]}）"


def why_ill(case, told: dict) -> dict[str, str]:
    """The same of what a step is told, by the fact."""
    said = {name: why_illness(value) for name, value in told.items() if isinstance(value, str)}
    return {name: sentence for name, sentence in said.items() if sentence}
