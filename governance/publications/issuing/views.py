"""The pages of publications: the list of a kind, a draft, one publication and what is done with it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.files.attachments import named_by
from governance.cases.files.views import WORD, handed_out, sealed_off
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, refusals_told, status_of, version_read
from governance.frame.pages.paging import Order, page_of
from governance.frame.pages.parts import is_in_place
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord, Unit
from governance.organisation.pickers import area_path
from governance.organisation.records import record

from .. import access
from ..access import DRAFT, MANAGE, SEE, kind_for, publication_for
from ..body import blocks
from ..documents.word import word_of
from ..models import Publication
from . import actions
from .filters import FilterForm
from .forms import MoveForm, PublicationForm, ReasonForm, initial_of
from .rows import columns, day_of, history_of, reading_of

State = Publication.State
staff_only = permission_required(SEE, raise_exception=True)
NEWEST = Order(newest_first=True)


@staff_only
@require_safe
def publications(request, code: str):
    """What there is of a kind, newest first."""
    kind = kind_for(code)
    today = office_day(timezone.now())
    form = FilterForm(request.GET)
    rows = form.applied(access.visible(request.standing).filter(kind=kind), today)
    page = page_of(request, rows.select_related(*access.ALONG), NEWEST)
    context = {
        "kind": kind,
        "filter_form": form,
        "filter_chosen": form.chosen(),
        "filter_clear_url": request.path,
        "page": page,
        "rows": access.titled_for(page.rows, request.user),
        "columns": columns(today),
        "drafts": access.may_draft(kind, request.standing),
        "makes": kind.made_as and bool(request.standing.areas_with(DRAFT)),
        "manages": MANAGE in request.standing.permissions,
    }
    template = "publications/_list.html" if is_in_place(request) else "publications/list.html"
    return render(request, template, context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_publication(request, code: str):
    """A draft, for a unit that the person drafts this kind for."""
    kind = kind_for(code)
    if not access.may_draft(kind, request.standing):
        raise StepNotAllowed("您的岗位不起草这种公开发布。")
    own = Unit.objects.filter(access.units_drafting(kind, request.standing), pk__in=request.standing.units).first()
    begin = {"unit": own.pk, "area": own.area_id} if own else {}
    form = PublicationForm(kind, request.standing, posted(request), initial=begin)
    if form.is_valid():
        with refusals_on(form):
            made = actions.draft(kind, form.told(), **_by(request))
            messages.success(request, "草稿已保存，可以上传附件，然后提请审批。")
            return redirect("publications:publication", pk=made.pk)
    return render(request, "publications/form.html", {"kind": kind, "form": form}, status=status_of(form))


@require_safe
def publication(request, pk: int):
    """One publication: its text as readers see it, its files, who has read it, and its history."""
    return _page(request, publication_for(request.standing, pk))


def _page(request, found: Publication, *, status: int = 200, **more):
    standing, hidden = request.standing, access.hidden_in(found, request.user)
    files = access.files_for(found, hidden)
    found = access.as_read_by(found, hidden)
    writes = access.may_write(found, standing)
    context = {
        "publication": found,
        "kind": found.kind,
        "place": area_path(found.area),
        "day": day_of(found, office_day(timezone.now())),
        "blocks": blocks(found.body, hides_small=found.kind.hides_small),
        "files": files,
        "history": history_of(found, request.user),
        "reading": reading_of(found) if found.kind.reads_by and found.was_issued else None,
        "to_confirm": found.state == State.ISSUED
        and found.receipts.filter(unit__in=standing.units, read_at=None).exists(),
        "replaced_by": found.newest,
        "writes": writes,
        "approves": found.state == State.SUBMITTED and access.approves(found, standing),
        "waits_for_others": found.state == State.SUBMITTED,
        "gives_back": found.state in (State.SUBMITTED, State.APPROVED) and access.may_approve(found, standing),
        "issuing": _issue_words(found) if writes and found.state == State.APPROVED else "",
        "ends": writes and found.state in (*Publication.IN_HAND, State.ISSUED, State.REPLACED),
        "reason_form": ReasonForm(),
        **more,
    }
    return render(request, "publications/detail.html", context, status=status)


@require_safe
def word(request, pk: int):
    """The text as a Word file, to be looked at or edited on."""
    found = publication_for(request.standing, pk)
    found = access.as_read_by(found, access.hidden_in(found, request.user))
    name = named_by(found.title, "docx")
    record(AccessRecord.Verb.DOWNLOAD, subject=f"{found.kind} {found.title}", reason=name, **acting(request))
    return sealed_off(HttpResponse(word_of(found)), name, WORD)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    """The draft says something else."""
    found = _written(request, pk)
    found = access.as_read_by(found, access.hidden_in(found, request.user))
    form = PublicationForm(found.kind, request.standing, posted(request), of=found, initial=initial_of(found))
    if form.is_valid():
        with refusals_on(form):
            changed = actions.change(found, form.told(), version=version_read(request.POST), **_by(request))
            messages.success(request, "已修改。" if changed else "内容没有变化。")
            return redirect("publications:publication", pk=pk)
    context = {"kind": found.kind, "form": form, "publication": found}
    return render(request, "publications/form.html", context, status=status_of(form))


@require_POST
def submit(request, pk: int):
    """The draft waits for approval."""
    return _moved(request, _written(request, pk), actions.submit, "已提请审批。")


@require_POST
def approve(request, pk: int):
    """It can go out."""
    found = publication_for(request.standing, pk)
    access.check_approves(found, request.standing)
    return _moved(request, found, actions.approve, "已批准。")


@require_POST
def issue(request, pk: int):
    """It has its number and its day."""
    found = _written(request, pk)
    return _moved(request, found, actions.issue, f"已{found.kind.issue_word}。")


def _issue_words(found: Publication) -> str:
    """What follows once it is issued, and for whom."""
    word = found.kind.issue_word
    told = actions.reading_units(found).count() if found.kind.reads_by else 0
    said = [
        f"{word}后编号、日期和内容不再改",
        "公众在公开页面上看得到" if found.kind.is_public else "",
        f"{told} 个单位各收到一条消息，要确认阅读" if told else "",
        "有误的，写明理由撤下",
    ]
    return f"{'；'.join(filter(None, said))}。"


def _moved(request, found: Publication, verb, said: str):
    form = MoveForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            verb(found, version=version_read(request.POST), **_by(request))
            messages.success(request, said)
            return redirect("publications:publication", pk=found.pk)
    return _page(request, found, move_form=form, status=status_of(form))


@require_POST
def give_back(request, pk: int):
    """It is a draft again."""
    found = publication_for(request.standing, pk)
    if not access.may_approve(found, request.standing):
        raise StepNotAllowed("由审批人退回。")
    return _for_a_reason(request, found, actions.give_back, "已退回。")


@require_POST
def withdraw(request, pk: int):
    """Nobody outside reads it any more."""
    return _for_a_reason(request, _written(request, pk), actions.withdraw, "已撤下。")


@require_POST
def drop(request, pk: int):
    """What was not issued comes to nothing."""
    return _for_a_reason(request, _written(request, pk), actions.drop, "已作废。")


def _for_a_reason(request, found: Publication, verb, said: str):
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            verb(found, reason=form.cleaned_data["reason"], version=version_read(request.POST), **_by(request))
            messages.success(request, said)
            return redirect("publications:publication", pk=found.pk)
    return _page(request, found, reason_form=form, status=status_of(form))


@require_POST
def confirm(request, pk: int):
    """The person's units have read it."""
    found = publication_for(request.standing, pk)
    with refusals_told(request):
        if actions.confirm(found, **_by(request)):
            messages.success(request, "已确认阅读。")
    return redirect("publications:publication", pk=pk)


@require_POST
def add_files(request, pk: int):
    """Files go with the draft."""
    found = _written(request, pk)
    form = ReasonForm({"reason": "-"})
    form.is_valid()
    with refusals_on(form):
        uploads = request.FILES.getlist("files")
        if not uploads:
            raise FactMissing({"files": "请选择要上传的附件。"})
        actions.file_with(found, uploads, **_by(request))
        messages.success(request, f"已上传 {len(uploads)} 个附件。")
        return redirect("publications:publication", pk=pk)
    return _page(request, found, files_form=form, status=status_of(form))


@require_POST
def take_off(request, pk: int, file_pk: int):
    """A file goes with the draft no longer."""
    found = _written(request, pk)
    file = get_object_or_404(found.files.filter(is_removed=False), pk=file_pk)
    with refusals_told(request):
        actions.take_off(file, **_by(request))
        messages.success(request, f"已去掉附件“{file.name}”。")
    return redirect("publications:publication", pk=pk)


@require_safe
def publication_file(request, pk: int, file_pk: int):
    """A file of the publication, for whoever may see it."""
    found = publication_for(request.standing, pk)
    file = get_object_or_404(access.files_for(found, access.hidden_in(found, request.user)), pk=file_pk)
    return handed_out(request, f"{found.kind} {found.title}", file.path, file.name, file.content_type)


def _written(request, pk: int) -> Publication:
    """The publication, if the person may write at it."""
    found = publication_for(request.standing, pk)
    if not access.may_write(found, request.standing):
        raise StepNotAllowed("由起草单位办理。")
    return found


def _by(request) -> dict:
    return {"actor": request.user, "at": timezone.now()}
