"""The cards that a kind of case adds to the page of its cases."""

import re

import pytest
from django.template import engines
from django.urls import reverse

from governance.cases import registry
from tests import builders

pytestmark = pytest.mark.django_db


def test_it_shows_the_cards_of_its_kind_under_what_was_put_forward(login, cast, try_steps):
    asked = []

    def cards(row, user, now):
        asked.append((type(row).__name__, user.username))
        return [registry.Section(card, {"word": word}) for word in "甲乙"]

    card = engines["django"].from_string("<p>{{ section.word }}·{{ case.number }}</p>")
    try_steps(sections=cards)
    case = builders.petition(cast)
    page = login(cast.clerk).get(reverse("cases:case", args=[case.number])).content.decode()
    place = re.search(rf"<p>甲·{case.number}</p>\s*<p>乙·{case.number}</p>", page).start()
    assert page.index("反映的内容") < place < page.index('id="people"')
    assert asked == [("Petition", "clerk")]


def test_it_adds_nothing_where_the_kind_has_no_cards(login, cast):
    case = builders.in_status(cast, "handling")
    # Where it was taken in, a slip is offered to give to whoever brought it, as for every kind that is answered.
    for person, offered in ((cast.handler, []), (cast.clerk, ["citizens/_slip_card.html"])):
        response = login(person).get(reverse("cases:case", args=[case.number]))
        assert [section.template for section in response.context["sections"]] == offered
