"""Papers on screen: what was issued, and what would be, before anybody signs it."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.frame.forms.posted import version_read
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from .. import access, registry
from ..binding.masking import masked
from ..fields.kind import read_post
from ..files import storage
from ..files.views import masks_for, readable_paper
from ..papers.sheets import sheet_of
from ..steps import actions
from ..steps.rehearsing import Draft, papers_of

PAGE = "cases/papers/sheets.html"


@require_safe
def issued(request, number: str, pk: int):
    """An issued paper as its Word file says it, for onlookers with its people masked; looking stands in the record as a
    download does."""
    case = access.case_for(request.user, number)
    paper = readable_paper(request, case, pk)
    try:
        with storage.opened(paper.path) as file:
            sheet = sheet_of(masked(file, masks_for(request, case)))
    except storage.FileGone as gone:
        raise Http404("文件不在存放处。") from gone
    if request.method == "GET":
        said = "" if case.is_restricted else f"{paper.title} {paper.number}"
        subject = access.named_in_records(case)
        record(AccessRecord.Verb.OPEN, subject=subject, reason=said, **acting(request))
    context = {"number": case.number, "title": paper.title, "paper": paper, "sheets": [Draft(paper.title, sheet)]}
    return render(request, PAGE, context)


@require_safe
def draft(request, number: str, pk: int):
    """What the approval would issue, beside the approval."""
    case = access.case_for(request.user, number)
    proposal = case.proposals.filter(pk=pk, decision="").select_related("proposed_by").first()
    if proposal is None:
        raise Http404("没有这项审批。")
    step = registry.workflow_of(case).step(proposal.step)
    if step is None or not access.may_decide(request.user, case.own, step, proposal):
        raise StepNotAllowed("只有审批人能看待签发的文书。")
    context = {
        "number": case.number,
        "title": f"待签发：{proposal.label}",
        "proposal": proposal,
        "version": case.version,
    }
    now = timezone.now()
    return _drafts(request, context, lambda: actions.decide(proposal, approve=True, actor=request.user, at=now))


@require_POST
def rehearse(request, number: str, name: str):
    """What the step would issue with what stands in its form now; it opens beside the form, which stays as it is."""
    case = access.case_for(request.user, number)
    step = registry.workflow_of(case).step(name)
    if step is None or not step.permission:
        raise Http404("没有这一步骤。")
    raw, files = read_post(step.facts, request.POST), request.FILES.getlist("files")
    context = {"number": case.number, "title": f"文书预览：{step.label}"}
    how = {"actor": request.user, "at": timezone.now(), "version": version_read(request.POST), "files": files}

    def taken():
        event = actions.take_step(case, step.name, raw, **how)
        proposal = case.proposals.filter(step=step.name, decision="").first()
        return actions.as_if_approved(proposal, how["at"]) if proposal else event

    return _drafts(request, context, taken)


def _drafts(request, context: dict, deed):
    try:
        context["sheets"] = papers_of(deed)
    except Refusal as refusal:
        context["missing"] = list(dict.fromkeys(refusal.errors.values()))
    return render(request, PAGE, context)
