"""An area is joined to another, as when two townships become one: nothing new goes to it, and what lay in it stays.

Matters keep the code of where they lay. Whoever oversees the area that took it over oversees them as well.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from governance.frame.refusals import Refusal
from governance.frame.registry import Registry

from ..models import Area, Unit
from . import lying

Pairs = list[tuple[Area, Area]]


@dataclass(frozen=True)
class Following:
    """What a room sees to when an area is joined to another: ``follow(former, successor, at)`` says what else was
    joined to which."""

    code: str
    follow: Callable[[Area, Area, datetime], Iterable[tuple[Area, Area]]]


FOLLOWING: Registry[Following] = Registry("what follows an area that is joined to another", field="following")


@transaction.atomic
def join(former: Area, successor: Area, at: datetime) -> Pairs:
    """The one goes on in the other, with whatever had been joined to it; says which to which.

    Units that answered for it answer for the other, and every room sees to what it keeps of them.
    """
    Area.objects.filter(Q(pk=former.pk) | Q(successor=former)).update(successor=successor)
    lying.forget_joined()
    Unit.objects.filter(area=former, is_active=True).update(area=successor)
    followed = [pair for each in FOLLOWING.values() for pair in each.follow(former, successor, at)]
    return [*followed, (former, successor)]


@dataclass(frozen=True)
class Moves:
    """What goes where when an area is joined to another: it and its villages, the units and the grids in them."""

    pairs: Pairs
    units: list[Unit]
    grids: int

    @property
    def named(self) -> str:
        """The units by their short names."""
        return "、".join(unit.short_name for unit in self.units)


def moves_of(code: str, into: str) -> Moves:
    """What would move, while nothing does; raises Refusal as ``merge`` does."""
    pairs = _pairs(Area.objects.in_bulk([code, into]), code, into)
    gone = [former for former, _ in pairs]
    return Moves(
        pairs,
        list(Unit.objects.filter(area__in=gone, is_active=True).order_by("position", "id")),
        Area.in_use().filter(level=Area.Level.GRID, parent__in=gone).count(),
    )


@transaction.atomic
def merge(code: str, into: str, at: datetime) -> Pairs:
    """The area, and each village in it, is joined to another, of the same name in that one; says which to which.

    Raises Refusal where one of the villages has no successor.
    """
    pairs = _pairs(Area.objects.select_for_update(of=("self",)).in_bulk([code, into]), code, into)
    return [pair for former, successor in pairs for pair in join(former, successor, at)]


def _pairs(found: dict[str, Area], code: str, into: str) -> Pairs:
    if len(found) < 2:
        raise Refusal("两个区划代码都要已经导入，而且不能相同。")
    old, new = found[code], found[into]
    if old.level != new.level or old.level in (Area.Level.COUNTY, Area.Level.GRID):
        raise Refusal("只能把乡镇（街道）并入乡镇（街道），村（社区）并入村（社区）。")
    if new.successor_id or old.successor_id:
        gone = new if new.successor_id else old
        raise Refusal(f"{gone}已经并入{gone.successor}。")
    return [*_villages(old, new), (old, new)]


def _villages(old: Area, new: Area) -> Pairs:
    """Each village of the one beside the one that takes it over; raises Refusal for those without."""
    if old.level != Area.Level.TOWNSHIP:
        return []
    known = {each.name: each for each in Area.in_use().filter(parent=new)}
    left = list(Area.in_use().filter(parent=old).order_by("code"))
    lacking = [each.name for each in left if each.name not in known]
    if lacking:
        raise Refusal(f"{new}里没有同名的村（社区），请先导入，或者先逐个并入：{'、'.join(lacking)}。")
    return [(each, known[each.name]) for each in left]
