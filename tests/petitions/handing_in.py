"""A citizen before a browser, without a login."""

from django.test import Client
from django.urls import reverse

SAID = {
    "matter": {
        "petition_class": "appeal_request",
        "summary": "请求恢复小区供水。",
        "facts_and_reasons": "泵房三天前停用，物业不修。",
    },
    "accused": {"accused_unknown": "on"},
    "place": {"township": "610116001"},
    "village": {"village": "610116001002", "place": "凤栖路 12 号"},
    "people": {"name_1": "赵秀英", "phone_1": "13911112222", "address_1": "凤栖路社区3组8号", "people_count": "1"},
    "files": {},
    "check": {"true": "on"},
}


def address(page: str) -> str:
    """Where the page of that name is."""
    return reverse("petitions:hand_in_page", args=[page])


def say(client: Client, page: str, **changes):
    """The page is filled in and sent, as a browser without a script sends it."""
    return client.post(address(page), SAID[page] | changes)


def fill_in(client: Client, until: str = "check", **pages: dict) -> str:
    """Every page up to that one is filled in; says which page comes next."""
    page = "matter"
    while page != until:
        answer = say(client, page, **pages.get(page, {}))
        assert answer.status_code == 302, answer.content.decode()
        page = answer.url.rstrip("/").rpartition("/")[2]
    return page


def hand_in(client: Client, **pages: dict):
    """All pages are filled in and sent; the last page, with number and code."""
    fill_in(client, **pages)
    answer = say(client, "check")
    assert (answer.status_code, answer["Location"]) == (302, reverse("petitions:handed_in")), answer.content.decode()
    return client.get(answer.url)
