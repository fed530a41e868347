"""A term that is otherwise from a day on: a new version with its article. What runs keeps the one it began with."""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StaleVersion
from governance.organisation.models import AccessRecord, User
from governance.organisation.records import record

from ..models import Term


@dataclass(frozen=True)
class NewVersion:
    """What of a term is otherwise from a day on, and the article or decision that says so."""

    amount: int
    extension_cap: int | None
    article: str
    basis: str
    effective_from: date


def newest_of(code: str) -> Term:
    """The newest version of the term, in effect or to come; raises ``Term.DoesNotExist`` where there is none."""
    return Term.objects.filter(code=code).latest("version")


@transaction.atomic
def add_version(code: str, new: NewVersion, *, version: int, actor: User, at: datetime, ip: str | None = None) -> Term:
    """The term is so from that day on.

    ``version`` is the newest that the person has read. Raises FactMissing for a day that has passed or on which the
    newest does not hold yet, and for a version that changes nothing.
    """
    newest = Term.objects.select_for_update().get(pk=newest_of(code).pk)
    if newest.version != version or newest_of(code).pk != newest.pk:
        raise StaleVersion("这个期限", row=newest_of(code), read=version)
    day = new.effective_from
    if day < office_day(at) or day <= newest.effective_from:
        raise FactMissing(
            {"effective_from": f"施行日期不早于今天，并且晚于第 {version} 版的 {newest.effective_from}。"}
        )
    if all(getattr(newest, name) == getattr(new, name) for name in ("amount", "extension_cap", "article")):
        raise FactMissing({"amount": "和现在的一样，没有要改的。"})
    if newest.effective_to is None or newest.effective_to >= day:
        newest.effective_to = day - timedelta(days=1)
        newest.save(update_fields=["effective_to"])
    added = _after(newest, new)
    added.save(force_insert=True)
    said = f"{added.length}，{day} 起，{new.article}"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=f"法定期限 {added.name}", reason=said, ip=ip)
    return added


def _after(newest: Term, new: NewVersion) -> Term:
    added = copy(newest)
    added.pk, added.version, added.effective_to = None, newest.version + 1, None
    # Nobody has compared it with the text of the law yet.
    added.source = Term.Source.DESIGN if newest.source == Term.Source.DESIGN else Term.Source.MEMORY
    for name, value in vars(new).items():
        setattr(added, name, value)
    return added
