"""A form that is sent twice is done once, whichever form it is.

Every page draws a token of its own for its forms. The same words under the same token are the same sending: a double
click, a second try on a slow line, a page sent again out of the browser's history. Words that were changed are another.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone

from ..models import Sending

TOKEN = "csrfmiddlewaretoken"
LOCK_NOT_AVAILABLE = "55P03"
Page = TypeVar("Page", bound=HttpResponseBase)


def shown_once(page: Page, led_to: str) -> Page:
    """The answer to a sending that is shown but once, as that of a first password; sent again it leads there."""
    told: Any = page
    told.led_to = led_to
    return page


class OnceMiddleware:
    """Whoever sends a form again is led to where the first sending led, and told that nothing was done twice.

    Only a sending that led on counts: what came back to be corrected, or was refused, is looked at again. A page that
    is ``shown_once`` says where it leads. Two at the same moment wait for each other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent: Any = request
        sent.sending, sent.refused = "", False
        try:
            response = self.get_response(request)
            led_to = getattr(response, "led_to", getattr(response, "url", ""))
            if sent.sending and led_to and not sent.refused:
                _keep(sent.sending, request, led_to)
            return response
        finally:
            if sent.sending:
                _let_go(sent.sending)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The way that the first sending went; None for what was not sent before."""
        if request.method != "POST" or TOKEN not in request.POST or not request.user.is_authenticated:
            return None
        sent: Any = request
        digest = _digest(request)
        try:
            _hold(digest)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                raise
            messages.warning(request, "刚才提交的还在办理，没有再办一遍，请稍后查看结果。")
            return HttpResponseRedirect("/")
        sent.sending = digest
        first = Sending.objects.filter(pk=digest).first()
        if first is None:
            return None
        messages.info(request, "这一页刚才已经提交，没有再办一遍。要再办一件，请重新打开页面。")
        return HttpResponseRedirect(first.answer)


def was_refused(request: HttpRequest) -> None:
    """What this request asked for was not done, though it is led on: sent again it is tried again."""
    told: Any = request
    told.refused = True


def forget_sent_before(moment: datetime) -> int:
    """Sendings before that moment are gone; says how many went."""
    return Sending.objects.filter(at__lt=moment).delete()[0]


def _digest(request: HttpRequest) -> str:
    """Who sent what, files and all, to which address, from which page."""
    made = hmac.new(settings.SECRET_KEY.encode(), digestmod=hashlib.sha256)
    words = [str(request.user.pk), request.get_full_path()]
    words += [word for name, values in sorted(request.POST.lists()) for word in (name, *values)]
    files: Any = request.FILES
    for name, uploads in sorted(files.lists()):
        for upload in uploads:
            words += [name, upload.name, hashlib.file_digest(upload.file, "sha256").hexdigest()]
            upload.seek(0)
    for word in words:
        told = word.encode("utf-8", "replace")
        made.update(len(told).to_bytes(8) + told)
    return made.hexdigest()


def _number(digest: str) -> int:
    """The sending as PostgreSQL numbers its locks."""
    return int.from_bytes(bytes.fromhex(digest)[:8], signed=True)


def _hold(digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_number(digest)])


def _let_go(digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(digest)])


def _keep(digest: str, request: HttpRequest, answer: str) -> None:
    user: Any = request.user
    # Whoever sent it may have gone out by it.
    if user.is_authenticated:
        row = Sending(digest=digest, user=user, at=timezone.now(), answer=answer)
        Sending.objects.bulk_create([row], ignore_conflicts=True)


def forget(words: Iterable[str], *, but_for: Iterable[int]) -> None:
    """No form that anybody but those users has sent leads to an address with one of these words any more."""
    for word in words:
        Sending.objects.filter(answer__contains=word).exclude(user__in=but_for).delete()
