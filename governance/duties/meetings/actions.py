"""Meetings: planned with an agenda that fills itself, held with minutes, and the duty they answer handed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from governance.cases.models import Case
from governance.frame.database.locking import locked, save_version
from governance.frame.days import moment_text, office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.notices import outbox
from governance.organisation.models import Unit
from governance.organisation.standing import standing_of

from ..models import Attendee, Meeting, MeetingKind, Minutes, Return
from ..returns import actions as returns
from ..scan import messages
from ..scan.recipients import TaskRecipients
from . import agenda
from .access import may_host

State = Meeting.State
RESTRICTED = Case.Confidentiality.RESTRICTED


@dataclass
class MeetingInput:
    """What somebody says of a meeting to come; ``attendees`` are names with posts."""

    kind: MeetingKind
    unit: Unit
    title: str
    starts_at: datetime
    place: str
    chair: str
    units: list[Unit] = field(default_factory=list)
    attendees: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class MinutesInput:
    """What is written down of a meeting; ``attendance`` are rows of name, post, came, note."""

    recorder: str
    text: str
    attendance: list[dict]
    said: dict[str, str] = field(default_factory=dict)
    reason: str = ""


@transaction.atomic
def plan(told: MeetingInput, *, actor, at: datetime) -> Meeting:
    """The meeting is planned, its agenda holds what is open now, and whoever is asked to come is told."""
    _must_host(actor, told.unit, at)
    meeting = Meeting(planned_by=actor, planned_at=at)
    _write(meeting, told)
    meeting.save(force_insert=True)
    _set_people(meeting, told)
    agenda.gather(meeting, _asked(meeting, actor, at))
    _tell(meeting, told.units, f"会议通知：{_said(meeting)}", actor, at)
    return meeting


@transaction.atomic
def change(meeting: Meeting, told: MeetingInput, version: int, *, actor, at: datetime) -> Meeting:
    """The meeting takes place as it is said now; who comes is told if it is another, and who comes no more."""
    meeting = _begin(meeting, version, actor, at, states=(State.PLANNED,))
    if (told.unit, told.kind) != (meeting.unit, meeting.kind):
        raise FactMissing({"kind": "召集单位和会议种类不能再改，请取消后另行安排。"})
    moved = any(getattr(meeting, name) != getattr(told, name) for name in ("title", "starts_at", "place"))
    called = list(meeting.units.all())
    _write(meeting, told)
    save_version(meeting, "title", "starts_at", "place", "chair")
    _set_people(meeting, told)
    stay, new = ([unit for unit in told.units if (unit in called) is known] for known in (True, False))
    _tell(meeting, new, f"会议通知：{_said(meeting)}", actor, at)
    _tell(meeting, [unit for unit in called if unit not in told.units], f"不再参加会议：{_said(meeting)}", actor, at)
    if moved:
        _tell(meeting, stay, f"会议有变动：{_said(meeting)}", actor, at)
    return meeting


def _write(meeting: Meeting, told: MeetingInput) -> None:
    for name in ("kind", "unit", "title", "starts_at", "place", "chair"):
        setattr(meeting, name, getattr(told, name))


def _set_people(meeting: Meeting, told: MeetingInput) -> None:
    meeting.units.set(told.units)
    meeting.attendees.all().delete()
    rows = enumerate(dict.fromkeys(told.attendees), start=1)
    Attendee.objects.bulk_create(
        Attendee(meeting=meeting, position=place, name=name, post=post) for place, (name, post) in rows
    )


@transaction.atomic
def cancel(meeting: Meeting, reason: str, version: int, *, actor, at: datetime) -> None:
    """The meeting does not take place; those who were to come are told why."""
    meeting = _begin(meeting, version, actor, at, states=(State.PLANNED,))
    if not reason.strip():
        raise FactMissing({"reason": "请写明取消原因。"})
    meeting.state, meeting.cancel_reason = State.CANCELLED, reason.strip()
    save_version(meeting, "state", "cancel_reason")
    _tell(meeting, list(meeting.units.all()), f"会议取消：{_said(meeting)}（{meeting.cancel_reason}）", actor, at)


@transaction.atomic
def edit_agenda(meeting: Meeting, how: Callable[[Meeting], object], version: int, *, actor, at: datetime):
    """The agenda is as ``how`` leaves it; gives what that gives. Held meetings keep theirs."""
    meeting = _begin(meeting, version, actor, at, states=(State.PLANNED,))
    made = how(meeting)
    save_version(meeting)
    return made


@transaction.atomic
def gather(meeting: Meeting, version: int, *, actor, at: datetime) -> int:
    """What has come up since the agenda was filled stands on it too; says how many points are new."""
    meeting = _begin(meeting, version, actor, at, states=(State.PLANNED,))
    count = agenda.gather(meeting, _asked(meeting, actor, at))
    if count:
        save_version(meeting)
    return count


@transaction.atomic
def record(meeting: Meeting, heard: MinutesInput, version: int, *, actor, at: datetime) -> Minutes:
    """The minutes stand, the meeting has been held and answers the duty it was planned for.

    Written again they are a version beside the old one, with the reason.
    """
    meeting = _begin(meeting, version, actor, at, states=(State.PLANNED, State.HELD))
    if meeting.starts_at > at:
        raise FactMissing({"text": f"会议定于 {moment_text(meeting.starts_at)} 召开，还没有开，不能记录。"})
    former = meeting.minutes.filter(is_current=True).first()
    if former is not None and not heard.reason.strip():
        raise FactMissing({"reason": "更正会议记录，请写明原因。"})
    if former is not None:
        former.is_current = False
        former.save(update_fields=["is_current"])
    made = Minutes.objects.create(
        meeting=meeting,
        version=former.version + 1 if former else 1,
        attendance=heard.attendance,
        said={key: text.strip() for key, text in heard.said.items() if text.strip()},
        text=heard.text.strip(),
        recorder=heard.recorder,
        reason=heard.reason.strip() if former else "",
        by=actor,
        by_name=actor.name,
        at=at,
    )
    if former is None:
        meeting.state, meeting.report = State.HELD, _hand_in(meeting, heard, actor, at)
    save_version(meeting, "state", "report")
    return made


def _hand_in(meeting: Meeting, heard: MinutesInput, actor, at: datetime) -> Return | None:
    """The window in which the meeting fell has its return, if the unit owes one for such meetings."""
    if not meeting.kind.plan_code:
        return None
    came = sum(1 for row in heard.attendance if row["came"])
    # The return is read by more than those at the table: a matter hidden since is in no number there either.
    hidden = Q(case__confidentiality=RESTRICTED) | Q(decision__case__confidentiality=RESTRICTED)
    count = meeting.items.filter(is_removed=False).exclude(hidden).count()
    where = f"{moment_text(meeting.starts_at)} 召开{meeting.title}"
    text = f"{where}，主持人{meeting.chair}，到会 {came} 人，议题 {count} 项。"
    on = office_day(meeting.starts_at)
    return returns.count_done(meeting.kind.plan_code, meeting.unit, on, text, actor=actor, at=at)


def _begin(meeting: Meeting, version: int, actor, at: datetime, *, states) -> Meeting:
    """The meeting, held until the end of the transaction, as it was read."""
    _must_host(actor, meeting.unit, at)
    meeting = locked(
        Meeting.objects.select_related("kind", "unit"), meeting, version, noun="这次会议", changed=_as_it_stands
    )
    if meeting.state not in states:
        raise Refusal(f"会议{meeting.get_state_display()}，不能再这样改动。")
    return meeting


def _as_it_stands(meeting: Meeting) -> str:
    return f"现为：{_said(meeting)}，{meeting.get_state_display()}"


def _must_host(actor, unit: Unit, at: datetime) -> None:
    if not may_host(standing_of(actor, office_day(at)), unit):
        raise StepNotAllowed("您的岗位不能安排这个单位的会议。")


def _asked(meeting: Meeting, actor, at: datetime) -> agenda.AgendaRequest:
    return agenda.AgendaRequest(meeting.unit, meeting.kind, office_day(meeting.starts_at), actor, at)


def _said(meeting: Meeting) -> str:
    return f"{meeting.title}，{moment_text(meeting.starts_at)}，{meeting.place}，{meeting.unit.short_name}召集"


def _tell(meeting: Meeting, units: list[Unit], text: str, actor, at: datetime) -> None:
    """The leads of the units that take part, and where a unit has none its own people."""
    if not units:
        return
    link = reverse("duties:meeting", args=[meeting.pk])
    asked = [unit.pk for unit in units]
    users = TaskRecipients(office_day(at), asked).answering(*asked) - {actor.pk}
    key = f"meeting:{meeting.pk}:{meeting.version}:{text[:4]}"
    outbox.post_many([outbox.Message(user, messages.KIND, text, link, f"{key}:{user}") for user in users], at)
