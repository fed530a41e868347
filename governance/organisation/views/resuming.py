"""A form whose page is older than the login: what was typed in it goes on, under a page of now."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_resolver, reverse

from governance.organisation.accounts.unsent_forms import Unsent, fields_of, last_person, pack, unsent_of

from .login import login_page

TOO_OLD = "这一页打开得太久，或者在别处重新登录过，没有提交。请返回上一页，刷新以后再提交。"


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is of another login; nothing was done.

    What another site has sent is not carried on: there the browser names another origin.
    """
    sent: Any = request
    if request.path == reverse(settings.LOGIN_URL):
        return redirect("/") if request.user.is_authenticated else login_page(request, request.POST.get("unsent", ""))
    view = request.resolver_match.func if request.resolver_match else None
    is_from_here = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if sent.htmx or not is_from_here or not fields_of(request):
        refused: Any = get_resolver().resolve_error_handler(403)
        return refused(request, PermissionDenied(TOO_OLD))
    if not getattr(view, "login_required", True):
        unsent = Unsent(request.get_full_path(), fields_of(request), left_files=bool(request.FILES))
        return _resumed(request, "public/resume.html", unsent)
    if request.user.is_authenticated:
        return _resumed(request, "organisation/resume.html", typed_in(request))
    return login_page(request, pack(request, last_person(request)))


def _resumed(request: HttpRequest, template: str, unsent: Unsent | None) -> HttpResponse:
    """The page with what was typed and the files that wait, to be sent once more."""
    page = render(request, template, {"unsent": unsent}, status=403)
    page["Cache-Control"] = "no-store, private"
    return page


def typed_in(request: HttpRequest) -> Unsent | None:
    """What was typed in the form that was sent, with the files that wait; None where nothing was."""
    if request.method != "POST" or not fields_of(request):
        return None
    return unsent_of(request, request.user.pk)
