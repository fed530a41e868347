"""What a list of petitions can be narrowed by: one reading of the address line for the page, the export and the API.

Keys and values are looked up in tables; nothing of a request ever becomes a column or an operator.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from governance.cases import search
from governance.cases.models import Case, Category, Clock
from governance.organisation.models import Area, Unit, User

from .models import Petition
from .workflow import STATUSES

STATUS = {code: status.label for code, status in STATUSES.items()}
CHANNEL = dict(Case.Channel.choices)
CLASS = dict(Petition.Class.choices)
DUE = {
    "overdue": "已超期",
    "today": "今天到期",
    "near": "临期",
    "normal": "未到期",
    "none": "没有在计期限",
    "missed": "曾超期",
}
OPEN = {"open": "在办", "closed": "已办结"}
REPEAT = {"yes": "重复反映", "no": "初次反映"}
WORDS_LENGTH = 80


@dataclass(frozen=True)
class Filters:
    """The chosen filters; empty ones leave everything in. ``since`` and ``until`` are days, both included."""

    q: str = ""
    status: str = ""
    open: str = ""
    due: str = ""
    area: str = ""
    unit: int | None = None
    handler: int | None = None
    category: int | None = None
    channel: str = ""
    petition_class: str = ""
    repeat: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> "Filters":
        """The filters of an address line; unknown keys and values that make no sense are left out."""
        return cls(**{name: read(query.get(name, "")) for name, read in READERS.items()})

    def as_query(self) -> dict[str, str]:
        """The chosen filters as text, for an address line or a job; ``parse`` reads them back."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in found.items() if value not in ("", None)}

    def as_url(self) -> str:
        """``?status=handling&unit=4``, empty when nothing is chosen."""
        query = urlencode(self.as_query())
        return f"?{query}" if query else ""

    def apply(self, petitions: QuerySet, *, now: datetime) -> QuerySet:
        """The petitions that match all filters; the caller brings those that the reader may know of."""
        plain = {
            "status": self.status,
            "area_id__startswith": self.area,
            "lead_unit_id": self.unit,
            "handler_id": self.handler,
            "channel": self.channel,
            "petition_class": self.petition_class,
        }
        petitions = petitions.filter(**{column: value for column, value in plain.items() if value not in ("", None)})
        if self.q:
            petitions = search.matching(petitions, self.q)
        if self.open:
            petitions = petitions.filter(closed_at__isnull=self.open == "open")
        if self.repeat:
            petitions = petitions.filter(is_repeat=self.repeat == "yes")
        if self.category:
            petitions = petitions.filter(_inside(self.category))
        if self.since:
            petitions = petitions.filter(opened_at__gte=_midnight(self.since))
        if self.until:
            petitions = petitions.filter(opened_at__lt=_midnight(self.until + timedelta(days=1)))
        return petitions.filter(_due(self.due, now)) if self.due else petitions

    def words(self) -> list[str]:
        """The chosen filters in words, for the list, the export and the record of it."""
        said = [f"“{self.q}”"] if self.q else []
        for table, value in (
            (OPEN, self.open),
            (STATUS, self.status),
            (DUE, self.due),
            (CHANNEL, self.channel),
            (CLASS, self.petition_class),
            (REPEAT, self.repeat),
        ):
            said += [table[value]] if value else []
        for model, key, column in (
            (Area, self.area, "name"),
            (Unit, self.unit, "short_name"),
            (User, self.handler, "name"),
            (Category, self.category, "path"),
        ):
            said += list(model.objects.filter(pk=key).values_list(column, flat=True)) if key else []
        said += [f"{self.since} 起"] if self.since else []
        said += [f"到 {self.until}"] if self.until else []
        return said


def _text(value: str) -> str:
    return " ".join(value.replace("\0", "").split())[:WORDS_LENGTH]


def _one_of(table: Mapping[str, str]):
    return lambda value: value if value in table else ""


def _key(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _area(value: str) -> str:
    return value if value.isascii() and value.isdigit() and len(value) in Area.CODE_LENGTH.values() else ""


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if 1900 < day.year < 2200 else None


READERS = {
    "q": _text,
    "status": _one_of(STATUS),
    "open": _one_of(OPEN),
    "due": _one_of(DUE),
    "area": _area,
    "unit": _key,
    "handler": _key,
    "category": _key,
    "channel": _one_of(CHANNEL),
    "petition_class": _one_of(CLASS),
    "repeat": _one_of(REPEAT),
    "since": _day,
    "until": _day,
}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _inside(category_id: int) -> Q:
    """The category or one under it, at most three levels deep."""
    return Q(category_id=category_id) | Q(category__parent_id=category_id) | Q(category__parent__parent_id=category_id)


def _due(choice: str, now: datetime) -> Q:
    """The same lights as the rows show, by the duty that ends first."""
    today = _midnight(timezone.localdate(now))
    tomorrow = today + timedelta(days=1)
    warned = Exists(
        Clock.objects.filter(
            case_id=OuterRef("pk"),
            ended_at=None,
            is_window=False,
            due_at=OuterRef("next_due_at"),
            alert_plan__0__lt=tomorrow,
        )
    )
    later = Q(next_due_at__gte=tomorrow)
    return {
        "overdue": Q(next_due_at__lt=today),
        "today": Q(next_due_at__gte=today, next_due_at__lt=tomorrow),
        "near": later & warned,
        "normal": later & ~warned,
        "none": Q(next_due_at=None, closed_at=None),
        "missed": Q(Exists(Clock.objects.filter(case_id=OuterRef("pk"), outcome=Clock.Outcome.MISSED))),
    }[choice]
