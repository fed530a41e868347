"""The pictures of what leaders answer for: programme tasks, receptions, visits, papers, cases in charge, accounts,
standards, publications, the board."""

from governance.assessment.models import Scheme, ScoredPeriod
from governance.duties.models import Programme

from .shots import CENTRE, LEADER, OFFICE, Shot, at


def programme():
    """The newest programme, as the county office sees it."""
    return OFFICE, f"/duties/programmes/{Programme.objects.latest('pk').pk}/"


def township_scheme():
    """The scheme of the townships, as the county office sees it."""
    return OFFICE, f"/assessment/schemes/{Scheme.objects.get(code='townships').pk}/"


def scored_quarter():
    """Last quarter, frozen."""
    return OFFICE, f"/assessment/periods/{ScoredPeriod.objects.latest('pk').pk}/"


SHOTS = (
    Shot("programmes", at(CENTRE, "/duties/programmes/"), tallest=900),
    Shot("programme", programme, tallest=1000),
    Shot("board", at(LEADER, "/board/?period=last_month"), tallest=1000),
    Shot("receptions", at(OFFICE, "/duties/receptions/"), tallest=900),
    Shot("visits", at(OFFICE, "/duties/visits/"), tallest=900),
    Shot("supervision-queue", at(CENTRE, "/supervision/queue/"), tallest=900),
    Shot("leader-queue", at(CENTRE, "/supervision/leading/queue/"), tallest=900),
    Shot("standard", at(OFFICE, "/assessment/village_131/?inside=610116001"), tallest=800),
    Shot("scheme", township_scheme, tallest=560),
    Shot("scored-quarter", scored_quarter, tallest=640),
    Shot("publications", at(OFFICE, "/publications/"), tallest=1000),
    Shot("public-notices", at(OFFICE, "/public/notices/"), phone=True, tallest=900),
    Shot("accounts", at(CENTRE, "/supervision/accounts/"), tallest=900),
    Shot("first-handling", at(CENTRE, "/supervision/first/"), tallest=900),
)
