"""What can be done with a row of a register; every change stands in its history."""

from copy import copy
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from governance.cases.files import attachments
from governance.frame.database.locking import locked
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.organisation.models import User
from governance.organisation.pickers import area_path
from governance.organisation.standing import standing_of

from ..access import check_keeper, may_change, visible
from ..following import follow
from ..models import Change, Entry, EntryFile, Norm, Register
from ..norms.shares import excesses
from .told import EntryInput, says_something

Verb = Change.Verb
MOST_FILES = 20
# What a row is called that the person may not see.
OF_ANOTHER = "其他单位的一条登记"
BATCH = 1000


@transaction.atomic
def open_entry(register: Register, told: EntryInput, *, actor: User, at: datetime, job_id: int | None = None) -> Entry:
    """The row stands in the register; raises FactMissing for a unit that does not keep it, or a value that is taken."""
    check_keeper(register, told.unit, told.area, standing_of(actor, office_day(at)))
    entry = _new(register, at)
    _fill(entry, told)
    _hold_days([entry], at)
    _hold_unique(entry, actor, at)
    entry.save()
    _hold_shares(entry, at)
    Change.objects.create(entry=entry, at=at, by=actor, verb=Verb.OPENED, job_id=job_id)
    return entry


def _new(register: Register, at: datetime) -> Entry:
    return Entry(register=register, entered_on=office_day(at), checked_on=office_day(at))


@transaction.atomic
def open_many(
    register: Register, rows: list[EntryInput], *, actor: User | None, at: datetime, job_id: int | None
) -> None:
    """All these rows stand in the register, whose units and unique values were looked at before."""
    entries = [_new(register, at) for _ in rows]
    for entry, told in zip(entries, rows, strict=True):
        _fill(entry, told)
    _hold_days(entries, at)
    key: Any = Entry._meta.pk
    key.draw(entries)
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    Change.objects.bulk_create(
        (Change(entry=entry, at=at, by=actor, verb=Verb.OPENED, job_id=job_id) for entry in entries), batch_size=BATCH
    )


@transaction.atomic
def change_entry(
    entry: Entry, told: EntryInput, *, version: int | None, actor: User, at: datetime, job_id: int | None = None
) -> bool:
    """The row says what was told; false, and no trace, if it said so before."""
    entry = _held(entry, version, actor, at)
    register = entry.register
    check_keeper(register, told.unit, told.area, standing_of(actor, office_day(at)))
    changed = fill_in(entry, told)
    if not changed:
        return False
    _hold_days([entry], at)
    _hold_unique(entry, actor, at)
    _save(entry)
    if job_id is None:
        _hold_shares(entry, at)
    Change.objects.create(entry=entry, at=at, by=actor, verb=Verb.CHANGED, facts=changed, job_id=job_id)
    return True


@transaction.atomic
def change_many(rows: list[tuple[Entry, EntryInput]], *, actor: User, at: datetime, job_id: int) -> int:
    """Each of these rows says what is told beside it; says how many said otherwise before.

    A value that no two rows may have is given up by all of them before any takes one, so that two can exchange theirs.
    """
    changing = [(entry, told) for entry, told in rows if would_change(entry, told)]
    Entry.objects.filter(pk__in=[entry.pk for entry, _ in changing]).update(unique_values=[])
    for entry, told in changing:
        change_entry(entry, told, version=entry.version, actor=actor, at=at, job_id=job_id)
    return len(changing)


@transaction.atomic
def check_entry(entry: Entry, *, on: date, note: str, version: int | None, actor: User, at: datetime) -> None:
    """Somebody has looked at it on that day; the next look falls due by the register's cadence."""
    _seen(_held(entry, version, actor, at), on, note, actor, at)


@transaction.atomic
def check_in_round(entry: Entry, *, on: date, note: str, actor: User, at: datetime) -> None:
    """A line of work whose task it was has looked at it; whoever may do so there need not keep the row."""
    rows = Entry.objects.select_related("register", "unit", "area__parent__parent")
    _seen(locked(rows, entry, None, noun="这条登记"), on, note, actor, at)


def _seen(entry: Entry, on: date, note: str, actor: User, at: datetime) -> None:
    if on > office_day(at):
        raise FactMissing({"on": "检查日期不能晚于今天。"})
    entry.checked_on = max(on, entry.checked_on or on)
    follow(entry)
    _save(entry)
    Change.objects.create(entry=entry, at=at, by=actor, verb=Verb.CHECKED, note=f"{on} {note}")


@transaction.atomic
def end_entry(entry: Entry, *, reason: str, version: int | None, actor: User, at: datetime) -> None:
    """The row is in force no longer; it stays readable."""
    entry = _held(entry, version, actor, at)
    entry.ended_on, entry.unique_values = office_day(at), []
    _save(entry)
    Change.objects.create(entry=entry, at=at, by=actor, verb=Verb.ENDED, note=reason)


@transaction.atomic
def restore_entry(entry: Entry, *, reason: str, version: int | None, actor: User, at: datetime) -> None:
    """A row that was ended by mistake is in force again."""
    entry = _held(entry, version, actor, at, ended=True)
    entry.ended_on = None
    _fill(entry, _told_of(entry))
    _hold_unique(entry, actor, at)
    _save(entry)
    _hold_shares(entry, at)
    Change.objects.create(entry=entry, at=at, by=actor, verb=Verb.RESTORED, note=reason)


@transaction.atomic
def file_with(entry: Entry, uploads: list, *, actor: User, at: datetime) -> None:
    """The files belong to the row; raises AttachmentRefused for one that is not taken, and takes none then."""
    entry = _held(entry, None, actor, at)
    if entry.files.count() + len(uploads) > MOST_FILES:
        raise FactMissing({"files": f"一条登记最多 {MOST_FILES} 个附件。"})
    for upload in uploads:
        taken = attachments.take(upload)
        EntryFile.objects.create(entry=entry, uploaded_by=actor, uploaded_at=at, **asdict(taken))
        Change.objects.create(entry=entry, at=at, by=actor, verb=Verb.FILED, note=taken.name)


def _held(entry: Entry, version: int | None, actor: User, at: datetime, *, ended: bool = False) -> Entry:
    rows = Entry.objects.select_related("register", "unit", "area__parent__parent")
    held = locked(rows, entry, version, noun="这条登记", changed=_last_change)
    if not may_change(held, standing_of(actor, office_day(at))):
        raise StepNotAllowed("您的岗位不登记这本台账的这一条。")
    if (held.ended_on is not None) != ended:
        raise Refusal("这条登记没有注销。" if ended else "这条登记已经注销。")
    return held


def _last_change(entry: Entry) -> str:
    last = entry.changes.select_related("by").first()
    return f"{last.by.name if last.by else '系统'}已{last.get_verb_display()}" if last else ""


def _save(entry: Entry) -> None:
    entry.version += 1
    entry.save()


def _fill(entry: Entry, told: EntryInput) -> None:
    """The columns say what was told, and what follows from them follows."""
    for name in ("name", "unit", "area", "in_charge", "longitude", "latitude"):
        setattr(entry, name, getattr(told, name))
    if told.phone is not None and told.phone != entry.phone:
        entry.phone = told.phone
    entry.facts = told.facts
    follow(entry)


def _hold_unique(entry: Entry, actor: User, at: datetime) -> None:
    """Raises FactMissing if another row in force has one of the values; two who come at once stand in a line.

    A row that the person may not see is not named.
    """
    if not entry.unique_values:
        return
    Register.objects.select_for_update(no_key=True).get(pk=entry.register_id)
    taken = Entry.objects.filter(register=entry.register_id, unique_values__overlap=entry.unique_values)
    other = taken.exclude(pk=entry.pk).first()
    if other is not None:
        both = set(other.unique_values) & set(entry.unique_values)
        labels = {each.name: each.label for each in entry.register.asked}
        wrong = {
            each.name: "、".join(labels[name] for name in (*each.beside, each.name))
            for each in entry.register.asked
            if any(value.startswith(f"{each.name}:") for value in both)
        }
        seen = visible(entry.register, standing_of(actor, office_day(at))).filter(pk=other.pk).exists()
        which = f"“{other.name}”" if seen else OF_ANOTHER
        raise FactMissing({name: f"{label}与{which}相同。" for name, label in wrong.items()})


def _hold_days(entries: list[Entry], at: datetime) -> None:
    """Raises FactMissing for a day that has not come, where a standard counts by it what was done in a year."""
    if not entries:
        return
    register, today = entries[0].register, office_day(at).isoformat()
    counting = Norm.objects.filter(Q(register=register, answered_by=None) | Q(answered_by=register)).exclude(dated="")
    for name in set(counting.values_list("dated", flat=True)):
        label = next((each.label for each in register.asked if each.name == name), "")
        for entry in entries:
            if (entry.facts.get(name) or "") > today:
                said = f"“{entry.name}”的{label}晚于今天：还没有做的不计入，做了以后再登记。"
                raise FactMissing({name: said})


def _hold_shares(entry: Entry, at: datetime) -> None:
    """Raises FactMissing if more is covered in its area than there is; of a sheet that is asked once at its end."""
    found = excesses(entry.register, [entry.area_id], office_day(at).year)
    if wrong := {each.norm.counts: str(each) for each in found if each.norm.takes(entry.facts)}:
        raise FactMissing(wrong)


def would_change(entry: Entry, told: EntryInput) -> bool:
    """True if the row does not say already what is told."""
    return bool(fill_in(copy(entry), copy(told)))


def fill_in(entry: Entry, told: EntryInput) -> list[list]:
    """The row, not saved yet, says what was told; gives what changed, each as [name, before, after]."""
    before, number = _as_told(entry), entry.phone
    _fill(entry, _with_what_stands(told, entry))
    changed = list(_differences(before, after := _as_told(entry)))
    if entry.phone != number and before["phone"] == after["phone"]:
        changed.append(["phone", before["phone"], after["phone"]])
    return changed


def _told_of(entry: Entry) -> EntryInput:
    names = ("name", "unit", "area", "in_charge", "longitude", "latitude")
    return EntryInput(**{name: getattr(entry, name) for name in names}, facts=entry.facts)


def _with_what_stands(told: EntryInput, entry: Entry) -> EntryInput:
    """What stands in retired fields stays."""
    retired = {each.name for each in entry.register.all_fields if each.retired}
    told.facts = {name: raw for name, raw in entry.facts.items() if name in retired} | told.facts
    return told


def _as_told(entry: Entry) -> dict:
    """The row in values that a history keeps."""
    columns = {
        "name": entry.name,
        "unit": entry.unit.name,
        "area": area_path(entry.area),
        "in_charge": entry.in_charge,
        "phone": entry.phone_mask,
        "longitude": entry.longitude,
        "latitude": entry.latitude,
    }
    return columns | entry.facts


def _differences(before: dict, after: dict):
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was != now and (says_something(was) or says_something(now)):
            yield [name, was, now]
