"""What each line counts, by hand: grid events, duties, papers of the ladder, first handling."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from governance.cases.models import CaseLink
from governance.duties.models import DutyTask
from governance.figures.asked import Asked
from governance.figures.counting import Share, by_group, by_place, share, totals, value
from governance.figures.measures import MEASURES
from governance.figures.periods import Period
from governance.organisation.standing import standing_of
from governance.supervision.papers.actions import propose
from tests import builders, disputes
from tests.duties.making import moment, plan
from tests.grid import events
from tests.supervision.test_papers import sign

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 12, 1)
LISTED = "/figures/20260101-20261231/duty.missing/"


def asked(user, **how) -> Asked:
    return Asked(standing_of(user, TODAY), YEAR, TODAY, **how)


def test_every_number_is_put_down_to_a_unit(cast, duties):
    """Tables by unit have no line for what nobody answers for."""
    builders.petition(cast)
    disputes.track(cast)
    counted = {code: measure.rows() for code, measure in MEASURES.items()}
    nobodys = {code: rows.filter(**{f"{MEASURES[code].unit}__isnull": True}) for code, rows in counted.items()}
    there = {code.partition(".")[0] for code, rows in counted.items() if rows.exists()}
    assert there >= {"petition", "dispute", "duty"}
    assert [code for code, rows in nobodys.items() if rows.exists()] == []
    # Of most there is no row here. Whom a petition complains of need not be named; it is counted where it is.
    assert [code for code, measure in MEASURES.items() if may_name_nobody(measure)] == ["petition.complained"]


def may_name_nobody(measure) -> bool:
    """Whether a row can be without the unit to which it is put down; what is worked out of several is there always."""
    rows, nullable = measure.rows(), []
    model = rows.model
    for name in measure.unit.split("__"):
        if name in rows.query.annotations:
            return False
        field = model._meta.get_field(name)
        nullable.append(field.null)
        model = field.related_model
    return any(nullable)


def test_it_counts_events_by_how_they_ended_and_whose_terms_were_kept(cast):
    for status in ("reported", "settled", "handling", "checking", "closed", "rejected"):
        events.in_status(cast, status)
    events.event(cast, item=events.LAMP)
    told = asked(cast.county)
    found = totals(by_place(("grid_event.received", "grid_event.ended", "grid_event.open"), told))
    assert (found["grid_event.received"], found["grid_event.ended"], found["grid_event.open"]) == (7, 3, 4)
    names = ("settled", "closed", "rejected", "converted", "merged")
    assert [value(f"grid_event.{name}", told) for name in names] == [1, 1, 1, 0, 0]
    kinds = by_group(("grid_event.received",), told, "event_type")
    assert sum(kinds.values()) == 7 and kinds["grid_event.received", "clue"] == 6
    # Two that nobody took up for months are late.
    assert share("grid_event.accepted_rate", told).part > 0
    assert value("grid_event.accepted_late", told) == value("grid_event.accepted_overdue", told) == 2


STATES = {"returned": 3, "zero": 2, "late": 1, "missing": 2, "open": 4, "withdrawn": 1}


@pytest.fixture
def duties(cast):
    """What 韦曲 owed for thirteen days, and 郭杜 for one."""
    made = plan()
    states = [state for state, many in STATES.items() for _ in range(many)]
    for place, (state, unit) in enumerate([*((state, cast.weiqu) for state in states), ("missing", cast.guodu)]):
        first = date(2026, 11, 2) + timedelta(days=place)
        due = moment(f"{first}T23:59")
        came = due if state in ("returned", "zero", "late") else None
        told = {"unit": unit, "area": unit.area, "opened_at": due, "returned_at": came, "state": state}
        DutyTask.objects.create(plan=made, plan_code="p", first=first, last=first, label=f"{first}", due_at=due, **told)


def test_a_duty_is_in_time_late_or_missing_and_what_is_open_is_not_due(cast, duties):
    for who, missing in ((cast.county, 3), (cast.clerk, 2)):
        told = asked(who)
        counts = totals(by_place(("duty.due", "duty.in_time", "duty.late", "duty.missing"), told))
        assert dict(counts) == {"duty.due": 6 + missing, "duty.in_time": 5, "duty.late": 1, "duty.missing": missing}
        assert share("duty.in_time_rate", told) == Share(5, 6 + missing)
    assert value("duty.due", asked(cast.handler)) == 0
    assert value("duty.missing", asked(cast.county, unit=cast.guodu.pk)) == 1
    assert value("duty.missing", asked(cast.county, area="610116001")) == 2


def test_it_lists_the_duties_behind_a_figure(cast, duties, login, time_machine):
    time_machine.move_to(moment("2026-12-01"), tick=False)
    page = login(cast.county).get(LISTED)
    assert page.context["page"].count_text == "共 3 项"
    assert {row["unit"] for row in page.context["rows"]} == {cast.weiqu.short_name, cast.guodu.short_name}
    task = DutyTask.objects.filter(state="missing").first()
    assert reverse("duties:task", args=[task.pk]) in page.content.decode()
    nothing = login(cast.outsider).get(LISTED)
    assert "共 3 项" not in nothing.content.decode()


def test_it_counts_papers_by_the_unit_that_they_are_for(cast):
    at = builders.OPENED
    told = {"sender": cast.centre, "ground": "other", "reason": "作风不实。", "actor": cast.staff, "at": at}
    paper, other = (propose("copy_notice", target=cast.housing, **told) for _ in range(2))
    sign(paper, cast, at)
    assert other.signed_on is None
    for code in ("supervision.issued", "supervision.in_force"):
        assert value(code, asked(cast.county)) == 1
        assert value(code, asked(cast.county, unit=cast.housing.pk)) == 1
        assert value(code, asked(cast.county, unit=cast.centre.pk)) == 0
    assert by_group(("supervision.issued",), asked(cast.county), "rung") == {("supervision.issued", "copy_notice"): 1}
    assert value("supervision.lifted", asked(cast.county)) == 0
    # Nobody has answered for months.
    assert share("supervision.answered_rate", asked(cast.county)) == Share(0, 1)


def test_first_handling_is_that_of_the_first_unit_with_competence(cast, login):
    """What was sent on as the law wants counts for the department; what that one handed on counts against it."""
    kept = builders.petition(cast)
    again = builders.petition(cast)
    CaseLink.objects.create(case=again, other=kept, kind=CaseLink.Kind.REPEAT)
    builders.in_status(cast, "handling")
    builders.step(builders.kept(cast), "hand_on", cast.lead, later=3, to_unit=cast.water, **builders.HAND_ON)
    assert share("first.rate", asked(cast.county)) == Share(2, 3)
    assert share("first.rate", asked(cast.county, unit=cast.housing.pk)) == Share(1, 2)
    assert share("first.rate", asked(cast.county, unit=cast.weiqu.pk)) == Share(1, 1)
    assert value("first.passed", asked(cast.county, unit=cast.water.pk)) == 0
    page = login(cast.county).get("/supervision/first/?start=2026-01-01&end=2026-12-31")
    (whole, *_) = page.context["table"].rows
    codes = ("first.received", "first.kept", "first.passed", "first.settled")
    assert [cell.value for cell in whole.cells[:-1]] == [value(code, asked(cast.county)) for code in codes]
