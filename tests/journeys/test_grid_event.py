"""A grid event from a village up to the county and back, and what else is brought to a worker's door or a window."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from governance.cases.models import Case
from governance.maps.models import Boundary
from governance.organisation.models import Unit
from grid import reference
from grid.models import GridEvent
from mediation import reference as disputes_reference
from mediation.models import Dispute
from tests.builders import OPENED
from tests.chromium import fits
from tests.grid.pages import open_grid, square
from tests.journeys.test_grid_phone import picture, report

from .acts import case_path, take
from .screens import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(open_page):
    return open_page(viewport={"width": 1440, "height": 900})


def test_it_goes_from_the_village_to_the_county_and_back_until_the_reporter_says_that_it_is_solved(
    cast, village_phone, sign_in, accessible
):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    page.locator("#camera").set_input_files([picture()])
    expect(page.get_by_alt_text("照片 1")).to_be_visible()
    report(page, "路灯损坏", "南门两盏灯不亮")
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    number = GridEvent.objects.get().number

    Desk(cast.clerk).take(number, "上报上一级", {"上报理由": "涉及两个街道，需要区里协调。"})
    down = {"处置单位": "韦曲街道办事处", "办理等级": "一般", "处置要求": "由街道牵头协调。"}
    Desk(cast.staff).take(number, "分派", down)
    on = {"处置单位": "长安区住房和城乡建设局", "办理等级": "一般", "处置要求": "请更换灯具。"}
    Desk(cast.clerk).take(number, "分派", on)

    handler, done = Desk(cast.handler), {"处置结果": "已更换灯具。"}
    assert f"分派：{number}" in handler.inbox()
    assert "请附上处置后照片。" in handler.refused(number, "处置完毕", done).text
    after = SimpleUploadedFile("处置后.jpg", picture()["buffer"], "image/jpeg")
    handler.take(number, "处置完毕", done | {"处置后照片": after})

    page.goto("/grid/phone/")
    expect(page.get_by_text("等您核查")).to_be_visible()
    page.get_by_role("link", name=re.compile("路灯损坏")).tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("路灯损坏")
    fits(page)
    accessible(page)
    take(page, number, "核查通过，办结", write={"核查情况": "路灯已亮。"}, choose=["满意"])
    expect(page.get_by_text("已办结").first).to_be_visible()
    event = GridEvent.objects.get()
    assert (event.status, event.rating) == ("closed", "satisfied")
    assert event.events.get(step="finish").actor == cast.handler
    held = [Unit.objects.get(pk=pk).short_name for pk in event.case_units.values_list("unit_id", flat=True).distinct()]
    assert {"凤栖路社区", "韦曲街道办", "区综治中心"} <= set(held)
    steps = list(event.attachments.order_by("pk").values_list("event__step", flat=True))
    assert steps == ["register", "finish"]


def test_a_service_is_asked_for_at_the_window_and_has_a_receipt_and_a_short_term(cast, desk, sign_in):
    reference.load()
    page = sign_in(desk, cast.clerk)
    page.goto("/counter/")
    page.get_by_label("来人怎么说").fill("王桂英来问灵活就业人员医保怎样缴费。")
    page.get_by_label("服务请求").check()
    page.get_by_role("button", name="去登记").click()
    expect(page).to_have_url(re.compile("/grid/events/register/"))
    expect(page.get_by_label("情况", exact=True)).to_have_value("王桂英来问灵活就业人员医保怎样缴费。")
    for label, typed, found in (
        ("事项", "办事咨询", "政策咨询 › 办事咨询"),
        ("发生地", "凤栖", "韦曲街道 / 凤栖路社区"),
    ):
        page.get_by_label(label, exact=True).click()
        page.keyboard.type(typed)
        expect(page.get_by_role("option", name=found).first).to_be_visible()
        page.keyboard.press("Enter")
    page.get_by_label("姓名（名称）").first.fill("王桂英")
    page.get_by_label("电话", exact=True).first.fill("13911112222")
    expect(page.locator("#preview")).to_contain_text("1日内办结")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记，编号")).to_be_visible()
    event = GridEvent.objects.get()
    assert (event.event_type, event.grade, event.lead_unit, event.turn.state) == (
        "service",
        "simple",
        cast.weiqu,
        "served",
    )
    told = {"办理等级": "简单", "处置要求": "当面答复。"}
    assert "服务事项受理回执" in Desk(cast.clerk).take(event.number, "受理建档", told).text
    clock = event.clocks.get(term_code="event.simple")
    assert (clock.amount, clock.unit) == (1, "day")
    Desk(cast.township_lead).take(event.number, "处置完毕", {"处置结果": "已当面说明缴费办法。"})
    ended = {"核查情况": "已回访。", "反映人评价": "满意"}
    assert "已办结" in Desk(cast.clerk).take(event.number, "核查通过，办结", ended).text


def test_a_quarrel_at_the_door_is_settled_on_one_page_of_the_phone(cast, village_phone, sign_in):
    reference.load()
    disputes_reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    page.get_by_role("link", name="当场化解矛盾纠纷").tap()
    expect(page.get_by_role("checkbox", name="已经当场化解")).to_be_checked()
    fits(page)
    for side, name in (("申请人", "韩素珍"), ("被申请人", "孟广田")):
        page.get_by_role("group", name=side, exact=True).get_by_label("姓名（名称）").fill(name)
    page.get_by_label("纠纷类型").tap()
    page.keyboard.type("相邻污染")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_label("纠纷概况").fill("两家为楼道堆物争吵。")
    page.get_by_label("化解情况").fill("当场搬走，双方和好。")
    page.get_by_role("button", name="登记", exact=True).tap()
    expect(page.get_by_text("已登记，编号")).to_be_visible()
    whole = Dispute.objects.get()
    assert (whole.status, whole.solved_level, whole.area.name) == ("resolved", "village", "凤栖路社区")
    page.goto("/grid/phone/")
    expect(page.get_by_role("link", name=re.compile("楼道堆物.*已化解"))).to_be_visible()


def test_where_a_quarrel_lies_is_tapped_at_the_desk(cast, desk, sign_in, accessible):
    disputes_reference.load()
    grid = open_grid()
    for area in (grid.area, grid.area.parent):
        Boundary.objects.create(area=area, geometry=square(108.9, 34.1), loaded_at=OPENED)
    page = sign_in(desk, cast.clerk)
    page.goto("/mediation/register/")
    page.get_by_role("button", name="在地图上点位置").click()
    expect(page.locator(".pick-map.leaflet-container")).to_be_visible()
    page.locator(".pick-map").click()
    expect(page.locator("[data-pick-said]")).to_contain_text("已选位置（108.90")
    accessible(page)
    for side, name in (("申请人", "韩素珍"), ("被申请人", "孟广田")):
        page.get_by_role("group", name=side, exact=True).get_by_label("姓名（名称）").fill(name)
    page.get_by_label("纠纷类型").click()
    page.keyboard.type("相邻污染")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_label("纠纷概况").fill("两家为楼道堆物争吵。")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记，编号")).to_be_visible()
    case = Case.objects.get()
    assert case.area.name == "凤栖路社区" and str(case.longitude).startswith("108.90")
    page.goto(case_path(case.number))
    expect(page.get_by_text("凤栖路社区").first).to_be_visible()
    page.goto("/map/?show=dispute")
    expect(page.locator("#map")).to_have_attribute("data-ready", "1")
    accessible(page)
