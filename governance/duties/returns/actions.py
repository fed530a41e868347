"""Handing in: what was found, that nothing was found, or that something was done. Late is late and never refused."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.models import Case
from governance.frame.database.locking import check_version, holding
from governance.frame.database.written import WrittenOnce
from governance.frame.days import ONE_DAY, minute_text, office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.frame.wording import clipped
from governance.organisation.standing import standing_of

from .. import access
from ..findings import actions as findings
from ..models import DutyPlan, DutyTask, Return, ReturnItem
from .elsewhere import ELSEWHERE

State, Kind = DutyTask.State, Return.Kind
# Which returns a plan takes, by the form it asks for.
KINDS: dict[str, tuple[Return.Kind, ...]] = {
    DutyPlan.Form.SWEEP: (Kind.FOUND, Kind.ZERO),
    DutyPlan.Form.REPORT: (Kind.FOUND, Kind.ZERO),
    DutyPlan.Form.DONE: (Kind.DONE,),
}


GOES_ON = "续报"
HELD = WrittenOnce(lambda pk: holding(DutyTask.objects.filter(pk=pk).select_related("plan").order_by()), pk=-1)
CURRENT = WrittenOnce(lambda task: Return.objects.filter(task=task, is_current=True).order_by(), task=-1)
LAST_DAYS = timedelta(days=2)


@dataclass
class ReturnInput:
    """What somebody hands in; ``matters`` are matters in words that nobody has registered yet. ``kept`` are cases of
    the former version of which whoever corrects it may not know. ``done_on`` is the day of what others minuted: it
    counts, and not the day of typing."""

    kind: str
    text: str = ""
    amount: int = 0
    cases: list[Case] = field(default_factory=list)
    kept: list[Case] = field(default_factory=list)
    matters: list[str] = field(default_factory=list)
    category: str = ReturnItem.Category.AREA
    phoned_by: str = ""
    phoned_at: datetime | None = None
    reason: str = ""
    facts: dict = field(default_factory=dict)
    done_on: date | None = None


@transaction.atomic
def hand_in(task: DutyTask, handed: ReturnInput, *, actor, at: datetime, version: int) -> Return:
    """The return stands as the task's current one, and the task says whether it came in time.

    ``version`` is that of the return which the person had on screen, 0 for none. Somebody of another unit hands in on
    behalf, and says who phoned. Raises StepNotAllowed, FactMissing (with the field) or Refusal; then nothing changes.
    """
    task = HELD.one(pk=task.pk)
    today = office_day(at)
    standing = standing_of(actor, today)
    if not access.may_return(standing, task):
        raise StepNotAllowed("您的岗位不能替这个单位报送。")
    if task.state == State.WITHDRAWN:
        raise Refusal("这一期已不再要求报送。")
    if task.plan.kind in ELSEWHERE:
        raise Refusal("这项任务不单独报送，全部办完后随之报送。")
    if task.first > today:
        raise FactMissing({"kind": f"这一期从 {task.first} 开始，还没有到，不能提前报送。"})
    former = CURRENT.first(task=task.pk)
    check_version(former, version, noun="这一期", changed=_changed)
    on_behalf = not access.is_own(standing, task)
    _check(task, handed, former, on_behalf=on_behalf)
    _check_when(task, handed, at, on_behalf=on_behalf)
    if former is not None:
        former.is_current = False
        former.save(update_fields=["is_current"])
    made, items = _write(task, handed, former, actor=actor, at=at, on_behalf=on_behalf, post=standing.title)
    _settle(task, made, len(items))
    words = [item.text for item in items if item.text]
    # Before its first return nothing was found in a window.
    if words or former is not None:
        findings.keep(task, words, at=at, reason=made.reason)
    return made


def count_done(plan_code: str, unit, on: date, text: str, *, actor, at: datetime) -> Return | None:
    """Done once more: the unit's window of that plan around the day has a return that says so.

    None if the unit owes nothing there, or if the person is not one of its own: then it hands in by itself.
    """
    owed = DutyTask.objects.filter(plan_code=plan_code, unit=unit, first__lte=on, last__gte=on)
    task = owed.filter(state__in=(State.OPEN, State.MISSING)).order_by("first").first()
    standing = standing_of(actor, office_day(at))
    if task is None or not (access.may_return(standing, task) and access.is_own(standing, task)):
        return None
    former = CURRENT.first(task=task.pk)
    handed = ReturnInput(Kind.DONE, text=text, amount=task.done + 1, done_on=on)
    return hand_in(task, handed, actor=actor, at=at, version=former.version if former else 0)


@transaction.atomic
def conclude(task: DutyTask, handed: ReturnInput, *, actor, at: datetime) -> Return | None:
    """What is done on pages of its own is done: the return says so, whoever did the last of it; None if one did."""
    task = HELD.one(pk=task.pk)
    if not task.is_owed:
        return None
    post = standing_of(actor, office_day(at)).title
    made, items = _write(task, handed, None, actor=actor, at=at, on_behalf=False, post=post)
    _settle(task, made, len(items))
    return made


def _changed(former: Return) -> str:
    return f"{former.by_name}已于 {minute_text(former.at)} 报送"


def _check(task: DutyTask, handed: ReturnInput, former: Return | None, *, on_behalf: bool) -> None:
    """What was found or done is named; a zero report names nothing, and may say a word beside."""
    errors = {}
    if handed.kind not in KINDS[task.plan.form]:
        errors["kind"] = "这项任务不收这种报送。"
    if (
        handed.kind == Kind.FOUND
        and task.plan.form == DutyPlan.Form.SWEEP
        and not (handed.cases or handed.kept or handed.matters)
    ):
        errors["numbers"] = "请选择或填写排查到的事项；没有排查到的，请用零报告。"
    if handed.kind == Kind.FOUND and task.plan.form == DutyPlan.Form.REPORT and not handed.text.strip():
        errors["text"] = "请写明情况；没有情况的，请用零报告。"
    if handed.kind == Kind.DONE and not handed.text.strip():
        errors["text"] = "请写明做了什么。"
    if handed.kind == Kind.DONE and handed.amount < 1:
        errors["amount"] = "完成次数至少为 1。"
    if any(case.is_restricted for case in handed.cases):
        errors["numbers"] = "限制知悉的事项不列入排查报送。"
    if on_behalf and not handed.phoned_by.strip():
        errors["phoned_by"] = "代报的，请写明是谁来电报送的。"
    if former is not None and _is_enough(former, task) and not handed.reason.strip():
        errors["reason"] = "更正已报送的内容，请写明原因。"
    if errors:
        raise FactMissing(errors)


def _check_when(task: DutyTask, handed: ReturnInput, at: datetime, *, on_behalf: bool) -> None:
    """Nobody phoned before the window or after now, and nobody says of days to come that there was nothing."""
    said = handed.phoned_at if on_behalf and handed.phoned_at else at
    if said > at:
        raise FactMissing({"phoned_at": "来电时间不能晚于现在。"})
    if office_day(said) < task.first:
        raise FactMissing({"phoned_at": f"来电时间不能早于这一期开始的 {task.first}。"})
    if handed.kind != Kind.ZERO:
        return
    first = zero_taken_from(task)
    if office_day(said) < first:
        told = f"零报告从 {first} 起报：以后几天的情况现在还报不出。有情况的，随时报送。"
        raise FactMissing({"kind": told})


def zero_from(task: DutyTask) -> date:
    """From when on its days are as good as over: the last three of a window."""
    return max(task.first, min(task.last, office_day(task.due_at)) - LAST_DAYS)


def zero_taken_from(task: DutyTask) -> date:
    """From when on a zero report is taken: that day, or the last working day before it."""
    first = zero_from(task)
    while first > task.first and not calendar_at_hand().is_working(first):
        first -= ONE_DAY
    return first


def _write(
    task, handed: ReturnInput, former: Return | None, *, actor, at: datetime, on_behalf: bool, post: str
) -> tuple[Return, list[ReturnItem]]:
    made = Return.objects.create(
        task=task,
        version=former.version + 1 if former else 1,
        kind=handed.kind,
        text=handed.text.strip(),
        amount=handed.amount if handed.kind == Kind.DONE else 0,
        facts=handed.facts,
        at=at,
        by=actor,
        by_name=actor.name,
        by_post=clipped(post, 120),
        on_behalf=on_behalf,
        phoned_by=handed.phoned_by.strip() if on_behalf else "",
        phoned_at=handed.phoned_at if on_behalf else None,
        reason=(handed.reason.strip() or GOES_ON) if former else "",
        is_late=_is_late(task, handed, former, handed.phoned_at if on_behalf and handed.phoned_at else at),
    )
    items: list[ReturnItem] = []
    if handed.kind == Kind.FOUND and task.plan.form == DutyPlan.Form.SWEEP:
        words = [ReturnItem(report=made, text=matter, category=handed.category) for matter in handed.matters]
        cases = [ReturnItem(report=made, case=case, category=handed.category) for case in (*handed.cases, *handed.kept)]
        items = ReturnItem.objects.bulk_create(cases + words)
    return made, items


def _is_late(task: DutyTask, handed: ReturnInput, former: Return | None, at: datetime) -> bool:
    """Whoever was in time and corrects later was in time; but what a zero report left out is found late once another
    window as long has gone by."""
    if handed.done_on:
        return handed.done_on > office_day(task.due_at)
    if former is None or not _is_enough(former, task):
        return at > task.due_at
    adds = former.kind == Kind.ZERO and handed.kind == Kind.FOUND
    return former.is_late or (adds and at > task.due_at + (task.last - task.first + timedelta(days=1)))


def _is_enough(made: Return, task: DutyTask) -> bool:
    """True unless it is only a part of the quota."""
    return made.kind != Kind.DONE or made.amount >= task.quota


def _settle(task: DutyTask, made: Return, found: int) -> None:
    """The task says what the return amounts to; with a part of the quota only, it stays owed."""
    task.done = made.amount
    task.found = found
    if _is_enough(made, task):
        task.state = State.LATE if made.is_late else State.ZERO if made.kind == Kind.ZERO else State.RETURNED
        task.alert_at = None
        task.returned_at = task.returned_at or made.said_at
    else:
        task.state = State.MISSING if made.said_at > task.due_at else State.OPEN
        # Owed again, it counts among what was missed again.
        task.weighed_at = None
        task.alert_at = next((moment for moment in task.alert_plan if moment > made.at), None)
        task.returned_at = None
    task.save(update_fields=["done", "found", "state", "alert_at", "returned_at", "weighed_at"])
