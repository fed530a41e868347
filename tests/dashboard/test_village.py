"""The file of a village: what lies in it and how it stands, of what the reader may know, and nothing of residents."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.assessment.appraisals.actions import conclude
from governance.assessment.standards.defining import add_standard
from governance.cases.models import Case
from governance.dashboard.places.village import kept_in, matters_of
from governance.organisation.models import AreaFigure
from governance.organisation.standing import standing_of
from governance.registers.entries.actions import open_entry
from governance.registers.entries.told import EntryInput
from governance.registers.models import Entry, Register
from tests import builders, disputes
from tests.assessment.pages import given_to, of_village, village_posts

pytestmark = pytest.mark.django_db

VILLAGE = "610116001002"
DAY = timedelta(days=1)


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
    assert "1270" in said and "户数" in said and said.count("2026 年") == 1
    AreaFigure.objects.create(area_id=VILLAGE, year=2025, figure="population", value=3431)
    apart = page(login, cast.clerk).content.decode()
    assert "（2026 年）" in apart and "（2025 年）" in apart and "基本情况（" not in apart
    assert "1 处" in said and f"/registers/rooms/?area={VILLAGE}" in said
    assert f"/petitions/?scope=all&amp;area={VILLAGE}" in said and "信访件" in said


def test_it_says_nothing_of_what_the_reader_may_not_know(cast, login, room):
    told = {"accused_unit": cast.weiqu, "area": cast.area(VILLAGE), "actor": cast.staff, "unit": cast.centre}
    builders.accusation(cast, **told)
    assert "信访件" not in page(login, cast.township_lead).content.decode()
    assert "1 处" in page(login, cast.township_lead).content.decode()
    assert "1 处" not in page(login, cast.outsider).content.decode()


def test_what_was_ended_is_kept_no_more_and_what_was_due_is_late(cast, room):
    today = builders.OPENED.date()

    def kept(**told) -> list[tuple]:
        Entry.objects.filter(pk=room.pk).update(**told)
        rows = kept_in(cast.area(VILLAGE), standing_of(cast.clerk, today), today)
        return [(row.name, row.held, row.late) for row in rows]

    assert kept(due_on=today) == [("室", "1 处", 0)]
    assert kept(due_on=today - DAY) == [("室", "1 处", 1)]
    assert kept(ended_on=room.entered_on) == []
    assert kept(ended_on=None) != []
    Register.objects.update(is_active=False)
    assert kept() == []


def test_a_matter_is_one_with_its_parts_and_late_by_what_any_of_them_owes(cast):
    now = builders.OPENED + 2 * DAY

    def matters() -> list[tuple]:
        rows = matters_of(cast.area(VILLAGE), cast.clerk, now)
        return [(row.label, row.came, row.open, row.late) for row in rows]

    part = disputes.track(cast)
    assert matters() == [("矛盾纠纷", 1, 1, 0)]
    Case.objects.filter(pk=part.pk).update(next_due_at=now)
    assert matters() == [("矛盾纠纷", 1, 1, 1)]
    builders.in_status(cast, "withdrawn")
    builders.petition(cast, at=builders.OPENED - 90 * DAY)
    Case.objects.filter(kind="petition", closed_at=None).update(next_due_at=None)
    assert matters() == [("信访件", 1, 1, 0), ("矛盾纠纷", 1, 1, 1)]


def test_a_standard_is_met_by_its_last_result_and_not_before_there_is_one(cast, login):
    standard = add_standard(village_posts(), actor=cast.county, at=builders.OPENED)
    assert page(login, cast.clerk).context["appraised"] == []
    for share, at in (("1", builders.OPENED), ("0.5", builders.OPENED + DAY)):
        found = of_village(standard, cast.county, at)
        assert found not in page(login, cast.clerk).context["appraised"]
        conclude(found, given_to(found, share, at), version=None, actor=cast.county, at=at)
    assert page(login, cast.clerk).context["appraised"] == [found]


def test_only_a_village_has_one_and_the_map_leads_to_it(cast, login):
    assert page(login, cast.clerk, "610116001").status_code == 404
    address = reverse("dashboard:village", args=[VILLAGE])
    assert address in login(cast.clerk).get(reverse("dashboard:places"), {"inside": VILLAGE}).content.decode()
    assert (
        "村级档案" not in login(cast.clerk).get(reverse("dashboard:places"), {"inside": "610116001"}).content.decode()
    )
