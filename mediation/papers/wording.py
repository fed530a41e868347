"""How papers of mediation speak of people, organisation, law and money. No phone and no ID number is printed:

what the law wants of a person's identity beyond name and address is written in by hand (个人信息保护法 art. 6).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from governance.cases import registry
from governance.cases.law.in_force import with_lengths
from governance.cases.models import Participant
from governance.cases.papers.issue import Issuing
from governance.cases.steps import possible

from ..vocabulary import (
    ADMINISTRATIVE,
    COURT_REFERRALS,
    JUDICIAL,
    LOOKED_AT_FIRST,
    PEOPLE,
    POLICE,
    RECONCILIATION,
    referred_by_court,
)

BLANK = "＿" * 10
HELPERS = (Participant.Part.REPRESENTATIVE, Participant.Part.OTHER_SPEAKER, Participant.Part.AGENT)
SIDES = (Participant.Part.APPLICANT, Participant.Part.RESPONDENT)


# What an agreement on each track binds the parties to.
EFFECTS = {
    PEOPLE: (
        "经人民调解委员会调解达成的调解协议，具有法律约束力，当事人应当按照约定履行。就协议的履行或者协议的内容发生争议的，"
        "一方当事人可以向人民法院提起诉讼。双方当事人认为有必要的，可以自协议生效之日起{mediation.confirm_apply}内共同向人民法院申请司法确认；"
        "经确认有效，一方拒绝履行或者未全部履行的，对方可以向人民法院申请强制执行"
        "（《人民调解法》第三十一条至第三十三条）。"
    ),
    ADMINISTRATIVE: (
        "调解协议由双方当事人自愿达成，双方应当按照约定履行。就协议的履行或者协议的内容发生争议的，可以依法通过仲裁、"
        "诉讼等途径解决。"
    ),
    POLICE: (
        "调解达成协议并履行的，公安机关不再处罚。达成协议后不履行的，公安机关对违反治安管理行为人依法予以处罚；"
        "民事争议可以向人民法院提起民事诉讼（《公安机关办理行政案件程序规定》第一百八十五条）。"
    ),
    JUDICIAL: (
        "双方当事人应当按照约定履行。立案后达成协议的，由人民法院依法制作调解书，调解书经双方当事人签收后，"
        "即具有法律效力（《民事诉讼法》第一百条）；诉前达成协议的，可以依法申请司法确认。"
    ),
    RECONCILIATION: (
        "约定赔偿损失的，应当在签署协议后立即履行，至迟在人民检察院作出从宽处理决定前履行；确实难以一次性履行的，在提供有效"
        "担保并且被害人同意的情况下，可以分期履行（《人民检察院刑事诉讼规则》第四百九十九条）。达成和解协议的，人民检察院可以"
        "向人民法院提出从宽处罚的建议；犯罪情节轻微，不需要判处刑罚的，可以作出不起诉的决定（《刑事诉讼法》第二百九十条）。"
    ),
}
ENTRUSTED = (
    "人民法院委托调解达成的协议，提交人民法院审查并制作调解书，或者由当事人申请撤诉"
    "（《最高人民法院关于人民法院特邀调解的规定》第二十条）。"
)

DELEGATED = (
    "人民法院诉前委派调解达成的，双方当事人可以自协议生效之日起{mediation.confirm_apply}内共同向委派的人民法院申请司法确认"
    "（《民事诉讼法》第二百零五条、《最高人民法院关于人民法院特邀调解的规定》第十九条）。"
)


def effect(track, on: date) -> str:
    """What an agreement on this track is worth, and where to go when it is not kept, in the terms of that day."""
    return with_lengths(_effect(track), on)


def _effect(track) -> str:
    if referred_by_court(track) and track.referral != COURT_REFERRALS[0]:
        return ENTRUSTED
    if referred_by_court(track) and track.kind != PEOPLE:
        return EFFECTS[track.kind] + DELEGATED
    return EFFECTS[track.kind]


def dispute_of(case):
    """The dispute itself, or the one that the track belongs to: the parties stand there and once only."""
    return case if case.parent_id is None else case.dispute


def people_of(case) -> list[Participant]:
    return dispute_of(case).remaining


def parties_of(case) -> list[Participant]:
    """Those whose dispute it is; the rest speak for them."""
    return [person for person in people_of(case) if person.part not in HELPERS]


def names_of(case) -> str:
    return "、".join(person.name for person in parties_of(case))


def role_of(person: Participant, case) -> str:
    """申请人, 被申请人 … ; before police and procuratorate both are simply parties."""
    return "当事人" if case.kind in LOOKED_AT_FIRST and person.part in SIDES else person.get_part_display()


def told(person: Participant, role: str, *, by_hand: tuple[str, ...] = ()) -> str:
    """One person as a paper names them, with room for what is filled in by hand."""
    known = (f"{role}：{person.name}", f"住址：{person.address or BLANK}")
    return "，".join((*known, *(f"{name}：{BLANK}" for name in by_hand)))


def people_told(case, *, by_hand: tuple[str, ...] = ()) -> str:
    """Everybody on both sides, one a line."""
    return "\n".join(told(person, role_of(person, case), by_hand=by_hand) for person in people_of(case))


def signatories(case) -> list[str]:
    """A line for everybody who signs with the parties."""
    return [f"{role_of(person, case)} {person.name}" for person in people_of(case)]


def mediators_of(track) -> str:
    serving = track.mediators.filter(until=None).select_related("mediator")
    return "、".join(row.mediator.name for row in serving)


def kind_label(case) -> str:
    return registry.workflow_of(case).label


def basis(issuing: Issuing) -> dict[str, str]:
    """On tracks that another law governs the step says which; people's mediation stands in the paper's own words."""
    if issuing.case.kind == PEOPLE:
        return {}
    step = possible.known_step(issuing.case, issuing.event.step)
    return {"依据": step.article}


def several(codes, texts: Mapping[Any, str]) -> str:
    """The texts of the chosen codes as numbered paragraphs, in the order in which they were chosen."""
    chosen = [texts[code] for code in codes]
    if len(chosen) == 1:
        return chosen[0]
    return "\n".join(f"（{numeral}）{text}" for numeral, text in zip("一二三四五六七八九", chosen, strict=False))


def yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}元"


DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def in_capitals(amount: Decimal) -> str:
    """3200.50 as 叁仟贰佰元伍角整, the form in which money stands in an agreement."""
    cents = int((amount * 100).to_integral_value())
    whole, (jiao, fen) = cents // 100, divmod(cents % 100, 10)
    text = f"{_capitals(whole)}元" if whole else ""
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif fen and whole:
        text += "零"
    return f"{text}{DIGITS[fen]}分" if fen else f"{text or '零元'}整"


def _capitals(whole: int) -> str:
    text, gap = "", False
    for group in reversed(range(len(GROUPS))):
        part = whole // 10_000**group % 10_000
        if not part:
            gap = bool(text)
            continue
        if text and (gap or part < 1000):
            text += "零"
        text += _thousands(part) + GROUPS[group]
        gap = False
    return text


def _thousands(part: int) -> str:
    text, gap = "", False
    for place in reversed(range(4)):
        digit = part // 10**place % 10
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = bool(text) and not digit
    return text
