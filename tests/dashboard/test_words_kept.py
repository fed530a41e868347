"""What hangs on a reader's posts and on the moment alone is put into words when they ask first, and then kept."""

from collections import Counter

import pytest

from tests import builders, disputes
from tests.questions import kept, put_into_words

pytestmark = pytest.mark.django_db
DESK = {"Notice", "Proposal", "Decision", "Order", "Warning", "Participant", "Clock", "Event", "DutyEscalation"}
WORDS = {"Publication", "Objection", "Subsidy"}
PAGE = {"Event", "Paper", "Attachment", "CaseLink", "Escalation", "Reception", "LeaderCase", "Proposal", "Participant"}


def words_of(client, address: str) -> Counter:
    """The models asked about in new words where the page has been shown before."""
    assert client.get(address).status_code == 200
    with put_into_words() as found:
        client.get(address)
    return Counter(found)


def test_a_desk_is_not_put_into_words_again(cast, login):
    builders.petition(cast)
    for who in (cast.handler, cast.lead, cast.clerk):
        again = words_of(login(who), "/")
        assert again.keys() & {*DESK, "Case"} == set(), who
    # Who oversees is told besides what should have a term and has none.
    overseer = words_of(login(cast.leader), "/")
    assert overseer.keys() & DESK == {"Clock"}


def test_what_waits_for_a_word_is_not_put_into_words_again(cast, login):
    for who in (cast.lead, cast.leader, cast.county, cast.justice_officer):
        assert words_of(login(who), "/").keys() & WORDS == set(), who


def test_the_page_of_a_case_is_not_put_into_words_again_and_reads_what_its_guards_look_at_once(cast, login):
    track = disputes.track(cast)
    for act in (disputes.accept, disputes.sit, disputes.agree):
        act(track, cast)
    again = words_of(login(cast.mediator), f"/cases/{track.number}/")
    assert again.keys() & PAGE == set()
    # Who mediates is named in the head, beside what the guards ask.
    assert [again[name] for name in ("Agreement", "Session", "TrackMediator")] == [1, 1, 2]


def test_whoever_asks_without_a_guard_can_forget_what_was_kept():
    names = {f"{each.__module__}.{each.__name__}" for each in kept()}
    assert {"governance.organisation.navigation._question", "governance.dashboard.workbench._desk"} <= names
