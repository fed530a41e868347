"""Leaders × done of quota: the window of each kind's own rhythm, what is missing first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from governance.cases.worktime import Calendar
from governance.frame.database.in_force import in_force
from governance.jobs.spreadsheets import Column
from governance.organisation.standing import Standing

from ..models import LeaderKind, Visit, VisitingLeader, VisitQuota
from ..windows import Window, window_of
from .counting import counted

COLUMNS = (
    Column("单位", 24),
    Column("姓名", 12),
    Column("职务", 20),
    Column("领导类别", 20),
    Column("期别", 16),
    Column("定额（工作日）", 14),
    Column("已下访（工作日）", 16),
    Column("差", 8),
    Column("休息日下访（不计）", 18),
)


@dataclass(frozen=True)
class OwedVisits:
    """What one kind owes in the window in which a day lies."""

    window: Window
    days: int
    basis: str


@dataclass(frozen=True)
class LeaderRow:
    """One leader's window."""

    pk: int
    url: str
    unit: str
    name: str
    title: str
    kind: str
    label: str
    quota: int
    done: int
    lacking: int
    on_rest_days: int
    said: str
    tone: str


def owed_on(day: date) -> dict[str, OwedVisits]:
    """Of each kind the window in which the day lies and what is owed in it; one query."""
    quotas = VisitQuota.objects.filter(in_force(day)).order_by("effective_from")
    return {quota.kind: OwedVisits(window_of(quota.cadence, day), quota.days, quota.basis) for quota in quotas}


def leaders_of(standing: Standing) -> QuerySet[VisitingLeader]:
    """The leaders of the units in the person's range."""
    return VisitingLeader.objects.filter(standing.within("unit"))


def rows_of(standing: Standing, day: date, today: date, calendar: Calendar, kind: str = "") -> list[LeaderRow]:
    """Every leader in office in the window, who lacks most first; two queries and that of the quotas."""
    owed = owed_on(day)
    kinds = [kind] if kind else list(owed)
    windows = [owed[each].window for each in kinds if each in owed]
    if not windows:
        return []
    first, last = min(each.first for each in windows), max(each.last for each in windows)
    found = leaders_of(standing).filter(kind__in=kinds, starts_on__lte=last).exclude(ends_on__lt=first)
    leaders = list(found.select_related("unit").order_by("unit__position", "unit_id", "id"))
    days: dict[int, list[date]] = defaultdict(list)
    visits = Visit.objects.filter(leader__in=[leader.pk for leader in leaders], void_reason="")
    for leader, on in visits.filter(day__range=(first, last)).values_list("leader_id", "day"):
        days[leader].append(on)
    rows = [_row(leader, days[leader.pk], owed[leader.kind], today, calendar) for leader in leaders]
    return sorted(filter(None, rows), key=lambda row: -row.lacking)


def _row(leader: VisitingLeader, days, owed: OwedVisits, today: date, calendar: Calendar) -> LeaderRow | None:
    window = owed.window
    if leader.starts_on > window.last or (leader.ends_on and leader.ends_on < window.first):
        return None
    found = counted(days, window, owed.days, calendar.is_working)
    if not found.lacking:
        said, tone = "已够", "state state-active"
    elif today > window.last:
        said, tone = f"缺 {found.lacking} 个工作日", "state cell-late-count"
    else:
        said, tone = f"还差 {found.lacking} 个工作日，至 {window.last:%m-%d}", "state"
    return LeaderRow(
        pk=leader.pk,
        url=reverse("duties:visiting_leader", args=[leader.pk]),
        unit=leader.unit.short_name,
        name=leader.name,
        title=leader.title,
        kind=leader.get_kind_display(),
        label=window.label,
        quota=found.quota,
        done=found.done,
        lacking=found.lacking,
        on_rest_days=found.on_rest_days,
        said=said,
        tone=tone,
    )


def sentence(rows: list[LeaderRow]) -> str:
    """下访领导 41 人，已够定额 30 人，还差的 11 人。"""
    lacking = sum(row.lacking > 0 for row in rows)
    return f"下访领导 {len(rows)} 人，已够定额 {len(rows) - lacking} 人，还差的 {lacking} 人。"


def rules(day: date) -> list[str]:
    """What each kind owes in its window, and on what ground."""
    labels = dict(LeaderKind.choices)
    return [
        f"{labels[kind]}（{owed.window.label}）：{owed.days} 个工作日，{owed.basis}"
        for kind, owed in owed_on(day).items()
    ]


def export_rows(rows: list[LeaderRow]) -> list[tuple]:
    """The rows as cells."""
    return [
        (row.unit, row.name, row.title, row.kind, row.label, row.quota, row.done, row.lacking, row.on_rest_days)
        for row in rows
    ]
