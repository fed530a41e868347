"""Areas that were given up, on screen: what moves is shown before it does."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.forms.weighed import WhyForm
from governance.frame.pages.paging import Order, page_of
from governance.organisation.accounts.login_records import acting
from governance.organisation.areas.merging import moves_of
from governance.organisation.forms.areas import MERGED, JoinForm
from governance.organisation.joining import join_areas
from governance.organisation.models import Area

from .access import managers_only
from .units import tabs


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def joined(request):
    """What was joined to what; two areas that are named show what would move, and a post moves it."""
    told = request.POST or (request.GET if "former" in request.GET else None)
    form, moves, why = JoinForm(told), None, WhyForm(posted(request))
    if form.is_valid():
        pair = form.cleaned_data["former"], form.cleaned_data["successor"]
        with refusals_on(form):
            if why.is_valid():
                join_areas(*(area.pk for area in pair), reason=why.cleaned_data["reason"], **acting(request))
                messages.success(request, f"{pair[0]}已并入{pair[1]}，以后不能再选；原来的事项照常查阅。")
                return redirect("organisation:joined")
            moves = moves_of(*(area.pk for area in pair))
    rows = Area.objects.filter(level__in=MERGED).exclude(successor=None).select_related("parent", "successor__parent")
    page = page_of(request, rows, Order("code"), unit="个")
    context = {"form": form, "moves": moves, "why": why, "page": page, "tabs": tabs("joined")}
    return render(request, "organisation/joined.html", context, status=status_of(form, why))
