"""How petitioners are told and served, and who was asked."""

from governance.cases.workflow import Fact
from governance.frame.days import office_day

from ..vocabulary import TOLD_BY
from .procedure import is_simplified

# Who writes is written to by the same way.
TOLD_AS_THEY_CAME = {"letter": "post", "fax": "fax", "email": "electronic", "online": "electronic"}


def _matter(row):
    """The petition that a row is about: its own, or the one whose answer is reviewed."""
    return getattr(row, "matter", row)


def why_told(row, told_by: str) -> str:
    """Why they cannot have been told that way, or nobody could be told; empty if the record says so too (art. 23)."""
    petition = _matter(row)
    if told_by == "phone" and not is_simplified(petition):
        return "按普通程序办理的应当书面告知信访人，只有简易办理的可以电话告知。"
    if told_by == "unclear" and not petition.address_unclear:
        return "登记的姓名、住址是清楚的，应当书面告知信访人；确实不清的，请先更正登记内容。"
    return ""


def likely_told(row, on) -> str:
    """By which way people are likeliest told, as the record has it: how they came, and where they can be written to."""
    petition = _matter(row)
    if petition.address_unclear:
        return "unclear"
    if petition.channel == "phone" and is_simplified(petition):
        return "phone"
    # Only where people came to, and on that day, are they still there.
    came = petition.channel == "visit" and petition.opened_at is not None and office_day(petition.opened_at) == on
    if came and petition.sender_unit_id is None:
        return "on_the_spot"
    if petition.channel in TOLD_AS_THEY_CAME:
        return TOLD_AS_THEY_CAME[petition.channel]
    return "post" if any(each.address for each in petition.petitioners) else ""


TOLD = Fact(
    "told_by",
    "告知方式",
    "choice",
    choices=TOLD_BY,
    refuted=why_told,
    begins=likely_told,
    presumed="先填好的，是按提出的形式推定的，请核对。",
)

# Who was told there and then is served in person; the rest as they were told.
SERVED_AS_TOLD = {"on_the_spot": "direct", "post": "post", "electronic": "electronic"}


def likely_served(row, on) -> str:
    """By which way the answer is likeliest served, as the record has it."""
    return SERVED_AS_TOLD.get(likely_told(row, on), "")


def likely_received(row, on):
    """The day of service where it is most often this one: on which day a letter arrives its receipt says (art. 35)."""
    return None if likely_served(row, on) == "post" else on


def address_is_known(petition) -> bool:
    return not petition.address_unclear


def was_accepted(petition) -> bool:
    return petition.accepted_on is not None


def was_served(petition) -> bool:
    return petition.served_on is not None


def spares_the_notice(petition, told: dict) -> bool:
    """True if whoever was registered with a name and an address would be told of nothing."""
    return bool(told.get("unclear")) and not petition.address_unclear


def who_asked(row, on) -> str:
    """Who asked, if it is one person and everybody who knows of the matter may know who."""
    petition = _matter(row)
    asked = petition.petitioners
    return asked[0].name if len(asked) == 1 and not petition.is_restricted else ""


def organ_heard(row):
    """The organ that made the opinion about which a hearing is held: of a review that of what is reviewed."""
    return row.lead_unit if row is _matter(row) else row.answering_unit


def two_sides(row, on) -> list[dict[str, str]]:
    """Between whom a hearing is held, as far as the record says: who asked, and the organ that made the opinion."""
    name = who_asked(row, on)
    asked = [{"side": "petitioner", "name": name}] if name else []
    return [*asked, {"side": "organ", "name": organ_heard(row).short_name}]
