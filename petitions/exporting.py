"""The ledger of petitions (信访件台账) as rows for Excel: what this reader may see, in memory that does not grow."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from governance.cases import deadlines, sealing
from governance.cases.almanac import calendar_at_hand
from governance.cases.lights import LIGHTS
from governance.cases.models import Case, Clock, Participant
from governance.cases.worktime import CHINA, Calendar
from governance.jobs.spreadsheets import Column
from governance.organisation.standing import standing_of

from .models import Petition
from .workflow import STATUSES

COLUMNS = (
    Column("编号", 16),
    Column("收到时间", 16),
    Column("渠道", 9),
    Column("标题", 44),
    Column("内容类别", 26),
    Column("发生地", 24),
    Column("信访人", 16),
    Column("电话", 14),
    Column("承办单位", 20),
    Column("承办人", 10),
    Column("状态", 10),
    Column("期限", 11),
    Column("时限状态", 22),
    Column("办结时间", 16),
    Column("处理结论", 13),
    Column("满意度", 10),
)
# Petitions a step: three queries each, whatever the length of the ledger.
CHUNK = 2000
HIDDEN = "限制知悉"
CHANNEL = dict(Case.Channel.choices)
OUTCOME = dict(Petition.Outcome.choices)
RATING = dict(Petition.Rating.choices)
FIELDS = (
    "pk",
    "number",
    "opened_at",
    "channel",
    "title",
    "category__path",
    "area__name",
    "area__level",
    "area__parent__name",
    "lead_unit__name",
    "handler__name",
    "status",
    "closed_at",
    "outcome",
    "rating",
    "confidentiality",
    "lead_unit_id",
    "sender_unit_id",
    "first_unit_id",
)


@dataclass(frozen=True)
class Reader:
    """For whom the ledger is made: which petitions they work on, and whether numbers were asked for in clear."""

    user: object
    today: date
    in_clear: bool
    calendar: Calendar
    units: frozenset[int]

    def works_on(self, row: dict) -> bool:
        """True if names are shown in full, as on the list."""
        held = {row["lead_unit_id"], row["sender_unit_id"], row["first_unit_id"]}
        return row["confidentiality"] != Case.Confidentiality.RESTRICTED and bool(held & self.units)


@dataclass
class _Chunk:
    """What the other tables say of the petitions of one step."""

    people: dict[int, list[tuple]] = field(default_factory=dict)
    running: dict[int, Clock] = field(default_factory=dict)
    missed: set[int] = field(default_factory=set)


def reader(user, *, now: datetime, in_clear: bool) -> Reader:
    """The reader as of now."""
    today = timezone.localdate(now)
    units = standing_of(user, today).units_with("cases.view_personal")
    return Reader(user, today, in_clear, calendar_at_hand(), units)


def keys_of(petitions: QuerySet) -> array:
    """The keys of the petitions, newest first, as they stand at one moment; eight bytes each."""
    ordered = petitions.order_by("-opened_at", "-pk").values_list("pk", flat=True)
    return array("q", ordered.iterator(chunk_size=20_000))


def rows(keys: array, reader: Reader) -> Iterator[tuple]:
    """One row of cells for each petition that the reader may still see, in the order of the keys."""
    for start in range(0, len(keys), CHUNK):
        wanted = keys[start : start + CHUNK]
        found = Petition.objects.visible_to(reader.user, reader.today).filter(pk__in=_listed(wanted))
        by_key = {row["pk"]: row for row in found.order_by().values(*FIELDS)}
        chunk = _chunk(list(by_key), reader)
        yield from (_cells(by_key[key], chunk, reader) for key in wanted if key in by_key)


def _listed(keys) -> RawSQL:
    """The keys as one value: Django would look at each of thousands of them several times."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])


def _chunk(keys: list[int], reader: Reader) -> _Chunk:
    chunk = _Chunk()
    people = Participant.objects.filter(case_id__in=_listed(keys)).exclude(part=Participant.Part.ACCUSED)
    number = "phone_sealed" if reader.in_clear else "phone_mask"
    told = people.order_by("case_id", "position", "id").values_list("case_id", "name", "phone_mask", number)
    for key, *person in told:
        chunk.people.setdefault(key, []).append(tuple(person))
    chunk.running = deadlines.binding_clocks(keys)
    late = Clock.objects.filter(case_id__in=_listed(keys), outcome=Clock.Outcome.MISSED)
    chunk.missed = set(late.values_list("case_id", flat=True))
    return chunk


def _cells(row: dict, chunk: _Chunk, reader: Reader) -> tuple:
    key = row["pk"]
    name, phone = _person(row, chunk.people.get(key, []), reader)
    due, state = _deadline(row, chunk, reader)
    return (
        row["number"],
        _local(row["opened_at"]),
        CHANNEL[row["channel"]],
        row["title"],
        (row["category__path"] or "").replace("/", " › "),
        _place(row),
        name,
        phone,
        row["lead_unit__name"],
        row["handler__name"],
        STATUSES[row["status"]].label,
        due,
        state,
        _local(row["closed_at"]) if row["closed_at"] else None,
        OUTCOME.get(row["outcome"], ""),
        RATING.get(row["rating"], ""),
    )


def _local(moment: datetime) -> datetime:
    """The clock on the office's wall, as a workbook keeps it."""
    return moment.astimezone(CHINA).replace(tzinfo=None)


def _place(row: dict) -> str:
    """韦曲街道凤栖路社区; the county itself goes without saying."""
    above = row["area__parent__name"] if row["area__level"] not in ("county", "township") else ""
    return f"{above or ''}{row['area__name']}"


def _person(row: dict, people: list[tuple], reader: Reader) -> tuple[str, str]:
    """The first petitioner and how many there are; of a restricted petition nobody leaves the system."""
    if row["confidentiality"] == Case.Confidentiality.RESTRICTED:
        return HIDDEN, ""
    if not people:
        return "", ""
    name, mask, number = people[0]
    works = reader.works_on(row)
    shown = name if works else sealing.mask_name(name)
    others = f"等 {len(people)} 人" if len(people) > 1 else ""
    phone = sealing.open_sealed(number, "participant.phone") if works and reader.in_clear else mask
    return shown + others, phone


def _deadline(row: dict, chunk: _Chunk, reader: Reader) -> tuple[date | None, str]:
    """The duty that ends first with its light in words; where nothing is owed, how it ended."""
    clock = chunk.running.get(row["pk"])
    if clock is not None:
        light = deadlines.light(clock, reader.today, reader.calendar)
        word = LIGHTS[light.code].word
        return clock.due, light.left if light.left.startswith(word) else f"{word}，{light.left}"
    if row["pk"] in chunk.missed:
        return None, "曾超期"
    return None, "按期办结" if row["closed_at"] else "没有在计的期限"
