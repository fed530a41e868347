"""Areas, units and people of a county from a sheet: looked at before anything is written, all or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.organisation.models import AccessRecord, Area, Post, Unit, User

pytestmark = pytest.mark.django_db
AREAS = "区划代码,名称\n"
UNITS = "单位名称,简称,类别,所在区划,上级单位,可见范围\n"
PEOPLE = "姓名,单位,岗位\n"


def handed_in(client, kind, text):
    file = SimpleUploadedFile(f"{kind}.csv", text.encode())
    return client.post(reverse(f"{kind}_from_sheet"), {"file": file})


def carried_out(client, kind, page):
    return client.post(reverse("set_up", args=[kind]), {"sealed": page.context["sealed"]})


def test_areas_lie_where_their_code_says_with_the_noughts_of_the_statistical_list(client, login, cast):
    login(cast.county)
    known = Area.objects.filter(level="township").first()
    sheet = f"{AREAS}610116000000,长安区\n610116988000,新街道\n610116988001,新村\n{known.code},改名街道\n"
    renamed = f"{known.code} {known.name}改名为改名街道。"
    page = handed_in(client, "areas", sheet)
    assert [line.cells for line in page.context["found"].taken] == [
        ("新街道", "610116988", "乡镇（街道）", "长安区", ""),
        ("新村", "610116988001", "村（社区）", "新街道", ""),
        ("改名街道", known.code, "乡镇（街道）", "长安区", f"原名{known.name}"),
    ]
    assert not Area.objects.filter(name="新村").exists()
    assert not AccessRecord.objects.filter(verb="setting").exists()
    carried_out(client, "areas", page)
    assert AccessRecord.objects.get(verb="setting", subject="行政区划").reason == renamed
    assert Area.objects.get(name="新村").parent.name == "新街道"
    assert Area.objects.get(code=known.code).name == "改名街道"
    assert AccessRecord.objects.filter(verb="import", subject="区划表", actor=cast.county).count() == 1
    assert len(handed_in(client, "areas", sheet).context["found"].known) == 4


def test_areas_of_no_level_of_another_county_or_in_none_are_said(client, login, cast):
    login(cast.county)
    sheet = f"{AREAS}61011,短\n610117,别的区\n610116989001,没有街道的村\n610116988,\n"
    faults = handed_in(client, "areas", sheet).context["found"].faults
    assert [(fault.line, fault.column) for fault in faults] == [
        *((line, "区划代码") for line in (2, 3, 4)),
        (5, "名称"),
    ]
    assert "长安区（610116）" in faults[1].reason and "610116989，还没有登记" in faults[2].reason


def test_the_name_of_an_area_is_one_line(client, login, cast):
    login(cast.county)
    page = handed_in(client, "areas", f'{AREAS}610116988,"新\n街道"\n')
    assert page.context["found"].taken[0].cells[0] == "新 街道"
    carried_out(client, "areas", page)
    assert Area.objects.get(code="610116988").name == "新 街道"


def test_a_unit_brings_its_plates_and_what_it_was_formed_from(client, login, cast):
    login(cast.county)
    heads = UNITS.strip() + ",加挂的牌子,由哪些机构整合\n"
    sheet = f"{heads}长安区图书馆,区图书馆,职能部门,长安区,,,文化馆、档案馆,旧图书馆\n"
    carried_out(client, "units", handed_in(client, "units", sheet))
    unit = Unit.objects.get(short_name="区图书馆")
    assert (unit.plates, unit.formed_from) == ("文化馆、档案馆", "旧图书馆")


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


def test_a_row_that_ends_before_its_name_is_known_by_its_login_name_or_lacks_one(client, login, cast):
    login(cast.county)
    sheet = f"登录名,单位,岗位,姓名\n{cast.clerk.username}\nxinren,长安区水务局\n"
    found = handed_in(client, "people", sheet).context["found"]
    assert found.known == [""] and {fault.line for fault in found.faults} == {3}
    assert {fault.column for fault in found.faults} == {"姓名", "岗位"}


@pytest.mark.parametrize(
    ("kind", "sheet"),
    [
        ("areas", f"{AREAS}610116988,甲街道\n610116988000,乙街道\n"),
        ("units", f"{UNITS}长安区图书馆,图书馆,职能部门,长安区,,\n长安区图书馆,区图书馆,职能部门,长安区,,\n"),
        ("people", f"{PEOPLE}试一,长安区水务局,承办人\n试一,长安区水务局,单位负责人\n"),
        ("people", "登录名,姓名,单位,岗位\nshi,试一,长安区水务局,承办人\nShi,试二,长安区水务局,承办人\n"),
    ],
)
def test_what_stands_twice_in_a_sheet_is_said_and_not_overwritten_or_skipped(client, login, cast, kind, sheet):
    login(cast.county)
    found = handed_in(client, kind, sheet).context["found"]
    assert [(fault.line, "与第 2 行相同，只写一行。" in fault.reason) for fault in found.faults] == [(3, True)]


def test_one_wrong_row_keeps_the_whole_sheet_out_and_says_where(client, login, cast):
    login(cast.county)
    sheet = f"{UNITS}长安区文化和旅游局,区文旅局,职能部门,长安区,,\n长安区图书馆,区图书馆,图书馆,火星,,\n"
    page = handed_in(client, "units", sheet)
    assert page.status_code == 422
    faults = {fault.column: str(fault) for fault in page.context["found"].faults}
    assert set(faults) == {"类别", "所在区划"} and "第 3 行“类别”：没有“图书馆”，应写：综治中心、" in faults["类别"]
    assert "没有登记过“火星”" in faults["所在区划"]
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
