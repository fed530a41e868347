"""What was asked and answered, for others to read (网络问政): only where whoever asked agreed, and never an accusation.

Who may draft it, what must not stand in it and who approves is that of every publication.
"""

from datetime import datetime

from django.db import transaction

from governance.frame.days import day_text, office_day
from governance.frame.refusals import StepNotPossible
from governance.organisation.standing import standing_of
from governance.publications.access import may_draft, visible
from governance.publications.issuing import actions as publications
from governance.publications.models import Publication, PublicationKind

from ..models import Petition

KIND = "answers"
ASKER = "提问人"
BODY = "## 问\n\n{question}\n\n## 答\n\n{answer}\n\n{asked}提出，应当在 {due} 以前答复；{unit} {answered}答复。"
BODY_WITHOUT_DAY = "## 问\n\n{question}\n\n## 答\n\n{answer}\n\n{asked}提出，{unit} {answered}答复。"
LIMITS = ("petition.handle", "petition.simple_handle")


def kind() -> PublicationKind | None:
    """The kind under which answers are published, while it is in use."""
    return PublicationKind.objects.filter(code=KIND, is_active=True).first()


def answer_of(petition: Petition) -> str:
    """The words that were served; empty where none were, or where they are a paper of the petitioner's own."""
    if petition.served_on is None:
        return ""
    return petition.answer_before(petition.version + 1)


def can_be_told(petition: Petition) -> bool:
    """True if what was asked and answered may be drafted for everybody."""
    agreed = petition.may_be_told and not petition.is_restricted
    return agreed and petition.told_as_id is None and bool(answer_of(petition))


def may_tell(user, petition: Petition, at: datetime) -> bool:
    """True if it may be drafted by this person, for the unit that answered."""
    standing, found = standing_of(user, office_day(at)), kind()
    reaches = standing.reaches(petition.lead_unit, "publications.draft_publication")
    return found is not None and reaches and may_draft(found, standing) and can_be_told(petition)


@transaction.atomic
def tell_all(petition: Petition, *, actor, at: datetime) -> Publication:
    """The draft stands, with the names of those who asked left out; raises StepNotPossible where it may not be told."""
    row = Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=petition.pk)
    found = kind()
    if found is None or not can_be_told(row):
        raise StepNotPossible("提问的人没有同意公开、还没有送达书面答复，或者已经起草过，不能公开。")
    told = publications.PublicationInput(
        title=_without_names(row, row.title)[:100],
        unit=row.lead_unit,
        area=row.area if row.area_id.startswith(row.lead_unit.area_id) else row.lead_unit.area,
        body=_body(row),
    )
    made = publications.draft(found, told, actor=actor, at=at)
    Petition.objects.filter(pk=row.pk).update(told_as=made)
    return made


def hide(petition: Petition) -> None:
    """What was drafted or published of a petition that turns out to accuse somebody says nothing any more."""
    told = Publication.objects.filter(pk=petition.told_as_id or 0)
    gone = {"title": "已撤下", "body": "", "grams": []}
    told.filter(state__in=Publication.IN_HAND).update(state=Publication.State.DROPPED, **gone)
    told.filter(state=Publication.State.ISSUED).update(state=Publication.State.WITHDRAWN, **gone)


def _body(petition: Petition) -> str:
    question = "\n\n".join(filter(None, (petition.summary, petition.facts_and_reasons)))
    due = petition.clocks.filter(term_code__in=LIMITS).order_by("-pk").first()
    said = {
        "question": _without_names(petition, question),
        "answer": _without_names(petition, answer_of(petition)),
        "asked": day_text(office_day(petition.opened_at)),
        "answered": day_text(petition.served_on) if petition.served_on else "",
        "unit": petition.lead_unit.name,
    }
    return BODY.format(**said, due=day_text(due.due)) if due and due.due else BODY_WITHOUT_DAY.format(**said)


def may_read(user, petition: Petition, at: datetime) -> bool:
    """True if this person may see what was drafted."""
    return visible(standing_of(user, office_day(at))).filter(pk=petition.told_as_id or 0).exists()


def _without_names(petition: Petition, text: str) -> str:
    """The text without those who asked: their names, numbers and addresses."""
    for person in petition.people_ever:
        for word in (person.name, person.phone, person.id_number, person.address):
            text = text.replace(word, ASKER) if word and len(word) > 1 else text
    return text
