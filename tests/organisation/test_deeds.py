"""Account administration is no way into what is confided: it takes two, and the account proves to be its owner's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.models import SuspendedPermission
from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.notices import inbox, outbox
from governance.notices.models import Notice
from governance.organisation import units
from governance.organisation.accounts import actions as accounts
from governance.organisation.accounts import deeds
from governance.organisation.models import AccessRecord, AccountDeed, LoginSession, Unit, User
from governance.organisation.posts import actions as posts
from governance.organisation.posts.guarding import SecondPersonWanted
from tests import builders
from tests.builders import sees

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = office_day(NOW)
WHY = {"reason": "忘记密码"}
# Who holds something confided, or might: by post, whether or not there is anything.
GUARDED = ("clerk", "township_lead", "lead", "staff", "inspector", "petition_clerk")


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def reset(cast, person, *, asked=None, second=None):
    """The person's password is reset by two, and the person has replaced the first one."""
    second = second or cast.audit_admin
    accounts.reset_password(person, actor=asked or cast.security_admin, second=second, at=NOW)
    accounts.change_password(person, "Zhongnan-88-shan", at=timezone.now(), keep=None)
    person.refresh_from_db()


@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize("act", ["reset_password", "close_person", "reopen_person"])
def test_it_keeps_the_county_office_from_the_accounts_of_those_who_may_hold_an_accusation(login, cast, name, act):
    person = getattr(cast, name)
    if act == "reopen_person":
        User.objects.filter(pk=person.pk).update(is_active=False)
    before = User.objects.filter(pk=person.pk).values().get()
    login(cast.county).post(url(act, person.pk), {"reason": "调离"})
    assert User.objects.filter(pk=person.pk).values().get() == before


def test_it_says_the_same_of_all_who_hold_such_posts_whatever_they_hold(login, cast):
    builders.accusation(cast)
    office, said = login(cast.county), set()
    for name in GUARDED:
        answer = office.post(url("reset_password", getattr(cast, name).pk), WHY, follow=True)
        said.add(tuple(str(message) for message in answer.context["messages"]))
    assert said == {("这类岗位可能经手限制知悉的事项，账号和岗位只能由安全管理员办理。",)}


@pytest.mark.parametrize(
    ("unit", "role"), [("discipline", "handler"), ("water", "unit_lead"), ("weiqu", "centre_staff")]
)
def test_it_keeps_the_county_office_from_giving_posts_that_lead_to_an_accusation(login, cast, unit, role):
    data = {"unit": getattr(cast, unit).name, "role": role, "starts_on": TODAY.isoformat(), "ends_on": ""}
    page = login(cast.county).post(url("appoint", cast.mediator.pk), data).content.decode()
    assert "只能由安全管理员任命" in page
    assert cast.mediator.posts.count() == 1


CHANGES = {
    "water": [
        {"kind": "discipline"},
        {"kind": "centre", "sees": "area", "area_id": "610116001"},
        {"kind": "petition_office"},
        {"parent": "office"},
    ],
    "centre": [{"kind": "department"}, {"sees": "own"}, {"area_id": "610116001"}],
    "discipline": [{"area_id": "610116001"}],
}


@pytest.mark.parametrize(("name", "change"), [(name, each) for name, found in CHANGES.items() for each in found])
def test_it_keeps_the_county_office_from_saying_who_is_shut_out_and_who_hears(cast, name, change):
    unit = Unit.objects.get(pk=getattr(cast, name).pk)
    for column, value in change.items():
        setattr(unit, column, getattr(cast, value) if column == "parent" else value)
    change = [column.removesuffix("_id") for column in change]
    with pytest.raises(Refusal, match="只能由安全管理员修改"):
        units.change_unit(unit, list(change), version=None, actor=cast.county, at=NOW)
    units.change_unit(unit, list(change), version=None, actor=cast.security_admin, at=NOW)


def test_it_lets_no_one_person_do_it(cast):
    for deed in (
        lambda: accounts.reset_password(cast.clerk, actor=cast.security_admin, at=NOW),
        lambda: accounts.reopen_account(cast.clerk, actor=cast.security_admin, at=NOW),
        lambda: accounts.reset_password(cast.audit_admin, actor=cast.security_admin, at=NOW),
        lambda: posts.appoint(cast.mediator, cast.water, "unit_lead", TODAY, actor=cast.security_admin, at=NOW),
        lambda: posts.appoint(cast.clerk, cast.water, "handler", TODAY, actor=cast.security_admin, at=NOW),
    ):
        with pytest.raises(SecondPersonWanted):
            deed()


def test_it_resets_when_another_has_confirmed_and_shows_the_password_to_them_alone(client, login, cast):
    asked = login(cast.security_admin).post(url("reset_password", cast.clerk.pk), WHY, follow=True)
    assert "等另一人" in asked.content.decode()
    deed = AccountDeed.objects.get()
    assert "忘记密码" in login(cast.audit_admin).get(url("deeds")).content.decode(), "the second one reads why"
    client.force_login(cast.security_admin, backend="governance.organisation.accounts.backends.PostBackend")
    assert client.post(url("decide_deed", deed.pk), {"act": "confirm"}, follow=True).status_code == 200
    deed.refresh_from_db()
    assert deed.outcome == "", "whoever asked does not confirm"
    page = login(cast.audit_admin).post(url("decide_deed", deed.pk), {"act": "confirm"})
    cast.clerk.refresh_from_db()
    assert cast.clerk.check_password(page.context["password"])
    assert cast.clerk.handed_by == cast.audit_admin
    assert not LoginSession.objects.filter(user=cast.clerk).exists()
    row = AccessRecord.objects.filter(verb="password").latest("id")
    assert (row.actor, row.reason) == (cast.security_admin, "重置密码：忘记密码，欧阳清确认")
    told = Notice.objects.get(recipient=cast.clerk, kind="account").text
    assert "唐宁、欧阳清重置" in told


def test_it_appoints_when_another_has_confirmed(login, cast):
    data = {"unit": "区水务局", "role": "unit_lead", "starts_on": TODAY.isoformat(), "ends_on": ""}
    login(cast.security_admin).post(url("appoint", cast.mediator.pk), data)
    assert cast.mediator.posts.count() == 1
    page = login(cast.audit_admin).get(url("deeds")).content.decode()
    assert "区水务局·单位负责人" in page
    login(cast.audit_admin).post(url("decide_deed", AccountDeed.objects.get().pk), {"act": "confirm"})
    assert cast.mediator.posts.filter(unit=cast.water, role__name="unit_lead").exists()


@pytest.mark.parametrize("name", ["lead", "outsider", "county", "clerk", "security_admin", "system_admin"])
def test_it_takes_no_confirmation_from_strangers_the_person_or_whoever_asked(cast, name):
    deeds.reset_password(cast.clerk, actor=cast.security_admin, at=NOW)
    with pytest.raises(Refusal, match="本人以外的人确认"):
        deeds.confirm(AccountDeed.objects.get(), actor=getattr(cast, name), at=NOW)


@pytest.mark.parametrize("name", ["audit_admin", "township_lead"])
def test_it_takes_the_confirmation_of_an_administrator_or_of_the_persons_own_lead(cast, name):
    deeds.reset_password(cast.clerk, actor=cast.security_admin, at=NOW)
    assert deeds.confirm(AccountDeed.objects.get(), actor=getattr(cast, name), at=NOW)


def test_it_does_what_was_asked_once_and_not_after_a_week(cast):
    deeds.reset_password(cast.clerk, actor=cast.security_admin, at=NOW)
    with pytest.raises(Refusal, match="正在等待"):
        deeds.reset_password(cast.clerk, actor=cast.security_admin, at=NOW)
    deed = AccountDeed.objects.get()
    with pytest.raises(Refusal, match="超过七天"):
        deeds.confirm(deed, actor=cast.audit_admin, at=NOW + timedelta(days=7))
    deeds.confirm(deed, actor=cast.audit_admin, at=NOW)
    with pytest.raises(Refusal, match="已经办过"):
        deeds.confirm(deed, actor=cast.audit_admin, at=NOW)


def test_it_does_not_do_what_was_refused_and_tells_who_asked(cast):
    deeds.reset_password(cast.clerk, actor=cast.security_admin, at=NOW)
    deeds.refuse(AccountDeed.objects.get(), actor=cast.audit_admin, at=NOW)
    assert not deeds.waiting_for(cast.audit_admin, NOW)
    assert Notice.objects.filter(recipient=cast.security_admin, text__startswith="欧阳清不同意").exists()


# What was confided


def test_it_takes_what_is_confided_out_of_an_account_that_others_had_in_hand(cast):
    case = builders.accusation(cast)
    row = outbox.Message(cast.clerk.pk, "case", "检举一件", "/", "k", restricted=True, subject_key=case.number)
    outbox.post_many([row], NOW)
    reset(cast, cast.clerk)
    assert not sees(cast.clerk, case)
    assert not inbox.messages_of(cast.clerk).filter(text="检举一件").exists()
    with pytest.raises(Refusal, match="不用您确认"):
        deeds.vouch(cast.clerk, actor=cast.audit_admin, at=timezone.now())
    deeds.vouch(cast.clerk, actor=cast.township_lead, at=timezone.now())
    assert sees(cast.clerk, case)
    cast.clerk.refresh_from_db()
    assert inbox.messages_of(cast.clerk).filter(text="检举一件").exists()


def test_it_gives_nothing_back_at_the_word_of_the_accused_and_does_not_say_so(cast):
    case = builders.accusation(cast, accused_unit=cast.centre)
    reset(cast, cast.clerk, second=cast.township_lead)
    deeds.vouch(cast.clerk, actor=cast.audit_admin, at=timezone.now())
    assert not sees(cast.clerk, case), "the audit administrator sits in the accused centre"
    assert cast.clerk not in deeds.unconfirmed_for(cast.audit_admin, timezone.now())
    assert SuspendedPermission.objects.filter(user=cast.clerk).exists()


def test_it_confides_nothing_new_to_an_account_that_others_had_in_hand(cast):
    reset(cast, cast.township_lead)
    case = builders.accusation(cast)
    assert not sees(cast.township_lead, case)
    deeds.vouch(cast.township_lead, actor=cast.security_admin, at=timezone.now())
    assert sees(cast.township_lead, case)


def test_it_holds_for_ordinary_accounts_too(cast):
    """A handler may have been given one accusation; nothing about the account tells."""
    accounts.reset_password(cast.handler, actor=cast.county, at=NOW)
    cast.handler.refresh_from_db()
    assert cast.handler.handed_by == cast.county


def test_it_shows_whom_to_vouch_for_only_when_they_have_replaced_the_first_password(login, cast):
    accounts.reset_password(cast.clerk, actor=cast.security_admin, second=cast.audit_admin, at=NOW)
    assert not deeds.unconfirmed_for(cast.township_lead, NOW)
    accounts.change_password(cast.clerk, "Zhongnan-88-shan", at=timezone.now(), keep=None)
    page = login(cast.township_lead).get(url("deeds")).content.decode()
    assert "确认是本人" in page
    login(cast.township_lead).post(url("vouch", cast.clerk.pk))
    cast.clerk.refresh_from_db()
    assert cast.clerk.handed_by is None


# Somebody always keeps the security and somebody watches it


@pytest.mark.parametrize("name", ["security_admin", "audit_admin"])
def test_it_never_leaves_the_centre_without_its_two_administrators(cast, name):
    other = User.objects.create(username="another", name="另一人")
    second = {"actor": None, "at": NOW}
    posts.appoint(other, cast.centre, "security_admin", TODAY, ends_on=TODAY, **second)
    person = getattr(cast, name)
    with pytest.raises(Refusal, match="就没有"):
        accounts.close_account(person, actor=other, at=NOW, reason="离开")
    with pytest.raises(Refusal, match="就没有"):
        posts.end_post(person.posts.get(), TODAY + timedelta(days=30), actor=other, at=NOW)
    heir = User.objects.create(username="heir", name="接任")
    posts.appoint(heir, cast.centre, name, TODAY + timedelta(days=31), **second)
    posts.end_post(person.posts.get(), TODAY + timedelta(days=30), actor=other, at=NOW)
    with pytest.raises(Refusal, match="就没有"):
        posts.withdraw(heir.posts.get(), actor=other, at=NOW)
