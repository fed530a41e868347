"""Whoever is accused asks everything of the site with every account they have, and hears nothing.

What everybody knew before it became an accusation is asked for as well: pages, lists, searches, files, messages,
letters, log lines and jobs hold no canary.
"""

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from governance.cases.access.proof import breaches
from governance.frame.days import office_day
from governance.notices.delivery import deliver_due
from tests.access import pages
from tests.access.accused import ACCUSED, before, hide
from tests.access.sweep import Sweep
from tests.cast import known

# Whoever plays every part asks everything; the others ask what stands behind no row, and at the door of each case.
WIDEST = "many"


@pytest.fixture(scope="module")
def sweep(kept):
    """Everything that can be asked once it is an accusation; what letters and log lines said meanwhile is kept."""
    with time_machine.travel(timezone.now(), tick=False):
        cast = known()
        world = pages.world(cast)
        story = before(cast, timezone.now())
        deliver_due(timezone.now())
        mail.outbox = []
        hide(story)
        yield Sweep(story, world)


def test_it_stands_hidden_by_every_rule(db, sweep):
    assert [case.confidentiality for case in sweep.story.cases] == ["restricted"] * 7
    assert [str(each) for each in breaches(office_day(sweep.story.now))] == []


@pytest.mark.parametrize("part", ["doors", "pages", "lists", "searches"])
def test_whoever_plays_every_part_meets_it_nowhere(db, sweep, part):
    questions = list(getattr(sweep, part)())
    assert len(questions) > 40
    assert sweep.met(WIDEST, questions) == []


@pytest.mark.parametrize("username", sorted(set(ACCUSED) - {WIDEST}))
def test_no_account_of_the_accused_meets_it(db, sweep, username):
    assert sweep.met(username, sweep.plain()) == []
