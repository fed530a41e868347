"""Units and people of a county from a sheet: looked at before anything is written, all or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.organisation.models import Post, Unit, User

pytestmark = pytest.mark.django_db
UNITS = "单位名称,简称,类别,所在区划,上级单位,可见范围\n"
PEOPLE = "姓名,单位,岗位\n"


def handed_in(client, kind, text):
    file = SimpleUploadedFile(f"{kind}.csv", text.encode())
    return client.post(reverse(f"{kind}_from_sheet"), {"file": file})


def carried_out(client, kind, page):
    return client.post(reverse("set_up", args=[kind]), {"sealed": page.context["sealed"]})


def test_units_are_shown_first_and_then_written_with_their_place_in_the_tree(client, login, cast):
    login(cast.county)
    sheet = (
        f"{UNITS}长安区文化和旅游局,区文旅局,职能部门,长安区,,\n"
        "长安区图书馆,区图书馆,职能部门,610116,长安区文化和旅游局,本单位事项\n"
        f"{cast.water.name},区水务局,职能部门,长安区,,\n"
    )
    page = handed_in(client, "units", sheet)
    assert [line.cells[0] for line in page.context["found"].taken] == ["长安区文化和旅游局", "长安区图书馆"]
    assert page.context["found"].known == [cast.water.name]
    assert not Unit.objects.filter(short_name="区文旅局").exists()
    done = carried_out(client, "units", page)
    assert done.status_code == 200
    assert Unit.objects.get(short_name="区图书馆").parent.short_name == "区文旅局"
    assert handed_in(client, "units", sheet).context["sealed"] == ""


def test_one_wrong_row_keeps_the_whole_sheet_out_and_says_where(client, login, cast):
    login(cast.county)
    sheet = f"{UNITS}长安区文化和旅游局,区文旅局,职能部门,长安区,,\n长安区图书馆,区图书馆,图书馆,火星,,\n"
    page = handed_in(client, "units", sheet)
    assert page.status_code == 422
    assert {(fault.line, fault.column) for fault in page.context["found"].faults} == {(3, "类别"), (3, "所在区划")}
    assert not Unit.objects.filter(short_name="区文旅局").exists()
    assert "没有找到表头" in handed_in(client, "units", "甲,乙\n1,2\n").content.decode()


def test_people_get_a_login_a_post_and_a_password_that_is_shown_once(client, login, cast):
    login(cast.county)
    sheet = f"{PEOPLE}田小禾,{cast.water.name},承办人\n田小禾,{cast.housing.name},承办人\n"
    page = handed_in(client, "people", sheet)
    assert [line.cells[1] for line in page.context["found"].taken] == ["tianxiaohe", "tianxiaohe2"]
    assert all(not line.secret for line in page.context["found"].taken)
    assert not User.objects.filter(name="田小禾").exists()
    done = carried_out(client, "people", page)
    first = done.context["found"].taken[0]
    person = User.objects.get(username="tianxiaohe")
    assert person.check_password(first.secret) and person.must_change_password
    assert Post.objects.get(user=person).unit == cast.water
    assert handed_in(client, "people", sheet).context["found"].known == ["田小禾", "田小禾"]


def test_no_administrator_comes_from_a_sheet_and_what_was_shown_cannot_be_changed(client, login, cast):
    login(cast.county)
    page = handed_in(client, "people", f"{PEOPLE}田小禾,{cast.water.name},安全管理员\n")
    assert page.status_code == 422 and page.context["found"].faults[0].column == "岗位"
    page = handed_in(client, "people", f"{PEOPLE}田小禾,{cast.water.name},承办人\n")
    forged = client.post(reverse("set_up", args=["people"]), {"sealed": page.context["sealed"] + "x"})
    other = client.post(reverse("set_up", args=["units"]), {"sealed": page.context["sealed"]})
    assert (forged.status_code, other.status_code) == (409, 409)
    assert not User.objects.filter(name="田小禾").exists()
