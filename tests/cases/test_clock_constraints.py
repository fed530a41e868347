"""What the database itself refuses, whatever the program says."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from governance.cases import deadlines
from governance.cases.models import CalendarDay, Clock, Escalation, LadderRung, Pause, Term
from tests.cases.clocks import day, make_case, moment


@pytest.fixture
def clock(cast, law):
    return deadlines.start(make_case(cast), "petition.handle", since=day("2026-02-10"))


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_it_runs_one_clock_a_term_in_a_case(clock):
    with refused("clock_one_running_per_term"), transaction.atomic():
        deadlines.start(clock.case, "petition.handle", since=day("2026-02-11"))

    deadlines.meet(clock.case, "petition.handle", at=moment("2026-02-12"))
    deadlines.start(clock.case, "petition.handle", since=day("2026-02-11"))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ended_at": moment("2026-03-01"), "alert_at": None}, "clock_ended_with_an_outcome"),
        ({"outcome": "met"}, "clock_ended_with_an_outcome"),
        ({"ended_at": moment("2026-03-01"), "outcome": "met"}, "clock_silent_when_ended"),
        ({"due": None}, "clock_dates_together|clock_silent_without_date"),
        ({"due": day("2026-04-10")}, "clock_dates_together"),
        ({"raw_due": None, "due": None, "due_at": None}, "clock_silent_without_date"),
        *(
            ({"ended_at": moment("2026-04-20"), "alert_at": None, "outcome": outcome}, "clock_late_stays_late")
            for outcome in ("met", "cancelled", "lapsed")
        ),
        ({"is_window": True}, "clock_window_is_never_late"),
        (
            {"is_window": True, "alert_at": None, "ended_at": moment("2026-03-01"), "outcome": "missed"},
            "clock_window_is_never_late",
        ),
    ],
)
def test_it_keeps_a_clock_in_one_piece(clock, fields, name):
    with refused(name), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(**fields)


def test_it_announces_a_rung_once_a_generation(clock):
    rung = {
        "clock": clock,
        "case": clock.case,
        "generation": 1,
        "rung": 1,
        "light": "yellow",
        "at": moment("2026-04-08"),
        "fired_at": moment("2026-04-08"),
    }
    Escalation.objects.create(**rung)

    with refused("escalation_once"), transaction.atomic():
        Escalation.objects.create(**rung)
    Escalation.objects.create(**rung | {"generation": 2})


def test_it_stands_still_once_at_a_time(clock):
    Pause.objects.create(clock=clock, starts_on=day("2026-03-01"), reason="鉴定")

    with refused("pause_one_open"), transaction.atomic():
        Pause.objects.create(clock=clock, starts_on=day("2026-03-05"), reason="听证")
    with refused("pause_ends_after_it_starts"), transaction.atomic():
        Pause.objects.update(ends_on=day("2026-02-28"))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"amount": 0}, "term_amount_positive|cases_term_amount_check"),
        ({"effective_to": day("2022-04-30")}, "term_ends_after_it_starts"),
        ({"is_window": True}, "term_window_has_no_ladder"),
        ({"version": 1}, "term_version_once"),
    ],
)
def test_it_keeps_a_term_sound(clock, fields, name):
    with refused(name), transaction.atomic():
        Term.objects.filter(pk=clock.term_id).update(**fields)


def test_it_has_one_open_version_of_a_term(law):
    with refused("term_one_open_version"), transaction.atomic():
        Term.objects.filter(code="petition.handle").update(effective_to=None)


def test_it_does_not_lose_the_term_of_a_clock(clock):
    with connection.cursor() as cursor, refused("foreign key"), transaction.atomic():
        cursor.execute("DELETE FROM cases_term WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE", [clock.term_id])


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"day": day("2027-01-09"), "kind": "off"}, "calendar_day_in_its_year"),
        ({"day": day("2026-01-05"), "kind": "makeup"}, "calendar_makeup_on_a_weekend"),
        ({"day": day("2026-01-01"), "kind": "off"}, "cases_calendarday_pkey"),
    ],
)
def test_it_keeps_the_calendar_sound(law, fields, name):
    with refused(name), transaction.atomic():
        CalendarDay.objects.create(year_id=2026, name="元旦", **fields)


def test_it_has_one_rung_of_a_number(law):
    with refused("ladder_rung_once"), transaction.atomic():
        LadderRung.objects.filter(rung=2).update(rung=1)


def test_it_finds_what_is_due_by_index(clock):
    Clock.objects.filter(pk=clock.pk).update(alert_at=clock.alert_at - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM cases_clock WHERE ended_at IS NULL AND alert_at <= now() ORDER BY alert_at LIMIT 10"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using clock_scan" in plan
