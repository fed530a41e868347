"""The words of an incident (治安案事件) and the questions its steps ask of it. Plain Python."""

from collections.abc import Callable
from datetime import datetime
from itertools import accumulate
from typing import Any

from governance.frame.days import minute_text
from governance.frame.rows import choices_of

CHOICES = choices_of("security")

# 案（事）件类型 and 案（事）件分级 of GB/T 31000-2015.
KINDS = CHOICES["incidents.kinds"]
# The gravest first.
GRADES = (("extraordinary", "特别重大"), ("major", "重大"), ("larger", "较大"), ("general", "一般"))
SOURCES = CHOICES["incidents.sources"]
# From the gravest harm down.
HARMED = ("dead", "missing", "injured")
FALSE = (("untrue", "经核实不存在"), ("elsewhere", "不在本县发生"), ("double", "与已有报告重复"))
GRAVE = frozenset(("extraordinary", "major"))
# So many dead make an accident at least so grave, the gravest first.
GRADED_BY = "《生产安全事故报告和调查处理条例》第三条"
FEWEST_DEAD = (("extraordinary", 30), ("major", 10), ("larger", 3))
ACKNOWLEDGE = ("incident.acknowledge",)
# What is owed of a grave one alone.
GRAVE_DUTIES = (*ACKNOWLEDGE, "incident.report_up")
DUTIES = (
    *GRAVE_DUTIES,
    "incident.verify",
    "incident.progress",
    "incident.final",
    "order.receive",
    "order.arrive",
)


def is_grave(incident) -> bool:
    """特别重大 and 重大 reach the leader on duty at once, by day and by night."""
    return incident.grade in GRAVE


def why_before_it_happened(label: str) -> Callable[[Any, datetime], str]:
    """Nothing is reported or over before it began."""

    def why(incident: Any, moment: datetime) -> str:
        return f"{label}不能早于事件发生时间。" if moment < incident.happened_at else ""

    return why


def why_after_it_was_reported(incident, moment) -> str:
    """What was reported had happened by then; empty if that fits."""
    told = incident.opened_at
    return f"发生时间不能晚于首报的时间 {minute_text(told)}。" if moment > told else ""


def why_other_dead(incident, dead: int) -> str:
    """Why so many dead go neither with the grade that is registered nor with those that were; empty if they do."""
    return why_fewer_dead(incident, dead) or _why_too_slight(incident.incident_kind, incident.grade, dead)


def too_slight(facts: dict) -> dict[str, str]:
    """The same of a correction, which tells kind, grade and dead at once, by the field."""
    sentence = _why_too_slight(facts["kind"], facts["grade"], facts["dead"])
    return {"grade": sentence} if sentence else {}


def _why_too_slight(kind: str, grade: str, dead: int) -> str:
    if kind != "safety":
        return ""
    least = next((code for code, fewest in FEWEST_DEAD if dead >= fewest), grade)
    if least == grade or is_graver(grade, least):
        return ""
    label = dict(GRADES)[least]
    return f"死亡 {dead} 人的安全事故属于{label}以上（{GRADED_BY}），请先用“更正报告”改为相应的等级。"


def says_less(incident, facts: dict) -> bool:
    """True for a correction by which a grave one is less so or harmed fewer, or a late report comes in time."""
    lowered = is_graver(incident.grade, facts["grade"])
    told = accumulate(facts[name] for name in HARMED)
    known = accumulate(getattr(incident, name) for name in HARMED)
    # Who turns out to be worse off makes none of these sums less.
    fewer = any(now < before for now, before in zip(told, known, strict=True))
    return (is_grave(incident) and (lowered or fewer)) or facts["happened_at"] > incident.happened_at


def why_fewer_dead(incident, dead: int) -> str:
    """Why a report that goes on from a grave one cannot tell of fewer dead; empty if it does not."""
    if not is_grave(incident) or dead >= incident.dead:
        return ""
    return f"已报死亡 {incident.dead} 人。更正为更少的，用“更正报告”，由县级值班领导同意。"


def is_graver(grade: str, than: str) -> bool:
    """True if the first of two grades is the graver one."""
    codes = [code for code, _ in GRADES]
    return codes.index(grade) < codes.index(than)
