"""Which cases are those of the same people."""

from django.db.models import Q

from governance.frame.seals.sealing import keyed_hashes

from ..models import Participant


def of_same_people(people: list[Participant], visible):
    """Among the visible cases, those in which one of these people takes part, newest first.

    People are recognised by the keyed hash of a phone, of ID number or account, or by name and address together;
    whoever gave no name is recognised by none.
    """
    phones = [phone for person in people for phone in person.phone_hashes]
    numbers = [person.id_number_hash for person in people if person.id_number_hash]
    accounts = [person.account_hash for person in people if person.account_hash]
    # An overlap with nothing would be asked of the database; membership in nothing is not.
    called = Q(phone_hashes__overlap=phones) if phones else Q(pk__in=())
    found = Participant.objects.filter(called | Q(id_number_hash__in=numbers) | Q(account_hash__in=accounts))
    for person in people:
        if person.is_named and person.address:
            found |= Participant.objects.filter(name=person.name, address=person.address)
    return visible.filter(pk__in=found.values("case_id")).order_by("-opened_at", "-id")


def account_of(person: Participant) -> str | None:
    """The account whose hash the person carries, which was their name before any correction; None where it is lost."""
    if person.account_hash in keyed_hashes(person.name):
        return person.name
    names = Participant.ever.filter(case_id=person.case_id).values_list("name", flat=True)
    return next((name for name in names if person.account_hash in keyed_hashes(name)), None)
