"""Whatever the county office changes of a register, and whatever a sheet leaves out, what stands keeps what it says."""

from datetime import date

import pytest
from django.urls import reverse

from governance.jobs.models import Job
from governance.maps.models import Boundary
from governance.organisation.models import Area
from governance.registers.models import Entry, Register
from tests.builders import OPENED
from tests.registers.sheets import CAMERAS, HEAD, ROW, cameras, handed_in, ran, result, sheet
from tests.registers.test_round_trip import handed_in_file

pytestmark = pytest.mark.django_db
NAMES = {f"fields-{place}-name": f"f{place + 1}" for place in range(4)}
TYPED = {"name": "1号", "unit": "韦曲街道办", "area": "610116001002", "f1": "SXT-1", "f2": "1", "f4": "2024-05-01"}


def changed(client, register: Register, **told):
    """The county office changes the register so."""
    register.refresh_from_db()
    typed = CAMERAS | NAMES | {"version": register.version} | {name.replace("__", "-"): told[name] for name in told}
    page = "define" if told.keys() & {"sight", "check_months", "due"} else "define_fields"
    return client.post(reverse(f"registers:{page}", args=[register.code]), typed)


def shown(client, register: Register) -> str:
    return client.get(reverse("registers:entries", args=[register.code])).content.decode()


def test_a_choice_that_is_taken_away_stays_readable_and_no_other_gets_its_code(cast, login):
    register = cameras(login(cast.county))
    handed_in(login(cast.clerk), register, sheet(ROW.format(1, 1).replace("正常", "故障"), ROW.format(2, 2)))
    broken = Entry.objects.get(name="1号")
    assert changed(login(cast.county), register, **{"fields__2__options": "正常、停用"}).status_code == 302
    register.refresh_from_db()
    field = register.asked[2]
    assert field.choices == (("c1", "正常"), ("c3", "停用")) and field.former == (("c2", "故障"),)
    clerk = login(cast.clerk)
    assert "故障" in shown(clerk, register) and "1号" in shown(clerk, register)
    # The sheet that is taken out is taken in again, and the row can be edited without its losing the word.
    assert clerk.post(reverse("registers:export", args=[register.code]), {"token": "a"}).status_code == 302
    again = handed_in_file(clerk, register, result(ran(Job.objects.order_by("-pk").first())))
    assert again.message == "新登记 0 条，修改 0 条，2 条没有变化。"
    address = reverse("registers:change", args=[register.code, broken.pk])
    assert "故障" in clerk.get(address).content.decode()
    assert clerk.post(address, TYPED | {"name": "一号", "f3": "c2", "version": "1"}).status_code == 302
    broken.refresh_from_db()
    assert (broken.name, broken.facts["f3"]) == ("一号", "c2")
    # Nobody else is given it, until the office offers it anew: by the code that it had.
    other = Entry.objects.get(name="2号")
    address = reverse("registers:change", args=[register.code, other.pk])
    assert clerk.post(address, TYPED | {"f1": "SXT-2", "f3": "c2", "version": "1"}).status_code == 422
    assert changed(login(cast.county), register, **{"fields__2__options": "停用、故障"}).status_code == 302
    register.refresh_from_db()
    assert register.asked[2].choices == (("c3", "停用"), ("c2", "故障")) and register.asked[2].former == (
        ("c1", "正常"),
    )


def test_a_column_that_a_sheet_does_not_have_leaves_what_stands(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(ROW.format(1, 1)))
    entry = Entry.objects.get()
    Entry.objects.update(longitude=108.9, latitude=34.1)
    job = handed_in(clerk, register, f"登记号,名称,登记单位,所在地\n{entry.pk},壹号,韦曲街道办,韦曲街道 / 凤栖路社区")
    assert job.message == "新登记 0 条，修改 1 条，0 条没有变化。", job.report
    entry.refresh_from_db()
    assert (entry.name, entry.in_charge, entry.phone, entry.longitude) == ("壹号", "郝小军", "13911110000", 108.9)
    assert entry.facts == {"f1": "SXT-1", "f2": 1, "f3": "c1", "f4": "2024-05-01"}
    # A column that is there and empty says that nothing stands.
    job = handed_in(
        clerk, register, f"登记号,名称,登记单位,所在地,负责人\n{entry.pk},壹号,韦曲街道办,韦曲街道 / 凤栖路社区,"
    )
    entry.refresh_from_db()
    assert entry.in_charge == "" and entry.phone == "13911110000"


def test_a_nought_is_an_answer(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(ROW.format(1, 1).replace(",1,正常", ",0,正常")))
    entry = Entry.objects.get()
    assert entry.facts["f2"] == 0
    clerk.post(reverse("registers:export", args=[register.code]), {"token": "a"})
    again = handed_in_file(clerk, register, result(ran(Job.objects.order_by("-pk").first())))
    assert again.message == "新登记 0 条，修改 0 条，1 条没有变化。", again.report


def test_a_number_of_which_the_hidden_digits_are_put_right_is_kept(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(ROW.format(1, 1)))
    entry = Entry.objects.get()
    typed = TYPED | {"in_charge": "郝小军", "f3": "c1", "phone": "139****0000", "version": "1"}
    address = reverse("registers:change", args=[register.code, entry.pk])
    assert clerk.post(address, typed).status_code == 302
    assert entry.changes.count() == 1, "the mask stands for the number that is there"
    assert clerk.post(address, typed | {"phone": "13911210000"}).status_code == 302
    entry.refresh_from_db()
    assert entry.phone == "13911210000"
    assert entry.changes.first().facts == [["phone", "139****0000", "139****0000"]]


def test_rows_of_others_and_a_number_told_twice_are_named_by_their_line(cast, login):
    register = cameras(login(cast.county))
    changed(login(cast.county), register, sight="all")
    other = ROW.format(1, 1).replace("韦曲街道", "郭杜街道").replace("凤栖路社区", "郭北社区")
    handed_in(login(cast.county), register, sheet(other))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(ROW.format(2, 2)))
    theirs, own = Entry.objects.order_by("pk")
    lines = [f"{theirs.pk},{ROW.format(3, 3)}", f"{own.pk},{ROW.format(2, 2)}", f"{own.pk},{ROW.format(2, 2)}"]
    job = handed_in(clerk, register, sheet(*lines, head=f"登记号,{HEAD}"))
    assert job.report["faults"] == [
        "第 2 行“登记号”：这一条由郭杜街道办登记，不在您的范围内。",
        "第 4 行“登记号”：与第 3 行是同一个登记号。",
    ]


def test_rows_that_stand_go_by_what_the_register_asks_from_now_on(cast, login):
    register = cameras(login(cast.county))
    handed_in(login(cast.clerk), register, sheet(ROW.format(1, 1), ROW.format(2, 2)))
    checked = Entry.objects.first().checked_on
    assert changed(login(cast.county), register, check_months="6").status_code == 302
    assert {entry.due_on > checked for entry in Entry.objects.all()} == {True}
    assert changed(login(cast.county), register, check_months="0").status_code == 302
    assert set(Entry.objects.values_list("due_on", flat=True)) == {None}
    assert changed(login(cast.county), register, check_months="0", due="安装日期").status_code == 302
    assert set(Entry.objects.values_list("due_on", flat=True)) == {date(2024, 5, 1), date(2024, 5, 2)}


def test_a_field_becomes_one_without_doubles_only_when_there_are_none(cast, login):
    county = login(cast.county)
    register = cameras(county)
    assert changed(county, register, **{"fields__0__unique": ""}).status_code == 302
    handed_in(login(cast.clerk), register, sheet(ROW.format(1, 1), ROW.format(1, 1).replace("1号", "甲号", 1)))
    county = login(cast.county)
    answer = changed(county, register)
    assert answer.status_code == 422 and "编号：“1号”和“甲号”" in answer.content.decode()
    register.refresh_from_db()
    assert not register.asked[0].unique
    Entry.objects.filter(name="甲号").update(facts={"f1": "SXT-9", "f2": 1})
    assert changed(county, register).status_code == 302
    job = handed_in(login(cast.clerk), register, sheet(ROW.format(1, 1).replace("1号", "乙号", 1)))
    assert job.state == "failed" and "相同" in job.report["faults"][0]


def test_a_field_that_is_called_otherwise_is_so_wherever_it_is_named(cast, login):
    register = cameras(login(cast.county))
    assert changed(login(cast.county), register, due="安装日期").status_code == 302
    told = {"fields__1__label": "台数", "fields__3__label": "启用日期"}
    assert changed(login(cast.county), register, **told).status_code == 302
    register.refresh_from_db()
    norm = register.norms.get()
    assert (norm.counts, register.due_field) == ("f2", "f4")
    assert [each.label for each in register.asked] == ["编号", "台数", "状态", "启用日期"]
    assert norm.name == CAMERAS["norms-0-name"], "the standards stand, though nobody typed them"


def test_a_field_that_a_standard_counts_does_not_go_and_the_standard_is_named(cast, login):
    county = login(cast.county)
    register = cameras(county)
    gone = {name: "" for name in CAMERAS if name.startswith("fields-1-")}
    answer = changed(county, register, **gone, **{"fields__1__name": ""})
    assert answer.status_code == 422
    assert f"配备标准“{CAMERAS['norms-0-name']}”用到这些栏目：计数栏目应是" in answer.content.decode()
    register.refresh_from_db()
    assert len(register.asked) == 4


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"fields__1__label": "编 号", "norms__0__counts": ""}, "有两个栏目都叫“编 号”。"),
        ({"fields__1__label": "编号*", "norms__0__counts": ""}, "有两个栏目都叫“编号*”。"),
        ({"fields__1__label": "名 称", "norms__0__counts": ""}, "是每本台账都有的一列"),
        ({"fields__1__name": "f1"}, "有两个栏目的代号都是“f1”。"),
    ],
)
def test_fields_that_a_sheet_could_not_tell_apart_are_refused(cast, login, told, said):
    county = login(cast.county)
    register = cameras(county)
    answer = changed(county, register, **told)
    assert answer.status_code == 422 and said in answer.content.decode()


def test_who_has_no_business_there_opens_no_row_of_a_register_that_all_see(cast, login):
    register = cameras(login(cast.county))
    changed(login(cast.county), register, sight="all")
    handed_in(login(cast.clerk), register, sheet(ROW.format(1, 1)))
    address = reverse("registers:entry", args=[register.code, Entry.objects.get().pk])
    assert login(cast.outsider).get(address).status_code == 200
    assert login(cast.system_admin).get(address).status_code == 404


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"in_charge": "郝小军13912345678"}, "in_charge"),
        ({"name": "1号 139-1234-5678"}, "name"),
        ({"f1": "139 1234 5678"}, "f1"),
    ],
)
def test_a_mobile_number_stands_in_its_sealed_place_alone(cast, login, told, field):
    register = cameras(login(cast.county))
    typed = TYPED | {"f3": "c1"} | told
    answer = login(cast.clerk).post(reverse("registers:new_entry", args=[register.code]), typed)
    assert answer.status_code == 422 and "手机号码填在“联系电话”一栏" in answer.content.decode()
    assert list(answer.context["form"].errors) == [field] and not Entry.objects.exists()


def test_a_mask_stands_for_no_other_number(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    answer = clerk.post(
        reverse("registers:new_entry", args=[register.code]), TYPED | {"f3": "c1", "phone": "139****0000"}
    )
    assert answer.status_code == 422 and "请填写完整的号码" in answer.content.decode()
    job = handed_in(clerk, register, sheet(ROW.format(1, 1).replace("13911110000", "139****0000")))
    assert job.report["faults"] == ["第 2 行“联系电话”：请填写完整的号码；带星号的只代替原来的号码。"]


def test_a_row_lies_where_it_says(cast, login):
    for code, west in (("610116001002", 108.90), ("610116002001", 108.95)):
        grid = Area.objects.create(code=f"{code}901", name="网格", level=Area.Level.GRID, parent_id=code)
        ring = [[west, 34.1], [west + 0.01, 34.1], [west + 0.01, 34.11], [west, 34.11], [west, 34.1]]
        square = {"type": "Polygon", "coordinates": [ring]}
        Boundary.objects.create(area=grid, geometry=square, loaded_at=OPENED)
    register = cameras(login(cast.county))
    clerk, address = login(cast.clerk), reverse("registers:new_entry", args=[register.code])
    elsewhere = (("120.1", "30.2", "不在本县范围内"), ("108.955", "34.105", "与所在地不同"))
    for longitude, latitude, said in elsewhere:
        answer = clerk.post(address, TYPED | {"f3": "c1", "longitude": longitude, "latitude": latitude})
        assert answer.status_code == 422 and said in answer.content.decode()
        job = handed_in(clerk, register, sheet(f"{ROW.format(1, 1)},{longitude},{latitude}", head=f"{HEAD},经度,纬度"))
        assert said in job.report["faults"][0] and "“经度”" in job.report["faults"][0]
    answer = clerk.post(address, TYPED | {"f3": "c1", "longitude": "108.905", "latitude": "34.105"})
    assert answer.status_code == 302
