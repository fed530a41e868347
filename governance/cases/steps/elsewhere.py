"""What the histories of other cases say of one, and the case of another kind that comes out of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from governance.frame.refusals import StepNotPossible

from .. import access, deadlines, registry
from ..history import OUTCOME, RESULT, Act, write_event
from ..models import Case, CaseLink, Event
from ..workflow import Hearer, Step
from . import recipients as audience
from .clocks import keep_watch
from .locking import lock, save
from .notices import tell

NAMED = "named_elsewhere"


def show(row, step: Step, cleaned: dict, act: Act, *, moved: bool, closing: bool) -> None:
    """The cases that it came out of, that it names and of which it is a part have what follows for them."""
    if moved:
        tell_origins(row, act)
    if step.seen_from_other:
        _tell_named(row, step, cleaned, act)
    if closing:
        _tell_waiting(row, act)
    if closing and row.parent_id:
        _watch_whole(row.parent_id, act)


def _watch_whole(case_id: int, act: Act) -> None:
    """The case to which an ended part belongs is bound by a day of its own, if that was its last part."""
    whole = lock(Case(pk=case_id))
    if whole.closed_at is None:
        keep_watch(whole, whole.status, None, act)
        deadlines.refresh_next_due(whole)


def refer(origin, kind: str, facts: dict, *, actor, at: datetime):
    """A case of another kind stands that comes out of this one, and both show each other.

    ``facts`` are what the other kind wants to be told. Raises ``StepNotPossible`` where no such case can come out of
    this one.
    """
    found = registry.KINDS.get(kind)
    if found is None or found.open_from is None:
        raise StepNotPossible("这件事项不能转为那一类事项。")
    if origin.is_restricted:
        raise StepNotPossible("限制知悉的事项不能转为其他事项。")
    with transaction.atomic():
        opened = found.open_from(origin, actor, at, facts)
        CaseLink.objects.create(case_id=opened.pk, other_id=origin.pk, kind=CaseLink.Kind.ORIGIN)
    return opened


def tell_origins(case, act: Act) -> None:
    """The history of every case that this one came out of says what became of it; its handler and followers hear.

    So does that of what was merged into this one, and of cases further back. That is read by people who may know
    nothing of this case: of what few may know nothing is said.
    """
    kind = registry.kind_of(case)
    status = kind.workflow.statuses[case.status]
    said = kind.outcomes.get(case.status, status.label if status.closed else "")
    if not said or case.is_restricted:
        return
    told = [[RESULT, said], [f"{kind.workflow.label}编号", case.number]]
    for origin_id in _origins(case):
        note(Case(pk=origin_id), OUTCOME, "办理结果", told, act, also=(Hearer.FOLLOWERS,))


def _tell_waiting(case, act: Act) -> None:
    """The history of every open case of another kind that waits for what this one comes to says that it has ended, and
    how; its handler, its sender and whoever began it hear."""
    kind = registry.kind_of(case)
    told = [[RESULT, kind.workflow.statuses[case.status].label], [f"{kind.workflow.label}编号", case.number]]
    waiting = [pk for each in registry.KINDS.values() if each.awaits for pk in each.awaits(case)]
    for other in Case.objects.filter(pk__in=waiting, closed_at=None).order_by("pk") if waiting else ():
        if access.may_be_named_in(other, case):
            note(other, OUTCOME, "办理结果", told, act, also=(Hearer.SENDER, Hearer.FIRST))


def _origins(case) -> list[int]:
    """What the case, or one merged into it, came out of, and what that came out of; nothing past what few may know."""
    found: set[int] = set()
    fresh = {case.pk}
    while fresh:
        known = Case.objects.exclude(confidentiality=Case.Confidentiality.RESTRICTED)
        same = known.filter(Q(pk__in=fresh) | Q(merged_into__in=fresh)).order_by()
        links = CaseLink.objects.filter(case__in=same, kind=CaseLink.Kind.ORIGIN).order_by()
        fresh = set(links.values_list("other_id", flat=True)) - found - {case.pk}
        found |= fresh
    return sorted(found)


def _tell_named(case, step: Step, cleaned: dict, act: Act) -> None:
    """The history of every case that the step names says so, where it may name this one; its handler hears."""
    others = [cleaned[fact.name] for fact in step.facts if fact.kind == "case" and cleaned.get(fact.name)]
    for other in others:
        if access.may_be_named_in(other, case):
            told = [[f"{registry.kind_of(case).workflow.label}编号", case.number]]
            note(other, NAMED, step.seen_from_other, told, act)


def note(case, step: str, label: str, told: list[list[str]], act: Act, *, also: tuple[Hearer, ...] = ()) -> Event:
    """The history of the case says what happened elsewhere that concerns it; its handler hears, or who leads its unit.

    ``told`` is read by everybody who sees the case; ``also`` hear of it. Nothing else about it changes.
    """
    with transaction.atomic():
        row = lock(case)
        event = write_event(row, step=step, label=label, act=act, facts={"told": told})
        save(row, [], act)
        hearer = Hearer.HANDLER if row.handler_id else Hearer.LEAD
        tell(row, event, act, audience.people(row, (hearer, *also), on=act.day))
        return event
