"""How papers of a petition speak of who brought it, and of its form, day and place (信访工作条例, 2022)."""

from typing import Any

from governance.cases.models import Participant
from governance.cases.papers.issue import Issuing
from governance.frame.days import office_day
from governance.frame.wording import in_figures

# The forms in the words of art. 17; e-mail is one of the ways over the network.
FORMS = {
    "visit": "走访",
    "letter": "书信",
    "phone": "电话",
    "fax": "传真",
    "email": "信息网络",
    "online": "信息网络",
}
NAMES_AT_MOST = 3
# art. 31, items one to five
WAYS = {
    "litigation": ("一", "诉讼、复议、刑事立案、法律监督或者公安机关法律程序"),
    "arbitration": ("二", "仲裁程序"),
    "party_appeal": ("三", "党员申诉、申请复审程序"),
    "administrative": ("四", "行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序"),
}


def matter_of(case):
    """The petition that a paper is about: the case itself, or the one of which a review or recheck is a part."""
    return case.matter if case.kind in ("review", "recheck") else case


def petitioner(issuing: Issuing) -> dict[str, Any]:
    """Name, form of address, day and form of the petition; no phone and no ID number (PIPL art. 6)."""
    petition = matter_of(issuing.case)
    people = petition.petitioners
    asking = petition.asking
    return {
        "信访人": names_of(people, asking),
        "称谓": "你们" if asking > 1 else "你",
        "收到日期": office_day(petition.opened_at),
        "信访形式": FORMS[petition.channel],
    }


def names_of(people: list[Participant], count: int) -> str:
    named = "、".join(person.name for person in people[:NAMES_AT_MOST])
    total = max(count, len(people))
    return f"{named}等{total}人" if named and total > min(len(people), NAMES_AT_MOST) else named or "信访人"


def address_of(petition) -> str:
    return next((person.address for person in petition.petitioners if person.address), "未提供")


def clock_of(petition, term: str):
    """The running clock of the petition, by which papers speak of a term and its end."""
    return petition.clocks.filter(term_code=term, ended_at=None).select_related("term").first()


def due_of(petition, term: str) -> str:
    """The day on which a running clock of the petition ends."""
    clock = clock_of(petition, term)
    return clock.due_said(in_figures) if clock else ""
