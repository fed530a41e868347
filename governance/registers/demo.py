"""Registers of the demo county: rows of every kind in its villages, some of them late. All invented."""

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

VILLAGES = 60
# The rows were entered in so many turns, the first of them long ago.
WAVES = 4
NUMBERS = {"数量": 3, "人数": 12, "工作人员数": 2, "保存天数": 30}
# Those that stand in them are people.
OF_PEOPLE = ("posts", "tiers")
KINDS = ("类型", "类别")
# What stands somewhere.
PLACED = ("centres", "places", "devices", "lines", "supplies")
GRID = Area.CODE_LENGTH[Area.Level.GRID]
TURNS = 3
# One in so many of what has to be done by a day is not done yet.
OPEN_OF = 4
# What is rare: no more rows than these.
RARE = {"homicides": 2, "conduct": 1, "liabilities": 2, "harmony": 6}
# A drill names the plan of its village.
ITS_PLAN = "依据预案"


def load(now: datetime) -> int:
    """Every register that is kept by units of the demo has rows; says how many."""
    if Entry.objects.exists():
        return 0
    villages = list(Area.objects.filter(level=Area.Level.VILLAGE, code__startswith=COUNTY).order_by("code")[:VILLAGES])
    townships = {
        unit.area_id: unit
        for unit in Unit.objects.filter(area__level="township", kind=Unit.Kind.GOVERNMENT).order_by("-position", "-pk")
    }
    made = 0
    for register in Register.objects.all():
        places = [
            (place, village)
            for place, village in enumerate(villages)
            if village.parent_id in townships and (place + register.pk) % 3
        ][: RARE.get(register.code)]
        for weeks in range(WAVES):
            at = now - timedelta(weeks=1 + weeks * 9)
            days = (office_day(now), office_day(at))
            rows = [
                _told(register, village, townships[village.parent_id], place, days)
                for place, village in places[weeks::WAVES]
            ]
            open_many(register, rows, actor=None, at=at, job_id=None)
        made += len(places)
    return made


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


def _told(register: Register, village: Area, unit: Unit, place: int, days: tuple[date, date]) -> EntryInput:
    """``days`` are today and the day on which the row is entered."""
    person = f"{SURNAMES[place % len(SURNAMES)]}{GIVEN[(place * 7 + register.pk) % len(GIVEN)]}"
    raws = {each.name: _raw(each, place + register.pk, days) for each in register.asked if each.label != ITS_PLAN}
    for each in register.asked:
        if each.label == ITS_PLAN:
            raws[each.name] = _named(Register.objects.get(code="plans"), village, place)
    if (place + register.pk) % OPEN_OF == 0:
        raws[register.settled_field] = ""
    facts = {name: raw for name, raw in raws.items() if raw not in ("", None, [], False)}
    return EntryInput(
        name=person if register.code in OF_PEOPLE else _named(register, village, place),
        unit=unit,
        area=village,
        in_charge=person,
        phone=f"1390000{place + 1000:04}",
        facts=facts,
    )


def _named(register: Register, village: Area, place: int) -> str:
    """A row is called after its village and the kind of thing that it is."""
    kind = next((each for each in register.asked if each.label in KINDS), None)
    what = kind.choices[(place + register.pk) % len(kind.choices)][1] if kind else register.name
    return f"{village.name}{register.name if what == '其他' else what}"


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
    if field.label == "年演练次数":
        return 1 + seed % 2
    if field.kind == "number":
        return NUMBERS.get(field.label, 10) + seed % 5
    if field.kind == "money":
        return f"{1200 + seed % 9 * 100}.00"
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
