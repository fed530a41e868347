"""The pages of the organisation: who passes each, and what it may cost."""

from django.utils import timezone

from governance.organisation.accounts import deeds
from governance.organisation.models import AccountDeed, Synonym
from tests.access.doors import OPEN, Door, Listed, Row

MANAGERS = frozenset({"county", "security_admin"})
AUDITORS = frozenset({"audit_admin"})
# Who confirms what was asked for another's account: administrators, and whoever leads a unit.
CONFIRMERS = frozenset({"security_admin", "audit_admin", "township_lead", "lead", "leader"})

ROWS = {
    "organisation:login": Row(post=OPEN, for_strangers=True),
    "organisation:logout": Row(get=None, post=OPEN, for_strangers=True),
    "organisation:leave_everywhere": Row(get=None, post=OPEN),
    "organisation:password": Row(post=OPEN),
    "organisation:display": Row(get=None, post=OPEN),
    "organisation:code": Row(post=OPEN),
    "organisation:enrol": Row(post=OPEN),
    "organisation:area_search": Row(),
    "organisation:unit_search": Row(),
    "organisation:user_search": Row(),
    "organisation:anybody_search": Row(get=Door(AUDITORS)),
    "organisation:units": Row(get=Door(MANAGERS)),
    "organisation:new_unit": Row(get=Door(MANAGERS), post=Door(MANAGERS)),
    "organisation:unit": Row(get=Door(MANAGERS), post=Door(MANAGERS), args=("unit",)),
    "organisation:close_unit": Row(get=None, post=Door(MANAGERS), args=("unit",)),
    "organisation:reopen_unit": Row(get=None, post=Door(MANAGERS), args=("unit",)),
    "organisation:synonyms": Row(get=Door(MANAGERS), post=Door(MANAGERS)),
    "organisation:switch_synonym": Row(get=None, post=Door(MANAGERS), args=("synonym",)),
    "organisation:joined": Row(get=Door(MANAGERS), post=Door(MANAGERS)),
    "organisation:people": Row(get=Door(MANAGERS)),
    "organisation:new_person": Row(get=Door(MANAGERS), post=Door(MANAGERS)),
    "organisation:person": Row(get=Door(MANAGERS), args=("person",)),
    "organisation:edit_person": Row(get=Door(MANAGERS), post=Door(MANAGERS), args=("person",)),
    "organisation:close_person": Row(get=None, post=Door(MANAGERS), args=("person",)),
    "organisation:reopen_person": Row(get=None, post=Door(MANAGERS), args=("person",)),
    "organisation:reset_password": Row(get=None, post=Door(MANAGERS), args=("person",)),
    "organisation:reset_factor": Row(get=None, post=Door(MANAGERS), args=("person",)),
    "organisation:appoint": Row(get=Door(MANAGERS), post=Door(MANAGERS), args=("person",)),
    "organisation:end_post": Row(get=Door(MANAGERS), post=Door(MANAGERS), args=("post",)),
    "organisation:withdraw_post": Row(get=None, post=Door(MANAGERS), args=("post",)),
    "organisation:deeds": Row(get=Door(CONFIRMERS)),
    "organisation:decide_deed": Row(get=None, post=Door(CONFIRMERS), args=("deed",)),
    "organisation:vouch": Row(get=None, post=Door(CONFIRMERS), args=("person",)),
    "organisation:retention": Row(),
    "organisation:guide": Row(),
    "organisation:first_day": Row(),
    "organisation:chapter": Row(args=("guide_folder", "guide_chapter")),
    "organisation:guide_picture": Row(args=("guide_folder", "guide_picture")),
    "organisation:records": Row(get=Door(AUDITORS)),
}
LISTS = (
    Listed("organisation:units", "county", 4),
    Listed("organisation:unit", "county", 6, args=("unit",)),
    Listed("organisation:synonyms", "county", 4),
    Listed("organisation:joined", "county", 3),
    Listed("organisation:people", "county", 5),
    # Rooms are asked what only this person can approve, before the account is closed.
    Listed("organisation:person", "county", 22, args=("person",)),
    # One question asks which of the numbers in the rows have been hidden since.
    Listed("organisation:records", "audit_admin", 5),
    Listed("organisation:deeds", "audit_admin", 5),
    Listed("organisation:retention", "county", 3),
    Listed("organisation:guide", "county", 2),
    Listed("organisation:password", "handler", 3),
    Listed("organisation:area_search", "clerk", 3, "q=社区"),
    Listed("organisation:unit_search", "clerk", 3, "q=局"),
    Listed("organisation:user_search", "clerk", 4, "q=李"),
    Listed("organisation:anybody_search", "audit_admin", 4, "q=李"),
)
NO_LIST = {
    "organisation:chapter",
    "organisation:code",
    "organisation:enrol",
    "organisation:first_day",
    "organisation:guide_picture",
    "organisation:login",
    "organisation:new_unit",
    "organisation:new_person",
    "organisation:edit_person",
    "organisation:appoint",
    "organisation:end_post",
}


def world(cast, made: dict) -> dict:
    """A unit, a person and their post, and something that waits for a second person."""
    deeds.reset_password(cast.clerk, actor=cast.security_admin, at=timezone.now())
    deed = AccountDeed.objects.get()
    return {
        "unit": cast.water.pk,
        "person": cast.mediator.pk,
        "post": cast.mediator.posts.get().pk,
        "deed": deed.pk,
        "guide_folder": "guide",
        "guide_chapter": "start",
        "guide_picture": "login.png",
        "synonym": Synonym.objects.first().pk,
    }
