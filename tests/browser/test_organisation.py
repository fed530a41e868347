import pytest
from django.urls import reverse
from playwright.sync_api import expect

from governance.organisation.models import AccessRecord, User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def test_it_is_accessible_and_fits_on_desk_and_phone(phone_page, cast, sign_in, good_at_both_widths):
    page = phone_page
    page.goto(url("login"))
    good_at_both_widths(page)
    sign_in(page, cast.county)
    post = cast.handler.posts.get()
    for path in (
        url("password"),
        url("units"),
        url("new_unit"),
        url("unit", cast.housing.pk),
        url("people"),
        url("new_person"),
        url("person", cast.handler.pk),
        url("person", cast.county.pk),
        url("edit_person", cast.handler.pk),
        url("appoint", cast.handler.pk),
        url("end_post", post.pk),
    ):
        page.goto(path)
        good_at_both_widths(page)
    sign_in(page, cast.audit_admin)
    page.goto(url("records"))
    good_at_both_widths(page)


def test_it_takes_a_new_person_from_the_form_to_their_own_password(page, open_page, cast, sign_in, accessible):
    sign_in(page, cast.county)
    page.goto(url("people"))
    page.get_by_role("link", name="新增人员").click()
    page.get_by_label("姓名", exact=True).fill("田小禾")
    page.get_by_label("登录名").fill("tianxiaohe")
    page.get_by_label("单位").press_sequentially("住建")
    expect(page.locator(".picker-list li")).to_have_text("长安区住房和城乡建设局职能部门")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="新增人员").click()
    expect(page.get_by_text("请选择岗位。").first).to_be_visible()
    expect(page.get_by_label("单位")).to_have_value("长安区住房和城乡建设局")
    page.get_by_label("岗位", exact=True).select_option(label="承办人")
    page.get_by_role("button", name="新增人员").click()
    first = page.locator("output").inner_text()
    accessible(page)

    own = open_page()
    own.goto(url("units"))
    own.get_by_label("登录名").fill("Tianxiaohe")
    own.get_by_label("密码").fill(first)
    own.get_by_role("button", name="登录").click()
    expect(own.get_by_role("heading", name="修改密码")).to_be_visible()
    own.get_by_label("现在的密码").fill(first)
    own.get_by_label("新密码", exact=True).fill("Zhongnan-88-shan")
    own.get_by_label("再输一遍新密码").fill("Zhongnan-88-shan")
    own.get_by_role("button", name="修改密码").click()
    own.wait_for_url("**/guide/first-day")
    assert User.objects.get(username="tianxiaohe").check_password("Zhongnan-88-shan")
    assert list(AccessRecord.objects.filter(actor__username="tianxiaohe").values_list("verb", flat=True)) == [
        "password",
        "login",
    ]


def test_it_works_without_javascript(plain_page, cast):
    page = plain_page
    page.goto(url("login"))
    page.get_by_label("登录名").fill("county")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(url("appoint", cast.second_handler.pk))
    page.get_by_label("单位").fill("局")
    page.get_by_label("岗位", exact=True).select_option(label="承办人")
    page.get_by_role("button", name="任命").click()
    expect(page.get_by_text("符合的单位不止一个").first).to_be_visible()
    page.get_by_label("单位").fill("水务")
    page.get_by_role("button", name="任命").click()
    expect(page.get_by_text("已任命崔丽为区水务局的承办人。")).to_be_visible()


def test_many_boxes_are_found_by_typing_and_what_is_ticked_stays(page, cast, sign_in, accessible):
    sign_in(page, cast.county)
    page.goto(reverse("supervision:new_leader"))
    units = page.get_by_role("group", name="分管单位")
    water, housing = (units.get_by_label(unit.short_name, exact=True) for unit in (cast.water, cast.housing))
    housing.check()
    units.get_by_role("searchbox").fill(cast.water.short_name)
    expect(water).to_be_visible()
    expect(housing).to_be_visible()
    expect(units.get_by_label(cast.weiqu.short_name, exact=True)).to_be_hidden()
    accessible(page)
    units.get_by_role("searchbox").fill("")
    expect(units.get_by_label(cast.weiqu.short_name, exact=True)).to_be_visible()
