"""A letter as the source of a petition: the register page begins with what it says, beside its whole text."""

from django.http import Http404

from governance.cases.files import attachments
from governance.cases.intake.sources import CaseSource
from governance.cases.models import Case
from governance.frame.days import office_day

from ..models import Letter
from .letters import become, letters_for, said

CODE = "letter"
LONGEST = 5000


def letter_for(user, pk: int) -> Letter:
    """A letter that the person has taken; raises Http404 for any other: what it says may be about a colleague."""
    open_ = (Letter.State.NEW, Letter.State.AUTOMATIC)
    found = letters_for(user).filter(pk=pk, taken_by=user, state__in=open_).first()
    if found is None:
        raise Http404("没有这封邮件。")
    return found


def begin(user, pk: int, at) -> tuple[str, dict]:
    """What it says; whether it accuses is asked where it is registered, like of every other."""
    letter = letter_for(user, pk)
    told = said(letter)
    initial = {
        "channel": Case.Channel.EMAIL,
        "received_on": office_day(letter.arrived_at),
        "title": told["subject"][:120],
        "summary": told["subject"] or told["text"][:200],
        "facts_and_reasons": told["text"][:LONGEST],
        "name_1": told["name"],
        "address_unclear": not told["name"],
    }
    return "电子邮件：来信已填入，请核对；附件登记后放进卷宗，编号和查询码由系统回信告知。", initial


def link(pk: int, case, actor, at) -> str:
    """The letter has become this petition; raises StepNotPossible where it has become one before."""
    event = case.events.get(step="register")
    for file in become(letter_for(actor, pk), case.own, actor=actor, at=at):
        columns = {name: getattr(file, name) for name in ("name", "content_type", "size", "sha256", "path")}
        attachments.store(case, attachments.Taken(**columns), actor=actor, at=at, event=event)
    return ""


def shown(case, user, at) -> list[tuple[str, str, str]]:
    """Nothing: that it came by e-mail is its channel."""
    return []


LETTER = CaseSource(CODE, begin, link, shown)
