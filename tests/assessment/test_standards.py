"""What the county lays down: items that can be asked, grades that can be told apart, subjects that are there."""

import pytest
from django.urls import reverse

from governance.assessment.items import Grade
from governance.assessment.models import Standard
from governance.assessment.reference import load_reference
from governance.assessment.sources import SOURCES
from governance.assessment.standards.defining import ItemRow, add_standard, change_standard, definition_of
from governance.assessment.subjects import subjects
from governance.duties.plans import actions as plans
from governance.frame.refusals import FactMissing, StaleVersion
from governance.organisation.standing import standing_now
from governance.registers.entries.actions import end_entry, open_entry
from governance.registers.entries.told import EntryInput
from governance.registers.kinds.defining import add_register
from governance.registers.models import Entry, Register
from governance.registers.reference import load_reference as load_registers
from tests.assessment.pages import of_village, village_posts
from tests.builders import OPENED
from tests.registers.pages import stores, told

pytestmark = pytest.mark.django_db


def laid_down(cast, **more) -> Standard:
    return add_standard(village_posts(**more), actor=cast.county, at=OPENED)


@pytest.mark.parametrize(
    ("rows", "cell", "said"),
    [
        ([], "items", "至少要有一个评定项目"),
        ([ItemRow("阵地", f"第{n}项", 1) for n in range(61)], "items", "最多 60 个项目"),
        ([ItemRow("阵地", "有房", 1), ItemRow("阵地", "有房", 2)], "items-1-text", "上面已有同样的项目"),
        ([ItemRow("信访", "本年信访量下降", 10)], "items-0-text", "不得以信访数量减少为得分"),
        ([ItemRow("信访", "实现零上访", 10)], "items-0-text", "不得以信访数量减少为得分"),
        ([ItemRow("阵地", "有房", 1, name="i7")], "items-0-name", "没有代号是“i7”的项目"),
        ([ItemRow("力量", "人数", 1, source="people")], "items-0-least", "达到多少得满分"),
        (
            [ItemRow("台账", "有登记", 1, source="entries", of="nothing", least=1)],
            "items-0-of",
            "没有“nothing”这本台账",
        ),
        (
            [ItemRow("排查", "按期", 1, source="duties", of="nothing", least=9)],
            "items-0-of",
            "没有“nothing”这个例行方案",
        ),
    ],
)
def test_an_item_that_cannot_be_asked_is_refused_at_its_cell(cast, rows, cell, said):
    with pytest.raises(FactMissing) as refused:
        laid_down(cast, rows=rows)
    assert list(refused.value.errors) == [cell] and said in refused.value.errors[cell]
    assert not Standard.objects.exists()


def test_what_a_mark_is_taken_from_is_chosen_by_its_name_and_kept_by_its_code(cast, client):
    add_register(stores(), actor=cast.county, at=OPENED)
    plans.load_reference()
    named = {source: next(iter(SOURCES[source].offered().values())) for source in ("entries", "duties", "figures")}
    rows = [ItemRow("取数", f"按{name}", 1, source=source, of=name, least=1) for source, name in named.items()]
    standard = laid_down(cast, rows=rows)
    assert [SOURCES[each.source].offered()[each.of] for each in standard.asked] == list(named.values())
    client.force_login(cast.county)
    page = client.get(reverse("assessment:define", args=[standard.code])).content.decode()
    for name in named.values():
        assert f'value="{name}"' in page and f'<option value="{name}">' in page


def test_petitions_that_are_answered_in_time_may_be_an_item(cast):
    assert laid_down(cast, rows=[ItemRow("信访", "信访事项按期答复", 10)]).asked[0].weight == 10


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"grades": [Grade("示范", 95), Grade("示范", 60)]}, "grades-1-name"),
        ({"grades": [Grade("示范", 95), Grade("优秀", 95)]}, "grades-1-least"),
        ({"about": "entries", "register": ""}, "register"),
    ],
)
def test_grades_alike_and_a_register_that_is_not_named_are_refused(cast, more, field):
    with pytest.raises(FactMissing) as refused:
        laid_down(cast, **more)
    assert list(refused.value.errors) == [field]


def test_a_name_is_given_once(cast):
    laid_down(cast)
    with pytest.raises(FactMissing, match="已有同名的标准"):
        laid_down(cast)


def test_what_is_being_appraised_goes_on_by_what_was_asked(cast):
    standard = laid_down(cast)
    running = of_village(standard, cast.county, OPENED)
    wanted = definition_of(standard)
    wanted.rows, wanted.pass_percent = [*wanted.rows[1:], ItemRow("阵地", "有警务室", 5)], 90
    held = change_standard(standard, wanted, version=1, actor=cast.county, at=OPENED)
    # A name that an item had goes to no other.
    assert [item.name for item in held.asked] == ["i2", "i3", "i4"]
    assert [mark.text for mark in running.marks.all()] == ["有综治工作室", "有调解室", "在岗人员不少于 2 名"]
    assert running.pass_percent == 60
    with pytest.raises(StaleVersion):
        change_standard(standard, wanted, version=1, actor=cast.county, at=OPENED)
    wanted = definition_of(held)
    wanted.about = "units"
    with pytest.raises(FactMissing, match="不能改评定对象"):
        change_standard(held, wanted, version=2, actor=cast.county, at=OPENED)


def names(standard, who) -> dict[str, str]:
    return {each.name: each.unit.short_name for each in subjects(standard, standing_now(who))}


def test_a_village_answers_for_itself_and_its_township_for_one_that_has_no_unit(cast):
    standard = laid_down(cast)
    county = {"凤栖路社区": "凤栖路社区", "广场社区": "韦曲街道办", "郭北社区": "郭杜街道办"}
    assert names(standard, cast.county) == county
    assert names(standard, cast.clerk) == {"凤栖路社区": "凤栖路社区", "广场社区": "韦曲街道办"}
    assert names(standard, cast.grid_worker) == {"凤栖路社区": "凤栖路社区"}
    assert names(standard, cast.handler) == {}


def test_units_are_those_of_the_kinds_and_townships_their_governments(cast):
    units = laid_down(cast, about="units", unit_kinds=["department"])
    assert set(names(units, cast.county).values()) == {"区住建局", "区水务局"}
    assert set(names(units, cast.handler).values()) == {"区住建局"}
    towns = laid_down(cast, name="镇街", about="township")
    assert names(towns, cast.staff) == {"韦曲街道": "韦曲街道办", "郭杜街道": "郭杜街道办"}


def test_rows_of_a_register_are_those_in_force_and_of_the_kind(cast):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    for name, facts in (("甲库", {}), ("乙库", {"f3": "c2"})):
        open_entry(register, told(cast, name, **facts), actor=cast.clerk, at=OPENED)
    gone = open_entry(register, told(cast, "丙库"), actor=cast.clerk, at=OPENED)
    end_entry(gone, reason="撤销", version=1, actor=cast.clerk, at=OPENED)
    every = laid_down(cast, about="entries", register=register.code)
    assert set(names(every, cast.county)) == {"甲库", "乙库"}
    sound = laid_down(cast, name="完好的", about="entries", register=register.code, only="状态=完好")
    assert set(names(sound, cast.county)) == {"甲库"}
    assert definition_of(sound).only == "状态=完好"
    with pytest.raises(FactMissing) as refused:
        laid_down(cast, name="坏的", about="entries", register=register.code, only="状态=不明")
    assert list(refused.value.errors) == ["only"]


def test_what_is_proposed_against_a_unit_is_no_subject_where_that_unit_is(cast):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    entry = open_entry(register, told(cast, "甲库"), actor=cast.clerk, at=OPENED)
    Entry.objects.filter(pk=entry.pk).update(unit=cast.centre)
    standard = laid_down(cast, about="entries", register=register.code)
    assert set(names(standard, cast.township_lead)) == {"甲库"}
    Register.objects.update(sight=Register.Sight.OVERSEERS)
    assert not names(standard, cast.township_lead) and set(names(standard, cast.county)) == {"甲库"}


def test_the_delivered_ones_stand_once_and_what_the_county_changed_stays(cast):
    load_registers()
    assert load_reference() == Standard.objects.count() > 15
    assert load_reference() == 0
    hard = Standard.objects.get(code="reception_hard")
    assert len(hard.asked) == 7 and hard.about == "township"
    assert [grade.least for grade in Standard.objects.get(code="centre_grade").levels] == [95, 85, 70]
    # Whatever stands there can be laid down again as it is.
    for standard in Standard.objects.select_related("register"):
        change_standard(standard, definition_of(standard), version=None, actor=cast.county, at=OPENED)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("peace_traffic", "交通场站"),
        ("peace_hospital", "医院"),
        ("peace_school", "学校"),
        ("peace_scenic", "景区"),
        ("peace_park", "园区"),
        ("peace_market", "农贸市场"),
        ("enterprise_stars", "企业"),
    ],
)
def test_each_trade_is_judged_by_its_own_standard_and_no_other_place_by_it(cast, code, kind):
    """“平安交通”“平安医院”“平安校园”“平安景区”“平安园区”“平安市场”, and the stars of enterprises."""
    load_registers()
    load_reference()
    standard = Standard.objects.get(code=code)
    field = next(each for each in standard.register.asked if each.label == "类型")
    for name, label in (("本类", kind), ("出租房", "出租房屋")):
        facts = {field.name: next(choice for choice, words in field.choices if words == label)}
        given = EntryInput(name=name, unit=cast.weiqu, area=cast.weiqu.area, facts=facts)
        open_entry(standard.register, given, actor=cast.county, at=OPENED)
    assert [each.name for each in subjects(standard, standing_now(cast.county), inside="610116")] == ["本类"]
