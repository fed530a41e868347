"""Which open cases have fallen silent: no duty runs in them, and their status does not say what they wait for."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.frame.days import office_time
from governance.organisation.models import Unit

from .. import registry
from ..history import Act, write_event
from ..models import Case, Clock
from ..workflow import Status
from .clocks import refresh_next_due, start

logger = logging.getLogger(__name__)


def waited_for(case: Case) -> Unit | None:
    """The unit that alone can go on with the case as it stands, where that is not the one which holds it."""
    named = registry.workflow_of(case).statuses[case.status].owed_by
    unit = getattr(case.own, named) if named else None
    return None if unit is None or unit.pk == case.lead_unit_id else unit


def is_bound_otherwise(case: Case, term: str, running: dict[str, list[Clock]]) -> bool:
    """True where another duty than that of the term runs for whoever is to go on with the case, or its open parts have
    theirs.

    ``running`` are the clocks of the case. One that stands still has no due date, and binds nobody; what one unit owes
    binds no other.
    """
    workflow, awaited = registry.workflow_of(case), waited_for(case)
    here = (awaited.pk,) if awaited else (None, case.lead_unit_id)
    for code, clocks in running.items():
        owers = [clock.charged_to_id for clock in clocks if clock.due_at and not clock.is_window]
        of_holder = code not in workflow.owed_by_others and not awaited
        if code != term and any(of_holder or unit in here for unit in owers):
            return True
    whole = workflow.statuses[case.status].whole
    return whole and Case.objects.filter(parent_id=case.pk, closed_at=None).exists()


def silent(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of the cases that are open and where nobody is bound by a day, though their status does not say why."""
    running = Clock.objects.filter(case_id=OuterRef("pk"), ended_at=None, is_window=False, due_at__isnull=False)
    parts = Case.objects.filter(parent_id=OuterRef("pk"), closed_at=None)
    found = cases.filter(closed_at=None, next_due_at=None, kind__in=list(registry.KINDS))
    found = found.exclude(_where(lambda status: status.waits)).exclude(Exists(running))
    return found.exclude(_where(lambda status: status.whole) & Exists(parts))


def _where(holds: Callable[[Status], object]) -> Q:
    """Cases of any kind that stand where this holds."""
    found = Q(pk__in=())
    for kind in registry.KINDS.values():
        codes = [code for code, status in kind.workflow.statuses.items() if holds(status)]
        found |= Q(kind=kind.code, status__in=codes) if codes else Q()
    return found


def give_clocks(now: datetime, limit: int) -> int:
    """Silent cases have the clock of their status from now on, and a word in their history; says how many."""
    named = Case.objects.filter(_where(lambda status: status.clock))
    found = silent(named).order_by("pk").values_list("pk", flat=True)[:limit]
    return sum(_give_clock(pk, now) for pk in list(found))


def _give_clock(pk: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            held = Case.objects.select_for_update(no_key=True, of=("self",), skip_locked=True)
            case = silent(held.filter(pk=pk)).first()
            if case is None:
                return False
            term = registry.workflow_of(case).statuses[case.status].clock
            clock = start(case, term, since=office_time(now), at=now, owed_by=waited_for(case))
            told = [["期限", clock.name], ["到期日", clock.due_said()]]
            act = Act(None, now)
            write_event(case, step="watch", label="开始计时", act=act, facts={"told": told})
            case.version += 1
            case.save(update_fields=["version"])
            refresh_next_due(case)
            return True
    except Exception:
        # One case that cannot be given a clock must not keep the others silent; the next scan tries it again.
        logger.exception("case %s has no clock and could not be given one", pk)
        return False
