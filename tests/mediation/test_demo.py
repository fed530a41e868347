"""The demo county's disputes: in every state, on every track, by lawful steps only, and once."""

from collections import Counter
from datetime import date, datetime

import pytest
import time_machine

from governance.cases import deadlines
from governance.cases.access.proof import breaches
from governance.cases.law import terms
from governance.cases.models import Case, CaseUnit, Clock, Event
from governance.figures.periods import period_of
from governance.frame.days import office_day
from governance.organisation import demo as county
from governance.organisation.models import User
from mediation import reference
from mediation.demo import load as demo
from mediation.demo import organisations
from mediation.demo.scenes import SCENES
from mediation.disputes.steps import DISPUTE
from mediation.figures.counts import Scope, figures_of
from mediation.figures.measures import FigureRequest
from mediation.models import Agreement, Confirmation, Dispute, FollowUp, HelpReferral, PerformanceItem, Session, Track
from mediation.vocabulary import COURT_REFERRALS, TRACKS
from mediation.workflows import TRACK_WORKFLOWS
from tests import ground
from tests.builders import CHINA

pytestmark = pytest.mark.django_db
# A Thursday: no day rolls over a weekend.
THURSDAY = datetime(2026, 11, 19, 16, 30, tzinfo=CHINA)


def tell(now: datetime) -> int:
    """The demo county with its disputes, as of that moment."""
    terms.load_reference(now)
    reference.load()
    county.load(office_day(now))
    organisations.load(now)
    made = demo.load(now)
    deadlines.scan(now)
    return made


@pytest.fixture(scope="module")
def told(kept):
    """How many disputes the demo county of that Thursday has; told once for all that look at it."""
    with time_machine.travel(THURSDAY, tick=False):
        ground.clear()
        yield tell(THURSDAY)


def test_it_tells_nobody_what_is_kept_from_them(told):
    assert breaches(office_day(THURSDAY)) == []


def counts() -> list[int]:
    return [model.objects.count() for model in (Case, Event, Clock, Session, Agreement, PerformanceItem)]


def test_it_tells_of_disputes_in_every_state_once(told):
    merged = Dispute.objects.filter(status="merged").count()  # each was registered twice
    assert told == sum(scene.count for scene in SCENES) + merged == Dispute.objects.count()
    assert set(Dispute.objects.values_list("status", flat=True)) == set(DISPUTE.statuses)
    known = {status for workflow in TRACK_WORKFLOWS for status in workflow.statuses}
    assert set(Track.objects.values_list("status", flat=True)) == known
    assert set(Track.objects.values_list("kind", flat=True)) == {code for code, _ in TRACKS}
    assert set(COURT_REFERRALS) | {"none", "police_referral"} <= set(Track.objects.values_list("referral", flat=True))
    _check_what_is_due()
    _check_agreements()
    _check_figures()
    before = counts()
    assert demo.load(THURSDAY) == 0
    assert counts() == before


def _check_what_is_due() -> None:
    reports = Clock.objects.filter(term_code="dispute.major_report", ended_at=None)
    assert {"due today", "late"} <= {"late" if clock.due < THURSDAY.date() else "due today" for clock in reports}
    late = Case.objects.filter(closed_at=None, next_due_at__lt=THURSDAY)
    assert {"dispute", "people_mediation"} <= set(late.values_list("kind", flat=True))
    assert Track.objects.filter(referral__in=COURT_REFERRALS, next_due_at__lt=THURSDAY).exists()
    assert Track.objects.filter(referral__in=COURT_REFERRALS, replied_on__isnull=False).exists()
    assert Clock.objects.filter(term_code="mediation.perform", ended_at=None, due=THURSDAY.date()).exists()
    assert Clock.objects.filter(term_code="mediation.confirm_apply", outcome="lapsed").exists()
    assert Clock.objects.filter(case__kind="people_mediation", ended_at=None, due_at=None).exists(), "one stands still"
    assert FollowUp.objects.filter(visited_on=None).exists() and FollowUp.objects.exclude(visited_on=None).exists()


def _check_agreements() -> None:
    assert set(Agreement.objects.values_list("form", flat=True)) == {"written", "oral"}
    assert Agreement.objects.filter(is_void=True).exists()
    assert {"", "confirmed", "dismissed"} == set(Confirmation.objects.values_list("result", flat=True))
    assert PerformanceItem.objects.exclude(breached_on=None).exists()
    assert HelpReferral.objects.filter(answered_on=None).exists() and HelpReferral.objects.exclude(answered_on=None)
    assert CaseUnit.objects.filter(case__kind="administrative_mediation", part="co_handler").exists()


def _check_figures() -> None:
    reader = User.objects.get(username="gaomin")
    asked = FigureRequest(period_of("year", date(2026, 11, 19)), THURSDAY, THURSDAY.date())
    figures = figures_of(Scope(reader, asked))
    total = figures.total
    assert total["opening"] + total["received"] - total["closed"] == total["closing"]
    assert all(total[code] for code in ("solved_village", "solved_township", "solved_county", "items_late"))
    assert figures.overdue > 5
    assert len({line.label for line in figures.types}) >= 6


def test_it_spreads_the_work_over_those_who_can_log_in(told):
    load = Counter(Track.objects.filter(closed_at=None).values_list("handler__username", flat=True))
    logins = {row[0] for row in county.LOGINS}
    assert len(set(load) & logins) >= 8
    for username in ("zhengguoping", "renxiuying", "shijianguo", "yaojun"):
        desk = Case.objects.visible_to(User.objects.get(username=username)).open()
        assert desk.exists(), username
