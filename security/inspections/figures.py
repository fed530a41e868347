"""What is counted of inspections: places checked and what was wrong there, and whether rounds were over in time."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from governance.duties.models import DutyPlan, DutyTask
from governance.figures.asked import Asked
from governance.figures.duties import TASKS
from governance.figures.listing import Listing
from governance.figures.measures import Measure, Rate, balance, sum_of
from governance.organisation.pickers import area_path
from governance.organisation.standing import Standing

from ..models import Hazard
from .models import Check, CheckResult

SUBJECT = "场所检查"
Mark, State = CheckResult.Mark, DutyTask.State
ASKED_FOR = [state for state in State if state != State.WITHDRAWN]
FAULTS = CheckResult.objects.filter(of=OuterRef("pk"), mark=Mark.FAILED)


def _check(check: Check, asked: Asked) -> dict:
    return {
        "on": check.on,
        "url": reverse("security:inspections:checked", args=[check.pk]),
        "name": check.entry.name,
        "place": area_path(check.entry.area),
        "list": check.checklist.name,
        "unit": check.task.unit.short_name,
        "by": check.by.name,
    }


def _item(result: CheckResult, asked: Asked) -> dict:
    return _check(result.of, asked) | {"list": result.item.text}


ALONG = ("entry__area__parent__parent", "checklist", "task__unit", "by")
CHECKED = ("name", "on", "list")
CHECKS = Listing("security/inspections/figure_list.html", ALONG, _check, CHECKED)
ITEMS = Listing("security/inspections/figure_list.html", ("item", *(f"of__{each}" for each in ALONG)), _item, CHECKED)


def _measure(name: str, label: str, rule: str, rows, day: str, task: str, place: str, **how) -> Measure:
    def seen(standing: Standing) -> Q:
        return standing.within(f"{task}unit", area=f"{task}area")

    told = {"unit": f"{task}unit", "place": place, "path": None, "seen": seen, **how}
    return Measure(f"inspection.{name}", SUBJECT, label, rule, rows, day, **told)


def _places(name: str, label: str, rule: str, holds: Any) -> Measure:
    def rows() -> QuerySet:
        return Check.objects.filter(holds)

    told = {"counts": "处", "listing": CHECKS}
    return _measure(name, label, rule, rows, "on", "task__", "entry__", **told)


def _rounds(name: str, label: str, rule: str, *states: str, day: str = "due_at") -> Measure:
    def rows() -> QuerySet:
        return DutyTask.objects.filter(plan__kind=DutyPlan.Kind.INSPECTION, state__in=states)

    return _measure(name, label, rule, rows, day, "", "", counts="轮", listing=TASKS)


RIGHT = _places("right", "合格场所", "检查日期在期间内，没有不合格项的", ~Exists(FAULTS))
WRONG = _places("wrong", "不合格场所", "检查日期在期间内，有一项以上不合格的", Exists(FAULTS))
FAILED = _measure(
    "failed",
    "不合格项",
    "检查日期在期间内，判为不合格的项目",
    lambda: CheckResult.objects.filter(mark=Mark.FAILED),
    "of__on",
    "of__task__",
    "of__entry__",
    counts="项",
    listing=ITEMS,
)
OPENED = Measure(
    "inspection.hazards",
    SUBJECT,
    "列为隐患",
    "期间内登记的隐患中，检查不合格登记的",
    lambda: Hazard.objects.filter(Exists(CheckResult.objects.filter(hazard=OuterRef("pk")))),
    "opened_at",
    kind="hazard",
)
IN_TIME = _rounds("in_time", "按期查完", "截止日在期间内，截止前查完的轮次", State.RETURNED, State.ZERO)
LATE = _rounds("late", "逾期查完", "截止日在期间内，截止以后才查完的轮次", State.LATE)
MISSING = _rounds("missing", "逾期未查完", "截止日在期间内，已经截止没有查完的轮次", State.MISSING)
DUE = sum_of("inspection.due", "应查完", "截止日在期间内，已经查完或者已经截止的轮次", IN_TIME, LATE, MISSING)
OPENING, BEGUN, ENDED, OPEN = balance(
    _rounds("begun", "列出", "期间内列出的轮次，不再要求的不计", *ASKED_FOR, day="opened_at"),
    "returned_at",
    ("inspection.opening", "期初未查完"),
    ("inspection.ended", "查完", "期间内查完的轮次"),
    ("inspection.open", "期末未查完"),
)

MEASURES = (
    OPENING,
    BEGUN,
    ENDED,
    OPEN,
    sum_of("inspection.checked", "已查场所", "检查日期在期间内的", RIGHT, WRONG),
    RIGHT,
    WRONG,
    FAILED,
    OPENED,
    DUE,
    IN_TIME,
    LATE,
    MISSING,
)
RATES = (
    Rate("inspection.right_rate", SUBJECT, "场所合格率", "合格场所 ÷ 已查场所", RIGHT.code, ("inspection.checked",)),
    Rate(
        "inspection.in_time_rate", SUBJECT, "按期查完率", "按期查完 ÷ 应查完；没有截止的不计", IN_TIME.code, (DUE.code,)
    ),
)
