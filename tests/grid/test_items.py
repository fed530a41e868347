"""The event list: read by all, changed by the county office in sight of what it was, with the unit that answers."""

import pytest
from django.utils import timezone

from governance.cases.models import Category, RoutingRule
from governance.cases.routing.rules import set_rule
from grid import reference
from grid.items.defining import ITEMS
from grid.models import EventItem
from grid.vocabulary import ICONS

pytestmark = pytest.mark.django_db
TOLD = {"event_type": "problem", "grade": "simple", "icon": "road", "position": "15", "basis": "平安办〔2026〕3号"}


@pytest.fixture(scope="module", autouse=True)
def _listed(kept):
    reference.load()


def road() -> EventItem:
    return EventItem.objects.select_related("category").get(category__path="公共设施/道路破损")


def changed(client, item: EventItem, version: int, **told):
    return client.post(f"/grid/items/{item.pk}/", {**TOLD, "version": version, **told})


def test_what_is_taken_off_the_list_is_asked_of_no_grid_worker_and_the_page_says_what_it_was(cast, login):
    office, item = login(cast.county), road()
    assert 'data-label="依据"' not in office.get("/grid/items/").content.decode(), "no item rests on anything yet"
    assert changed(office, item, 1, in_use="on", wants_photo="on").status_code == 302
    assert 'data-label="依据"' in office.get("/grid/items/?all=1").content.decode()
    held = road()
    assert (held.grade, held.on_list, held.basis, held.version) == ("simple", False, TOLD["basis"], 2)
    page = office.get(f"/grid/items/{item.pk}/").content.decode()
    assert "由“问题，一般" in page and "列入清单”改为" in page and cast.county.name in page
    worker = login(cast.grid_worker)
    assert "道路破损" not in worker.get("/grid/phone/").content.decode()
    assert "道路破损" not in worker.get("/grid/items/").content.decode()
    assert "道路破损" in worker.get("/grid/items/?all=1").content.decode()


def test_an_item_out_of_use_is_taken_by_no_form_any_more(cast, login):
    assert changed(login(cast.county), road(), 1).status_code == 302
    told = {
        "category": "公共设施/道路破损",
        "source": "patrol",
        "area": "凤栖路社区",
        "summary": "坑",
        "then_what": "raise",
    }
    page = login(cast.grid_worker).post("/grid/events/register/", told)
    assert page.status_code == 422 and "没有这个内容类别" in page.content.decode()


def test_whoever_was_slower_is_told_and_keeps_what_was_typed(cast, login):
    office, item = login(cast.county), road()
    changed(office, item, 1, in_use="on", on_list="on")
    page = changed(office, item, 1, in_use="on", basis="另一个文件")
    assert page.status_code == 409 and "另一个文件" in page.content.decode()
    assert road().basis == TOLD["basis"]
    assert changed(office, item, 2, in_use="on", basis="另一个文件").status_code == 302


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"basis": ""}, "请填写依据。"),
        ({"icon": "nothing"}, "请从列表中选择图标。"),
        ({"name": "路灯损坏"}, "清单里已经有这个事项"),
        ({"name": "甲/乙"}, "名称里不能有斜线。"),
    ],
)
def test_a_new_item_that_cannot_be_is_refused_in_place(cast, login, told, sentence):
    page = login(cast.county).post("/grid/items/new/", {**TOLD, "group": "公共设施", "name": "护栏损坏", **told})
    assert page.status_code == 422 and sentence in page.content.decode()
    assert not Category.objects.filter(path__contains="护栏").exists()


@pytest.mark.parametrize(
    ("position", "sentence"), [("-1", "排序不能小于 0。"), ("很前", "排序应填整数。"), ("10000", "排序不能大于 9999。")]
)
def test_a_place_in_the_list_that_cannot_be_is_refused_in_place(cast, login, position, sentence):
    page = changed(login(cast.county), road(), 1, in_use="on", position=position)
    assert page.status_code == 422 and sentence in page.content.decode() and road().version == 1


def test_a_new_item_can_be_reported_and_shows_who_answers_for_its_group(cast, login):
    told = {**TOLD, "group": "公共设施", "name": "护栏损坏", "on_list": "on"}
    office = login(cast.county)
    assert office.post("/grid/items/new/", told).status_code == 302
    group = Category.objects.get(kind=reference.KIND, path="公共设施")
    rule = RoutingRule(category=group, area=cast.area("610116"), unit=cast.housing)
    set_rule(rule, [cast.water], actor=cast.county, at=timezone.now())
    page = "".join(login(cast.clerk).get("/grid/items/").content.decode().split())
    assert "公共设施›护栏损坏" in page and '区住建局<divclass="grey">区水务局协办</div>' in page
    assert "护栏损坏" in login(cast.grid_worker).get("/grid/phone/").content.decode()


def test_the_record_says_which_way_each_flag_went(cast, login):
    office, item = login(cast.county), road()
    changed(office, item, 1, in_use="on", on_list="on", wants_photo="on")
    changed(office, item, 2, in_use="on")
    last = ITEMS.changes(item).first().reason
    before, after = last.split("”改为“")
    assert "，须有照片，列入清单" in before and "，不须照片，不列入清单" in after


def test_a_picture_is_chosen_and_recorded_by_what_it_shows(cast, login):
    """Every item of the delivered list has one that can be kept."""
    office, item = login(cast.county), road()
    page = office.get(f"/grid/items/{item.pk}/").content.decode()
    assert '<option value="road" selected>道路</option>' in page and ">bulb-off<" not in page
    assert set(EventItem.objects.values_list("icon", flat=True)) <= set(dict(ICONS))
    changed(office, item, 1, in_use="on", icon="bulb-off")
    assert "图标“道路”" in ITEMS.changes(item).first().reason and "图标“灯不亮”" in ITEMS.changes(item).first().reason
