"""Legal dates with their ledgers, against the same dates found by a plain loop that explains nothing."""

from datetime import date, timedelta

from bench.county import county
from bench.measure import in_turn, say
from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.worktime import Calendar, compute
from governance.frame.days import ONE_DAY

STARTS = [date(2024, 1, 1) + timedelta(days=n % 900) for n in range(2000)]


def run() -> None:
    """Dates a second for a term in days, in working days and in months."""
    with county():
        calendar = calendar_at_hand()
    for label, amount, unit in (("60 日", 60, "day"), ("10 个工作日", 10, "workday"), ("1 个月", 1, "month")):
        pair = in_turn(lambda a=amount, u=unit: _ours(a, u, calendar), lambda a=amount, u=unit: _bare(a, u, calendar))
        say(f"{len(STARTS)} due dates, {label}", pair, "bare loop")
        print(f"{'':<44} {len(STARTS) / pair.ours:9.0f} dates a second")


def _ours(amount: int, unit: str, calendar: Calendar) -> None:
    for start in STARTS:
        compute(start, amount, unit, calendar=calendar).as_json()


def _bare(amount: int, unit: str, calendar: Calendar) -> None:
    for start in STARTS:
        day, left = start, {"day": amount, "workday": amount, "month": 30 * amount}[unit]
        while left:
            day += ONE_DAY
            left -= unit != "workday" or calendar.is_working(day)
        while not calendar.is_working(day):
            day += ONE_DAY
