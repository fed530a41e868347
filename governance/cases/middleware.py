"""A refusal that no view has answered becomes a page with its sentence."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from governance.frame.database.doubled import refusal_of
from governance.frame.pages.above import page_above
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import AccessRecord, User
from governance.organisation.records import record
from governance.organisation.views.resuming import typed_in


class RefusalMiddleware:
    """Not allowed is 403 and stands in the security record; not possible, or no longer what was read, is 409."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal, with what was typed; any other exception goes on its way."""
        refusal = refusal_of(exception)
        if refusal is None:
            return None
        status = 403 if isinstance(refusal, StepNotAllowed) else 409
        if status == 403:
            record(
                AccessRecord.Verb.DENIED,
                actor=request.user if isinstance(request.user, User) else None,
                at=timezone.now(),
                subject=request.path,
                succeeded=False,
            )
        context: dict[str, Any] = {"reason": refusal.sentence, "back": _concerned(request)}
        if request.user.is_authenticated:
            context["unsent"] = typed_in(request)
        return render(request, f"{status}.html", context, status=status)


def _concerned(request: HttpRequest) -> str:
    """The page of what it was about: of a case that the address names, or of the row, or the one above."""
    match: Any = request.resolver_match
    number = match.kwargs.get("number") if match else None
    if number and request.user.is_authenticated:
        return reverse("cases:case", args=[number])
    return page_above(request.path, match)
