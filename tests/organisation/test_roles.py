import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from governance.frame.days import office_day
from governance.organisation import reference
from governance.organisation.roles import EXCLUSIVE, GRANTS, ROLES, Grants, Role
from tests.builders import forget_standing

pytestmark = pytest.mark.django_db


def words(group):
    return {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}


def test_it_makes_the_groups_equal_to_the_table_of_roles(bare):
    reference.load()
    assert {group.name: words(group) for group in Group.objects.all()} == {
        role.code: set(role.permissions) for role in ROLES
    }


def test_it_mends_a_group_that_somebody_changed_and_then_rests(bare):
    assert reference.load().created == len(ROLES)
    Group.objects.get(name="mediator").permissions.set(Permission.objects.filter(codename="view_audit"))
    assert reference.load() == reference.LoadedRoles(created=0, changed=1)
    assert reference.load() == reference.LoadedRoles(created=0, changed=0)


def test_it_names_a_permission_that_no_model_declares(bare, monkeypatch):
    monkeypatch.setattr(reference, "ROLES", [Role("ghost", "无")])
    monkeypatch.setattr(GRANTS, "_items", {"cases": Grants("cases", {"cases.fly": ("ghost",)})})
    with pytest.raises(LookupError, match=r"cases\.fly"):
        reference.load()
    assert not Group.objects.filter(name="ghost").exists()


def test_it_gives_a_person_the_permissions_of_the_posts_held_today(cast):
    assert cast.handler.has_perm("cases.handle_case")
    assert not cast.handler.has_perm("cases.approve_case")
    today = office_day(timezone.now())
    cast.handler.posts.update(ends_on=today.replace(year=today.year - 1))
    forget_standing(cast.handler)
    assert not cast.handler.has_perm("cases.handle_case")


def test_it_lets_every_post_see_cases_but_those_that_run_the_system():
    assert {role.code for role in ROLES if "cases.view_case" not in role.permissions} == EXCLUSIVE
