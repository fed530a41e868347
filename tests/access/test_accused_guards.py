"""Every guard that writes is taken out in turn while the matter becomes an accusation: then somebody meets it, or the
proof over the whole database finds it."""

from dataclasses import dataclass

import pytest
import time_machine
from django.utils import timezone

from governance.cases.access.proof import breaches
from governance.cases.steps import secrecy
from governance.dashboard import workbench
from governance.frame.days import office_day
from governance.jobs import withdrawing
from governance.notices import outbox
from tests.access import pages
from tests.access.accused import accuse, before
from tests.access.sweep import Sweep
from tests.access.test_accused import NOTHING
from tests.cast import known


@pytest.fixture(scope="module")
def told(kept):
    """The matter while everybody knows it."""
    with time_machine.travel(timezone.now(), tick=False):
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
    "waiting approvals": Guard(workbench, "hidden_from", lambda standing: NOTHING, "lead", "dashboard:workbench"),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_a_guard_of_writing_taken_out_is_noticed(db, told, monkeypatch, guard):
    story, world = told
    out = GUARDS[guard]
    monkeypatch.setattr(out.where, out.name, out.instead)
    accuse(story)
    sweep = Sweep(story, world)
    if out.address:
        assert sweep.met(out.username, sweep.at(out.address)) != []
    else:
        assert breaches(office_day(story.now)) != []


def test_with_every_guard_in_its_place_nobody_meets_it(db, told):
    story, world = told
    accuse(story)
    sweep = Sweep(story, world)
    assert [str(each) for each in breaches(office_day(story.now))] == []
    for out in GUARDS.values():
        if out.address:
            assert sweep.met(out.username, sweep.at(out.address)) == []
