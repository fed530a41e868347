"""The reference data of the deadline engine: terms, ladders, loaded years. The files are the law as we read it.

Every line of work delivers its own terms and ladders; the calendar and the ladder of the law are here.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.db import transaction

from governance.frame.delivered import DataFile, file_of
from governance.frame.registry import Registry

from ..calendar.at_hand import calendar_of
from ..calendar.notice import SpecialDay
from ..models import CalendarDay, CalendarYear, Ladder, LadderRung, Term
from ..worktime import Calendar

TERMS: Registry[DataFile] = Registry("files of terms", field="terms", code="app", read=file_of)
LADDERS: Registry[DataFile] = Registry("files of ladders", field="ladders", code="app", read=file_of)
DATA = Path(__file__).parents[1] / "data"
DAYS, YEARS = DataFile("cases", DATA / "calendar_days.csv"), DataFile("cases", DATA / "calendar_years.csv")
# What makes a version: everything but its number and the day on which a later one ends it.
VERSIONED = [
    field.name for field in Term._meta.concrete_fields if field.name not in ("id", "code", "version", "effective_to")
]


@dataclass(frozen=True)
class LoadedTerms:
    """How many rows were new; a second run finds nothing to do."""

    terms: int
    rungs: int
    years: int


def term_rows() -> list[dict[str, str]]:
    """The delivered terms of every line of work."""
    return [row for file in TERMS.values() for row in file.rows()]


@cache
def codes() -> frozenset[str]:
    """Every term code that a line of work delivers."""
    return frozenset(row["code"] for row in term_rows())


@cache
def duties() -> frozenset[str]:
    """The terms that bind somebody; the others are rights that lapse."""
    return frozenset(row["code"] for row in term_rows() if row["is_window"] == "0")


def term_of(row: dict[str, str]) -> Term:
    """An unsaved term from a row of a file."""
    return Term(
        **{name: row[name] for name in ("code", "name", "start_event", "unit", "extension_unit", "extension_approver")},
        **{name: row[name] for name in ("pause_rule", "ladder", "article", "basis", "source", "jurisdiction")},
        amount=int(row["amount"]),
        amount_is_set=row["amount_is_set"] == "1",
        roll=row["roll"] == "1",
        is_window=row["is_window"] == "1",
        extension_cap=int(row["extension_cap"]) if row["extension_cap"] else None,
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
    )


def delivered_term(code: str, on: date) -> Term:
    """The delivered term in effect on that day; before the first one took effect, the first. Nothing is asked of the
    database.
    """
    versions = sorted((term_of(row) for row in term_rows() if row["code"] == code), key=_effective_from)
    in_effect = [term for term in versions if term.effective_from <= on and (term.effective_to or on) >= on]
    return in_effect[-1] if in_effect else versions[0]


def _effective_from(term: Term) -> date:
    return term.effective_from


def delivered_calendar() -> Calendar:
    """The calendar of the delivered years."""
    entries = [SpecialDay(date.fromisoformat(row["day"]), row["kind"], row["name"]) for row in DAYS.rows()]
    years = [CalendarYear(**row | {"year": int(row["year"])}) for row in YEARS.rows()]
    return calendar_of(entries, {year.year: year.notice for year in years})


def load_reference(at: datetime) -> LoadedTerms:
    """The database knows every row of the files. What a person has loaded or a clock follows is never changed."""
    with transaction.atomic():
        return LoadedTerms(_load_terms(), _load_ladder(), _load_years(at))


def _load_terms() -> int:
    """A changed row becomes a new version, and running clocks keep theirs."""
    fresh = 0
    for term in sorted(map(term_of, term_rows()), key=lambda term: (term.code, term.effective_from)):
        versions = Term.objects.filter(code=term.code)
        newest = versions.order_by("-version").first()
        known = versions.filter(effective_from=term.effective_from).order_by("-version").first()
        if known is not None and all(getattr(known, name) == getattr(term, name) for name in VERSIONED):
            continue
        ended = versions.filter(effective_to=None).first()
        if ended is not None and term.effective_to is None:
            day_before = term.effective_from - timedelta(days=1)
            ended.effective_to = max(day_before, ended.effective_from)
            ended.save(update_fields=["effective_to"])
        term.version = newest.version + 1 if newest else 1
        term.save(force_insert=True)
        fresh += 1
    return fresh


def _load_ladder() -> int:
    """What the county has changed stays as it is."""
    rows = [row for file in LADDERS.values() for row in file.rows()]
    supervising = {row["ladder"] for row in rows if row["proposes"]}
    for place, row in enumerate(row for row in rows if row["name"]):
        told = {"name": row["name"], "basis": row["basis"], "supervises": row["ladder"] in supervising}
        Ladder.objects.get_or_create(code=row["ladder"], defaults=told | {"position": place})
    changed = set(Ladder.objects.filter(version__gt=1).values_list("code", flat=True))
    fresh = 0
    for row in (row for row in rows if row["ladder"] not in changed):
        _, made = LadderRung.objects.update_or_create(
            ladder=row["ladder"],
            rung=int(row["rung"]),
            effective_from=LadderRung.ALWAYS,
            defaults={
                "light": row["light"],
                "offset": int(row["offset"]),
                "share": int(row["share"]) if row["share"] else None,
                "at_time": time.fromisoformat(row["at_time"]),
                "recipients": row["recipients"].split(),
                "proposes": row["proposes"],
            },
        )
        fresh += made
    return fresh


def _load_years(at: datetime) -> int:
    """Years that are there already, perhaps corrected by hand, stay as they are."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    years = [
        CalendarYear(**row | {"year": int(row["year"])}, loaded_at=at)
        for row in YEARS.rows()
        if int(row["year"]) not in known
    ]
    CalendarYear.objects.bulk_create(years)
    fresh = {year.year for year in years}
    days = [CalendarDay(**row, year_id=int(row["day"][:4])) for row in DAYS.rows()]
    CalendarDay.objects.bulk_create([day for day in days if day.year_id in fresh])
    return len(years)
