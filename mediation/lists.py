"""Disputes with what is under way on their tracks, and tracks as the work of mediators: the lists and their ledgers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import F
from django.utils.safestring import SafeString

from governance.cases import registry
from governance.cases.lists.columns import (
    TITLE,
    due_column,
    noted,
    number_column,
    opened_column,
    state_column,
    title_html,
    unit_column,
)
from governance.cases.lists.filters import NEAREST, with_nearest_due
from governance.cases.lists.ledger import JoinedFacts, Ledger, Own, columns, status_label
from governance.cases.lists.listing import Listing
from governance.cases.lists.rows import CaseRow, rows_of, state_html
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.frame.database.among import Among
from governance.frame.pages.columns import ListColumn, escaped
from governance.frame.pages.sorting import by_place, by_words

from .models import TrackMediator
from .vocabulary import GRADES, NOT_REFERRED, REFERRALS, TRACK_KINDS, TRACK_LABELS

GRADE = dict(GRADES)
UNSTARTED = SafeString('<span class="grey">尚未启动</span>')
UNNAMED = SafeString('<span class="grey">尚未确定</span>')
# What the row of a dispute reads of its tracks.
TRACK_FIELDS = ("number", "kind", "status", "confidentiality", "parent", "lead_unit__short_name")
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
    """A dispute as its list shows it; its row tells the nearest duty of the dispute or of a track.

    ``type`` is the type of the standard, ``matter`` what it is about within it.
    """

    row: CaseRow
    grade: str
    type: str
    matter: str
    tracks: list[TrackLine]


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track as its list shows it."""

    row: CaseRow
    way: str
    mediators: str


def dispute_rows(cases: list[Case], *, user, now: datetime) -> list[DisputeRow]:
    """The rows with grade, type and the tracks that the reader may know of."""
    tracks = defaultdict(list)
    parts = Case.objects.visible_to(user).filter(Among(F("parent"), [case.pk for case in cases]))
    for part in parts.select_related("lead_unit").only(*TRACK_FIELDS).order_by("pk"):
        tracks[part.parent_id].append(part)
    rows = rows_of(cases, user=user, now=now)
    return [_dispute_row(case, row, tracks.get(case.pk, [])) for case, row in zip(cases, rows, strict=True)]


def _dispute_row(case, row: CaseRow, tracks: list[Case]) -> DisputeRow:
    type_, _, matter = (case.category.path if case.category else "未分类").partition("/")
    lines = [
        TrackLine(
            TRACK_LABELS[track.kind],
            track.lead_unit.short_name,
            case_url(track),
            state_html(track, registry.workflow_of(track)),
        )
        for track in tracks
    ]
    return DisputeRow(row, GRADE[case.dispute.grade], type_, matter, lines)


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
    found = TrackMediator.objects.filter(Among(F("track"), keys), until=None).order_by("since", "id")
    for key, name in found.values_list("track_id", "mediator__name"):
        serving[key].append(name)
    return serving


def _tracks(row: dict, told: JoinedFacts) -> str:
    return "；".join(
        f"{TRACK_LABELS[part['kind']]}（{part['lead_unit__short_name']}）{status_label(part)}"
        for part in told.parts[row["pk"]]
    )


def _tracks_html(item: DisputeRow) -> SafeString:
    return SafeString("".join(map(_track_html, item.tracks))) if item.tracks else UNSTARTED


def _track_html(track: TrackLine) -> str:
    line = f'<a href="{escaped(track.url)}">{escaped(track.label)}</a> {escaped(track.unit)} {track.state}'
    return f'<div class="track-line">{line}</div>'


def _due_html(item: DisputeRow | TrackRow) -> str:
    return noted(item.row.due, item.row.duty)


DISPUTE_COLUMNS = (
    due_column(_due_html, NEAREST),
    ListColumn(
        "标题",
        lambda item: noted(title_html(item.row), item.row.number),
        css="cell-title",
        code=TITLE,
        by=by_words("number"),
    ),
    ListColumn("当事人", attrgetter("row.people"), css="nowrap", label="当事人", code="people"),
    ListColumn(
        "类型",
        lambda item: noted(item.type, item.matter),
        css="nowrap",
        label="类型",
        code="category",
        by=by_words("category__path"),
    ),
    ListColumn(
        "等级", attrgetter("grade"), css="nowrap", label="等级", code="grade", by=by_place("dispute__grade", GRADE)
    ),
    ListColumn("调解", _tracks_html, css="cell-lines", code="tracks"),
    state_column(attrgetter("row.state")),
    opened_column(attrgetter("row.opened")),
)
TRACK_COLUMNS = (
    due_column(_due_html),
    number_column(attrgetter("row.number")),
    ListColumn("方式", attrgetter("way"), css="nowrap", label="方式", code="way", by=by_place("kind", TRACK_KINDS)),
    ListColumn("纠纷", lambda item: title_html(item.row), css="cell-title", code=TITLE, by=by_words("title")),
    ListColumn("当事人", attrgetter("row.people"), css="nowrap", label="当事人", code="people"),
    unit_column(attrgetter("row.unit"), "调解组织", "调解组织"),
    ListColumn("调解员", lambda item: item.mediators or UNNAMED, label="调解员", code="mediators"),
    state_column(attrgetter("row.state")),
    opened_column(attrgetter("row.opened"), "启动"),
)
DISPUTES = Listing(
    ("dispute",),
    columns=DISPUTE_COLUMNS,
    own=("grade", "risk"),
    rows=dispute_rows,
    number=attrgetter("row.number"),
    # The duty by which disputes are filtered and sorted may be a track's.
    due=NEAREST,
    prepared=with_nearest_due,
    reads=("dispute__grade", "category__path"),
    size=30,
    empty_text="登记的矛盾纠纷和其他单位移送来的纠纷列在这里，调解组织手里的在“调解任务”里；放宽筛选条件后查看全部。",
)
TRACKS = Listing(
    TRACK_KINDS,
    "调解任务",
    columns=TRACK_COLUMNS,
    rows=track_rows,
    number=attrgetter("row.number"),
    size=35,
    desk_first=True,
    empty_text="启动调解后，由本人、本单位承办的调解案件列在这里，期限近的在前。",
)
DISPUTE_LEDGER = Ledger(
    "dispute",
    DISPUTES,
    (
        *columns(source=12, grade=10, risk=10, scale=10, people_count=9, amount=14),
        Own("", 40, "调解情况", _tracks),
        *columns(solved_level=10, reported_on=12),
    ),
)
TRACK_LEDGER = Ledger(
    "mediation",
    TRACKS,
    (
        Own("parent__number", 16, "纠纷编号"),
        Own("", 12, "调解方式", lambda row, told: TRACK_LABELS[row["kind"]]),
        Own("referral", 14, of=lambda row, told: REFERRED.get(row["referral"], "")),
        Own("", 16, "调解员", lambda row, told: "、".join(told.more[row["pk"]])),
        Own("accepted_on", 12, "受理日期"),
        Own("ended_on", 12, "结束日期"),
        *columns(ending_ground=16, replied_on=12),
    ),
    name="调解案件",
    more=_mediators,
)
