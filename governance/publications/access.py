"""Who may see a publication, draft, approve and confirm it. The one place that decides it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from governance.cases.access.veil import telltales, veiled
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.models import Area, Unit
from governance.organisation.standing import Standing, lies_in

from .models import Publication, PublicationEntry, PublicationFile, PublicationKind, Receipt

SEE = "cases.view_case"
MANAGE = "publications.manage_publication_kinds"
DRAFT = "publications.draft_publication"
APPROVE = "publications.approve_publication"
COUNTY = Area.CODE_LENGTH[Area.Level.COUNTY]
State, Reach, Verb = Publication.State, PublicationKind.Reach, PublicationEntry.Verb
WRITING = (Verb.DRAFTED, Verb.CHANGED, Verb.FILED, Verb.UNFILED, Verb.SUBMITTED)
ALONG = ("kind", "unit", "area__parent__parent")


def kind_for(code: str) -> PublicationKind:
    """The kind of that code that is in use; raises Http404 for any other."""
    found = PublicationKind.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise Http404("没有这种公开发布。")
    return found


def visible(standing: Standing) -> QuerySet[Publication]:
    """What the person's units or those they oversee have drafted, and what was issued to everybody or to their unit."""
    if not standing.units:
        return Publication.objects.none()
    received = Receipt.objects.filter(unit__in=standing.units).values("publication")
    to_them = Q(kind__reach=Reach.PUBLIC) | Q(kind__reads_by=[]) | Q(pk__in=received)
    issued = Q(state__in=Publication.ONCE_ISSUED) & to_them
    return Publication.objects.filter(standing.within("unit", area="area") | issued)


def publication_for(standing: Standing, pk: int) -> Publication:
    """One that the person may see; raises Http404 for any other."""
    found = visible(standing).select_related(*ALONG).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这件公开发布。")
    return found


def hidden_in(publication: Publication, user) -> set[str]:
    """What in its title and text leads to a hidden matter of which the person may not know; without a person, to
    any."""
    return telltales(f"{publication.title}\n{publication.body}", user)


def titled_for(publications: Iterable[Publication], user) -> list[Publication]:
    """The same, in whose titles no hidden matter is named; without a person, none at all."""
    found = list(publications)
    if found and (hidden := telltales("\n".join(each.title for each in found), user)):
        for each in found:
            each.title = _title(each, hidden)
    return found


def _title(publication: Publication, hidden: set[str]) -> str:
    return veiled(publication.title, hidden) or publication.kind.name


def as_read_by(publication: Publication, hidden: set[str]) -> Publication:
    """Its text has no line in which number, title or account of a hidden matter stands; so called, it has the name of
    its kind."""
    if hidden:
        publication.title = _title(publication, hidden)
        publication.body = "\n".join(line for line in publication.body.splitlines() if veiled(line, hidden))
    return publication


def files_for(publication: Publication, hidden: set[str]) -> QuerySet[PublicationFile]:
    """The files that go with it; none where its text leads to a hidden matter, for the files say it as well."""
    found = publication.files.filter(is_removed=False)
    return found.none() if hidden else found


def public(today: date) -> QuerySet[Publication]:
    """What everybody may find today: issued, of a public kind, and not past its day."""
    holds = Q(until=None) | Q(until__gte=today)
    return Publication.objects.filter(holds, state=State.ISSUED, kind__reach=Reach.PUBLIC)


def may_draft(kind: PublicationKind, standing: Standing) -> bool:
    """True if the person drafts this kind for at least one unit."""
    return any(_drafts(kind, post.unit_kind) or post.sees_area for post in standing.posts_with(DRAFT))


def units_drafting(kind: PublicationKind, standing: Standing) -> Q:
    """The condition on a unit that the person may draft this kind for it."""
    own = Q(pk__in=standing.units_with(DRAFT)) | standing.inside("area", DRAFT)
    return own & Q(kind__in=kind.drafters) if kind.drafters else own


def check_drafts(kind: PublicationKind, unit: Unit, area: Area, standing: Standing) -> None:
    """Raises FactMissing for a unit that does not draft this kind or that the person does not reach, or another's
    place."""
    if not _drafts(kind, unit.kind):
        kinds = "、".join(Unit.Kind(each).label for each in kind.drafters)
        raise FactMissing({"unit": f"{kind.name}由{kinds}起草。"})
    if not standing.reaches(unit, DRAFT):
        raise FactMissing({"unit": "只能为本单位或所辖单位起草。"})
    if not lies_in(area.pk, [unit.area_id]):
        raise FactMissing({"area": f"{unit.short_name}只发布{unit.area.name}以内的事项。"})


def _drafts(kind: PublicationKind, unit_kind: str) -> bool:
    return not kind.drafters or unit_kind in kind.drafters


def may_write(publication: Publication, standing: Standing) -> bool:
    """True if the person may change and issue what this unit publishes."""
    return standing.reaches(publication.unit, DRAFT)


def replaceable(kind: PublicationKind, standing: Standing) -> QuerySet[Publication]:
    """What is issued of the kind and the person may write at: nobody puts theirs in the place of another unit's."""
    return kind.publications.filter(standing.within("unit", permission=DRAFT), state=State.ISSUED)


def may_approve(publication: Publication, standing: Standing) -> bool:
    """True if the person's post approves it, whoever wrote it."""
    if publication.kind.approver == PublicationKind.Approver.COUNTY:
        return standing.covers(publication.area_id[:COUNTY], APPROVE)
    return standing.reaches(publication.unit, APPROVE)


def approves(publication: Publication, standing: Standing) -> bool:
    """True if the person's word can be the approval: four eyes."""
    return may_approve(publication, standing) and not _wrote(publication, standing)


def waiting_for(standing: Standing) -> QuerySet[Publication]:
    """What the person's word can approve now: the same that ``approves`` says of each."""
    wrote = PublicationEntry.objects.filter(by=standing.user_id, verb__in=WRITING).values("publication")
    by_county, in_county = Q(kind__approver=PublicationKind.Approver.COUNTY), Q(pk__in=())
    for code in standing.areas_with(APPROVE):
        if len(code) <= COUNTY:
            in_county |= Q(area__code__startswith=code)
    theirs = (by_county & in_county) | (~by_county & standing.within("unit", permission=APPROVE))
    return visible(standing).filter(theirs, state=State.SUBMITTED).exclude(pk__in=wrote)


def _wrote(publication: Publication, standing: Standing) -> bool:
    return publication.history.filter(by=standing.user_id, verb__in=WRITING).exists()


def check_approves(publication: Publication, standing: Standing) -> None:
    """Raises StepNotAllowed for who does not approve it and for who wrote at it."""
    if not may_approve(publication, standing):
        raise StepNotAllowed(f"{publication.kind.name}由{publication.kind.get_approver_display()}审批。")
    if _wrote(publication, standing):
        raise StepNotAllowed("起草、修改过的人不能审批，请由其他负责人审批。")
