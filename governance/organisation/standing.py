"""What a person's posts of one day amount to: units, permissions, range of sight."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, CharField, Func, JSONField, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from governance.frame.database.written import WrittenOnce
from governance.frame.days import office_day

from .models import Post, Unit, User
from .roles import BY_CODE

# In place of a permission: whatever a post that does the county's work may do.
ANY_WORK = ""
POST_FIELDS = ("unit_id", "unit__short_name", "unit__kind", "role__name", "unit__area_id", "unit__sees")
# With the post, so that no page asks for the tree of units.
ABOVE = Func(
    "unit",
    template="""(
    WITH RECURSIVE above (id, parent_id) AS (
        SELECT id, parent_id FROM organisation_unit WHERE id = %(expressions)s
        UNION SELECT upper.id, upper.parent_id FROM organisation_unit upper JOIN above ON upper.id = above.parent_id
    ) SELECT array_agg(id) FROM above
    )""",
    output_field=ArrayField(BigIntegerField()),
)
# With the post too: the areas that one inside its own has taken over, and what lay in those.
TAKEN_OVER = Func(
    "unit__area",
    template="""(
    WITH RECURSIVE former (code) AS (
        SELECT code FROM organisation_area WHERE starts_with(successor_id, %(expressions)s)
        UNION SELECT a.code FROM organisation_area a JOIN former ON starts_with(a.successor_id, former.code)
    ) SELECT coalesce(array_agg(code), '{}') FROM former
    )""",
    output_field=ArrayField(CharField()),
)


def _with_held(user: int, on: date) -> QuerySet:
    posts = Post.objects.current(on).filter(user=OuterRef("pk")).order_by("id")
    told = Func(*POST_FIELDS, ABOVE, TAKEN_OVER, function="jsonb_build_array", output_field=JSONField())
    return User.objects.filter(pk=user).annotate(held=ArraySubquery(posts.values_list(told)))


# A person with what each of their posts of that day says.
WITH_HELD = WrittenOnce(_with_held, user=-1, on=date(1, 1, 2))
ABOVE_EACH = WrittenOnce(lambda: Unit.objects.order_by().values_list("id", "parent_id"))


@dataclass(frozen=True)
class HeldPost:
    """One post in plain values."""

    unit_id: int
    unit_name: str
    unit_kind: str
    role: str
    area: str
    sees_area: bool
    above: tuple[int, ...]  # the units above its own, up to the top
    taken_over: tuple[str, ...] = ()  # areas that its own has taken over

    @property
    def areas(self) -> tuple[str, ...]:
        """Its own and those that this one has taken over."""
        return (self.area, *self.taken_over)


@dataclass(frozen=True)
class Standing:
    """The posts a person holds on a day, asked in the ways the access doors need."""

    user_id: int
    posts: tuple[HeldPost, ...]

    @cached_property
    def permissions(self) -> set[str]:
        """Every permission that any of the posts carries."""
        return {permission for post in self.posts for permission in BY_CODE[post.role].permissions}

    @cached_property
    def units(self) -> frozenset[int]:
        """Units in which at least one post does the county's work."""
        return self.units_with()

    @cached_property
    def all_units(self) -> frozenset[int]:
        """Every unit the person belongs to, whatever the role."""
        return frozenset(post.unit_id for post in self.posts)

    @cached_property
    def units_above(self) -> frozenset[int]:
        """The person's units and every unit above them."""
        return self.all_units.union(*(post.above for post in self.posts))

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Area codes inside which everything that is not restricted may be seen."""
        return self.areas_with()

    @cached_property
    def home(self) -> str:
        """The area of the person's work, where pages of places begin; empty where there are several.

        What it has taken over is part of it.
        """
        own = outermost(post.area for post in self.posts_with(ANY_WORK))
        return own[0] if len(own) == 1 else ""

    def posts_with(self, permission: str) -> list[HeldPost]:
        """The posts that carry the permission; if none is named, those that do the county's work.

        Those that run the system see no matter of the county.
        """
        if permission == ANY_WORK:
            return [post for post in self.posts if not BY_CODE[post.role].exclusive]
        return [post for post in self.posts if permission in BY_CODE[post.role].permissions]

    def units_with(self, permission: str = ANY_WORK) -> frozenset[int]:
        """Units in which a post carries the permission."""
        return frozenset(post.unit_id for post in self.posts_with(permission))

    def areas_with(self, permission: str = ANY_WORK) -> tuple[str, ...]:
        """Areas overseen by a post that carries the permission, without those that lie inside another of them."""
        posts = [post for post in self.posts_with(permission) if post.sees_area]
        return outermost({area for post in posts for area in post.areas})

    def areas_guided(self, unit_kinds: tuple[str, ...], permission: str) -> tuple[str, ...]:
        """Areas of the units of these kinds in which a post carries the permission."""
        posts = [post for post in self.posts_with(permission) if post.unit_kind in unit_kinds]
        return tuple(area for post in posts for area in post.areas)

    def covers(self, area: str, permission: str = ANY_WORK) -> bool:
        """True if a post that carries the permission oversees the area."""
        return lies_in(area, self.areas_with(permission))

    def reaches(self, unit: Unit, permission: str = ANY_WORK) -> bool:
        """True if a post that carries the permission stands in the unit or oversees its area."""
        return unit.pk in self.units_with(permission) or self.covers(unit.area_id, permission)

    def inside(self, area: str, permission: str = ANY_WORK) -> Q:
        """The condition on a row that its ``area``, a path to a key, is overseen by a post with the permission."""
        found = Q(pk__in=())
        for code in self.areas_with(permission):
            found |= Q(**{f"{area}__code__startswith": code})
        return found

    def within(self, unit: str, *, area: str = "", permission: str = ANY_WORK) -> Q:
        """The condition that a row's ``unit`` is one's own or lies in an area one oversees.

        ``area``: where the row says itself where it lies.
        """
        own = Q(**{f"{unit}__in": self.units_with(permission)})
        return own | self.inside(area or f"{unit}__area", permission)

    def has_role(self, *codes: str) -> bool:
        """True if one of the posts is in one of these roles."""
        return any(post.role in codes for post in self.posts)

    @property
    def title(self) -> str:
        """Unit and role as the screen and the records show them."""
        return "、".join(f"{p.unit_name}·{BY_CODE[p.role].label}" for p in self.posts)


def lies_in(area: str, areas: Iterable[str]) -> bool:
    """True if the area is one of these or inside one."""
    return any(area.startswith(code) for code in areas)


def outermost(areas: Iterable[str]) -> tuple[str, ...]:
    """These areas without those that lie inside another of them, in the order of codes."""
    found: list[str] = []
    # A code stands right before those of what lies inside it.
    for area in sorted(areas):
        if not found or not area.startswith(found[-1]):
            found.append(area)
    return tuple(found)


class PersonRequest(HttpRequest):
    """What comes in, after the middleware, of somebody who is logged in."""

    user: User
    standing: Standing
    acted: str
    htmx: HtmxDetails


def standing_of(user, on: date) -> Standing:
    """The standing on that day; worked out once for a user object and day."""
    # By attribute, not by __dict__: the user of a request is a lazy wrapper with a dictionary of its own.
    known = getattr(user, "_standings", None)
    if known is None:
        known = user._standings = {}
    if on not in known:
        found = WITH_HELD.first(user=user.pk, on=on)
        known[on] = _standing(found) if found else Standing(user.pk, ())
    return known[on]


def _standing(user: Any) -> Standing:
    posts = (
        HeldPost(unit, name, kind, role, area, sees == Unit.Sees.AREA, tuple(above), tuple(former))
        for unit, name, kind, role, area, sees, above, former in user.held
    )
    return Standing(user.pk, tuple(posts))


def person_of(user: int, on: date) -> User | None:
    """The person of that key, whose standing on that day is at hand."""
    found = WITH_HELD.first(user=user, on=on)
    if found is not None:
        found._standings = {on: _standing(found)}
    return found


def standing_now(user) -> Standing:
    """The standing of this moment: doors are asked on the spot, and whoever left yesterday finds them shut."""
    return standing_of(user, office_day(timezone.now()))


def units_above(unit_ids) -> set[int]:
    """These units and every unit above them, up to the top."""
    return _up(ABOVE_EACH.rows(), unit_ids)


def units_under(unit_ids) -> set[int]:
    """These units and every unit below them."""
    return _down(ABOVE_EACH.rows(), unit_ids)


def line_of(unit_id: int) -> tuple[set[int], set[int]]:
    """The units above this one and those under it, itself in both; the tree is read once."""
    tree = ABOVE_EACH.rows()
    return _up(tree, [unit_id]), _down(tree, [unit_id])


def _up(tree, unit_ids) -> set[int]:
    parents = dict(tree)
    found: set[int] = set()
    for unit_id in unit_ids:
        while unit_id is not None and unit_id not in found:
            found.add(unit_id)
            unit_id = parents.get(unit_id)
    return found


def _down(tree, unit_ids) -> set[int]:
    children: dict[int, list[int]] = {}
    for unit_id, parent_id in tree:
        children.setdefault(parent_id, []).append(unit_id)
    found: set[int] = set()
    waiting = list(unit_ids)
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting.extend(children.get(unit_id, ()))
    return found
