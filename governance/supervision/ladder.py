"""Which rung may follow for a unit, and whether the paper before it has run out."""

from datetime import datetime

from governance.cases.models import Case, Clock
from governance.cases.refusals import FactMissing
from governance.organisation.models import Unit
from governance.organisation.standing import units_above

from .models import SupervisionPaper
from .vocabulary import FORMER, RUNGS
from .workflow import ANSWER, IN_FORCE

ORDER = [code for code, _ in RUNGS]


def has_run_out(paper: SupervisionPaper, at: datetime) -> bool:
    """True if the unit's date has passed without an answer, or its answer did not pass the check."""
    if paper.status not in IN_FORCE:
        return False
    if paper.check_failed:
        return True
    running = Clock.objects.filter(case_id=paper.pk, term_code=ANSWER, ended_at=None, due_at__lte=at)
    return running.exists()


def former_of(rung: str, target: Unit, cases, at: datetime) -> SupervisionPaper | None:
    """The paper on these cases, or on this unit where no case is named, that ran out and lets the rung follow."""
    papers = SupervisionPaper.objects.filter(target_unit=target, rung__in=FORMER[rung], status__in=IN_FORCE)
    if cases:
        papers = papers.filter(subjects__case__in=cases).distinct()
    return next((paper for paper in papers.order_by("-signed_on", "-pk") if has_run_out(paper, at)), None)


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
