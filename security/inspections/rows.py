"""Rounds, their places and what a check found, as pages show them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.duties.models import DutyTask
from governance.duties.returns.rows import due_of, state_of
from governance.frame.days import minute_text, office_day
from governance.jobs.spreadsheets import Column
from governance.organisation.pickers import area_path
from governance.registers.models import Entry

from .models import Check, CheckResult
from .opening import failed_before
from .rounds import Tally, tallies

Mark = CheckResult.Mark


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of a unit with its counts."""

    url: str
    plan: str
    unit: str
    label: str
    due: str
    state: str
    tally: Tally


def round_rows(tasks: list[DutyTask], now: datetime) -> list[RoundRow]:
    """The rounds as the list shows them; plan and unit are at hand."""
    counts = tallies(tasks, office_day(now))
    return [
        RoundRow(
            reverse("security:inspections:round", args=[task.pk]),
            task.plan.name,
            task.unit.short_name,
            task.label,
            due_of(task, now),
            state_of(task),
            counts[task.pk],
        )
        for task in tasks
    ]


COUNTED = (
    ("应查", "planned"),
    ("已查", "checked"),
    ("逾期未查", "late"),
    ("不合格项", "failed"),
    ("列为隐患", "opened"),
    ("已销案", "closed"),
)
COLUMNS = (
    *(
        Column(label, width)
        for label, width in (("检查方案", 24), ("单位", 16), ("期别", 14), ("期限", 20), ("状态", 10))
    ),
    *(Column(label, 10) for label, _ in COUNTED),
)


def sheet_rows(tasks: list[DutyTask], now: datetime) -> list[tuple]:
    """The rounds as a workbook has them."""
    counts = tallies(tasks, office_day(now))
    return [
        (
            *(task.plan.name, task.unit.short_name, task.label, minute_text(task.due_at), task.get_state_display()),
            *(getattr(counts[task.pk], name) for _, name in COUNTED),
        )
        for task in tasks
    ]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place of a round: where it is, when it was last looked at, and what this round found."""

    name: str
    place: str
    before: date | None
    url: str
    verb: str
    said: str
    failed: int


def place_rows(task: DutyTask, places: QuerySet[Entry], *, checks: bool) -> list[PlaceRow]:
    """The places, those still to be checked first; ``checks``: the person may check them."""
    done = {check.entry_id: check for check in task.checks.select_related("by")}
    failed = Counter(
        CheckResult.objects.filter(of__task=task, mark=Mark.FAILED).order_by().values_list("of__entry", flat=True)
    )
    found = places.select_related("area__parent__parent").order_by("area_id", "name", "pk")
    rows = [_place(task, entry, done.get(entry.pk), failed[entry.pk], checks) for entry in found]
    return sorted(rows, key=lambda row: bool(row.said))


def _place(task: DutyTask, entry: Entry, check: Check | None, failed: int, checks: bool) -> PlaceRow:
    if check is not None:
        url, verb = reverse("security:inspections:checked", args=[check.pk]), "查看"
        said = f"{check.on} {check.by.name}"
    else:
        url = reverse("security:inspections:check", args=[task.pk, entry.pk]) if checks else ""
        verb, said = "检查", ""
    return PlaceRow(entry.name, area_path(entry.area), entry.checked_on, url, verb, said, failed)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What was found of one item, its pictures, and the hazard that it became as far as the reader may know of it."""

    pk: int
    text: str
    right: str
    basis: str
    mark: str
    failed: bool
    note: str
    photos: list
    before: int
    hazard: str
    hazard_url: str
    becomes: bool


def result_rows(check: Check, user) -> list[ResultRow]:
    """Each item of the check, in the order of the list."""
    found = check.results.select_related("item", "hazard", "of").prefetch_related("photos")
    named = {result.hazard_id for result in found if result.hazard_id}
    seen = {case.pk: case for case in Case.objects.visible_to(user).filter(pk__in=named)} if named else {}
    return [_result(result, seen.get(result.hazard_id)) for result in found]


def _result(result: CheckResult, hazard: Case | None) -> ResultRow:
    item, failed = result.item, result.mark == Mark.FAILED
    return ResultRow(
        result.pk,
        item.text,
        item.right,
        item.basis,
        result.get_mark_display(),
        failed,
        result.note,
        list(result.photos.all()),
        failed_before(result) if failed else 0,
        hazard.number if hazard else "",
        case_url(hazard) if hazard else "",
        failed and result.hazard_id is None,
    )
