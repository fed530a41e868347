"""What a page for citizens says where there is nothing to see: in their words, and of no desk that they do not have.

It asks nothing of the database, so that it also serves when the site is in trouble.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext_lazy as _
from django.views import defaults

from governance.organisation.views import too_much

from .cookies import PATH

SAID = {
    400: (_("没有看懂这次请求"), _("地址或填写的内容不完整。请返回上一页检查后再试。")),
    403: (_("没有提交"), _("这一页打开得太久了。请返回上一页，刷新以后再提交。")),
    404: (_("没有找到这一页"), _("网址可能输错了，或者这一页已经撤下。请从首页重新进入；找不到的，请打 12345。")),
    500: (_("系统出错了"), _("刚才的操作没有保存。请过几分钟再试；急事请打 12345，或者到窗口办理。")),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what the server does not even read."""
    return _page(400, too_much.why(exception)) if _is_public(request) else too_much.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a form of a page that is too old, or no right to it."""
    if _is_public(request):
        return _page(403)
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here, or nothing for whoever asks."""
    return _page(404) if _is_public(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the fault is in the log."""
    return _page(500) if _is_public(request) else defaults.server_error(request)


def _is_public(request: HttpRequest) -> bool:
    return request.path.startswith(PATH)


def _page(status: int, reason: str = "") -> HttpResponse:
    heading, words = SAID[status]
    page = loader.get_template("public/error.html").render({"heading": heading, "words": reason or words})
    return HttpResponse(page, status=status)
