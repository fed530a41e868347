"""Papers between offices: 委派委托函、回函、重大纠纷报告、协助函."""

from datetime import date
from typing import Any

from governance.cases.law.in_force import term_for, with_lengths
from governance.cases.papers.issue import Issuing, Text
from governance.cases.steps import possible
from governance.frame.days import office_day

from ..conditions.disputes import is_to_be_sent
from ..vocabulary import DECLINE_GROUNDS, ENDING_GROUNDS, PEOPLE, is_referred, referred_by_court
from . import wording
from .follow_up import WAYS, ended

TYTJ = "《最高人民法院关于人民法院特邀调解的规定》"
COURT_RULES = f"{TYTJ}第十一条、第二十七条"
# The title of the letter, what it rests on, and what the referrer asks for.
LETTERS = {
    "delegated_pre_filing": ("委派调解函", COURT_RULES),
    "entrusted_ordinary": ("委托调解函", COURT_RULES),
    "entrusted_summary": ("委托调解函", COURT_RULES),
    "police_referral": ("委托调解函", "《人民调解法》第十八条、《公安机关办理行政案件程序规定》第一百八十六条"),
    "administrative_referral": ("移交调解函", "《人民调解法》第十七条"),
}
CONFIRM_IN_TIME = "自收到之日起{mediation.online_confirm}内确认是否接受（《人民法院在线调解规则》第十二条）；"
POLICE_ASK = "达成协议并履行后，双方当事人书面申请并经公安机关认可的，公安机关不予治安管理处罚，请告知双方当事人；"
KEEP_SECRET = "调解过程和调解协议内容不公开，法律另有规定的除外；"
REPORT_BACK = "调解结束后，书面告知调解结果，并退回移交的材料。"


def letter_of(track) -> tuple[str, str]:
    """Title and legal ground of the letter by which the track was referred."""
    return LETTERS[track.referral]


def _delegation(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    title, ground = letter_of(track)
    if track.kind != PEOPLE and not referred_by_court(track):
        ground = possible.known_step(track, "accept").article
    return {
        "依据": ground,
        "函名": title,
        "收文单位": track.lead_unit.name,
        "调解种类": wording.kind_label(track),
        "适用程序": track.get_procedure_display(),
        "委派委托种类": track.get_referral_display(),
        "当事人情况": wording.people_told(track),
        "当事人": wording.names_of(track),
        "纠纷概况": track.summary or track.title,
        "调解期限": _limit(track, issuing),
        "办理要求": "\n".join(
            f"（{numeral}）{text}" for numeral, text in zip("一二三四", _asked(track, issuing.on), strict=False)
        ),
        "交代事项": issuing.facts.get("note"),
    }


def _asked(track, on: date) -> list[str]:
    wanted = []
    if referred_by_court(track):
        wanted += [with_lengths(CONFIRM_IN_TIME, on), KEEP_SECRET]
    if track.referral == "police_referral":
        wanted.append(POLICE_ASK)
    return [*wanted, REPORT_BACK]


def _limit(track, issuing: Issuing) -> str:
    """How long mediation will take once the papers are signed for; in words where the law sets no number."""
    starts = possible.known_step(track, "accept").starts
    code = next((start.term for start in starts if start.when is None or start.when(track)), None)
    return term_for(code, issuing.on).length if code else "依照有关规定"


def _reply(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    title, ground = letter_of(track)
    letter = track.papers.filter(code="delegation_letter").first()
    outcome, text = _outcome(issuing)
    return {
        "依据": f"{TYTJ}第二十六条" if referred_by_court(track) else ground,
        "收文单位": track.sender_unit.name,
        "来函": f"{title}（{letter.number}）" if letter else title,
        "调解种类": wording.kind_label(track),
        "当事人": wording.names_of(track),
        "受理日期": track.accepted_on,
        "调解结果": outcome,
        "结果说明": text,
        "无争议事实": issuing.facts.get("undisputed"),
    }


def _outcome(issuing: Issuing) -> tuple[str, str]:
    """What came of it: declined, ended without an agreement, or agreed. Concessions are never repeated."""
    facts = issuing.facts
    if issuing.event.step == "decline":
        ways = ended(wording.several(facts["ways"], WAYS))
        ground = dict(DECLINE_GROUNDS)[facts["ground"]]
        return "未予受理", f"{ground}。\n{facts['reason']}\n已告知当事人可以：\n{ways}"
    if issuing.event.step == "terminate":
        ways = ended(wording.several(facts["ways"], WAYS))
        ground = dict(ENDING_GROUNDS)[facts["ground"]]
        return "调解未达成协议，已经终止调解", f"{ground}。\n{facts['reason']}\n已告知当事人可以：\n{ways}"
    return "经调解，双方当事人达成协议", facts["content"]


def _report(issuing: Issuing) -> dict[str, Any]:
    dispute, facts = issuing.case, issuing.facts
    return {
        "收文单位": facts["to"].name,
        "纠纷类型": dispute.category.name if dispute.category else "",
        "等级": dispute.get_grade_display(),
        "规模": f"{dispute.get_scale_display()}，涉及{dispute.people_count}人",
        "涉及金额": wording.yuan(dispute.amount) if dispute.amount is not None else "",
        "发生地点": dispute.place or dispute.area.name,
        "当事人": wording.names_of(dispute),
        "登记日期": office_day(dispute.opened_at),
        "基本情况": facts["situation"],
        "采取的措施": facts["measures"],
        "下一步意见": facts["suggestion"],
        "调解情况": "\n".join(
            f"{wording.kind_label(track)}：{track.lead_unit.name}（{track.number}）" for track in dispute.parts.all()
        ),
    }


def _aid(issuing: Issuing) -> dict[str, Any]:
    dispute, facts = issuing.case, issuing.facts
    return {
        "收文单位": facts["organ"],
        "纠纷类型": dispute.category.name if dispute.category else "矛盾纠纷",
        "协助事项": facts["asked"],
    }


TEXTS = {
    "delegation_letter": Text(_delegation),
    "referral_reply": Text(_reply, lambda issuing: is_referred(issuing.case)),
    "major_dispute_report": Text(_report),
    "aid_letter": Text(_aid, lambda issuing: is_to_be_sent(issuing.case, issuing.facts)),
}
