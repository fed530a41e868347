"""What ends the handling: 延期告知书、信访处理意见书、答复书、送达回证 (信访工作条例 art. 29 to 35)."""

from typing import Any

from governance.cases.law.in_force import term_for
from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.frame.wording import one_line

from ..vocabulary import SERVED_BY
from .wording import (
    ACCEPTED,
    ADDRESS,
    PETITIONER_WORDS,
    WAYS,
    address_of,
    due_of,
    matter_of,
    names_of,
    petitioner,
)

REPLY_ARTICLES = {"suggestion": "《信访工作条例》第二十九条", "accusation": "《信访工作条例》第三十条"}
CONCLUSIONS = {
    "supported": "请求事实清楚，符合法律、法规、规章或者其他有关规定，对{you}的请求予以支持。",
    "explained": "请求事由合理但缺乏法律依据，现对{you}的请求作出解释说明。",
    "not_supported": "请求缺乏事实根据或者不符合法律、法规、规章或者其他有关规定，对{you}的请求不予支持。",
}
SERVED = ("handling_opinion", "reply_notice", "review_opinion", "last_opinion")
ONE_PERSON = "本件由一人承办并签发（一人办理）。"
ALONE = Word("一人办理", "承办和签发是同一人的，注明", ONE_PERSON, required=False)


def _extension(issuing: Issuing) -> dict[str, Any]:
    return petitioner(issuing) | {
        "受理日期": issuing.case.accepted_on,
        "延期理由": issuing.facts["reason"],
        "延长天数": issuing.facts["days"],
        "延期后到期日": due_of(issuing.case, "petition.handle"),
        "批准人": issuing.signer.name,
    }


def _opinion(issuing: Issuing) -> dict[str, Any]:
    words = petitioner(issuing)
    return words | {
        "住址": address_of(issuing.case),
        "受理日期": issuing.case.accepted_on,
        "投诉请求": issuing.facts["request"],
        "事实和理由": issuing.facts["facts"],
        "处理结论": CONCLUSIONS[issuing.facts["outcome"]].format(you=words["称谓"]),
        "处理意见": issuing.facts["opinion"],
        "执行要求": _execution(issuing),
        "法律法规依据": issuing.facts["legal_basis"],
        "复查机关": one_line(issuing.facts["review_organ"]),
        "复查期限": term_for("petition.review_apply", issuing.on).length,
        "一人办理": alone(issuing),
    }


def alone(issuing: Issuing) -> str:
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
    return petitioner(issuing) | {
        "依据": REPLY_ARTICLES.get(petition.petition_class) or f"《信访工作条例》第三十一条第{_item(petition)}项",
        "受理日期": petition.accepted_on,
        "答复内容": issuing.facts["reply"],
        "答复依据": issuing.facts.get("legal_basis"),
        "一人办理": alone(issuing),
    }


def _item(petition) -> str:
    return WAYS[petition.route][0] if petition.route in WAYS else "五" if petition.route == "duty" else "六"


def _receipt(issuing: Issuing) -> dict[str, Any]:
    served, petition = issuing.case.papers.filter(code__in=SERVED).order_by("-pk").first(), matter_of(issuing.case)
    return {
        "送达文书": f"{served.title}（{served.number}）" if served else "书面答复",
        "受送达人": names_of(petition.petitioners, petition.asking),
        "送达地点": address_of(petition),
        "送达方式": dict(SERVED_BY)[issuing.facts["method"]],
        "送达日期": issuing.facts["served_on"],
        "收件人": one_line(issuing.facts["receiver"]),
        "备注": issuing.facts["proof"],
    }


PAPERS = (
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
