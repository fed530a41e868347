"""Disputes with what is under way on their tracks, and tracks as the work of mediators: the lists and their ledgers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import Least
from django.urls import reverse
from django.utils.safestring import SafeString

from governance.cases import registry
from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.deadlines.html import clock_html
from governance.cases.lists.ledger import JoinedFacts, Ledger, Own, status_label
from governance.cases.lists.listing import Listing
from governance.cases.lists.rows import CaseRow, binding_clock, listed, rows_of, state_html
from governance.cases.models import Case
from governance.cases.worktime import Calendar
from governance.frame.days import office_day

from .models import Dispute, TrackMediator
from .vocabulary import GRADES, NOT_REFERRED, REFERRALS, TRACK_KINDS, TRACK_LABELS

GRADE = dict(GRADES)
REFERRED = {code: label for code, label in REFERRALS if code != NOT_REFERRED}


@dataclass(frozen=True, slots=True)
class TrackLine:
    """A track in the row of its dispute."""

    label: str
    unit: str
    url: str
    state: SafeString


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute as its list shows it; ``due`` is the nearest duty of the dispute or of a track, ``duty`` its name.

    ``type`` is the type of the standard, ``matter`` what it is about within it.
    """

    row: CaseRow
    grade: str
    type: str
    matter: str
    tracks: list[TrackLine]
    due: SafeString
    duty: str


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track as its list shows it."""

    row: CaseRow
    way: str
    mediators: str


def with_nearest_due(cases):
    """The disputes with ``nearest_due_at``: the moment of the first duty of the dispute or of an open track of it."""
    parts = Case.objects.filter(parent=OuterRef("pk"), closed_at=None).order_by().values("parent")
    first = Subquery(parts.annotate(first=Min("next_due_at")).values("first"))
    return cases.annotate(nearest_due_at=Least("next_due_at", first))


def dispute_rows(cases: list[Case], *, user, now: datetime) -> list[DisputeRow]:
    """The rows with grade, type and the tracks that the reader may know of."""
    keys = [case.pk for case in cases]
    told = {
        pk: (grade, path)
        for pk, grade, path in Dispute.objects.filter(pk__in=keys).values_list("pk", "grade", "category__path")
    }
    tracks = defaultdict(list)
    for part in listed(Case.objects.visible_to(user).filter(parent__in=keys)).order_by("pk"):
        tracks[part.parent_id].append(part)
    rows = rows_of(cases, user=user, now=now)
    shown = _Shown(office_day(now), calendar_at_hand())
    return [
        _dispute_row(case, row, *told[case.pk], tracks[case.pk], shown) for case, row in zip(cases, rows, strict=True)
    ]


@dataclass(frozen=True)
class _Shown:
    """The day and the calendar by which all dates of a page are told."""

    today: date
    calendar: Calendar


def _dispute_row(case, row: CaseRow, grade: str, path: str | None, tracks: list[Case], shown: _Shown) -> DisputeRow:
    owner = {clock.pk: each for each in (case, *tracks) for clock in each.listed_clocks}
    clock = binding_clock([clock for each in (case, *tracks) for clock in each.listed_clocks])
    type_, _, matter = (path or "未分类").partition("/")
    due = row.due
    if clock is not None:
        url = f"{reverse('cases:case', args=[owner[clock.pk].number])}clocks/{clock.pk}/"
        due = clock_html(clock, shown.today, shown.calendar, url)
    return DisputeRow(
        row=row,
        grade=GRADE[grade],
        type=type_,
        matter=matter,
        tracks=[
            TrackLine(
                TRACK_LABELS[track.kind],
                track.lead_unit.short_name,
                reverse("cases:case", args=[track.number]),
                state_html(track, registry.workflow_of(track)),
            )
            for track in tracks
        ],
        due=due,
        duty=clock.name if clock else "",
    )


def track_rows(cases: list[Case], *, user, now: datetime) -> list[TrackRow]:
    """The rows with the way of mediation and who mediates."""
    serving = _mediators([case.pk for case in cases])
    return [
        TrackRow(row, TRACK_LABELS[case.kind], "、".join(serving[case.pk]))
        for case, row in zip(cases, rows_of(cases, user=user, now=now), strict=True)
    ]


def _mediators(keys) -> dict[int, list[str]]:
    """Who mediates now, by track."""
    serving = defaultdict(list)
    found = TrackMediator.objects.filter(track__in=keys, until=None).order_by("since", "id")
    for key, name in found.values_list("track_id", "mediator__name"):
        serving[key].append(name)
    return serving


def _tracks(row: dict, told: JoinedFacts) -> str:
    return "；".join(
        f"{TRACK_LABELS[part['kind']]}（{part['lead_unit__short_name']}）{status_label(part)}"
        for part in told.parts[row["pk"]]
    )


DISPUTES = Listing(
    ("dispute",),
    template="mediation/disputes/_list.html",
    rows=dispute_rows,
    due="nearest_due_at",
    prepared=with_nearest_due,
    empty_text="登记的矛盾纠纷和其他单位移送来的纠纷列在这里；放宽筛选条件后查看全部。",
)
TRACKS = Listing(
    TRACK_KINDS,
    "调解任务",
    template="mediation/tracks/_list.html",
    rows=track_rows,
    desk_first=True,
    empty_text="启动调解后，由本人、本单位承办的调解案件列在这里，期限近的在前。",
)
DISPUTE_LEDGER = Ledger(
    "dispute",
    DISPUTES,
    (
        Own("来源", 12, "source"),
        Own("等级", 10, "grade"),
        Own("规模", 10, "scale"),
        Own("涉及人数", 9, "people_count"),
        Own("涉及金额（元）", 14, "amount"),
        Own("调解情况", 40, of=_tracks),
        Own("化解层级", 10, "solved_level"),
        Own("书面报告日期", 12, "reported_on"),
    ),
)
TRACK_LEDGER = Ledger(
    "mediation",
    TRACKS,
    (
        Own("纠纷编号", 16, "parent__number"),
        Own("调解方式", 12, of=lambda row, told: TRACK_LABELS[row["kind"]]),
        Own("委派委托", 14, "referral", lambda row, told: REFERRED.get(row["referral"], "")),
        Own("调解员", 16, of=lambda row, told: "、".join(told.more[row["pk"]])),
        Own("受理日期", 12, "accepted_on"),
        Own("结束日期", 12, "ended_on"),
        Own("终止情形", 16, "ending_ground"),
        Own("回函日期", 12, "replied_on"),
    ),
    name="调解案件",
    more=_mediators,
)
