"""What people call things, on screen: added to and switched off by whoever keeps the organisation."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance.frame.forms.posted import refusals_on
from governance.frame.pages.paging import Order, page_of
from governance.organisation import synonyms
from governance.organisation.accounts.login_records import acting
from governance.organisation.forms.sayings import SynonymFilter, SynonymForm
from governance.organisation.models import Synonym

from .access import managers_only
from .units import tabs


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def synonym_list(request):
    """Every word with what it means, and one more to add."""
    form = SynonymForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            added = synonyms.add(**form.cleaned_data, **acting(request))
            messages.success(request, f"已新增：输入“{added.word}”，能找到名称里有“{added.means}”的。一分钟内生效。")
            return redirect("organisation:synonyms")
    asked = SynonymFilter(request.GET)
    words = asked.cleaned_data["q"] if asked.is_valid() else ""
    rows = Synonym.objects.filter(Q(word__contains=words) | Q(means__contains=words))
    page = page_of(request, rows, Order("word"), unit="条")
    context = {"form": form, "asked": asked, "page": page, "tabs": tabs("synonyms")}
    return render(request, "organisation/synonyms.html", context, status=422 if form.errors else 200)


@managers_only
@require_POST
def switch(request, pk):
    """The word finds, or finds no longer."""
    synonym = get_object_or_404(Synonym, pk=pk)
    synonyms.switch(synonym, "use" in request.POST, **acting(request))
    messages.success(request, f"已{'启用' if 'use' in request.POST else '停用'}：{synonym}。一分钟内生效。")
    return redirect("organisation:synonyms")
