import threading
from datetime import date, timedelta
from itertools import product

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.organisation.accounts import actions as accounts
from governance.organisation.models import AccessRecord, Post, User
from governance.organisation.posts.actions import appoint, end_post, withdraw
from governance.organisation.roles import EXCLUSIVE, ROLES
from tests import cast as fixed_cast

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = office_day(NOW)
SOME_DAY = date(2025, 6, 1)


@pytest.fixture(autouse=True)
def it_is_still_today(time_machine):
    """Where midnight passes after these lines were read, it does not here."""
    time_machine.move_to(NOW)


@pytest.fixture
def newcomer(cast):
    return User.objects.create(username="newcomer", name="新来")


def give(cast, user, role, starts_on=SOME_DAY, unit=None, actor=None, **how):
    return appoint(user, unit or cast.centre, role, starts_on, actor=actor, at=timezone.now(), **how)


def test_it_appoints_and_records_who_did_it(cast, newcomer):
    post = give(cast, newcomer, "handler", unit=cast.housing, actor=cast.county)
    assert (post.unit, post.role.name, post.ends_on) == (cast.housing, "handler", None)
    row = AccessRecord.objects.get(verb="permission")
    assert (row.actor, row.subject) == (cast.county, "新来（newcomer） 区住建局·承办人")
    assert row.reason == "任命，2025-06-01 起"


def test_it_lets_one_person_hold_several_business_posts(cast, newcomer):
    give(cast, newcomer, "handler", unit=cast.housing)
    give(cast, newcomer, "registrar", unit=cast.weiqu)
    assert newcomer.posts.count() == 2


@pytest.mark.parametrize("held", sorted(EXCLUSIVE))
def test_it_keeps_an_administrator_from_every_other_role(cast, newcomer, held):
    give(cast, newcomer, held)
    for role in ROLES:
        if role.code != held:
            with pytest.raises(Refusal, match="不能由一人兼任"):
                give(cast, newcomer, role.code)
    give(cast, newcomer, held, unit=cast.office)


def test_it_keeps_a_handler_from_becoming_an_administrator_too(cast):
    with pytest.raises(Refusal, match=r"区住建局的承办人，不能同时担任审计管理员") as refused:
        give(cast, cast.handler, "audit_admin")
    assert list(refused.value.errors) == ["role"]


def test_it_lets_roles_follow_one_another(cast, newcomer):
    give(cast, newcomer, "handler", SOME_DAY, ends_on=SOME_DAY + timedelta(days=30))
    with pytest.raises(Refusal):
        give(cast, newcomer, "audit_admin", SOME_DAY + timedelta(days=30))
    give(cast, newcomer, "audit_admin", SOME_DAY + timedelta(days=31))


def test_it_refuses_to_lengthen_a_post_into_another(cast, newcomer):
    tomorrow = TODAY + timedelta(days=1)
    post = give(cast, newcomer, "handler", SOME_DAY, ends_on=TODAY)
    give(cast, newcomer, "audit_admin", tomorrow)
    with pytest.raises(Refusal, match="不能由一人兼任"):
        end_post(post, tomorrow, actor=None, at=timezone.now())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role": "handler", "ends_on": SOME_DAY - timedelta(days=1)}, "不能早于任职日期"),
        ({"role": "captain"}, "没有这个岗位"),
    ],
)
def test_it_refuses_what_makes_no_sense(cast, newcomer, change, sentence):
    with pytest.raises(Refusal, match=sentence):
        give(cast, newcomer, **change)
    assert not newcomer.posts.exists()
    assert not AccessRecord.objects.exists()


def test_it_refuses_the_same_post_twice(cast):
    with pytest.raises(Refusal, match="已担任区住建局的承办人"):
        give(cast, cast.handler, "handler", unit=cast.housing)


def test_it_refuses_closed_accounts_and_units(cast, newcomer):
    cast.water.is_active = False
    cast.water.save(update_fields=["is_active"])
    with pytest.raises(Refusal, match="水务局已停用"):
        give(cast, newcomer, "handler", unit=cast.water)
    accounts.close_account(newcomer, actor=cast.county, at=timezone.now(), reason="调离")
    with pytest.raises(Refusal, match="账号已停用"):
        give(cast, newcomer, "handler")


def test_it_lets_nobody_appoint_themselves(cast):
    for action in (
        lambda: give(cast, cast.county, "leader", actor=cast.county),
        lambda: end_post(cast.county.posts.get(), TODAY, actor=cast.county, at=timezone.now()),
        lambda: accounts.reset_password(cast.county, actor=cast.county, at=timezone.now()),
    ):
        with pytest.raises(Refusal, match="要由别人办理"):
            action()


def test_it_leaves_administrators_to_the_security_administrator(cast, newcomer):
    with pytest.raises(Refusal, match="只能由安全管理员任命"):
        give(cast, newcomer, "audit_admin", actor=cast.county)
    for action in (
        lambda: end_post(cast.audit_admin.posts.get(), TODAY, actor=cast.county, at=timezone.now()),
        lambda: accounts.reset_password(cast.audit_admin, actor=cast.county, at=timezone.now()),
        lambda: accounts.close_account(cast.audit_admin, actor=cast.county, at=timezone.now(), reason="x"),
    ):
        with pytest.raises(Refusal, match="只能由安全管理员办理"):
            action()
    give(cast, newcomer, "audit_admin", actor=cast.security_admin, second=cast.audit_admin)


def test_it_ends_a_post_on_its_last_day_and_keeps_it(cast):
    post = end_post(cast.handler.posts.get(), TODAY, actor=cast.county, at=timezone.now(), reason="调离")
    assert Post.objects.current(TODAY).filter(pk=post.pk).exists()
    assert not Post.objects.current(TODAY + timedelta(days=1)).filter(pk=post.pk).exists()
    assert AccessRecord.objects.get(verb="permission").reason == f"离任：调离，2024-01-01 至 {TODAY}"


def test_it_does_not_reopen_what_has_ended(cast):
    post = cast.handler.posts.get()
    end_post(post, TODAY - timedelta(days=1), actor=cast.county, at=timezone.now())
    with pytest.raises(Refusal, match="已于"):
        end_post(post, TODAY + timedelta(days=9), actor=cast.county, at=timezone.now())


def test_it_refuses_an_end_before_the_beginning(cast):
    with pytest.raises(Refusal, match="不能早于任职日期 2024-01-01"):
        end_post(cast.handler.posts.get(), date(2023, 12, 31), actor=cast.county, at=timezone.now())


def test_it_withdraws_only_what_has_not_begun_before_today(cast, newcomer):
    post = give(cast, newcomer, "handler", TODAY)
    withdraw(post, actor=cast.county, at=timezone.now(), reason="填错单位")
    assert not newcomer.posts.exists()
    assert AccessRecord.objects.filter(reason__startswith="撤回任命：填错单位").exists()
    with pytest.raises(Refusal, match="已经开始"):
        withdraw(cast.handler.posts.get(), actor=cast.county, at=timezone.now())


# The database itself


@pytest.mark.parametrize(
    ("first", "second"), [(a, b) for a, b in product([r.code for r in ROLES], sorted(EXCLUSIVE)) if a != b]
)
def test_it_is_the_database_that_keeps_administrators_apart(cast, newcomer, first, second):
    groups = {group.name: group for group in Group.objects.all()}
    for one, other in ((first, second), (second, first)):
        Post.objects.filter(user=newcomer).delete()
        Post.objects.create(user=newcomer, unit=cast.centre, role=groups[one], starts_on=SOME_DAY)
        with pytest.raises(IntegrityError, match="holds no other role"), transaction.atomic():
            Post.objects.create(user=newcomer, unit=cast.office, role=groups[other], starts_on=TODAY)


def test_it_refuses_an_update_that_makes_two_posts_overlap(cast, newcomer):
    groups = {group.name: group for group in Group.objects.all()}
    how = {"user": newcomer, "unit": cast.centre}
    Post.objects.create(**how, role=groups["handler"], starts_on=SOME_DAY, ends_on=TODAY)
    Post.objects.create(**how, role=groups["audit_admin"], starts_on=TODAY + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        newcomer.posts.filter(role__name="handler").update(ends_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        newcomer.posts.filter(role__name="audit_admin").update(starts_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        newcomer.posts.filter(role__name="audit_admin").update(user=cast.clerk)


def test_it_refuses_two_at_once_in_one_statement(cast, newcomer):
    groups = {group.name: group for group in Group.objects.all()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.bulk_create(
            Post(user=newcomer, unit=cast.centre, role=groups[role], starts_on=TODAY)
            for role in ("handler", "audit_admin")
        )


@pytest.mark.django_db(transaction=True)
def test_it_lets_only_one_of_two_simultaneous_appointments_through():
    cast = fixed_cast.known()
    newcomer = User.objects.create(username="newcomer", name="新来")
    groups = {group.name: group for group in Group.objects.all()}
    both_ready, outcomes = threading.Barrier(2, timeout=30), []

    def insert(role):
        try:
            with transaction.atomic():
                both_ready.wait()
                Post.objects.create(user=newcomer, unit=cast.centre, role=groups[role], starts_on=TODAY)
            outcomes.append("done")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=insert, args=(role,)) for role in ("handler", "audit_admin")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert newcomer.posts.count() == 1
