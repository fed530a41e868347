"""What somebody was sending when their session ran out, carried through the login so that nothing typed is lost.

It travels in the page itself, signed and bound to the person; the server keeps nothing.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

from governance.frame.forms.kept_files import NAME as KEPT_FILES

from ..models import User

SALT = "organisation.resuming"
# Long enough for a lunch break at the login page.
MAX_AGE = 2 * 60 * 60
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Unsent:
    """A form as it was sent, without its files and passwords."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool


def pack(request: HttpRequest, user_id: int) -> str:
    """The signed form of the request, or nothing if there is no form in it."""
    if request.method != "POST" or request.content_type not in FORM_TYPES:
        return ""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", KEPT_FILES) and "password" not in name
    ]
    files = bool(request.FILES) or KEPT_FILES in request.POST
    parcel = {"user": user_id, "path": request.get_full_path(), "fields": fields, "files": files}
    return signing.dumps(parcel, salt=SALT, compress=True) if fields else ""


def unpack(parcel: str, user: User) -> Unsent | None:
    """The form of that person, or None if there is none, it is somebody else's or too old."""
    try:
        content = signing.loads(parcel, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    if content["user"] != user.pk:
        return None
    return Unsent(content["path"], [tuple(pair) for pair in content["fields"]], content["files"])
