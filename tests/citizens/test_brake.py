"""Counts by address and hour: who goes too far is stopped, and nobody else."""

from datetime import datetime, timedelta

import pytest
from django.test import RequestFactory

from governance.citizens import brake, pages, proof
from governance.citizens.brake import Limit, TooOften
from governance.citizens.models import Tries
from governance.frame.days import CHINA
from tests.citizens.proofs import solved

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 10, 15, tzinfo=CHINA)
TRIED = Limit("tried", address=3, proven=5, overall=6, overall_proven=8)


def tries(count: int, address: str = "10.0.0.7", *, proven=False, at=AT) -> int:
    """How many of so many tries from that address pass."""
    passed = 0
    for _ in range(count):
        try:
            brake.pass_by(TRIED, RequestFactory().get("/", REMOTE_ADDR=address), proven=proven, at=at)
            passed += 1
        except TooOften as refusal:
            assert 0 < refusal.seconds <= 3600
    return passed


def test_it_stops_an_address_that_goes_too_far_and_no_other():
    assert tries(10) == 3
    assert tries(2, "10.0.0.8") == 2


def test_it_lets_whoever_shows_a_proof_of_work_go_further():
    assert tries(10, proven=True) == 5


def test_it_begins_anew_with_the_hour():
    tries(10)
    assert tries(1, at=AT + timedelta(minutes=44)) == 0
    assert tries(1, at=AT + timedelta(minutes=45)) == 1


def test_it_stops_all_together_where_many_addresses_do_what_one_may_not():
    assert sum(tries(1, f"10.0.1.{number}") for number in range(20)) == 6


def test_a_flood_without_a_proof_stops_nobody_who_brings_one():
    assert sum(tries(1, f"10.0.3.{number}") for number in range(20)) == 6
    assert sum(tries(1, f"10.0.4.{number}", proven=True) for number in range(20)) == 8


def test_it_takes_the_addresses_of_a_socket_for_both_kinds_for_what_they_are():
    assert tries(5, "::ffff:10.0.0.7") == 3
    assert tries(1, "10.0.0.7") == 0 and tries(1, "::ffff:10.0.0.8") == 1
    assert tries(1, "fe80::1%eth0") == 1


def test_those_who_were_stopped_take_nothing_from_the_others():
    tries(20, "10.0.0.9")
    assert sum(tries(1, f"10.0.2.{number}") for number in range(3)) == 3


def test_it_takes_all_addresses_of_one_home_for_one():
    assert sum(tries(1, f"2001:db8:1:2::{number}") for number in range(1, 9)) == 3
    assert tries(1, "2001:db8:1:3::1") == 1


def test_it_keeps_no_address():
    tries(1, "10.0.0.7")
    kept = list(Tries.objects.values_list("mark", flat=True))
    assert all("10.0" not in mark for mark in kept)


def test_it_forgets_what_was_counted_in_hours_that_are_over():
    tries(1)
    assert brake.forget_before(AT + timedelta(hours=1)) == 2
    assert not Tries.objects.exists()


def test_a_proof_is_taken_once_and_at_its_own_door_alone(rf):
    sent = rf.post("/", solved("send"))
    assert not proof.is_proven(sent, "look", AT)
    assert proof.is_proven(sent, "send", AT)
    assert not proof.is_proven(sent, "send", AT)


def test_a_proof_and_a_page_are_taken_once_though_the_hour_has_struck(rf, time_machine):
    before, after = AT.replace(minute=59, second=50), AT.replace(minute=0) + timedelta(hours=1, seconds=10)
    time_machine.move_to(before, tick=False)
    sent = rf.post("/", solved("send") | {"key": "page"})
    assert proof.is_proven(sent, "send", before) and not proof.is_proven(sent, "send", after)
    assert pages.once(sent, "grid", before) and not pages.once(sent, "grid", after)
    assert pages.was_sent(sent, "grid") and not pages.was_sent(sent, "look")
    brake.forget_before(after + timedelta(hours=3))
    assert not pages.once(sent, "grid", after + timedelta(hours=4))
    brake.forget_sent_before(after + timedelta(hours=5))
    assert pages.once(sent, "grid", after + timedelta(hours=5))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"challenge": "x", "solution": "1"},
        {"challenge": proof.challenge("send").text, "solution": "-1"},
        {"challenge": proof.challenge("send").text, "solution": "1" * 50},
        {"challenge": proof.challenge("send").text, "solution": "²"},
    ],
)
def test_it_takes_no_proof_that_was_not_worked_for(rf, sent):
    assert not proof.is_proven(rf.post("/", sent), "send", AT)


def test_more_work_is_asked_when_the_county_asks_for_more(rf, settings):
    sent = rf.post("/", solved("send"))
    settings.CITIZEN_PROOF_BITS = 30
    assert proof.challenge("send").bits == 30
    assert not proof.is_proven(sent, "send", AT)


def test_a_challenge_lasts_an_hour(rf, time_machine):
    time_machine.move_to(AT, tick=False)
    sent = rf.post("/", solved("send"))
    time_machine.move_to(AT + timedelta(minutes=61), tick=False)
    assert not proof.is_proven(sent, "send", AT + timedelta(minutes=61))
