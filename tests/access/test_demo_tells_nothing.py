"""The petitions of the demo county, accusations among them, tell nobody what is kept from them."""

from dataclasses import replace
from datetime import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from governance.cases import deadlines
from governance.cases.access.proof import Proof
from governance.frame.days import office_day
from governance.organisation import demo as county
from petitions import demo as petitions
from tests import ground
from tests.builders import CHINA

THURSDAY = datetime(2026, 11, 19, 16, 30, tzinfo=CHINA)


@pytest.fixture(scope="module")
def told(kept):
    """The county on that Thursday, with all its accusations and one petition of every other kind."""
    few = tuple(replace(scene, count=5 if scene.name == "accusation" else 1) for scene in petitions.SCENES)
    with time_machine.travel(THURSDAY, tick=False), pytest.MonkeyPatch.context() as patch:
        patch.setattr(petitions, "SCENES", few)
        ground.clear()
        call_command("load_reference", stdout=StringIO())
        county.load(office_day(THURSDAY))
        petitions.load(THURSDAY)
        deadlines.scan(THURSDAY)
        yield


def test_nothing_hidden_in_it_is_read_by_those_it_is_kept_from(db, told):
    assert len(Proof(office_day(THURSDAY)).hidden) >= 5
    call_command("check_secrecy", stdout=StringIO())
