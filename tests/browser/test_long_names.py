"""The longest names there are, at four widths: nothing is pushed off the screen, and the next step stays in sight."""

import pytest

from governance.cases.models import Case, Participant
from governance.organisation.models import Unit, User
from tests import builders
from tests.chromium import fits

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "长安区韦曲街道凤栖路社区居民委员会综合治理和平安建设服务保障领导小组办公室筹备组"
PERSON = "买买提·阿卜杜热合曼·吐尔逊江·古丽娜尔·阿依古丽"


def longest(model, field: str, text: str) -> str:
    return text[: model._meta.get_field(field).max_length]


@pytest.fixture
def long_names(cast):
    """Whoever signs in, their unit, the petitioner and the matter are called as long as anybody is."""
    case = builders.petition(cast, people=[builders.person(name=PERSON)])
    Case.objects.filter(pk=case.pk).update(title=NAME, place=NAME[:40], handler=cast.clerk)
    Participant.objects.filter(case=case).update(name=PERSON)
    held = Unit.objects.filter(pk=case.lead_unit_id)
    held.update(name=longest(Unit, "name", NAME), short_name=longest(Unit, "short_name", NAME))
    User.objects.filter(pk=cast.clerk.pk).update(name=longest(User, "name", PERSON))
    return case


@pytest.mark.parametrize("width", [1440, 1366, 768, 390])
def test_it_holds_the_longest_names(cast, page, sign_in, long_names, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, cast.clerk)
    for address in ("/", "/petitions/?scope=all", f"/cases/{long_names.number}/"):
        page.goto(address)
        fits(page)
    page.goto("/")
    if width >= 1366:
        button = page.locator("main table .actions a").first.bounding_box()
        card = page.locator("main .table-wrap").first.bounding_box()
        assert button["x"] + button["width"] <= card["x"] + card["width"], "the next step is out of sight"
