"""Keeping a list as it is filtered under a name, and dropping what was kept."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.frame.forms.posted import posted, show_refusal, status_of
from governance.frame.refusals import FactMissing

from ..access import kept
from ..fields.for_whom import ForWhomForm
from ..models import SavedView
from . import saved
from .filters import FilterForm
from .ledger_jobs import words_of
from .views import list_at


class ViewForm(ForWhomForm):
    """A name, and for whom."""

    name = forms.CharField(label="名称", max_length=SavedView._meta.get_field("name").max_length, strip=True)
    is_default = forms.BooleanField(label="打开这个列表时先显示它", required=False)

    def __init__(self, data, *, standing):
        super().__init__(data)
        self.ask_for_whom(standing)


@require_http_methods(["GET", "HEAD", "POST"])
def views_page(request):
    """The list as it is filtered, kept under a name; and the views of it that stand."""
    of = request.GET.get("of") or reverse("cases:list")
    listing, query = list_at(of)
    form = ViewForm(posted(request), standing=request.standing)
    if form.is_valid():
        told = form.cleaned_data
        unit = told.get("unit")
        view = SavedView(
            owner=None if unit else request.user,
            unit_id=unit,
            name=told["name"],
            query=saved.told(listing, query),
            is_default=told["is_default"],
        )
        try:
            saved.keep(listing, view, actor=request.user, standing=request.standing, at=timezone.now())
        except FactMissing as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"视图“{view.name}”已保存，在列表上方。")
            return redirect(of)
    filters = FilterForm(query, kinds=listing.kinds, own=listing.own)
    filters.is_valid()
    views = saved.views_of(request.user, request.standing, listing)
    context = {
        "form": form,
        "of": of,
        "heading": listing.heading,
        "words": words_of(filters),
        "views": [(view, f"{of.partition('?')[0]}?{view.query}") for view in views],
    }
    return render(request, "cases/lists/views.html", context, status=status_of(form))


@require_POST
def drop(request, pk: int):
    """The view is gone."""
    view = kept.to_drop(SavedView, pk, request.user, request.standing)
    saved.drop(view, actor=request.user, at=timezone.now())
    messages.success(request, f"视图“{view.name}”已删除。")
    of = request.POST.get("of") or reverse("cases:list")
    list_at(of)
    return redirect(reverse("cases:views", query={"of": of}))
