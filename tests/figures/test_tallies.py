"""What the database tallies is what the rows say, whatever happened to them; whoever asks hears the same."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from governance.cases.models import Case
from governance.figures import models, tallies, tallying
from governance.figures.asked import Asked
from governance.figures.counting import apart, by_each, by_group, by_place, rows_of, totals, value
from governance.figures.measures import MEASURES
from governance.figures.models import Delta, Tally
from governance.figures.periods import Period
from governance.organisation.areas import lying
from governance.organisation.standing import standing_of
from mediation.models.said import DISPUTE_SAYS, OF_DISPUTE, OF_TRACK, TRACK_SAYS
from tests import builders, disputes
from tests.builders import CHINA
from tests.figures.histories import RolledBack, at
from tests.figures.random_history import TODAY, History, copy_notice, moves

pytestmark = pytest.mark.django_db
TALLIED = [code for code, measure in MEASURES.items() if measure.facts]
APART = [(code, group) for code, measure in MEASURES.items() for group in measure.tallied_by]
# Who knows something of all, oversees a part of it, guides one kind of it, or is told of some cases alone.
READERS = ("handler", "mediator", "clerk", "justice_officer", "inspector")
# A township and a village; else a unit.
PLACES = ({"area": "610116001"}, {"area": "610116001002"}, {})


@pytest.fixture
def first(cast):
    return builders.petition(cast)


@pytest.fixture
def track(cast):
    return disputes.track(cast)


@pytest.fixture
def paper(cast):
    return copy_notice(cast)


@pytest.mark.parametrize(("turn", "reader"), [*enumerate(READERS)])
def test_it_tallies_what_the_rows_say_whatever_has_happened(cast, first, track, paper, turn, reader):
    """Counted by hand from the rows, one by one, for the county, and a township, a village or a unit, and by what they
    differ in; and for somebody who may know of a part of it. Each reader asks in histories of their own."""

    @seed(turn)
    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(told=moves, start=st.integers(0, 80), length=st.integers(20, 170), place=st.sampled_from(PLACES))
    def is_told_by_hand(told, start, length, place):
        period = Period(at(start).date(), at(start + length).date())
        with pytest.raises(RolledBack), transaction.atomic():
            History(cast, track, paper).play(told)
            assert tallying.differences() == []
            county = standing_of(cast.county, TODAY)
            for where in ({}, place or {"unit": cast.weiqu.pk}):
                asked = Asked(county, period, TODAY, **where)
                assert tallies.speak_for(asked)
                spoken = totals(by_place(TALLIED, asked))
                told_of = {(code, "", ""): spoken[code] for code in TALLIED}
                for (code, (group,)), keyed in apart([(code, (group,)) for code, group in APART], asked).items():
                    told_of |= {(code, group, key): number for (key,), number in keyed.items()}
                    assert group == "mediator" or sum(keyed.values()) == spoken[code], (code, group, where)
                assert told_of == one_by_one(told_of, asked), where
            assert told_by_each(Asked(county, period, TODAY))
            asked = Asked(standing_of(getattr(cast, reader), TODAY), period, TODAY)
            assert not tallies.speak_for(asked)
            spoken = totals(by_place(TALLIED, asked))
            told_of = {(code, "", ""): spoken[code] for code in TALLIED}
            assert told_of == one_by_one(told_of, asked), reader
            assert told_by_each(asked)
            raise RolledBack

    is_told_by_hand()


def one_by_one(wanted: Iterable[tuple[str, str, str]], asked: Asked) -> dict[tuple[str, str, str], int]:
    """How many rows there are of each measure, group and key: all of them are read, and counted here."""
    each = [*wanted]
    found = [
        rows_of(MEASURES[code], replace(asked, group=group, key=key)).order_by().values_list(Value(place), "pk")
        for place, (code, group, key) in enumerate(each)
    ]
    counts = Counter(place for place, _ in found[0].union(*found[1:], all=True))
    return {told: counts[place] for place, told in enumerate(each)}


def told_by_each(asked: Asked) -> bool:
    """What disputes are told apart by comes to the same, asked at once and one by one."""
    codes, groups = (
        ("dispute.opening", "dispute.received", "dispute.closed", "dispute.ended"),
        ("type", "source", "grade"),
    )
    together = by_each(codes, asked, *groups)
    return all(together[group] == by_group(codes, asked, group) for group in groups)


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


@pytest.mark.parametrize(
    ("function", "body"),
    [
        ("figures_facts", models.FACTS.partition("$$")[2]),
        ("figures_duties", models.DUTIES.partition("$$")[2]),
        (models.AGAIN, models.SAID_AGAIN),
        (models.PAPERS, models.SAID_OF_PAPERS),
        (OF_DISPUTE, DISPUTE_SAYS),
        (OF_TRACK, TRACK_SAYS),
    ],
)
def test_the_database_says_what_the_models_say(function, body):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        ((stands,),) = cursor.fetchall()
    assert stands.split() == body.replace("$$", "").split()


@pytest.mark.parametrize(
    ("told", "outcomes"),
    [
        ([("rate", 0, 9, ""), ("close", 0, 118, "archived"), ("revoke", 0)], ["missed"]),
        ([("date", 0, 0), ("rate", 0, 9, ""), ("clock", 0, 3, ""), ("rate", 0, 9, "")], ["cancelled", ""]),
        ([("rate", 0, 9, "satisfied"), ("revoke", 0)], ["cancelled"]),
    ],
)
def test_a_history_lets_nothing_late_be_in_time_again(cast, first, track, paper, told, outcomes):
    history = History(cast, track, paper)
    history.play(told)
    ratings = history.made[0].clocks.filter(term_code="petition.rating")
    assert [*ratings.order_by("pk").values_list("outcome", flat=True)] == outcomes


def test_days_for_an_application_ran_out_of_the_agreement_in_force_for_which_none_was_made(cast, first, track, paper):
    asked = Asked(standing_of(cast.county, TODAY), Period(at(0).date(), at(170).date()), TODAY)
    history = History(cast, track, paper)
    for told, missed in (
        ([("promise", 0, 9, None, False), ("lapse", 0, 30, "lapsed")], 1),
        ([("confirm", 0, True)], 0),
        ([("confirm", 0, False)], 1),
        ([("lapse", 0, 60, "cancelled")], 0),
        ([("lapse", 0, 60, "lapsed")], 1),
        ([("give_up", 0, True)], 0),
    ):
        history.play(told)
        with CaptureQueriesContext(connection) as queries:
            assert value("mediation.confirm_missed", asked) == missed, told
        assert [*one_by_one([("mediation.confirm_missed", "", "")], asked).values()] == [missed], told
        assert any("figures_tally" in query["sql"] for query in queries)
        assert tallying.differences() == []


def test_no_case_is_looked_through_for_a_category_that_comes_or_goes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT event_manipulation FROM information_schema.triggers"
            " WHERE event_object_table = 'cases_category' AND trigger_name LIKE 'pgtrigger_tally%'"
        )
        assert cursor.fetchall() == [("UPDATE",)]


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
    # Which areas were joined is remembered.
    lying.joined()
    with CaptureQueriesContext(connection) as queries:
        assert totals(by_place(TALLIED, asked))["petition.received"] == 1
    assert len(queries) == 3
