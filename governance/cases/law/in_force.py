"""The terms in force on a day, and the texts that name them: ``{petition.route}`` stands for how long that one is."""

from datetime import date

from django.db.models import QuerySet

from governance.frame.database.in_force import in_force
from governance.frame.database.written import WrittenOnce
from governance.frame.pages.remembered import remembered

from ..models import Term, spelled
from ..workflow import TERM_NAMED

SHOWN_SECONDS = 15


def term_for(code: str, on: date) -> Term:
    """The version of the term in effect on that day; before the first one took effect, the first.

    Raises ``Term.DoesNotExist`` for a code that no version carries.
    """
    return IN_EFFECT.first(code=code, on=on) or Term.objects.filter(code=code).earliest("effective_from", "-version")


def _version(code: str, on: date) -> QuerySet[Term]:
    return Term.objects.filter(in_force(on), code=code).order_by("-version")[:1]


IN_EFFECT = WrittenOnce(_version, code="?", on=date(1, 1, 2))


def with_lengths(text: str, on: date) -> str:
    """The text as a paper or a refusal says it, with the lengths that hold on the day; ``{code+}`` is the longest
    extension.
    """
    return TERM_NAMED.sub(lambda named: _length(term_for(named[1], on), named[2]), text)


def shown_with_lengths(text: str, on: date) -> str:
    """The same on a page, which may be some seconds behind."""
    return TERM_NAMED.sub(lambda named: _length(term_shown(named[1], on), named[2]), text)


def term_shown(code: str, on: date) -> Term:
    """The version in effect on that day as a page says it, which may be some seconds behind."""
    known = remembered("terms-in-force", lambda: _all_in_force(on), seconds=SHOWN_SECONDS, of=on)
    return known.get(code) or term_for(code, on)


def _all_in_force(on: date) -> dict[str, Term]:
    return {term.code: term for term in Term.objects.filter(in_force(on)).order_by("version")}


def _length(term: Term, longest: str) -> str:
    if longest:
        return spelled(term.extension_cap or 0, term.extension_unit or term.unit)
    return term.length
