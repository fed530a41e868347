"""What the reader of a list does next with each of its cases, as a button."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, TextField, Value, prefetch_related_objects
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.frame.database.among import Among
from governance.frame.database.written import WrittenOnce
from governance.organisation.standing import Standing, standing_now

from .. import access, registry
from ..access.owed import is_owed_at, whose_turn
from ..deadlines import binding_clock, by_term
from ..deadlines.wanted import Running, is_overtaken, why_no_clock
from ..models import Case, CaseUnit, Clock, Event, Proposal, Recusal
from ..models.case import case_url
from ..registry import HISTORY
from ..workflow import OVERSEER, Step

# What no guard looks at and weighs more than all the rest.
HEAVY = ("summary", "search_text", "grams", "known_to", "kept_from")


@dataclass(frozen=True)
class NextStep:
    """What a list offers beside a case, and the page where the reader goes on with it, if it is theirs to do: a step of
    their own, or that they ``decide`` what somebody put forward."""

    button: SafeString
    url: str = ""
    decides: bool = False


def with_what_bears(cases: QuerySet) -> QuerySet:
    """The query with what the next step depends on: what waits for approval, who keeps out, who helps, who took
    what.
    """
    waiting = Proposal.objects.filter(case_id=OuterRef("pk"), decision="").order_by("-proposed_at", "-id")
    told = JSONObject(step="step", proposed_by_id="proposed_by_id", unit_id="unit_id")
    kept_out = Recusal.objects.filter(Q(case_id=OuterRef("pk")) | Q(case_id=OuterRef("parent_id")))
    taken = Event.objects.filter(case_id=OuterRef("pk"), step__in=_telling_who()).exclude(actor=None).order_by()
    who = Concat("step", Value(":"), Cast("actor_id", TextField()), output_field=TextField())
    together = CaseUnit.objects.filter(case_id=OuterRef("pk"), part=CaseUnit.Part.CO_HANDLER)
    parts = Case.objects.filter(parent=OuterRef("pk"), closed_at=None).exclude(
        confidentiality=Case.Confidentiality.RESTRICTED
    )
    return cases.annotate(
        waiting=ArraySubquery(waiting.values(told=told)),
        parts_at=ArraySubquery(parts.order_by("pk").values("lead_unit__short_name")),
        recused=ArraySubquery(kept_out.values("person_id")),
        partners=ArraySubquery(together.order_by().values("unit_id")),
        takers=ArraySubquery(taken.annotate(who=who).values("who")),
    )


def _telling_who() -> set[str]:
    """The steps whose takers do not take, or do not approve, another one."""
    steps = [step for kind in registry.KINDS.values() for step in kind.workflow.steps]
    redrafts = {name for step in steps if step.two_people for name in step.two_people.redrafts}
    return redrafts | {name for step in steps for name in step.kept_from}


def next_steps_of(
    cases: list, user, late: set[int], running: Mapping[int, Sequence[Clock]], now: datetime
) -> list[NextStep]:
    """Of each case: decide what waits, take the first main step, urge what is late; or say for whom it waits.

    What lies in the hands of somebody else, in an open part or at a unit that owes what runs, is that person's or that
    unit's work, but what a unit of the reader owes waits for nobody else.

    ``with_what_bears`` has read the cases; ``late`` are the keys of those that are, ``running`` what runs in each. The
    row of the kind's own table is read where a guard looks at it, and what a record lacks is asked, once for all.
    """
    clocks_of = {pk: by_term(clocks) for pk, clocks in running.items()}
    offered = [list(_offered(case, user, case.pk in late, clocks_of[case.pk], now)) for case in cases]
    read_own([case for case, steps in zip(cases, offered, strict=True) if any(_looks_at_row(step) for step in steps)])
    standing = standing_now(user)
    mine = {pk for pk, clocks in running.items() if any(is_owed_at(clock, standing) for clock in clocks)}

    def shown(case, step: Step | None) -> NextStep:
        if waits := _of_proposals(case, user):
            return waits
        if step:
            return _of_step(case, step)
        return _of_others(case, () if case.pk in mine else _others(case, running, standing))

    return [shown(case, step) for case, step in zip(cases, _first_of(cases, offered, user, now), strict=True)]


def _first_of(cases: list, offered: list[list[Step]], user, now: datetime) -> list[Step | None]:
    """Of each case the step that comes next, or the one that adds what its record still lacks for it."""
    first = [
        next((step for step in steps if _comes_next(step, case, user, now)), None)
        for case, steps in zip(cases, offered, strict=True)
    ]
    found = list(zip(cases, first, strict=True))
    lacking = registry.what_they_lack((case.own, step) for case, step in found if step and step.completed_by)
    return [
        registry.workflow_of(case).step(step.completed_by) if step and (case.pk, step.name) in lacking else step
        for case, step in found
    ]


def read_own(cases: list) -> None:
    """Each case has the row of its kind's own table at hand, and the related rows that guards look at.

    The rows of all kinds are one question, and so is what several kinds read of the same table.
    """
    found = _whole_rows(cases)
    read = defaultdict(list)
    for case in cases:
        kind = registry.kind_of(case)
        to_own = kind.model._meta.pk.remote_field
        row = getattr(found[case.pk], kind.table)
        to_own.set_cached_value(case, row)
        to_own.field.set_cached_value(row, case)
        if HISTORY in kind.guards_read:
            row.steps_taken = found[case.pk].taken_in_order
        for name in kind.rows_read:
            read[getattr(kind.model, name.partition("__")[0]), name].append(row)
    for (_, name), rows in read.items():
        prefetch_related_objects(rows, name)


def _whole_rows(cases: list) -> dict[int, Any]:
    """Each case with the row of its kind's own table, and the steps taken in it, in one question."""
    if not cases:
        return {}
    question = _rows_of_kinds(frozenset(case.kind for case in cases))
    return {each.pk: each for each in question.objects(cases=[case.pk for case in cases])}


@cache
def _rows_of_kinds(codes: frozenset[str]) -> WrittenOnce:
    """What asks for cases of these kinds and no others."""

    def rows(cases: list[int]) -> QuerySet[Case]:
        kinds = {code: registry.KINDS[code] for code in sorted(codes)}
        with_history = [code for code, kind in kinds.items() if HISTORY in kind.guards_read]
        taken = Event.objects.filter(case_id=OuterRef("pk"), case__kind__in=with_history).order_by("seq")
        found = Case.objects.filter(Among(F("pk"), cases)).order_by().defer(*HEAVY)
        found = found.annotate(taken_in_order=ArraySubquery(taken.values("step")))
        return found.select_related(*{kind.table for kind in kinds.values()})

    return WrittenOnce(rows, cases=[-1])


def _of_proposals(case, user) -> NextStep | None:
    workflow = registry.workflow_of(case)
    for proposal in (Proposal(**told) for told in case.waiting):
        step = workflow.step(proposal.step)
        if step and access.may_decide(user, case, step, proposal):
            url = case_url(case)
            return NextStep(format_html('<a class="button button-small" href="{}">审批</a>', url), url, decides=True)
        if proposal.proposed_by_id == user.pk:
            return NextStep(SafeString('<span class="grey">等待审批</span>'))
    return None


def _offered(case, user, late: bool, running: Running, now: datetime) -> Iterator[Step]:
    """The steps that the person may take if their guards hold, up to the first that has none."""
    for step in registry.workflow_of(case).steps_from(case.status):
        next_here = access.comes_next(user, case, step, has_parts=bool(case.parts_at))
        # Whoever oversees answers lateness with what any open status allows: urging and instructing, never an end.
        wanted = next_here or (late and step.reach == OVERSEER and not step.sources)
        # Whom of several units it waits for is read in the row, with the guards.
        takes = access.post_takes if step.only_by else access.may_take
        if wanted and not why_no_clock(step, now, running) and takes(user, case, step):
            yield step
            if not _looks_at_row(step):
                return


def _looks_at_row(step: Step) -> bool:
    """True if whether it comes next hangs on the row of the kind's own table."""
    return bool(step.guards or step.main_while or step.main_within or step.completed_by or step.only_by)


def _comes_next(step: Step, case, user, now: datetime) -> bool:
    """True if nothing in the row stands against it, it is left to this person, and nothing has overtaken it."""
    if not _looks_at_row(step):
        return True
    if not access.is_among(user, case.own, step.only_by):
        return False
    return not is_overtaken(step, case.own, now) and all(guard.holds(case.own) for guard in step.guards)


def _others(case, running: Mapping[int, Sequence[Clock]], standing: Standing) -> Sequence[str]:
    """Whose work it is, if not the reader's: that of its parts, of whoever has it in hand, of the unit that owes."""
    if case.parts_at:
        return tuple(dict.fromkeys(case.parts_at))
    clock = binding_clock(running[case.pk])
    unit, handler = whose_turn(case, clock)
    if handler and case.handler_id != standing.user_id:
        return (handler,)
    return (unit.short_name,) if clock and unit.pk not in standing.units else ()


def _of_others(case, names: Sequence[str]) -> NextStep:
    url = case_url(case)
    if names:
        return NextStep(format_html('<a class="grey" href="{}">等待{}</a>', url, "、".join(names)))
    return NextStep(format_html('<a class="button button-small button-quiet" href="{}">查看</a>', url))


def _of_step(case, step: Step) -> NextStep:
    form = case_url(case) if step.weighed else f"{case_url(case)}steps/{step.name}/"
    button = format_html('<a class="button button-small" href="{}">{}</a>', form, step.weighed or step.label)
    # Whoever urges others does not go from one to the next.
    return NextStep(button, "" if step.reach == OVERSEER else form)


@cache
def _permissions_together() -> frozenset[str]:
    """What those steps ask for that many cases can take in one go."""
    steps = (step for kind in registry.KINDS.values() for step in kind.workflow.steps)
    return frozenset(step.permission for step in steps if step.together)


def may_take_together(standing) -> bool:
    """True if some post of the person carries what a step for many cases asks for."""
    return bool(_permissions_together() & standing.permissions)
