"""A sheet of rows, read against a register: every row that is right as what it tells, every wrong cell named."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import Any

from governance.cases.fields.kind import Setting
from governance.frame.forms.posted import as_whole
from governance.frame.refusals import FactMissing
from governance.jobs.handed_in import Fault
from governance.jobs.heads import head_of
from governance.organisation.models import Unit
from governance.organisation.standing import Standing

from .. import access, fields
from ..entries.actions import OF_ANOTHER
from ..entries.told import EntryForm, EntryInput, initial_of, why_accusing_row, why_elsewhere
from ..models import Entry, Register
from ..norms.shares import excesses
from . import columns as sheet
from .places import AreaNames

COLUMN_OF = {
    "name": fields.NAME,
    "unit": fields.UNIT,
    "area": fields.AREA,
    "in_charge": fields.IN_CHARGE,
    "phone": fields.PHONE,
    "longitude": fields.LONGITUDE,
    "latitude": fields.LATITUDE,
}
ROWS_BETWEEN_WORDS = 200


@dataclass
class Reading:
    """What a sheet holds: new rows, rows that say something of one that stands, and what is wrong.

    Each row stands beside the number of its line.
    """

    read: int = 0
    new: list[tuple[int, EntryInput]] = field(default_factory=list)
    standing: list[tuple[int, Entry, EntryInput]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # The line of each row that stands already.
    lines: dict[int, int] = field(default_factory=dict)

    @property
    def told(self) -> list[tuple[int, EntryInput]]:
        """What every row that is right says, beside the number of its line."""
        return [*self.new, *((line, row) for line, _, row in self.standing)]

    def drop(self, lines: set[int]) -> None:
        """What these lines say is not taken."""
        self.new = [row for row in self.new if row[0] not in lines]
        self.standing = [row for row in self.standing if row[0] not in lines]


class Places(AreaNames):
    """Units and areas by every name under which a sheet may mean them; read once."""

    def __init__(self, register: Register, standing: Standing):
        super().__init__()
        self.standing = standing
        kept = list(Unit.objects.filter(is_active=True).select_related("area").order_by("position", "id"))
        self.units = {unit.short_name: unit for unit in kept} | {unit.name: unit for unit in kept}
        self.keeps = set(
            Unit.objects.filter(access.units_kept_by(register, standing), is_active=True).values_list("pk", flat=True)
        )

    def unit(self, words: str) -> Unit:
        """The unit; raises FactMissing for one that is not known, or not the person's to keep it for."""
        found = self.units.get(words)
        if found is None:
            raise FactMissing({"unit": f"没有“{words}”这个单位，请写全称或者简称。" if words else "请填写登记单位。"})
        if found.pk not in self.keeps:
            raise FactMissing({"unit": "这本台账不由这个单位登记，或者不在您的范围内。"})
        return found


def read(
    register: Register,
    table: Iterable[list[str]],
    *,
    standing: Standing,
    setting: Setting,
    said: Callable[[int], None],
) -> Reading:
    """Every row of the sheet, read and looked at; nothing is written.

    Raises Refusal for a sheet without the head that names the columns.
    """
    lines = enumerate(table, start=1)
    known = [column.label for column in sheet.columns_of(register)]
    needed = f"{'、'.join(sheet.NEEDED)}等各列"
    head = head_of(lines, known, lambda head: set(sheet.NEEDED) <= set(head), wanted=needed)
    places = Places(register, standing)
    theirs = access.visible(register, standing).filter(ended_on=None)
    entries = {entry.pk: entry for entry in theirs.select_related("unit", "area__parent__parent", "register")}
    found = Reading()
    for line, cells in lines:
        if sheet.is_closing(cells):
            continue
        found.read += 1
        told = dict.fromkeys(head, "") | dict(zip(head, (cell.strip() for cell in cells), strict=False))
        _read_row(register, line, told, places=places, entries=entries, setting=setting, into=found)
        if found.read % ROWS_BETWEEN_WORDS == 0:
            said(found.read)
    _hold_unique(register, found, entries)
    return found


def _read_row(register: Register, line: int, told: dict, *, places, entries, setting, into: Reading) -> None:
    wrong: dict[str, str] = {}
    entry = _entry_of(told.get(fields.NUMBER, ""), entries, places, wrong)
    if entry is not None and (first := into.lines.setdefault(entry.pk, line)) != line:
        wrong["number"] = f"与第 {first} 行是同一个登记号。"
    read: dict[str, Any] = {}
    for name, look in (("unit", places.unit), ("area", places.area)):
        try:
            read[name] = look(told.get(COLUMN_OF[name], ""))
        except FactMissing as missing:
            wrong |= missing.errors
    if len(read) == 2 and (sentence := access.wrong_place(**read)):
        wrong["area"] = sentence
    form = EntryForm(register, setting, _data(register, told, entry), without={"unit", "area"}, entry=entry)
    wrong = form.sentences() | wrong
    wrong = why_accusing_row(register, form.cleaned_data, entry) | wrong
    told_point = [form.cleaned_data.get(name) for name in ("longitude", "latitude")]
    if sentence := why_elsewhere(read.get("area"), *told_point):
        wrong.setdefault("longitude", sentence)
    if wrong:
        into.faults += [Fault(line, _label(register, name), sentence) for name, sentence in wrong.items()]
    elif entry is None:
        into.new.append((line, form.told(**read)))
    else:
        into.standing.append((line, entry, form.told(**read)))


def _data(register: Register, told: dict[str, str], entry: Entry | None) -> dict:
    """What the line says, as the form of a row takes it: what the sheet has no column for stays as it stands."""
    data = initial_of(entry) if entry else {}
    data |= {name: told[label] for name, label in COLUMN_OF.items() if label in told}
    asked = ((each, sheet.label_of(each)) for each in register.asked)
    return data | {each.name: sheet.raw_of(each, told[label]) for each, label in asked if label in told}


def _entry_of(number: str, entries: dict[int, Entry], places: Places, wrong: dict[str, str]) -> Entry | None:
    if not number:
        return None
    found = entries.get(key) if (key := as_whole(number)) is not None else None
    if found is None:
        wrong["number"] = "没有这个登记号，或者已经注销；新增的行不填登记号。"
    elif not access.may_change(found, places.standing):
        wrong["number"] = f"这一条由{found.unit.short_name}登记，不在您的范围内。"
    return found


def _hold_unique(register: Register, found: Reading, entries: dict[int, Entry]) -> None:
    """A value that no two rows may have is one row's alone, as all of them will stand: what a row of the sheet gives up
    another may take. ``entries`` are those that may be named."""
    unique = [each for each in register.asked if each.unique]
    if not unique:
        return
    kept = register.entries.filter(ended_on=None).exclude(pk__in=[entry.pk for _, entry, _ in found.standing])
    holders = {value: pk for pk, values in kept.values_list("pk", "unique_values").iterator() for value in values}
    # A row of the sheet stands among them by the negative number of its line.
    faults = []
    for line, row in sorted(found.told, key=itemgetter(0)):
        for each in unique:
            held = each.held(row.facts)
            holder = holders.setdefault(held, -line) if held else -line
            if holder != -line:
                which = f"第 {-holder} 行" if holder < 0 else f"登记号 {holder} " if holder in entries else OF_ANOTHER
                faults.append(Fault(line, _label(register, each.name), f"与{which}相同。"))
    found.drop({each.line for each in faults})
    found.faults = sorted([*found.faults, *faults], key=attrgetter("line"))


def beyond_all(register: Register, found: Reading, year: int) -> list[Fault]:
    """With every row written: those in whose area more is covered than there is, by the column that adds up."""
    lines = found.told
    areas = {row.area.pk for _, row in lines}
    return [
        Fault(line, _label(register, excess.norm.counts), str(excess))
        for excess in excesses(register, areas, year)
        for line, row in lines
        if row.area.pk.startswith(excess.area.pk) and excess.norm.takes(row.facts)
    ]


def _label(register: Register, name: str) -> str:
    labels = COLUMN_OF | {each.name: sheet.label_of(each) for each in register.asked} | {"number": fields.NUMBER}
    return labels.get(name, "")
