"""Whatever the desk and the menu offer, whoever is offered it may open."""

import re
from datetime import timedelta

import pytest
from django.urls import resolve

from governance.cases import deadlines
from tests import builders, disputes
from tests.access.pages import TABLE

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')


def refuses(client, person, link: str) -> bool:
    """Whether the person may not open it; for an address that names nothing the table of doors says so, each of which
    everybody tries."""
    path, _, query = link.partition("?")
    found = resolve(path)
    if found.kwargs or query:
        return client.get(link).status_code == 403
    door = TABLE[found.view_name].get
    return person.username not in (door.who if door.only is None else door.only)


def test_nothing_on_the_desk_or_in_the_menu_leads_to_a_refusal(login, cast, time_machine):
    builders.petition(cast)
    disputes.track(cast)
    late = builders.OPENED + timedelta(days=90)
    time_machine.move_to(late, tick=False)
    deadlines.scan(late)
    refused = []
    for person in cast.people:
        client = login(person)
        pages = {link: client.get(link).content.decode() for link in ("/", "/supervision/")}
        links = {link.replace("&amp;", "&") for page in pages.values() for link in LINK.findall(page)}
        refused += [f"{person.username} {link}" for link in sorted(links) if refuses(client, person, link)]
    assert refused == []
