"""What meetings decided: tasks with an owner and a date, struck off with proof or put off for a reason."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse

from governance.cases.knowing.queryset import hidden_from
from governance.cases.models import Case
from governance.frame.database.locking import locked, save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.frame.wording import clipped
from governance.notices import outbox
from governance.organisation.models import Unit
from governance.organisation.standing import Standing, standing_of

from .. import access
from ..models import Decision, DecisionEntry, Meeting
from ..scan import messages
from ..scan.recipients import TaskRecipients
from .access import may_host, meetings_in_range

Kind, State = DecisionEntry.Kind, Decision.State


def visible_to(standing: Standing):
    """Those of the meetings one may know of, and those that a unit of one's range has to carry out; what was decided
    about a hidden matter is hidden with it."""
    found = Decision.objects.filter(standing.within("unit") | Q(meeting__in=meetings_in_range(standing)))
    return found.exclude(hidden_from(standing))


def open_ones():
    """What is to be carried out, but for hidden matters: for what the machine tells on its own."""
    told = Q(case=None) | ~Q(case__confidentiality=Case.Confidentiality.RESTRICTED)
    return Decision.objects.filter(told, state=State.OPEN)


def missed_day(of: str = "pk") -> Subquery:
    """The first date of a decision that had gone by when it was put off, struck off or dropped: no later one undoes
    that it was late."""
    was_due = Coalesce("due_was", "due_on")
    left = (Kind.REDATED, Kind.DONE, Kind.DROPPED)
    late = DecisionEntry.objects.filter(decision=OuterRef(of), kind__in=left, at__date__gt=was_due)
    return Subquery(late.order_by("version").values_list(was_due)[:1])


def with_missed_day(rows: Any) -> Any:
    """The decisions, each with its ``missed_on``."""
    return rows.annotate(missed_on=missed_day())


def was_missed(decision: Decision, today: date) -> bool:
    """True if a date of it, which was read with its missed day, has ever gone by."""
    return decision.missed_on is not None or decision.due_on < today


def decision_for(standing: Standing, pk: int) -> Decision:
    """The decision, if the person may know of it; raises Http404 otherwise."""
    found = visible_to(standing).filter(pk=pk).select_related("meeting__unit", "meeting__kind", "unit", "case")
    row = with_missed_day(found).first()
    if row is None:
        raise Http404("没有这项议定事项。")
    return row


def owns(standing: Standing, decision: Decision) -> bool:
    """True for the people of the unit that has to carry it out."""
    return decision.unit_id in standing.units_with(access.RETURN)


@transaction.atomic
def decide(
    meeting: Meeting,
    text: str,
    *,
    unit: Unit,
    due_on: date,
    actor,
    at: datetime,
    person: str = "",
    case: Case | None = None,
) -> Decision:
    """The meeting has decided it, and the unit that has to carry it out is told."""
    standing = _must_host(meeting, actor, at)
    if meeting.state != Meeting.State.HELD:
        raise Refusal("先记录会议情况，再登记议定事项。")
    _check_due(due_on, at)
    decision = Decision.objects.create(meeting=meeting, case=case, text=text, unit=unit, person=person, due_on=due_on)
    _enter(decision, Kind.MADE, f"{meeting.title}议定", None, actor, standing, at)
    _tell(decision, f"会议议定事项：{text}，请于 {due_on} 前落实（{meeting.title}）。", actor, at)
    return decision


@transaction.atomic
def settle(decision: Decision, proof: str, version: int, *, actor, at: datetime) -> None:
    """The decision is struck off, and the proof says how it was carried out: by its unit, or by whoever called the
    meeting; by the latter alone where it was ever late."""
    decision, standing = _begin(decision, version, actor, at, State.OPEN)
    hosts = may_host(standing, decision.meeting.unit)
    if not (owns(standing, decision) or hosts):
        raise StepNotAllowed("只有责任单位和召集单位可以销号。")
    if not hosts and was_missed(decision, office_day(at)):
        raise StepNotAllowed("这一项曾经超期，由召集单位核实后销号。")
    if not proof.strip():
        raise FactMissing({"proof": "请写明落实情况和销号依据。"})
    _move(decision, State.DONE, Kind.DONE, proof, actor, standing, at)


@transaction.atomic
def redate(decision: Decision, due_on: date, reason: str, version: int, *, actor, at: datetime) -> None:
    """The decision has another date, the old one stays in its history. Only whoever called the meeting puts it off."""
    decision, standing = _begin(decision, version, actor, at, State.OPEN)
    _must_host(decision.meeting, actor, at)
    if due_on == decision.due_on:
        raise FactMissing({"due_on": "新的期限与原来相同。"})
    _check_due(due_on, at)
    was, decision.due_on = decision.due_on, due_on
    save_version(decision, "due_on")
    _enter(decision, Kind.REDATED, _reason(reason), was, actor, standing, at)
    _tell(decision, f"议定事项改期至 {due_on}（原 {was}）：{decision.text}", actor, at)


@transaction.atomic
def reopen(decision: Decision, reason: str, version: int, *, actor, at: datetime) -> None:
    """What was struck off wants doing after all."""
    decision, standing = _begin(decision, version, actor, at, State.DONE)
    _must_host(decision.meeting, actor, at)
    _move(decision, State.OPEN, Kind.REOPENED, _reason(reason), actor, standing, at)
    _tell(decision, f"议定事项销号被退回，请继续落实：{decision.text}", actor, at)


@transaction.atomic
def drop(decision: Decision, reason: str, version: int, *, actor, at: datetime) -> None:
    """The decision holds no more, for the reason given."""
    decision, standing = _begin(decision, version, actor, at, State.OPEN)
    _must_host(decision.meeting, actor, at)
    _move(decision, State.DROPPED, Kind.DROPPED, _reason(reason), actor, standing, at)


def _reason(text: str) -> str:
    if not text.strip():
        raise FactMissing({"reason": "请写明原因。"})
    return text.strip()


def _check_due(due_on: date, at: datetime) -> None:
    today = office_day(at)
    if due_on < today:
        raise FactMissing({"due_on": f"完成期限不能早于今天（{today}）。"})


def _begin(decision: Decision, version: int, actor, at: datetime, state: str) -> tuple[Decision, Standing]:
    rows = with_missed_day(Decision.objects.select_related("meeting__unit"))
    decision = locked(rows, decision, version, noun="这一项", changed=_changed)
    if decision.state != state:
        raise Refusal(f"这一项{decision.get_state_display()}，不能这样办理。")
    return decision, standing_of(actor, office_day(at))


def _changed(decision: Decision) -> str:
    last = decision.entries.all()[0]
    return f"{last.by_name}办理了“{last.get_kind_display()}”"


def _move(decision: Decision, state: str, kind: str, text: str, actor, standing: Standing, at: datetime) -> None:
    decision.state = state
    save_version(decision, "state")
    _enter(decision, kind, text.strip(), None, actor, standing, at)


def _enter(decision: Decision, kind: str, text: str, was: date | None, actor, standing: Standing, at) -> None:
    DecisionEntry.objects.create(
        decision=decision,
        version=decision.version,
        kind=kind,
        text=text,
        due_was=was,
        due_on=decision.due_on,
        by=actor,
        by_name=actor.name,
        by_post=clipped(standing.title, 120),
        at=at,
    )


def _must_host(meeting: Meeting, actor, at: datetime) -> Standing:
    standing = standing_of(actor, office_day(at))
    if not may_host(standing, meeting.unit):
        raise StepNotAllowed("只有召集单位可以这样办理议定事项。")
    return standing


def _tell(decision: Decision, text: str, actor, at: datetime) -> None:
    link = reverse("duties:decision", args=[decision.pk])
    users = TaskRecipients(office_day(at), [decision.unit_id]).answering(decision.unit_id) - {actor.pk}
    key = f"decision:{decision.pk}:{decision.version}"
    about = _subject(decision)
    sent = [outbox.Message(user, messages.KIND, text, link, f"{key}:{user}", **about) for user in users]
    outbox.post_many(sent, at)


def _subject(decision: Decision) -> dict:
    """What the message is about, so that it is withdrawn when that is hidden."""
    if decision.case is None:
        return {}
    return {"subject_key": decision.case.number, "restricted": decision.case.is_restricted}
