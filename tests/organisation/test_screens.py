from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.frame.days import office_day
from governance.organisation import units
from governance.organisation.models import AccessRecord, AccountDeed, LoginSession, Post, Unit, User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


@pytest.fixture
def office(login, cast):
    """The test client of the county office."""
    return login(cast.county)


@pytest.fixture
def blocker(monkeypatch):
    """Lets the test put its own objection to the closing of a unit."""
    monkeypatch.setattr(units.BLOCKERS, "_items", {})
    return units.BLOCKERS.register


WHY = {"reason": "忘记密码"}
PAGES = ("units", "new_unit", "people", "new_person")


@pytest.mark.parametrize("name", PAGES)
def test_it_opens_the_pages_to_the_county_office_and_the_security_administrator_only(client, login, cast, name):
    for person in cast.people:
        allowed = person in (cast.county, cast.security_admin)
        assert login(person).get(url(name)).status_code == (200 if allowed else 403), person.username


def test_it_shows_the_security_record_to_the_audit_administrator_only(client, login, cast):
    for person in cast.people:
        expected = 200 if person == cast.audit_admin else 403
        assert login(person).get(url("records")).status_code == expected, person.username


def test_it_records_a_refused_page(client, login, cast):
    login(cast.clerk).get(url("units"))
    row = AccessRecord.objects.get(verb="denied")
    assert (row.actor, row.subject, row.succeeded) == (cast.clerk, "/organisation/units", False)


def test_it_shows_the_menu_that_the_person_may_use(client, login, cast):
    assert "安全审计" not in login(cast.county).get(url("units")).content.decode()
    page = login(cast.audit_admin).get(url("records")).content.decode()
    assert 'href="/organisation/records" aria-current="page"' in page
    assert "机构与人员" not in page


# Units

UNIT = {
    "name": "长安区应急管理局",
    "short_name": "区应急局",
    "paper_mark": "",
    "kind": "department",
    "area": "长安区",
    "parent": "",
    "sees": "own",
    "position": "",
}


@pytest.mark.parametrize(("typed", "kept"), [("０29 8500-1234", "029 8500-1234"), ("找门卫", None)])
def test_it_keeps_the_phone_of_a_unit_that_is_one(office, typed, kept):
    page = office.post(url("new_unit"), UNIT | {"phone": typed})
    found = Unit.objects.filter(short_name="区应急局").first()
    assert (found and found.phone) == kept
    assert kept or "电话里有" in page.content.decode()


def test_it_lists_units_by_township(office, cast):
    page = office.get(url("units")).content.decode()
    places = [page.index(f">{name}</a> <span") for name in ("长安区", "韦曲街道", "郭杜街道")]
    assert places == sorted(places)
    assert page.index("凤栖路社区居委会") > places[1]


def test_it_filters_units(office, cast):
    page = office.get(url("units"), {"q": "住建"}).content.decode()
    assert "住房和城乡建设局" in page
    assert "水务局" not in page
    assert "没有符合条件的单位" in office.get(url("units"), {"q": "没有"}).content.decode()
    assert office.get(url("units"), {"kind": "moon"}).status_code == 200


def test_it_opens_a_unit(office, cast):
    answer = office.post(url("new_unit"), UNIT)
    unit = Unit.objects.get(name="长安区应急管理局")
    assert answer["Location"] == url("unit", unit.pk)
    assert (unit.area_id, unit.position) == ("610116", 0)
    assert AccessRecord.objects.get(verb="setting").subject == "单位 长安区应急管理局"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "长安区水务局"}, "已有同名单位"),
        ({"area": "火星"}, "没有找到这个地点"),
        ({"area": "社区"}, "不止一个"),
        ({"parent": "没有这个单位"}, "没有找到这个单位"),
        ({"kind": ""}, "请选择类别"),
    ],
)
def test_it_keeps_what_was_typed_for_a_unit_that_is_not_right(office, cast, change, sentence):
    before = Unit.objects.count()
    page = office.post(url("new_unit"), UNIT | change).content.decode()
    assert sentence in page
    assert 'value="区应急局"' in page
    assert Unit.objects.count() == before


def test_it_changes_a_unit_and_records_what_was_changed(office, cast):
    page = office.get(url("unit", cast.station.pk))
    data = page.context["form"].initial | {"area": "韦曲街道", "parent": "公安长安分局", "short_name": "韦曲所"}
    data |= {"version": cast.station.version}
    assert office.post(url("unit", cast.station.pk), data).status_code == 302
    cast.station.refresh_from_db()
    assert cast.station.short_name == "韦曲所"
    assert AccessRecord.objects.get(verb="setting").reason == "修改简称"


def test_it_refuses_a_unit_under_itself(office, cast):
    data = UNIT | {"name": "公安长安分局", "short_name": "公安", "kind": "police", "parent": "韦曲派出所"}
    data |= {"version": cast.police.version}
    page = office.post(url("unit", cast.police.pk), data).content.decode()
    assert "就在公安长安分局之下" in page
    cast.police.refresh_from_db()
    assert (cast.police.parent, cast.police.short_name) == (None, "公安长安分局")


def test_it_closes_an_empty_unit_and_opens_it_again(office, cast):
    unit = Unit.objects.create(name="旧单位", short_name="旧", kind="department", area_id="610116")
    assert "请写明事由" in office.post(url("close_unit", unit.pk), {"reason": ""}).content.decode()
    office.post(url("close_unit", unit.pk), {"reason": "机构改革撤销"})
    unit.refresh_from_db()
    assert not unit.is_active
    assert AccessRecord.objects.filter(reason="停用：机构改革撤销").exists()
    office.get(url("units"))  # the message about the closing is shown once
    assert "旧单位" not in office.get(url("units")).content.decode()
    assert "旧单位" in office.get(url("units"), {"state": "closed"}).content.decode()
    office.post(url("reopen_unit", unit.pk))
    unit.refresh_from_db()
    assert unit.is_active


def test_it_refuses_to_close_a_unit_with_people_units_or_work(office, cast, blocker):
    blocker(lambda unit: "它还有 12 件在办事项。" if unit == cast.police else "")
    Post.objects.create(
        user=cast.handler, unit=cast.police, role=cast.handler.posts.get().role, starts_on=office_day(timezone.now())
    )
    answer = office.post(url("close_unit", cast.police.pk), {"reason": "撤销"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还有 1 个在用的单位" in page
    assert "还有 1 人在这个单位任职" in page
    assert "它还有 12 件在办事项。" in page
    assert 'value="撤销"' in page
    cast.police.refresh_from_db()
    assert cast.police.is_active


# People


def person_form(**change):
    return {
        "name": "田小禾",
        "username": "tianxiaohe",
        "phone": "13912345678",
        "email": "",
        "unit": "区水务局",
        "role": "handler",
        "starts_on": "2026-01-05",
        "ends_on": "",
    } | change


@pytest.mark.parametrize(
    ("typed", "kept"), [("a@例子.中国", "a@xn--fsqu00a.xn--fiqs8s"), (f"a@{'例' * 60}.cn", None), ("a@ｂ.cn", "a@b.cn")]
)
def test_it_keeps_no_mail_address_that_no_server_can_be_told(office, cast, client, typed, kept):
    page = office.post(url("new_person"), person_form(email=typed))
    if kept is None:
        assert "请填写正确的电子邮箱地址" in page.content.decode()
    assert list(User.objects.filter(username="tianxiaohe").values_list("email", flat=True)) == ([kept] if kept else [])


def test_it_opens_an_account_and_shows_the_first_password_once(office, cast, client):
    page = office.post(url("new_person"), person_form())
    password = page.context["password"]
    person = User.objects.get(username="tianxiaohe")
    assert password in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert person.must_change_password
    assert person.check_password(password)
    assert person.posts.get().unit == cast.water
    assert password not in office.get(url("person", person.pk)).content.decode()
    assert not AccessRecord.objects.filter(reason__contains=password).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "handler"}, "已有人使用"),
        ({"username": "田小禾"}, "小写字母"),
        ({"name": ""}, "请填写姓名"),
        ({"phone": "办公室"}, "电话里有“办”"),
        ({"unit": "没有"}, "没有找到这个单位"),
        ({"role": "audit_admin"}, "请从列表中选择"),
        ({"role": ""}, "请选择岗位"),
        ({"ends_on": "2025-01-01"}, "离任日期不能早于任职日期"),
        ({"starts_on": "明天"}, "日期"),
    ],
)
def test_it_opens_no_account_when_anything_is_wrong(office, cast, change, sentence):
    page = office.post(url("new_person"), person_form(**change)).content.decode()
    assert sentence in page and page.count("data-error-summary") == 1
    assert not User.objects.filter(username="tianxiaohe").exists()
    assert not AccessRecord.objects.filter(verb="account").exists()


def test_it_offers_administrators_posts_to_the_security_administrator(login, cast):
    page = login(cast.security_admin).post(url("new_person"), person_form(role="audit_admin", unit="区综治中心"))
    assert page.status_code == 200
    assert not User.objects.get(username="tianxiaohe").posts.exists(), "another must confirm it"
    login(cast.audit_admin).post(url("decide_deed", AccountDeed.objects.get().pk), {"act": "confirm"})
    assert User.objects.get(username="tianxiaohe").posts.get().role.name == "audit_admin"


def test_it_pages_through_people_without_losing_or_doubling_anybody(office, cast):
    User.objects.bulk_create(User(username=f"p{n:03}", name=f"同名{n % 3}") for n in range(120))
    seen, address = [], url("people")
    while address:
        page = office.get(address).context["page"]
        seen += [user.pk for user in page.rows]
        address = page.next_url
    assert len(seen) == len(set(seen)) == User.objects.count()


def test_it_finds_people_by_name_unit_and_role(office, cast):
    def names(**query):
        return {row["name"] for row in office.get(url("people"), query).context["rows"]}

    assert names(q="李文") == {"李文斌"}
    assert names(unit="区住建局") == {"李文斌", "崔丽", "王海涛"}
    assert names(unit="区住建局", role="unit_lead") == {"王海涛"}
    assert names(q="没有") == set()


def test_it_finds_accounts_that_nobody_uses(office, cast):
    User.objects.update(date_joined=timezone.now() - timedelta(days=91))
    User.objects.filter(username="clerk").update(last_login=timezone.now() - timedelta(days=91))
    User.objects.filter(username__in=("handler", "county")).update(last_login=timezone.now() - timedelta(days=89))
    names = {row["username"] for row in office.get(url("people"), {"state": "stale"}).context["rows"]}
    assert {"clerk", "lead"} <= names
    assert not names & {"handler", "county"}


def test_it_lists_people_and_units_at_the_same_number_of_queries(office, cast):
    def queries(name):
        with CaptureQueriesContext(connection) as asked:
            assert office.get(url(name)).status_code == 200
        return len(asked)

    queries("people")
    few = {name: queries(name) for name in ("people", "units")}
    assert all(count <= 14 for count in few.values()), few
    people = User.objects.bulk_create(User(username=f"q{n:02}", name=f"某人{n}") for n in range(30))
    role = cast.handler.posts.get().role
    units_ = Unit.objects.bulk_create(
        Unit(name=f"单位{n}", short_name=f"单位{n}", kind="department", area_id="610116") for n in range(30)
    )
    Post.objects.bulk_create(
        Post(user=one, unit=unit, role=role, starts_on="2024-01-01") for one, unit in zip(people, units_, strict=True)
    )
    assert {name: queries(name) for name in few} == few


def test_it_changes_details(office, cast):
    told = {"name": "李文彬", "phone": "13800000003", "email": "", "version": "1"}
    office.post(url("edit_person", cast.handler.pk), told)
    cast.handler.refresh_from_db()
    assert cast.handler.name == "李文彬"
    assert AccessRecord.objects.get(verb="account").reason == "修改姓名"


def test_it_closes_an_account_at_once(office, cast, client, login):
    other = type(client)()
    other.force_login(cast.handler, backend="governance.organisation.accounts.backends.PostBackend")
    office.post(url("close_person", cast.handler.pk), {"reason": "调离"})
    assert other.get("/password").status_code == 302
    assert not LoginSession.objects.filter(user=cast.handler).exists()
    page = office.post(url("reopen_person", cast.handler.pk), {"reason": "回到岗位"})
    assert User.objects.get(pk=cast.handler.pk).check_password(page.context["password"])


def test_it_resets_a_password(office, cast):
    page = office.post(url("reset_password", cast.handler.pk), WHY)
    cast.handler.refresh_from_db()
    assert cast.handler.check_password(page.context["password"])
    assert not cast.handler.check_password(PASSWORD)
    record = AccessRecord.objects.get(verb="password")
    assert (record.actor, record.reason) == (cast.county, "重置密码：忘记密码")


def test_it_offers_nothing_on_ones_own_account_or_an_administrators(office, cast):
    for person, sentence in ((cast.county, "要由别人办理"), (cast.audit_admin, "只能由安全管理员办理")):
        page = office.get(url("person", person.pk)).content.decode()
        assert sentence in page
        assert "重置密码" not in page
        office.post(url("reset_password", person.pk), WHY)
        person.refresh_from_db()
        assert person.check_password(PASSWORD)


def test_it_changes_nothing_by_looking(office, cast):
    refused = office.post(url("reset_password", cast.handler.pk), {"reason": " "})
    assert refused.status_code == 422 and "请写明事由" in refused.content.decode()
    for name in ("close_person", "reopen_person", "reset_password"):
        assert office.get(url(name, cast.clerk.pk)).status_code == 405
    for name in ("close_unit", "reopen_unit"):
        assert office.get(url(name, cast.water.pk)).status_code == 405
    assert office.get(url("withdraw_post", cast.clerk.posts.get().pk)).status_code == 405


# Posts


def test_it_moves_a_person_and_keeps_the_history_visible(office, cast):
    today = office_day(timezone.now())
    post = cast.handler.posts.get()
    office.post(url("end_post", post.pk), {"ends_on": (today - timedelta(days=1)).isoformat(), "reason": "调动"})
    data = {"unit": "区水务局", "role": "handler", "starts_on": today.isoformat(), "ends_on": ""}
    assert office.post(url("appoint", cast.handler.pk), data).status_code == 302
    page = office.get(url("person", cast.handler.pk)).content.decode()
    assert "长安区住房和城乡建设局" in page
    assert "长安区水务局" in page
    assert "已离任" in page
    assert "在任" in page


def test_it_says_in_the_form_why_somebody_cannot_be_appointed(office, cast):
    data = {"unit": "区住建局", "role": "handler", "starts_on": "2026-01-01", "ends_on": ""}
    page = office.post(url("appoint", cast.handler.pk), data).content.decode()
    assert "已担任区住建局的承办人" in page
    page = office.post(url("appoint", cast.handler.pk), data | {"unit": "局"}).content.decode()
    assert "符合的单位不止一个" in page
    assert cast.handler.posts.count() == 1
    page = office.post(url("appoint", cast.handler.pk), data | {"unit": "水务"}, follow=True).content.decode()
    assert "已任命李文斌为区水务局的承办人。" in page


def test_it_withdraws_a_mistaken_appointment_of_today(office, cast):
    today = office_day(timezone.now()).isoformat()
    data = {"unit": "区水务局", "role": "handler", "starts_on": today, "ends_on": ""}
    office.post(url("appoint", cast.handler.pk), data)
    post = cast.handler.posts.get(unit=cast.water)
    office.post(url("withdraw_post", post.pk))
    assert not Post.objects.filter(pk=post.pk).exists()


# The security record


def test_it_filters_the_security_record(client, login, cast):
    client.post(url("login"), {"username": "county", "password": PASSWORD})
    client.post(url("reset_password", cast.handler.pk), WHY)
    client.logout()
    client.post(url("login"), {"username": "audit_admin", "password": PASSWORD})
    audit = login(cast.audit_admin)

    def verbs(**query):
        return [row["verb"] for row in audit.get(url("records"), query).context["rows"]]

    assert verbs(person="高敏") == ["退出", "修改密码", "登录"]
    assert verbs(person="handler") == ["修改密码"], "what was done to the account belongs to the person too"
    assert verbs(verb="password") == ["修改密码"]
    today = office_day(timezone.now())
    assert len(verbs(since=today.isoformat(), until=today.isoformat())) == 4
    assert verbs(until=(today - timedelta(days=1)).isoformat()) == []
    assert verbs(outcome="no") == []


def test_it_says_what_is_wrong_with_a_filter(login, cast):
    audit = login(cast.audit_admin)
    page = audit.get(url("records"), {"since": "2026-02-02", "until": "2026-02-01"}).content.decode()
    assert "结束日期不能早于开始日期" in page
    assert "没有找到这个人员" in audit.get(url("records"), {"person": "没有"}).content.decode()


def test_it_pages_through_records_of_the_same_moment(login, cast):
    at = timezone.now() - timedelta(days=1)
    AccessRecord.objects.bulk_create(
        AccessRecord(at=at, actor=cast.clerk, actor_name="周晓兰", verb="open", subject=str(n)) for n in range(130)
    )
    audit, seen, address = login(cast.audit_admin), [], url("records")
    while address:
        page = audit.get(address).context["page"]
        seen += [row.pk for row in page.rows]
        address = page.next_url
    assert len(seen) == len(set(seen)) == AccessRecord.objects.count()


def test_of_two_who_change_a_person_neither_loses_what_the_other_changed(login, cast):
    client, address = login(cast.security_admin), url("edit_person", cast.handler.pk)
    told = {"name": cast.handler.name, "phone": "13900000009", "email": "", "version": str(cast.handler.version)}
    assert client.post(address, told).status_code == 302
    page = client.post(address, told | {"phone": cast.handler.phone, "email": "li@example.org"})
    assert page.status_code == 409 and 'value="li@example.org"' in page.content.decode()
    person = User.objects.get(pk=cast.handler.pk)
    assert (person.phone, person.email) == ("13900000009", "")
    again = {name: page.context["form"][name].value() for name in told}
    assert client.post(address, again).status_code == 302
    assert User.objects.get(pk=cast.handler.pk).email == "li@example.org"


def test_of_two_who_change_a_unit_neither_loses_what_the_other_changed(login, cast):
    client, address = login(cast.security_admin), url("unit", cast.housing.pk)
    form = client.get(address).context["form"]
    told = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", False)}
    assert client.post(address, told | {"phone": "029-11111111"}).status_code == 302
    page = client.post(address, told | {"short_name": "住建局新"})
    assert page.status_code == 409 and "住建局新" in page.content.decode()
    unit = Unit.objects.get(pk=cast.housing.pk)
    assert (unit.phone, unit.short_name) == ("029-11111111", cast.housing.short_name)
