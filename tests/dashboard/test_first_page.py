"""Which page somebody sees first, and a board of a county in which nothing has happened yet."""

import pytest
from django.urls import reverse

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_leader_sees_the_board_first_and_others_their_work(cast, client):
    for username, first in (("leader", "/board/"), ("handler", "/")):
        asked = client.get("/")
        assert asked["Location"] == reverse("organisation:login")
        answer = client.post(asked["Location"], {"username": username, "password": PASSWORD}, follow=True)
        assert answer.redirect_chain[-1][0] == first
        client.logout()


def test_nothing_is_drawn_of_nothing(login, cast):
    page = login(cast.staff).get("/board/")
    assert [drawn.plot.code for drawn in page.context["plots"] if drawn.table.rows] == []
