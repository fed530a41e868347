"""What is asked of an accusation (检举控告) and of the discipline organ that deals with it."""

DISCIPLINE = "discipline"


def is_accusation(petition) -> bool:
    return petition.petition_class == "accusation"


def is_not_accusation(petition) -> bool:
    return not is_accusation(petition)


def is_under_discipline(petition) -> bool:
    """True for an accusation that a discipline organ deals with: it follows the rules of that organ (art. 30)."""
    return petition.petition_class == "accusation" and petition.lead_unit.kind == "discipline"


def is_named_accusation(petition) -> bool:
    """True for the first accusation by somebody who can be told what becomes of it, at a discipline organ."""
    told = not petition.is_repeat and not petition.address_unclear
    return told and is_under_discipline(petition) and bool(petition.petitioners)


def was_sent_down(petition) -> bool:
    """True for an accusation that one discipline organ has sent to another."""
    return is_under_discipline(petition) and petition.sent_by.kind == "discipline"


def why_not_discipline(petition, told: dict) -> dict[str, str]:
    """Why an accusation does not go from a petition department to that organ, by the fact (art. 22 para 2).

    What discipline organs take in goes to the one under whose authority the accused stand; to another organ that is
    competent (art. 30 para 1) where it is said why.
    """
    unit = told["to_unit"]
    if petition.lead_unit.kind != "petition_office" or is_not_accusation(petition):
        return {}
    if unit.kind == DISCIPLINE:
        above = petition.is_managed_by(unit)
        return {} if above else {"to_unit": "按照管理权限转送：被检举控告的单位不在这个纪检监察机关的管理范围内。"}
    if (told.get("other_organ") or "").strip():
        return {}
    said = "属于纪检监察机关受理的检举控告，应当按照管理权限转送有关纪检监察机关（第二十二条第二款）"
    return {"other_organ": f"{said}；由其他有权处理的机关办理的，写明理由。"}
