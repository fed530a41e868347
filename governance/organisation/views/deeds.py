"""What waits for a second person, on screen."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.frame.days import minute_text
from governance.frame.forms.posted import refusals_told
from governance.organisation.accounts import deeds
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccountDeed, User
from governance.organisation.roles import LABELS

from .access import confirmers_only
from .people import first_password


@confirmers_only
@require_safe
def deed_list(request):
    """What others asked for and the person may confirm, what they asked for themselves, and whom they may vouch for."""
    now = timezone.now()
    context = {
        "rows": [_deed_row(deed, request.user) for deed in deeds.waiting_for(request.user, now)],
        "people": [_person_row(user) for user in deeds.unconfirmed_for(request.user, now)],
    }
    return render(request, "organisation/deeds/list.html", context)


def _deed_row(deed: Any, actor: User) -> dict:
    return {
        "id": deed.pk,
        "name": deed.user.name,
        "username": deed.user.username,
        "kind": deed.get_kind_display(),
        "what": _what(deed),
        "asked_by": deed.asked_by.name,
        "asked_at": minute_text(deed.asked_at),
        "is_own": deed.asked_by_id == actor.pk,
    }


def _what(deed: AccountDeed) -> str:
    return "；".join(filter(None, (_post_words(deed), deed.reason)))


def _post_words(deed: Any) -> str:
    if deed.kind == AccountDeed.Kind.APPOINT:
        until = f"至 {deed.ends_on}" if deed.ends_on else "起"
        return f"{deed.unit.short_name}·{LABELS[deed.role.name]}，{deed.starts_on} {until}"
    if deed.kind == AccountDeed.Kind.EXTEND:
        return f"{deed.post.unit.short_name}·{LABELS[deed.post.role.name]}，至 {deed.ends_on}"
    return ""


def _person_row(user: User) -> dict:
    return {
        "id": user.pk,
        "name": user.name,
        "username": user.username,
        "post": "、".join(f"{post.unit.short_name}·{LABELS[post.role.name]}" for post in user.posts_today),
        "changed_at": minute_text(user.password_changed_at or user.date_joined),
    }


@confirmers_only
@require_POST
def decide(request, pk):
    """The deed is done, or it is not; a first password is shown on the answer and nowhere else."""
    deed = get_object_or_404(AccountDeed, pk=pk, outcome=AccountDeed.Outcome.WAITING)
    with refusals_told(request):
        if request.POST.get("act") == "confirm":
            password = deeds.confirm(deed, **acting(request))
            if password:
                return first_password(request, deed.user, password, back=reverse("organisation:deeds"))
            messages.success(request, "已确认并办理。")
        else:
            deeds.refuse(deed, **acting(request))
            messages.success(request, "已记下，不办理。")
    return redirect("organisation:deeds")


@confirmers_only
@require_POST
def vouch(request, pk):
    """The account is confirmed to be in its owner's hands."""
    user = get_object_or_404(User, pk=pk)
    with refusals_told(request):
        deeds.vouch(user, **acting(request))
        messages.success(request, f"已确认{user.name}取回账号。")
    return redirect("organisation:deeds")
