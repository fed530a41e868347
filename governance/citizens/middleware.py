"""A form that is larger than any page takes is not read at all."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.frame.forms.posted import whole_number
from governance.jobs.archives import MEGABYTE

from .cookies import PATH
from .drafts import LARGEST_FILE, MOST_FILES

# All files of a page at their largest, and what is typed.
LARGEST_BODY = MOST_FILES * LARGEST_FILE + MEGABYTE


class LargestBody:
    """Whoever sends more to a page without a login is told how much it takes; what they wrote before stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PATH) and (whole_number(request.META, "CONTENT_LENGTH") or 0) > LARGEST_BODY:
            return render(request, "citizens/too_large.html", {"files": MOST_FILES}, status=413)
        return self.get_response(request)
