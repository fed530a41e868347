"""Whatever the desk and the menu offer, whoever is offered it may open."""

import re
from datetime import timedelta

import pytest

from governance.cases import deadlines
from tests import builders, disputes

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')


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
        refused += [f"{person.username} {link}" for link in sorted(links) if client.get(link).status_code == 403]
    assert refused == []
