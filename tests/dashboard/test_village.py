"""The file of a village: what lies in it and how it stands, of what the reader may know, and nothing of residents."""

import pytest
from django.urls import reverse

from governance.organisation.models import AreaFigure
from governance.registers.entries.actions import open_entry
from governance.registers.entries.told import EntryInput
from governance.registers.models import Register
from tests import builders

pytestmark = pytest.mark.django_db

VILLAGE = "610116001002"


@pytest.fixture
def room(cast):
    """A room of the village that the township keeps."""
    told = {"code": "rooms", "name": "室", "group": "阵地", "unit_word": "处", "sight": "keepers", "fields": []}
    entry = EntryInput("凤栖路社区调解室", cast.weiqu, cast.area(VILLAGE))
    return open_entry(Register.objects.create(**told), entry, actor=cast.clerk, at=builders.OPENED)


def page(login, person, code=VILLAGE):
    return login(person).get(reverse("dashboard:village", args=[code]))


def test_it_says_what_lies_there_and_how_it_stands(cast, login, room):
    AreaFigure.objects.create(area_id=VILLAGE, year=2026, figure="households", value=1270)
    builders.petition(cast)
    said = page(login, cast.clerk).content.decode()
    assert "1270" in said and "户数" in said
    assert "1 处" in said and f"/registers/rooms/?area={VILLAGE}" in said
    assert f"/petitions/?scope=all&amp;area={VILLAGE}" in said and "信访件" in said


def test_it_says_nothing_of_what_the_reader_may_not_know(cast, login, room):
    told = {"accused_unit": cast.weiqu, "area": cast.area(VILLAGE), "actor": cast.staff, "unit": cast.centre}
    builders.accusation(cast, **told)
    assert "信访件" not in page(login, cast.township_lead).content.decode()
    assert "1 处" in page(login, cast.township_lead).content.decode()
    assert "1 处" not in page(login, cast.outsider).content.decode()


def test_only_a_village_has_one_and_the_map_leads_to_it(cast, login):
    assert page(login, cast.clerk, "610116001").status_code == 404
    address = reverse("dashboard:village", args=[VILLAGE])
    assert address in login(cast.clerk).get(reverse("dashboard:places"), {"inside": VILLAGE}).content.decode()
    assert (
        "村级档案" not in login(cast.clerk).get(reverse("dashboard:places"), {"inside": "610116001"}).content.decode()
    )
