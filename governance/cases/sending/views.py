"""What a phone asks and sends, for every line of work that has a page on phones."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.forms.typed import told_of
from governance.frame.refusals import Refusal
from governance.jobs.archives import MEGABYTE
from governance.organisation.standing import PersonRequest

from . import receiving

LARGEST_REPORT = 64 * 1024
LARGEST_PHOTO = 4 * MEGABYTE
DIGEST = re.compile("[0-9a-f]{64}")
WORKER = settings.BASE_DIR / "static" / "report_worker.js"


def addresses(receiver: receiving.Receiver, page: Callable, state: Callable) -> list[URLPattern]:
    """The addresses of a page on phones, for the ``urlpatterns`` of its line of work: the page, what it asks, and what
    it sends to the receiver."""
    to = {"receiver": receiver}
    return [
        path("phone/", page, name="phone"),
        path("phone/state/", state, name="phone_state"),
        path("phone/worker.js", worker, name="phone_worker"),
        path("phone/reports/<uuid:key>/", take_report, to, name="phone_report"),
        path("phone/reports/<uuid:key>/photos/<str:digest>/", take_photo, to, name="phone_photo"),
    ]


def _must_send(request: PersonRequest, receiver: receiving.Receiver) -> None:
    if not request.user.has_perm(receiver.permission):
        raise PermissionDenied


@require_http_methods(["PUT"])
def take_report(request: PersonRequest, key: UUID, receiver: receiving.Receiver) -> JsonResponse:
    """What the report says; the answer names what it became, or the pictures still wanted."""
    _must_send(request, receiver)
    if len(request.body) > LARGEST_REPORT:
        return wrong({"text": "内容太长。"})
    try:
        sent = told_of(request.body)
        told, digests = dict(sent["told"]), list(sent["photos"])
    except (KeyError, TypeError, ValueError):
        return wrong({"key": "内容读不出来。"})
    if not all(isinstance(each, str) and DIGEST.fullmatch(each) for each in digests):
        return wrong({"photos": "照片的校验值不对，请重新发送。"})
    by: dict[str, Any] = {"owner": request.user, "at": timezone.now()}
    return _answer(request, receiver, lambda: receiving.receive(receiver, key, receiver.read(told), digests, **by))


@require_http_methods(["PUT"])
def take_photo(request: PersonRequest, key: UUID, digest: str, receiver: receiving.Receiver) -> JsonResponse:
    """One picture of a report, as bytes."""
    _must_send(request, receiver)
    content = request.read(LARGEST_PHOTO + 1)
    if len(content) > LARGEST_PHOTO:
        return wrong({"photos": f"照片超过 {LARGEST_PHOTO // MEGABYTE} MB。"}, status=413)
    by: dict[str, Any] = {"owner": request.user, "at": timezone.now()}
    return _answer(request, receiver, lambda: receiving.receive_photo(receiver, key, digest, content, **by))


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page on the phone; it stands where it may serve the page."""
    answer = HttpResponse(WORKER.read_text(encoding="utf-8"), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


def _answer(
    request: PersonRequest, receiver: receiving.Receiver, receive: Callable[[], receiving.Answer]
) -> JsonResponse:
    try:
        answer = receive()
    except receiving.Asked as asked:
        return JsonResponse(asked.asked(), status=409)
    except Refusal as refusal:
        return wrong(refusal.errors)
    if answer.made is None:
        return JsonResponse({"state": "waiting", "missing": answer.missing}, status=202)
    said = receiver.said(answer.made, request.user)
    if answer.differs:
        return JsonResponse({"state": "differs", **said}, status=409)
    return JsonResponse({"state": "registered", **said})


def wrong(errors: dict, status: int = 422) -> JsonResponse:
    """What a phone is told of what cannot be taken: each sentence at its box, to be put right there."""
    return JsonResponse({"state": "wrong", "errors": {name: str(said) for name, said in errors.items()}}, status=status)
