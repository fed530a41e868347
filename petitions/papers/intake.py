"""What is told and sent on after registration: 告知书 of several kinds, 转送函、交办函 (art. 19, 22 to 24)."""

from typing import Any

from governance.cases.law.in_force import term_for, with_lengths
from governance.cases.models import spelled
from governance.cases.papers.issue import Issuing, Text
from governance.frame.days import office_day
from governance.frame.wording import in_figures, one_line

from ..conditions.procedure import is_simplified
from .wording import WAYS, address_of, clock_of, due_of, petitioner

CONFIDENTIAL = (
    "本事项属于检举控告类。根据《信访工作条例》第三十条第三款，不得将信访人的检举、揭发材料以及有关情况"
    "透露或者转给被检举、揭发的人员或者单位。"
)
# Whoever comes in person comes to the organ that is competent, or to the one above it (art. 20 para 1).
WHERE_TO_GO = (
    "再走访反映该事项的，请到{organ}或者其上一级机关、单位设立、指定的接待场所（《信访工作条例》第二十条第一款）；"
    "接待的地点和时间向社会公布。"
)
# Where it is settled which of several organs leads, or which one takes on what another left.
SETTLED = ("settle_lead", "decide_lead")
# What a unit did that another one deals with it now.
PASSED_ON = {"transfer": "转送", "assign_with_report": "交办", "hand_on": "移交"}
REFUSAL_ARTICLES = {
    "competence": "《信访工作条例》第二十三条第一款",
    "pending": "《信访工作条例》第十九条第三款",
    "legal_route": "《信访工作条例》第三十一条",
    "concluded": "《信访工作条例》第三十六条第三款",
}


def _way(petition, you: str) -> str:
    """How an accepted petition goes on, by class and route (art. 29 to 31, 34)."""
    if petition.petition_class == "suggestion":
        return (
            "经审查，该事项属于建议意见类。根据《信访工作条例》第二十三条、第二十九条的规定，本单位予以受理，将认真"
            f"研究论证；科学合理、具有现实可行性的，予以采纳或者部分采纳，并向{you}回复。"
        )
    if petition.petition_class == "accusation":
        return (
            "经审查，该事项属于检举控告类。根据《信访工作条例》第二十三条、第三十条的规定，本单位予以受理，将依规"
            f"依纪依法办理和反馈，并对{you}的检举、揭发材料以及有关情况严格保密。"
        )
    if petition.route in WAYS:
        if petition.route == "litigation":
            return (
                "经审查，该事项涉及诉讼权利救济。根据《信访工作条例》第二十三条、第二十八条第二款、第三十一条第一项的规定，"
                "从普通信访中分离出来，由本单位依照法律规定的程序处理，处理的期限和救济途径依照该程序的规定。"
            )
        item, way = WAYS[petition.route]
        return (
            f"经审查，该事项应当通过{way}处理。根据《信访工作条例》第二十三条、第三十一条第{item}项的规定，本单位"
            "予以受理，按照相应的法定程序处理。"
        )
    if petition.route == "duty":
        return (
            "经审查，该事项属于申请查处违法行为、履行保护人身权或者财产权等合法权益职责。根据《信访工作条例》"
            "第二十三条、第三十一条第五项的规定，本单位予以受理，依法履行职责或者作出答复。"
        )
    if is_simplified(petition):
        return (
            "经审查，该事项属于本单位职权范围，适用简易办理程序。根据《信访工作条例》第二十三条、第三十一条第六项和"
            f"《信访事项简易办理办法（试行）》的规定，本单位予以受理，{_in_time(petition, 'petition.simple_handle')}"
            "作出处理意见。"
        )
    return (
        "经审查，该事项属于本单位职权范围。根据《信访工作条例》第二十三条、第三十一条第六项、第三十四条的规定，"
        f"本单位予以受理，将听取{you}陈述事实和理由并调查核实，{_in_time(petition, 'petition.handle')}"
        f"办结，出具信访处理意见书。情况复杂的，经本单位负责人批准，可以延长办理期限，"
        f"{with_lengths('延长期限不超过{petition.handle+}', petition.accepted_on)}，并书面告知{you}延期理由。"
    )


def _in_time(petition, term: str) -> str:
    """How long the unit has from acceptance, and until when: as the clock of the petition counts it."""
    clock = clock_of(petition, term)
    length = spelled(clock.amount, clock.unit) if clock else term_for(term, petition.accepted_on).length
    day = clock.due_said(in_figures) if clock else ""
    return f"自受理之日起{length}内{f'（至{day}）' if day else ''}"


def _acceptance(issuing: Issuing) -> dict[str, Any]:
    words = petitioner(issuing) | _ask_at(issuing)
    paragraphs = [_way(issuing.case, words["称谓"]), issuing.facts.get("note") or ""]
    return words | {"受理日期": issuing.case.accepted_on, "处理途径和程序": "\n".join(filter(None, paragraphs))}


def _non_acceptance(issuing: Issuing) -> dict[str, Any]:
    return petitioner(issuing) | {
        "依据": REFUSAL_ARTICLES[issuing.facts["ground"]],
        "不予受理理由": "\n".join(filter(None, (issuing.facts["reason"], _concluded(issuing)))),
        "下一步途径": issuing.facts["next_route"],
    }


def _ask_at(issuing: Issuing) -> dict[str, str]:
    """Where one can ask how the matter stands (art. 18, 21): who took it in and who deals with it."""
    units = (issuing.case.first_unit.name, issuing.case.lead_unit.name)
    return {"查询单位": "或者".join(dict.fromkeys(units))}


def _merging(issuing: Issuing) -> dict[str, Any]:
    into = issuing.facts["into"]
    return petitioner(issuing) | {
        "并入事项编号": into.number,
        "并入事项收到日期": office_day(into.opened_at),
        "办理单位": into.lead_unit.name,
        "并案理由": issuing.facts["note"],
    }


def _withdrawal(issuing: Issuing) -> dict[str, Any]:
    """To all who withdrew, or to the one of several after whom it goes on."""
    words = petitioner(issuing) | {"撤回理由": issuing.facts["reason"], "以后的办理": "本单位不再办理该事项。"}
    person = issuing.facts.get("person")
    if person is None:
        return words
    going_on = "共同提出该事项的其他信访人没有撤回，本单位继续办理，办理情况不再告知你。"
    return words | {"信访人": person.name, "称谓": "你", "以后的办理": going_on}


def _is_told(issuing: Issuing) -> bool:
    """True if there is somebody to whom a paper can be given."""
    return issuing.facts.get("told_by") != "unclear"


def _concluded(issuing: Issuing) -> str:
    number = issuing.facts.get("opinion_number")
    return f"该事项已经复核终结（复核意见书：{one_line(number)}）。" if number else ""


def _information(issuing: Issuing) -> dict[str, Any]:
    """The paper of art. 23: who deals with the matter and how; one's own unit, one that it was sent to, or another to
    be turned to.
    """
    if "to_unit" in issuing.facts:
        return _whereabouts(issuing)
    turned_away = issuing.event.step == "inform"
    organ = one_line(issuing.facts["organ"])
    sentence = f"请向有权处理该事项的{organ}提出。" if turned_away else f"该事项由{organ}接收处理。"
    words = petitioner(issuing) | _ask_at(issuing)
    return words | {"处理单位": organ, "告知内容": f"{issuing.facts['next_route']}\n{sentence}"}


def _materials(issuing: Issuing) -> dict[str, Any]:
    """What is missing, and until when: the running days are those that this step started."""
    needed = {"需要补充的材料": issuing.facts["materials"], "补充日期": due_of(issuing.case, "petition.materials")}
    return petitioner(issuing) | _ask_at(issuing) | needed


def _led(issuing: Issuing) -> dict[str, Any]:
    """Who leads where several organs are concerned, or takes on what an organ dealt with that is no more (art. 24)."""
    words, organ = petitioner(issuing) | _ask_at(issuing), issuing.facts["to_unit"].name
    if issuing.facts["ground"] == "designated":
        sentence = f"应当处理该事项的机关、单位已经分立、合并或者撤销，现已明确由{organ}受理并答复{words['称谓']}。"
        return words | {"处理单位": organ, "告知内容": sentence, "依据": "《信访工作条例》第二十四条第二款"}
    sentence = f"该事项涉及几个机关、单位，现已明确由{organ}受理，牵头办理并统一答复{words['称谓']}。"
    return words | {"处理单位": organ, "告知内容": sentence, "依据": "《信访工作条例》第二十四条第一款"}


def _whereabouts(issuing: Issuing) -> dict[str, Any]:
    if issuing.event.step in SETTLED:
        return _led(issuing)
    words, organ = petitioner(issuing) | _ask_at(issuing), issuing.facts["to_unit"].name
    sentence = f"该事项由本单位{PASSED_ON[issuing.event.step]}{organ}处理。"
    if issuing.case.petition_class != "accusation":
        days = term_for("petition.notice_transferred", issuing.on).length
        sentence += f"该单位自收到之日起{days}内书面告知{words['称谓']}接收情况以及处理途径和程序。"
    if issuing.case.channel == "visit":
        sentence += WHERE_TO_GO.format(organ=organ)
    return words | {"处理单位": organ, "告知内容": sentence}


def _letter(issuing: Issuing) -> dict[str, Any]:
    petition = issuing.case
    is_accusation = petition.petition_class == "accusation"
    return petitioner(issuing) | {
        "收文单位": issuing.facts["to_unit"].name,
        "住址": address_of(petition),
        "概况": petition.summary,
        "转送意见": issuing.facts.get("reason"),
        "保密要求": CONFIDENTIAL if is_accusation else "",
        "告知期限": term_for("petition.notice_transferred", issuing.on).length,
        "异议期限": term_for("petition.objection", issuing.on).length,
    }


def _transfer(issuing: Issuing) -> dict[str, Any]:
    words = _letter(issuing)
    if issuing.event.step == "hand_on":
        return words | {"依据": "《信访工作条例》第二十四条"}
    if words["保密要求"]:
        return words | {"依据": "《信访工作条例》第二十二条、第三十条"}
    return words


def _assignment(issuing: Issuing) -> dict[str, Any]:
    return _letter(issuing) | {"反馈日期": due_of(issuing.case, "petition.assign_report")}


TEXTS = {
    "acceptance_notice": Text(_acceptance),
    "non_acceptance_notice": Text(_non_acceptance),
    "inform_notice": Text(_information, _is_told),
    "materials_notice": Text(_materials, _is_told),
    "merge_notice": Text(_merging, _is_told),
    "withdrawal_notice": Text(_withdrawal, _is_told),
    "transfer_letter": Text(_transfer),
    "assignment_letter": Text(_assignment),
}
