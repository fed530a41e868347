"""The inbox, and the page of what could not be delivered."""

from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.frame.days import minute_text
from governance.frame.forms.posted import is_of_this_site, whole_number
from governance.frame.pages.paging import Order, count_up_to, count_words, page_of
from governance.frame.pages.parts import PartRequest, is_in_place
from governance.organisation.accounts.login_records import acting

from .forms import KindForm, PreferenceForm
from .inbox import mark_all_read, mark_read, messages_of, newest_id, unread_count
from .kinds import label_of
from .models import Delivery, Notice, Preference
from .resending import resend, undelivered, way


@require_safe
def inbox(request: PartRequest) -> HttpResponse:
    """The unread messages while there are any, or all of them, newest first."""
    form = KindForm(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    unread = unread_count(request.user)
    show = request.GET.get("show") or ("unread" if unread else "all")
    found = messages_of(request.user, only_unread=show == "unread", kind=kind)
    page = page_of(request, found, Order("created_at", newest_first=True), unit="", said={"show": show})
    context = {
        "rows": [_notice_row(notice) for notice in page.rows],
        "here": request.get_full_path(),
        "unread": unread,
        "up_to": newest_id(request.user),
        "kind": kind,
        "filter_form": KindForm({"show": show, "kind": kind}),
        "filter_chosen": [label_of(kind)] if kind else [],
        "filter_clear_url": _inbox_url(show),
        "tabs": [
            {"label": "未读", "url": _inbox_url("unread", kind), "active": show == "unread", "count": unread},
            {"label": "全部", "url": _inbox_url("all", kind), "active": show != "unread"},
        ],
        "page": page,
        "preference_form": PreferenceForm(instance=_preference(request.user)),
        "quiet_hours": settings.NOTICE_QUIET_HOURS.replace("-", " 至 "),
        "empty_heading": "没有未读消息" if show == "unread" else "还没有消息",
    }
    return render(request, "notices/_answer.html" if is_in_place(request) else "notices/inbox.html", context)


def _inbox_url(show: str, kind: str = "") -> str:
    query = {"show": show, "kind": kind}
    return f"{reverse('notices:inbox')}?{urlencode({name: value for name, value in query.items() if value})}"


def _notice_row(notice: Notice) -> dict:
    return {
        "open_url": reverse("notices:open", args=[notice.id]),
        "kind": notice.kind_label,
        "text": notice.text,
        "number": "" if notice.subject_key in notice.text else notice.subject_key,
        "at": minute_text(notice.created_at),
        "unread": notice.read_at is None,
    }


def _preference(user) -> Preference:
    return Preference.objects.filter(user=user).first() or Preference(user=user)


@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The message is read and the browser goes where it points to."""
    notice = mark_read(request.user, notice_id, at=timezone.now())
    if notice is None:
        raise Http404
    return redirect(notice.link or _back(request))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Every message that the person could have seen on the page is read."""
    kind = request.POST.get("kind", "")
    up_to = whole_number(request.POST, "up_to") or 0
    count = mark_all_read(request.user, up_to=up_to, kind=kind, at=timezone.now())
    messages.success(request, f"已将 {count} 条消息标为已读。")
    return redirect(_inbox_url("all", kind))


@require_POST
def preference(request: HttpRequest) -> HttpResponse:
    """The person's choice of how to hear is kept."""
    form = PreferenceForm(request.POST, instance=_preference(request.user))
    form.save()
    mails = form.instance.email_notices
    messages.success(request, "新消息会同时发到您的电子邮箱。" if mails else "新消息不再发到电子邮箱，只在本页显示。")
    return redirect("notices:inbox")


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    return back if is_of_this_site(back) else reverse("notices:inbox")


@require_safe
@permission_required("notices.manage_delivery", raise_exception=True)
def undelivered_list(request: HttpRequest) -> HttpResponse:
    """What failed or waits for another try. It never shows what a message says: its reader may not see the case."""
    page = page_of(request, undelivered().select_related("notice__recipient"), Order(newest_first=True), unit="")
    failed = count_up_to(Delivery.objects.filter(state=Delivery.State.FAILED))
    context = {
        "rows": [_delivery_row(delivery) for delivery in page.rows],
        "failed": failed,
        "page": replace(page, count_text=f"未能送达 {count_words(failed, '条')}"),
    }
    return render(request, "notices/undelivered.html", context)


def _delivery_row(delivery: Delivery) -> dict:
    next_try = delivery.next_try_at and minute_text(delivery.next_try_at)
    channel, address = way(delivery)
    return {
        "id": delivery.id,
        "recipient": delivery.notice.recipient.name,
        "channel": channel,
        "address": address,
        "kind": delivery.notice.kind_label,
        "asked": minute_text(delivery.asked_at),
        "reason": delivery.last_error or "正在发送",
        "attempts": delivery.attempts,
        "next_try": next_try or "不再自动重试",
        "failed": delivery.state == Delivery.State.FAILED,
    }


@require_POST
@permission_required("notices.manage_delivery", raise_exception=True)
def resend_failed(request: HttpRequest) -> HttpResponse:
    """One failed message, or all of them, wait to be sent again."""
    chosen = whole_number(request.POST, "id")
    ids = None if chosen is None else [chosen]
    if ids is None and "all" not in request.POST:
        raise Http404
    count = resend(ids, **acting(request))
    if count:
        messages.success(request, f"已重新交发 {count} 条，一分钟内开始发送；夜间的等到早上。")
    else:
        messages.info(request, "这条消息已经不在未能送达之列，没有重新发送。")
    return redirect("notices:undelivered")
