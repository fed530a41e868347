import pytest
from django.urls import reverse
from playwright.sync_api import expect

from governance.organisation.models import AccessRecord, User

pytestmark = pytest.mark.django_db(transaction=True)


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def test_it_takes_a_new_person_from_the_form_to_their_own_password(
    page, open_page, cast, sign_in, accessible, good_at_both_widths
):
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
    # Who is asked who they are is nobody yet: no reader of ``access/test_accessible`` meets that page.
    good_at_both_widths(own)
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
