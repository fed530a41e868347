"""Checking a place of a round: once a round, on a day of it, item by item; what follows from it follows at once."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from governance.cases.files import attachments
from governance.duties.models import DutyTask, Return
from governance.duties.returns.actions import ReturnInput, conclude
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing
from governance.organisation.models import User
from governance.organisation.standing import standing_of
from governance.registers.entries.actions import check_in_round
from governance.registers.models import Entry

from . import access
from .models import Check, Checklist, ChecklistItem, CheckPhoto, CheckResult
from .opening import become_hazard
from .rounds import checklist_of, places_of

Mark = CheckResult.Mark
PICTURES = ("image/jpeg", "image/png")


@dataclass
class Marked:
    """What is told of one item."""

    mark: str
    note: str = ""
    photos: list[UploadedFile | attachments.Taken] = field(default_factory=list)


@dataclass
class Looked:
    """What is told of one place: on which day, and each item by its key."""

    entry: Entry
    on: date
    items: dict[int, Marked]
    note: str = ""


def known(key: UUID, owner: User) -> Check | None:
    """The check that the person's phone calls so; raises FactMissing where it is another person's."""
    found = Check.objects.select_related("task", "entry").filter(pk=key).first()
    if found is not None and found.by_id != owner.pk:
        raise FactMissing({"key": "这次检查是另一个人登记的。"})
    return found


@transaction.atomic
def check_place(key: UUID, task: DutyTask, looked: Looked, *, actor: User, at: datetime) -> Check:
    """The place is checked; told twice it is one. Raises FactMissing with a sentence at each wrong part.

    The day of the next check moves on, failed items become hazards where the list says at once, and with the last
    place the round is handed in.
    """
    task = DutyTask.objects.select_for_update(no_key=True).select_related("plan", "unit").get(pk=task.pk)
    done = known(key, actor)
    if done is not None:
        return done
    checklist = must_be_due(task, looked, at)
    access.must_check(standing_of(actor, office_day(at)), task, looked.entry)
    items = {item.pk: item for item in checklist.items.all()}
    wrong = wrong_items(items, looked.items)
    if wrong:
        raise FactMissing(wrong)
    check = Check.objects.create(
        key=key, task=task, checklist=checklist, entry=looked.entry, on=looked.on, by=actor, at=at, note=looked.note
    )
    failed = [made for pk, told in looked.items.items() if (made := _mark(check, items[pk], told)).mark == Mark.FAILED]
    said = f"不合格 {len(failed)} 项" if failed else "合格"
    check_in_round(looked.entry, on=looked.on, note=f"{checklist.name}：{said}", actor=actor, at=at)
    for result in failed:
        # What is grave is a hazard from the moment it is found, whatever the list says (安全生产法 art. 41).
        if checklist.at_once or result.item.is_grave:
            become_hazard(result, actor=actor, at=at)
    _conclude_if_done(task, checklist, actor, at)
    return check


def must_be_due(task: DutyTask, looked: Looked, at: datetime) -> Checklist:
    """The list of the round in which the place is due and not checked yet, on a day that has come."""
    checklist = checklist_of(task)
    if checklist is None:
        raise FactMissing({"entry": "这一轮没有在用的检查清单，请县综治办设置。"})
    if looked.on > office_day(at):
        raise FactMissing({"on": "检查日期不能晚于今天。"})
    if looked.on < task.first:
        raise FactMissing({"on": f"这一轮从 {task.first} 开始，之前的检查不计入这一轮。"})
    if not places_of(task, checklist).filter(pk=looked.entry.pk).exists():
        raise FactMissing({"entry": "这个场所不在这一轮的检查范围内。"})
    before = task.checks.filter(entry=looked.entry).select_related("by").first()
    if before is not None:
        raise FactMissing({"entry": f"{looked.entry.name}这一轮已由{before.by.name}于 {before.on} 检查。"})
    return checklist


def wrong_items(items: dict[int, ChecklistItem], told: dict[int, Marked]) -> dict[str, str]:
    """What is wrong with the marks, by item: of another list, none, without words or picture where they are wanted."""
    if set(told) - set(items):
        return {"items": "有的检查项目不在这张清单里，请重新打开检查页。"}
    wrong = {}
    for pk, item in items.items():
        marked = told.get(pk)
        if marked is None:
            if not item.retired:
                wrong[f"item-{pk}"] = f"请选择“{item.text}”是否合格。"
        elif marked.mark not in Mark.values:
            wrong[f"item-{pk}"] = f"请选择“{item.text}”是否合格。"
        elif marked.mark == Mark.FAILED and not marked.note.strip():
            wrong[f"note-{pk}"] = f"“{item.text}”不合格，请写明情况。"
        elif item.wants_photo and marked.mark != Mark.NOT_APPLICABLE and not marked.photos:
            wrong[f"photo-{pk}"] = f"“{item.text}”须拍照。"
    return wrong


def _mark(check: Check, item: ChecklistItem, told: Marked) -> CheckResult:
    made = CheckResult.objects.create(of=check, item=item, mark=told.mark, note=told.note.strip())
    for each in told.photos:
        try:
            taken = each if isinstance(each, attachments.Taken) else attachments.take(each)
        except attachments.AttachmentRefused as refused:
            raise FactMissing({f"photo-{item.pk}": refused.sentence}) from refused
        if taken.content_type not in PICTURES:
            raise FactMissing({f"photo-{item.pk}": f"“{taken.name}”不是照片。"})
        CheckPhoto.objects.create(result=made, **asdict(taken))
    return made


def _conclude_if_done(task: DutyTask, checklist: Checklist, actor: User, at: datetime) -> None:
    if places_of(task, checklist).exclude(pk__in=task.checks.values("entry")).exists():
        return
    results = CheckResult.objects.filter(of__task=task, mark=Mark.FAILED)
    text = f"检查 {task.checks.count()} 处，不合格 {results.count()} 项。"
    kind = Return.Kind.FOUND if results.exists() else Return.Kind.ZERO
    conclude(task, ReturnInput(kind, text=text), actor=actor, at=at)


@transaction.atomic
def conclude_empty(task: DutyTask, *, actor: User, at: datetime) -> None:
    """There is no such place in the area: the round is handed in with nothing to check."""
    checklist = checklist_of(task)
    if checklist is None or places_of(task, checklist).exists():
        raise FactMissing({"entry": "这一轮还有应当检查的场所。"})
    conclude(task, ReturnInput(Return.Kind.ZERO, text="辖区内没有这类场所。"), actor=actor, at=at)
