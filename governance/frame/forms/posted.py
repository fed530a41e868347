"""A form and the verb behind it: what was posted, what the verb refuses, and the status of the page that says so."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm, BaseFormSet, BoundField, HiddenInput, IntegerField
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from ..refusals import FactMissing, Refusal, StaleVersion, StepNotAllowed, VersionMissing
from . import once

STALE = "stale"
# What the box of files is called on every page.
FILES = "files"


def whole_number(data: Mapping[str, str], name: str) -> int | None:
    """The whole number that was sent under the name; None where none was, or one that no column holds."""
    return as_whole(data.get(name, ""))


def whole_numbers(data: QueryDict, name: str) -> set[int]:
    """The whole numbers that were sent under the name; what is none is left out."""
    return {number for value in data.getlist(name) if (number := as_whole(value)) is not None}


def as_whole(text: str) -> int | None:
    """The whole number that the text is; None for a text that is none, or one that no column holds."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def version_read(data: Mapping[str, str], name: str = "version") -> int:
    """The version that stood on the page from which this was sent; raises ``VersionMissing`` where it does not say."""
    version = whole_number(data, name)
    if version is None:
        raise VersionMissing
    return version


class VersionField(IntegerField):
    """The version of the row that the page shows, carried along unseen; 0 is that of what is not there yet."""

    widget = HiddenInput

    def clean(self, value: Any) -> int:
        """The version; raises ``VersionMissing`` for anything else, which no page sends."""
        return version_read({"version": str(value or "")})


class Together:
    """Several forms that are sent in one, for the one summary of what is wrong with them."""

    def __init__(self, *forms: BaseForm):
        self.forms = forms

    def __iter__(self) -> Iterator[BoundField]:
        return chain.from_iterable(self.forms)

    @property
    def errors(self) -> dict[str, list]:
        """What is wrong with any of them, by its box."""
        return {name: list(said) for form in self.forms for name, said in form.errors.items()}

    @property
    def non_field_errors(self) -> list:
        """What is wrong with any of them as a whole."""
        return [said for form in self.forms for said in form.non_field_errors()]


def is_of_this_site(address: str) -> bool:
    """True for an address that begins at the root of this site, and so leads to no other and runs nothing."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None where the form is only to be filled in, so that it is not valid."""
    return request.POST if request.method == "POST" else None


def sentences_of(errors: Mapping[str, Iterable]) -> dict[str, str]:
    """What is said at each box, as one text."""
    return {name: " ".join(map(str, said)) for name, said in errors.items()}


def checked(form: BaseForm) -> dict[str, Any]:
    """What was told, as the boxes read it; raises FactMissing with the sentences of a form that is not right."""
    if not form.is_valid():
        raise FactMissing(sentences_of(form.errors))
    return form.cleaned_data


@contextmanager
def refusals_on(form: BaseForm | None) -> Iterator[None]:
    """What is refused inside is said on the form, and the block ends there.

    Where there is no form to correct, as for whoever may not do it at all, the refusal goes on its way.
    """
    try:
        yield
    except Refusal as refusal:
        if form is None or isinstance(refusal, StepNotAllowed):
            raise
        show_refusal(form, refusal)


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """What is refused inside is told on the next page, for a button that has no form; the block ends there."""
    try:
        yield
    except StepNotAllowed:
        raise
    except Refusal as refusal:
        once.was_refused(request)
        messages.error(request, str(refusal))


def show_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Each sentence stands at its field, if nothing does yet, or above the form where it has no such field; one about
    files at their box as well, which is no field of the form.

    A form whose fields go by other names than the verb's says it in its own ``say``. Where somebody else was faster
    what was typed stays, and the next attempt is made in sight of what they did.
    """
    shown: Any = form
    for name, sentence in refusal.errors.items():
        if name == FILES and FILES not in form.fields:
            shown.files_error = sentence
        error = ValidationError(sentence, code=STALE if isinstance(refusal, StaleVersion) else "")
        if hasattr(form, "say"):
            form.say(name, error)
        elif name not in form.fields:
            form.add_error(None, error)
        elif name not in form.errors:
            form.add_error(name, error)
    if isinstance(refusal, StaleVersion):
        typed: Any = copy(form.data)
        typed["version"] = str(refusal.version)
        form.data = typed


def status_of(*forms: BaseForm | BaseFormSet) -> int:
    """422 for a page on which something was sent and is to be corrected, 409 where somebody else was faster."""
    wrong = [form for form in forms if form.is_bound and not form.is_valid()]
    if any(isinstance(form, BaseForm) and form.has_error(NON_FIELD_ERRORS, STALE) for form in wrong):
        return 409
    return 422 if wrong else 200
