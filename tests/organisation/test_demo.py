from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from governance.frame.refusals import Refusal
from governance.organisation import demo
from governance.organisation.accounts.passwords import DEMO_PASSWORD
from governance.organisation.models import AccessRecord, Area, Post, Unit, User
from governance.organisation.roles import BY_CODE, LABELS
from governance.organisation.standing import standing_of

pytestmark = pytest.mark.usefixtures("bare")

TODAY = date(2026, 11, 22)


def counts():
    return [model.objects.count() for model in (Area, Unit, User, Post, AccessRecord)]


def test_it_builds_the_demo_county_once():
    demo.load(TODAY)
    first = counts()
    demo.load(TODAY + timedelta(days=3))
    assert counts() == first
    assert Area.objects.count() == 539
    assert 40 <= User.objects.count() <= 70


def test_it_waits_for_no_disk_while_it_tells_and_as_the_server_says_afterwards(monkeypatch):
    def setting(*_) -> tuple[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT setting, source FROM pg_settings WHERE name = 'synchronous_commit'")
            return cursor.fetchone()

    before, said = setting(), []
    monkeypatch.setattr(demo, "load", lambda _: said.append(setting()))
    monkeypatch.setattr(demo, "parts", list)
    call_command("load_demo", stdout=StringIO())
    assert said == [("off", "session")] and setting() == before != said[0]


def test_it_gives_every_township_an_office_and_a_centre_that_see_their_area():
    demo.load(TODAY)
    for township in Area.objects.filter(level="township"):
        kinds = set(Unit.objects.filter(area=township, sees="area").values_list("kind", flat=True))
        assert kinds == {"government", "centre"}, township


def test_it_has_somebody_in_every_role():
    demo.load(TODAY)
    held = set(Post.objects.current(TODAY).values_list("role__name", flat=True))
    assert held == set(BY_CODE)


def test_it_has_people_with_two_posts_and_people_who_moved():
    demo.load(TODAY)
    assert len(standing_of(User.objects.get(username="caoxue"), TODAY).posts) == 2
    moved = User.objects.get(username="xuegang")
    assert [post.unit.short_name for post in moved.posts.order_by("starts_on")] == ["区住建局", "区自然资源局"]
    assert standing_of(moved, TODAY).title == "区自然资源局·承办人"
    assert standing_of(moved, TODAY - timedelta(days=161)).title == "区住建局·承办人"


def test_it_lists_logins_that_work_and_no_others():
    demo.load(TODAY)
    request = RequestFactory().post("/login")
    usernames = {row[0] for row in demo.LOGINS}
    for user in User.objects.all():
        opened = authenticate(request, username=user.username, password=DEMO_PASSWORD) is not None
        assert opened == (user.username in usernames), user.username
    listed = {(username, role, unit) for username, _, role, unit in demo.LOGINS}
    today = Post.objects.current(TODAY).select_related("user", "unit", "role")
    assert listed == {(p.user.username, LABELS[p.role.name], p.unit.short_name) for p in today}


def test_its_password_passes_every_rule_but_the_one_against_itself():
    for person in demo.PEOPLE:
        with pytest.raises(ValidationError) as refused:
            validate_password(DEMO_PASSWORD, User(username=person.username, name=person.name))
        assert [error.code for error in refused.value.error_list] == ["password_is_printed"]


def test_it_keeps_a_production_from_starting_while_its_password_opens_an_account(settings):
    demo.load(TODAY)
    call_command("refuse_demo_accounts")
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="演示账号能用公开的密码登录"):
        call_command("refuse_demo_accounts")
    User.objects.update(is_active=False)
    call_command("refuse_demo_accounts")


def test_it_is_refused_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(Refusal):
        demo.load(TODAY)
    assert not User.objects.exists()


def test_it_prints_no_logins_where_there_is_no_demo_county(capsys):
    call_command("demo_logins")
    assert capsys.readouterr().out == ""


def test_it_prints_the_logins_that_the_printed_password_opens_and_no_other(capsys):
    demo.load(TODAY)
    capsys.readouterr()
    User.objects.filter(username="liwenbin").update(password="")
    call_command("demo_logins")
    out = capsys.readouterr().out
    assert DEMO_PASSWORD in out
    assert "zhangmin" in out
    assert "liwenbin" not in out
    assert "qianwei" not in out
