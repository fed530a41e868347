"""What is done with programmes: made from a delivered one, changed, reported by the owner, confirmed or sent back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from governance.cases.files import attachments
from governance.frame.database.history import label_of
from governance.frame.database.locking import locked, save_version
from governance.frame.days import minute_text, office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.frame.wording import clipped
from governance.notices import outbox
from governance.organisation.models import Unit, User
from governance.organisation.standing import standing_of

from ..models import DutyReminder, Evidence, Milestone, Programme, ProgrammeEvent, ProgrammeTask
from ..models.programme import MOST_SAID
from ..scan import messages
from ..scan.recipients import TaskRecipients
from .access import may_manage, may_report
from .planned import TaskInput, check
from .samples import Sample
from .ties import named

State, Verb = ProgrammeTask.State, ProgrammeEvent.Verb


@transaction.atomic
def create(
    name: str,
    year: int,
    lead_unit: Unit,
    *,
    sample: Sample | None,
    basis: str,
    actor,
    at: datetime,
    period=(None, None),
):
    """The programme stands, with every task of the sample, all owned by the unit that leads until others are named.

    ``period`` are the first and the last day of a campaign.

    Raises StepNotAllowed, or FactMissing when the unit has one of this name in the year.
    """
    standing = standing_of(actor, office_day(at))
    if not may_manage(standing, lead_unit):
        raise StepNotAllowed("您的岗位不能建立任务方案。")
    if Programme.objects.filter(name=name, year=year, lead_unit=lead_unit).exists():
        raise FactMissing({"name": f"{lead_unit.short_name} {year} 年已有“{name}”。"})
    made = Programme.objects.create(
        name=name,
        year=year,
        lead_unit=lead_unit,
        template=sample.code if sample else "",
        basis=basis,
        created_by=actor,
        created_at=at,
        first=period[0],
        last=period[1],
    )
    if sample:
        _fill(made, sample, actor=actor, at=at, post=standing.title)
    return made


def _fill(programme: Programme, sample: Sample, *, actor, at: datetime, post: str) -> None:
    """The tasks of the sample, those above before those below."""
    owners = _owners(programme.lead_unit)
    known: dict[str, ProgrammeTask] = {}
    for depth in sorted({row.depth for row in sample.tasks}):
        level = [
            ProgrammeTask(
                programme=programme,
                parent=known.get(row.parent),
                number=row.number,
                title=row.title,
                text=row.text,
                owner=owners.get(row.owner_kind, programme.lead_unit),
                first=row.first(programme.year),
                due=row.due(programme.year),
                is_standing=row.is_standing,
                source=row.source,
                rests_on=row.rests_on,
            )
            for row in sample.tasks
            if row.depth == depth
        ]
        known |= {task.number: task for task in ProgrammeTask.objects.bulk_create(level)}
    ProgrammeEvent.objects.bulk_create(
        ProgrammeEvent(task=task, verb=Verb.OPEN, at=at, by=actor, by_name=actor.name, by_post=clipped(post, 120))
        for task in known.values()
    )
    link = reverse("duties:programme", args=[programme.pk])
    for owner, count in Counter(task.owner for task in known.values()).items():
        if owner != programme.lead_unit:
            words = f"“{programme.name}”列入由贵单位负责的任务 {count} 项。"
            _tell(owner, words, link, f"programme_made:{programme.pk}:{owner.pk}", actor, at)


def _owners(lead_unit: Unit) -> dict[str, Unit]:
    """The one unit of its kind in the area of the unit that leads; where there are several, none is guessed."""
    found: dict[str, list[Unit]] = {}
    for unit in Unit.objects.filter(is_active=True, area=lead_unit.area_id):
        found.setdefault(unit.kind, []).append(unit)
    return {kind: units[0] for kind, units in found.items() if len(units) == 1}


@transaction.atomic
def add_task(programme: Programme, parent: ProgrammeTask | None, planned: TaskInput, *, actor, at: datetime):
    """The task stands under its parent, or at the top, with the next number. Raises FactMissing or Refusal."""
    standing = standing_of(actor, office_day(at))
    if not may_manage(standing, programme.lead_unit):
        raise StepNotAllowed("您的岗位不能调整这个方案。")
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if parent is not None:
        parent = ProgrammeTask.objects.select_for_update(no_key=True).get(pk=parent.pk, programme=programme)
        if parent.state != State.OPEN or parent.reported_on:
            raise Refusal("上级任务已经报送完成或撤销，不能再分解。")
        if not parent.children.exists() and parent.events.exclude(verb__in=(Verb.OPEN, Verb.CHANGE)).exists():
            raise Refusal("这项任务已经报送过进展，不能再分解，请另列任务。")
    check(planned, programme, parent)
    siblings = programme.tasks.filter(parent=parent).values_list("number", flat=True)
    place = max((int(number.rpartition(".")[2]) for number in siblings), default=0) + 1
    task = ProgrammeTask.objects.create(
        programme=programme,
        parent=parent,
        number=f"{parent.number}.{place}" if parent else str(place),
        **_columns(planned),
    )
    _set_marks(task, planned.marks)
    event = _write(task, Verb.OPEN, "", actor=actor, at=at, post=standing.title)
    if task.owner_id != programme.lead_unit_id:
        due = f"，期限 {task.due}" if task.due else ""
        _tell_owner(event, f"“{programme.name}”列入由贵单位负责的任务“{task.title}”{due}。", at)
    return task


def _columns(planned: TaskInput) -> dict:
    people = ("owner", "person", "leader")
    names = ("title", "text", *people, "first", "due", "is_standing", "target", "unit_word", "rests_on")
    return {name: getattr(planned, name) for name in names}


@transaction.atomic
def change_task(task: ProgrammeTask, planned: TaskInput, *, version: int, actor, at: datetime) -> ProgrammeTask:
    """The task has other dates, owner, milestones or words, and its history says from what to what.

    Raises StepNotAllowed, FactMissing, or Refusal if it is over or somebody else was faster.
    """
    task, standing = _begin(task, version, actor, at)
    if not may_manage(standing, task.programme.lead_unit):
        raise StepNotAllowed("您的岗位不能调整这个方案。")
    if task.state != State.OPEN:
        raise Refusal(f"这项任务{task.get_state_display()}，不能调整。")
    check(planned, task.programme, task.parent)
    told = _differences(task, planned)
    former_owner = task.owner_id
    _keep_missed(task, at)
    for name, value in _columns(planned).items():
        setattr(task, name, value)
    save_version(task, "missed_due", *_columns(planned))
    _set_marks(task, planned.marks)
    event = _write(task, Verb.CHANGE, "", actor=actor, at=at, post=standing.title, facts=told)
    if former_owner != task.owner_id:
        _tell_owner(event, f"“{task.title}”由贵单位负责，期限 {task.due or '未定'}。", at)
    return task


def _keep_missed(task: ProgrammeTask, at: datetime) -> None:
    """What was late stays late, whatever day is agreed on from now on."""
    late = task.due is not None and task.reported_on is None and office_day(at) > task.due
    if late and task.missed_due is None:
        task.missed_due = task.due


def _differences(task: ProgrammeTask, planned: TaskInput) -> list[list[str]]:
    """Label, what it was, what it is, for everything that changes."""
    told = []
    for name, value in _columns(planned).items():
        former = getattr(task, name)
        if former != value:
            spoken = (lambda tie: named(tie) or "无") if name == "rests_on" else _spoken
            told.append([label_of(ProgrammeTask, name), spoken(former), spoken(value)])
    marks = [(mark.name, mark.due) for mark in task.milestones.all()]
    if marks != sorted(planned.marks, key=lambda mark: mark[1]):
        told.append(["节点", _marks_text(marks), _marks_text(planned.marks)])
    return told


def _spoken(value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(getattr(value, "short_name", None) or getattr(value, "name", None) or value or "无")


def _marks_text(marks) -> str:
    return "；".join(f"{name} {due}" for name, due in marks) or "无"


def _set_marks(task: ProgrammeTask, marks: list[tuple[str, date]]) -> None:
    """The milestones are these; one that was reached keeps its day as long as it keeps its name."""
    known = {mark.name: mark for mark in task.milestones.all()}
    for name, due in marks:
        mark = known.pop(name, None) or Milestone(task=task, name=name)
        if mark.due != due:
            mark.due = due
            mark.save()
    Milestone.objects.filter(pk__in=[mark.pk for mark in known.values()]).delete()


@dataclass
class ReportInput:
    """What the owner reports; ``reached`` are names of milestones, ``complete`` asks for confirmation.

    ``counted`` is how many there are in all by now, of a task with a target.
    """

    text: str
    complete: bool = False
    reached: Iterable[str] = ()
    counted: int | None = None
    files: Sequence = ()


@transaction.atomic
def report(task: ProgrammeTask, told: ReportInput, *, version: int, actor, at: datetime) -> ProgrammeTask:
    """What was done stands in the history with its evidence; a complete task waits to be confirmed.

    Raises StepNotAllowed, FactMissing, AttachmentRefused, or Refusal; then nothing has changed.
    """
    task, standing = _begin(task, version, actor, at)
    if not may_report(standing, task):
        raise StepNotAllowed("只有责任单位可以报送这项任务。")
    _must_be_open_leaf(task)
    if not told.text.strip():
        raise FactMissing({"text": "请写明做了什么、做到什么程度。"})
    today = office_day(at)
    waiting = [mark for mark in task.milestones.all() if mark.reached_on is None]
    reached = [mark for mark in waiting if mark.name in set(told.reached)]
    if told.complete and len(reached) < len(waiting):
        left = next(mark.name for mark in waiting if mark not in reached)
        raise FactMissing({"complete": f"节点“{left}”还没有达到，不能报送完成。"})
    told_count = _count(task, told)
    for mark in reached:
        mark.reached_on = today
        mark.save(update_fields=["reached_on"])
    task.latest = clipped(told.text.strip(), MOST_SAID)
    if told.complete:
        task.state, task.reported_on = State.REPORTED, today
    save_version(task, "latest", "state", "reported_on", "counted")
    event = _write(
        task,
        Verb.REPORT if told.complete else Verb.PROGRESS,
        told.text,
        actor=actor,
        at=at,
        post=standing.title,
        facts=[*told_count, *(["达到节点", mark.name] for mark in reached)],
    )
    if told.complete:
        lead = task.programme.lead_unit
        _tell(lead, f"“{task.title}”报送完成，请确认或者退回。", _page(task), f"programme:{event.pk}", actor, at)
    _keep(told.files, event)
    return task


def _keep(files: Sequence, event: ProgrammeEvent) -> None:
    attachments.check_count(files)
    for file in files:
        Evidence.objects.create(event=event, **vars(attachments.take(file)))


def _count(task: ProgrammeTask, told: ReportInput) -> list[list[str]]:
    """The task holds the new count, which the history tells from what to what; raises FactMissing for a lack."""
    counted = task.counted if told.counted is None else told.counted
    if told.complete and task.target and counted < task.target:
        short = f"数量目标 {task.target} {task.unit_word}，累计完成 {counted} {task.unit_word}，不能报送完成。"
        raise FactMissing({"complete": short})
    former, task.counted = task.counted, counted
    return [] if former == counted else [["累计完成", f"{former} {task.unit_word}", f"{counted} {task.unit_word}"]]


def _must_be_open_leaf(task: ProgrammeTask) -> None:
    if task.state != State.OPEN:
        raise Refusal(f"这项任务{task.get_state_display()}，不能再报送。")
    if task.children.exclude(state=State.WITHDRAWN).exists():
        raise Refusal("这项任务已经分解，请在下级任务中报送。")


@transaction.atomic
def confirm(task: ProgrammeTask, *, version: int, actor, at: datetime) -> ProgrammeTask:
    """The task is done; it is judged by the day on which it was reported. Raises StepNotAllowed or Refusal."""
    task, standing = _begin(task, version, actor, at)
    _must_manage(standing, task)
    if task.state != State.REPORTED:
        raise Refusal("责任单位还没有报送完成，不能确认。")
    if task.events.filter(verb=Verb.REPORT)[0].by_id == actor.pk:
        raise Refusal("您自己报送的，请他人确认。")
    task.state, task.done_on = State.DONE, office_day(at)
    save_version(task, "state", "done_on")
    event = _write(task, Verb.CONFIRM, "", actor=actor, at=at, post=standing.title)
    _tell_owner(event, f"“{task.title}”已确认完成。", at)
    return task


@transaction.atomic
def send_back(task: ProgrammeTask, reason: str, *, version: int, actor, at: datetime) -> ProgrammeTask:
    """A task that was reported or confirmed is under way again; its dates stay. Raises FactMissing or Refusal."""
    task, standing = _begin(task, version, actor, at)
    _must_manage(standing, task)
    if task.state not in (State.REPORTED, State.DONE):
        raise Refusal("这项任务没有报送完成，无须退回。")
    if not reason.strip():
        raise FactMissing({"reason": "请写明退回的理由。"})
    task.state, task.reported_on, task.done_on = State.OPEN, None, None
    save_version(task, "state", "reported_on", "done_on")
    event = _write(task, Verb.SEND_BACK, reason, actor=actor, at=at, post=standing.title)
    _tell_owner(event, f"“{task.title}”被退回：{reason.strip()}", at)
    return task


@transaction.atomic
def withdraw(task: ProgrammeTask, reason: str, *, version: int, actor, at: datetime) -> ProgrammeTask:
    """The task and all below it are no longer asked for, and count nowhere. Raises FactMissing or Refusal."""
    task, standing = _begin(task, version, actor, at)
    _must_manage(standing, task)
    if task.state in (State.WITHDRAWN, State.DONE):
        raise Refusal(f"这项任务{task.get_state_display()}，不能撤销。")
    if not reason.strip():
        raise FactMissing({"reason": "请写明撤销的理由。"})
    below = task.programme.tasks.select_for_update(no_key=True).filter(number__startswith=f"{task.number}.")
    below = below.exclude(state__in=(State.WITHDRAWN, State.DONE))
    for each in [task, *below.order_by("id")]:
        _keep_missed(each, at)
        each.state = State.WITHDRAWN
        save_version(each, "state", "missed_due")
        event = _write(each, Verb.WITHDRAW, reason, actor=actor, at=at, post=standing.title)
        _tell_owner(event, f"“{each.title}”已撤销，不再要求：{reason.strip()}", at)
    return task


def _begin(task: ProgrammeTask, version: int, actor, at: datetime):
    """The task, locked, if nobody changed it since it was read; and the actor's standing."""
    rows = ProgrammeTask.objects.select_related("programme__lead_unit", "parent", "owner")
    return locked(rows, task, version, noun="这项任务", changed=_changed), standing_of(actor, office_day(at))


def _changed(task: ProgrammeTask) -> str:
    last = task.events.all()[0]
    return f"{last.by_name}已于 {minute_text(last.at)} {last.get_verb_display()}"


def _must_manage(standing, task: ProgrammeTask) -> None:
    if not may_manage(standing, task.programme.lead_unit):
        raise StepNotAllowed("只有建立方案的综治中心、综治办可以确认、退回和撤销。")


def _write(task, verb: str, text: str, *, actor, at: datetime, post: str, facts=()) -> ProgrammeEvent:
    return ProgrammeEvent.objects.create(
        task=task,
        verb=verb,
        text=text.strip(),
        facts=list(facts),
        at=at,
        by=actor,
        by_name=actor.name,
        by_post=clipped(post, 120),
    )


def _tell_owner(event: ProgrammeEvent, words: str, at: datetime) -> None:
    task = event.task
    _tell(task.owner, words, _page(task), f"programme:{event.pk}", event.by, at)


def _page(task: ProgrammeTask) -> str:
    return reverse("duties:programme_task", args=[task.pk])


def _tell(unit: Unit, words: str, link: str, key: str, actor: User | None, at: datetime) -> None:
    """Those who report for the unit hear, the actor never."""
    to = (DutyReminder.Recipient.HANDLER, DutyReminder.Recipient.UNIT_LEAD)
    people = TaskRecipients(office_day(at)).of(unit.pk, unit.area_id, to) - {actor.pk if actor else None}
    outbox.post_many([outbox.Message(pk, messages.KIND, words, link, f"{key}:{pk}") for pk in people], at)
