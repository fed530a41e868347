"""What is wrong with a workflow table: names that nobody knows, dead ends, an open case for which nobody is bound."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from .workflow import LONGEST_NAME, Fact, Step, Workflow


@dataclass(frozen=True)
class Names:
    """Every name that a table may mention; ``duties`` are the terms that bind."""

    permissions: Container[str]
    papers: Container[str]
    terms: Container[str]
    effects: Container[str]
    choosers: Container[str] = ()
    persons: Container[str] = ()
    lacking: Container[str] = ()
    kinds: Container[str] = ()
    kinds_in_rows: Container[str] = ()
    duties: Container[str] = ()


def problems(workflow: Workflow, names: Names) -> list[str]:
    """What is wrong with a table, one sentence each; empty when it can be used.

    Every name it mentions exists, every status can be reached from the opening one, and from every status a closed
    one can be reached: no dead ends. No step leaves an open case where nobody is bound by a day.
    """
    found = []
    if len({step.name for step in workflow.steps}) != len(workflow.steps):
        found.append("two steps share a name")
    for step in workflow.steps:
        found += [f"step {step.name}: {problem}" for problem in _wrong_step(step, workflow, names)]
    moves = [(source, step.target) for step in workflow.steps if step.target for source in workflow.sources_of(step)]
    reached = _closure({workflow.opening}, moves)
    found += [f"status {name} is never reached" for name in workflow.statuses if name not in reached]
    ends = {name for name, status in workflow.statuses.items() if status.closed}
    ending = _closure(ends, [(target, source) for source, target in moves])
    found += [f"status {name} is a dead end" for name in workflow.statuses if name not in ending]
    return found + silences(workflow, names.duties)


def _wrong_step(step: Step, workflow: Workflow, names: Names) -> Iterator[str]:
    if len(step.proposed if step.approval else step.name) > LONGEST_NAME:
        yield "the history has no room for the name"
    told = {
        "status": ((*step.sources, step.target), workflow.statuses),
        "permission": ((step.permission, step.approval), names.permissions),
        "paper": (step.papers, names.papers),
        "term": ((*step.terms, *step.terms_said), names.terms),
        "effect": ((step.effect,), names.effects),
        "want": ((step.lacks,), names.lacking),
        "step": ((step.completed_by,), {each.name for each in workflow.steps}),
        "person": (tuple(some.person for some in (step.only_by, step.approved_by) if some), names.persons),
    }
    for noun, (mentioned, known) in told.items():
        yield from (f"unknown {noun} {name}" for name in mentioned if name and name not in known)
    for fact in step.facts:
        yield from _wrong_fact(fact, names)
    if step.permission and not step.suits:
        yield "does not say when it is the right one"
    if any(fact.column == "lead_unit" for fact in step.facts) and not _gives_reason(step):
        yield "passes the case on without a reason"
    taken = {"register", *(each.name for each in workflow.steps)}
    drafts = step.two_people.redrafts if step.two_people else ()
    yield from (f"unknown step {name} of who may not take it" for name in (*step.not_by, *drafts) if name not in taken)
    if step.met_on and step.met_on not in {fact.name for fact in step.facts if fact.kind in ("date", "moment")}:
        yield f"{step.met_on} tells no day"
    if workflow.ends_clocks(step) and bool(step.met_on) is bool(step.met_as_taken):
        yield "its clocks end on a day that is told, or the table says why the typing is what counts"
    if len({fact.name for fact in step.facts}) != len(step.facts):
        yield "two facts share a name"


# What is known to run: of each of these sets of terms at least one. None where nothing is known yet.
Known = frozenset[frozenset[str]] | None


def silences(workflow: Workflow, duties: Container[str]) -> list[str]:
    """Every way by which an open case can come to stand where no duty runs and the table does not say why.

    Only what the table itself says is counted: a clock that starts on a condition, or that an effect starts, is no
    promise.
    """
    named = {code: status.clock for code, status in workflow.statuses.items() if status.clock}
    found = [f"status {code}: {term} binds nobody" for code, term in named.items() if term not in duties]
    opened = (*workflow.opens_with, *(start.term for start in workflow.opening_clocks if start.when is None))
    first = _with_clocks(frozenset(), opened, duties)
    known: dict[str, Known] = dict.fromkeys(workflow.statuses) | {workflow.opening: first}
    ways = [(step, source) for step in workflow.steps for source in workflow.sources_of(step)]
    grew = True
    while grew:
        grew = False
        for step, source in ways:
            target, before = step.target or source, known[source]
            if before is None or workflow.statuses[target].closed:
                continue
            both = _either_of(known[target], _after(step, before, duties))
            grew = grew or both != known[target]
            known[target] = both
    if not first and _must_bind(workflow, workflow.opening):
        found.append(f"a case opens as {workflow.opening} without a running clock")
    for step, source in ways:
        target, before = step.target or source, known[source]
        if before is not None and _must_bind(workflow, target) and not _after(step, before, duties):
            found.append(f"step {step.name} from {source} leaves {target} without a running clock")
    return found


def _must_bind(workflow: Workflow, status: str) -> bool:
    row = workflow.statuses[status]
    return not (row.closed or row.clock or row.waits)


def _with_clocks(known: frozenset, terms: Iterable[str], duties: Container[str]) -> frozenset:
    return known | {frozenset({term}) for term in terms if term in duties}


def _after(step: Step, known: frozenset, duties: Container[str]) -> frozenset:
    """What runs after the step, if that ran before."""
    ended = {*step.meets, *step.cancels, *(step.pauses.terms if step.pauses else ())}
    kept = frozenset(terms for terms in known if not terms & ended)
    started = tuple(start.term for start in step.starts if start.when is None)
    # A step that lets clocks go on is not possible where none of them stands still.
    resumed = frozenset(code for code in step.resumes.terms if code in duties) if step.resumes else frozenset()
    return _with_clocks(kept | ({resumed} if resumed else frozenset()), started, duties)


def _either_of(one: Known, other: frozenset) -> frozenset:
    """What runs whichever of the two ways the case came; of two sets that say the same the shorter stays."""
    if one is None:
        return other
    joined = {a | b for a in one for b in other}
    return frozenset(terms for terms in joined if not any(less < terms for less in joined))


def _gives_reason(step: Step) -> bool:
    """Whoever received a case first handles it; passing it on wants a reason that stays in the history (首办责任制)."""
    return any(fact.name == "reason" and fact.required for fact in step.facts)


def _wrong_fact(fact: Fact, names: Names) -> Iterator[str]:
    for each in (fact, *fact.columns):
        if each.kind not in names.kinds:
            yield f"unknown kind of fact {each.kind}"
        if each.kind == "pick" and each.of not in names.choosers:
            yield f"unknown chooser {each.of}"
    if (fact.kind == "rows") != bool(fact.columns):
        yield f"fact {fact.name}: only a table has columns, and it has some"
    alien = [each for each in fact.columns if each.kind not in names.kinds_in_rows]
    yield from (f"column {each.name}: no place for {each.kind}" for each in alien)


def _closure(start: set[str], moves: list[tuple[str, str]]) -> set[str]:
    """Everything that can be reached from ``start`` along the moves."""
    reached = set(start)
    grew = True
    while grew:
        more = {target for source, target in moves if source in reached} - reached
        reached |= more
        grew = bool(more)
    return reached
