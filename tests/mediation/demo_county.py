"""What is asked of the demo county's disputes: every state, every track, by lawful steps only, and once."""

from collections import Counter
from datetime import datetime

from governance.cases.models import Case, CaseUnit, Clock, Event, HelpReferral
from governance.figures.asked import Asked
from governance.figures.periods import period_of
from governance.organisation import demo as county
from governance.organisation.models import User
from governance.organisation.standing import standing_of
from mediation.demo import load as demo
from mediation.demo.scenes import SCENES
from mediation.disputes.steps import DISPUTE
from mediation.figures.counts import BALANCE, OVERDUE, figures_of
from mediation.models import Agreement, Confirmation, Dispute, FollowUp, PerformanceItem, Session, Track
from mediation.vocabulary import COURT_REFERRALS, TRACKS
from mediation.workflows import TRACK_WORKFLOWS


def counts() -> list[int]:
    return [model.objects.count() for model in (Case, Event, Clock, Session, Agreement, PerformanceItem)]


def check_every_state(told: int, now: datetime) -> None:
    """They stand in every state, and a second load tells of none of them again."""
    merged = Dispute.objects.filter(status="merged").count()  # each was registered twice
    assert told == sum(scene.count for scene in SCENES) + merged
    # Others came out of petitions and of turns at the window.
    assert Dispute.objects.count() >= told
    assert set(Dispute.objects.values_list("status", flat=True)) == set(DISPUTE.statuses)
    known = {status for workflow in TRACK_WORKFLOWS for status in workflow.statuses}
    assert set(Track.objects.values_list("status", flat=True)) == known
    assert set(Track.objects.values_list("kind", flat=True)) == {code for code, _ in TRACKS}
    assert set(COURT_REFERRALS) | {"none", "police_referral"} <= set(Track.objects.values_list("referral", flat=True))
    _check_what_is_due(now)
    _check_agreements()
    _check_figures(now)
    before = counts()
    assert demo.load(now) == 0
    assert counts() == before


def _check_what_is_due(now: datetime) -> None:
    reports = Clock.objects.filter(term_code="dispute.major_report", ended_at=None)
    assert {"due today", "late"} <= {"late" if clock.due < now.date() else "due today" for clock in reports}
    late = Case.objects.filter(closed_at=None, next_due_at__lt=now)
    assert {"dispute", "people_mediation"} <= set(late.values_list("kind", flat=True))
    assert Track.objects.filter(referral__in=COURT_REFERRALS, next_due_at__lt=now).exists()
    assert Track.objects.filter(referral__in=COURT_REFERRALS, replied_on__isnull=False).exists()
    assert Clock.objects.filter(term_code="mediation.perform", ended_at=None, due=now.date()).exists()
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


def _check_figures(now: datetime) -> None:
    reader = User.objects.get(username="gaomin")
    figures = figures_of(Asked(standing_of(reader, now.date()), period_of("year", now.date()), now.date(), now=now))
    total = figures.total
    opening, received, closed, closing = (total[code] for code in BALANCE)
    assert opening + received - closed == closing
    assert all(total[f"dispute.solved_{level}"] for level in ("village", "township", "county"))
    assert total["mediation.items_late"] and total[OVERDUE] > 5
    assert len({line.label for line in figures.types}) >= 6


def check_spread() -> None:
    """The work lies with people who can log in, and every desk has some."""
    load = Counter(Track.objects.filter(closed_at=None).values_list("handler__username", flat=True))
    logins = {row[0] for row in county.LOGINS}
    assert len(set(load) & logins) >= 8
    for username in ("zhengguoping", "renxiuying", "shijianguo", "yaojun"):
        desk = Case.objects.visible_to(User.objects.get(username=username)).open()
        assert desk.exists(), username
