"""How long what is kept of people."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.frame.days import minute_text

from .. import retention


@require_safe
def lengths(request):
    """Every kind with its length, its article, and when it was last taken away."""
    last = retention.last_times()
    rows = [
        {
            "what": row.what,
            "words": row.words,
            "then": row.then,
            "basis": row.basis,
            "last": f"{minute_text(done.at)} {done.reason.rpartition('：')[2]}" if (done := last.get(row.what)) else "",
        }
        for row in retention.table()
    ]
    return render(request, "organisation/retention.html", {"rows": rows})
