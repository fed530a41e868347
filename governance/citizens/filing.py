"""A page with words and files: both wait in a draft while something on it is still to be corrected."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from . import brake, drafts, proof
from .brake import Limit
from .models import Draft


def kept(
    request: HttpRequest, kind: str, draft: Draft | None, form: forms.Form, *, limit: Limit, at: datetime, **marks: Any
) -> Draft | None:
    """What was typed waits with what was chosen; a page on which nothing was ever chosen needs no draft.

    Raises TooOften where too many files come from there.
    """
    uploads = request.FILES.getlist("files")
    if not uploads and draft is None:
        return None
    if uploads:
        brake.pass_by(limit, request, proven=proof.is_proven(request, limit.door, at), at=at)
    said = {name: form.data.get(name, "") for name in form.fields}
    return drafts.write_all(draft, kind, drafts.told(draft) | marks | {"said": said}, at=at)


def sort_out(request: HttpRequest, draft: Draft | None) -> None:
    """Files that are not wanted are gone, new ones wait; raises FactMissing for those that are not taken."""
    if draft is not None:
        drafts.detach(draft, request.POST.getlist("gone"))
        drafts.attach(draft, request.FILES.getlist("files"))


def waiting(draft: Draft | None) -> Iterable:
    """The files that wait."""
    return list(draft.files.all()) if draft else []
