"""The agreement and what asks a court to confirm it: 调解协议书、口头协议登记表、司法确认申请书."""

from decimal import Decimal
from typing import Any

from governance.cases.papers.issue import Issuing, Text
from governance.frame.wording import in_figures

from ..models import Agreement
from ..vocabulary import PEOPLE, POLICE
from . import wording

WRITTEN_PAPERS = ("mediation_agreement", "oral_agreement_register", "reconciliation_agreement")
IDENTITY = ("证件号码",)
FOR_COURT = ("证件号码", "联系电话", "送达地址")
IN_FORCE = "自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效"
IN_FORCE_ELSEWHERE = "自各方当事人签名、盖章或者按指印之日起生效"
# 公安机关办理行政案件程序规定 art. 184
POLICE_FACTS = "（案件发生的时间、地点、人员、起因、经过、情节、结果）"


def is_written(issuing: Issuing) -> bool:
    return issuing.facts["form"] == Agreement.Form.WRITTEN


def is_oral(issuing: Issuing) -> bool:
    return not is_written(issuing)


def items_of(agreement: Agreement) -> dict[str, Any]:
    """What was promised, as the rows of a table."""
    items = list(agreement.items.all())
    sums = [item.amount for item in items if item.amount is not None]
    whole = sum(sums, Decimal())
    total = f"{wording.yuan(whole)}（人民币{wording.in_capitals(whole)}）" if sums else ""
    return {
        "履行序号": [item.position for item in items],
        "履行事项": [item.what for item in items],
        "履行金额": [f"{item.amount:,.2f}" if item.amount is not None else "" for item in items],
        "履行方式": [item.get_manner_display() for item in items],
        "履行期限": [item.due_on for item in items],
        "金额合计": total,
    }


def agreed(issuing: Issuing) -> dict[str, Any]:
    """What every paper of an agreement says: on what it rests, what was agreed and when."""
    agreement = issuing.case.agreement
    dates = {"达成日期": agreement.signed_on, "生效日期": agreement.effective_on}
    return wording.basis(issuing) | items_of(agreement) | {"协议内容": agreement.content} | dates


def _agreement(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    agreement = track.agreement
    by_police = track.kind == POLICE
    last = track.sessions.order_by("-number").first()
    return agreed(issuing) | {
        "调解种类": wording.kind_label(track),
        "当事人情况": wording.people_told(track, by_hand=IDENTITY),
        "主要事实": agreement.facts,
        "治安案件情况": POLICE_FACTS if by_police else "",
        "其他在场人员": last.attendants if by_police else "",
        "履行地点": agreement.place,
        "生效条件": IN_FORCE if track.kind == PEOPLE else IN_FORCE_ELSEWHERE,
        "份数": agreement.copies,
        "协议效力": wording.effect(track, issuing.on),
        "调解员": wording.mediators_of(track),
        "签名人": wording.signatories(track),
    }


def _oral(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    agreement = track.agreement
    return agreed(issuing) | {
        "调解种类": wording.kind_label(track),
        "当事人情况": wording.people_told(track),
        "主要事实": agreement.facts or track.summary or track.title,
        "履行地点": agreement.place,
        "协议效力": wording.effect(track, issuing.on),
        "调解员": wording.mediators_of(track),
        "签名人": wording.signatories(track),
    }


def paper_of(track) -> str:
    """The agreement in force by its title and number; by its day where the paper was made elsewhere."""
    paper = track.papers.filter(code__in=WRITTEN_PAPERS).order_by("-pk").first()
    if paper is not None:
        return f"{paper.title}（{paper.number}）"
    return f"{in_figures(track.agreement.signed_on)}调解协议"


def _before_court(person) -> str:
    """Both sides apply together: there is no respondent."""
    return person.get_part_display() if person.part in wording.HELPERS else "申请人"


def _confirmation(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    agreement = track.agreement
    return agreed(issuing) | {
        "调解种类": wording.kind_label(track),
        "人民法院": issuing.facts["court"].name,
        "申请人情况": "\n".join(
            wording.told(person, _before_court(person), by_hand=FOR_COURT) for person in wording.people_of(track)
        ),
        "当事人": wording.names_of(track),
        "调解组织": track.lead_unit.name,
        "调解协议": paper_of(track),
        "纠纷概况": agreement.facts or track.summary or track.title,
        "申请日期": issuing.facts["applied_on"],
        "签名人": [f"{_before_court(person)} {person.name}" for person in wording.people_of(track)],
    }


TEXTS = {
    "mediation_agreement": Text(_agreement, is_written),
    "oral_agreement_register": Text(_oral, is_oral),
    "confirmation_application": Text(_confirmation),
}
