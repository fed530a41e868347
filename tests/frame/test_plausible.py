"""A slip of the keyboard in a date is told, not kept: one check for every box and every program."""

from datetime import date

import pytest
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.forms.plausible import AGREED, HAPPENED, PLANNED, SEARCHED, CareerDay, PlausibleDay, day_named
from governance.frame.refusals import FactMissing
from petitions.models import Petition
from tests import builders, disputes
from tests.petitions.test_register import typed

TODAY = date(2026, 11, 28)
APPS = ("governance", "petitions", "mediation", "grid", "security")


@pytest.mark.parametrize(
    ("reach", "day", "said"),
    [
        (HAPPENED, date(202, 11, 28), "0202-11-28 不在2006年至2026年之间"),
        (HAPPENED, date(1, 1, 1), "0001-01-01 不在"),
        (HAPPENED, date(2006, 1, 1), ""),
        (HAPPENED, date(2027, 1, 1), "不在2006年至2026年之间"),
        (AGREED, date(9999, 12, 31), "9999-12-31 不在2006年至2056年之间"),
        (AGREED, date(2056, 12, 31), ""),
        (PLANNED, date(1900, 1, 1), "1900-01-01 不在2025年至2029年之间"),
        (SEARCHED, date(1949, 10, 1), ""),
    ],
)
def test_it_names_the_years_that_a_day_can_be_in(reach, day, said):
    sentence = reach.why_not(day, TODAY)
    assert said in sentence and bool(said) == bool(sentence)


def test_a_box_keeps_its_own_reach():
    today = office_day(timezone.now())
    with pytest.raises(forms.ValidationError, match="请核对年份"):
        PlausibleDay().clean("0202-11-28")
    with pytest.raises(forms.ValidationError, match="请核对年份"):
        PlausibleDay(reach=PLANNED).clean(f"{today.year + 9}-01-01")
    assert CareerDay().clean("1986-07-01") == date(1986, 7, 1)
    assert PlausibleDay(required=False).clean("") is None


def test_no_box_for_a_day_is_without_reach():
    """Facts have theirs from their kind, every other form from the one field."""
    own = {
        f"governance/{path}.py" for path in ("frame/forms/plausible", "frame/forms/sentences", "cases/fields/inputs")
    }
    base = settings.BASE_DIR
    sources = [path for app in APPS for path in (base / app).rglob("*.py")]
    boxes = ("forms.DateField", "forms.DateTimeField")
    bare = [path for path in sources if any(box in path.read_text(encoding="utf-8") for box in boxes)]
    assert {path.relative_to(base).as_posix() for path in bare} == own


def test_an_address_names_no_day_that_nobody_looks_for():
    assert day_named("2026-11-28") == TODAY
    assert [day_named(text) for text in ("9999-12-31", "0202-01-01", "gestern", "", None)] == [None] * 5


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0202-11-28", "0001-01-01", "1128-02-02", "1900-01-01"])
def test_the_window_takes_no_petition_of_another_age(login, cast, day):
    response = login(cast.clerk).post(reverse("petitions:register"), typed(received_on=day))
    assert response.status_code == 422 and "请核对年份" in response.content.decode()
    assert not Petition.objects.exists()


@pytest.mark.django_db
def test_the_window_asks_once_about_a_day_long_past(login, cast):
    client, long_past = login(cast.clerk), office_day(timezone.now()).replace(day=1)
    long_past = long_past.replace(year=long_past.year - 1)
    response = client.post(reverse("petitions:register"), typed(received_on=long_past.isoformat()))
    page = response.content.decode()
    assert response.status_code == 422 and "请核对；没有写错的，再次提交就登记" in page
    assert f'name="received_sure" value="{long_past.isoformat()}"' in page
    again = typed(received_on=long_past.isoformat(), received_sure=long_past.isoformat())
    assert client.post(reverse("petitions:register"), again).status_code == 302
    assert Petition.objects.get().received_on == long_past


@pytest.mark.django_db
def test_a_step_takes_no_day_of_another_age(cast):
    case = builders.in_status(cast, "answered")
    served = {"method": "direct", "receiver": "本人", "proof": "已签收"}
    with pytest.raises(FactMissing, match="请核对年份：0202-03-31"):
        builders.step(case, "serve", cast.handler, later=21, served_on="0202-03-31", **served)
    track = disputes.track(cast)
    disputes.accept(track, cast)
    disputes.sit(track, cast)
    promise = [{"what": "赔偿", "amount": "100", "manner": "transfer", "due_on": "9999-12-31"}]
    with pytest.raises(FactMissing) as refusal:
        disputes.agree(track, cast, items=promise)
    assert "请核对年份：9999-12-31" in refusal.value.errors["items-0-due_on"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["petitions:list", "cases:list", "mediation:list", "api-cases"])
@pytest.mark.parametrize("end", ["9999-12-31", "0001-01-01"])
def test_a_list_is_not_upset_by_a_day_of_another_age(login, cast, name, end):
    assert login(cast.staff).get(reverse(name), {"end": end, "start": end}).status_code in (200, 400)
