"""Where a petition goes, and whether the organ that holds it takes it on."""

import re

from ..vocabulary import STATUTORY_ROUTES

POLITICAL_LEGAL = ("court", "procuratorate", "police", "justice")
SHORTEST_ROUTE = 6
NOWHERE = ("没有", "无")
OPINION_NUMBER = re.compile(r"\d号")


def came_directly(petition) -> bool:
    """True if no other unit sent it: what was sent goes back to its sender by an objection, and no other way."""
    return petition.sender_unit_id is None


def was_sent(petition) -> bool:
    return petition.sender_unit_id is not None


def routes_anew(petition) -> bool:
    """True if the fifteen days of art. 22 start anew when the material comes back."""
    return petition.routes_anew


def routes_anew_recalled(petition) -> bool:
    """True if the fifteen days of art. 22 start anew when the sender takes the matter back."""
    return petition.routes_anew_recalled


def why_not_refused(petition, ground: str) -> str:
    """Why this ground of refusal does not stand against the record; empty if it does (art. 19, 22, 23, 31, 36)."""
    if ground == "competence":
        return why_competent(petition)
    if ground == "pending" and not petition.is_pending_below:
        return (
            "没有关联到由下级机关、单位已经受理、在规定期限内正在办理的同一信访人的同一事项：第十九条第三款只适用于受理、办理机关的上级。"
            "请先用“关联事项”登记重复反映的那一件；由本单位办理的，继续办理或者并案。"
        )
    if ground == "legal_route" and not may_inform(petition):
        return (
            "信访部门收到的事项应当转送、交办有权处理的机关、单位；涉法涉诉的转送同级政法部门（第二十二条），"
            "不得以应当通过法定途径解决为由不予受理。"
        )
    if ground == "legal_route" and petition.route not in STATUTORY_ROUTES:
        return (
            "登记的办理途径不是诉讼、仲裁、行政复议等法定途径；确应通过法定途径解决的，先用“变更事项性质”改为相应途径。"
        )
    if ground == "concluded" and not petition.was_answered_before:
        return (
            "没有关联到同一信访人已经终结的同一信访事项：还可以请求复查、复核的没有终结；"
            "请先用“关联事项”登记已经复核终结的那一件。"
        )
    return ""


def why_competent(petition) -> str:
    """Why want of competence is no answer here; empty where it is (art. 22, 23)."""
    if not came_directly(petition):
        return (
            "这件事项是转送、交办来的：不属于本单位职权范围的，应当在规定期限内向转送、交办单位提出异议，"
            "经其核实同意后交还（第二十三条第三款），不得以此不予受理。"
        )
    if petition.lead_unit.kind == "petition_office":
        return "信访部门收到的事项应当转送、交办有权处理的机关、单位（第二十二条），不得以不属于职权范围为由不予受理。"
    return ""


def why_no_route(petition, text: str) -> str:
    """Why these words lead nowhere: whoever is turned away is told where to turn to and how (art. 23)."""
    told = text.strip()
    nowhere = len(told) < SHORTEST_ROUTE or told.startswith(NOWHERE)
    return "请写明向哪个机关、按什么程序办理。" if nowhere else ""


def why_no_opinion(petition, number: str) -> str:
    """Why this is not the number of a paper; empty where it is one."""
    return "" if OPINION_NUMBER.search(number) else "请填写复核意见书的文号，例如西信复核〔2025〕12号。"


def why_not_common_superior(petition, told: dict) -> dict[str, str]:
    """Why the organ named does not decide who deals with it, by the fact: it stands above all that are concerned."""
    if told["ground"] != "superior":
        return {}
    concerned = [told["to_unit"], *([petition.lead_unit] if was_sent(petition) else [])]
    beside = next((unit for unit in concerned if not petition.is_under(unit, told["by"])), None)
    if beside is None:
        return {}
    said = f"{told['by'].short_name}不是{beside.short_name}的上一级机关、单位"
    return {"by": f"{said}；受理有争议的，由共同的上一级决定，没有的由信访工作联席会议协调（第二十四条）。"}


def why_not_first(petition, told: dict) -> dict[str, str]:
    """Why the organ named does not lead as the first, by the fact: it holds the matter, or was the first to do so."""
    if told["ground"] != "first" or told["to_unit"].pk in (petition.lead_unit_id, petition.first_unit_id):
        return {}
    said = f"{told['to_unit'].short_name}不是首先收到、受理这件事项的单位；经协商一致的，选“有关单位协商一致”并附记录。"
    return {"ground": said}


def was_sent_by_petition_office(petition) -> bool:
    """True if the petition department received it, whoever deals with it now."""
    return petition.sent_by.kind == "petition_office"


def may_inform(petition) -> bool:
    """A petition department transfers, reports or assigns; it guides only those who come about litigation (art. 22)."""
    if petition.lead_unit.kind != "petition_office":
        return True
    return petition.channel == "visit" and petition.route == "litigation"


def may_accept(petition) -> bool:
    """Matters of litigation are separated from petitions: the political and legal organs deal with them (art. 28)."""
    return petition.route != "litigation" or petition.lead_unit.kind in POLITICAL_LEGAL


def is_not_taken_on(petition) -> bool:
    return petition.accepted_on is None


def why_not_political_legal(petition, unit) -> str:
    """Why it does not go there: what litigation settles goes to a political and legal organ (art. 22, 28)."""
    if petition.route != "litigation" or unit.kind in POLITICAL_LEGAL:
        return ""
    return (
        "涉法涉诉事项转送同级政法部门（第二十二条第二项）："
        "公安机关、人民法院、人民检察院、司法行政机关。登记的办理途径不对的，先用“变更事项性质”改正。"
    )


def within_its_powers(petition, on) -> str:
    """Why it goes where it goes, in the law's words (art. 22), to be said more closely where that is not all."""
    about = f"（{petition.category.said}）" if petition.category else ""
    return f"所反映的事项{about}属于该单位职权范围。"
