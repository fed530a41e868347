"""Coming in and going out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.organisation.accounts import known_browsers
from governance.organisation.accounts.actions import must_change_password
from governance.organisation.accounts.login_records import client_ip, length_said
from governance.organisation.accounts.sessions import end_sessions
from governance.organisation.accounts.unsent_forms import unpack
from governance.organisation.forms.login import LoginForm
from governance.organisation.models import AccessRecord
from governance.organisation.posts.guarding import must_bring_code
from governance.organisation.records import record
from governance.organisation.standing import standing_now

from .access import before_code
from .own_password import password_page
from .second_factor import code_page


class Login(LoginView):
    """The way in; a person who is in already goes on to the start page."""

    template_name = "organisation/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        return known_browsers.remember(self.request, self._answer(form), form.get_user())

    def _answer(self, form):
        answer = super().form_valid(form)
        request: Any = self.request
        unsent = unpack(request.POST.get("unsent", ""), form.get_user())
        # The middleware looked at the request when nobody was logged in.
        request.standing = standing_now(form.get_user())
        if unsent is None:
            return answer
        if form.get_user().factor_since is not None:
            return code_page(request)
        if must_bring_code(request.standing):
            return answer
        if must_change_password(form.get_user(), timezone.now()):
            return password_page(request)
        return render(request, "organisation/resume.html", {"unsent": unsent})

    def get_context_data(self, **kwargs):
        return super().get_context_data(unsent=self.request.POST.get("unsent", ""), **kwargs)

    def form_invalid(self, form):
        if form.has_error("__all__", "first_password_stale"):
            person = form.get_user()
            verb = AccessRecord.Verb.LOGIN_FAILED
            at, ip = timezone.now(), client_ip(self.request)
            record(verb, actor=person, at=at, reason="初始密码已过期", succeeded=False, ip=ip)
        return super().form_invalid(form)


def locked_out(request, response, credentials):
    """The login page, saying that there were too many attempts, and for how long none is taken."""
    seconds = request.brake_seconds
    locked = f"输错的次数太多，登录已锁定 {length_said(seconds)}。请稍后再试，或者请安全管理员重置密码。"
    form = LoginForm(request, initial={"username": request.POST.get("username", "")[:30]})
    context = {"form": form, "locked": locked, "unsent": request.POST.get("unsent", "")}
    page = render(request, "organisation/login.html", context, status=429)
    page["Retry-After"] = str(seconds)
    return page


def login_page(request, unsent: str):
    """The login page in answer to a form that came too late; after the login the form goes on."""
    page = render(request, "organisation/login.html", {"form": LoginForm(request), "unsent": unsent}, status=403)
    page["Cache-Control"] = "no-store, private"
    return page


@before_code
@require_POST
def leave_everywhere(request):
    """The person is logged out here and everywhere else."""
    end_sessions(request.user, keep=request.session.session_key)
    request.logout_reason = "退出所有会话"
    logout(request)
    messages.success(request, "已在所有地方退出登录。")
    return redirect("organisation:login")
