"""Who hears of a publication: who approves it, who wrote it, and the units that have to read it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from governance.frame.days import office_day
from governance.notices import outbox
from governance.organisation.models import User
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import DESK, LEAD, carrying, playing

from ..access import APPROVE, COUNTY, DRAFT
from ..models import Publication, PublicationKind, Receipt

KIND = "publication"


def approvers(publication: Publication, actor: User, at: datetime) -> None:
    """Whoever can approve it knows that it waits; of the unit itself first, where that is who approves."""
    office, roles = InOffice(office_day(at)), carrying(APPROVE)
    area = publication.area_id
    if publication.kind.approver == PublicationKind.Approver.COUNTY:
        people = office.overseeing(area, roles).get(area[:COUNTY], set())
    else:
        people = office.of(publication.unit_id, roles=roles) or set().union(*office.overseeing(area, roles).values())
    _tell(
        publication, people - {actor.pk}, f"待您审批：{publication.kind.name}《{publication.title}》", "submitted", at
    )


def writers(publication: Publication, text: str, word: str, actor: User, at: datetime) -> None:
    """Whoever wrote at it, and otherwise who drafts in its unit, hears what became of it."""
    wrote = set(publication.history.exclude(by=None).values_list("by", flat=True))
    people = wrote or InOffice(office_day(at)).of(publication.unit_id, roles=carrying(DRAFT))
    _tell(publication, people - {actor.pk}, text, word, at)


def readers(publication: Publication, receipts: Iterable[Receipt], at: datetime) -> None:
    """Of each unit that has to read it, who takes in what comes to it and who answers for it."""
    office = InOffice(office_day(at))
    people = office.of(*(receipt.unit_id for receipt in receipts), roles=playing(DESK, LEAD))
    _tell(publication, people, f"请阅读并确认：{publication.kind.name}《{publication.title}》", "issued", at)


def _tell(publication: Publication, people: Iterable[int], text: str, word: str, at: datetime) -> None:
    link = reverse("publications:publication", args=[publication.pk])
    key = f"publication:{publication.pk}:{word}:{publication.version}"
    outbox.post_many([outbox.Message(pk, KIND, text, link, f"{key}:{pk}") for pk in sorted(people)], at)
