"""The lights of programme tasks and the progress of a tree: days are arguments, every edge by date."""

from datetime import date, timedelta

import pytest

from governance.duties.programmes.lights import Facts, Mark, TaskLight, light, percent, share, worst

DUE = date(2026, 6, 30)


def on(days: int) -> date:
    return DUE + timedelta(days=days)


@pytest.mark.parametrize(
    ("day", "code", "why"),
    [
        (on(-15), "normal", "还剩 15 天"),
        (on(-14), "near", "还剩 14 天"),
        (on(0), "near", "今天到期"),
        (on(1), "overdue", "超期 1 天"),
    ],
)
def test_it_turns_amber_fifteen_days_before_and_red_the_day_after(day, code, why):
    assert light(Facts(due=DUE), day) == TaskLight(code, why)


@pytest.mark.parametrize(
    ("past", "code"), [(-7, "normal"), (-6, "near"), (0, "near"), (1, "near"), (14, "near"), (15, "overdue")]
)
def test_it_follows_a_milestone_that_is_not_reached(past, code):
    mark = Mark("启动", on(-100))
    assert light(Facts(due=DUE, marks=(mark,)), mark.due + timedelta(days=past)).code == code


def test_it_forgets_a_milestone_that_was_reached():
    reached = Mark("启动", on(-100), on(-50))
    assert light(Facts(due=DUE, marks=(reached,)), on(-20)).code == "normal"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (Facts(due=DUE, reported_on=on(0)), "normal"),
        (Facts(due=DUE, reported_on=on(1)), "near"),
        (Facts(due=DUE, reported_on=on(0), done_on=on(9)), "met"),
        (Facts(due=DUE, reported_on=on(1), done_on=on(9)), "missed"),
        (Facts(due=DUE, withdrawn=True), "ended"),
        (Facts(), "normal"),
        (Facts(first=on(31), due=on(40)), "normal"),
    ],
)
def test_it_judges_by_the_day_of_the_report_and_not_of_the_confirmation(facts, code):
    assert light(facts, on(30)).code == code


def test_it_takes_the_worst_light_of_those_below():
    lights = [TaskLight(code, "") for code in ("met", "normal", "near", "missed")]
    assert worst(lights).code == "near"
    assert worst([]).code == "normal"


def test_it_counts_milestones_and_the_end_alike_and_never_rounds_up_to_a_hundred():
    half = Facts(marks=(Mark("甲", DUE, DUE), Mark("乙", DUE), Mark("丙", DUE)))
    assert share(half) == 0.25
    assert share(Facts(done_on=DUE)) == 1
    assert percent([1.0] * 199 + [0.5]) == 99
    assert percent([1.0] * 3) == 100
    assert percent([]) == 0
