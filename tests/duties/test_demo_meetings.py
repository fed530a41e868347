"""Rosters and meetings of the demo county, on whatever day it is loaded."""

from datetime import date, timedelta

from governance.cases.law import terms
from governance.duties.meetings import demo as demo_gatherings
from governance.duties.meetings import reference as meeting_kinds
from governance.duties.models import Decision, Meeting, Roster, RosterChange, RosterDay, RosterPerson
from governance.duties.rosters import reference as roster_kinds
from governance.organisation import demo as county
from tests.duties.making import moment


def test_it_shows_rosters_and_meetings_in_every_state_and_once(bare):
    now = moment("2026-11-22T10:00")
    terms.load_reference(now)
    for kinds in (meeting_kinds, roster_kinds):
        kinds.load_reference()
    county.load(date(2026, 11, 22))
    for day in (0, 1, 6):
        RosterChange.objects.all().delete()
        for model in (RosterDay, Roster, RosterPerson, Decision, Meeting):
            model.objects.all().delete()
        at = now + timedelta(days=day)
        assert demo_gatherings.load(at) == 8
        assert demo_gatherings.load(at) == 0
        assert set(RosterChange.objects.values_list("kind", flat=True)) == {"absence", "swap"}
        assert set(Meeting.objects.values_list("state", flat=True)) == {"held", "planned"}
        assert set(Decision.objects.values_list("state", flat=True)) == {"open", "done"}
