"""Which rung may follow for a unit, and whether the paper before it has run out."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Q

from governance.cases.models import Case, Clock
from governance.duties.models import DutyEscalation
from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit
from governance.organisation.standing import units_above

from ..models import SupervisionPaper
from ..vocabulary import FORMER, RUNGS
from .promised import Promised, about_promised
from .steps import ANSWER, IN_FORCE

ORDER = [code for code, _ in RUNGS]


def has_run_out(paper: SupervisionPaper, at: datetime) -> bool:
    """True if the unit's date has passed without an answer, or its answer did not pass the check."""
    if paper.status not in IN_FORCE:
        return False
    if paper.check_failed:
        return True
    running = Clock.objects.filter(case_id=paper.pk, term_code=ANSWER, ended_at=None, due_at__lte=at)
    return running.exists()


def former_of(rung: str, target: Unit, cases, at: datetime, missed=(), promised=()) -> SupervisionPaper | None:
    """The paper on these cases, duties or promises, or on this unit where none is named, that ran out, so that the
    rung may follow.

    A paper is on a duty if it is about windows of the same plan and unit.
    """
    papers = SupervisionPaper.objects.filter(target_unit=target, rung__in=FORMER[rung], status__in=IN_FORCE)
    if cases or missed or promised:
        named = Q(subjects__case__in=cases) | about_duties(missed) | about_promised(promised)
        papers = papers.filter(named).distinct()
    return next((paper for paper in papers.order_by("-signed_on", "-pk") if has_run_out(paper, at)), None)


def about_duties(missed) -> Q:
    """The condition on a paper that it is about windows of one of these plans and units."""
    units: dict[str, set[int]] = defaultdict(set)
    for row in missed:
        units[row.plan_code].add(row.unit_id)
    found = Q(pk=None)
    for plan, theirs in units.items():
        found |= Q(subjects__duty__plan_code=plan, subjects__duty__unit__in=theirs)
    return found


def rung_for(case: Case, at: datetime) -> str:
    """The highest of the first two rungs that may be proposed for a late case now."""
    return "supervision_order" if former_of("supervision_order", case.lead_unit, [case], at) else "copy_notice"


def check_order(sender: Unit, target: Unit, rung: str, former: SupervisionPaper | None) -> None:
    """Nothing goes up, nothing to oneself, no rung is skipped; raises ``FactMissing`` at the field."""
    label = dict(RUNGS)[rung]
    if target.pk == sender.pk:
        raise FactMissing({"target_unit": "不能对本单位制发督办文书。"})
    if target.pk in units_above([sender.pk]):
        raise FactMissing({"target_unit": f"{target.name}是上级单位，不能对它制发督办文书。"})
    if FORMER[rung] and former is None:
        words = "、".join(dict(RUNGS)[code] for code in FORMER[rung])
        raise FactMissing({"rung": f"还没有期限届满或者核查不到位的{words}，不能制发{label}。"})


def check_duties(target: Unit, rung: str, missed: list[DutyEscalation]) -> None:
    """Windows are charged to the unit that missed them or one above it; raises ``FactMissing`` at the field."""
    for row in missed:
        if target.pk not in units_above([row.unit_id]):
            raise FactMissing({"target_unit": f"{row.unit.short_name}的缺报不由{target.short_name}负责，请分别制发。"})
    _check_first(rung, about_duties(missed), "缺报")


def check_not_doubled(rung: str, promised: list[Promised]) -> None:
    """About what was promised there is no paper yet where this is a first one; raises ``FactMissing`` at the field."""
    _check_first(rung, about_promised(promised), "事项")


def _check_first(rung: str, named: Q, what: str) -> None:
    if FORMER[rung]:
        return
    standing = SupervisionPaper.objects.filter(named, status__in=("proposed", *IN_FORCE)).first()
    if standing is not None:
        label = standing.get_rung_display()
        raise FactMissing({"rung": f"对同一{what}已有{label} {standing.number}，期限届满没有反馈的，提请下一级。"})
