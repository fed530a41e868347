"""What the API answers when something is not done: a status, a code for the program, a sentence for the person."""

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.exceptions import APIException, NotAuthenticated, PermissionDenied
from rest_framework.response import Response
from rest_framework.views import exception_handler

from governance.frame.database.doubled import refusal_of
from governance.frame.days import office_time
from governance.frame.refusals import FactMissing, Refusal, StaleVersion, StepNotAllowed, StepNotPossible
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..history import unseen

CODES = {
    FactMissing: "fact_missing",
    StaleVersion: "stale_version",
    StepNotPossible: "step_not_possible",
    StepNotAllowed: "step_not_allowed",
}


class BadParameter(APIException):
    """A parameter of the address line cannot be used; ``errors`` says which and why."""

    status_code = 400
    default_code = "bad_parameter"

    def __init__(self, errors: dict[str, str]):
        super().__init__("请更正请求参数。")
        self.errors = errors


def answer(error: Exception, context: dict) -> Response | None:
    """The response for a refusal; other errors take the usual way."""
    request = context["request"]._request
    if refusal := refusal_of(error):
        return _refusal(refusal, request)
    response = exception_handler(error, context)
    if response is not None:
        code = error.get_codes() if isinstance(error, APIException) else "not_found"
        sentence = response.data.get("detail", "请求不正确。") if isinstance(response.data, dict) else "请求不正确。"
        response.data = {"code": code if isinstance(code, str) else "invalid", "detail": sentence}
        if isinstance(error, BadParameter):
            response.data["errors"] = error.errors
        if isinstance(error, PermissionDenied) and not isinstance(error, NotAuthenticated):
            _denied(request)
    return response


def _refusal(refusal: Refusal, request: HttpRequest) -> Response:
    data: dict[str, object] = {"code": CODES.get(type(refusal), "refused"), "detail": refusal.sentence}
    if isinstance(refusal, FactMissing):
        data["errors"] = refusal.errors
    if isinstance(refusal, StaleVersion):
        data["changes"] = [
            {"label": event.label, "actor": event.actor_name, "at": office_time(event.at)}
            for event in unseen(refusal.row, refusal.read)
        ]
    if isinstance(refusal, StepNotAllowed):
        _denied(request)
    return Response(data, status=refusal.status)


def _denied(request: HttpRequest) -> None:
    """A refusal by permission stands in the security record."""
    if request.user.is_authenticated:
        record(
            AccessRecord.Verb.DENIED,
            actor=request.user,
            at=timezone.now(),
            subject=request.path,
            succeeded=False,
        )
