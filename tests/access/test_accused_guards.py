"""Every guard that writes is taken out in turn while the matter becomes an accusation: then somebody meets it or hears
of it, or the proof over the whole database finds it."""

import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from governance.cases import deadlines
from governance.cases.access import door, hearing, veil
from governance.cases.access.proof import breaches
from governance.cases.deadlines import recipients as of_clocks
from governance.cases.knowing import queryset, words
from governance.cases.steps import recipients as of_steps
from governance.cases.steps import secrecy
from governance.dashboard import workbench
from governance.frame.days import office_day
from governance.jobs import withdrawing
from governance.notices import outbox
from governance.notices.models import Notice
from governance.organisation.models import User
from tests import builders
from tests.access import pages
from tests.access.accused import ACCUSED, accuse, before, take_on
from tests.access.sweep import Sweep
from tests.access.test_accused import NOTHING, READING
from tests.builders import within_the_day
from tests.cast import known
from tests.questions import forget


@pytest.fixture(scope="module")
def told(kept):
    """The matter while everybody knows it."""
    with time_machine.travel(within_the_day(), tick=False):
        cast = known()
        world = pages.world(cast)
        yield before(cast, timezone.now()), world


def nothing(*_, **__):
    return []


@dataclass(frozen=True)
class Guard:
    """What is taken out, what stands in its place, who then meets it where; without an address the proof finds it."""

    where: object
    name: str
    instead: object
    username: str = "many"
    address: str = ""


GUARDS = {
    "copies": Guard(secrecy, "cover_copies", nothing, address="cases:list"),
    "messages": Guard(outbox, "withdraw", nothing, "lead", "notices:inbox"),
    "files of jobs": Guard(withdrawing, "take_back", nothing, "staff", "job-file"),
    "rows of the accused": Guard(secrecy, "_name_accused", nothing, "lead", "cases:list"),
    "the hands it leaves": Guard(secrecy, "_move_out", nothing),
    "numbers": Guard(secrecy, "_renumber", nothing),
    "let-ins of before": Guard(secrecy, "_let_nobody_in", nothing, "officer", "cases:list"),
    "parts of the accused": Guard(secrecy, "_end_parts", nothing),
    "waiting approvals": Guard(workbench, "hidden_from", lambda standing: NOTHING, "lead", "dashboard:workbench"),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_a_guard_of_writing_taken_out_is_noticed(db, told, monkeypatch, guard):
    story, world = told
    out = GUARDS[guard]
    monkeypatch.setattr(out.where, out.name, out.instead)
    forget()
    accuse(story)
    sweep = Sweep(story, world)
    if out.address:
        assert sweep.is_met(out.username, sweep.at(out.address))
    else:
        assert breaches(office_day(story.now)) != []


def test_with_every_guard_in_its_place_nobody_meets_it(db, told):
    story, world = told
    forget()
    accuse(story)
    sweep = Sweep(story, world)
    assert [str(each) for each in breaches(office_day(story.now))] == []
    for out in GUARDS.values():
        if out.address:
            assert sweep.met(out.username, sweep.at(out.address)) == []


def everybody(kept_from, office):
    people = set(User.objects.values_list("pk", flat=True))
    return dict.fromkeys(kept_from, people)


def written_to_others(story) -> list[str]:
    """What is written to those who may not know of it once it is hidden, whether their inbox shows it or not, also long
    after its days are over: a letter goes out. What they were told while they knew is taken back."""
    accuse(story)
    before = set(Notice.objects.values_list("pk", flat=True))
    take_on(story)
    deadlines.scan(story.now + timedelta(days=90))
    known = {case.number: case for case in story.cases}
    written = Notice.objects.filter(subject_key__in=known).exclude(pk__in=before)
    return [
        f"{each.recipient} {each.text}"
        for each in written
        if each.recipient.username in ACCUSED or not builders.sees(each.recipient, known[each.subject_key])
    ]


def test_nothing_is_written_to_anybody_else_from_then_on(db, told):
    story, _ = told
    assert written_to_others(story) == []


@pytest.mark.parametrize("where", [of_steps, of_clocks])
def test_a_guard_of_hearing_taken_out_is_noticed(db, told, monkeypatch, where):
    story, _ = told
    monkeypatch.setattr(where, "confided", everybody)
    assert written_to_others(story) != []


# Whoever asks one of these is a guard.
ASKED = (queryset.known_by, queryset.hidden_from, queryset.confided_to, words.words_against, hearing.confided)
ASKED += (veil.telltales, veil.hidden_numbers, door.mark_of)
HEARING = {(where.__name__, "confided") for where in (of_steps, of_clocks)}
# What counts and what tells nobody of a matter has its own test, which is red without it.
ELSEWHERE = {
    "governance.cases.access.veil.hidden_from": "publications/test_publications.py::test_what_everybody_reads_tells",
    "governance.cases.access.proof.confided": "access/test_proof_of_secrecy.py::test_it_finds_each_way_out",
    "governance.cases.lists.search_views.mark_of": "access/test_traces.py::test_who_looks_a_person_up_by_a_number",
    "governance.counter.progress.mark_of": "counter/test_progress.py::test_an_accusation_is_told_of_only",
    "governance.duties.meetings.counts.hidden_from": "duties/test_decisions.py::test_what_was_decided_of_a_matter",
    "governance.figures.measures.known_by": "figures/test_figures.py::test_it_counts_a_restricted_case_only",
    "governance.figures.measures.confided_to": "figures/test_tallies.py::test_a_restricted_case_is_told_apart",
    "governance.figures.tallies.confided_to": "figures/test_tallies.py::test_a_restricted_case_is_told_apart",
    "governance.supervision.first_handling.known_by": "supervision/test_first_handling.py::test_what_repeats_a_case",
    "governance.publications.access.telltales": "publications/test_publications.py::test_whoever_may_not_know",
    "governance.publications.issuing.rows.telltales": "publications/test_publications.py::test_whoever_may_not_know",
}


def asking() -> set[str]:
    """Where in the house one of the questions is asked."""
    asked = {id(each): each.__module__ for each in ASKED}
    rooms = ("governance.", "petitions.", "mediation.", "grid.", "security.")
    return {
        f"{name}.{word}"
        for name, module in list(sys.modules.items())
        if name.startswith(rooms)
        for word, each in vars(module).items()
        if asked.get(id(each), name) != name and name != "governance.cases.access"
    }


def test_every_place_that_asks_whether_somebody_may_know_is_taken_out_in_some_test():
    tried = {f"{out.where.__name__}.{out.name}" for out in GUARDS.values() if hasattr(out.where, "__name__")}
    tried |= {f"{where.__name__}.{name}" for where, name, *_ in READING.values()}
    tried |= {".".join(each) for each in HEARING}
    assert asking() - tried - set(ELSEWHERE) == set()


def test_the_tests_elsewhere_are_there():
    for named in ELSEWHERE.values():
        file, _, test = named.partition("::")
        assert f"def {test}" in (Path(__file__).parents[1] / file).read_text(), named
