"""What is said about duties: however many are owed, one message a person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from governance.frame.days import day_text, end_text, office_day
from governance.notices import outbox

KIND = "duty"
NAMED = 6
# A message is read at a glance; the page it leads to says the rest.
SAID = 4


@dataclass(frozen=True)
class OwedTask:
    """One task that is owed, in the words of a message."""

    task_id: int
    plan_code: str
    plan: str
    label: str
    first: str
    unit: str
    due_at: datetime
    is_own: bool


@dataclass
class Digest:
    """Everything that one person hears of in one go; ``by`` is who urges, empty for the machine."""

    owed: list[OwedTask] = field(default_factory=list)
    by: str = ""

    def text(self, now: datetime) -> str:
        """What is owed by when, the most pressing first; what is more than a glance takes in is counted."""
        groups: dict[tuple[bool, str, str, datetime], list[OwedTask]] = defaultdict(list)
        for each in sorted(self.owed, key=lambda owed: (not owed.is_own, owed.due_at, owed.plan, owed.task_id)):
            groups[each.is_own, each.plan, each.label, each.due_at].append(each)
        told = [_said(*key, owed, now) for key, owed in groups.items()]
        more = [f"另有 {len(told) - SAID} 项"] if len(told) > SAID else []
        said = "；".join([*told[:SAID], *more])
        return f"{self.by}催报：{said}。" if self.by else f"{said}。"

    def link(self) -> str:
        """One window of other units: its place on the board. Anything else: the list or the board."""
        if any(owed.is_own for owed in self.owed):
            return reverse("duties:list")
        windows = {(owed.plan_code, owed.first) for owed in self.owed}
        if len(windows) > 1:
            return reverse("duties:board")
        plan, first = windows.pop()
        return f"{reverse('duties:board')}?{urlencode({'plan': plan, 'window': first})}"


def _said(is_own: bool, plan: str, label: str, due_at: datetime, owed: list[OwedTask], now: datetime) -> str:
    late = due_at < now
    if is_own:
        return f"{plan}（{label}）" + ("已过截止时间，请补报" if late else f"请于 {until(due_at)} 前报送")
    names = "、".join(each.unit for each in owed[:NAMED])
    more = f"等 {len(owed)} 个单位" if len(owed) > NAMED else f" {len(owed)} 个单位"
    return f"{plan}（{label}）{'缺报' if late else '尚未报送'}：{names}{more}"


def until(due_at: datetime) -> str:
    """2026-11-21 周六 24:00"""
    return f"{day_text(office_day(due_at))} {end_text(due_at)}"


def post(by_person: dict[int, Digest], *, key: str, now: datetime) -> int:
    """Each of these people has one message; ``key`` names the occasion. Says how many were new."""
    return outbox.post_many(list(_rows(by_person, key, now)), now)


def _rows(by_person: dict[int, Digest], key: str, now: datetime) -> Iterable[outbox.Message]:
    for user_id, digest in by_person.items():
        yield outbox.Message(user_id, KIND, digest.text(now), digest.link(), f"{key}:{user_id}")
