"""Figures of areas as a sheet: every area a row, out and in; all of a sheet is taken or every wrong cell is named."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from governance.frame.forms.posted import sentences_of
from governance.frame.refusals import FactMissing
from governance.jobs.handed_in import Fault
from governance.jobs.heads import head_of
from governance.jobs.spreadsheets import Column
from governance.organisation.areas.figures import FIGURES, figures_of
from governance.organisation.models import Area
from governance.organisation.pickers import area_path
from governance.organisation.standing import Standing

from ..sheets.columns import is_closing
from ..sheets.places import AreaNames
from .forms import FiguresForm
from .keeping import KEEP

CODE, PLACE, YEAR = "区划代码", "地点", "年度"
LABELS = {figure.label: figure.code for figure in FIGURES.values()}
COLUMNS = (Column(CODE, 16), Column(PLACE, 28), Column(YEAR, 8), *(Column(label, 16) for label in LABELS))


@dataclass
class Reading:
    """What a sheet tells: line, area, year and figures of every row, and what is wrong."""

    read: int = 0
    rows: list[tuple[int, Area, int, dict[str, int]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def rows_of(areas: Iterable[Area], year: int) -> list[tuple]:
    """The areas with what is known of them for the year."""
    known = {code: figures_of(code, year) for code in FIGURES}
    return [(area.pk, area_path(area), year, *(known[code].get(area.pk) for code in FIGURES)) for area in areas]


def read(table: Iterable[list[str]], *, standing: Standing, this_year: int) -> Reading:
    """Every row of the sheet, looked at; nothing is written. Raises Refusal for one without its head."""
    lines = enumerate(table, start=1)
    known = [column.label for column in COLUMNS]
    wanted = f"{CODE}或者{PLACE}、{YEAR}和各项数据"
    head = head_of(lines, known, lambda head: YEAR in head and (CODE in head or PLACE in head), wanted=wanted)
    places, found = AreaNames(), Reading()
    seen: dict[tuple[str, int], int] = {}
    for line, cells in lines:
        if is_closing(cells):
            continue
        found.read += 1
        told = dict(zip(head, (cell.strip() for cell in cells), strict=False))
        area, wrong = _area(told, places, standing)
        form = FiguresForm(
            {"year": told.get(YEAR, "")} | {LABELS[label]: told.get(label, "") for label in LABELS}, this_year=this_year
        )
        wrong |= sentences_of(form.errors)
        if area and not wrong:
            year = form.cleaned_data["year"]
            first = seen.setdefault((area.pk, year), line)
            if first != line:
                wrong["area"] = f"与第 {first} 行是同一处、同一年度。"
            else:
                found.rows.append((line, area, year, {c: v for c, v in form.values().items() if v is not None}))
        found.faults += [Fault(line, label_of(name), sentence) for name, sentence in wrong.items()]
    return found


def _area(told: dict[str, str], places: AreaNames, standing: Standing) -> tuple[Area | None, dict[str, str]]:
    try:
        area = places.area(told.get(CODE) or told.get(PLACE, ""))
    except FactMissing as missing:
        return None, dict(missing.errors)
    if not standing.covers(area.pk, KEEP):
        return None, {"area": "这个地点不在您管理的范围内。"}
    return area, {}


def label_of(name: str) -> str:
    """The column of a cell that is wrong."""
    return {"area": PLACE, "year": YEAR}.get(name) or FIGURES[name].label
