"""What all pages without a login have in common."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from governance.frame.forms.posted import status_of
from governance.frame.refusals import Refusal

from . import brake, drafts, proof
from .brake import Limit


def private(*methods: str) -> Callable:
    """A page for everybody that shows what one person wrote: no browser and nothing between keeps a copy of it."""

    def decorate(view: Callable) -> Callable:
        @login_not_required
        @require_http_methods(methods)
        @wraps(view)
        def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            patch_cache_control(response, no_store=True, private=True)
            return response

        return page

    return decorate


def once(request: HttpRequest, page: str, at: datetime) -> bool:
    """True for the first sending of this page, within the caller's transaction: what is undone can be sent again."""
    return brake.is_first(brake.ONCE, _sending(request, page), at)


def was_sent(request: HttpRequest, page: str) -> bool:
    """True if this very page was sent before."""
    return brake.was_there(brake.ONCE, _sending(request, page))


def _sending(request: HttpRequest, page: str) -> str:
    return hashlib.sha256(f"{page} {request.POST.get('key', '')}".encode()).hexdigest()


def page_again(
    request: HttpRequest, template: str, context: dict[str, Any], form: BaseForm, refusal: Refusal | None, limit: Limit
) -> HttpResponse:
    """The page with its form, the key of this sending and the proof of work for what it passes by, and what was wrong.

    Whoever sent too often is told when they can again, programs too. What was only kept meanwhile is no mistake.
    """
    key = request.POST.get("key") or uuid4().hex
    context = context | {"form": form, "key": key, "proof": proof.challenge(limit.door)}
    if not isinstance(refusal, brake.TooOften):
        stays = request.POST.get("then") == "stay" and refusal is None
        return render(request, template, context, status=200 if stays else status_of(form))
    response = render(request, template, context, status=refusal.status)
    response["Retry-After"] = str(refusal.seconds)
    return response


def sent_page(request: HttpRequest, kind: str, template: str, *, otherwise: str, **more: Any) -> HttpResponse:
    """Number and code of what was sent, shown to the browser that sent it for half an hour; then, or when it is told
    to, it forgets them."""
    told = drafts.sent(request, kind, timezone.now())
    if told is None:
        return redirect(otherwise)
    if request.method == "POST":
        return drafts.leave(redirect("publications:front"), kind)
    return render(request, template, {"told": told, **more})
