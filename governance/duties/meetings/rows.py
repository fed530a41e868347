"""Meetings as pages show them: the agenda with its cases as far as the reader may know of them, the minutes, the
decisions with their lights."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from governance.cases.knowing.queryset import hidden_from
from governance.cases.lists.rows import listed, rows_of
from governance.cases.models import Case
from governance.frame.database.written import READERS, WrittenFor
from governance.frame.days import due_words, moment_text, office_day, office_time
from governance.frame.pages.lights import due_html, light_html, state_label
from governance.organisation.standing import Standing, standing_now

from .. import access
from ..models import AgendaItem, Decision, DecisionEntry, Meeting, Minutes
from . import agenda
from .decisions import missed_day, with_missed_day

HIDDEN = "您无权查看的事项"


@dataclass(frozen=True)
class AgendaPoint:
    """A point as a page shows it; of what the reader may not know only the place in the order is left."""

    pk: int
    place: int
    source: str
    text: str
    url: str
    note: str
    due: SafeString
    said: str
    is_hidden: bool


def item_views(meeting: Meeting, user, now: datetime, minutes: Minutes | None) -> list[AgendaPoint]:
    """The points in their order, as if there were none about a matter of which few may know."""
    items = list(items_of(meeting))
    wanted = [item.case_id for item in items if item.case_id]
    seen = Case.objects.visible_to(user).filter(pk__in=wanted) if wanted else []
    rows = {row.number: row for row in rows_of(listed(seen, user=user), user=user, now=now)} if wanted else {}
    said = minutes.said if minutes else {}
    hidden = _hidden_among(items, user)
    shown = [item for item in items if item.decision_id not in hidden and not _is_kept(item, rows)]
    return [_item(place, item, rows, said.get(item.key, ""), now) for place, item in enumerate(shown, start=1)]


def _is_kept(item: AgendaItem, rows: dict) -> bool:
    return item.case is not None and item.case.is_restricted and item.case.number not in rows


def _hidden_among(items: list[AgendaItem], user) -> set[int]:
    """The decisions on the agenda that are about a hidden matter."""
    about = [item.decision.pk for item in items if item.decision and item.decision.case_id]
    if not about:
        return set()
    return set(Decision.objects.filter(hidden_from(standing_now(user)), pk__in=about).values_list("pk", flat=True))


def folded(items: list[AgendaPoint]) -> list[AgendaPoint]:
    """Neighbours of which the reader may know nothing are one line with their number."""
    found: list[AgendaPoint] = []
    for is_hidden, neighbours in groupby(items, key=lambda item: item.is_hidden):
        group = list(neighbours)
        if is_hidden and len(group) > 1:
            found.append(replace(group[0], source="", text=f"{len(group)} 件{HIDDEN}"))
        else:
            found += group
    return found


def items_of(meeting: Meeting):
    """What stands on the agenda."""
    kept = meeting.items.filter(is_removed=False).select_related("case", "decision__unit")
    return kept.annotate(missed_on=missed_day("decision")).order_by("position", "id")


def _item(place: int, item: Any, rows: dict, said: str, now: datetime) -> AgendaPoint:
    text, url, note, due = item.text, "", "", SafeString("")
    if item.decision_id:
        row = item.decision
        text, url = row.text, reverse("duties:decision", args=[row.pk])
        note, due = row.unit.short_name, due_of(row, item.missed_on, now)
    if item.case_id:
        shown = rows.get(item.case.number)
        if shown is None:
            return AgendaPoint(item.pk, place, agenda.label_of(item.source), HIDDEN, "", "", due, "", True)
        text, url = f"{shown.number} {shown.title}", shown.url
        note, due = f"{shown.unit} · {shown.area}", shown.due
    return AgendaPoint(item.pk, place, agenda.label_of(item.source), text, url, note, due, said, False)


def due_of(decision: Decision, missed_on: date | None, now: datetime) -> SafeString:
    """By when, with its light; what is over says how it ended, and whatever was once late says so."""
    was_late = f"，曾超期（原期限 {missed_on}）" if missed_on else ""
    if decision.state == Decision.State.DONE:
        return light_html("missed" if missed_on else "met", f"已销号{was_late}")
    if decision.state == Decision.State.DROPPED:
        return light_html("ended", f"已撤销{was_late}")
    code, left = due_words(decision.due_on, office_day(now))
    return due_html(code, decision.due_on, f"{left}{was_late}")


def state_of(meeting: Meeting) -> SafeString:
    """The state as a label."""
    return state_label(meeting.state, meeting.get_state_display())


@dataclass(frozen=True)
class DecisionRow:
    """A decision as a list shows it."""

    pk: int
    url: str
    text: str
    meeting: str
    owner: str
    day: date
    is_over: bool
    due: SafeString


def decision_rows(decisions: QuerySet[Decision], now: datetime) -> list[DecisionRow]:
    """The rows of these decisions; unit and meeting are read with them."""
    return _rows(_told(decisions), now)


def _told(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    return with_missed_day(decisions.select_related("unit", "meeting"))


def _rows(decisions: Iterable[Any], now: datetime) -> list[DecisionRow]:
    return [
        DecisionRow(
            pk=row.pk,
            url=reverse("duties:decision", args=[row.pk]),
            text=row.text,
            meeting=f"{row.meeting.title} {office_time(row.meeting.starts_at):%m-%d}",
            owner=f"{row.unit.short_name} {row.person}".strip(),
            day=row.due_on,
            is_over=row.state != Decision.State.OPEN,
            due=due_of(row, row.missed_on, now),
        )
        for row in decisions
    ]


def owed_decisions(standing: Standing, now: datetime, limit: int = 30) -> list[DecisionRow]:
    """What meetings gave one's own units to do and is not struck off, nearest date first."""
    return _rows(_owed_of(standing, limit).objects(), now)


@lru_cache(maxsize=READERS)
def _owed_of(standing: Standing, limit: int) -> WrittenFor:
    def rows() -> QuerySet[Decision]:
        owed = Decision.objects.filter(unit__in=standing.units_with(access.RETURN), state=Decision.State.OPEN)
        return _told(owed.exclude(hidden_from(standing)).order_by("due_on", "id")[:limit])

    return WrittenFor(rows)


def history_of(decision: Decision) -> list[dict]:
    """Every version, the newest first."""
    return [
        {
            "verb": each.get_kind_display(),
            "text": each.text,
            "dates": f"期限由 {each.due_was} 改为 {each.due_on}" if each.due_was else "",
            "due_on": each.due_on if each.kind == DecisionEntry.Kind.MADE else "",
            "by": " · ".join(part for part in (each.by_name, each.by_post.replace("·", " ")) if part),
            "at": moment_text(each.at),
            "is_last": each.version == decision.version,
        }
        for each in decision.entries.all()
    ]


def minutes_views(meeting: Meeting) -> list[dict]:
    """Every version of the minutes in short, the newest first."""
    return [
        {
            "version": each.version,
            "by": each.by_name,
            "at": moment_text(each.at),
            "reason": each.reason,
            "text": each.text,
            "is_current": each.is_current,
        }
        for each in meeting.minutes.order_by("-version")
    ]


def attendance_of(minutes: Minutes | None, meeting: Meeting) -> tuple[list[str], list[str]]:
    """Who came and who did not, as words; before the meeting all are expected."""
    if minutes is None:
        return [_person(each.name, each.post) for each in meeting.attendees.all()], []
    came = [_person(row["name"], row["post"]) for row in minutes.attendance if row["came"]]
    missed = [row for row in minutes.attendance if not row["came"]]
    away = ["：".join(filter(None, (_person(row["name"], row["post"]), row["note"]))) for row in missed]
    return came, away


def _person(name: str, post: str) -> str:
    return f"{name}（{post}）" if post else name
