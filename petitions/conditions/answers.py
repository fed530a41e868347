"""What is asked of the answer to a petition: who gives it, on what it rests, what is carried out of it."""

from governance.cases.workflow import Fact

from .routing import SHORTEST_ROUTE

# How a petition ends where the parties have agreed (art. 33).
BY_AGREEMENT = ("mediated", "settled")
# What sends it back to be handled anew, whoever writes that down.
REVOKED = ("redo", "record_revoked")


def ends_with_opinion(petition) -> bool:
    """A handling opinion is issued under art. 31 item six; everything else is answered."""
    return petition.petition_class == "appeal_request" and petition.route == "handling"


def is_answered_otherwise(petition) -> bool:
    return not ends_with_opinion(petition)


def may_be_replied_to(petition) -> bool:
    """What was put forward on another platform may be answered there, without an opinion in the form of art. 32."""
    return is_answered_otherwise(petition) or petition.is_answered_elsewhere


def is_supported(petition) -> bool:
    """What was found right is carried out, and somebody sees to it (art. 32); so is what was adopted (art. 29)."""
    return petition.outcome == "supported" or (petition.adopted in ("whole", "part") and bool(petition.execution_days))


def is_appeal(petition) -> bool:
    """Only where two sides dispute something there is anything to mediate (art. 33)."""
    return petition.petition_class == "appeal_request"


def why_not_finished(petition, ground: str) -> str:
    """Why it has not ended that way; empty where it has (《山东省信访条例》第四十六条)."""
    if ground in BY_AGREEMENT and not is_appeal(petition):
        return "只有申诉求决类事项可以因调解、和解办结（《信访工作条例》第三十三条），其他的依法答复。"
    if ground == "mediated" and not petition.is_mediated:
        return "没有从这件事项转出、已经化解的矛盾纠纷；用“转矛盾纠纷调解”交调解组织，化解以后再办结。"
    if ground == "settled" and petition.last_taken("write_settlement", *REVOKED) != "write_settlement":
        return "还没有和解协议书；双方自行和解的，先“制作和解协议书”，签字以后再办结。"
    return ""


def organ_above(petition, on) -> str:
    """The organ one level up from the one that decides (art. 35), where it is known."""
    return petition.lead_unit.organ_above


def whoever_decides(petition, on) -> str:
    """The organ that decides, which most often carries out what it supports (art. 32)."""
    return petition.lead_unit.name


def has_no_review_open(petition) -> bool:
    """No organ above still looks at what was decided (art. 35, 36)."""
    return not petition.parts.filter(closed_at=None).exists()


def has_no_recheck_open(review) -> bool:
    """The recheck of what this review decided has ended, or nobody asked for one (art. 36)."""
    return not review.reviews.filter(closed_at=None).exists()


def shares_together(petition, on) -> str:
    """What the organs that were asked have answered, each by its name: what one answer to all is made of (art. 24)."""
    return "\n".join(f"{share.organ}：{share.said}" for share in petition.shares if share.said)


def why_not_above(petition, organ: str) -> str:
    """No organ reviews what it decided itself (art. 35); empty if another one is named."""
    decided, named = petition.lead_unit, "".join(organ.split())
    if decided.name in named or named.startswith(decided.short_name):
        return f"复查机关是原办理机关的上一级机关、单位，不能是作出处理意见的{decided.short_name}（第三十五条）。"
    return ""


def why_repeated(petition, told: dict) -> dict[str, str]:
    """What of a new opinion only repeats the revoked one, by its fact: the same facts do not carry the same result."""
    revoked = petition.revoked_opinion
    if revoked is None or told["outcome"] != revoked["outcome"]:
        return {}
    if squeezed(told["facts"]) == squeezed(revoked["facts"]):
        return {"facts": "事实和理由与被撤销的处理意见相同，不得以同一事实和理由作出与原处理意见相同的处理意见。"}
    if not told.get("new_facts"):
        return {"new_facts": "结论与被撤销的处理意见相同的，请写明据以作出结论的新的事实和理由。"}
    return {}


def squeezed(words: str) -> str:
    """The words without spaces and signs, as two texts are compared."""
    return "".join(sign for sign in words if sign.isalnum())


def why_not_new(petition, words: str) -> str:
    """Why these words are no new facts; empty if they say something."""
    return "" if len(squeezed(words)) >= SHORTEST_ROUTE else "请具体写明新的事实和理由。"


def wants_new_facts(petition) -> bool:
    """True if it was answered before: an opinion was revoked, or a recheck has had the last word."""
    return petition.revoked_opinion is not None or petition.is_concluded_matter


NEW_FACTS = Fact(
    "new_facts",
    "新的事实和理由",
    "long",
    required=False,
    refuted=why_not_new,
    asked_where=wants_new_facts,
    help="撤销后重新处理、结论仍然相同的，重复反映复核终结的事项的填写：同一事实和理由不能作出相同的意见，也不再受理",
)
