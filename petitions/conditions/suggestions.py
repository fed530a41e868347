"""What is asked of a suggestion (建议意见): whether it was studied, adopted and carried out."""


def is_suggestion(petition) -> bool:
    return petition.petition_class == "suggestion"


def why_not_adopted(petition, adopted: str) -> str:
    """Why this is not said here: only suggestions are adopted (art. 29); empty if it may be."""
    return "" if is_suggestion(petition) else "只有建议意见类事项才填写采纳情况（第二十九条）。"


def wants_adoption(petition) -> bool:
    """True where it has to be said whether a suggestion is adopted; what another platform answered says it its way."""
    return is_suggestion(petition) and not petition.is_answered_elsewhere


def is_studied(petition) -> bool:
    """True unless it is a suggestion that nobody has studied: first it is, then it is answered (art. 29)."""
    return not wants_adoption(petition) or petition.last_taken("study") != ""


def studied_as(petition, on) -> str:
    """What whoever studied it last thought of it."""
    return petition.studied_as


def why_not_carried_out(petition, told: dict) -> dict[str, str]:
    """What is missing of when a suggestion is carried out, by the fact: what is adopted is, what is not is not."""
    if wants_adoption(petition) and not told.get("adopted"):
        return {"adopted": "请选择采纳情况：建议意见应当研究论证，科学合理的采纳或者部分采纳（第二十九条）。"}
    is_adopted = told.get("adopted") in ("whole", "part")
    if is_adopted and not told.get("execution_days") and wants_adoption(petition):
        return {"execution_days": "采纳的，请写明答复送达后多少日内落实；已经落实的，写 1。"}
    if told.get("execution_days") and not is_adopted:
        return {"execution_days": "采纳、部分采纳建议意见的才填写落实期限。"}
    return {}
