"""An area is joined to another, as when two townships become one: nothing new goes to it, and what lay in it stays.

Matters keep the code of where they lay. Whoever oversees the area that took it over oversees them as well.
"""

from django.db import transaction

from governance.frame.refusals import Refusal

from ..models import Area, Unit


@transaction.atomic
def merge(code: str, into: str) -> list[tuple[Area, Area]]:
    """The area, and each village in it, is joined to another, of the same name in that one; says which to which.

    Units that answered for it answer for the other. Raises Refusal where one of them has no successor.
    """
    found = Area.objects.select_for_update(of=("self",)).in_bulk([code, into])
    if len(found) < 2:
        raise Refusal("两个区划代码都要已经导入，而且不能相同。")
    old, new = found[code], found[into]
    if old.level != new.level or old.level in (Area.Level.COUNTY, Area.Level.GRID):
        raise Refusal("只能把乡镇（街道）并入乡镇（街道），村（社区）并入村（社区）。")
    if new.successor_id or old.successor_id:
        gone = new if new.successor_id else old
        raise Refusal(f"{gone}已经并入{gone.successor}。")
    pairs = [*_villages(old, new), (old, new)]
    for former, successor in pairs:
        Area.objects.filter(successor=former).update(successor=successor)
        Area.objects.filter(pk=former.pk).update(successor=successor)
        Unit.objects.filter(area=former, is_active=True).update(area=successor)
    return pairs


def _villages(old: Area, new: Area) -> list[tuple[Area, Area]]:
    """Each village of the one beside the one that takes it over; raises Refusal for those without."""
    if old.level != Area.Level.TOWNSHIP:
        return []
    known = {each.name: each for each in Area.in_use().filter(parent=new)}
    left = list(Area.in_use().filter(parent=old).order_by("code"))
    lacking = [each.name for each in left if each.name not in known]
    if lacking:
        raise Refusal(f"{new}里没有同名的村（社区），请先导入，或者先逐个并入：{'、'.join(lacking)}。")
    return [(each, known[each.name]) for each in left]
