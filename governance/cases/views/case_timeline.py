"""The timeline of a case page as finished strings: each act with its papers and files, and what ran late meanwhile."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import format_html

from governance.frame.database.among import Among
from governance.frame.database.written import WrittenOnce
from governance.frame.days import moment_text

from .. import access
from ..access import veil
from ..common_steps import COMMENT
from ..files import pictures
from ..models import Attachment, Escalation, Event, LadderRung, Paper
from ..workflow import PROPOSED
from .case_parts import Related

CLOSED = "内容仅供本件的承办人员查阅。"
SHOWS = (("", "全部"), ("steps", "步骤"), ("papers", "文书"), ("comments", "批注"))
# What those show that do not show all.
SHOWN = {
    "steps": lambda event: event.step != COMMENT.name and event.to_status,
    "papers": lambda event: event.issued,
    "comments": lambda event: event.step in ("comment", "contribute", "urge"),
}


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the timeline."""

    kind: str
    verb: str
    by: str
    at: str
    at_iso: str
    text: str
    facts: list
    anchor: str
    papers: list = field(default_factory=list)
    files: list = field(default_factory=list)
    from_case: str = ""


def _overdue_rungs(cases: list[int]) -> QuerySet[Escalation]:
    """The rungs of the ladder that were climbed after a deadline had passed."""
    # By the clocks of the cases, which an index finds; of rungs nothing is kept by case.
    found = Escalation.objects.filter(Among(F("clock__case"), cases), light=LadderRung.Light.RED)
    return found.select_related("clock__term").order_by("-at", "-id")


def _acts(cases: list[int]) -> QuerySet[Event]:
    return Event.objects.filter(Among(F("case"), cases)).order_by("-at", "-case_id", "-seq")


ACTS = WrittenOnce(_acts, cases=[-1])
ISSUED = WrittenOnce(lambda events: Paper.objects.filter(Among(F("event"), events)), events=[-1])
HANDED_IN = WrittenOnce(lambda events: Attachment.objects.filter(Among(F("event"), events)), events=[-1])
OVERDUE = WrittenOnce(_overdue_rungs, cases=[-1])


def events_of(case, related: list[Related]) -> list[Event]:
    """Every act on the case and on its parts, newest first, with its papers and files."""
    parts = [each.case.pk for each in related if each.case.parent_id == case.pk]
    events = ACTS.objects(cases=[case.pk, *parts])
    keys = [event.pk for event in events]
    issued, handed_in = _by_event(ISSUED.objects(events=keys)), _by_event(HANDED_IN.objects(events=keys))
    for event in events:
        event.issued, event.handed_in = issued[event.pk], handed_in[event.pk]
    return events


def _by_event(rows: Iterable) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.event_id].append(row)
    return found


def timeline(
    case, user, related: list[Related], events: list[Event], show: str = "", above: Set[int] | None = None
) -> list[TimelineEntry]:
    """What happened, newest first, with the papers and files of each act; parts of the case included.

    ``above`` are the keys of what waits for approval where the page shows it above: what was put forward is told once,
    there, or with the step that it has become.
    """
    parts = [each.case for each in related if each.case.parent_id == case.pk]
    numbers = {part.pk: part.number for part in parts}
    late = [] if show else _lateness_in([case, *parts], numbers)
    within = access.read_within(user, [case, *parts]) if any(event.is_private for event in events) else set()
    hidden = veil.hidden_in(events, {case.number, *(each.case.number for each in related)}, user)
    entries = []
    for event in filter(SHOWN.get(show), events):
        closed = event.is_private and event.case_id not in within
        if not (closed and show == "papers"):
            entry = _entry(event, case, numbers, hidden, closed=closed)
            again = above is not None and _is_told_elsewhere(event, events, above)
            entries.append((event.at, replace(entry, facts=[]) if again else entry))
    return [entry for _, entry in sorted([*late, *entries], key=lambda pair: pair[0], reverse=True)]


def _lateness_in(cases: list, numbers: dict[int, str]) -> list[tuple[datetime, TimelineEntry]]:
    """Lateness stands in the history at the moment it came about, whoever was told and when; what came about in a case
    at once and by the same day is said once.
    """
    return [
        (rows[0].at, _lateness(rows, numbers))
        for _, together in groupby(
            OVERDUE.objects(cases=[case.pk for case in cases]), key=lambda row: (row.at, row.case_id)
        )
        for rows in _by_day(together)
    ]


def _by_day(together: Iterable[Escalation]) -> Iterable[list[Escalation]]:
    found: dict[tuple[str, bool], list[Escalation]] = {}
    for row in together:
        found.setdefault((row.clock.due_said() if row.clock.due else "", bool(row.proposes)), []).append(row)
    return found.values()


def _lateness(rows: list[Escalation], numbers: dict[int, str]) -> TimelineEntry:
    first = rows[0]
    proposed = "建议制发督办文书，由人签发。" if first.proposes else ""
    return TimelineEntry(
        kind="late",
        verb=f"{'、'.join(sorted({row.clock.name for row in rows}))}超期",
        by="系统",
        at=moment_text(first.at),
        at_iso=first.at.isoformat(),
        text=f"到期日 {first.clock.due_said()} 已过，尚未办结。{proposed}" if first.clock.due else proposed,
        facts=[],
        anchor=f"late-{first.pk}",
        from_case=numbers.get(first.case_id, ""),
    )


def _is_told_elsewhere(event: Event, events: list[Event], above: Set[int]) -> bool:
    """True of what was put forward and waits above, or became a step of these that tells all of it."""
    if "proposal" not in event.facts:
        return False
    told = event.facts.get("told", [])
    became = (each for each in events if event.step == each.step + PROPOSED and each.case_id == event.case_id)
    return event.facts["proposal"] in above or any(
        all(line in each.facts.get("told", []) for line in told) for each in became
    )


def _entry(event: Event, case, numbers: dict[int, str], hidden: set[str], *, closed: bool) -> TimelineEntry:
    """An entry; ``closed`` for who may know that it happened, when and by whom, and no more.

    Numbers of ``hidden`` matters are taken out of it.
    """
    told = veil.veiled_told(event.facts.get("told", []), hidden)
    spoken = [text for _, text in told] if event.step == COMMENT.name else []
    moved = bool(event.to_status) and event.to_status != event.from_status
    return TimelineEntry(
        kind="step" if moved else "",
        verb=event.label,
        by=" · ".join(part for part in (event.actor_name, event.actor_post.replace("·", " ")) if part),
        at=moment_text(event.at),
        at_iso=event.at.isoformat(),
        text=CLOSED if closed else "\n".join([*spoken, veil.veiled(event.note, hidden)]).strip(),
        facts=[] if closed or spoken else told,
        anchor=f"event-{event.pk}",
        papers=[
            {
                "title": paper.title,
                "number": paper.number,
                "url": reverse("cases:paper", args=[numbers.get(event.case_id, case.number), paper.pk]),
                "view_url": reverse("cases:paper_view", args=[numbers.get(event.case_id, case.number), paper.pk]),
                "note": f"{paper.issued_on} {paper.signer_name}",
            }
            for paper in event.issued
            if not closed
        ],
        files=[file_view(numbers.get(event.case_id, case.number), file) for file in event.handed_in if not closed],
        from_case=numbers.get(event.case_id, ""),
    )


def taken_in_order(case, events: list[Event]) -> list[str]:
    """The names of the steps of the case among these acts, oldest first."""
    return [event.step for event in sorted(events, key=lambda event: event.seq) if event.case_id == case.pk]


def registered_files(case, events: list[Event]) -> list[dict]:
    """What was brought when the case was registered."""
    registering = [event for event in events if event.case_id == case.pk and event.step == "register"]
    return [file_view(case.number, file) for event in registering for file in event.handed_in]


def file_view(number: str, file) -> dict:
    """An attachment as a line."""
    size = f"{file.size / 1_048_576:.1f} MB" if file.size >= 1_048_576 else f"{max(file.size // 1024, 1)} KB"
    line = {"name": file.name, "url": reverse("cases:file", args=[number, file.pk]), "note": size}
    if file.content_type not in pictures.SHOWN:
        return line
    return line | {each: reverse("cases:picture", args=[number, file.pk, each]) for each in pictures.SIZES}


def changes_text(events, now: datetime) -> str:
    """李强 3 分钟前办理了“指定承办人”；…"""
    said = []
    for event in events:
        minutes = max(int((now - event.at).total_seconds() // 60), 0)
        ago = "刚才" if minutes < 1 else f"{minutes} 分钟前" if minutes < 60 else moment_text(event.at)
        said.append(f"{event.actor_name} {ago}办理了“{event.label}”")
    return format_html("{}。", "；".join(said)) if said else ""


def stands_since(case, now: datetime, *, step: str = "") -> str:
    """Who brought the case where it stands, or took that step last, when, and by which step."""
    events = case.events.filter(step=step) if step else case.events.exclude(to_status="")
    return changes_text(events.order_by("-seq")[:1], now)
