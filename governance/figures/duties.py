"""What is counted of duties: what units had to hand in, and whether it came by its day."""

from typing import Any

from django.db.models import Q

from governance.duties.models import DutyTask
from governance.duties.returns.rows import row_of

from .asked import Asked
from .listing import Listing
from .measures import Measure, Rate, sum_of

SUBJECT = "例行报送"
State = DutyTask.State


def _task(task: DutyTask, asked: Asked) -> dict:
    row = row_of(task, asked.moment)
    return {"url": row.url, "plan": row.plan, "label": row.label, "unit": row.unit, "due": row.due, "state": row.state}


TASKS = Listing("figures/duty_list.html", ("plan", "unit"), _task, ("plan", "label"))


def _duty(name: str, label: str, rule: str, *states: State) -> Measure:
    def rows():
        return DutyTask.objects.filter(state__in=states)

    def seen(standing) -> Q:
        return standing.within("unit", area="area")

    told: dict[str, Any] = {"unit": "unit", "path": None, "counts": "项", "seen": seen, "listing": TASKS}
    told |= {"facts": tuple(f"duty.{state}" for state in states)}
    return Measure(f"duty.{name}", SUBJECT, label, rule, rows, "due_at", **told)


IN_TIME = _duty("in_time", "按期报送", "截止日在期间内，截止前报送的，零报告在内", State.RETURNED, State.ZERO)
LATE = _duty("late", "迟报", "截止日在期间内，截止以后才报送的", State.LATE)
MISSING = _duty("missing", "缺报", "截止日在期间内，已经截止没有报送的", State.MISSING)
MEASURES = (
    sum_of("duty.due", "应报送", "截止日在期间内，已经报送或者已经截止的", IN_TIME, LATE, MISSING),
    IN_TIME,
    LATE,
    MISSING,
)
RULE = "按期报送 ÷ 应报送；还没有截止的不计"
RATES = (Rate("duty.in_time_rate", SUBJECT, "按期报送率", RULE, IN_TIME.code, ("duty.due",)),)
