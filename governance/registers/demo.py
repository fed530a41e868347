"""Registers of the demo county: rows of every kind in its villages, some of them late. All invented."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from governance.cases.demo_stories import GIVEN, SURNAMES
from governance.frame.days import office_day
from governance.frame.rows import rows_of
from governance.maps.placing import shapes_of
from governance.maps.shapes import somewhere
from governance.organisation.demo import COUNTY
from governance.organisation.models import Area, Unit

from .entries.actions import open_many
from .entries.told import EntryInput
from .fields import Field
from .models import Entry, Register

VILLAGES, NEAR, IN_TOWNSHIP = 60, 30, 3
# As many rows has a register that only the county keeps.
OF_THE_COUNTY = 8
# The rows were entered in so many turns, the first of them long ago.
WAVES = 4
NUMBERS = {
    "数量": 3,
    "人数": 12,
    "工作人员数": 2,
    "保存天数": 30,
    "长度（米）": 1200,
    "名额": 20,
    "时长（小时）": 36,
    "刑事案件": 180,
    "治安案件": 420,
    "盗窃案件": 90,
    "电信网络诈骗案件": 60,
}
MONEY = {"金额（元）": 28_000, "预算金额（元）": 30_000, "年会费（元）": 56_000, "用于队员补贴（元）": 36_000}
# Those that stand in them are people.
OF_PEOPLE = ("posts", "tiers", "social_workers")
KINDS = ("类型", "类别", "事项", "目标组")
# What stands somewhere.
PLACED = ("centres", "places", "devices", "lines", "supplies")
GRID = Area.CODE_LENGTH[Area.Level.GRID]
TURNS = 3
# One in so many of what has to be done by a day is not done yet, and one place in so many has none.
OPEN_OF, WITHOUT_OF = 4, 7
# What is rare: no more rows than these.
RARE = {
    "homicides": 2,
    "conduct": 1,
    "liabilities": 2,
    "accountability": 1,
    "negative_list": 5,
    "harmony": 6,
    "mentoring": 6,
}
# What the line of work whose it is brings itself.
OF_A_LINE = ("courses", "rewards")
NOT_DONE = "没有兑现"
# What is told of rows of one sort alone.
NEEDS = {"合同到期": "购买服务", "预算金额（元）": "综治经费"}
# A drill names the plan of its place.
ITS_PLAN, PLAN = "依据预案", "突发事件应急预案"


@dataclass(frozen=True)
class Seat:
    """Where a row stands: the unit that keeps it, the place, the seed by which it is told, and where data/demo_rows.csv
    says so, how it is called and which choice it is."""

    unit: Unit
    area: Area
    seed: int
    name: str = ""
    option: str = ""


def load(now: datetime) -> int:
    """Every register has rows, kept by who is to keep them, but for those of a line of work; says how many."""
    if Entry.objects.exists():
        return 0
    villages, keepers, told = _villages(), _keepers(), _told_of()
    made = 0
    for register in Register.objects.exclude(code__in=OF_A_LINE):
        seats = [seat for row in told[register.code] for seat in _seats(register, row, keepers)]
        seats = (seats or _rows(register, villages, keepers))[: RARE.get(register.code)]
        for weeks in range(WAVES):
            at = now - timedelta(weeks=1 + weeks * 9)
            days = (office_day(now), office_day(at))
            rows = [_told(register, seat, days) for seat in seats[weeks::WAVES]]
            open_many(register, rows, actor=None, at=at, job_id=None)
        made += len(seats)
    return made


def _told_of() -> dict[str, list[dict[str, str]]]:
    """What is said of the rows of a register, by its code."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of("governance.registers", "demo_rows"):
        found[row["register"]].append(row)
    return found


def _seats(register: Register, row: dict[str, str], keepers: dict) -> list[Seat]:
    """One a name in the county; in villages, townships and departments one each, the names in turn, or all of them."""
    names, options = row["names"].split("|"), row["options"].split("|")
    if row["level"] == "county":
        unit = Unit.objects.select_related("area").get(short_name=row["kept_by"])
        return [Seat(unit, unit.area, seed, name, options[seed % len(options)]) for seed, name in enumerate(names)]
    found = []
    for seed, (unit, area) in enumerate(_places(row["level"], keepers)):
        if (seed + register.pk) % WITHOUT_OF == 0:
            continue
        called = unit.short_name if row["level"] == "department" else area.name
        for which in range(len(names)) if register.code == "tiers" else (seed % len(names),):
            found.append(Seat(unit, area, seed, called + names[which], options[which % len(options)]))
    return found


def _places(level: str, keepers: dict) -> Iterator[tuple[Unit, Area]]:
    """The departments of the county, its townships, or the first villages of each, with the unit that keeps rows."""
    if level == "department":
        departments = Unit.objects.filter(kind=Unit.Kind.DEPARTMENT, area=COUNTY, is_active=True)
        return ((unit, unit.area) for unit in departments.select_related("area"))
    own = {area: unit for (kind, area), unit in keepers.items() if kind == Unit.Kind.GOVERNMENT and area != COUNTY}
    if level == "township":
        return ((unit, unit.area) for _, unit in sorted(own.items()))
    villages = Area.objects.filter(level=Area.Level.VILLAGE, parent__in=own).order_by("code")
    beside: dict[str, list[Area]] = defaultdict(list)
    for village in villages:
        beside[village.parent_id or ""].append(village)
    return ((own[code], each) for code in sorted(beside) for each in beside[code][:IN_TOWNSHIP])


def _villages() -> list[Area]:
    """Some of the first township, and of all others one by one over the whole county."""
    found = list(Area.objects.filter(level=Area.Level.VILLAGE, code__startswith=COUNTY).order_by("code"))
    near, others = found[:NEAR], found[NEAR:]
    return [*near, *others[:: max(len(others) // (VILLAGES - NEAR), 1)]][:VILLAGES]


def _keepers() -> dict[tuple[str, str], Unit]:
    """The units of the townships and of the county, the first of a kind in its place."""
    units = Unit.objects.filter(is_active=True, area__level__in=(Area.Level.TOWNSHIP, Area.Level.COUNTY))
    return {(unit.kind, unit.area_id): unit for unit in units.select_related("area").order_by("-position", "-pk")}


def _rows(register: Register, villages: list[Area], keepers: dict) -> list[Seat]:
    """Who keeps which rows, where those lie and by which seed they are told: in villages, or in the whole county."""
    found = []
    for seed, village in enumerate(villages):
        unit = _keeper(register, village, keepers)
        if (seed + register.pk) % 3:
            found.append(Seat(unit, unit.area if unit.area_id == COUNTY else village, seed))
    if all(seat.area.pk == COUNTY for seat in found):
        found = [replace(seat, seed=seed) for seed, seat in enumerate(found[:OF_THE_COUNTY])]
    return found


def _keeper(register: Register, village: Area, keepers: dict[tuple[str, str], Unit]) -> Unit:
    """Who keeps what lies in the village: its township if it may, else whoever may there; the county what no township
    keeps.
    """
    government = Unit.Kind.GOVERNMENT
    kinds = sorted(register.keepers or [government], key=government.__ne__)
    local = {government, Unit.Kind.VILLAGE} & set(kinds)
    places = [(kind, place) for place in ((village.parent_id, COUNTY) if local else (COUNTY,)) for kind in kinds]
    # Villages have few units of their own in the demo county: their township stands in for them.
    return next(keepers[each] for each in (*places, (government, village.parent_id)) if each in keepers)


def place(now: datetime) -> int:
    """Rows of what stands somewhere have a point in their village, lines a way through it; says how many."""
    shapes = shapes_of(GRID, COUNTY)
    rows = list(Entry.objects.filter(register__code__in=PLACED, longitude=None).select_related("register"))
    for number, entry in enumerate(rows):
        inside = [shape for code, shape in sorted(shapes.items()) if code.startswith(entry.area_id)]
        if not inside:
            continue
        entry.longitude, entry.latitude = somewhere(inside[number % len(inside)], number)
        for each in entry.register.asked:
            if each.kind == "way":
                points = [somewhere(shape, number + turn) for shape in inside for turn in range(TURNS)]
                entry.facts[each.name] = [list(point) for point in sorted(set(points), key=sum)]
    return Entry.objects.bulk_update(rows, ["longitude", "latitude", "facts"], batch_size=500)


def _told(register: Register, seat: Seat, days: tuple[date, date]) -> EntryInput:
    """``days`` are today and the day on which the row is entered."""
    # What is written by hand goes together where it has one place in all of its lists.
    seed = seat.seed if seat.name else seat.seed + register.pk
    person = f"{SURNAMES[seat.seed % len(SURNAMES)]}{GIVEN[(seat.seed * 7 + register.pk) % len(GIVEN)]}"
    its_plan = f"{seat.area.name}{PLAN}"
    raws = {each.name: its_plan if each.label == ITS_PLAN else _raw(each, seed, days) for each in register.asked}
    for each in register.asked:
        code = next((code for code, label in each.choices if label == seat.option), "")
        if code and each.kind == "choice":
            raws[each.name] = code
        if each.label in NEEDS and seat.option != NEEDS[each.label]:
            raws[each.name] = ""
    said = [each.words(raws[each.name]) for each in register.asked if each.kind == "choice"]
    if seed % OPEN_OF == 0 or NOT_DONE in said:
        raws[register.settled_field] = ""
    facts = {name: raw for name, raw in raws.items() if raw not in ("", None, [], False)}
    return EntryInput(
        name=person if register.code in OF_PEOPLE else seat.name or _named(register, seat.area, seat.seed),
        unit=seat.unit,
        area=seat.area,
        in_charge=person,
        phone=f"1390000{seat.seed + 1000:04}",
        facts=facts,
    )


def _named(register: Register, area: Area, place: int) -> str:
    """A row is called after its place and the kind of thing that it is."""
    kind = next((each for each in register.asked if each.label in KINDS), None)
    what = kind.choices[(place + register.pk) % len(kind.choices)][1] if kind else register.name
    return f"{area.name}{register.name if what == '其他' else what}"


@cache
def _words() -> dict[str, list[str]]:
    """What stands in a field that is written by hand, by its label."""
    return {row["label"]: row["words"].split("|") for row in rows_of("governance.registers", "demo")}


def _raw(field: Field, seed: int, days: tuple[date, date]):
    """Something that can stand in the field, the same at each loading."""
    if field.choices:
        code = field.choices[seed % len(field.choices)][0]
        return [code] if field.kind == "several" else code
    if field.kind == "date":
        ahead = field.label.endswith(("至", "到期", "期限", "结束日期"))
        today, entered = days
        return (today + timedelta(days=seed * 11 % 500 - 60) if ahead else entered - timedelta(days=seed)).isoformat()
    if field.label == "年度":
        return days[0].year
    if field.label == "年演练次数":
        return 1 + seed % 2
    if field.kind == "number":
        return NUMBERS.get(field.label, 10) + seed % 5
    if field.kind == "money":
        return f"{MONEY.get(field.label, 1200) + seed % 9 * 100}.00"
    if field.kind == "flag":
        return False
    if field.kind == "way":
        return []
    if field.unique:
        return f"CA{seed:05}"
    if not (field.required or field.listed):
        return ""
    words = _words()[field.label]
    return words[seed % len(words)]
