"""What holds for every request of a person: logged in, not idle too long, with a password of their own."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_htmx.http import HttpResponseClientRedirect

from governance.frame.days import office_day

from .accounts.actions import must_change_password
from .accounts.login_records import BEGAN, PROVEN, SEEN, client_ip
from .accounts.unsent_forms import last_person, pack, remember_person
from .models import AccessRecord
from .posts.guarding import must_bring_code
from .records import record
from .standing import PersonRequest, standing_of
from .views.login import login_page

# One write a minute tells idleness well enough and spares the database one UPDATE a click.
SEEN_EVERY = timedelta(minutes=1)
READING = ("GET", "HEAD", "OPTIONS")
# Long enough to outlast whatever the frame of a page remembers.
ACTED_SECONDS = 60


class PersonMiddleware:
    """``request.standing`` is there, a session that ran out is ended, and nothing personal stays in a cache.

    ``request.acted`` marks what the person last did: pages remember numbers for seconds under this mark, so that
    nobody sees numbers from before their own deed, whichever process answers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        now = timezone.now()
        request.standing = None
        acts = request.method not in READING
        request.acted = get_random_string(8) if acts else request.COOKIES.get(settings.ACTED_COOKIE_NAME, "")
        if request.user.is_authenticated:
            self._count_time(request, now)
        person = request.user if request.user.is_authenticated else None
        if person:
            request.standing = standing_of(person, office_day(now))
            person.came_from = client_ip(request)
        response = self.get_response(request)
        if person and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if acts and request.user.is_authenticated:
            self._mark(request, response)
        if request.user.is_authenticated:
            remember_person(request, response)
        return response

    @staticmethod
    def _mark(request: PersonRequest, response: HttpResponse) -> None:
        response.set_cookie(
            settings.ACTED_COOKIE_NAME,
            request.acted,
            max_age=ACTED_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )

    def process_view(self, request, view, args, kwargs):
        """A person who has yet to bring a code, or to change the password, gets the page for that and no other."""
        if not request.user.is_authenticated:
            return None
        if not getattr(view, "open_before_code", False) and (page := _code_page(request)):
            return _go(request, reverse(page))
        if getattr(view, "open_before_password_change", False):
            return None
        if must_change_password(request.user, timezone.now()):
            return _go(request, reverse("organisation:password"))
        return None

    def process_exception(self, request, exception):
        """A refusal by permission stands in the security record."""
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated:
            verb = AccessRecord.Verb.DENIED
            record(verb, actor=request.user, at=timezone.now(), subject=request.path, succeeded=False)

    @staticmethod
    def _count_time(request: HttpRequest, now: datetime) -> None:
        session, second = request.session, int(now.timestamp())
        began, seen = session.get(BEGAN), session.get(SEEN)
        if began is None or seen is None:
            session[BEGAN] = session[SEEN] = second
        elif second - seen > settings.SESSION_IDLE_SECONDS:
            minutes = settings.SESSION_IDLE_SECONDS // 60
            _log_out(request, f"超过 {minutes} 分钟没有操作，已退出，请重新登录。")
        elif second - began > settings.SESSION_COOKIE_AGE:
            hours = settings.SESSION_COOKIE_AGE // 3600
            _log_out(request, f"登录已满 {hours} 小时，已退出，请重新登录。")
        elif second - seen >= SEEN_EVERY.total_seconds():
            session[SEEN] = second


def _code_page(request: PersonRequest) -> str:
    """Where the second factor is asked for, or set up; nothing where it was shown or is not wanted."""
    if request.user.factor_since is not None:
        return "" if request.session.get(PROVEN) else "organisation:code"
    return "organisation:enrol" if must_bring_code(request.standing) else ""


def _log_out(request: Any, sentence: str) -> None:
    request.logout_reason, request.expired_user_id = sentence, request.user.pk
    logout(request)
    messages.warning(request, sentence)


def _go(request: PersonRequest, address: str) -> HttpResponse:
    # htmx would put the page it is sent to into a part of this one.
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


class LoginMiddleware(LoginRequiredMiddleware):
    """Every page wants a login unless its view says otherwise; what was asked for comes after it."""

    def handle_no_permission(self, request, view_func):
        expired = getattr(request, "expired_user_id", None) or last_person(request)
        if request.htmx and request.method != "GET":
            # Leaving the page would lose what was typed on it; the page says that the login has run out.
            return HttpResponseForbidden()
        if expired and (parcel := pack(request, expired)):
            return login_page(request, unsent=parcel)
        if request.htmx:
            return HttpResponseClientRedirect(reverse(settings.LOGIN_URL))
        if request.path == "/":
            # Whoever named no page sees after the login what is theirs to see first.
            return HttpResponseRedirect(reverse(settings.LOGIN_URL))
        return super().handle_no_permission(request, view_func)
