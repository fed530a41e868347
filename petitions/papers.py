"""The papers of a petition: which words each says and from where (信访工作条例, 2022)."""

from typing import Any

from governance.cases.law.in_force import term_for, with_lengths
from governance.cases.models import Participant, spelled
from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.frame.days import office_day
from governance.frame.wording import in_figures, one_line

from .vocabulary import SERVED_BY, is_simplified

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
CONFIDENTIAL = (
    "本事项属于检举控告类。根据《信访工作条例》第三十条第三款，不得将信访人的检举、揭发材料以及有关情况"
    "透露或者转给被检举、揭发的人员或者单位。"
)
# art. 31, items one to five
WAYS = {
    "litigation": ("一", "诉讼、复议、刑事立案、法律监督或者公安机关法律程序"),
    "arbitration": ("二", "仲裁程序"),
    "party_appeal": ("三", "党员申诉、申请复审程序"),
    "administrative": ("四", "行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序"),
}
REFUSAL_ARTICLES = {
    "competence": "《信访工作条例》第二十三条第一款",
    "pending": "《信访工作条例》第十九条第三款",
    "legal_route": "《信访工作条例》第三十一条",
    "concluded": "《信访工作条例》第三十六条第三款",
}
REPLY_ARTICLES = {"suggestion": "《信访工作条例》第二十九条", "accusation": "《信访工作条例》第三十条"}
CONCLUSIONS = {
    "supported": "请求事实清楚，符合法律、法规、规章或者其他有关规定，对{you}的请求予以支持。",
    "explained": "请求事由合理但缺乏法律依据，现对{you}的请求作出解释说明。",
    "not_supported": "请求缺乏事实根据或者不符合法律、法规、规章或者其他有关规定，对{you}的请求不予支持。",
}

PETITIONER_WORDS = (
    Word("信访人", "信访人姓名（名称）", "李秀英"),
    Word("称谓", "对信访人的称呼：你，多人时你们", "你", required=False),
    Word("收到日期", "收到信访事项的日期", "2026年11月3日", required=False),
    Word("信访形式", "走访、书信、电话、传真、信息网络", "走访", required=False),
)
ASK_AT = Word("查询单位", "可以向谁查询办理进展和结果", "长安区信访局或者长安区住房和城乡建设局")
ADDRESS = Word("住址", "信访人住址", "长安区韦曲街道凤栖路社区3号楼2单元501室")
SUMMARY = Word("概况", "信访事项概况", "某小区自10月起多次停水，物业未说明原因，影响居民生活。")
ACCEPTED = Word("受理日期", "受理日期", "2026年11月10日")
SECRECY = Word("保密要求", "检举控告类事项的保密要求，其他事项为空", CONFIDENTIAL, required=False)
RECEIVER_DAYS = (
    Word("告知期限", "收文单位在多少日内书面告知信访人", "15日"),
    Word("异议期限", "不属于职权范围的，收文单位在多少日内提出异议", "5个工作日"),
)
ONE_PERSON = "本件由一人承办并签发（一人办理）。"
ALONE = Word("一人办理", "承办和签发是同一人的，注明", ONE_PERSON, required=False)


def _petitioner(issuing: Issuing) -> dict[str, Any]:
    """Name, form of address, day and form of the petition; no phone and no ID number (PIPL art. 6)."""
    petition = issuing.case
    people = _petitioners(petition)
    many = petition.people_count > 1 or len(people) > 1
    return {
        "信访人": _names(people, petition.people_count),
        "称谓": "你们" if many else "你",
        "收到日期": office_day(petition.opened_at),
        "信访形式": FORMS[petition.channel],
    }


def _petitioners(petition) -> list[Participant]:
    parts = (Participant.Part.PETITIONER, Participant.Part.REPRESENTATIVE)
    return [person for person in petition.participants.all() if person.part in parts]


def _names(people: list[Participant], count: int) -> str:
    named = "、".join(person.name for person in people[:NAMES_AT_MOST])
    total = max(count, len(people))
    return f"{named}等{total}人" if named and total > min(len(people), NAMES_AT_MOST) else named or "信访人"


def _address(petition) -> str:
    return next((person.address for person in _petitioners(petition) if person.address), "未提供")


def _clock(petition, term: str):
    """The running clock of the petition, by which papers speak of a term and its end."""
    return petition.clocks.filter(term_code=term, ended_at=None).select_related("term").first()


def _due(petition, term: str):
    """The day on which a running clock of the petition ends."""
    clock = _clock(petition, term)
    return clock.due if clock else None


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
    clock = _clock(petition, term)
    length = spelled(clock.amount, clock.unit) if clock else term_for(term, petition.accepted_on).length
    until = f"（至{in_figures(clock.due)}）" if clock and clock.due else ""
    return f"自受理之日起{length}内{until}"


def _acceptance(issuing: Issuing) -> dict[str, Any]:
    words = _petitioner(issuing) | _ask_at(issuing)
    paragraphs = [_way(issuing.case, words["称谓"]), issuing.facts.get("note") or ""]
    return words | {"受理日期": issuing.case.accepted_on, "处理途径和程序": "\n".join(filter(None, paragraphs))}


def _non_acceptance(issuing: Issuing) -> dict[str, Any]:
    return _petitioner(issuing) | {
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
    return _petitioner(issuing) | {
        "并入事项编号": into.number,
        "并入事项收到日期": office_day(into.opened_at),
        "办理单位": into.lead_unit.name,
        "并案理由": issuing.facts["note"],
    }


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
    words = _petitioner(issuing) | _ask_at(issuing)
    return words | {"处理单位": organ, "告知内容": f"{issuing.facts['next_route']}\n{sentence}"}


def _whereabouts(issuing: Issuing) -> dict[str, Any]:
    words, organ = _petitioner(issuing) | _ask_at(issuing), issuing.facts["to_unit"].name
    sentence = f"该事项由本单位{issuing.event.label.removesuffix('其他单位')}{organ}处理。"
    if issuing.case.petition_class != "accusation":
        days = term_for("petition.notice_transferred", issuing.on).length
        sentence += f"该单位自收到之日起{days}内书面告知{words['称谓']}接收情况以及处理途径和程序。"
    return words | {"处理单位": organ, "告知内容": sentence}


def _letter(issuing: Issuing) -> dict[str, Any]:
    petition = issuing.case
    is_accusation = petition.petition_class == "accusation"
    return _petitioner(issuing) | {
        "收文单位": issuing.facts["to_unit"].name,
        "住址": _address(petition),
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
    return _letter(issuing) | {"反馈日期": _due(issuing.case, "petition.assign_report")}


def _extension(issuing: Issuing) -> dict[str, Any]:
    return _petitioner(issuing) | {
        "受理日期": issuing.case.accepted_on,
        "延期理由": issuing.facts["reason"],
        "延长天数": issuing.facts["days"],
        "延期后到期日": _due(issuing.case, "petition.handle"),
        "批准人": issuing.signer.name,
    }


def _opinion(issuing: Issuing) -> dict[str, Any]:
    words = _petitioner(issuing)
    return words | {
        "住址": _address(issuing.case),
        "受理日期": issuing.case.accepted_on,
        "投诉请求": issuing.facts["request"],
        "事实和理由": issuing.facts["facts"],
        "处理结论": CONCLUSIONS[issuing.facts["outcome"]].format(you=words["称谓"]),
        "处理意见": issuing.facts["opinion"],
        "执行要求": _execution(issuing),
        "法律法规依据": issuing.facts["legal_basis"],
        "复查机关": one_line(issuing.facts["review_organ"]),
        "复查期限": term_for("petition.review_apply", issuing.on).length,
        "一人办理": _alone(issuing),
    }


def _alone(issuing: Issuing) -> str:
    """What the paper says where whoever handled the matter signs it too."""
    return ONE_PERSON if issuing.case.handler_id == issuing.signer.pk else ""


def _execution(issuing: Issuing) -> str:
    """Who carries out what was found right, and in how many days (art. 32)."""
    if issuing.facts["outcome"] != "supported":
        return ""
    executor, days = one_line(issuing.facts["executor"]), issuing.facts["execution_days"]
    return f"由{executor}自本意见书送达之日起{days}日内执行，本单位督促执行。"


def _reply(issuing: Issuing) -> dict[str, Any]:
    petition = issuing.case
    return _petitioner(issuing) | {
        "依据": REPLY_ARTICLES.get(petition.petition_class) or f"《信访工作条例》第三十一条第{_item(petition)}项",
        "受理日期": petition.accepted_on,
        "答复内容": issuing.facts["reply"],
        "答复依据": issuing.facts.get("legal_basis"),
        "一人办理": _alone(issuing),
    }


def _item(petition) -> str:
    return WAYS[petition.route][0] if petition.route in WAYS else "五" if petition.route == "duty" else "六"


def _receipt(issuing: Issuing) -> dict[str, Any]:
    served = issuing.case.papers.filter(code__in=("handling_opinion", "reply_notice")).order_by("-pk").first()
    people = _petitioners(issuing.case)
    return {
        "送达文书": f"{served.title}（{served.number}）" if served else "书面答复",
        "受送达人": _names(people, issuing.case.people_count),
        "送达地点": _address(issuing.case),
        "送达方式": dict(SERVED_BY)[issuing.facts["method"]],
        "送达日期": issuing.facts["served_on"],
        "收件人": one_line(issuing.facts["receiver"]),
        "备注": issuing.facts["proof"],
    }


PAPERS = (
    PaperKind(
        "acceptance_notice",
        "受理告知书",
        "受",
        "《信访工作条例》第二十三条",
        (
            *PETITIONER_WORDS,
            ASK_AT,
            Word("受理日期", "受理日期", "2026年11月10日", required=False),
            Word(
                "处理途径和程序",
                "受理决定、处理途径、程序和期限",
                "经审查，该事项属于本单位职权范围。根据《信访工作条例》第二十三条、第三十一条第六项、第三十四条的规定，"
                "本单位予以受理，将听取你陈述事实和理由并调查核实，自受理之日起60日内（至2027年1月9日）办结，出具信访"
                "处理意见书。情况复杂的，经本单位负责人批准，可以延长办理期限，延长期限不超过30日，并书面告知你延期理由。",
            ),
        ),
        _acceptance,
    ),
    PaperKind(
        "non_acceptance_notice",
        "不予受理告知书",
        "不受",
        "《信访工作条例》第二十三条",
        (
            *PETITIONER_WORDS,
            Word("不予受理理由", "不予受理的理由", "该事项正在由区住房和城乡建设局办理，尚在规定期限内。"),
            Word("下一步途径", "其他解决途径", "请等候区住房和城乡建设局出具的信访处理意见书。"),
        ),
        _non_acceptance,
    ),
    PaperKind(
        "inform_notice",
        "告知书",
        "告",
        "《信访工作条例》第二十三条",
        (
            *PETITIONER_WORDS,
            ASK_AT,
            Word("告知内容", "接收情况、处理途径和程序", "该事项应当通过诉讼解决，请向有管辖权的人民法院提出。"),
            Word("处理单位", "有权处理或者接收的单位", "长安区人民法院", required=False),
        ),
        _information,
        needed=_is_told,
    ),
    PaperKind(
        "merge_notice",
        "并案告知书",
        "并",
        "《信访工作条例》第二十三条第二款",
        (
            *PETITIONER_WORDS,
            Word("并入事项编号", "并入哪一件", "XF2026-000298"),
            Word("并入事项收到日期", "并入的那一件收到的日期", "2026年10月30日"),
            Word("办理单位", "并入的那一件由谁办理", "长安区住房和城乡建设局"),
            Word("并案理由", "并案的理由", "与10月30日来信反映同一事项。"),
        ),
        _merging,
        needed=_is_told,
    ),
    PaperKind(
        "transfer_letter",
        "转送函",
        "转",
        "《信访工作条例》第二十二条",
        (
            *PETITIONER_WORDS,
            ADDRESS,
            SUMMARY,
            SECRECY,
            Word("收文单位", "转送给哪个单位", "长安区住房和城乡建设局"),
            *RECEIVER_DAYS,
            Word("转送意见", "转送理由和意见", "请核实停水原因，督促物业恢复供水。", required=False),
        ),
        _transfer,
    ),
    PaperKind(
        "assignment_letter",
        "交办函",
        "交",
        "《信访工作条例》第二十二条第一款第三项",
        (
            *PETITIONER_WORDS,
            ADDRESS,
            SUMMARY,
            SECRECY,
            Word("收文单位", "交给哪个单位办理", "长安区住房和城乡建设局"),
            *RECEIVER_DAYS,
            Word("反馈日期", "反馈办理结果的期限", "2026年12月21日"),
            Word("转送意见", "交办意见", "请核实停水原因，督促物业恢复供水。", required=False),
        ),
        _assignment,
    ),
    PaperKind(
        "extension_notice",
        "延期告知书",
        "延",
        "《信访工作条例》第三十四条",
        (
            *PETITIONER_WORDS,
            ACCEPTED,
            Word("延期理由", "延期的理由", "二次供水设备需委托检测机构鉴定。"),
            Word("延长天数", "延长的日数", "20"),
            Word("延期后到期日", "延长后的到期日", "2027年1月29日"),
            Word("批准人", "批准延期的单位负责人", "王立新"),
        ),
        _extension,
    ),
    PaperKind(
        "handling_opinion",
        "信访处理意见书",
        "处",
        "《信访工作条例》第三十一条第六项、第三十二条",
        (
            *PETITIONER_WORDS,
            ADDRESS,
            ACCEPTED,
            Word("投诉请求", "投诉请求", "一、请求恢复凤栖路社区3号楼供水；\n二、请求说明10月以来多次停水的原因。"),
            Word(
                "事实和理由",
                "查明的事实和理由",
                "信访人反映，10月6日以来3号楼先后停水9次，最长一次达26小时。\n经查，3号楼由二次供水泵房供水，两台水泵使用已满"
                "十二年，其中一台9月底停用，另一台10月以来多次过热停机。物业服务企业未按规定公告，也未及时报修，情况属实。",
            ),
            Word("处理结论", "予以支持、作出解释说明或者不予支持", "对你的请求予以支持。"),
            Word(
                "处理意见",
                "处理意见",
                "一、责成物业服务企业于2026年11月30日前更换水泵，更换期间每日送水两次；\n二、由韦曲街道办事处监督物业服务企业"
                "公告停水原因和恢复供水的时间。",
            ),
            Word(
                "执行要求", "由谁在何时前执行", "由物业服务企业于2026年11月30日前执行，本单位督促执行。", required=False
            ),
            Word("法律法规依据", "法律法规依据", "《物业管理条例》第三十五条；\n《城市供水条例》第二十二条。"),
            Word("复查机关", "可以向哪个机关请求复查", "长安区人民政府"),
            Word("复查期限", "收到之日起多少日内可以请求复查", "30日"),
            ALONE,
        ),
        _opinion,
    ),
    PaperKind(
        "reply_notice",
        "答复书",
        "复",
        "《信访工作条例》第二十九条至第三十一条",
        (
            *PETITIONER_WORDS,
            ACCEPTED,
            Word("答复内容", "答复内容", "所提在凤栖路增设公交站的建议合理可行，已列入2027年计划。"),
            Word("答复依据", "答复的依据", "《城市公共汽车和电车客运管理规定》第九条。", required=False),
            ALONE,
        ),
        _reply,
    ),
    PaperKind(
        "service_receipt",
        "送达回证",
        "送",
        "《信访工作条例》第三十五条",
        (
            Word("送达文书", "送达文书的名称和文号", "信访处理意见书（长信处〔2026〕8号）"),
            Word("受送达人", "受送达人", "李秀英"),
            Word("送达地点", "送达地点", "长安区韦曲街道凤栖路社区3号楼2单元501室"),
            Word("送达方式", "送达方式", "直接送达"),
            Word("送达日期", "送达日期", "2026年11月21日"),
            Word("收件人", "收件人", "李秀英"),
            Word("备注", "签收情况、邮件单号等", "本人当面签收。", required=False),
        ),
        _receipt,
    ),
)
