"""Account meetings on screen: the months, and one promise with its account and its history."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.cases import access
from governance.cases.fields.kind import read_post
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.cases.steps import actions, locking
from governance.cases.steps.forms import StepForm
from governance.cases.steps.phrases import Offered
from governance.frame.database.locking import check_version
from governance.frame.days import moment_text, office_day
from governance.frame.forms.plausible import PLANNED, PlausibleDay
from governance.frame.forms.posted import posted, refusals_on, show_refusal, status_of, version_read
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import Refusal, StepNotAllowed

from ..access import OVERSEE, may_send, sender_of
from ..models import AccountItem, AccountMeeting
from .actions import Ruling, history_of, label_of, open_meeting, why_open
from .case_cards import state_of
from .steps import ACCOUNTS, KEEP, STRIKE
from .texts import result_of

SHOWN = 24
ACTS = {STRIKE.name: STRIKE, KEEP.name: KEEP}


class MonthForm(forms.Form):
    """Which month the meeting is for."""

    month = PlausibleDay(
        reach=PLANNED,
        label="月份",
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages={"required": "请选择月份。", "invalid": "请选择月份。"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request):
    """The meetings that the reader may know of, newest first; a post opens the one of a month with its list."""
    now = timezone.now()
    if "cases.view_case" not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不办理事项，不能查看交账会。")
    may_open = may_send(request.standing)
    form = MonthForm(posted(request), initial={"month": office_day(now)})
    if request.method == "POST":
        unit = sender_of(request)
        if form.is_valid():
            with refusals_on(form):
                meeting = open_meeting(form.cleaned_data["month"], unit, actor=request.user, at=now)
                messages.success(request, f"{meeting.title}的清单已经列出，共 {meeting.items.count()} 项。")
                return redirect(case_url(meeting))
    found = AccountMeeting.objects.visible_to(request.user)
    page = page_of(request, found, Order(newest_first=True), size=SHOWN, unit="次")
    rows = _rows(AccountMeeting.objects.filter(pk__in=[meeting.pk for meeting in page.rows]))
    context = {"form": form if may_open else None, "page": page, "rows": rows}
    return render(request, "supervision/accounts/list.html", context, status=status_of(form))


def _rows(known) -> list[dict]:
    told = Q(items__case=None) | ~Q(items__case__confidentiality=Case.Confidentiality.RESTRICTED)
    outcomes = {code: Count("items", filter=told & Q(items__outcome=code)) for code in AccountItem.Outcome.values}
    known = known.select_related("convener").annotate(total=Count("items", filter=told), **outcomes)
    return [
        {
            "url": case_url(meeting),
            "title": meeting.title,
            "number": meeting.number,
            "unit": meeting.convener.short_name,
            "total": meeting.total,
            "struck_off": meeting.struck_off,
            "kept": meeting.kept,
            "open": meeting.open,
            "status": ACCOUNTS.statuses[meeting.status].label,
            "closed": meeting.closed_at is not None,
        }
        for meeting in known.order_by("-pk")
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def item_page(request, number: str, pk: int):
    """One promise: how it stands, its history over the months, and the two ways to account for it."""
    now = timezone.now()
    meeting = access.case_for(request.user, number).own
    item = meeting.items.filter(pk=pk).select_related("unit", "by", "case").first() if _is_meeting(meeting) else None
    if item is None:
        raise Http404("没有这个交账事项。")
    may_account = access.has_permission(request.user, meeting, OVERSEE, STRIKE.reach)
    if request.method == "POST":
        if not may_account:
            raise StepNotAllowed("您的岗位不办理交账。")
        return _account(request, meeting, item, now)
    return _page(request, meeting, item, *(_forms(meeting, item, request.user, now) if may_account else ({}, "")))


def _forms(meeting, item, user, now) -> tuple[dict[str, StepForm], str]:
    """The forms of the ways that the item can go now, and why it cannot be struck off, if it cannot; which item it is
    stands in the address.
    """
    offered, why = Offered(user, office_day(now)), why_open(item, Ruling(meeting, user, now))
    acts = [KEEP] if why else [STRIKE, KEEP]
    shown = {step.name: StepForm(step, meeting, user, at=now, offered=offered) for step in acts}
    for form in shown.values():
        form.fields.pop("item")
    return shown, why


def _is_meeting(row) -> bool:
    return row.kind == ACCOUNTS.kind


def _account(request, meeting, item, now):
    """The item is struck off or kept, unless somebody else was faster: then what they did stands above the form."""
    step = ACTS.get(request.POST.get("act", ""))
    if step is None:
        return _page(request, meeting, item, *_forms(meeting, item, request.user, now), status=422)
    raw = {**read_post(step.facts, request.POST), "item": str(item.pk)}
    files = request.FILES.getlist("files")
    try:
        with transaction.atomic():
            locking.lock(meeting)
            item.refresh_from_db()
            check_version(item, version_read(request.POST, "seen"), noun="这一项", changed=_changed)
            actions.take_step(meeting, step.name, raw, actor=request.user, at=now, files=files)
    except StepNotAllowed:
        raise
    except Refusal as refusal:
        item.refresh_from_db()
        shown, why = _forms(meeting, item, request.user, now)
        shown[step.name] = StepForm(step, meeting, request.user, raw, at=now)
        shown[step.name].fields.pop("item")
        show_refusal(shown[step.name], refusal)
        wrong = refusal.errors.get("files", "") if step is STRIKE else ""
        return _page(request, meeting, item, shown, why, status=refusal.status, files_error=wrong)
    messages.success(request, f"“{item.title}”已{step.label}。")
    return redirect(f"{case_url(meeting)}#account")


def _changed(item: AccountItem) -> str:
    return f"{_by(item)} 已经办理：{result_of(item)}"


def _by(item: AccountItem) -> str:
    return f"{item.by.name if item.by else '系统'} {moment_text(item.at)}" if item.at else ""


def _page(request, meeting, item, shown: dict, why: str, *, status: int = 200, **extra):
    for form in shown.values():
        form.leave_unasked()
    case = item.case
    if case and not Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        case = None
    is_open = meeting.closed_at is None and item.outcome != AccountItem.Outcome.STRUCK_OFF
    context = {
        "meeting": {"number": meeting.number, "title": meeting.title, "url": case_url(meeting)},
        "item": {
            "title": item.title,
            "state": state_of(item),
            "version": item.version,
            "facts": [
                ("责任单位", item.unit.name),
                ("责任人", item.owner or "—"),
                ("承诺期限", str(item.promised_on)),
                ("来源", label_of(item.provider)),
            ],
            "url": case_url(case) if case else "",
            "number": case.number if case else "",
        },
        "history": [
            {
                "title": row.meeting.title,
                "promised": str(row.promised_on),
                "state": state_of(row),
                "result": result_of(row) if row.outcome != AccountItem.Outcome.OPEN else "",
                "by": _by(row),
            }
            for row in history_of(item)
        ],
        "strike": shown.get(STRIKE.name) if is_open or status != 200 else None,
        "why_open": why if is_open else "",
        "keep": shown.get(KEEP.name) if is_open or status != 200 else None,
        **extra,
    }
    return render(request, "supervision/accounts/item_detail.html", context, status=status)
