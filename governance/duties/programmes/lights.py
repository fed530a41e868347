"""Whether a task of a programme is on time: plain Python, the day is an argument.

The dates are agreed by the county, not reckoned by an article, so days are calendar days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.frame.days import due_words

NEAR_DAYS = 15
MILESTONE_NEAR_DAYS = 7
MILESTONE_RED_DAYS = 15
RULE = (
    f"绿灯：没有超过期限和节点。黄灯：离期限不足 {NEAR_DAYS} 天，或离节点不足 {MILESTONE_NEAR_DAYS} 天、节点已过"
    f"不满 {MILESTONE_RED_DAYS} 天，或逾期报送待确认。红灯：超过期限没有报送完成，或节点已过 {MILESTONE_RED_DAYS} 天"
    "仍未达到。上级任务取所含各项中最急的。天数按自然日计算。"
)
# The worst first; the words are those of every light of the site.
URGENCY = {code: place for place, code in enumerate(("overdue", "near", "normal", "missed", "met", "ended"))}


@dataclass(frozen=True)
class Mark:
    """A milestone: by when, and when it was reached."""

    name: str
    due: date
    reached_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """What the light of one task rests on; ``due`` is missing where none was agreed."""

    first: date | None = None
    due: date | None = None
    missed_due: date | None = None
    reported_on: date | None = None
    done_on: date | None = None
    withdrawn: bool = False
    target: int | None = None
    counted: int = 0
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class TaskLight:
    """``code`` as the lights of deadlines have it; ``why`` in a few words."""

    code: str
    why: str


def light(facts: Facts, today: date) -> TaskLight:
    """The light of the task on that day; what was reported is judged by the day on which it was reported."""
    if facts.withdrawn:
        return TaskLight("ended", f"已撤销{_missed(facts)}")
    overdue = facts.due is not None and (facts.reported_on or today) > facts.due
    late = overdue or facts.missed_due is not None
    if facts.done_on:
        return TaskLight("missed", f"逾期完成{_missed(facts)}") if late else TaskLight("met", "按期完成")
    if facts.reported_on:
        return TaskLight("near", "逾期报送，待确认") if late else TaskLight("normal", "已报完成，待确认")
    if overdue and facts.due:
        return TaskLight(*due_words(facts.due, today))
    lights = [_of_mark(mark, today) for mark in facts.marks if mark.reached_on is None]
    found = worst([_of_due(facts, today), *lights])
    return TaskLight(found.code, f"{found.why}{_missed(facts)}")


def _missed(facts: Facts) -> str:
    return f"，原期限 {facts.missed_due} 已超过" if facts.missed_due else ""


def _of_due(facts: Facts, today: date) -> TaskLight:
    if facts.due is None:
        return TaskLight("normal", "没有定期限")
    if facts.first is not None and today < facts.first:
        return TaskLight("normal", f"{facts.first} 开始")
    return _left(facts.due, today, NEAR_DAYS)


def _left(day: date, today: date, near: int) -> TaskLight:
    """What is left to a day that is not over; in a programme the last day is as near as the one before."""
    code, words = due_words(day, today, near - 1)
    return TaskLight("near" if code == "today" else code, words)


def _of_mark(mark: Mark, today: date) -> TaskLight:
    past = (today - mark.due).days
    if past > 0:
        return TaskLight("overdue" if past >= MILESTONE_RED_DAYS else "near", f"节点“{mark.name}”已过 {past} 天")
    seen = _left(mark.due, today, MILESTONE_NEAR_DAYS)
    return TaskLight("near", f"节点“{mark.name}”{seen.why}") if seen.code == "near" else TaskLight("normal", "")


def worst(lights: Iterable[TaskLight]) -> TaskLight:
    """The most urgent of them; of equals the first. Of nothing at all, nothing is due."""
    return min(lights, key=lambda each: URGENCY[each.code], default=TaskLight("normal", ""))


def share(facts: Facts) -> float:
    """How much of a task is done, 0 to 1: each milestone, the target and the confirmed end count one each."""
    if facts.done_on:
        return 1.0
    parts = [float(mark.reached_on is not None) for mark in facts.marks]
    parts += [min(facts.counted / facts.target, 1.0)] if facts.target else []
    return sum(parts) / (len(parts) + 1)


def percent(shares: Iterable[float]) -> int:
    """The mean in whole percent, cut and not rounded: a hundred means that everything is done."""
    shares = list(shares)
    return int(100 * sum(shares) / len(shares) + 1e-9) if shares else 0
