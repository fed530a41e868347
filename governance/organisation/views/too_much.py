"""The answer to what the server does not even read: too many files, boxes or words; it says how many it takes."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

STAYS = "没有提交。请返回上一页，填写的内容还在那里。"
MEGABYTE = 1024 * 1024


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 with the reason: for a program as its API answers, for a person as a page."""
    reason = why(exception)
    if request.path.startswith("/api/"):
        said = {"code": "bad_request", "detail": reason or "没有看懂这次请求。"}
        return JsonResponse(said, status=400, json_dumps_params={"ensure_ascii": False})
    return render(request, "400.html", {"reason": reason}, status=400)


def why(exception: Exception) -> str:
    """How much it takes; empty where it is not that."""
    match exception:
        case TooManyFilesSent():
            return f"一次选的文件太多（最多 {settings.DATA_UPLOAD_MAX_NUMBER_FILES} 个），{STAYS}"
        case TooManyFieldsSent():
            return f"一次提交的内容太多，{STAYS}"
        case RequestDataTooBig():
            return f"文字太长（最多 {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE} MB），{STAYS}"
    return ""
