"""For whom a petition ends: who withdraws it, settles it, or is no more."""

from governance.cases.workflow import Fact


def several_came(petition) -> bool:
    return petition.people_count > 1


def why_not_by_all(petition, told: dict) -> dict[str, str]:
    """Why the matter does not end with this withdrawal; empty where all who put it forward have withdrawn."""
    count = petition.asking
    if count == 1 or told.get("by_all"):
        return {}
    sentence = (
        f"这一事项还有 {count} 人提出，其中有人撤回的，其他人的请求继续办理。"
        "都已撤回的，请勾选这一项，并附上每个人的申请或者经其确认的记录。"
    )
    return {"by_all": sentence}


def why_not_over_for_all(petition, told: dict) -> dict[str, str]:
    """Why the matter does not end with what some have agreed to, or with their death; empty where it is over for all
    who put it forward (art. 33)."""
    if petition.asking == 1 or told.get("for_all"):
        return {}
    sentence = (
        f"这一事项还有 {petition.asking} 人提出，其中有人达成协议、死亡或者终止的，其他人的请求继续办理、答复。"
        "都是的，请勾选这一项，并附上每个人签字的协议或者证明。"
    )
    return {"for_all": sentence}


def why_nobody_is_left(petition, told: dict) -> dict[str, str]:
    """Why the one cannot leave while the others go on; empty where somebody is still named."""
    if len(petition.petitioners) > 1:
        return {}
    sentence = "登记了姓名的信访人只剩这一位，撤回以后没有人可以告知、答复。都已撤回的，用“信访人撤回”。"
    return {"person": sentence}


def has_not_asked_to_withdraw(petition) -> bool:
    return petition.asked_to_withdraw is None


def wants_application(petition) -> bool:
    """True where the application is still to be shown; that of one person over the network stands in the history."""
    return petition.asked_to_withdraw is None or petition.asking > 1


FOR_ALL = Fact("for_all", "多人提出的，信访人都是这一情形", "flag", required=False, asked_where=several_came)
BY_ALL = Fact("by_all", "多人提出的，信访人都已撤回", "flag", required=False)
