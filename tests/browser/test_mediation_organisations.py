from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from governance.frame.days import office_day
from mediation.models import Committee, GuideJudge, Lawyer, LawyerDuty, Mediator

pytestmark = pytest.mark.django_db(transaction=True)


def url(name, *args):
    return reverse(f"mediation:{name}", args=args)


@pytest.fixture
def duty(cast):
    """A lawyer sits in the centre tomorrow; a second one is free."""
    lawyers = [Lawyer.objects.create(name=name, firm="陕西长信律师事务所") for name in ("陈晓明", "李静怡")]
    tomorrow = office_day(timezone.now()) + timedelta(days=1)
    return LawyerDuty.objects.create(day=tomorrow, lawyer=lawyers[0], place=cast.centre)


def test_it_is_accessible_and_fits_on_desk_and_phone(phone_page, cast, sign_in, good_at_both_widths, duty):
    page = phone_page
    unit = cast.village_committee
    since = date(2026, 1, 5)
    Committee.objects.create(unit=unit, type="village", set_up_on=since)
    mediator = Mediator.objects.create(unit=unit, name="任秀英", position="engaged", appointed_on=since)
    judge = GuideJudge.objects.create(area_id="610116001", name="苏敏", court=cast.court, starts_on=since)
    sign_in(page, cast.justice_officer)
    for path in (
        url("organisations"),
        url("new_organisation"),
        url("organisation", unit.pk),
        url("organisation", cast.mediation.pk),
        url("edit_organisation", unit.pk),
        url("check_organisation", unit.pk),
        url("new_mediator", unit.pk),
        url("edit_mediator", mediator.pk),
        url("end_mediator", mediator.pk),
        url("new_training", unit.pk),
        url("judges"),
        url("new_judge"),
        url("judge", judge.pk),
        url("roster"),
        url("roster_notice"),
        url("duty", duty.pk),
        url("lawyers"),
        url("new_lawyer"),
    ):
        page.goto(path)
        good_at_both_widths(page)


def test_it_makes_a_month_and_gives_a_day_to_somebody_else_without_javascript(plain_page, cast, sign_in, duty):
    page = plain_page
    sign_in(page, cast.justice_officer)
    page.goto(f"{url('roster')}?month={duty.day:%Y-%m}")
    page.get_by_role("link", name="陈晓明").click()
    page.get_by_label("改由哪位律师值班").select_option(label="李静怡（陕西长信律师事务所）")
    page.get_by_role("button", name="改派").click()
    expect(page.get_by_text("排班已改动。")).to_be_visible()
    page.get_by_role("link", name="下月").click()
    page.get_by_role("button", name="生成排班").click()
    expect(page.get_by_text("人次。")).to_be_visible()
    assert LawyerDuty.objects.count() > 10
