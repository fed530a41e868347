"""Ledgers (台账): a list as rows for Excel, what this reader may see of it, in memory that does not grow."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db.models import DateField, DateTimeField, F, QuerySet

from governance.frame.database.among import Among
from governance.frame.days import PROVISIONAL, office_day, office_time
from governance.frame.pages.lights import LIGHTS
from governance.frame.registry import Registry
from governance.frame.seals import sealing
from governance.frame.seals.sealed_fields import sealed_field
from governance.jobs.made import Made
from governance.jobs.spreadsheets import Column
from governance.organisation.standing import standing_of

from .. import deadlines, registry
from ..calendar.at_hand import calendar_at_hand
from ..choices.lists import Worded
from ..common_facts import CAME_BY
from ..models import Case, Clock, Participant
from ..worktime import Calendar
from .listing import Listing

# Cases a step: a handful of queries each, whatever the length of the ledger.
CHUNK = 2000
CHANNEL = dict(Case.Channel.choices)
FIELDS = (
    "pk",
    "parent_id",
    "kind",
    "number",
    "opened_at",
    "channel",
    "came_by",
    "title",
    "category__path",
    "area__name",
    "area__level",
    "area__parent__name",
    "area__parent__parent__name",
    "lead_unit__name",
    "handler__name",
    "status",
    "closed_at",
    "lead_unit_id",
    "sender_unit_id",
    "first_unit_id",
)


@dataclass(frozen=True)
class Own:
    """A column that only this ledger has: what stands in ``field`` of the kind's table, in words where it is a choice.

    ``label`` is what the table calls it, where nothing else is said. ``of(row, told)`` makes something else of it, or
    of what every row has.
    """

    field: str
    width: int
    label: str = ""
    of: Callable[[dict, "JoinedFacts"], object] | None = None

    def cell(self, model: type[Case]) -> Callable[[dict, "JoinedFacts"], object]:
        """What makes the cell of a row of this table."""
        if self.of:
            return self.of
        column = self._column(model)
        words = dict(getattr(column, "flatchoices", ()))
        return lambda row, told: words.get(row[self.field], "") if words else row[self.field]

    def called(self, kind: registry.CaseKind) -> str:
        """How the column is called."""
        return self.label or kind.label_of(self.field)

    def of_days(self, model: type[Case]) -> bool:
        """True if days stand in it, which a workbook keeps as days that can be sorted and shows without a clock."""
        column = None if self.of else self._column(model)
        return isinstance(column, DateField) and not isinstance(column, DateTimeField)

    def _column(self, model: type[Case]):
        return None if "__" in self.field else model._meta.get_field(self.field)


def columns(**widths: int) -> tuple[Own, ...]:
    """These columns of the kind's table, as wide as is said."""
    return tuple(Own(field, width) for field, width in widths.items())


@dataclass(frozen=True)
class Ledger:
    """What the ledger of a list holds: what every case has, and then what only its kinds know.

    The kinds of the list share a table. ``name`` is the label of the first where nothing else is said. ``more(keys)``
    reads of other tables what the own columns need, for all cases of a step.
    """

    code: str
    listing: Listing
    columns: tuple[Own, ...] = ()
    name: str = ""
    more: Callable[[Collection[int]], object] = lambda keys: None

    @property
    def kind(self) -> registry.CaseKind:
        """The first kind of the list."""
        return registry.KINDS[self.listing.kinds[0]]

    @property
    def sheet(self) -> str:
        """What the rows are called."""
        return self.name or self.kind.workflow.label

    @property
    def title(self) -> str:
        """What the workbook is called."""
        return f"{self.sheet}台账"

    def all_columns(self) -> tuple[Column, ...]:
        """The columns of the sheet, in the order of the cells."""
        called = self.kind.called
        people = (Column(self.kind.people_label or "人员", 16), Column("电话", 14))
        return (
            Column("编号", 16),
            Column(called("opened_at", "收到时间"), 16),
            Column("渠道", 9),
            Column("标题", 44),
            Column("内容类别", 26),
            Column(called("area", "发生地"), 24),
            *(people if self.listing.names else ()),
            Column(called("lead_unit", "承办单位"), 20),
            Column(called("handler", "承办人"), 10),
            Column("状态", 10),
            Column("期限", 11, of_days=True),
            Column("时限状态", 22),
            Column("办结时间", 16),
            *(Column(own.called(self.kind), own.width, own.of_days(self.kind.model)) for own in self.columns),
        )

    def visible_to(self, user, today: date, kinds: tuple[str, ...] = ()) -> QuerySet:
        """The cases of this ledger that the person may see, of some of its kinds if they are named.

        A file goes from hand to hand: nothing that is hidden stands in one, whoever it is made for. They are rows of
        all cases, as in the list, so that its filters and heads mean the same.
        """
        found = Case.objects.visible_to(user, today, kinds=kinds or self.listing.kinds)
        found = found.exclude(confidentiality=Case.Confidentiality.RESTRICTED)
        return self.listing.prepared(found) if self.listing.prepared else found


LEDGERS: Registry[Ledger] = Registry("ledgers", field="ledgers")


def ledger_for(listing: Listing) -> Ledger | None:
    """The ledger of that list."""
    return next((each for each in LEDGERS.values() if each.listing is listing), None)


@dataclass(frozen=True)
class Reader:
    """For whom the ledger is made: which cases they work on, and whether numbers were asked for in clear."""

    user: object
    now: datetime
    in_clear: bool
    calendar: Calendar
    units: frozenset[int]

    @property
    def today(self) -> date:
        """The office's day of it."""
        return office_day(self.now)

    def works_on(self, row: dict) -> bool:
        """True if names are shown in full, as on the list."""
        held = {row["lead_unit_id"], row["sender_unit_id"], row["first_unit_id"]}
        return bool(held & self.units)


@dataclass
class JoinedFacts:
    """What other tables say of the cases of one step; ``parts`` are those of each case that the reader may see."""

    people: dict[int, list[tuple]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int, list[dict]] = field(default_factory=lambda: defaultdict(list))
    running: dict[int, Clock] = field(default_factory=dict)
    late: dict[int, list[Clock]] = field(default_factory=lambda: defaultdict(list))
    more: Any = None
    ways: Worded = field(default_factory=lambda: Worded(CAME_BY))


def reader(user, *, now: datetime, in_clear: bool) -> Reader:
    """The reader as of now."""
    units = standing_of(user, office_day(now)).units_with("cases.view_personal")
    return Reader(user, now, in_clear, calendar_at_hand(), units)


def keys_of(cases: QuerySet) -> array:
    """The keys of the cases in their order, as they stand at one moment; eight bytes each."""
    return array("q", cases.values_list("pk", flat=True).iterator(chunk_size=20_000))


def rows(ledger: Ledger, keys: array, reader: Reader, made: Made) -> Iterator[tuple]:
    """One row of cells for each case that the reader may still see, in the order of the keys, ``made`` one by one."""
    model = ledger.kind.model
    own = [column.cell(model) for column in ledger.columns]
    fields = {*FIELDS, *(column.field for column in ledger.columns if column.field)}
    for start in range(0, len(keys), CHUNK):
        wanted = keys[start : start + CHUNK]
        found = model.objects.visible_to(reader.user, reader.today).filter(Among(F("pk"), wanted))
        found = found.exclude(confidentiality=Case.Confidentiality.RESTRICTED)
        by_key = {row["pk"]: row for row in found.order_by().values(*fields)}
        told = _told(ledger, by_key, reader)
        listed = (by_key[key] for key in wanted if key in by_key)

        def row_of(row: dict, told: JoinedFacts = told) -> tuple:
            cells = _cells(row, told, reader, names=ledger.listing.names)
            return (*cells, *(cell(row, told) for cell in own))

        yield from made.rows(listed, row_of, itemgetter("number"))


def _told(ledger: Ledger, by_key: dict[int, dict], reader: Reader) -> JoinedFacts:
    told = JoinedFacts()
    parts = Case.objects.visible_to(reader.user, reader.today).filter(Among(F("parent"), by_key))
    for part in parts.order_by("pk").values("pk", "parent_id", "kind", "status", "lead_unit__short_name"):
        told.parts[part["parent_id"]].append(part)
    _tell_people(told, by_key, reader)
    part_of = {part["pk"]: key for key, parts in told.parts.items() for part in parts}
    everything = [*by_key, *part_of]
    for key, clock in deadlines.binding_clocks(everything).items():
        whole = part_of.get(key, key)
        told.running[whole] = min(clock, told.running.get(whole, clock), key=_ending)
    late = Clock.objects.late().filter(Among(F("case"), everything))
    for clock in late.select_related("term").defer("ledger"):
        told.late[part_of.get(clock.case_id, clock.case_id)].append(clock)
    told.more = ledger.more(by_key)
    return told


def _ending(clock: Clock) -> tuple:
    return clock.due_at is None, clock.due_at


def _tell_people(told: JoinedFacts, by_key: dict[int, dict], reader: Reader) -> None:
    """A part that has no people of its own has those of the case it belongs to."""
    asked = {pk for key, row in by_key.items() for pk in (key, row["parent_id"]) if pk}
    people = Participant.objects.filter(Among(F("case"), asked)).exclude(part=Participant.Part.ACCUSED)
    number = "phone_sealed" if reader.in_clear else "phone_mask"
    found = people.order_by("case_id", "position", "id").values_list("case_id", "pk", "name", "phone_mask", number)
    for key, *person in found:
        told.people[key].append((key, *person))
    for key, row in by_key.items():
        if key not in told.people and row["parent_id"] in told.people:
            told.people[key] = told.people[row["parent_id"]]


def _cells(row: dict, told: JoinedFacts, reader: Reader, *, names: bool) -> tuple:
    person = _person(row, told.people.get(row["pk"], []), reader) if names else ()
    due, state = _deadline(row, told, reader)
    return (
        row["number"],
        _local(row["opened_at"]),
        _channel(row, told.ways),
        row["title"],
        (row["category__path"] or "").replace("/", " › "),
        _place(row),
        *person,
        row["lead_unit__name"],
        row["handler__name"],
        status_label(row),
        due,
        state,
        _local(row["closed_at"]) if row["closed_at"] else None,
    )


def _channel(row: dict, ways: Worded) -> str:
    """网上（领导信箱） where it came by one of the county's own ways."""
    way = f"（{ways[row['came_by']]}）" if row["came_by"] else ""
    return f"{CHANNEL[row['channel']]}{way}"


def status_label(row: dict) -> str:
    """The status of a row with ``kind`` and ``status``, in the words of its kind."""
    return registry.KINDS[row["kind"]].workflow.statuses[row["status"]].label


def _local(moment: datetime) -> datetime:
    """The clock on the office's wall, as a workbook keeps it."""
    return office_time(moment).replace(tzinfo=None)


def _place(row: dict) -> str:
    """韦曲街道凤栖路社区; the county itself goes without saying."""
    above = {"village": ("area__parent__name",), "grid": ("area__parent__parent__name", "area__parent__name")}
    return "".join(row[each] for each in (*above.get(row["area__level"], ()), "area__name"))


def _person(row: dict, people: list[tuple], reader: Reader) -> tuple[str, str]:
    """The first person and how many there are."""
    if not people:
        return "", ""
    case_id, pk, name, mask, number = people[0]
    works = reader.works_on(row)
    shown = name if works else sealing.mask_name(name)
    others = f"等 {len(people)} 人" if len(people) > 1 else ""
    if not (works and reader.in_clear):
        return shown + others, mask
    purpose = sealed_field(Participant, "phone_sealed").purpose_of(case_id, pk)
    return shown + others, sealing.open_sealed(number, purpose)


def _deadline(row: dict, told: JoinedFacts, reader: Reader) -> tuple[date | None, str]:
    """The duty that ends first with its light in words; where nothing is owed, how it ended. What was late says so."""
    late = deadlines.worst_lateness(told.late.get(row["pk"], ()), reader.calendar)
    was_late = f"曾超期 {late}" if late else ""
    clock = told.running.get(row["pk"])
    if clock is not None:
        light = deadlines.light(clock, reader.now, reader.calendar)
        word = LIGHTS[light.code].word
        now = light.left if light.left.startswith(word) else f"{word}，{light.left}"
        now += f"，到期日{PROVISIONAL}" if clock.provisional else ""
        return clock.due, f"{now}；{was_late}" if late else now
    if late:
        return None, was_late
    return None, "按期办结" if row["closed_at"] else "没有在计的期限"
