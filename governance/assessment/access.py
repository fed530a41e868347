"""Who may see an appraisal, mark it and conclude it, and who assesses units. The one place that decides it."""

from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.http import Http404

from governance.cases import registry
from governance.cases.models import Case
from governance.frame.database.among import Among
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Area
from governance.organisation.standing import Standing

from .models import Appraisal, AppraisalEntry, Round, Scheme, ScoredPeriod, ScoreLine, Standard

SEE = "cases.view_case"
HANDLE = "cases.handle_case"
MANAGE = "assessment.manage_standards"
MARK = "assessment.mark_appraisal"
CONCLUDE = "assessment.conclude_appraisal"
ASSESS = "assessment.manage_schemes"
OBJECT = "assessment.object_score"
MARKING = (AppraisalEntry.Verb.MARKED, AppraisalEntry.Verb.HANDED_IN, AppraisalEntry.Verb.FILED)


def standard_for(code: str) -> Standard:
    """The standard of that code that is in use; raises Http404 for any other."""
    found = Standard.objects.select_related("register").filter(code=code, is_active=True).first()
    if found is None:
        raise Http404("没有这项标准。")
    return found


def visible(standing: Standing) -> QuerySet[Appraisal]:
    """The appraisals of the person's units and of what lies in the areas that they oversee.

    What has been hidden since it was drawn is on no list and has no page any more.
    """
    return Appraisal.objects.filter(standing.within("unit", area="area")).exclude(case__confidentiality="restricted")


def appraisal_for(standing: Standing, pk: int) -> Appraisal:
    """One that the person may see; raises Http404 for any other."""
    found = (
        visible(standing)
        .select_related("standard", "round", "unit", "area__parent__parent", "case")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404("没有这次评定。")
    return found


def round_for(standing: Standing, pk: int) -> Round:
    """A round in which the person may see something; raises Http404 for any other."""
    found = Round.objects.select_related("standard", "area__parent__parent", "opened_by").filter(pk=pk).first()
    if found is None or not visible(standing).filter(round=pk).exclude(state=Appraisal.State.ENDED).exists():
        raise Http404("没有这个批次。")
    return found


def waiting(round: Round, standing: Standing) -> QuerySet[Appraisal]:
    """Those of the round that the person can conclude, by ``may_conclude``, in the county's order."""
    rows = visible(standing).filter(
        standing.inside("area", CONCLUDE), round=round, state__in=(Appraisal.State.OPEN, Appraisal.State.HANDED_IN)
    )
    if round.standard.about == Standard.About.CASES:
        rows = rows.filter(standing.inside("unit__area", CONCLUDE))
    rows = rows.exclude(unit__in=standing.units_above).select_related("standard", "unit", "area__parent__parent")
    return rows.order_by("area", "pk")


def may_mark(appraisal: Appraisal, standing: Standing) -> bool:
    """True for whoever marks for the unit itself."""
    return appraisal.unit_id in standing.units_with(MARK)


def may_conclude(appraisal: Appraisal, standing: Standing) -> bool:
    """True for whoever oversees the place; nobody concludes on their own unit, or on one above it.

    A closed case lies in a place, and the unit that handled it often in a wider one: that one is overseen too.
    """
    overseen = [appraisal.area_id, *([appraisal.unit.area_id] if appraisal.case_id else [])]
    own = appraisal.unit_id in standing.units_above
    return not own and all(standing.covers(area, CONCLUDE) for area in overseen)


def check_concludes(appraisal: Appraisal, standing: Standing) -> None:
    """Raises StepNotAllowed for the unit itself, for others who do not oversee it, and for whoever marked it before."""
    if said := barred([appraisal], standing).get(appraisal.pk):
        raise StepNotAllowed(said)


def barred(appraisals: Iterable[Appraisal], standing: Standing) -> dict[int, str]:
    """Why the person does not conclude the appraisal of that key; those that they do are not in it.

    Asked of the history: who has moved to another unit since has marked it all the same.
    """
    asked = {each.pk: each for each in appraisals}
    taken = AppraisalEntry.objects.filter(Among(F("appraisal"), asked), by=standing.user_id, verb__in=MARKING)
    marked = set(taken.order_by().values_list("appraisal", flat=True))
    said = {pk: _barred(each, standing, each.pk in marked) for pk, each in asked.items()}
    return {pk: words for pk, words in said.items() if words}


def _barred(appraisal: Appraisal, standing: Standing, marked: bool) -> str:
    if not may_conclude(appraisal, standing):
        return "由上级中心或者综治办评定，本单位不评定自己。"
    if marked:
        return "您参加过这次自评，请由其他人评定。"
    if appraisal.case is not None and _dealt_with(appraisal.case, standing.user_id):
        return "您承办过这件事项，请由其他人评定。"
    return ""


def _dealt_with(case: Case, user_id: int) -> bool:
    """True for whoever has it in hand, and for whoever took a step of its handling or let one take effect."""
    names = set(case.events.filter(actor=user_id).order_by().values_list("step", flat=True))
    taken = filter(None, map(registry.workflow_of(case).step, names))
    handled = any(step.permission == HANDLE for step in taken)
    return handled or case.handler_id == user_id or case.proposals.filter(decided_by=user_id).exists()


def may_open(standard: Standard, standing: Standing) -> bool:
    """True if the person may let others be appraised, or have their own unit appraised."""
    return bool(standing.areas_with(CONCLUDE) or standing.units_with(MARK))


def assesses(standing: Standing) -> bool:
    """True for whoever assesses the units of the county: the permission, in a unit that oversees all of it."""
    return any(len(code) == Area.CODE_LENGTH[Area.Level.COUNTY] for code in standing.areas_with(ASSESS))


def check_assesses(standing: Standing) -> None:
    """Raises StepNotAllowed for everybody else."""
    if not assesses(standing):
        raise StepNotAllowed("由县综治办、县综治中心设置考核方案和组织考核。")


def scheme_for(standing: Standing, pk: int) -> Scheme:
    """One that is or was in force, and a draft for whoever assesses; raises Http404 for any other."""
    found = Scheme.objects.filter(pk=pk).first()
    if found is None or (found.is_draft and not assesses(standing)):
        raise Http404("没有这个考核方案。")
    return found


def oversees_county(standing: Standing) -> bool:
    """True for whoever sees all of a county, as its leaders do."""
    return any(len(code) == Area.CODE_LENGTH[Area.Level.COUNTY] for code in standing.areas_with(SEE))


def visible_periods(standing: Standing) -> QuerySet[ScoredPeriod]:
    """All of them for whoever assesses; frozen ones for who oversees the county, and for the units in them."""
    found = ScoredPeriod.objects.select_related("scheme", "job", "frozen_by")
    if assesses(standing):
        return found
    found = found.filter(state=ScoredPeriod.State.FROZEN)
    if oversees_county(standing):
        return found
    own = ScoreLine.objects.filter(standing.within("unit"))
    return found.filter(pk__in=own.values("period"))


def period_for(standing: Standing, pk: int) -> ScoredPeriod:
    """One that the person may see; raises Http404 for any other."""
    found = visible_periods(standing).filter(pk=pk).first() if SEE in standing.permissions else None
    if found is None:
        raise Http404("没有这一期考核。")
    return found


def sees_all(period: ScoredPeriod, standing: Standing) -> bool:
    """True for who reads of a period that they see what every unit came to: others once it is published."""
    return bool(period.published_at) or oversees_county(standing)


def lines_of(period: ScoredPeriod, standing: Standing) -> QuerySet[ScoreLine]:
    """The lines that the person may read: of their own unit, of those that they oversee, or all of them."""
    if sees_all(period, standing):
        return period.lines.all()
    return period.lines.filter(standing.within("unit"))


def may_object(line: ScoreLine, standing: Standing) -> bool:
    """True for whoever objects for the unit itself."""
    return line.unit_id in standing.units_with(OBJECT)


def check_objects(line: ScoreLine, standing: Standing) -> None:
    """Raises StepNotAllowed for everybody else."""
    if not may_object(line, standing):
        raise StepNotAllowed("由被考核的单位提出异议。")
