"""Why this day (为什么是这一天): the stored ledger in the words of the law, week by week."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from governance.frame.days import PROVISIONAL, WEEKDAYS, office_time

from ..models import Clock, Term, spelled
from ..worktime import BY_THE_CLOCK, WORKDAY

UNVERIFIED = "条文待核对原文"

SKIPPED = {"weekend": "周末", "pause": "停表", "roll": "顺延"}


@dataclass(frozen=True)
class Week:
    """The days of one week that belong to the run: how many were counted, the sum so far, and what was left out."""

    first: date
    last: date
    counted: int
    total: int
    notes: list[str]

    @property
    def days(self) -> str:
        """2026-02-09 周一 至 2026-02-15 周日"""
        if self.first == self.last:
            return day_text(self.first)
        return f"{day_text(self.first)} 至 {day_text(self.last)}"

    @property
    def note(self) -> str:
        return "、".join(self.notes)


@dataclass(frozen=True)
class Explanation:
    """All that stands behind one date, ready for the screen."""

    title: str
    start: str
    rule: str
    article: str
    basis: str
    weeks: list[Week]
    pauses: list[str]
    extension: str
    raw_due: date | None
    due: date | None
    conclusion: str
    provisional: str
    hours: list[str] = field(default_factory=list)


def day_text(day: date) -> str:
    """2026-02-24 周二"""
    return f"{day} 周{WEEKDAYS[day.weekday()]}"


def explain(clock: Clock) -> Explanation:
    """Start, article, the days by week with the holidays named, pauses, extension and the day that comes out.

    It reads the ledger stored with the clock, so that the words always belong to the date on the screen.
    """
    term = clock.term
    unit = clock.extension_unit
    start = f"{term.start_event}：{day_text(clock.start_on)}"
    if clock.unit in BY_THE_CLOCK:
        start += f" {office_time(clock.started_at):%H:%M}"
    approver = f"，由{term.extension_approver}批准" if term.extension_approver else ""
    return Explanation(
        title=clock.name,
        start=f"{start}{'' if clock.unit in BY_THE_CLOCK else '，当日不计入'}",
        rule=rule_text(clock.amount, clock.unit, term.roll),
        article=term.article if term.source != Term.Source.MEMORY else f"{term.article}（{UNVERIFIED}）",
        basis=term.basis,
        weeks=[] if clock.unit in BY_THE_CLOCK else weeks_of(clock.ledger),
        pauses=[pause_text(p.starts_on, p.ends_on, p.reason) for p in clock.pauses.all()],
        extension=f"延长{spelled(clock.extension, unit)}{approver}，自原届满日起计算" if clock.extension else "",
        raw_due=clock.raw_due,
        due=clock.due,
        conclusion=conclusion_text(clock.raw_due, clock.due, clock.due_at, clock.unit, clock.ledger),
        provisional=provisional_text(clock.due) if clock.provisional else "",
        hours=hours_of(clock.ledger) if clock.unit in BY_THE_CLOCK else [],
    )


def rule_text(amount: int, unit: str, roll: bool) -> str:
    """What is counted, in one sentence."""
    length = spelled(amount, unit)
    if unit == WORKDAY:
        return f"{length}，周末和法定节假日不计入，调休上班日计入"
    if unit in BY_THE_CLOCK:
        return f"{length}，自起算时刻连续计算"
    return f"{length}，节假日计入{'，末日遇休息日顺延' if roll else ''}"


def pause_text(first: date, last: date | None, reason: str = "") -> str:
    """One stretch that is not counted."""
    end = f"至 {day_text(last)}" if last else "起，尚未恢复"
    return f"{day_text(first)} {end} 不计入{f'（{reason}）' if reason else ''}"


def provisional_text(due: date | None) -> str:
    """Why the date may still move."""
    year = f"{due.year}年" if due else "相应年份"
    return f"{PROVISIONAL}：{year}的放假安排通知尚未载入，或者载入得不完整，暂按法定节日和周末推算，载入后自动重新计算"


def conclusion_text(raw: date | None, due: date | None, moment: datetime | None, unit: str, ledger: list[dict]) -> str:
    """The last day, and why it is not the day on which the counting ended."""
    if due is None:
        return "停表期间没有到期日，恢复计算后重新确定"
    if unit in BY_THE_CLOCK and moment is not None:
        return f"{day_text(due)} {office_time(moment):%H:%M} 届满"
    if raw is None or raw == due:
        return f"{day_text(due)} 24时届满"
    names = {row["name"] for row in ledger if row["why"] == "roll" or row["to"] == raw.isoformat()} - {""}
    why = "、".join(sorted(names)) or "休息日"
    return f"届满日 {day_text(raw)} 为{why}，顺延至 {day_text(due)}"


def weeks_of(ledger: list[dict]) -> list[Week]:
    """The ledger of a term in days, cut at Sundays."""
    weeks: list[Week] = []
    total = 0
    for row in ledger:
        first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        while first <= last:
            end = min(last, first + timedelta(days=6 - first.weekday()))
            days = (end - first).days + 1
            total += days if row["counted"] else 0
            _add(weeks, first, end, days, total, row)
            first = end + timedelta(days=1)
    return weeks


def _add(weeks: list[Week], first: date, last: date, days: int, total: int, row: dict) -> None:
    counted = days if row["counted"] else 0
    notes = [text] if (text := _note(row, days)) else []
    if weeks and weeks[-1].first.isocalendar()[:2] == first.isocalendar()[:2]:
        before = weeks.pop()
        first, counted, notes = before.first, before.counted + counted, before.notes + notes
    weeks.append(Week(first, last, counted, total, notes))


def _note(row: dict, days: int) -> str:
    why, name = row["why"], row["name"]
    if why == "start":
        return "起算日不计入"
    if why == "due":
        return "顺延至此日"
    if why == "makeup":
        return f"{name}调休上班 {days} 天计入"
    if row["counted"]:
        return f"{name} {days} 天计入" if name else ""
    if why == "roll" and name:
        return f"{name} {days} 天顺延"
    return f"{name or SKIPPED[why]} {days} 天{'' if why == 'roll' else '不计入'}"


def hours_of(ledger: list[dict]) -> list[str]:
    """The ledger of a term in hours or minutes, one line a day."""
    lines = []
    for row in ledger:
        minutes = round(row["hours"] * 60)
        length = _span(minutes)
        word = "计入" if row["counted"] else "停表，不计入"
        lines.append(f"{day_text(date.fromisoformat(row['from']))}：{length}{word}")
    return lines


def _span(minutes: int) -> str:
    """16小时, 7小时40分, 15分."""
    whole, rest = divmod(minutes, 60)
    return f"{f'{whole}小时' if whole else ''}{f'{rest}分' if rest or not whole else ''}"
