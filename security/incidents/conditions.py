"""What the steps of an incident ask of it. Plain Python."""

from collections.abc import Callable
from datetime import datetime
from itertools import accumulate
from typing import Any

from governance.frame.days import minute_text
from governance.frame.identity import number_in

from .vocabulary import FEWEST_DEAD, GRADED_BY, GRADES, GRAVE, HARM, HARMED


def is_grave(incident) -> bool:
    """True of 特别重大 and 重大: these reach the leader on duty at once, by day and by night."""
    return incident.grade in GRAVE


def why_before_it_happened(label: str) -> Callable[[Any, datetime], str]:
    """Nothing is reported or over before it began."""

    def why(incident: Any, moment: datetime) -> str:
        return f"{label}不能早于事件发生时间。" if moment < incident.happened_at else ""

    return why


def why_of_a_person(incident: Any, text: str) -> str:
    """Why the text is not written into a report that everybody on duty reads; empty where it holds no number of anybody
    (突发事件应对法 art. 85): what is not kept needs not be destroyed when it is over.
    """
    number = number_in(text)
    sentence = "应急中取得的个人信息只用于处置、事后销毁（《突发事件应对法》第八十五条），不写在报告里。"
    return f"写到{number}。{sentence}" if number else ""


def why_after_it_was_reported(incident, moment) -> str:
    """What was reported had happened by then; empty if that fits."""
    told = incident.opened_at
    return f"发生时间不能晚于首报的时间 {minute_text(told)}。" if moment > told else ""


def why_other_harm(incident, facts: dict) -> dict[str, str]:
    """Why a report that goes on cannot tell of so many: a grave one harmed fewer only by a correction, and so many dead
    go with no slighter grade. Each sentence by its field; nothing if they fit.
    """
    if is_grave(incident) and (name := _fewer(incident, facts)):
        place = HARMED.index(name) + 1
        known = sum(getattr(incident, each) for each in HARMED[:place])
        words = "、".join(HARM[each] for each in HARMED[:place])
        return {name: f"已报{words} {known} 人。更正为更少的，用“更正报告”，由县级值班领导同意。"}
    sentence = _why_too_slight(incident.incident_kind, incident.grade, facts["dead"])
    return {"dead": sentence} if sentence else {}


def why_loses(incident, into) -> str:
    """Why one does not go on in another that tells of fewer dead, missing or injured; empty where none is lost."""
    name = _fewer(incident, {each: getattr(into, each) for each in HARMED})
    return f"要并入的一件报的{HARM[name]}人数比本件少，先在那一件续报或者更正。" if name else ""


def _fewer(incident, facts: dict) -> str:
    """Down to which harm fewer are told of than are known; who turns out to be worse off makes none of these less."""
    told, known = accumulate(facts[name] for name in HARMED), accumulate(getattr(incident, name) for name in HARMED)
    return next((name for name, now, before in zip(HARMED, told, known, strict=True) if now < before), "")


def too_slight(facts: dict) -> dict[str, str]:
    """The same of a correction, which tells kind, grade and dead at once, by the field."""
    sentence = _why_too_slight(facts["kind"], facts["grade"], facts["dead"])
    return {"grade": sentence} if sentence else {}


def _why_too_slight(kind: str, grade: str, dead: int) -> str:
    if kind != "safety":
        return ""
    least = _least_grade(dead, grade)
    if least == grade or is_graver(grade, least):
        return ""
    label = dict(GRADES)[least]
    return f"死亡 {dead} 人的安全事故属于{label}以上（{GRADED_BY}），请先用“更正报告”改为相应的等级。"


def _least_grade(dead: int, otherwise: str) -> str:
    return next((code for code, fewest in FEWEST_DEAD if dead >= fewest), otherwise)


def says_less(incident, facts: dict) -> bool:
    """True for a correction by which a grave one is less so or harmed fewer, one with many dead is an accident no more,
    or a late report comes in time."""
    lowered = is_graver(incident.grade, facts["grade"])
    less = lowered or bool(_fewer(incident, facts))
    renamed = incident.incident_kind == "safety" != facts["kind"] and _least_grade(facts["dead"], "") != ""
    return (is_grave(incident) and less) or renamed or facts["happened_at"] > incident.happened_at


def is_graver(grade: str, than: str) -> bool:
    """True if the first of two grades is the graver one."""
    codes = [code for code, _ in GRADES]
    return codes.index(grade) < codes.index(than)
