"""What a person's posts of one day amount to: units, permissions, range of sight."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .models import Post, Unit
from .roles import BY_CODE


@dataclass(frozen=True)
class Held:
    """One post in plain values."""

    unit_id: int
    unit_name: str
    unit_kind: str
    role: str
    area: str
    sees_area: bool
    parent_id: int | None


@dataclass(frozen=True)
class Standing:
    """The posts a person holds on a day, asked in the ways the access doors need."""

    user_id: int
    posts: tuple[Held, ...]

    @cached_property
    def permissions(self) -> set[str]:
        """Every permission that any of the posts carries."""
        return {permission for post in self.posts for permission in BY_CODE[post.role].permissions}

    @cached_property
    def units(self) -> frozenset[int]:
        """Units in which at least one post may see cases at all."""
        return frozenset(p.unit_id for p in self.posts if "cases.view_case" in BY_CODE[p.role].permissions)

    @cached_property
    def all_units(self) -> frozenset[int]:
        """Every unit the person belongs to, whatever the role."""
        return frozenset(post.unit_id for post in self.posts)

    @cached_property
    def units_above(self) -> frozenset[int]:
        """The person's units and every unit above them; read once for the request."""
        return frozenset(units_above(self.all_units))

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Area codes inside which everything that is not restricted may be seen."""
        return tuple(
            sorted({p.area for p in self.posts if p.sees_area and "cases.view_case" in BY_CODE[p.role].permissions})
        )

    def units_with(self, permission: str) -> frozenset[int]:
        """Units in which a post carries the permission."""
        return frozenset(p.unit_id for p in self.posts if permission in BY_CODE[p.role].permissions)

    def areas_with(self, permission: str) -> tuple[str, ...]:
        """Areas overseen by a post that carries the permission."""
        return tuple(p.area for p in self.posts if p.sees_area and permission in BY_CODE[p.role].permissions)

    def areas_guided(self, unit_kinds: tuple[str, ...], permission: str) -> tuple[str, ...]:
        """Areas of the units of these kinds in which a post carries the permission."""
        return tuple(
            p.area for p in self.posts if p.unit_kind in unit_kinds and permission in BY_CODE[p.role].permissions
        )

    def has_role(self, *codes: str) -> bool:
        """True if one of the posts is in one of these roles."""
        return any(post.role in codes for post in self.posts)

    @property
    def title(self) -> str:
        """Unit and role as the screen and the records show them."""
        return "、".join(f"{p.unit_name}·{BY_CODE[p.role].label}" for p in self.posts)


def standing_of(user, on: date) -> Standing:
    """The standing on that day; worked out once for a user object and day."""
    # By attribute, not by __dict__: the user of a request is a lazy wrapper with a dictionary of its own.
    cached = getattr(user, "_standing", None)
    if cached is not None and cached[0] == on:
        return cached[1]
    posts = tuple(
        Held(
            unit_id=post.unit_id,
            unit_name=post.unit.short_name,
            unit_kind=post.unit.kind,
            role=post.role.name,
            area=post.unit.area_id,
            sees_area=post.unit.sees == Unit.Sees.AREA,
            parent_id=post.unit.parent_id,
        )
        for post in Post.objects.current(on).filter(user=user).select_related("unit", "role").order_by("id")
    )
    standing = Standing(user.pk, posts)
    user._standing = (on, standing)
    return standing


def units_above(unit_ids) -> set[int]:
    """These units and every unit above them, up to the top."""
    parents = dict(Unit.objects.values_list("id", "parent_id"))
    found: set[int] = set()
    for unit_id in unit_ids:
        while unit_id is not None and unit_id not in found:
            found.add(unit_id)
            unit_id = parents.get(unit_id)
    return found


def units_under(unit_ids) -> set[int]:
    """These units and every unit below them."""
    children: dict[int, list[int]] = {}
    for unit_id, parent_id in Unit.objects.values_list("id", "parent_id"):
        children.setdefault(parent_id, []).append(unit_id)
    found: set[int] = set()
    waiting = list(unit_ids)
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting.extend(children.get(unit_id, ()))
    return found
