"""What follows mediation: 回访记录、终止调解通知书、履行提示告知书、更正履行认定告知书."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text

from ..vocabulary import ENDING_GROUNDS, PERFORMING, POLICE, RECONCILIATION, SATISFACTION, VISIT_METHODS
from . import wording
from .agreements import paper_of

# 人民调解法 art. 26
WAYS = {
    "arbitration": "依法向有管辖权的仲裁机构申请仲裁；属于劳动、人事争议的，向劳动人事争议仲裁委员会申请；",
    "administrative": "请求有权处理的行政机关依法处理；",
    "lawsuit": "向有管辖权的人民法院提起诉讼；",
    "legal_aid": "符合条件的，向法律援助机构申请法律援助；",
    "other_mediation": "向其他调解组织申请调解；",
}
# 人民调解法 art. 32, 33; 民事诉讼法 art. 100 and on pay orders
COURT_ADVICE = {
    "enforce": "调解协议已经人民法院依法确认有效，或者人民法院已经制作调解书的，可以向人民法院申请强制执行；",
    "sue": "就调解协议的履行或者调解协议的内容发生争议的，可以向人民法院提起诉讼；",
    "pay_order": "请求给付金钱、有价证券，符合法定条件的，可以向有管辖权的基层人民法院申请支付令；",
}
BY_LAW = (
    "对违反治安管理行为人，公安机关依法予以处罚；对违法行为造成的损害赔偿，可以向人民法院提起民事诉讼"
    "（《公安机关办理行政案件程序规定》第一百八十五条）。"
)
GOES_ON_BY_LAW = {
    POLICE: BY_LAW,
    RECONCILIATION: "刑事案件由人民检察院依法继续办理；被害人由于犯罪行为遭受物质损失的，可以提起附带民事诉讼。",
}


def ended(text: str) -> str:
    """The enumeration closes with a full stop."""
    return f"{text.removesuffix('；')}。" if text.endswith("；") else text


def _follow_up(issuing: Issuing) -> dict[str, Any]:
    track, facts = issuing.case, issuing.facts
    agreement = track.agreement
    return wording.basis(issuing) | {
        "调解种类": wording.kind_label(track),
        "当事人": wording.names_of(track),
        "调解协议": paper_of(track) if agreement is not None else "未达成协议",
        "回访日期": facts["visited_on"],
        "回访方式": dict(VISIT_METHODS)[facts["method"]],
        "履行情况": _performing(agreement, facts),
        "当事人满意度": dict(SATISFACTION)[facts["satisfaction"]],
        "激化苗头": facts.get("escalation_signs") or "未发现",
        "回访情况": facts["content"],
    }


def _performing(agreement, facts: dict[str, Any]) -> str:
    if agreement is None:
        return "未达成协议"
    return dict(PERFORMING)[facts["performing"]]


def _termination(issuing: Issuing) -> dict[str, Any]:
    track, facts = issuing.case, issuing.facts
    return wording.basis(issuing) | {
        "调解种类": wording.kind_label(track),
        "当事人": wording.names_of(track),
        "受理日期": track.accepted_on,
        "终止情形": dict(ENDING_GROUNDS)[facts["ground"]],
        "终止理由": facts["reason"],
        "无争议事实": facts.get("undisputed"),
        "其他途径": ended(wording.several(facts["ways"], WAYS)),
        "依法处理": GOES_ON_BY_LAW.get(track.kind, ""),
        "签名人": wording.signatories(track),
    }


def _promise(issuing: Issuing, word: str) -> dict[str, Any]:
    """What was promised of it, which the paper calls by that word, and by when."""
    track, item = issuing.case, issuing.facts["item"]
    amount = f"，{wording.yuan(item.amount)}" if item.amount is not None else ""
    return wording.basis(issuing) | {
        "调解种类": wording.kind_label(track),
        "当事人": wording.names_of(track),
        "调解协议": paper_of(track),
        word: f"第{item.position}项 {item.what}{amount}",
        "履行期限": item.due_on,
    }


def _breach(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    return _promise(issuing, "未履行事项") | {
        "认定日期": facts["breached_on"],
        "履行情况": facts["note"],
        "告知途径": ended(wording.several(facts["advice"], COURT_ADVICE)),
        "协议效力": wording.effect(issuing.case, issuing.on),
    }


def _correction(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    return _promise(issuing, "履行事项") | {
        "履行日期": facts["performed_on"],
        "履行凭证": facts["proof"],
        "更正理由": facts["reason"],
    }


TEXTS = {
    "follow_up_record": Text(_follow_up),
    "termination_notice": Text(_termination),
    "breach_advice": Text(_breach),
    "breach_correction": Text(_correction),
}
