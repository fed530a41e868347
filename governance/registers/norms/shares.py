"""Standards that are a share of something: what is covered can never be more than what there is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from governance.organisation.areas.figures import figures_of
from governance.organisation.models import Area

from ..models import Norm, Register
from .counting import there_by_area


@dataclass(frozen=True)
class Excess:
    """An area in which more is covered than there is; how much others cover is not said."""

    norm: Norm
    area: Area
    figure: int

    def __str__(self):
        return f"{self.area.name}“{self.norm.name}”合计多于全部的 {self.figure}，请核对数量或者区划数据。"


def excesses(register: Register, areas: Collection[str], year: int) -> Iterator[Excess]:
    """What is covered beyond all there is, in the areas to which rows with these codes of an area belong.

    An area whose figure is not known has no whole of which it could be more.
    """
    for norm in register.norms.all():
        if not norm.is_share:
            continue
        length = Area.CODE_LENGTH[Area.Level(norm.level)]
        held = {code[:length] for code in areas if len(code) >= length}
        figures = figures_of(norm.figure, year) if held else {}
        there = there_by_area(norm, year, register.entries.all()) if held & figures.keys() else {}
        for area in Area.objects.filter(pk__in=held & figures.keys()).order_by("code"):
            if there[area.pk] > figures[area.pk]:
                yield Excess(norm, area, figures[area.pk])
