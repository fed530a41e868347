"""Figures of an area by year, which norms divide by: counts of people, households and places, never a list of them."""

from dataclasses import dataclass

from governance.frame.registry import Registry

from ..models import Area, AreaFigure


@dataclass(frozen=True)
class Figure:
    """One figure; ``unit`` is what it counts in."""

    code: str
    label: str
    unit: str


FIGURES: Registry[Figure] = Registry("figures of an area")
FIGURES.register(
    Figure("population", "常住人口", "人"),
    Figure("households", "户数", "户"),
    Figure("migrants", "流动人口", "人"),
    Figure("foreigners", "境外人员", "人"),
    Figure("natural_villages", "自然村", "个"),
    Figure("village_groups", "村（居）民小组", "个"),
    Figure("organs", "机关和单位", "个"),
    Figure("schools", "中小学和幼儿园", "所"),
    Figure("banks", "金融单位", "个"),
    Figure("venues", "娱乐场所", "个"),
    Figure("routes", "交通要道", "条"),
    Figure("key_places", "重点部位", "处"),
)


def figures_of(code: str, year: int) -> dict[str, int]:
    """The figure of every area for which it is known, by code of the area: the newest up to that year.

    An area without one of its own has the sum of the areas right below it, where it is known of all of them.
    """
    rows = AreaFigure.objects.filter(figure=code, year__lte=year).order_by("area_id", "-year").distinct("area_id")
    known = dict(rows.values_list("area_id", "value"))
    if not known:
        return {}
    below: dict[str, list[str]] = {}
    areas = list(Area.objects.exclude(level=Area.Level.GRID).order_by("-code").values_list("code", "parent_id"))
    for area, parent in areas:
        below.setdefault(parent, []).append(area)
    for area in sorted((area for area, _ in areas), key=len, reverse=True):
        parts = below.get(area, [])
        if area not in known and parts and all(part in known for part in parts):
            known[area] = sum(known[part] for part in parts)
    return known
