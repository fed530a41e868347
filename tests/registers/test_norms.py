"""What a standard wants, by its band and its share, against what stands in the register."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.urls import reverse

from governance.frame.days import CHINA
from governance.frame.refusals import FactMissing
from governance.organisation.models import Area, AreaFigure
from governance.organisation.standing import standing_now
from governance.registers.entries.actions import change_entry, end_entry, open_entry, restore_entry
from governance.registers.entries.told import EntryInput
from governance.registers.kinds.defining import (
    MOST_FIELDS,
    FieldRow,
    Wanted,
    add_register,
    change_register,
    definition_of,
)
from governance.registers.models import Norm, Register
from governance.registers.norms.counting import (
    Need,
    by_township,
    named_by_nothing,
    needs,
    needs_of_rows,
    rows_under,
    total,
    wanted_by,
)
from governance.registers.norms.views import _met
from governance.registers.reference import load_reference
from tests.builders import OPENED
from tests.registers.pages import stores, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("norm", "figure", "wanted"),
    [
        ({"amount": 5}, None, 5),
        ({"amount": 1, "figure": "population", "below": 1000}, 999, 1),
        ({"amount": 1, "figure": "population", "below": 1000}, 1000, 0),
        ({"amount": 2, "figure": "population", "least": 1000}, 1000, 2),
        ({"amount": 2, "figure": "population", "least": 1000}, None, None),
        ({"amount": 300, "figure": "population", "per": 100_000}, 1_000_000, 3000),
        ({"amount": 300, "figure": "population", "per": 100_000}, 1_000_001, 3001),
        ({"amount": 1, "figure": "population", "per": 100}, 1, 1),
        ({"amount": 2, "figure": "natural_villages", "per": 1}, 4, 8),
        ({"amount": 1, "figure": "migrants", "least": 3000}, 2999, 0),
    ],
)
def test_it_wants_by_band_and_share_and_counts_begun_hundreds(norm, figure, wanted):
    assert wanted_by(Norm(**norm), figure) == wanted


def short_of(norm: Norm, who) -> dict[str, tuple]:
    return {need.area.name: (need.wanted, need.there, need.short) for need in needs(norm, standing_now(who), 2026)}


def test_it_counts_what_lies_in_the_area_or_adds_up_a_number_and_only_what_it_is_of(cast):
    wanted = stores()
    wanted.norms.append(Wanted("每村沙袋", "village", 5, "本县规定", counts="数量", only="状态=完好"))
    register = add_register(wanted, actor=cast.county, at=OPENED)
    for name, facts in (("甲", {}), ("乙", {"f2": 4}), ("丙", {"f2": 9, "f3": "c2"})):
        open_entry(register, told(cast, name, **facts), actor=cast.clerk, at=OPENED)
    gone = open_entry(register, told(cast, "丁"), actor=cast.clerk, at=OPENED)
    end_entry(gone, reason="撤销", version=1, actor=cast.clerk, at=OPENED)
    rows, sacks = register.norms.all()
    assert short_of(rows, cast.county) == {"凤栖路社区": (1, 3, 0), "广场社区": (1, 0, 1), "郭北社区": (1, 0, 1)}
    assert short_of(sacks, cast.county) == {"凤栖路社区": (5, 7, 0), "广场社区": (5, 0, 5), "郭北社区": (5, 0, 5)}
    # What is beyond the standard in one village fills no gap in another.
    found = needs(sacks, standing_now(cast.county), 2026)
    assert total(found) == (15, 7, 10)
    assert [(need.area.name, need.short) for need in by_township(found)] == [("韦曲街道", 5), ("郭杜街道", 5)]
    assert set(short_of(rows, cast.clerk)) == {"凤栖路社区", "广场社区"}
    assert short_of(rows, cast.handler) == {}


@pytest.mark.parametrize(
    ("wrong", "at", "said"),
    [
        ({"counts": "品名"}, "norms-0-counts", "整数栏目"),
        ({"per": 100}, "norms-0-figure", "区划数据"),
        ({"figure": "population", "least": 5, "below": 5}, "norms-0-below", "大于"),
        ({"only": "状态=很好"}, "norms-0-only", "栏目=选项"),
    ],
)
def test_a_standard_that_cannot_be_counted_is_not_laid_down(cast, wrong, at, said):
    wanted = stores()
    wanted.norms = [Wanted("错", "village", 1, "本县规定", **wrong)]
    with pytest.raises(FactMissing) as refused:
        add_register(wanted, actor=cast.county, at=OPENED)
    assert said in refused.value.errors[at]


def test_it_divides_by_the_figure_of_the_area_and_says_where_there_is_none(cast):
    AreaFigure.objects.create(area_id="610116001002", year=2025, figure="population", value=2500)
    wanted = stores()
    wanted.norms = [Wanted("每千人一处", "village", 1, "本县规定", figure="population", per=1000)]
    register = add_register(wanted, actor=cast.county, at=OPENED)
    open_entry(register, told(cast), actor=cast.clerk, at=OPENED)
    norm = register.norms.get()
    assert short_of(norm, cast.clerk) == {"凤栖路社区": (3, 1, 2), "广场社区": (None, 0, 0)}
    assert by_township(needs(norm, standing_now(cast.clerk), 2024))[0].wanted is None


def test_it_counts_what_the_reader_may_see_and_no_more(cast):
    wanted = stores()
    wanted.norms = [Wanted("全区", "county", 5, "本县规定")]
    register = add_register(wanted, actor=cast.county, at=OPENED)
    open_entry(register, told(cast), actor=cast.clerk, at=OPENED)
    norm = register.norms.get()
    found = {
        who: [there for _, there, _ in short_of(norm, getattr(cast, who)).values()] for who in ("county", "handler")
    }
    assert found == {"county": [1], "handler": [0]}


def test_what_stands_outside_its_band_is_not_counted_as_there(cast):
    for area, value in (("610116001002", 2500), ("610116001003", 300)):
        AreaFigure.objects.create(area_id=area, year=2025, figure="population", value=value)
    wanted = stores()
    wanted.norms = [Wanted("不满千人的村", "village", 1, "本县规定", figure="population", below=1000)]
    register = add_register(wanted, actor=cast.county, at=OPENED)
    open_entry(register, told(cast), actor=cast.clerk, at=OPENED)
    norm = register.norms.get()
    assert short_of(norm, cast.clerk) == {"广场社区": (1, 0, 1)}
    assert total(needs(norm, standing_now(cast.clerk), 2026)) == (1, 0, 1)


def test_it_is_delivered_filled_in_once(cast, login):
    assert load_reference() == Register.objects.count() >= 16
    assert load_reference() == 0
    patrol = Norm.objects.get(name="专职巡逻力量")
    assert (patrol.amount, patrol.per, patrol.figure, patrol.level) == (300, 100_000, "population", Area.Level.COUNTY)
    informants = Norm.objects.filter(name__startswith="信息员").order_by("least")
    assert [(norm.least, norm.below, norm.amount) for norm in informants] == [(0, 1000, 1), (1000, None, 2)]
    shown = login(cast.county).get(reverse("registers:registers")).content.decode()
    places = [shown.index(f">{group}<") for group in ("阵地", "队伍", "场所", "技防", "应急", "协作", "自治")]
    assert places == sorted(places), "in the order in which they are delivered"


def test_what_the_law_wants_written_down_of_personal_data_has_its_register():
    load_reference()
    impact, breach = Register.objects.get(code="impact"), Register.objects.get(code="breaches")
    labels = {field["label"] for field in impact.fields}
    assert {"目的和方式是否合法、正当、必要", "对个人权益的影响和安全风险", "结论"} <= labels
    assert "通知主管部门的日期" in {field["label"] for field in breach.fields}
    entrusted = Register.objects.get(code="entrusted")
    labels = {field["label"] for field in entrusted.fields if field["required"]}
    assert {"处理目的", "处理方式", "个人信息的种类", "保护措施", "委托到期"} <= labels and entrusted.due_field
    assert Register.objects.get(code="proxies").due_field, "办理期限"
    asked = Register.objects.get(code="data_requests")
    assert asked.due_field and "不予的理由" in {field["label"] for field in asked.fields}


WRITTEN_DOWN = {
    "conduct": {"调解员", "情形", "处理", "处理单位", "处理日期"},
    "support": {"调解员", "种类", "发放日期", "依据"},
    "court_sittings": {"日期", "法院（法庭）", "案由", "参加的调解员、干部"},
    "liabilities": {"责任单位", "情形", "发现日期", "怎样发现", "认定的事实", "处理"},
    "micro_grids": {"微网格编码", "范围", "微网格长"},
    "sweep_parts": {"地点、范围", "责任单位", "责任人", "排查什么", "多久排查一次"},
}


def test_what_is_done_with_mediators_and_where_who_looks_has_a_register_that_asks_for_it():
    load_reference()
    registers = Register.objects.in_bulk(WRITTEN_DOWN, field_name="code")
    asked = {code: {field["label"] for field in each.fields if field["required"]} for code, each in registers.items()}
    assert {code: labels - asked[code] for code, labels in WRITTEN_DOWN.items() if labels - asked[code]} == {}
    assert {code: each.sight for code, each in registers.items() if each.sight != "keepers"} == {
        "liabilities": Register.Sight.OVERSEERS
    }


def test_video_covers_the_share_of_places_that_is_wanted_of_each_kind(cast):
    load_reference()
    cameras = Register.objects.get(code="devices")
    for village, schools in (("610116001002", 6), ("610116001003", 5)):
        AreaFigure.objects.create(area_id=village, year=2026, figure="schools", value=schools)
    field = {each.label: each for each in cameras.asked}
    code = {label: code for code, label in field["覆盖范围"].choices}
    facts = {
        field["类型"].name: field["类型"].choices[0][0],
        field["编号"].name: "S-1",
        field["数量"].name: 40,
        field["覆盖范围"].name: code["中小学"],
        field["覆盖处数"].name: 8,
    }
    open_entry(cameras, replace(told(cast, "学校监控"), facts=facts), actor=cast.clerk, at=OPENED)
    shares = {norm.only_code: norm for norm in cameras.norms.filter(per=100)}
    assert {label: shares[code[label]].amount for label in ("党政机关", "金融单位", "重点部位", "中小学")} == {
        "党政机关": 40,
        "金融单位": 40,
        "重点部位": 40,
        "中小学": 90,
    }
    # Nine tenths of eleven schools are ten; the forty cameras stand in eight of them.
    assert short_of(shares[code["中小学"]], cast.clerk) == {"韦曲街道": (10, 8, 2)}
    assert short_of(shares[code["党政机关"]], cast.clerk) == {"韦曲街道": (None, 0, 0)}


def test_a_look_at_video_is_written_down_with_reason_content_who_asked_and_who_allowed(cast, login):
    load_reference()
    lookups = Register.objects.get(code="lookups")
    assert lookups.sight == Register.Sight.KEEPERS
    answer = login(cast.clerk).post("/registers/lookups/new/", {"name": "查找走失老人", "area": "610116001002"})
    said = answer.content.decode()
    asked = ("事由", "调用内容", "调用单位", "调用人姓名", "批准人", "调用日期")
    assert answer.status_code == 422 and [label for label in asked if f"请填写{label}。" not in said] == []
    assert not lookups.entries.exists()
    names = {each.label: each.name for each in lookups.asked}
    same = {names["调用人姓名"]: "孙立", names["批准人"]: "孙 立"}
    said = login(cast.clerk).post("/registers/lookups/new/", {"name": "查找走失老人", **same}).content.decode()
    assert "批准人和调用人姓名不能是同一个人。" in said


@pytest.mark.parametrize(
    ("code", "label", "value", "said"),
    [
        ("lookups", "调用日期", "2050-01-01", "不能晚于今天"),
        ("drills", "演练日期", "2050-01-01", "不能晚于今天"),
        ("devices", "保存天数", "7", "不能小于 30"),
    ],
)
def test_what_the_law_counts_has_happened_and_is_no_less(cast, login, code, label, value, said):
    """条例第十七条: pictures are kept for thirty days at least; it stays so when the county changes the register."""
    load_reference()
    register = Register.objects.get(code=code)
    change_register(register, definition_of(register), version=register.version, actor=cast.county, at=OPENED)
    register.refresh_from_db()
    name = next(each.name for each in register.asked if each.label == label)
    page = login(cast.county).post(reverse("registers:new_entry", args=[code]), {name: value}).content.decode()
    assert f"{label}{said}" in page


def test_what_is_wanted_every_year_counts_by_the_day_in_the_row(cast):
    wanted = stores()
    wanted.rows.append(FieldRow("盘点日期", "date"))
    wanted.norms = [Wanted("每年盘点", "village", 1, "本县规定", dated="盘点日期")]
    register = add_register(wanted, actor=cast.county, at=OPENED)
    day = register.asked[-1].name
    over = datetime(2027, 1, 2, 9, tzinfo=CHINA)
    for name, on in (("甲", "2025-12-31"), ("乙", "2026-01-01"), ("丙", "2026-12-31"), ("丁", "2027-01-01")):
        open_entry(register, told(cast, name, **{day: on}), actor=cast.clerk, at=over)
    open_entry(register, told(cast, "戊"), actor=cast.clerk, at=OPENED)
    assert short_of(register.norms.get(), cast.clerk) == {"凤栖路社区": (1, 2, 0), "广场社区": (1, 0, 1)}
    wanted.norms = [Wanted("每年盘点", "village", 1, "本县规定", dated="品名")]
    with pytest.raises(FactMissing) as refused:
        change_register(register, wanted, version=register.version, actor=cast.county, at=OPENED)
    assert "日期栏目" in refused.value.errors["norms-0-dated"]


@pytest.fixture
def guarded(cast):
    """A register of guarded schools, of which there are three in the village."""
    AreaFigure.objects.create(area_id="610116001002", year=2026, figure="schools", value=3)
    wanted = stores()
    share = Wanted("学校覆盖", "village", 90, "本县规定", figure="schools", per=100, counts="数量", only="状态=完好")
    wanted.norms = [share]
    return add_register(wanted, actor=cast.county, at=OPENED)


def test_no_more_can_be_covered_than_there_is(cast, guarded):
    first = open_entry(guarded, told(cast, "甲", f2=3), actor=cast.clerk, at=OPENED)
    # What the standard does not count adds nothing.
    open_entry(guarded, told(cast, "乙", f2=9, f3="c2"), actor=cast.clerk, at=OPENED)
    with pytest.raises(FactMissing) as refused:
        open_entry(guarded, told(cast, "丙", f2=1), actor=cast.clerk, at=OPENED)
    assert refused.value.errors["f2"].startswith("凤栖路社区“学校覆盖”合计多于全部的 3")
    with pytest.raises(FactMissing):
        change_entry(first, told(cast, "甲", f2=4), version=first.version, actor=cast.clerk, at=OPENED)
    end_entry(first, reason="撤销", version=first.version, actor=cast.clerk, at=OPENED)
    open_entry(guarded, told(cast, "丙", f2=1), actor=cast.clerk, at=OPENED)
    first.refresh_from_db()
    with pytest.raises(FactMissing):
        restore_entry(first, reason="误删", version=first.version, actor=cast.clerk, at=OPENED)
    assert guarded.entries.filter(ended_on=None).count() == 2


def test_a_register_of_before_gets_what_was_delivered_since_and_nothing_that_was_taken_away(cast):
    load_reference()
    drills = Register.objects.get(code="drills")
    wanted = definition_of(drills)
    wanted.rows = [row for row in wanted.rows if row.label not in ("参加单位", "演练方式")]
    wanted.norms = []
    change_register(drills, wanted, version=drills.version, actor=cast.county, at=OPENED)
    assert load_reference() == 0
    Register.objects.filter(pk=drills.pk).update(
        delivered=[name for name in drills.delivered if name not in ("参加单位", "县级每年演练")],
        fields=[row for row in Register.objects.get(pk=drills.pk).fields if row["label"] != "参加单位"],
    )
    assert load_reference() == 1
    drills.refresh_from_db()
    labels = [each.label for each in drills.asked]
    assert "参加单位" in labels and "演练方式" not in labels
    assert [norm.name for norm in drills.norms.all()] == ["县级每年演练"]


def test_a_register_without_room_gets_what_is_delivered_once_it_has_some(cast):
    load_reference()
    drills = Register.objects.get(code="drills")
    wanted = definition_of(drills)
    own = [FieldRow(f"县定{n}", "text") for n in range(MOST_FIELDS - len(wanted.rows) + 1)]
    wanted.rows = [row for row in wanted.rows if row.label != "参加单位"] + own
    change_register(drills, wanted, version=drills.version, actor=cast.county, at=OPENED)
    kept = Register.objects.get(pk=drills.pk)
    kept.fields = [row for row in kept.fields if row["label"] != "参加单位"]
    kept.delivered = [name for name in kept.delivered if name != "参加单位"]
    kept.save()
    assert load_reference() == 0
    wanted = definition_of(kept)
    wanted.rows = wanted.rows[:-1]
    change_register(kept, wanted, version=kept.version, actor=cast.county, at=OPENED)
    assert load_reference() == 1
    assert "参加单位" in [each.label for each in Register.objects.get(pk=drills.pk).asked]


def planned(cast, name: str, times: int | None = None):
    """An emergency plan of the street that is to be drilled so often a year."""
    plans = Register.objects.get(code="plans")
    fields = {each.label: each.name for each in plans.asked}
    facts = {fields["类别"]: "c1", fields["版本"]: "第一版", fields["印发日期"]: "2025-03-01"}
    facts |= {fields["年演练次数"]: times} if times else {}
    given = EntryInput(name=name, unit=cast.weiqu, area=cast.weiqu.area, facts=facts)
    return open_entry(plans, given, actor=cast.clerk, at=OPENED)


def drilled(cast, after: str, day: str):
    """A drill of the street after a plan, as it is called in the row of the drill."""
    drills = Register.objects.get(code="drills")
    fields = {each.label: each.name for each in drills.asked}
    said = {
        "组织层级": "c2",
        "依据预案": after,
        "演练日期": day,
        "演练方式": "c1",
        "参加人数": 40,
        "演练情况": "完成。",
    }
    facts = {fields[label]: value for label, value in said.items()}
    given = EntryInput(name=f"{after}演练 {day}", unit=cast.weiqu, area=cast.weiqu.area, facts=facts)
    return open_entry(drills, given, actor=cast.clerk, at=OPENED)


def test_a_drill_that_has_not_been_held_is_no_drill(cast):
    load_reference()
    planned(cast, "防汛预案", 2)
    with pytest.raises(FactMissing, match="演练日期晚于今天"):
        drilled(cast, "防汛预案", "2026-12-30")
    assert not Register.objects.get(code="drills").entries.exists()


def test_each_plan_is_drilled_as_often_a_year_as_it_says_itself(cast, login, time_machine):
    time_machine.move_to(OPENED)
    load_reference()
    flood, fire = planned(cast, "防汛预案", 2), planned(cast, "防火预案")
    longer = planned(cast, "防火预案（景区）", 1)
    for after, day in (
        ("防汛预案第一版", "2026-02-01"),
        ("防火预案（景区）", "2026-02-02"),
        ("防汛预案", "2025-06-01"),
        ("不知哪一部", "2026-02-03"),
    ):
        drilled(cast, after, day)
    norm = Norm.objects.select_related("answered_by", "register").get(answered_by__code="drills")
    found = {
        need.entry: (need.wanted, need.there, need.short)
        for need in needs_of_rows(norm, rows_under(norm), standing_now(cast.county), 2026)
    }
    assert found == {flood: (2, 1, 1), fire: (1, 0, 1), longer: (1, 1, 0)}
    assert named_by_nothing(norm, standing_now(cast.county), 2026) == 1
    page = login(cast.clerk).get(reverse("registers:shortage", args=["plans"])).content.decode()
    assert "应有 4，现有 2，缺 2" in page and "另有 1 次没有写明" in page
    assert reverse("registers:entry", args=["plans", flood.pk]) in page


@pytest.mark.parametrize(
    ("wrong", "at", "said"),
    [
        ({"answered": ""}, "norms-0-answered", "台账=栏目"),
        ({"answered": "应急演练=演练日期"}, "norms-0-answered", "文字栏目"),
        ({"answered": "没有的台账=依据预案"}, "norms-0-answered", "台账=栏目"),
        ({"level": "village"}, "norms-0-answered", "每条登记"),
        ({"figure": "population"}, "norms-0-figure", "区划数据"),
        ({"dated": "印发日期"}, "norms-0-dated", "应急演练"),
    ],
)
def test_a_standard_for_each_row_that_nothing_answers_is_not_laid_down(cast, wrong, at, said):
    load_reference()
    plans = Register.objects.get(code="plans")
    wanted = definition_of(plans)
    assert wanted.norms[0].answered == "应急演练=依据预案" and wanted.norms[0].dated == "演练日期"
    wanted.norms = [replace(wanted.norms[0], **wrong)]
    with pytest.raises(FactMissing) as refused:
        change_register(plans, wanted, version=plans.version, actor=cast.county, at=OPENED)
    assert said in refused.value.errors[at]


def test_what_accuses_somebody_is_kept_in_no_book_of_their_own_unit_unasked(cast, login):
    """信访工作条例 art. 30: the village reads its own registers, whoever in it is spoken of."""
    register = add_register(stores(), actor=cast.county, at=OPENED)
    client, url = login(cast.clerk), f"/registers/{register.code}/new/"
    told = {"name": "群众控告仓库主任吃回扣", "area": "610116001002"}
    wrong = client.post(url, told).content.decode()
    assert "事项性质选“检举控告”" in wrong and "不是检举控告公职人员" in wrong
    assert not register.entries.exists()
    assert "事项性质选" not in client.post(url, told | {"not_accusing": "on"}).content.decode()


def test_every_township_has_its_platform_and_the_four_grades_of_who_goes_to_the_scene(cast):
    """What share of the platforms stands, and where one of the four grades is not filled, is a list."""
    load_reference()
    tiers = Register.objects.get(code="tiers")
    field = {each.label: each for each in tiers.asked}
    grades = {label: code for code, label in field["责任层级"].choices}
    told_of = {field["责任层级"].name: grades["主要负责人"], field["分管领域"].name: "全面工作"}
    scene = {field["现场处置责任"].name: "到现场指挥。"}
    row = replace(told(cast, "韦曲街道书记"), facts=told_of | scene)
    open_entry(tiers, row, actor=cast.clerk, at=OPENED)
    found = {norm.name: total(needs(norm, standing_now(cast.county), 2026)) for norm in tiers.norms.all()}
    assert found == {"领导班子": (2, 0, 2), "主要负责人": (2, 1, 1), "分管负责人": (2, 0, 2), "班子成员": (2, 0, 2)}
    platforms = Register.objects.get(code="centres").norms.filter(name__contains="调")
    assert {norm.level for norm in platforms} == {"township", "village"}


def test_who_receives_in_a_village_writes_down_what_was_asked_and_answered():
    load_reference()
    consultations = Register.objects.get(code="consultations")
    kinds = {label for each in consultations.asked if each.label == "类型" for _, label in each.choices}
    assert {"village", "mediation", "court"} <= set(consultations.keepers)
    assert {"法官驻村接待", "调解员驻村接待"} <= kinds
    harmony = Register.objects.get(code="harmony")
    assert harmony.sight == Register.Sight.ALL and harmony.due_field


def test_of_how_many_the_standard_is_met_leaves_out_where_it_is_not_known(cast):
    area = cast.weiqu.area
    told = [(3, 3, 0), (3, 1, 2), (None, 5, 0)]
    rows = [Need(area, None, wanted, there, short) for wanted, there, short in told]
    assert _met(rows) == "2 处中 1 处达到标准，占 50.0%。"
    assert _met(rows[2:]) == ""
