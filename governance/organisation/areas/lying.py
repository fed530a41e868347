"""Where something lies now: what lay in an area that was joined to another lies in that one."""

from django.db.models import Q
from django.db.models.functions import Coalesce

from governance.frame.pages.remembered import forgotten, remembered

from ..models import Area
from ..standing import lies_in, outermost

JOINED, JOINED_SECONDS = "joined_areas", 60


def joined() -> list[tuple[str, str]]:
    """The codes of areas that were given up, each with the one that took it over; a county has few."""
    return remembered(JOINED, _given_up, seconds=JOINED_SECONDS)


def _given_up() -> list[tuple[str, str]]:
    return list(Area.objects.exclude(successor=None).values_list("code", "successor_id"))


def forget_joined() -> None:
    """Areas have been joined: what lies where is found anew."""
    forgotten(JOINED)


def now_in(path: str = "area") -> Coalesce:
    """The code of the area in which a row lies now; ``path`` leads to the one in which it lay."""
    return Coalesce(f"{path}__successor_id", f"{path}_id")


def goes_on_as(code: str) -> str:
    """The code of the area that took over the one of that code; the code itself where none did."""
    return Area.objects.filter(pk=code).values_list("successor_id", flat=True).first() or code


def now_at(code: str) -> str:
    """The code under which an area goes on, as far as this process remembers."""
    return dict(joined()).get(code, code)


def lies_now_in(code: str, whole: str) -> bool:
    """True if an area, or what took it over, lies in that one or in what took that over."""
    return lies_in(now_at(code), [now_at(whole)])


def counted_now(inside: str) -> dict[str, str]:
    """The codes of areas that are counted under the one that took them over, where an area in use is told apart.

    What lay in a village that was given to another township is counted where it lay.
    """
    known = dict(joined())
    return {} if inside in known else {old: new for old, new in known.items() if now_at(old[:-3]) == new[:-3]}


def counted_in(code: str) -> list[str]:
    """The codes under which lies what is counted in an area: its own, and those that are counted under it."""
    return [code, *(old for old, new in counted_now(code).items() if new == code)]


def lie_together(one: str, other: str) -> bool:
    """True if one of two areas lies now in the other, or both in one village: a grid has no fence."""
    return lies_now_in(one, Area.village_of(other)) or lies_now_in(other, Area.village_of(one))


def together_with(code: str, path: str = "area") -> Q:
    """The condition that a row lies in the village of that area, whatever its grid; where the area is wider, in just
    that one, or lay in one that was joined to it."""
    if len(code) >= Area.CODE_LENGTH[Area.Level.VILLAGE]:
        return inside(Area.village_of(code), path=path)
    return Q(**{f"{path}__in": [code, *(old for old, new in joined() if new == code)]})


def inside(*codes: str, path: str = "area") -> Q:
    """The condition that a row lies in an area of these codes, or lay in one that was joined to it or one inside it."""
    found = Q(pk__in=())
    for code in now_under(*codes):
        found |= Q(**{f"{path}__code__startswith": code})
    return found


def now_under(*codes: str) -> tuple[str, ...]:
    """These codes and those of what was joined to one of them or to one inside it, none inside another."""
    return outermost({*codes, *(old for old, new in joined() if new.startswith(codes))})
