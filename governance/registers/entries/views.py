"""The pages of a register: its list, a row with its history, a new one, and what is done with a row."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.fields.kind import Setting, told_in
from governance.cases.files.views import handed_out
from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, status_of, version_read
from governance.frame.pages.paging import Order, page_of
from governance.frame.pages.parts import is_in_place
from governance.frame.refusals import StepNotAllowed
from governance.maps.outlines import picking
from governance.organisation.accounts.login_records import client_ip
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import area_path

from .. import access
from ..access import MANAGE, SEE, entry_for, register_for
from ..models import Register
from . import actions
from .filters import FilterForm
from .forms import CheckForm, ReasonForm
from .rows import columns_of, due_of, history_of
from .told import TypedEntryForm, initial_of, words_of

staff_only = permission_required(SEE, raise_exception=True)
NEWEST = Order(newest_first=True)


@staff_only
@require_safe
def entries(request, code: str):
    """The rows of a register, newest first."""
    register = register_for(code)
    today = office_day(timezone.now())
    form = FilterForm(request.GET, register=register)
    rows = form.applied(access.visible(register, request.standing), today)
    page = page_of(request, rows.select_related("unit", "area__parent__parent"), NEWEST, unit=register.unit_word)
    context = {
        "register": register,
        "filter_form": form,
        "filter_chosen": form.chosen(),
        "filter_clear_url": request.path,
        "page": page,
        "rows": page.rows,
        "columns": columns_of(register, today),
        "keeps": access.may_keep(register, request.standing),
        "manages": MANAGE in request.standing.permissions,
        "has_norms": register.norms.exists(),
        "exports": "cases.export_case" in request.standing.permissions,
        "totals_url": reverse("registers:totals", args=[code], query=request.GET),
        "export_url": reverse("registers:export", args=[code], query=request.GET),
        "token": uuid4(),
    }
    template = "registers/_answer.html" if is_in_place(request) else "registers/list.html"
    return render(request, template, context)


def _form(request, register: Register, **more) -> TypedEntryForm:
    setting = Setting(timezone.now(), request.user)
    also = ("longitude", "latitude", "version", "not_accusing")
    told = told_in(request, TypedEntryForm(register, setting).facts, *also)
    return TypedEntryForm(register, setting, told, **more)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request, code: str):
    """A new row, for a unit that the person keeps it for."""
    register = register_for(code)
    if not access.may_keep(register, request.standing):
        raise StepNotAllowed("您的岗位不登记这本台账。")
    form = _form(request, register)
    own = Unit.objects.filter(access.units_kept_by(register, request.standing), pk__in=request.standing.units).first()
    if own is not None:
        form.initial.update(unit=own.pk, area=area_path(own.area))
    if form.is_valid():
        with refusals_on(form):
            made = actions.open_entry(register, form.told(), **_by(request))
            messages.success(request, f"已登记：{made.name}。")
            return redirect("registers:entry", code=code, pk=made.pk)
    context = {"register": register, "form": form, "pick": _map(request)}
    return render(request, "registers/form.html", context, status=status_of(form))


def _map(request) -> dict:
    """What the map is drawn from on which the place is tapped."""
    return picking(Area(pk=request.standing.posts[0].area)) | {"hint": "点一下，经度和纬度随之填好。"}


@require_safe
def entry(request, code: str, pk: int):
    """One row: what it says, when it is due, how it changed."""
    register = register_for(code)
    return _page(request, register, entry_for(register, request.standing, pk))


def _page(request, register: Register, found, *, status: int = 200, **more):
    today = office_day(timezone.now())
    context = {
        "register": register,
        "entry": found,
        "place": area_path(found.area),
        "due": due_of(found, today),
        "words": words_of(found, register),
        "files": found.files.all(),
        "history": history_of(found, register),
        "keeps": access.may_change(found, request.standing),
        "sees_phone": access.may_reveal(found, request.standing),
        "check_form": CheckForm(initial={"on": today}),
        "reason_form": ReasonForm(auto_id="id_end_%s"),
        "phone_form": ReasonForm(auto_id="id_phone_%s"),
        **more,
    }
    return render(request, "registers/detail.html", context, status=status)


@require_safe
def notice(request, code: str, pk: int):
    """What whoever is in charge of the row answers for, to be printed and signed."""
    register = register_for(code)
    found = entry_for(register, request.standing, pk)
    if not register.notice:
        raise Http404("这本台账没有责任告知书。")
    context = {"register": register, "entry": found, "place": area_path(found.area), "words": words_of(found, register)}
    context["today"] = office_day(timezone.now())
    return render(request, "registers/notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, code: str, pk: int):
    """The row says something else."""
    register = register_for(code)
    found = _kept(request, register, pk)
    form = _form(request, register, entry=found)
    form.initial.update(initial_of(found) | {"unit": found.unit_id, "area": area_path(found.area)})
    if form.is_valid():
        with refusals_on(form):
            version = version_read(request.POST)
            changed = actions.change_entry(found, form.told(), version=version, **_by(request))
            messages.success(request, "已修改。" if changed else "内容没有变化。")
            return redirect("registers:entry", code=code, pk=pk)
    context = {"register": register, "form": form, "entry": found, "pick": _map(request)}
    return render(request, "registers/form.html", context, status=status_of(form))


@require_POST
def check(request, code: str, pk: int):
    """Somebody has looked at it."""
    register = register_for(code)
    found = _kept(request, register, pk)
    form = CheckForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            version = version_read(request.POST)
            actions.check_entry(found, on=told["on"], note=told["note"], version=version, **_by(request))
            messages.success(request, "检查情况已登记。")
            return redirect("registers:entry", code=code, pk=pk)
    return _page(request, register, found, check_form=form, status=status_of(form))


@require_POST
def end(request, code: str, pk: int):
    """The row is in force no longer, or again."""
    register = register_for(code)
    found = _kept(request, register, pk)
    form = ReasonForm(request.POST, auto_id="id_end_%s")
    if form.is_valid():
        with refusals_on(form):
            verb = actions.end_entry if found.ended_on is None else actions.restore_entry
            version = version_read(request.POST)
            verb(found, reason=form.cleaned_data["reason"], version=version, **_by(request))
            messages.success(request, "已注销，仍可查阅。" if verb is actions.end_entry else "已恢复。")
            return redirect("registers:entry", code=code, pk=pk)
    return _page(request, register, found, reason_form=form, status=status_of(form))


@require_POST
def phone(request, code: str, pk: int):
    """The number in clear, for a reason that stands in the record."""
    register = register_for(code)
    found = entry_for(register, request.standing, pk)
    if not access.may_reveal(found, request.standing):
        raise StepNotAllowed("只有登记单位中可以查看个人信息的人员能看完整号码。")
    form = ReasonForm(request.POST, auto_id="id_phone_%s")
    revealed = ""
    if form.is_valid():
        with refusals_on(form):
            by = {"reason": form.cleaned_data["reason"], "at": timezone.now(), "ip": client_ip(request)}
            revealed = access.reveal_phone(found, request.user, **by)
    return _page(request, register, found, phone_form=form, revealed=revealed, status=status_of(form))


@require_POST
def add_files(request, code: str, pk: int):
    """Files belong to the row."""
    register = register_for(code)
    found = _kept(request, register, pk)
    form = ReasonForm({"reason": "-"})
    form.is_valid()
    with refusals_on(form):
        uploads = request.FILES.getlist("files")
        actions.file_with(found, uploads, **_by(request))
        messages.success(request, f"已上传 {len(uploads)} 个附件。")
        return redirect("registers:entry", code=code, pk=pk)
    return _page(request, register, found, files_form=form, status=status_of(form))


@require_safe
def entry_file(request, code: str, pk: int, file_pk: int):
    """A file of the row, for whoever may see the row."""
    register = register_for(code)
    found = entry_for(register, request.standing, pk)
    file = get_object_or_404(found.files, pk=file_pk)
    return handed_out(request, f"{register} {found.name}", file.path, file.name, file.content_type)


def _kept(request, register: Register, pk: int):
    """The row, if the person keeps it."""
    found = entry_for(register, request.standing, pk)
    if not access.may_change(found, request.standing):
        raise StepNotAllowed("您的岗位不登记这本台账的这一条。")
    return found


def _by(request) -> dict:
    return {"actor": request.user, "at": timezone.now()}
