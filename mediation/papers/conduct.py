"""From the application to the record of a sitting: 申请书、受理登记表、权利义务告知书、调解通知书、调解记录."""

from typing import Any

from governance.cases import deadlines
from governance.cases.models import spelled
from governance.cases.papers.issue import Issuing, Text
from governance.frame.days import office_day, office_time
from governance.frame.wording import in_figures

from ..tracks.steps import TIME_LIMITS
from ..vocabulary import JUDICIAL, MODES, PEOPLE, RECONCILIATION, SESSION_RESULTS, is_referred, referred_by_court
from . import wording

BY_HAND = ("联系电话",)
UNKNOWN_ORGANISATION = f"{wording.BLANK}人民调解委员会"

PRINCIPLES = (
    "（一）在当事人自愿、平等的基础上进行调解；\n（二）不违背法律、法规和国家政策；\n"
    "（三）尊重当事人的权利，不得因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利。"
)
RIGHTS = (
    "选择或者接受人民调解员；",
    "接受调解、拒绝调解或者要求终止调解；",
    "要求调解公开进行或者不公开进行；",
    "自主表达意愿、自愿达成调解协议。",
)
# 人民检察院刑事诉讼规则 art. 495, 496, 503
RIGHTS_IN_CRIMINAL_CASES = (
    "自愿决定是否和解，可以拒绝和解或者要求停止和解；",
    "自行和解，或者经人民调解委员会、村（居）民委员会、当事人所在单位等调解后和解；",
    "就赔偿损失、赔礼道歉等民事责任和是否要求、同意从宽处理进行协商；案件的事实认定、证据采信、法律适用和定罪量刑不得协商；",
    "在和解协议履行前反悔；和解违反自愿、合法原则的，协议无效。",
)
CHALLENGE = "调解员是一方当事人或者其代理人近亲属、与纠纷有利害关系或者有其他关系可能影响公正调解的，申请其回避；"
NOT_PUBLIC = "调解过程和调解协议内容不公开，法律另有规定的除外；"
DUTIES = "（一）如实陈述纠纷事实；\n（二）遵守调解现场秩序，尊重人民调解员；\n（三）尊重对方当事人行使权利。"
NO_FEE = "人民调解委员会调解民间纠纷，不收取任何费用（《人民调解法》第四条）。"
NO_FEE_ELSEWHERE = "调解不收取任何费用。"
COURT_FEE = "诉前调解不收取任何费用；已经立案的，调解不另行收费，案件受理费依照国家规定执行。"


def _application(issuing: Issuing) -> dict[str, Any]:
    dispute = issuing.case
    people = wording.people_of(dispute)
    ours = [person for person in people if person.part == "applicant"]
    theirs = [person for person in people if person.part in ("respondent", "third")]
    helpers = [person for person in people if person.part in wording.HELPERS]
    committee = dispute.lead_unit.name if dispute.lead_unit.kind == "mediation" else UNKNOWN_ORGANISATION
    return {
        "申请人": _lines(ours),
        "被申请人": _lines(theirs),
        "代表人和代理人": _lines(helpers),
        "纠纷概况": dispute.summary or dispute.title,
        "受理组织": committee,
        "签名人": [person.name for person in ours],
    }


def _lines(people) -> str:
    return "\n".join(wording.told(person, person.get_part_display(), by_hand=BY_HAND) for person in people)


def _acceptance(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    dispute = track.dispute
    referred = f"{track.get_referral_display()}（{track.sender_unit.name}）" if is_referred(track) else ""
    return wording.basis(issuing) | {
        "调解种类": wording.kind_label(track),
        "案件来源": referred or dispute.get_source_display(),
        "受理日期": issuing.facts["accepted_on"],
        "适用程序": track.get_procedure_display(),
        "调解期限": _limit(track),
        "纠纷类型": track.category.name if track.category else "",
        "等级和规模": f"{dispute.get_grade_display()}，{dispute.get_scale_display()}，涉及{dispute.people_count}人",
        "涉及金额": wording.yuan(dispute.amount) if dispute.amount is not None else "",
        "发生地点": track.place or track.area.name,
        "当事人情况": wording.people_told(track),
        "纠纷概况": track.summary or track.title,
        "说明": issuing.facts.get("note"),
        "签名人": wording.signatories(track),
    }


def _limit(track) -> str:
    """The day by which mediation has to end, with its length; nothing where the law sets none."""
    clocks = deadlines.running_by_term(track)
    clock = next((clock for code in TIME_LIMITS for clock in clocks.get(code, ())), None)
    if clock is None:
        return ""
    day = clock.due_said(in_figures)
    return f"{spelled(clock.amount, clock.unit)}{f'，至{day}' if day else ''}"


def _rights_notice(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    rights = list(RIGHTS)
    if referred_by_court(track) or track.kind == JUDICIAL:
        rights[2:3] = [NOT_PUBLIC, CHALLENGE]
    duties, fee = DUTIES, NO_FEE
    if track.kind != PEOPLE:
        rights[0] = "选择或者接受调解员；"
        rights = list(RIGHTS_IN_CRIMINAL_CASES) if track.kind == RECONCILIATION else rights
        duties = duties.replace("人民调解员", "调解员")
        fee = COURT_FEE if track.kind == JUDICIAL else NO_FEE_ELSEWHERE
    return wording.basis(issuing) | {
        "调解种类": wording.kind_label(track),
        "当事人": wording.names_of(track),
        "调解原则": PRINCIPLES,
        "当事人权利": wording.several(range(len(rights)), dict(enumerate(rights))),
        "当事人义务": duties,
        "不收费": fee,
        "协议效力": wording.effect(track, issuing.on),
        "签名人": wording.signatories(track),
    }


# What parties who are asked to come are told beside when and where.
COME = "请按时参加，携带身份证件和证据材料；"
ON_SCREEN = "请按时进入视频会议，备好身份证件供核对；不具备条件的，及时告知本单位，改为到场；"
CANNOT_COME = "不能参加的，请提前告知本单位，另行约定；委托他人参加的，出具委托书；"
MAY_REFUSE = "调解自愿进行，可以拒绝或者要求终止；认为主持调解的人应当回避的，可以申请其回避。"


def _notice(issuing: Issuing) -> dict[str, Any]:
    track, facts = issuing.case, issuing.facts
    meets_at = office_time(facts["meets_at"])
    told = (ON_SCREEN if facts["mode"] == "video" else COME, CANNOT_COME, MAY_REFUSE)
    return wording.basis(issuing) | {
        "调解种类": wording.kind_label(track),
        "当事人": wording.names_of(track),
        "约定时间": f"{in_figures(office_day(meets_at))} {meets_at:%H:%M}",
        "调解方式": dict(MODES)[facts["mode"]],
        "调解地点": facts["place"],
        "参加人": facts["attendants"],
        "有关事项": wording.several(range(len(told)), dict(enumerate(told))),
    }


def _record(issuing: Issuing) -> dict[str, Any]:
    track, facts = issuing.case, issuing.facts
    held_at = office_time(facts["held_at"])
    return wording.basis(issuing) | {
        "调解种类": wording.kind_label(track),
        "次数": f"第{track.sessions.count()}次",
        "调解时间": f"{in_figures(office_day(held_at))} {held_at:%H:%M}",
        "调解方式": dict(MODES)[facts["mode"]],
        "调解地点": facts["place"],
        "当事人": wording.names_of(track),
        "参加人": facts["attendants"],
        "调解员": wording.mediators_of(track),
        "调解记录": facts["content"],
        "调解结果": dict(SESSION_RESULTS)[facts["result"]],
        "签名人": wording.signatories(track),
    }


TEXTS = {
    "mediation_application": Text(_application),
    "mediation_acceptance": Text(_acceptance),
    "rights_notice": Text(_rights_notice),
    "session_notice": Text(_notice),
    "mediation_record": Text(_record),
}
