"""What a sweep found in words: who deals with it by when, and how it ends."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.knowing.queryset import hidden_from
from governance.cases.models import Case
from governance.frame.database.locking import locked, save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed, within
from governance.frame.wording import clipped
from governance.notices import outbox
from governance.organisation.areas.lying import lies_now_in
from governance.organisation.models import Area, Unit
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import LEAD, carrying, playing
from governance.organisation.standing import Standing, standing_now, standing_of

from .. import access
from ..models import DutyTask, SweepFinding
from ..scan import messages
from ..scan.recipients import TaskRecipients

State = SweepFinding.State
TERM = "finding.take_up"
TAKEN_BACK = "排查单位更正时撤下："
# What it says of itself stands beside it, in the same column.
MOST_REASON = 200
OF_TOWNSHIP = (Area.Level.TOWNSHIP, Area.Level.COUNTY)


def visible_to(standing: Standing) -> QuerySet:
    """Those that the person's units deal with or have found, and those inside an area they oversee; what became a
    hidden matter is hidden with it."""
    found = SweepFinding.objects.filter(standing.within("unit") | standing.within("task__unit"))
    return found.exclude(hidden_from(standing))


def hidden_words(task: DutyTask, user) -> set[str]:
    """What the sweep of the task found in words and what has become a hidden matter since."""
    return set(task.findings.filter(hidden_from(standing_now(user))).values_list("text", flat=True))


def finding_for(standing: Standing, pk: int) -> SweepFinding:
    """The finding, if the person may know of it; raises Http404 otherwise."""
    found = visible_to(standing).select_related("task__plan", "task__unit", "unit", "person", "case").filter(pk=pk)
    finding = found.first()
    if finding is None:
        raise Http404("没有这项情况。")
    return finding


def deals_with(standing: Standing, finding: SweepFinding) -> bool:
    """True for the people of the unit that has to register or settle it."""
    return finding.unit_id in standing.units_with(access.RETURN)


def keep(task: DutyTask, matters: Iterable[str], *, at: datetime, reason: str = "") -> None:
    """Every matter of the return in force waits for its unit, and so does what a correction took out for a reason.

    Once it was found, only the unit that deals with it says that it was none.
    """
    matters, today = list(dict.fromkeys(matters)), office_day(at)
    known = {row.text: row for row in task.findings.select_for_update(no_key=True).order_by("id")}
    _take_back([row for text, row in known.items() if text not in matters and row.state == State.WAITING], reason, at)
    fresh = [text for text in matters if text not in known]
    if not fresh:
        return
    unit, clock = holder_of(task.unit), deadlines.counted(TERM, today)
    person = _first_person(unit, today)
    about = {"task": task, "found_on": today, "unit": unit, "person_id": person}
    about |= {"due_on": clock.due, "provisional": clock.provisional}
    made = SweepFinding.objects.bulk_create([SweepFinding(text=text, **about) for text in fresh])
    _tell(made, f"排查到 {len(made)} 件尚未登记，请于 {clock.due_said()} 前登记或者就地化解", at)


def _take_back(rows: list[SweepFinding], reason: str, at: datetime) -> None:
    """Whoever found it says no more that it was; the unit that deals with it hears why, once."""
    said = f"{TAKEN_BACK}{within(reason, MOST_REASON)}"
    fresh = [row for row in rows if not row.result.startswith(TAKEN_BACK)]
    for row in fresh:
        row.result = said
        save_version(row, "result")
    if fresh:
        _tell(fresh, f"{len(fresh)} 件排查到的情况被排查单位撤下（{clipped(reason.strip(), 60)}），请核实", at)


def holder_of(unit: Unit) -> Unit:
    """The township's unit above a village or a grid; any other unit deals with what it found itself."""
    above: Unit | None = unit
    while above is not None and above.area.level not in OF_TOWNSHIP:
        above = above.parent
    return above or unit


def _first_person(unit: Unit, on: date) -> int | None:
    """Who registers there, or leads where nobody does."""
    office = InOffice(on, [unit.pk])
    workers = carrying("cases.register_case") - playing(LEAD)
    return min(office.first_of(unit.pk, workers, playing(LEAD)), default=None)


@transaction.atomic
def register(
    finding: SweepFinding, case: Case | None, same: bool = False, version: int = 1, *, actor, at: datetime
) -> None:
    """The matter is a case from now on; of one that came in before the sweep somebody says that it is the ``same``."""
    row = _begin(finding, version, actor, at)
    if case is None or case.is_restricted:
        raise FactMissing({"number": "请填写登记后的事项编号；限制知悉的事项不写在这里。"})
    found_in, lies = row.task.area_id, case.area_id
    if not (lies_now_in(lies, found_in) or lies_now_in(found_in, lies)):
        raise FactMissing({"number": f"{case.number} 发生在{case.area.name}，不是这里排查到的情况。"})
    came = office_day(case.opened_at)
    if came < row.found_on and not same:
        raise FactMissing(
            {"same": f"{case.number} 在 {came} 就已经收到，早于排查：确为同一件的，请勾选；不是的，另行登记。"}
        )
    row.case = case
    if came < row.found_on:
        row.result = f"{came} 已经登记，经核对为同一件。"
    _end(row, State.REGISTERED, at, actor)


@transaction.atomic
def dismiss(finding: SweepFinding, reason: str, version: int, *, actor, at: datetime) -> None:
    """Looked into, it was none; the reason says why."""
    row = _begin(finding, version, actor, at)
    if not reason.strip():
        raise FactMissing({"reason": "请写明核实的情况。"})
    row.result = within(reason, MOST_REASON)
    _end(row, State.DROPPED, at, actor)


@transaction.atomic
def settle(finding: SweepFinding, result: str, version: int, *, actor, at: datetime) -> None:
    """The matter was settled where it was found; the result says how."""
    row = _begin(finding, version, actor, at)
    if not result.strip():
        raise FactMissing({"result": "请写明怎样化解的。"})
    row.result = result.strip()
    _end(row, State.SETTLED, at, actor)


@transaction.atomic
def assign(finding: SweepFinding, person, due_on: date, reason: str, version: int, *, actor, at: datetime) -> None:
    """Another person deals with it, or by another day; what was late stays so in the reason."""
    row = _begin(finding, version, actor, at)
    today = office_day(at)
    if person.pk not in InOffice(today, [row.unit_id]).of(row.unit_id):
        raise FactMissing({"person": f"{person.name}不在{row.unit.short_name}任职。"})
    if due_on < today:
        raise FactMissing({"due_on": f"期限不能早于今天（{today}）。"})
    if not reason.strip():
        raise FactMissing({"reason": "请写明理由。"})
    late = f"（原期限 {row.due_on} 已过）" if row.due_on < today else ""
    row.person, row.result, row.reminded_at = person, f"{within(reason, MOST_REASON)}{late}", None
    # A day that somebody names is no longer one that is counted.
    row.provisional, row.due_on = row.provisional and due_on == row.due_on, due_on
    save_version(row, "person", "due_on", "provisional", "result", "reminded_at")


def recount(now: datetime) -> int:
    """What waits until a provisional day follows the holidays as they are known by now; says how many days are sure."""
    with transaction.atomic():
        unsure = SweepFinding.objects.select_for_update(skip_locked=True, no_key=True)
        rows = list(unsure.filter(state=State.WAITING, provisional=True))
        clocks = {day: deadlines.counted(TERM, day) for day in {row.found_on for row in rows}}
        days = {day: clock.due for day, clock in clocks.items() if clock.due and not clock.provisional}
        sure = [row for row in rows if row.found_on in days]
        for row in sure:
            row.due_on, row.provisional = days[row.found_on], False
            save_version(row, "due_on", "provisional")
    return len(sure)


def remind(now: datetime) -> int:
    """Whoever has let the day pass is reminded once, with who answers for the unit; says of how many."""
    with transaction.atomic():
        late = SweepFinding.objects.select_for_update(skip_locked=True, of=("self",)).select_related("unit")
        rows = list(late.filter(state=State.WAITING, reminded_at=None, due_on__lt=office_day(now)))
        for unit in {row.unit_id for row in rows}:
            theirs = [row for row in rows if row.unit_id == unit]
            _tell(theirs, f"排查到的 {len(theirs)} 件情况超过期限没有登记或者化解，请尽快处理", now)
        SweepFinding.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    return len(rows)


def _begin(finding: SweepFinding, version: int, actor, at: datetime) -> SweepFinding:
    rows = SweepFinding.objects.select_related("unit", "task")
    row = locked(rows, finding, version, noun="这项情况", changed=lambda each: each.get_state_display())
    if not deals_with(standing_of(actor, office_day(at)), row):
        raise StepNotAllowed("只有负责处理的单位可以登记、化解或者核实。")
    if row.state != State.WAITING:
        raise Refusal(f"这项情况{row.get_state_display()}，不能再办。")
    return row


def _end(row: SweepFinding, state: str, at: datetime, actor) -> None:
    row.state, row.ended_on, row.ended_by = state, office_day(at), actor
    save_version(row, "state", "case", "result", "ended_on", "ended_by")


def _tell(rows: list[SweepFinding], text: str, at: datetime) -> None:
    unit, first = rows[0].unit_id, min(row.pk for row in rows)
    users = TaskRecipients(office_day(at), [unit]).answering(unit) | {row.person_id for row in rows if row.person_id}
    key, link = f"finding:{first}:{at.timestamp():.0f}", reverse("duties:findings")
    sent = [outbox.Message(user, messages.KIND, f"{text}。", link, f"{key}:{user}") for user in users]
    outbox.post_many(sent, at)
