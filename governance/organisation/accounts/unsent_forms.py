"""What somebody was sending when their login had ended, carried through the next one so that nothing typed is lost.

It travels in the page itself, signed and bound to the person; the server keeps nothing. Who that was a cookie says,
which outlives the login and opens nothing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from governance.frame.forms import kept_files
from governance.frame.forms.typed import seen

from ..models import User

SALT = "organisation.resuming"
# Long enough for a night at the login page; as long as its files wait.
MAX_AGE = int(kept_files.KEPT.total_seconds())
PERSON_COOKIE = "person"
# So many signs of writing are no name of a place and no choice.
WORDS = re.compile("[\u4e00-\u9fff][^<>]{7}")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Unsent:
    """A form as it was sent, without its passwords; its files wait, and stand among its fields as their ticks."""

    path: str
    fields: list[tuple[str, str]]
    left_files: bool  # nobody knows whose they are

    @property
    def files(self) -> int:
        """How many files wait for it."""
        return sum(name == kept_files.NAME for name, _ in self.fields)

    @property
    def words(self) -> list[str]:
        """What somebody wrote in words, to be read again."""
        return [value for _, value in self.fields if WORDS.search(value)]


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """The browser says later who it was that was logged in."""
    told = _told(request.user.pk)
    if request.COOKIES.get(PERSON_COOKIE) != told:
        safe: dict[str, Any] = {"secure": settings.SESSION_COOKIE_SECURE, "samesite": settings.SESSION_COOKIE_SAMESITE}
        response.set_cookie(PERSON_COOKIE, told, httponly=True, **safe)


@lru_cache(maxsize=1024)
def _told(person: int) -> str:
    return signing.Signer(salt=SALT).sign(str(person))


def last_person(request: HttpRequest) -> int | None:
    """Who was logged in last in this browser; None where it does not say."""
    try:
        return int(signing.Signer(salt=SALT).unsign(request.COOKIES.get(PERSON_COOKIE, "")))
    except signing.BadSignature:
        return None


def pack(request: HttpRequest, user_id: int | None) -> str:
    """The signed form of the request, or nothing if there is none; of no person it is for whoever logs in there."""
    if request.method != "POST" or request.content_type not in FORM_TYPES:
        return ""
    unsent = unsent_of(request, user_id)
    parcel = {"user": user_id, "path": unsent.path, "fields": unsent.fields, "files": unsent.left_files}
    return signing.dumps(parcel, salt=SALT, compress=True) if unsent.fields else ""


def unsent_of(request: HttpRequest, user_id: int | None) -> Unsent:
    """The form of the request; its files wait for that person from now on."""
    fields = fields_of(request)
    ticks = [(kept_files.NAME, tick) for tick in kept_files.keep_all(request, user_id)] if fields else []
    return Unsent(request.get_full_path(), fields + ticks, left_files=bool(request.FILES) and not ticks)


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed and ticked, but for passwords and what belongs to the page alone."""
    return [
        (name, seen(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "unsent", kept_files.NAME) and "password" not in name
    ]


def unpack(parcel: str, user: User) -> Unsent | None:
    """The form of that person, or None if there is none, it is somebody else's or too old."""
    try:
        content = signing.loads(parcel, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    if content["user"] not in (None, user.pk):
        return None
    return Unsent(content["path"], [tuple(pair) for pair in content["fields"]], content["files"])
