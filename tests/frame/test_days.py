"""Days of the office: what a moment's day is, what is left to it in words, and that nobody finds the day otherwise."""

import ast
import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.conf import settings

from governance.frame.days import (
    day_text,
    due_words,
    minute_text,
    moment_text,
    office_day,
    office_moment,
    office_time,
)

ROOT = Path(__file__).parents[2]
# How a day is taken; what never does so need not be understood.
TAKING = re.compile(r"\.\s*(?:date|astimezone)\s*\(")
LATE_EVENING = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # 00:30 on Saturday the 21st in the office


def test_it_says_the_day_and_the_time_of_the_office():
    assert office_day(LATE_EVENING) == date(2026, 11, 21)
    assert office_time(LATE_EVENING).time() == time(0, 30)
    assert office_moment(date(2026, 11, 21), time(0, 30)) == LATE_EVENING
    assert office_day(office_moment(date(2026, 11, 21))) == date(2026, 11, 21)


def test_it_writes_days_and_moments():
    assert day_text(date(2026, 11, 22)) == "2026-11-22 周日"
    assert moment_text(LATE_EVENING) == "2026-11-21 周六 00:30"
    assert minute_text(LATE_EVENING) == "2026-11-21 00:30"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (18, ("overdue", "超期 3 天")),
        (20, ("overdue", "超期 1 天")),
        (21, ("today", "今天到期")),
        (22, ("near", "还剩 1 天")),
        (24, ("near", "还剩 3 天")),
        (25, ("normal", "还剩 4 天")),
    ],
)
def test_it_says_what_is_left(day, said):
    assert due_words(date(2026, 11, day), date(2026, 11, 21)) == said


def test_it_takes_the_caller_at_his_word_what_is_near():
    assert due_words(date(2026, 11, 23), date(2026, 11, 21), near=1) == ("normal", "还剩 2 天")


def ways_to_take_a_day(path: Path) -> list[str]:
    """``moment.date()`` and ``moment.astimezone()``; of what a person typed, ``strptime`` makes no moment."""
    source = path.read_text()
    called = [
        node
        for node in (ast.walk(ast.parse(source)) if TAKING.search(source) else ())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for node in called
        if node.func.attr == "astimezone" or (node.func.attr == "date" and not node.args and not _is_typed(node))
    ]


def _is_typed(call: ast.Call) -> bool:
    return ast.unparse(call.func.value).startswith("datetime.strptime(")


def test_only_one_place_takes_a_day_from_a_moment():
    sources = [path for app in ("governance", *settings.LINES) for path in (ROOT / app).rglob("*.py")]
    found = {place for path in sources for place in ways_to_take_a_day(path)}
    assert {place.split(":")[0] for place in found} == {"governance/frame/days.py"}, sorted(found)


def test_no_day_is_written_straight_out_of_a_moment():
    """A stored moment is one of Greenwich; so would its day be."""
    base = settings.BASE_DIR
    sources = [path for app in ("governance", "petitions", "mediation", "grid") for path in (base / app).rglob("*.py")]
    straight = re.compile(r"\{\w+\.\w+_at:%Y|\{(?:now|at):%Y-")
    wrong = {
        path.relative_to(base).as_posix()
        for path in sources
        if "migrations" not in path.parts and straight.search(path.read_text(encoding="utf-8"))
    }
    assert wrong == set()
