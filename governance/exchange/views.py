"""The page of the platforms, and of one: what is set, its tokens, and what could not be pushed to it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.frame.days import day_text, minute_text, office_day
from governance.frame.forms.once import shown_once
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.forms.weighed import Weighed, weigh
from governance.organisation.accounts.login_records import acting

from . import actions
from .forms import PartnerForm, TokenForm
from .models import Parcel, Partner, Token
from .scopes import SCOPES

MANAGE = "exchange.manage_partners"
MOST_SHOWN = 20
RETRIED = Q(state=Parcel.State.WAITING, attempts__gt=0) & ~Q(event__case__confidentiality="restricted")
managers_only = permission_required(MANAGE, raise_exception=True)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest) -> HttpResponse:
    """Every platform with what waits for it, and one more to add."""
    form = PartnerForm(posted(request))
    if form.is_valid():
        added = actions.add(form.save(commit=False), **acting(request))
        messages.success(request, f"已新增 {added}。发放令牌以后，它才能调用。")
        return redirect("exchange:partner", added.pk)
    found = Partner.objects.annotate(failed=Count("matters__parcels", filter=actions.failed("matters__parcels__")))
    return render(request, "exchange/partners.html", {"form": form, "rows": found}, status=status_of(form))


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """One platform, and what is changed of it."""
    found = get_object_or_404(Partner, pk=pk)
    form = PartnerForm(posted(request), instance=found)
    if form.is_valid():
        told = dict(form.cleaned_data)
        with refusals_on(form):
            actions.change(found, told, version=told.pop("version"), **acting(request))
            messages.success(request, "已保存。")
            return redirect("exchange:partner", pk)
    return _page(request, Partner.objects.get(pk=pk), form=form)


@managers_only
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A token, shown on this page and never again."""
    found = get_object_or_404(Partner, pk=pk)
    form = TokenForm(request.POST, today=office_day(timezone.now()))
    if not form.is_valid():
        return _page(request, found, token_form=form)
    token = actions.issue(found, form.cleaned_data["scopes"], form.cleaned_data["expires_on"], **acting(request))
    return _shown_once(request, found, "令牌", token)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def draw_key(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows if another key signs what is pushed, and why; then it is shown on this page and never again."""
    found = get_object_or_404(Partner, pk=pk)
    waiting = Parcel.objects.filter(matter__partner=found, state=Parcel.State.WAITING).count()

    def act(reason: str) -> HttpResponse:
        return _shown_once(request, found, "签名密钥", actions.draw_key(found, reason=reason, **acting(request)))

    says = (
        f"从现在起推送给{found.name}的都用新的密钥签名，等候推送的 {waiting} 条也是。",
        "对方换上新的密钥以前，核对签名通不过。",
        "新的密钥只显示一次。以前的密钥不能恢复。",
    )
    return weigh(request, Weighed("更换签名密钥", found.name, says, _back(found)), act)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows if a token opens nothing any more, and why; then it does not."""
    token = get_object_or_404(Token.objects.select_related("partner", "issued_by"), pk=pk)
    today = office_day(timezone.now())
    row = _token_row(token, today)
    left = token.partner.tokens.filter(revoked_at=None, expires_on__gte=today).exclude(pk=pk).count()

    def act(reason: str) -> HttpResponse:
        actions.revoke(token, reason=reason, **acting(request))
        messages.success(request, "令牌已经作废。")
        return redirect("exchange:partner", token.partner_id)

    says = (
        f"{token.partner.name}从现在起不能再用这个令牌调用：{row['scopes']}。发放：{row['issued']}；最近使用：{row['used']}。",
        f"对方另有 {left} 个有效的令牌。" if left else "对方没有别的有效令牌，要接着调用就先发放新的。",
        "作废以后不能恢复。",
    )
    done = "这个令牌已经作废。" if token.revoked_at else ""
    return weigh(request, Weighed("作废令牌", token.partner.name, says, _back(token.partner), done), act)


def _back(found: Partner) -> tuple[str, str]:
    return reverse("exchange:partner", args=[found.pk]), found.name


@managers_only
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """What could not be pushed waits again."""
    count = actions.resend(get_object_or_404(Partner, pk=pk), **acting(request))
    messages.success(request, f"已重新交发 {count} 条，一分钟内开始推送。")
    return redirect("exchange:partner", pk)


def _page(request: HttpRequest, found: Partner, **forms) -> HttpResponse:
    today = office_day(timezone.now())
    parcels = Parcel.objects.filter(RETRIED | actions.failed(), matter__partner=found)
    shown = parcels.select_related("matter").order_by("-pk")[:MOST_SHOWN]
    context = {
        "partner": found,
        "form": forms.get("form") or PartnerForm(instance=found),
        "token_form": forms.get("token_form") or TokenForm(today=today),
        "tokens": [_token_row(token, today) for token in found.tokens.select_related("issued_by")],
        "parcels": [_parcel_row(parcel) for parcel in shown],
        "failed": parcels.filter(actions.failed()).exists(),
    }
    return render(request, "exchange/partner.html", context, status=status_of(*forms.values()))


def _shown_once(request: HttpRequest, found: Partner, what: str, value: str) -> HttpResponse:
    page = render(request, "exchange/shown_once.html", {"partner": found, "what": what, "value": value})
    page["Cache-Control"] = "no-store, private"
    return shown_once(page, reverse("exchange:partner", args=[found.pk]))


def _token_row(token: Token, today) -> dict:
    ended = "已作废" if token.revoked_at else "已过期" if token.expires_on < today else ""
    return {
        "pk": token.pk,
        "scopes": "、".join(SCOPES[code].label for code in token.scopes if code in SCOPES),
        "expires": day_text(token.expires_on),
        "issued": f"{day_text(office_day(token.issued_at))} {token.issued_by.name}",
        "used": day_text(token.used_on) if token.used_on else "还没有使用",
        "ended": ended,
    }


def _parcel_row(parcel: Parcel) -> dict:
    return {
        "number": parcel.matter.their_number,
        "attempts": parcel.attempts,
        "reason": parcel.last_error or "正在推送",
        "next_try": minute_text(parcel.next_try_at) if parcel.next_try_at else "不再自动重试",
    }
