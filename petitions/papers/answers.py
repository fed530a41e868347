"""What ends the handling: 延期告知书、处理意见书、答复书、和解协议书、送达回证 (信访工作条例 art. 29 to 35)."""

from typing import Any

from governance.cases.law.in_force import term_for
from governance.cases.papers.issue import Issuing, Text
from governance.frame.wording import one_line

from ..conditions.accusations import is_not_accusation
from ..conditions.procedure import TO_ORDINARY
from ..vocabulary import SERVED_BY
from .wording import (
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
# By which step a petition leaves the simplified procedure by itself, and what the petitioner reads of it.
NOT_SIMPLE = {
    "reclassify": "事项的性质、办理途径已经变更。",
    "invite": "涉及几个单位，需要一并调查核实。",
    "link": "经核实是再次提出的信访事项，不是初次提出的。",
    "absorb": "与同一事项的另一件信访件一并办理。",
}
ONE_PERSON = "本件由一人承办并签发（一人办理）。"


def _extension(issuing: Issuing) -> dict[str, Any]:
    return petitioner(issuing) | {
        "受理日期": issuing.case.accepted_on,
        "延期理由": issuing.facts["reason"],
        "延长天数": issuing.facts["days"],
        "延期后到期日": due_of(issuing.case, "petition.handle"),
        "批准人": issuing.signer.name,
    }


def _conversion(issuing: Issuing) -> dict[str, Any]:
    due = due_of(issuing.case, "petition.handle")
    by_itself, head = NOT_SIMPLE.get(issuing.event.step), issuing.signer.name
    return petitioner(issuing) | {
        "受理日期": issuing.case.accepted_on,
        "转程序的理由": by_itself or issuing.facts["reason"],
        "办理期限": f"，至{due}届满" if due else "",
        "批准人": "" if by_itself else head,
        "批准情况": "不再符合适用简易程序的条件" if by_itself else f"经本单位负责人{head}批准",
    }


def _is_told_of_ten_days(issuing: Issuing) -> bool:
    """True where the petitioner reads in the acceptance notice what holds no more; an accuser has a notice of that."""
    if issuing.event.step not in NOT_SIMPLE:
        return True
    left = TO_ORDINARY in issuing.event.facts["told"] and issuing.case.accepted_on is not None
    return left and issuing.signer is not None and is_not_accusation(issuing.case)


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


def _settlement(issuing: Issuing) -> dict[str, Any]:
    return petitioner(issuing) | {
        "对方当事人": one_line(issuing.facts["other_party"]),
        "争议事项": issuing.facts["dispute"],
        "和解内容": issuing.facts["terms"],
        "达成日期": issuing.facts["agreed_on"],
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


TEXTS = {
    "extension_notice": Text(_extension),
    "conversion_notice": Text(_conversion, _is_told_of_ten_days),
    "handling_opinion": Text(_opinion),
    "reply_notice": Text(_reply),
    "settlement_agreement": Text(_settlement),
    "service_receipt": Text(_receipt),
}
