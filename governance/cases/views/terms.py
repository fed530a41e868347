"""The terms of the law as the deadlines follow them."""

from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import office_day

from ..models import Term


@require_safe
def terms_page(request):
    """Every term in effect, with its article, and the versions before it."""
    today = office_day(timezone.now())
    in_effect = Q(effective_to=None) | Q(effective_to__gte=today)
    terms = Term.objects.filter(in_effect, effective_from__lte=today).order_by("code", "-version")
    query = request.GET.get("q", "").strip()[:40]
    if query:
        terms = terms.filter(Q(name__contains=query) | Q(article__contains=query) | Q(basis__contains=query))
    rows = [
        {
            "name": term.name,
            "start": term.start_event,
            "length": f"{term.length}{'（由机关定明）' if term.amount_is_set else ''}",
            "roll": "顺延" if term.roll else "不顺延",
            "extension": _extension(term),
            "pause": term.pause_rule,
            "article": term.article,
            "basis": term.basis,
            "source": term.get_source_display(),
            "since": f"{term.effective_from}",
            "version": term.version,
            "is_window": term.is_window,
        }
        for term in terms
    ]
    return render(request, "cases/deadlines/term_list.html", {"rows": rows, "query": query})


def _extension(term: Term) -> str:
    if term.extension_cap == 0:
        return "不能延长"
    unit = Term(amount=term.extension_cap or 1, unit=term.extension_unit or term.unit).length
    cap = f"最多 {unit}" if term.extension_cap else "没有上限"
    return f"{cap}，{term.extension_approver}批准" if term.extension_approver else cap
