"""The verbs: the only code that changes a case. One call is one transaction with its event, clocks, papers, notices."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from governance.frame.database.locking import check_version
from governance.frame.days import minute_text
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.organisation.models import Post, User

from .. import access, deadlines, registry
from ..fields.kind import raw_of
from ..files import attachments
from ..history import NOT_SIGNED, Act, facts_of, write_event
from ..instruction_steps import INSTRUCTION
from ..models import Event, Participant, Proposal
from ..numbers import next_in, passed_over
from ..papers import issue as papers
from ..search.bigrams import make_findable
from ..workflow import HEAR_OF_THE_END, SENDER, Fact, Hearer, Step, why_asked
from . import effects, elsewhere, proposals, recusing, secrecy
from . import recipients as audience
from .clocks import agreed_at, keep_watch, lengthened, lengthened_by, move_clocks, start_clocks
from .content import content_of
from .forms import StepForm
from .locking import NOUN, lock, save
from .notices import kind_of_news, tell
from .possible import known_step, possible_step
from .words import as_codes, as_replaced, as_told


def open_case(case, *, actor, at: datetime, people=(), files=(), replay=False, tells=(), told=()) -> Event:
    """The new case has its number, people, first event and opening clocks; registration is never refused by law.

    ``case`` is an unsaved row of the kind's table with ``lead_unit`` set to the unit that takes it in; ``people`` are
    unsaved ``Participant`` rows. ``told`` are labels and words for the history. ``tells`` are those who hear of it,
    as in a step.
    """
    act = Act(actor, at, replay)
    workflow = registry.workflow_of(case)
    with transaction.atomic():
        case.number = _first_number(case, workflow.prefix, act.day.year)
        case.status = workflow.opening
        case.first_unit = case.lead_unit
        case.registered_by = actor
        make_findable(case, people)
        case.save(force_insert=True)
        case.clocks_held = []
        _write_people(case, people)
        if case.is_restricted:
            secrecy.conceal(case, act, act.actor)
        event = write_event(
            case,
            step="register",
            label="登记",
            act=act,
            to_status=case.status,
            facts={"told": list(told)},
        )
        _file(case, files, event, act)
        start_clocks(case, workflow.opening_clocks, {}, event, act)
        if not workflow.opens_with:
            keep_watch(case, "", event, act)
        save(case, ["next_due_at"], act)
        if case.parent_id and case.parent.is_restricted:
            secrecy.cover_copies(case.parent, act)
            case.refresh_from_db()
        kind = "assigned" if Hearer.STAFF in tells else "case"
        tell(case, event, act, audience.people(case, tells, on=act.day), kind)
        # Whoever opened it may go on with this very row, and others with the case.
        case.clocks_held = None
        return event


def _write_people(case, people) -> None:
    for position, person in enumerate(people):
        person.case_id = case.pk
        person.position = position
    Participant.objects.bulk_create(people)


def take_step(case, name: str, facts: dict | None = None, *, actor, at, version=None, files=(), replay=False) -> Event:
    """The case has taken the step, or the step waits for the approval it needs.

    ``facts`` are what the step asks for, by name. ``actor=None`` is the system. ``version`` is what the person had
    read. Raises ``StepNotPossible``, ``StepNotAllowed``, ``FactMissing`` or ``StaleVersion``; then nothing has changed.
    """
    act = Act(actor, at, replay)
    with transaction.atomic():
        row = lock(case, version)
        step = possible_step(row, name, act)
        if actor is not None and not access.may_take(actor, row, step):
            raise StepNotAllowed(step.not_yours)
        raw = raw_of(step.facts, facts or {})
        cleaned = _cleaned(step, row, raw, files, act)
        if step.approval and actor is not None and not _decides_alone(actor, row, step, cleaned):
            return _propose(row, step, raw, cleaned, files, act, actor)
        return _perform(row, step, cleaned, files, act)


def decidable(row, proposal: Proposal, actor) -> Step:
    """The step that waits; raises where it waits no more, or the person does not decide it."""
    if proposal.decision:
        why = f"（{proposal.reason}）" if proposal.decision == Proposal.Decision.LAPSED and proposal.reason else ""
        raise StepNotPossible(f"这项审批{proposal.get_decision_display()}{why}，无须再办。")
    step = known_step(row, proposal.step)
    if not access.may_decide(actor, row, step, proposal):
        own_draft = proposal.proposed_by_id == actor.pk
        raise StepNotAllowed("不能审批自己提请的事项。" if own_draft else "您的岗位不能审批这一步骤。")
    return step


def decide(
    proposal: Proposal,
    *,
    approve: bool,
    actor,
    at,
    reason: str = "",
    answers: Collection[str] = (),
    version: int | None = None,
) -> Event:
    """The waiting step has taken effect, or is sent back with the reason, of which is asked what a step asks of words.

    ``answers`` names the questions that were answered. ``version`` is that of the case as the person had read it:
    nobody approves what they have not seen. Raises ``StaleVersion`` where anything about the case changed since.
    """
    act = Act(actor, at)
    with transaction.atomic():
        row = lock(proposal.case)
        proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        step = decidable(row, proposal, actor)
        check_version(row, version, noun=NOUN)
        if not approve and not reason.strip():
            raise FactMissing({"reason": "请写明退回的理由。"})
        if asked := why_asked(row, [reason], dict.fromkeys(answers, True)):
            raise FactMissing(asked)
        decision = Proposal.Decision.APPROVED if approve else Proposal.Decision.REJECTED
        proposals.close(row, step, proposal, decision, act, reason)
        if not approve:
            event = write_event(
                row,
                step=step.rejected,
                label=f"退回：{step.label}",
                act=act,
                facts=facts_of(step, []),
                note=reason,
            )
            save(row, [], act)
            tell(row, event, act, _who_changes_it(row, proposal, act), kind_of_news(step, event))
            return event
        return _carry_out(row, proposal, act)


def _who_changes_it(row, proposal: Proposal, act: Act) -> set[int]:
    """Whoever put it forward; where that person is gone whoever leads the unit."""
    here = Post.objects.current(act.day).filter(user=proposal.proposed_by_id).exists()
    return {proposal.proposed_by_id} if here else audience.people(row, (Hearer.LEAD,), on=act.day)


def take_back(proposal: Proposal, *, actor, at) -> Event:
    """What waited for approval waits no more, because whoever put it forward wants to change it or let it be."""
    act = Act(actor, at)
    with transaction.atomic():
        row = lock(proposal.case)
        proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if proposal.proposed_by_id != actor.pk:
            raise StepNotAllowed("只有提请的人能撤回提请。")
        if proposal.decision:
            raise StepNotPossible(f"这项审批{proposal.get_decision_display()}，不能再撤回。")
        step = known_step(row, proposal.step)
        proposals.close(row, step, proposal, Proposal.Decision.TAKEN_BACK, act, "")
        label = f"撤回提请：{step.label}"
        event = write_event(row, step=step.taken_back, label=label, act=act, facts=facts_of(step, []))
        save(row, [], act)
        return event


def as_if_approved(proposal: Proposal, at) -> Event:
    """What waits has taken effect, signed by nobody yet: only to be looked at."""
    act = Act(proposal.proposed_by, at, signs=NOT_SIGNED)
    with transaction.atomic():
        row = lock(proposal.case)
        proposals.close(row, known_step(row, proposal.step), proposal, Proposal.Decision.APPROVED, act, "")
        return _carry_out(row, proposal, act)


def _carry_out(row, proposal: Proposal, act: Act) -> Event:
    step = possible_step(row, proposal.step, act)
    cleaned = _cleaned(step, row, proposal.facts, None, act)
    return _perform(row, step, cleaned, (), act, proposal=proposal)


def _cleaned(step: Step, row, raw: dict, files, act: Act) -> dict:
    """The facts, checked for shape; raises ``FactMissing`` with a sentence at each wrong one.

    ``files`` None: whoever put the step forward has filed them.
    """
    unknown = set(raw) - {fact.name for fact in step.facts}
    if unknown:
        raise FactMissing(dict.fromkeys(sorted(unknown), "这一步骤不需要这项内容。"))
    form = StepForm(step, row, act.actor, raw, at=act.at)
    errors = form.sentences()
    if step.files and files is not None and _must_show(step.files, row, form, act):
        if not files:
            errors[step.files.name] = f"请附上{step.files.label}。"
        elif step.files.shows and not any(attachments.is_picture(each) for each in files):
            errors[step.files.name] = f"{step.files.label}应有一张以上是照片。"
    told = form.cleaned_data
    if not errors:
        told |= {fact.name: act.at for fact in _left_open(step, told) if fact.kind == "moment"}
    errors = errors or step.why_refuted(row, told)
    if errors:
        raise FactMissing(errors)
    return told


def _left_open(step: Step, told: dict) -> list[Fact]:
    """The facts of which nobody has said when that was: it was now."""
    return [fact for fact in step.facts if fact.or_put_forward and told.get(fact.name) in (None, "")]


def _must_show(files: Fact, row, form: StepForm, act: Act) -> bool:
    wanted = files.needed_where is not None and files.needed_where(row)
    said = bool(files.needed_by and form.cleaned_data.get(files.needed_by))
    return files.required or (not act.replay and (wanted or said))


def _propose(row, step: Step, raw: dict, cleaned: dict, files, act: Act, by: User) -> Event:
    if row.proposals.filter(step=step.name, decision="").exists():
        raise StepNotPossible(f"“{step.label}”已经提请审批，请等候结果。")
    if step.extends:
        for clock in lengthened(step.extends, deadlines.running_by_term(row), cleaned):
            days = cleaned[step.extends.days]
            with lengthened_by(step.extends.days):
                then = agreed_at(step, cleaned, act)
                deadlines.check_extension(row, clock.term_code, days, at=then, subject=clock.subject)
    if step.approved_where:
        _check_effect(row, step, cleaned, act)
    now = {fact.name: cleaned.get(fact.name) or act.day for fact in _left_open(step, raw)}
    raw, cleaned = {**raw, **raw_of(step.facts, now)}, {**cleaned, **now}
    proposal = Proposal.objects.create(
        case_id=row.pk,
        step=step.name,
        label=step.label,
        facts={name: value for name, value in raw.items() if value not in (None, "", [])},
        unit_id=recusing.deciding_unit(row, step, cleaned, act),
        proposed_by=by,
        proposed_at=act.at,
    )
    event = write_event(
        row,
        step=step.proposed,
        label=f"提请审批：{step.label}",
        act=act,
        facts=facts_of(step, as_told(step.facts, cleaned), as_codes(step.facts, cleaned), proposal=proposal.pk),
    )
    _file(row, files, event, act)
    recusing.keep_out(row, step, cleaned, act)
    save(row, [], act)
    elsewhere = step.approver == SENDER and proposal.unit_id != row.lead_unit_id
    hearers = (Hearer.SENDER, Hearer.FIRST) if elsewhere else (Hearer.LEAD,)
    told = audience.people(row, hearers, on=act.day) | audience.approvers_above(row, step, on=act.day)
    if step.goes_above and proposal.unit_id != access.asked_unit_id(row, step):
        told |= recusing.deciders(row, proposal, step, act)
    tell(row, event, act, told, kind_of_news(step, event))
    return event


def _check_effect(row, step: Step, cleaned: dict, act: Act) -> None:
    """Whoever puts it forward hears at once what would be refused; nothing is kept, and nothing sealed waits."""
    sealed = [fact for fact in step.facts if fact.untold and cleaned.get(fact.name)]
    if sealed:
        raise FactMissing({fact.name: f"{step.approval_said}的，请分开办理：先更正{fact.label}。" for fact in sealed})
    with transaction.atomic():
        _take_effect(lock(row), step, dict(cleaned), replace(act, told=[]))
        transaction.set_rollback(True)


def _decides_alone(actor: User, row, step: Step, cleaned: dict) -> bool:
    if step.approved_where and not step.approved_where.holds(row, cleaned):
        return True
    return access.approves_alone(actor, row, step) and not recusing.wants_another(row, step, cleaned)


def _perform(row, step: Step, cleaned: dict, files, act: Act, proposal: Proposal | None = None) -> Event:
    """All that the row of the table says happens, in one transaction."""
    workflow = registry.workflow_of(row)
    before, holder, content = row.status, row.lead_unit_id, content_of(row)
    # As the case stands now: the unit that it may go to signs nothing yet. Who approves signs for the organ that asked.
    acting = proposal.proposed_by if proposal else act.actor
    issuer = access.acting_unit(acting, row, step) if step.papers and acting else row.lead_unit
    told = as_told(step.facts, cleaned) + as_replaced(step, cleaned, row)
    act = replace(act, told=told)
    changed = _write_columns(row, step, cleaned, act)
    changed += _take_effect(row, step, cleaned, act)
    changed += secrecy.keep(row, act)
    row.status = step.target or row.status
    closing = workflow.statuses[row.status].closed and not workflow.statuses[before].closed
    if closing:
        row.closed_at = act.at
    if proposal:
        told.append(["提请人", f"{proposal.proposed_by.name} {minute_text(proposal.proposed_at)}"])
    lapsing = proposals.lapsing(row, step, content)
    told += [["提请失效", f"{each.label}（{each.proposed_by.name}提请）"] for each in lapsing]
    event = write_event(
        row,
        step=step.name,
        label=step.label,
        act=act,
        from_status=before,
        to_status=row.status,
        facts=facts_of(step, told, as_codes(step.facts, cleaned)),
    )
    _file(row, files, event, act)
    move_clocks(row, step, cleaned, event, act, closing)
    save(row, [*changed, "status", "closed_at"], act)
    elsewhere.show(row, step, cleaned, act, moved=row.status != before, closing=closing)
    proposals.lapse(row, lapsing, step, act)
    if not act.replay:
        _issue(row, step, event=event, signer=act.signer, unit=issuer, on=act.day, facts=cleaned)
        hearers = _hearers(row, step, closing=closing, passed_on=row.lead_unit_id != holder)
        tell(row, event, act, audience.people(row, hearers, on=act.day), kind_of_news(step, event))
    return event


def _hearers(row, step: Step, *, closing: bool, passed_on: bool) -> tuple[Hearer, ...]:
    """Who hears of the step: of the end whoever waits for it, of a new holder the leader whom it owes an answer."""
    if closing:
        return (*step.tells, *HEAR_OF_THE_END)
    owes = passed_on and INSTRUCTION in deadlines.running_by_term(row)
    return (*step.tells, Hearer.INSTRUCTING) if owes else step.tells


def _take_effect(row, step: Step, cleaned: dict, act: Act) -> list[str]:
    known = {**effects.EFFECTS, **registry.kind_of(row).effects}
    return known[step.effect](row, act=act, facts=cleaned) or [] if step.effect else []


def _file(row, files, event: Event, act: Act) -> None:
    attachments.check_count(files)
    for file in files:
        attachments.store(row, file, actor=act.actor, at=act.at, event=event)


def _issue(row, step: Step, **signed) -> None:
    for code in step.papers:
        if papers.is_needed(row, code, **signed):
            papers.issue(row, code, **signed)


def _write_columns(row, step: Step, cleaned: dict, act: Act) -> list[str]:
    changed = []
    for fact in step.facts:
        if not fact.column:
            continue
        value = cleaned.get(fact.name)
        if fact.column == "lead_unit":
            effects.hand_over(row, value, act=act, routes=step.routes)
            changed += effects.HELD
            continue
        if fact.column == "handler":
            effects.named(row, value, act=act)
        if value is None and row._meta.get_field(fact.column).get_internal_type() in ("CharField", "TextField"):
            value = ""
        setattr(row, fact.column, value)
        changed.append(fact.column)
    if {"title", "summary"} & set(changed):
        make_findable(row, list(row.participants.all()))
        changed += ["search_text", "grams"]
    return changed


def _first_number(case, prefix: str, year: int) -> str:
    """What is hidden takes its number from no row of numbers: its place in one would tell when it came in."""
    return secrecy.hidden_number(prefix, year) if case.is_restricted else next_number(prefix, year)


def next_number(prefix: str, year: int, width: int = 6) -> str:
    """The next number of a range, for example XF2026-000123; numbers are never given out twice, and some never."""
    key = f"{prefix}{year}"
    return f"{key}-{next_in(key, passing_over=passed_over()):0{width}}"
