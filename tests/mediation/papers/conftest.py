"""Tracks that have come as far as a paper needs."""

import pytest

from mediation.vocabulary import PEOPLE
from tests import builders, disputes
from tests.mediation.papers.reading import people


@pytest.fixture
def track(cast):
    """``track(kind, …)`` gives a track of a dispute between 韩素珍 and 孟广田, registered without papers."""
    cast.mediation.paper_mark = "长调委"
    cast.mediation.save(update_fields=["paper_mark"])

    def track(kind=PEOPLE, **fields):
        return disputes.track(cast, kind, of=disputes.dispute(cast, people=people()), **fields)

    return track


@pytest.fixture
def take(cast, monkeypatch):
    """``take(verb, track, …)`` lets a builder of ``tests.disputes`` issue papers, and gives the new ones by code."""

    def take(verb, case, **fields):
        before = set(case.papers.values_list("pk", flat=True))
        quiet = builders.step
        with monkeypatch.context() as patch:
            patch.setattr(disputes, "step", lambda *args, **facts: quiet(*args, **{"replay": False, **facts}))
            verb(case, cast, **fields)
        return {paper.code: paper for paper in case.papers.exclude(pk__in=before)}

    return take


@pytest.fixture
def agreed(cast, track, take):
    """``agreed(kind, …)`` gives a track with an agreement, and the papers of the signing."""

    def agreed(kind=PEOPLE, **facts):
        case = track(kind)
        disputes.accept(case, cast)
        disputes.sit(case, cast, attendants="双方当事人，社区干部王敏")
        return case, take(disputes.agree, case, **facts)

    return agreed
