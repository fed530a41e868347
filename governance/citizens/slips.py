"""The slip (回执) of what was put forward at a window: its number and a code by which its people can look it up.

信访工作条例 art. 18 and 21: whoever came to the window asks how it stands like whoever wrote over the network.
"""

from datetime import datetime

import segno
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from governance.cases import access
from governance.cases.models import Case
from governance.cases.registry import Section, kind_of
from governance.cases.workflow import ORIGIN
from governance.counter.progress import ANSWERINGS
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from . import codes

NOT_HERE = "回执由登记、转送这件事项的单位发给本人；检举控告不发查询码，请本人向登记的单位当面或者电话查询。"


def may_give(user, case: Case) -> bool:
    """True if whoever brought the matter can have a slip of it from this person: where it was taken in or sent from,
    never of what few may know.
    """
    if case.is_restricted or case.kind not in ANSWERINGS:
        return False
    permission = kind_of(case).register_permission
    return bool(permission) and access.has_permission(user, case, permission, ORIGIN)


@transaction.atomic
def give(case: Case, *, actor, at: datetime, ip: str | None) -> str:
    """The code leads to the matter, one that was given before does not any more; who gave it stands in the record."""
    if not may_give(actor, case):
        raise StepNotAllowed(NOT_HERE)
    code = codes.give(case, at=at)
    subject = access.named_in_records(case)
    record(AccessRecord.Verb.PRINT, actor=actor, at=at, subject=subject, reason="发给本人回执和查询码", ip=ip)
    return code


def on_paper(name: str, *args) -> str:
    """The address of a page as paper names it, from wherever it is printed."""
    return settings.SITE_URL + reverse(name, args=args)


def front_address() -> str:
    """Where it is asked for number and code."""
    return on_paper("publications:front")


def drawn(address: str) -> SafeString:
    """The address as a phone reads it; number and code are in no address."""
    drawing = segno.make(address, error="m", micro=False)
    return mark_safe(drawing.svg_inline(scale=4, border=2, svgclass="qr", lineclass=None, omitsize=False))


def card(row, user, now) -> list[Section]:
    """What offers the slip on the page of a case."""
    if not may_give(user, row):
        return []
    return [Section("citizens/_slip_card.html", {"url": reverse("citizens:slip", args=[row.number])})]
