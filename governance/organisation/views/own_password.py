"""The person's own password; what somebody was sending when it had to be changed goes on after it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.organisation.accounts.actions import change_password, must_change_password
from governance.organisation.accounts.login_records import client_ip
from governance.organisation.accounts.unsent_forms import unpack
from governance.organisation.forms.login import OwnPasswordForm
from governance.organisation.models import AccessRecord, LoginSession
from governance.organisation.records import record
from governance.organisation.standing import PersonRequest

from .access import before_new_password

# How often the old password was wrong in this session.
WRONG = "_wrong_passwords"


@before_new_password
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: PersonRequest) -> HttpResponse:
    """The person's own password is changed; the page also ends their sessions elsewhere."""
    form = OwnPasswordForm(request.user, request.POST or None)
    is_first = request.user.must_change_password
    if form.is_valid():
        change_password(
            request.user,
            form.cleaned_data["new_password1"],
            at=timezone.now(),
            keep=request.session.session_key,
            ip=client_ip(request),
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改，其他地方的登录已全部退出。")
        unsent = unpack(request.POST.get("unsent", ""), request.user)
        if unsent is not None:
            return render(request, "organisation/resume.html", {"unsent": unsent})
        return redirect("organisation:first_day" if is_first else settings.LOGIN_REDIRECT_URL)
    if form.has_error("old_password", "password_incorrect") and _is_guessing(request):
        return redirect("organisation:login")
    return password_page(request, form)


def password_page(request: PersonRequest, form: OwnPasswordForm | None = None) -> HttpResponse:
    """The page that asks for a new password; what somebody was sending is carried on."""
    now = timezone.now()
    context = {
        "form": form or OwnPasswordForm(request.user),
        "unsent": request.POST.get("unsent", ""),
        "must_change": must_change_password(request.user, now),
        "is_first": request.user.must_change_password,
        "max_age": settings.PASSWORD_MAX_AGE_DAYS,
        "session_count": LoginSession.objects.filter(user=request.user, expire_date__gt=now).count(),
    }
    return render(request, "organisation/password.html", context)


def _is_guessing(request: Any) -> bool:
    """Counts the wrong old passwords of the session; the last one that is borne ends it."""
    wrong = request.session.get(WRONG, 0) + 1
    request.session[WRONG] = wrong
    at, ip = timezone.now(), client_ip(request)
    verb = AccessRecord.Verb.PASSWORD
    record(verb, actor=request.user, at=at, reason="现在的密码输错", succeeded=False, ip=ip)
    if wrong < settings.AXES_FAILURE_LIMIT:
        return False
    request.logout_reason = f"现在的密码连续输错 {wrong} 次"
    logout(request)
    messages.warning(request, f"现在的密码连续输错 {wrong} 次，已退出，请重新登录。")
    return True
