"""The two lists of mediation: disputes with what is under way on their tracks, and tracks as the work of mediators."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import Least
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from governance.cases import registry
from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.deadlines.html import clock_html
from governance.cases.lists.rows import Row, binding_clock, listed, rows_of, state_html
from governance.cases.lists.views import Listing
from governance.cases.models import Case
from governance.cases.worktime import Calendar

from .models import Dispute, TrackMediator
from .vocabulary import GRADES, TRACK_KINDS, TRACK_LABELS

GRADE = dict(GRADES)


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

    row: Row
    grade: str
    type: str
    matter: str
    tracks: list[TrackLine]
    due: SafeString
    duty: str


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track as its list shows it."""

    row: Row
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
    shown = _Shown(timezone.localdate(now), calendar_at_hand())
    return [
        _dispute_row(case, row, *told[case.pk], tracks[case.pk], shown) for case, row in zip(cases, rows, strict=True)
    ]


@dataclass(frozen=True)
class _Shown:
    """The day and the calendar by which all dates of a page are told."""

    today: date
    calendar: Calendar


def _dispute_row(case, row: Row, grade: str, path: str | None, tracks: list[Case], shown: _Shown) -> DisputeRow:
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
    serving = defaultdict(list)
    found = TrackMediator.objects.filter(track__in=[case.pk for case in cases], until=None)
    for key, name in found.order_by("since", "id").values_list("track_id", "mediator__name"):
        serving[key].append(name)
    return [
        TrackRow(row, TRACK_LABELS[case.kind], "、".join(serving[case.pk]))
        for case, row in zip(cases, rows_of(cases, user=user, now=now), strict=True)
    ]


# The duty by which disputes are filtered and sorted may be a track's.
NEAREST = {"due": "nearest_due_at", "prepared": with_nearest_due}
DISPUTES = Listing(
    "矛盾纠纷",
    ("dispute",),
    template="mediation/disputes/_list.html",
    rows=dispute_rows,
    **NEAREST,
    empty_text="登记的矛盾纠纷和其他单位移送来的纠纷列在这里；放宽筛选条件后查看全部。",
)
TRACKS = Listing(
    "调解任务",
    TRACK_KINDS,
    template="mediation/tracks/_list.html",
    rows=track_rows,
    desk_first=True,
    empty_text="启动调解后，由本人、本单位承办的调解案件列在这里，期限近的在前。",
)
