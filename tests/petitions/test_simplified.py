"""Simplified handling: chosen in time by whoever holds the matter, and only as long as the matter is a simple one."""

import pytest
from django.db import IntegrityError, transaction

from governance.frame.refusals import StepNotPossible
from petitions.models import Petition
from tests import builders

pytestmark = pytest.mark.django_db
CLEAR = {"ground": "clear"}
OPINION = {"petition_class": "appeal_request", "reason": "重新核定。"}


def simplify(case, actor, later):
    builders.step(case, "simplify", actor, later=later, **CLEAR)


def running(case) -> dict[str, str]:
    return {clock.term_code: clock.due.isoformat() for clock in case.clocks.filter(ended_at=None)}


def test_its_three_working_days_count_from_receipt(cast):
    case = builders.petition(cast)  # Tue 03-10
    simplify(case, cast.clerk, 2)
    assert running(case)["petition.simple_accept"] == "2026-03-13"


def test_it_cannot_be_chosen_later(cast):
    case = builders.petition(cast)
    with pytest.raises(StepNotPossible, match="期限已过"):
        simplify(case, cast.clerk, 9)
    sent = builders.petition(cast)
    builders.step(sent, "transfer", cast.clerk, later=9, to_unit=cast.housing, **builders.TRANSFER)  # Thu 03-19
    simplify(sent, cast.handler, 13)
    assert running(sent)["petition.simple_accept"] == "2026-03-24"


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": "letter", "people_count": 60},
        {"people_count": 5, "is_collective": True},
        {"petition_class": "accusation", "route": "", "accused_unknown": True},
        {"route": "arbitration"},
    ],
)
def test_it_is_not_for_many_nor_for_what_goes_another_way(cast, fields):
    case = builders.petition(cast, **fields)
    with pytest.raises(StepNotPossible, match="只有初次提出"):
        simplify(case, cast.clerk if case.lead_unit == cast.weiqu else cast.staff, 1)


def test_whoever_receives_it_chooses_anew(cast):
    case = builders.petition(cast)
    simplify(case, cast.clerk, 0)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    assert (case.procedure, "petition.simple_accept" in running(case)) == ("ordinary", False)
    builders.step(case, "accept", cast.handler, later=12, **builders.ACCEPT)
    assert "petition.handle" in running(case) and "petition.simple_handle" not in running(case)


@pytest.mark.parametrize("back", ["recall", "hand_on"])
def test_it_ends_where_the_matter_goes_to_another_unit(cast, back):
    case = builders.petition(cast, **({} if back == "recall" else {"unit": cast.housing, "actor": cast.handler}))
    if back == "recall":
        builders.step(case, "transfer", cast.clerk, later=0, to_unit=cast.housing, **builders.TRANSFER)
    simplify(case, cast.handler, 1)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    assert running(case)["petition.simple_handle"] == "2026-03-26"
    if back == "recall":
        builders.step(case, "recall", cast.clerk, later=5, reason="转送有误。")
    else:
        builders.step(case, "hand_on", cast.lead, later=5, to_unit=cast.water, **builders.HAND_ON)
    assert case.procedure == "ordinary"
    # The sixty days count from the first acceptance, Thu 03-12.
    assert running(case)["petition.handle"] == "2026-05-11" and "petition.simple_handle" not in running(case)


@pytest.mark.parametrize(("route", "handle"), [("litigation", None), ("handling", "2026-05-11")])
def test_another_class_or_route_ends_it(cast, route, handle):
    fields = {} if route == "litigation" else {"petition_class": "suggestion", "route": ""}
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler, **fields)
    simplify(case, cast.handler, 1)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    builders.step(case, "reclassify", cast.handler, later=3, route=route, **OPINION)
    assert case.procedure == "ordinary"
    assert (running(case).get("petition.handle"), "petition.simple_handle" in running(case)) == (handle, False)


def test_the_database_holds_no_simplified_matter_that_is_not_simple(cast):
    case = builders.petition(cast)
    simplify(case, cast.clerk, 0)
    for change in ({"people_count": 60}, {"is_repeat": True}, {"route": "arbitration"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Petition.objects.filter(pk=case.pk).update(**change)
