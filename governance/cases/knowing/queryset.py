"""The list door: which cases a person may know of."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value

from governance.frame.database.written import WrittenOnce
from governance.organisation.areas.lying import inside, now_under
from governance.organisation.standing import Standing, standing_now, standing_of

from .. import registry
from . import words as knowing

WORDS = ArrayField(models.TextField())
# After the code of an area, that of nothing that lies in it.
LAST = "9" * 9


def known_by(standing: Standing, *, kinds: tuple[str, ...] = (), path: str = "") -> Q:
    """The condition that the person may know of the case to which the ``path`` leads, and that it is of one of these
    kinds if any are named.

    The words of most kinds are so many that to compare them takes longer than to read the cases of the others too.
    """
    if knowing.VIEW not in standing.permissions:
        return Q(**{f"{path}pk__in": ()})
    against = knowing.words_against(standing)
    if 2 * len(kinds) > len(registry.KINDS):
        return met(knowing.words_of(standing), against, path) & Q(**{f"{path}kind__in": kinds})
    return met(knowing.words_of(standing, kinds), against, path)


def met(words: list[str], against: list[str], path: str = "") -> Q:
    """The condition that a word opens the case to which the ``path`` leads, and none of those ``against`` shuts it."""
    known = Q(**{f"{path}known_to__overlap": Value(words, WORDS)})
    kept = Q(**{f"{path}kept_from__overlap": Value(against, WORDS)})
    return known & ~kept


def lying_in(area: str, standing: Standing, *, kinds: tuple[str, ...] = ()) -> Q:
    """The condition that a case lies in the area, or lay in one that was joined to it, where those of these kinds are
    asked for, or of all.

    Every case has a word of where it lies. So the index that has the words of the reader answers for the area too, and
    all that the reader knows is not gathered for the sake of one area; who oversees just that one has said so at the
    door.
    """
    words = [word for code in now_under(area) for kind in kinds or ("",) for word in knowing.words_of_area(code, kind)]
    if not {*words}.isdisjoint(knowing.words_of(standing, kinds)):
        return inside(area)
    return Q(known_to__overlap=Value(words, WORDS))


def confided_to(standing: Standing, *, path: str = "") -> Q:
    """The condition that the case is restricted and the person may know of it: found by what names them alone."""
    if knowing.VIEW not in standing.permissions:
        return Q(**{f"{path}pk__in": ()})
    person = f"p{standing.user_id}"
    own = [person, *(f"{person}u{unit}" for unit in standing.all_units)]
    return met(own, knowing.words_against(standing), path) & Q(**{f"{path}confidentiality": "restricted"})


def known_by_name(standing: Standing, *, kinds: tuple[str, ...] = (), path: str = "") -> Q:
    """The condition that the case is not restricted and known to the person or to one of their units by name, wherever
    it lies."""
    own = [word for word in knowing.words_of(standing, kinds) if word.rpartition("@")[2][0] in "pu"]
    named = Q(**{f"{path}known_to__overlap": Value(own, WORDS)})
    return named & ~Q(**{f"{path}confidentiality": "restricted"})


def known_beyond(standing: Standing, overseen: Mapping[str, tuple[str, ...]]) -> list[Q]:
    """The ways in which a case that is not restricted and lies outside the areas overseen of its kind may be known all
    the same to a person whose units lie in all of those; each has an index of its own."""
    outside = Q(pk__in=())
    for areas in set(overseen.values()):
        between = Q(pk__in=())
        for code, following in pairwise(["", *areas, ""]):
            between |= Q(area__gt=code + LAST if code else "") & (Q(area__lt=following) if following else Q())
        outside |= between & Q(kind__in=[kind for kind, of_kind in overseen.items() if of_kind == areas])
    named = Q(known_to__overlap=Value(knowing.words_beyond(standing), WORDS))
    told = {"user": standing.user_id, "unit": None, "permission__codename": "view_case"}
    shared = Q(**{f"user_permissions__{name}": value for name, value in told.items()})
    ways = (named, Q(handler=standing.user_id), shared)
    return [way & outside & ~Q(confidentiality="restricted") for way in ways]


def hidden_from(standing: Standing, path: str = "case__") -> Q:
    """The condition that a row tells of a restricted case of which the person may not know: it is shown with that
    case alone, whatever else the row says."""
    return Q(**{f"{path}confidentiality": "restricted"}) & ~known_by(standing, path=path)


class KnownOnce(WrittenOnce):
    """Cases that a reader may know of, asked by a query that is written once for all readers.

    ``make`` builds it of the condition that a case is known, and of the examples.
    """

    def __init__(self, make: Callable[..., models.QuerySet], **examples: Any) -> None:
        def known(words: list[str], against: list[str], **told: Any) -> models.QuerySet:
            return make(met(words, against), **told)

        super().__init__(known, words=["?"], against=["??"], **examples)

    def known_to(self, user: Any, **told: Any) -> list:
        """Those of which the person may know today."""
        standing = standing_now(user)
        if knowing.VIEW not in standing.permissions:
            return []
        return self.objects(words=knowing.words_of(standing), against=knowing.words_against(standing), **told)


class CaseQuerySet(models.QuerySet):
    """Cases are listed, searched, counted and exported through ``visible_to`` only."""

    def visible_to(self, user, on: date | None = None, *, kinds: tuple[str, ...] = ()):
        """Cases the person may know of on that day (today if not said), of these kinds if any are named.

        ``knowing`` says who may know of a case; here the words of the person meet those of the case.
        """
        return self.filter(known_by(standing_of(user, on) if on else standing_now(user), kinds=kinds))

    def confided_to(self, user):
        """The restricted cases of which the person may know today, some of them twice."""
        return self.visible_to(user).filter(confidentiality="restricted", user_permissions__user=user)

    def open(self):
        """Cases that are not closed."""
        return self.filter(closed_at=None)
