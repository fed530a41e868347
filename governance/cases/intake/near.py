"""Cases that may be the very one that somebody is about to report: near in place, time, category and words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians

from django.db.models import Q
from django.urls import reverse

from governance.frame.days import moment_text
from governance.maps.shapes import METRES_A_DEGREE, metres_between
from governance.organisation.areas.lying import together_with
from governance.organisation.models import Area

from .. import registry
from ..models import Case, Category
from ..search.bigrams import grams

# Metres, days, and what share of the pairs of characters two texts have in common.
NEAR, RECENT, ALIKE = 150.0, timedelta(days=30), 0.35
MOST_LOOKED_AT, MOST_SHOWN = 200, 3


@dataclass(frozen=True)
class Seen:
    """What is about to be reported."""

    kind: str
    category: Category
    text: str
    area: Area
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True)
class Same:
    """A case that may be the same, how far away, and how much the words agree."""

    case: Case
    metres: float | None
    alike: float

    @property
    def said(self) -> dict:
        """What is shown of it."""
        case = self.case
        photo = next((each for each in case.attachments.all() if each.content_type.startswith("image/")), None)
        return {
            "number": case.number,
            "title": case.title,
            "text": case.summary,
            "when": moment_text(case.opened_at),
            "status": registry.workflow_of(case).statuses[case.status].label,
            "metres": None if self.metres is None else round(self.metres),
            "photo": reverse("cases:file", args=[case.number, photo.pk]) if photo else "",
        }


def same(seen: Seen, user, at: datetime) -> list[Same]:
    """The open cases of the kind that it may be, of those that the person may know of; the likeliest first."""
    cases = Case.objects.visible_to(user, kinds=(seen.kind,)).filter(
        kind=seen.kind, closed_at=None, opened_at__gte=at - RECENT, opened_at__lte=at
    )
    group = seen.category.path.partition("/")[0]
    cases = cases.filter(_around(seen), category__path__startswith=f"{group}/")
    newest = cases.select_related("category").prefetch_related("attachments").order_by("-opened_at")[:MOST_LOOKED_AT]
    words = set(grams(seen.text))
    found = [Same(case, _metres(seen, case), _alike(words, set(grams(case.summary)))) for case in newest]
    likely = [each for each in found if _is_likely(each, seen)]
    return sorted(likely, key=lambda each: (each.metres is None, -each.alike, each.metres or 0))[:MOST_SHOWN]


def _around(seen: Seen) -> Q:
    """Near the point, where both have one; else in the same village."""
    there = together_with(seen.area.pk)
    if seen.longitude is None or seen.latitude is None:
        return there
    up = NEAR / METRES_A_DEGREE
    across = up / cos(radians(seen.latitude))
    box = Q(longitude__range=(seen.longitude - across, seen.longitude + across))
    box &= Q(latitude__range=(seen.latitude - up, seen.latitude + up))
    return box | Q(there, longitude=None)


def _metres(seen: Seen, case: Case) -> float | None:
    if seen.longitude is None or seen.latitude is None or case.longitude is None or case.latitude is None:
        return None
    return metres_between((float(case.longitude), float(case.latitude)), (seen.longitude, seen.latitude))


def _alike(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _is_likely(same: Same, seen: Seen) -> bool:
    """By the place and the category, or by the words; where no place is known the words must agree too."""
    category = same.case.category_id == seen.category.pk
    if same.metres is None:
        return category and same.alike >= ALIKE
    return same.metres <= NEAR and (category or same.alike >= ALIKE)
