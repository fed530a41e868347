"""What a register comes to: rows and numbers by place, by unit and by what stands in its fields."""

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.registers.entries.actions import change_entry, open_entry
from governance.registers.entries.told import EntryInput
from governance.registers.kinds.defining import Definition, FieldRow, add_register
from governance.registers.models import Entry, Register
from governance.registers.reference import load_reference
from governance.registers.totals.adding import ways_of

pytestmark = pytest.mark.django_db

ROWS = (
    ("扫雪", "610116001002", {"f1": "2026-01-10", "f2": "c1", "f3": "红袖章队", "f4": 12, "f5": "300.50"}),
    ("护学", "610116001002", {"f1": "2026-03-02", "f2": "c1", "f3": "红袖章队", "f4": 8}),
    ("普法", "610116001", {"f1": "2025-12-04", "f2": "c2", "f3": "法律服务队", "f4": 5, "f5": "20.00"}),
)


@pytest.fixture
def register(cast) -> Register:
    """What volunteers did, three rows of it, one of the year before."""
    wanted = Definition(
        name="活动登记",
        group="协作",
        unit_word="次",
        keepers=["government"],
        rows=[
            FieldRow("日期", "date", required=True, listed=True),
            FieldRow("类型", "choice", listed=True, options=["服务", "宣传"]),
            FieldRow("组织", "text", listed=True),
            FieldRow("时长", "number", listed=True, adds=True),
            FieldRow("花费", "money", adds=True),
        ],
    )
    made = add_register(wanted, actor=cast.county, at=timezone.now())
    for name, area, facts in ROWS:
        told = EntryInput(name=name, unit=cast.weiqu, area=cast.area(area), in_charge="", phone="", facts=facts)
        open_entry(made, told, actor=cast.clerk, at=timezone.now())
    return made


def shown(client, register: Register, **asked) -> list[list[str]]:
    """The lines of the page, each with its name and its numbers; the last is that of all of them."""
    answer = client.get(reverse("registers:totals", args=[register.code]), asked)
    assert answer.status_code == 200
    table = answer.context["table"]
    return [[row.label, *(cell.text for cell in row.cells)] for row in (*table.rows, table.total)]


def test_rows_are_added_up_by_place_by_choice_and_by_word(cast, login, register):
    county = login(cast.county)
    assert shown(county, register) == [["韦曲街道", "3", "25", "320.50"], ["合计", "3", "25", "320.50"]]
    by_type = shown(county, register, by="f2")
    assert by_type == [["服务", "2", "20", "300.50"], ["宣传", "1", "5", "20.00"], ["合计", "3", "25", "320.50"]]
    assert [line[0] for line in shown(county, register, by="f3")] == ["红袖章队", "法律服务队", "合计"]
    assert shown(county, register, by="unit")[0][:2] == ["韦曲街道办", "3"]
    village = ["韦曲街道 / 凤栖路社区", "2", "20", "300.50"]
    # What was told of the township alone is counted under it, and opens nothing.
    assert shown(county, register, by="village") == [
        village,
        ["韦曲街道", "1", "5", "20.00"],
        ["合计", "3", "25", "320.50"],
    ]
    assert shown(county, register, by="nothing") == shown(county, register)


def test_a_year_narrows_the_list_and_its_totals_alike(cast, login, register):
    county = login(cast.county)
    assert shown(county, register, by="f2", year="2026") == [
        ["服务", "2", "20", "300.50"],
        ["合计", "2", "20", "300.50"],
    ]
    answer = county.get(reverse("registers:totals", args=[register.code]), {"by": "f2", "year": "2026"})
    opened = answer.context["table"].rows[0].cells[0].url
    assert opened == f"{reverse('registers:entries', args=[register.code])}?year=2026&f2=c1"
    listed = county.get(opened).content.decode()
    assert "扫雪" in listed and "护学" in listed and "普法" not in listed
    assert "2026年" in answer.content.decode()
    # A day is not parted at its dashes, and figures stand below one another.
    assert '<td class="nowrap" data-label="日期">' in listed and '<td class="num" data-label="时长">' in listed


def test_what_the_list_cannot_be_narrowed_to_opens_nothing(cast, login, register):
    """Rows of the whole county lie in no township, and some say nothing of their type."""
    told = EntryInput(name="动员会", unit=cast.office, area=cast.office.area, facts={"f1": "2026-02-02"})
    Register.objects.filter(pk=register.pk).update(keepers=[])
    open_entry(Register.objects.get(pk=register.pk), told, actor=cast.county, at=timezone.now())
    for by, name in (("area", cast.office.area.name), ("f2", "没有填写")):
        answer = login(cast.county).get(reverse("registers:totals", args=[register.code]), {"by": by})
        assert {row.label: row.cells[0].url for row in answer.context["table"].rows}[name] == ""


def test_nobody_is_told_of_rows_that_they_may_not_see(cast, login, register):
    assert shown(login(cast.outsider), register) == [["合计", "0", "0", "0.00"]]
    assert shown(login(cast.clerk), register)[-1][1] == "3"


def test_only_amounts_can_be_added_up(cast, login, register):
    typed = {"version": register.version, "fields-0-label": "日期", "fields-0-kind": "date", "fields-0-adds": "on"}
    answer = login(cast.county).post(reverse("registers:define_fields", args=[register.code]), typed)
    assert answer.status_code == 422 and "只有整数和金额能汇总相加。" in answer.content.decode()


def test_what_is_settled_is_no_longer_due(cast):
    rows = [FieldRow("期限", "date"), FieldRow("办结日期", "date")]
    wanted = Definition(name="代办", group="协作", rows=rows, due="期限", settled="办结日期")
    kept = add_register(wanted, actor=cast.county, at=timezone.now())
    place = {"unit": cast.weiqu, "area": cast.area("610116001"), "in_charge": "", "phone": ""}
    told = EntryInput(name="代办社保", facts={"f1": "2026-01-05"}, **place)
    entry = open_entry(kept, told, actor=cast.clerk, at=timezone.now())
    assert entry.due_on is not None
    told.facts["f2"] = "2026-01-04"
    change_entry(entry, told, version=entry.version, actor=cast.clerk, at=timezone.now())
    assert Entry.objects.get(pk=entry.pk).due_on is None


def test_what_settles_a_row_is_a_field_beside_a_day(cast, login, register):
    county = login(cast.county)
    basics = {"name": register.name, "group": "协作", "unit_word": "次", "sight": "keepers", "is_active": "on"}
    address = reverse("registers:define", args=[register.code])
    for told, sentence in (
        ({"settled": "组织"}, "没有到期日期栏目的，不填办结栏目。"),
        ({"due": "日期", "settled": "时长"}, "办结栏目应是本台账的一个日期或者文字栏目。"),
    ):
        answer = county.post(address, basics | {"version": register.version} | told)
        assert answer.status_code == 422 and sentence in answer.content.decode()
    told = {"version": register.version, "due": "日期", "settled": "组织"}
    assert county.post(address, basics | told).status_code == 302
    assert {entry.due_on for entry in Entry.objects.all()} == {None}


def test_whoever_is_in_charge_is_told_on_a_paper_what_he_answers_for(cast, login, register):
    entry = register.entries.first()
    address = reverse("registers:notice", args=[register.code, entry.pk])
    clerk = login(cast.clerk)
    assert clerk.get(address).status_code == 404
    assert address not in clerk.get(reverse("registers:entry", args=[register.code, entry.pk])).content.decode()
    Register.objects.filter(pk=register.pk).update(notice="一、谁主管、谁负责。\n二、谁出租、谁负责。")
    assert address in clerk.get(reverse("registers:entry", args=[register.code, entry.pk])).content.decode()
    page = clerk.get(address).content.decode()
    assert entry.name in page and "二、谁出租、谁负责。" in page and "负责人签收" in page
    Entry.objects.filter(pk=entry.pk).update(ended_on=entry.entered_on)
    assert address not in clerk.get(reverse("registers:entry", args=[register.code, entry.pk])).content.decode()
    assert login(cast.outsider).get(address).status_code == 404


def test_nothing_is_added_up_by_person(cast, login):
    """《个人信息保护法》 art. 6: units and places are told apart, and never who did or got how much."""
    load_reference()
    registers = Register.objects.exclude(fields=[])
    offered = {register.code: {way.label for way in ways_of(register)} for register in registers}
    assert "组织" in offered["activities"] and "情形" in offered["conduct"]
    named = ("人", "员", "者", "长", "姓名")
    texts = [way for each in registers for way in ways_of(each) if way.field and way.field.kind == "text"]
    assert texts and not [way.label for way in texts if way.label.endswith(named)]
    assert not {"调解员", "帮带志愿者", "代理人", "批准人", "微网格长", "结对编号"} & set().union(*offered.values())


def test_totals_and_export_follow_the_filter_that_is_answered_in_place(cast, login, register):
    address = reverse("registers:entries", args=[register.code])
    part = login(cast.county).get(f"{address}?year=2026", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part and 'hx-swap-oob="true"' in part
    for page in ("totals", "export"):
        assert f"{reverse(f'registers:{page}', args=[register.code])}?year=2026" in part
    back = {"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}
    assert "<html" in login(cast.county).get(address, **back).content.decode()


def test_cards_handed_out_are_added_up_by_grid(cast, login, register):
    grid = cast.area("610116001002001")
    told = EntryInput(name="发放联系卡", unit=cast.weiqu, area=grid, facts={"f1": "2026-03-05", "f4": 240})
    open_entry(register, told, actor=cast.clerk, at=timezone.now())
    county = login(cast.county)
    answer = county.get(reverse("registers:totals", args=[register.code]), {"by": "grid"})
    rows = {row.label: row.cells for row in answer.context["table"].rows}
    named = next(label for label in rows if label.endswith("凤栖路社区第一网格"))
    assert [cell.text for cell in rows[named]] == ["1", "240", "0.00"]
    listed = county.get(rows[named][0].url).content.decode()
    assert "发放联系卡" in listed and "扫雪" not in listed
    assert not any(cells[0].url for label, cells in rows.items() if label != named)
