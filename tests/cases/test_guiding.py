"""Who sees the cases of a kind because their unit guides that line of work, and who because they were told of it."""

import pytest

from governance.cases import access
from governance.cases.models import Case, CaseUnit
from governance.cases.workflow import OVERSEER
from governance.organisation.models import Unit
from tests import builders, disputes
from tests.builders import sees

pytestmark = pytest.mark.django_db


def test_it_shows_the_justice_bureau_disputes_and_their_tracks_but_no_petitions(cast):
    track = disputes.track(cast)
    assert sees(cast.justice_officer, track) and sees(cast.justice_officer, track.parent)
    assert not sees(cast.justice_officer, builders.petition(cast))


def test_it_counts_the_guiding_unit_as_overseeing_in_its_own_area_only(cast):
    track = disputes.track(cast)
    assert access.has_permission(cast.justice_officer, track, "cases.oversee_case", OVERSEER)
    assert not access.has_permission(cast.justice_officer, builders.petition(cast), "cases.oversee_case", OVERSEER)
    Unit.objects.filter(pk=cast.justice.pk).update(area_id="610116002")
    moved = type(cast.justice_officer).objects.get(pk=cast.justice_officer.pk)
    assert not access.has_permission(moved, track, "cases.oversee_case", OVERSEER)
    assert not sees(moved, track)


def test_it_never_shows_a_guiding_unit_what_few_may_know(cast):
    track = disputes.track(cast)
    Case.objects.filter(pk=track.pk).update(confidentiality="restricted")
    assert not sees(cast.justice_officer, track)


def test_it_lets_an_informed_unit_look_on_and_do_nothing(cast):
    case = builders.petition(cast)
    assert not sees(cast.officer, case)
    CaseUnit.objects.create(case=case, unit=cast.station, part=CaseUnit.Part.INFORMED, since=case.opened_at)
    assert sees(cast.officer, case)
    assert not access.has_permission(cast.officer, case, "cases.work_case", "partner")
