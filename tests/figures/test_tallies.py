"""What the database tallies is what the rows say, whatever happened to them; whoever asks hears the same."""

from datetime import date, datetime, timedelta
from io import StringIO
from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.cases.models import Case, Clock
from governance.figures import tallies, tallying
from governance.figures.asked import Asked
from governance.figures.counting import by_place, rows_of, totals, value
from governance.figures.measures import MEASURES
from governance.figures.models import Delta, Tally
from governance.figures.periods import Period
from governance.organisation.standing import standing_of
from petitions.models import Petition
from tests import builders
from tests.builders import CHINA

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
FIRST = datetime(2026, 1, 5, 10, 0, tzinfo=CHINA)
TALLIED = [code for code, measure in MEASURES.items() if measure.facts]
days, numbers = st.integers(0, 170), count(1)
AREAS = ("610116001002", "610116002001", "610116")

# What may become of a row, as the verbs leave it: each names a case by its place, and a day.
moves = st.lists(
    st.one_of(
        st.tuples(st.just("register"), days, st.sampled_from(AREAS), st.booleans()),
        st.tuples(st.just("transfer"), st.integers(0, 9), st.sampled_from(["housing", "weiqu", "guodu"])),
        st.tuples(st.just("close"), st.integers(0, 9), days, st.sampled_from(["archived", "withdrawn", "merged"])),
        st.tuples(st.just("reopen"), st.integers(0, 9)),
        st.tuples(st.just("hide"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("date"), st.integers(0, 9), days),
        st.tuples(st.just("clock"), st.integers(0, 9), days, st.sampled_from(["", "met", "missed", "cancelled"])),
        st.tuples(st.just("charge"), st.integers(0, 9), st.sampled_from(["housing", "weiqu"])),
        st.tuples(st.just("delete"), st.integers(0, 9)),
        st.tuples(st.just("fold"), st.integers(1, 7)),
    ),
    min_size=12,
    max_size=30,
)


def at(day: int) -> datetime:
    return FIRST + timedelta(days=day)


class History:
    """Cases to which random things happen."""

    def __init__(self, cast):
        self.cast = cast
        self.model = Clock.objects.filter(term_code="petition.route").first()
        self.made: list[Case] = []
        for place, area in enumerate(AREAS):
            self.register(place * 40, area, False)

    def play(self, told) -> None:
        for name, *how in told:
            if name == "fold":
                tallying.fold(*how)
            elif name == "register":
                self.register(*how)
            elif self.made:
                place, *rest = how
                getattr(self, name)(self.made[place % len(self.made)], *rest)

    def register(self, day, area, restricted):
        template = self.model.case.own
        case = Petition.objects.get(pk=template.pk)
        case.pk = case.id = case.case_ptr_id = None
        case._state.adding = True
        case.number, case.opened_at, case.area = f"T{next(numbers):05}", at(day), self.cast.area(area)
        case.confidentiality = "restricted" if restricted else "normal"
        case.save(force_insert=True)
        clock = Clock.objects.get(pk=self.model.pk)
        clock.pk, clock.case_id, clock._state.adding = None, case.pk, True
        clock.due, clock.raw_due = (at(day + 15).date(),) * 2
        clock.save(force_insert=True)
        self.made.append(case)

    def transfer(self, case, unit):
        Case.objects.filter(pk=case.pk).update(lead_unit=getattr(self.cast, unit))

    def close(self, case, day, status):
        case.refresh_from_db()
        Case.objects.filter(pk=case.pk).update(closed_at=max(case.opened_at, at(day)), status=status, next_due_at=None)

    def reopen(self, case):
        Case.objects.filter(pk=case.pk).update(closed_at=None, status="handling")

    def hide(self, case, restricted):
        Case.objects.filter(pk=case.pk).update(confidentiality="restricted" if restricted else "normal")

    def date(self, case, day):
        Case.objects.filter(pk=case.pk, closed_at=None).update(opened_at=at(day))

    def clock(self, case, day, outcome):
        clock = case.clocks.first()
        ended = clock.started_at + timedelta(days=30 + day)
        Clock.objects.filter(pk=clock.pk).update(
            outcome=outcome,
            ended_at=ended if outcome else None,
            alert_at=None,
            due=at(day).date(),
            raw_due=at(day).date(),
        )

    def charge(self, case, unit):
        case.clocks.update(charged_to=getattr(self.cast, unit))

    def delete(self, case):
        self.made.remove(case)
        case.clocks.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM petitions_petition WHERE case_ptr_id = %s", [case.pk])
            cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])


class RolledBack(Exception):
    """The history of one example is gone before the next begins."""


@pytest.fixture
def first(cast):
    return builders.petition(cast)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=moves, start=st.integers(0, 80), length=st.integers(20, 170))
def test_it_tallies_what_the_rows_say_whatever_has_happened(cast, first, told, start, length):
    """Counted by hand from the rows, one by one, for the county, a township and a unit."""
    period = Period(at(start).date(), at(start + length).date())
    with pytest.raises(RolledBack), transaction.atomic():
        History(cast).play(told)
        assert tallying.differences() == []
        county = standing_of(cast.county, TODAY)
        for where in ({}, {"area": "610116001"}, {"area": "610116001002"}, {"unit": cast.weiqu.pk}):
            asked = Asked(county, period, TODAY, **where)
            assert tallies.speak_for(asked)
            spoken = totals(by_place(TALLIED, asked))
            for code in TALLIED:
                assert spoken[code] == rows_of(MEASURES[code], asked).count(), (code, where)
        raise RolledBack


def test_a_step_is_tallied_in_its_own_transaction(cast):
    with transaction.atomic():
        builders.in_status(cast, "archived")
        assert Delta.objects.filter(fact="petition.closed").exists()
        transaction.set_rollback(True)
    assert not Delta.objects.filter(fact="petition.closed").exists()


def test_real_histories_are_tallied(cast):
    for status in ("handling", "archived", "withdrawn", "merged", "registered"):
        builders.in_status(cast, status)
    builders.accusation(cast)
    assert tallying.differences() == []
    while tallying.fold():
        pass
    assert not Delta.objects.exists() and Tally.objects.exists()
    call_command("check_tallies", stdout=StringIO())


def test_it_finds_a_difference_and_makes_the_tallies_anew(cast, first):
    tallying.fold()
    Tally.objects.filter(fact="petition.opened", span="day").update(number=7)
    said = StringIO()
    with pytest.raises(CommandError, match="发现 1 处不符"):
        call_command("check_tallies", stderr=said)
    assert "petition.opened" in said.getvalue() and "记 7，应为 1" in said.getvalue()
    call_command("check_tallies", "--rebuild", stdout=StringIO())
    assert tallying.differences() == []


def test_a_restricted_case_is_told_apart(cast, time_machine):
    time_machine.move_to(datetime(2026, 7, 1, 10, 0, tzinfo=CHINA), tick=False)
    hidden = Case.objects.get(pk=builders.accusation(cast).pk)
    let_in = [person for person in cast.people if hidden in Case.objects.visible_to(person, TODAY)]
    period = Period(date(2026, 1, 1), TODAY)
    assert let_in and cast.county not in let_in
    assert value("petition.received", Asked(standing_of(cast.county, TODAY), period, TODAY)) == 0
    for person in let_in:
        for where in ({}, {"unit": hidden.lead_unit_id}, {"area": hidden.area_id}):
            assert value("petition.received", Asked(standing_of(person, TODAY), period, TODAY, **where)) == 1


def test_the_tallies_speak_only_for_who_may_know_all_of_it(cast):
    def speaks(who, **where):
        return tallies.speak_for(Asked(standing_of(who, TODAY), Period(TODAY, TODAY), TODAY, **where))

    assert speaks(cast.county) and speaks(cast.county, area="610116002")
    assert speaks(cast.clerk, area="610116001") and speaks(cast.clerk, area="610116001002")
    assert not speaks(cast.clerk) and not speaks(cast.clerk, area="610116002")
    assert speaks(cast.handler, unit=cast.housing.pk) and not speaks(cast.handler, unit=cast.weiqu.pk)
    assert not speaks(cast.handler) and not speaks(cast.system_admin)


def test_it_reads_no_case_for_who_oversees_all(cast, first):
    asked = Asked(standing_of(cast.county, TODAY), Period(date(2026, 1, 1), TODAY), TODAY)
    with CaptureQueriesContext(connection) as queries:
        assert totals(by_place(TALLIED, asked))["petition.received"] == 1
    assert len(queries) == 3
