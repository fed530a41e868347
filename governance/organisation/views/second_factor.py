"""The page between the password and the work: a code of the person's device; and the page that sets the device up."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.frame.forms.posted import refusals_on, status_of
from governance.organisation.accounts import second_factor
from governance.organisation.accounts.actions import must_change_password
from governance.organisation.accounts.login_records import PROVEN, client_ip
from governance.organisation.accounts.unsent_forms import unpack
from governance.organisation.forms.login import CodeForm
from governance.organisation.navigation import county_name
from governance.organisation.posts.guarding import must_bring_code

from .access import before_code
from .own_password import password_page

# The sealed secret that the page shows, until the device has proved to know it.
ENROLLING = "_enrolling"


@before_code
@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """The person has proved to hold their device, and the session is theirs."""
    if request.user.factor_since is None or request.session.get(PROVEN):
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            try:
                second_factor.check(request.user, form.cleaned_data["code"], at=timezone.now(), ip=client_ip(request))
            except second_factor.TooManyWrongCodes:
                request.logout_reason = "动态口令输错次数太多"
                logout(request)
                messages.warning(request, "动态口令输错的次数太多，已退出，三十分钟后再试。")
                return redirect("organisation:login")
            _prove(request)
            unsent = unpack(request.POST.get("unsent", ""), request.user)
            if unsent is None:
                return redirect(settings.LOGIN_REDIRECT_URL)
            if must_change_password(request.user, timezone.now()):
                return password_page(request)
            return render(request, "organisation/resume.html", {"unsent": unsent})
    return code_page(request, form)


def code_page(request, form=None):
    """The page that asks for the code; what somebody was sending when their session ran out is carried on."""
    context = {"form": form or CodeForm(), "unsent": request.POST.get("unsent", "")}
    return render(request, "organisation/second_factor/code.html", context, status=status_of(context["form"]))


@before_code
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request):
    """The person's device is set up; the recovery codes are shown on the answer and nowhere else."""
    if request.user.factor_since is not None:
        context = {"since": request.user.factor_since, "left": second_factor.codes_left(request.user)}
        return render(request, "organisation/second_factor/done.html", context)
    secret = request.session.get(ENROLLING)
    if secret is None:
        request.session[ENROLLING] = secret = second_factor.new_secret(request.user)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            codes = second_factor.enrol(
                request.user, secret, form.cleaned_data["code"], at=timezone.now(), ip=client_ip(request)
            )
            del request.session[ENROLLING]
            _prove(request)
            return render(request, "organisation/second_factor/codes.html", {"codes": codes})
    key = second_factor.key_of(secret, request.user)
    context = {
        "form": form,
        "picture": second_factor.picture(key, request.user, f"{county_name()}综治中心"),
        "secret": second_factor.typed_secret(key),
        "must": must_bring_code(request.standing),
    }
    return render(request, "organisation/second_factor/enrol.html", context, status=status_of(form))


def _prove(request) -> None:
    request.session.cycle_key()
    request.session[PROVEN] = True
