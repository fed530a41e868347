"""The pages that anybody reads without a login."""

from operator import attrgetter

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .doors import DOORS


@login_not_required
@require_safe
def front(request):
    """Where a citizen begins: what can be done here without a login."""
    return render(request, "public/front.html", {"doors": sorted(DOORS.values(), key=attrgetter("position"))})
