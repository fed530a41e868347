"""What is delivered is what the papers of the county name, and reaches a register that stands already."""

from dataclasses import replace

import pytest

from governance.frame.refusals import FactMissing
from governance.organisation.standing import standing_of
from governance.registers.access import visible_of_all
from governance.registers.entries.actions import open_entry
from governance.registers.entries.told import EntryInput
from governance.registers.kinds.defining import change_register, definition_of
from governance.registers.models import Register
from governance.registers.read_fields import read_of
from governance.registers.reference import load_reference
from tests.builders import OPENED
from tests.registers.pages import told

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def delivered(kept):
    """The county has loaded them once."""
    load_reference()


def test_a_register_of_before_offers_what_was_delivered_since_and_not_what_was_taken_away(cast):
    devices = Register.objects.get(code="devices")
    wanted = definition_of(devices)
    kind = next(row for row in wanted.rows if row.label == "类型")
    kind.options = [each for each in kind.options if each != "电子警察"]
    change_register(devices, wanted, version=devices.version, actor=cast.county, at=OPENED)
    assert load_reference() == 0
    devices.refresh_from_db()
    devices.fields = [
        {**row, "choices": [each for each in row["choices"] if each[1] != "应急卡口"]} for row in devices.fields
    ]
    devices.save()
    assert load_reference() == 1 and load_reference() == 0
    offered = [label for _, label in Register.objects.get(code="devices").asked[0].choices]
    assert "应急卡口" in offered and "电子警察" not in offered


def test_what_is_new_to_choose_stands_before_whatever_else(cast):
    centres = Register.objects.get(code="centres")
    centres.fields = [
        {**row, "choices": [each for each in row["choices"] if each[1] != "专门学校"]} for row in centres.fields
    ]
    centres.save()
    assert load_reference() == 1
    offered = [label for _, label in Register.objects.get(code="centres").asked[0].choices]
    assert offered[-2:] == ["专门学校", "其他"]


def test_a_day_that_the_county_chose_itself_is_settled_by_nothing_that_was_delivered(cast):
    dated = [each for each in Register.objects.exclude(settled_field="") if days(each) - {each.due_field}]
    told = {each.code: each.settled_field for each in dated}
    for each in dated:
        each.delivered = [name for name in each.delivered if not name.startswith("办结栏目=")]
        each.settled_field = ""
    changed, *others = dated
    changed.due_field = min(days(changed) - {changed.due_field})
    Register.objects.bulk_update(dated, ["delivered", "settled_field", "due_field"])
    load_reference()
    found = dict(Register.objects.filter(code__in=told).values_list("code", "settled_field"))
    assert others and found == told | {changed.code: ""}


def days(register: Register) -> set[str]:
    return {each.name for each in register.asked if each.kind == "date"}


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("patrol_logs", ("队伍", "班次", "人数", "时长（小时）", "巡防范围")),
        ("help_slots", ("提供单位", "名额", "已用名额", "学区", "怎样报名")),
        ("window_services", ("类型", "统计截止", "件数")),
        ("social_workers", ("资格", "证书编号", "证书有效期至", "派驻单位")),
        ("accountability", ("责任单位", "建议日期", "共同研究的部门", "决定")),
        ("goals", ("目标组", "目标值", "当年实际", "对照结果")),
        ("devices", ("联网级别", "入户数", "堵控圈", "启用条件", "处警用时（分钟）")),
        ("mentoring", ("结对编号", "帮带志愿者", "书面同意日期", "下次谈心")),
        ("pairings", ("改善指标", "结对时", "现在")),
    ],
)
def test_what_the_county_keeps_by_hand_has_its_register_that_asks_for_it(code, asked):
    assert set(asked) <= {each.label for each in Register.objects.get(code=code).asked}


def test_targets_that_count_petitions_are_read_by_nobody_but_the_county(cast, login):
    """《信访工作条例》 art. 17: how many petitions there are is no measure of any unit."""
    register = Register.objects.get(code="goals")
    fields = {each.label: each for each in register.asked}
    facts = {
        fields["目标组"].name: fields["目标组"].choices[1][0],
        fields["年度"].name: 2026,
        fields["目标值"].name: "下降",
        fields["数据来源"].name: "统计指标",
    }
    given = replace(told(cast, "信访总量"), unit=cast.office, area=cast.office.area, facts=facts)
    open_entry(register, given, actor=cast.county, at=OPENED)
    assert "信访总量" in login(cast.county).get("/registers/goals/").content.decode()
    for who in (cast.clerk, cast.outsider, cast.handler):
        assert "信访总量" not in login(who).get("/registers/goals/").content.decode()


def test_who_is_mentored_is_named_nowhere(cast, login):
    """《预防未成年人犯罪法》 art. 59: a pair has a number and a volunteer; talks are due by the week."""
    register = Register.objects.get(code="mentoring")
    fields = {each.label: each.name for each in register.asked}
    told_of = {"结对编号": "帮带-01", "帮带志愿者": "王德厚", "书面同意日期": "2026-03-02", "下次谈心": "2026-03-16"}
    facts = {fields[label]: value for label, value in told_of.items()}
    made = open_entry(register, replace(told(cast, "一号结对"), facts=facts), actor=cast.clerk, at=OPENED)
    assert (made.due_on.isoformat(), register.sight) == ("2026-03-16", Register.Sight.KEEPERS)
    # Whoever does not want to go on is asked for no talk any more, nor looked at again.
    ended = facts | {fields["结对编号"]: "帮带-02", fields["结束日期"]: "2026-03-02"}
    made = open_entry(register, replace(told(cast, "二号结对"), facts=ended), actor=cast.clerk, at=OPENED)
    assert made.due_on is None
    assert "一号结对" not in login(cast.outsider).get("/registers/mentoring/").content.decode()


def test_no_point_says_where_somebody_lives_who_is_helped(cast, login):
    register = Register.objects.get(code="mentoring")
    client = login(cast.clerk)
    asked = client.get("/registers/mentoring/new/").content.decode()
    assert "经度" not in asked and "data-pick-form" not in asked
    fields = {each.label: each.name for each in register.asked}
    told_of = {"结对编号": "帮带-01", "帮带志愿者": "王德厚", "书面同意日期": "2026-03-02", "下次谈心": "2026-03-16"}
    sent = {fields[label]: value for label, value in told_of.items()} | {"longitude": "108.94", "latitude": "34.15"}
    sent |= {"name": "一号结对", "unit": "韦曲街道办事处", "area": "韦曲街道 / 凤栖路社区"}
    assert client.post("/registers/mentoring/new/", sent).status_code == 302
    assert register.entries.get().longitude is None
    # So the county lays it down of this one register; of another it may.
    assert list(Register.objects.filter(is_placed=False)) == [register]
    Register.objects.update(is_placed=True)
    assert "经度" in client.get("/registers/mentoring/new/").content.decode()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("accountability", {"建议日期": "2026-03-02", "建议内容": "建议限期整改。"}),
        ("liabilities", {"发现日期": "2026-03-02", "认定的事实": "收到以后没有登记。"}),
    ],
)
def test_what_is_held_against_a_unit_is_not_read_where_it_is(cast, login, code, said):
    """《信访工作条例》 art. 42–46: what it is reproached with is first looked into above it."""
    register = Register.objects.get(code=code)
    said = said | {"责任单位": "韦曲街道办"}
    facts = {each.name: each.choices[0][0] for each in register.asked if each.kind == "choice"}
    facts |= {each.name: said[each.label] for each in register.asked if each.label in said}
    given = replace(told(cast, "第一号"), unit=cast.office, area=cast.weiqu.area, facts=facts)
    open_entry(register, given, actor=cast.county, at=OPENED)
    address = f"/registers/{code}/"
    assert "第一号" in login(cast.county).get(address).content.decode()
    for who in (cast.clerk, cast.township_lead):
        assert "第一号" not in login(who).get(address).content.decode()
        assert not visible_of_all(standing_of(who, OPENED.date())).exists()


@pytest.mark.parametrize("code", ["homicides", "pairings", "public_order_cases", "rewards"])
def test_what_something_else_reads_may_be_called_otherwise_and_stays_what_it_is(cast, code):
    register = Register.objects.get(code=code)
    whole = definition_of(register)
    read = read_of(code)
    delivered = {name: row["label"] for name, row in read.items()}
    assert {each.name: each.label for each in register.asked if each.name in read} == delivered
    for place, row in enumerate(whole.rows):
        if row.name not in read:
            continue
        above, below = whole.rows[:place], whole.rows[place + 1 :]
        other = replace(row, kind="text" if row.kind == "long" else "long", adds=False)
        wrong = {"不能改类型": [*above, other, *below], "不能删去": [*above, *below]}
        if row.required:
            wrong["不能改为选填"] = [*above, replace(row, required=False), *below]
        for said, rows in wrong.items():
            with pytest.raises(FactMissing, match=said):
                lay_down(cast, register, rows=rows, due="", settled="", norms=[])
    called = [replace(row, label=f"{row.label}（本县）") for row in whole.rows]
    lay_down(cast, register, rows=called, due="", settled="")


def lay_down(cast, register, **part):
    register.refresh_from_db()
    wanted = replace(definition_of(register), **part)
    change_register(register, wanted, version=register.version, actor=cast.county, at=OPENED)


def test_a_room_is_booked_once_for_a_part_of_a_day_and_by_others_for_the_rest(cast):
    rooms = Register.objects.get(code="room_bookings")
    studio, meeting = (code for code, _ in rooms.asked[0].choices[:2])
    morning, afternoon, _ = (code for code, _ in rooms.asked[2].choices)
    use = rooms.asked[3].choices[0][0]

    def book(unit, actor, room, day, part):
        facts = {"f1": room, "f2": day, "f3": part, "f4": use}
        told = EntryInput(name="视频调解", unit=unit, area=unit.area, facts=facts)
        return open_entry(rooms, told, actor=actor, at=OPENED)

    book(cast.weiqu, cast.clerk, studio, "2026-03-20", morning)
    with pytest.raises(FactMissing) as taken:
        book(cast.office, cast.county, studio, "2026-03-20", morning)
    assert taken.value.errors["f3"].startswith("会场、日期、时段与")
    for room, day, part in (
        (studio, "2026-03-20", afternoon),
        (studio, "2026-03-21", morning),
        (meeting, "2026-03-20", morning),
    ):
        book(cast.office, cast.county, room, day, part)
    change_register(rooms, definition_of(rooms), version=rooms.version, actor=cast.county, at=OPENED)
    rooms.refresh_from_db()
    assert rooms.asked[2].beside == ("f1", "f2"), "what a county lays down anew leaves it so"


def test_a_county_that_asks_for_one_of_them_no_more_books_by_the_others(cast):
    rooms = Register.objects.get(code="room_bookings")
    lay_down(cast, rooms, rows=[row for row in definition_of(rooms).rows if row.label != "会场"])
    rooms.refresh_from_db()
    part, use = rooms.asked[1].choices[0][0], rooms.asked[2].choices[0][0]
    facts = {"f2": "2026-03-20", "f3": part, "f4": use}
    told = EntryInput(name="视频调解", unit=cast.office, area=cast.office.area, facts=facts)
    open_entry(rooms, told, actor=cast.county, at=OPENED)
    with pytest.raises(FactMissing) as taken:
        open_entry(rooms, told, actor=cast.county, at=OPENED)
    assert taken.value.errors["f3"].startswith("日期、时段与")
