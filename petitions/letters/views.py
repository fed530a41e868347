"""The letters that wait at a window: taken one by one, and registered on the page of every petition."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.intake.sources import address
from governance.frame.days import minute_text
from governance.frame.forms.posted import refusals_told
from governance.frame.forms.weighed import Weighed, weigh
from governance.frame.pages.paging import Order, page_of
from governance.organisation.accounts.login_records import acting

from . import letters
from .letters import REGISTER, State, letters_for
from .source import CODE, letter_for

FETCHED = "邮箱每五分钟收一次。"
NO_MAILBOX = "还没有接收信的邮箱，发来的邮件收不到；要接的，请系统管理员设置。"

at_window = permission_required(REGISTER, raise_exception=True)


@at_window
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, by its day alone: what a letter says is for whoever takes it."""
    automatic = request.GET.get("show") == "automatic"
    shown = letters_for(request.user).filter(state=State.AUTOMATIC if automatic else State.NEW)
    said = {"show": "automatic"} if automatic else {}
    page = page_of(request, shown.select_related("unit", "taken_by"), Order("arrived_at"), unit="封", said=said)
    here = reverse("petitions:letters")
    context = {
        "page": page,
        "rows": [_row(letter, request.user) for letter in page.rows],
        "tabs": [
            {"label": "待登记", "url": here, "active": not automatic},
            {"label": "自动回复、退信", "url": f"{here}?show=automatic", "active": automatic},
        ],
        "empty_words": FETCHED if settings.IMAP_HOST else NO_MAILBOX,
        "unsent": [_unsent_row(letter) for letter in _unsent(request.user)],
    }
    return render(request, "petitions/letters/waiting.html", context)


def _unsent(user):
    """Replies that did not go out, or were tried in vain."""
    return letters_for(user).filter(state=State.REGISTERED).exclude(last_error="").order_by("-pk")[:20]


def _row(letter, user) -> dict:
    return {
        "pk": letter.pk,
        "arrived": minute_text(letter.arrived_at),
        "unit": letter.unit.name,
        "taken": letter.taken_by.name if letter.taken_by else "",
        "mine": letter.taken_by_id == user.pk,
    }


def _unsent_row(letter) -> dict:
    next_try = minute_text(letter.next_try_at) if letter.next_try_at else "不再自动重试，请用别的办法告知来信人"
    return {"arrived": minute_text(letter.arrived_at), "reason": letter.last_error, "next_try": next_try}


@at_window
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter is this person's to read and to register."""
    letter = get_object_or_404(letters_for(request.user), pk=pk)
    with refusals_told(request):
        letters.take(letter, **acting(request))
        return redirect("petitions:letter", pk)
    return redirect("petitions:letters")


@at_window
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What the letter says, to whoever took it."""
    letter = letter_for(request.user, pk)
    context = {
        "letter": letter,
        "told": letters.said(letter),
        "arrived": minute_text(letter.arrived_at),
        "files": list(letter.files.all()),
        "register_url": address(reverse("petitions:register"), CODE, pk),
    }
    return render(request, "petitions/letters/letter.html", context)


@at_window
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows if the letter is no petition, and why it is none; then nothing of it is kept here."""
    letter = letter_for(request.user, pk)
    subject = letters.said(letter).get("subject") or "没有主题的来信"

    def act(reason: str) -> HttpResponse:
        letters.dismiss(letter, reason=reason, **acting(request))
        messages.success(request, "已标为不登记，平台里不再保存它的内容；邮箱里的原件没有动。")
        return redirect("petitions:letters")

    says = (
        f"平台里这封信的正文和 {letter.files.count()} 个附件马上删除，不能恢复；邮箱里的原件不动。",
        "来信人收不到编号和查询码，也不会收到回信。反映问题、提出建议意见或者投诉请求的，应当登记。",
    )
    back = reverse("petitions:letter", args=[pk]), "来信"
    return weigh(request, Weighed("不登记", subject, says, back), act)
