"""A register from the page on which it is laid down, through a sheet of more than a thousand rows, to its shortage
list."""

import pytest
from django.db.models import F
from django.utils import timezone

from governance.frame.identity import wrong_phone
from governance.frame.refusals import FactMissing
from governance.jobs.models import Job
from governance.organisation.models import AccessRecord, AreaFigure
from governance.registers.entries.actions import open_entry
from governance.registers.entries.told import EntryInput
from governance.registers.models import Change, Entry, Register
from tests.registers.sheets import CAMERAS, DEFINE, HEAD, ROW, cameras, handed_in, ran, result, sheet
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db
# Beyond a thousand a list says no more how many there are.
LONG = 1100


def rows(count: int) -> list[str]:
    return [ROW.format(number, number % 9 + 1) for number in range(1, count + 1)]


def test_it_is_laid_down_filled_found_short_exported_and_loaded_again_without_a_change(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    job = handed_in(clerk, register, sheet(*rows(LONG)))
    assert (job.state, job.message) == ("done", f"新登记 {LONG} 条，修改 0 条，0 条没有变化。")
    assert Entry.objects.filter(register=register, unit=cast.weiqu, area="610116001002").count() == LONG
    assert Change.objects.filter(job_id=job.pk, by=cast.clerk, verb="opened").count() == LONG

    shortage = f"/registers/{register.code}/shortage/"
    # 凤栖路 has all of them where five are wanted; the two other villages have none.
    said = f"应有 15，现有 {LONG}，缺 10（超出的 {LONG - 5} 不抵别处的缺）。"
    assert said in login(cast.county).get(shortage).content.decode()
    shown = login(cast.county).get(shortage, {"inside": "610116001"}).content.decode()
    assert shown.index("广场社区") < shown.index("凤栖路社区")
    # Another standard is told of the same place, and there is a way out of it.
    assert "&amp;inside=610116001" in shown.partition('class="tabs')[2].partition("</nav>")[0] and "全部地方" in shown

    clerk = login(cast.clerk)
    page = clerk.get(f"/registers/{register.code}/").content.decode()
    assert "共 1,000 个以上" in page and f"{LONG}号" in page
    answer = clerk.post(f"/registers/{register.code}/export/", {"token": "a"})
    assert clerk.post(f"/registers/{register.code}/export/", {"token": "a"}).url == answer.url
    export = ran(Job.objects.order_by("-pk").first())
    assert export.result_rows == LONG
    told = sheet_in(export).told()
    assert len(told) == LONG and told[0]["名称"] == "1号" and told[0]["联系电话"] == "139****0000"

    before = list(Entry.objects.order_by("pk").values())
    again = handed_in_file(clerk, register, result(export))
    assert again.message == f"新登记 0 条，修改 0 条，{LONG} 条没有变化。"
    assert list(Entry.objects.order_by("pk").values()) == before
    assert not Change.objects.filter(job_id=again.pk).exists()


def handed_in_file(client, register, upload):
    answer = client.post(f"/registers/{register.code}/import/", {"file": upload})
    assert answer.status_code == 302, answer.content.decode()
    return ran(Job.objects.order_by("-pk").first())


def test_a_row_with_its_number_changes_what_stands_and_says_so(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(*rows(2)))
    first = Entry.objects.order_by("pk").first()
    changed = f"{first.pk},{ROW.format(1, 2)}".replace("正常", "故障").replace("13911110000", "139****0000")
    job = handed_in(clerk, register, sheet(changed, head=f"登记号,{HEAD}"))
    assert job.message == "新登记 0 条，修改 1 条，0 条没有变化。"
    first.refresh_from_db()
    assert first.facts["f3"] == "c2" and first.phone == "13911110000"
    assert first.changes.first().facts == [["f3", "c1", "c2"]]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"数量": "两个"}, "第 3 行“数量”：数量应填整数。"),
        ({"数量": "-1"}, "第 3 行“数量”：数量不能小于 0。"),
        ({"编号": "SXT-1"}, "第 3 行“编号”：与第 2 行相同。"),
        ({"编号": ""}, "第 3 行“编号”：请填写编号。"),
        ({"登记单位": "区民政局"}, "第 3 行“登记单位”：没有“区民政局”这个单位，请写全称或者简称。"),
        ({"登记单位": "郭杜街道办"}, "第 3 行“登记单位”：这本台账不由这个单位登记，或者不在您的范围内。"),
        ({"登记单位": "区住建局"}, "第 3 行“登记单位”：这本台账不由这个单位登记，或者不在您的范围内。"),
        ({"所在地": "海边"}, "第 3 行“所在地”：没有“海边”这个地点，请写成“乡镇 / 村”。"),
        ({"所在地": "郭杜街道 / 郭北社区"}, "第 3 行“所在地”：韦曲街道办只登记韦曲街道以内的地点。"),
        ({"状态": "很好"}, "第 3 行“状态”：请从列表中选择状态。"),
        ({"安装日期": "2024-13-01"}, "第 3 行“安装日期”：安装日期应是日期，例如 2026-11-21。"),
        ({"联系电话": "029"}, f"第 3 行“联系电话”：{wrong_phone('029')}"),
        ({"名称": ""}, "第 3 行“名称”：请填写名称。"),
        (
            {"名称": "王某精神病"},
            "第 3 行“名称”：写到“精神病”。患者的姓名、住址、病历和能推断出其身份的信息应当保密"
            "（《精神卫生法》第四条），只写事情，不写谁患什么病。",
        ),
        (
            {"名称": "村主任受贿"},
            "第 3 行“名称”：写到“受贿”。检举控告的，登记为信访件，事项性质选“检举控告”（《信访工作条例》第三十条）；"
            "不是的，请在页面上逐条登记。",
        ),
    ],
)
def test_one_bad_cell_keeps_the_whole_sheet_out_and_is_named(cast, login, wrong, said):
    register = cameras(login(cast.county))
    told = dict(zip(HEAD.split(","), ROW.format(2, 2).split(","), strict=True)) | wrong
    job = handed_in(login(cast.clerk), register, sheet(ROW.format(1, 1), ",".join(told.values())))
    assert (job.state, job.message) == ("failed", "读取 2 行，1 行有问题，没有导入任何内容。")
    assert job.report["faults"] == [said]
    assert not Entry.objects.exists()


def test_rows_of_a_sheet_hand_on_what_no_two_may_have(cast, login):
    """Two exchange their numbers, a third gives its own to a new one, and what two want is named by its line."""
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(*rows(3)))
    entries = list(Entry.objects.order_by("pk"))

    def told(*numbers: int) -> str:
        lines = (f"{entry.pk},{ROW.format(number, 1)}" for entry, number in zip(entries, numbers, strict=True))
        return sheet(*lines, f",{ROW.format(3, 1)}", head=f"登记号,{HEAD}")

    job = handed_in(clerk, register, told(2, 1, 2))
    assert job.report["faults"] == ["第 4 行“编号”：与第 2 行相同。"]
    assert [entry.facts["f1"] for entry in Entry.objects.order_by("pk")] == ["SXT-1", "SXT-2", "SXT-3"]
    job = handed_in(clerk, register, told(2, 1, 4))
    assert job.message == "新登记 1 条，修改 3 条，0 条没有变化。"
    assert [entry.unique_values for entry in Entry.objects.order_by("pk")] == [
        [f"f1:SXT-{number}"] for number in (2, 1, 4, 3)
    ]


def test_a_sheet_that_was_corrected_is_read_though_it_comes_from_the_same_page(cast, login):
    register, client, token = cameras(login(cast.county)), login(cast.clerk), "4fb2b7a2-6c09-4ed7-9a43-0c1f3e8c27a1"
    jobs = [handed_in(client, register, sheet(row), token=token) for row in ("1号,错", ROW.format(1, 1))]
    assert [job.state for job in jobs] == ["failed", "done"] and Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("村级摄像头统计表\n1号,韦曲街道办", "没有找到表头"),
        ("名称,登记单位\n1号,韦曲街道办", "第 1 行像是表头，但是不全：要写明名称、登记单位、所在地等各列的名称。"),
        (
            sheet(ROW.format(1, 1), head=HEAD.replace("名称,登记单位", "名称和登记单位,")),
            "第 1 行表头有空的或合并的单元格",
        ),
        (sheet(ROW.format(1, 1), head=HEAD.replace("数量", "")), "第 1 行表头有空的或合并的单元格"),
        (sheet(ROW.format(1, 1), head=HEAD.replace("状态", "颜色")), "没有“颜色”这一列"),
        (sheet(ROW.format(1, 1), head=HEAD.replace("状态", "数量")), "表头里“数量”不止一列。"),
    ],
)
def test_a_head_that_cannot_be_read_is_said(cast, login, text, said):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    job = handed_in(clerk, register, text)
    assert job.state == "failed" and said in job.message
    page = clerk.get(f"/jobs/{job.pk}/").content.decode()
    assert f'href="/registers/{register.code}/import/">重新办理</a>' in page and "查看结果" not in page


def test_a_title_above_stars_and_blanks_in_the_head_and_days_as_people_write_them_are_read(cast, login):
    register = cameras(login(cast.county))
    head = HEAD.replace("编号", "编号*").replace("安装日期", "安装 日期")
    lines = [
        ROW.format(place, 1).replace("2024-05-01", day)
        for place, day in enumerate(("2024/5/1", "2024年5月1日", "45413"))
    ]
    job = handed_in(login(cast.clerk), register, "\n".join(("村级摄像头统计表", head, *lines, "共 3 行")))
    assert job.message == "新登记 3 条，修改 0 条，0 条没有变化。"
    assert {entry.facts["f4"] for entry in Entry.objects.all()} == {"2024-05-01"}


def test_a_job_that_runs_again_adds_nothing(cast, login):
    register = cameras(login(cast.county))
    job = handed_in(login(cast.clerk), register, sheet(*rows(3)))
    Job.objects.filter(pk=job.pk).update(state="waiting", finished_at=None, attempt=F("attempt") - 1)
    assert ran(Job.objects.get(pk=job.pk)).message == "新登记 3 条，修改 0 条，其余没有变化。"
    assert Entry.objects.count() == 3
    assert AccessRecord.objects.filter(verb="import").count() == 1


def test_what_was_written_stands_in_the_security_record_with_it(cast, login, monkeypatch):
    register = cameras(login(cast.county))

    def killed(*told, **named):
        raise SystemExit

    monkeypatch.setattr("governance.registers.sheets.jobs.record", killed)
    with pytest.raises(SystemExit):
        handed_in(login(cast.clerk), register, sheet(*rows(3)))
    assert not Entry.objects.exists()


def test_the_export_holds_what_the_list_showed_and_nothing_of_another_township(cast, login):
    register = cameras(login(cast.county))
    handed_in(login(cast.clerk), register, sheet(*rows(3)))
    outsider = login(cast.outsider)
    assert "1号" not in outsider.get(f"/registers/{register.code}/").content.decode()
    outsider.post(f"/registers/{register.code}/export/")
    assert ran(Job.objects.order_by("-pk").first()).result_rows == 0


def test_what_a_county_may_not_keep_of_people_cannot_be_laid_down(cast, login):
    client = login(cast.county)
    for label in ("宗教信仰", "政治面貌", "健康状况", "前科", "身份证号", "家庭积分"):
        answer = client.post(DEFINE, CAMERAS | {"fields-3-label": label})
        assert answer.status_code == 422 and "一类的个人信息" in answer.content.decode(), label
    answer = client.post(DEFINE, CAMERAS | {"fields-3-label": "联系电话二"})
    assert "联系电话已有专门的一栏" in answer.content.decode()
    assert not Register.objects.filter(name="村级摄像头").exists()


def test_what_stands_in_a_field_that_goes_stays_readable(cast, login):
    client = login(cast.county)
    register = cameras(client)
    handed_in(login(cast.clerk), register, sheet(ROW.format(1, 1)))
    entry = Entry.objects.get()
    kept = {name: value for name, value in CAMERAS.items() if not name.startswith("fields-2")}
    names = {"fields-0-name": "f1", "fields-1-name": "f2", "fields-3-name": "f4", "version": "1"}
    answer = login(cast.county).post(f"/registers/{register.code}/define/fields/", kept | names)
    assert answer.status_code == 302, answer.content.decode()
    assert "正常" in login(cast.clerk).get(f"/registers/{register.code}/{entry.pk}/").content.decode()
    typed = {"name": "1号", "unit": "韦曲街道办", "area": "610116001002", "f1": "SXT-1", "f2": "4", "version": "1"}
    clerk = login(cast.clerk)
    assert clerk.post(f"/registers/{register.code}/{entry.pk}/change/", typed).status_code == 302
    entry.refresh_from_db()
    assert entry.facts == {"f1": "SXT-1", "f2": 4, "f3": "c1"}
    # A field in which something stands keeps its type.
    again = kept | names | {"version": "2", "fields-1-kind": "text", "norms-0-counts": ""}
    assert "不能改类型" in login(cast.county).post(f"/registers/{register.code}/define/fields/", again).content.decode()


def test_nobody_writes_into_the_places_of_another_township(cast, login):
    register = cameras(login(cast.county))
    handed_in(login(cast.clerk), register, sheet(ROW.format(1, 1)))
    told = {"name": "2号", "unit": "韦曲街道办", "area": "郭杜街道 / 郭北社区", "f1": "SXT-2", "f2": "1"}
    entry = Entry.objects.get()
    for address in (f"/registers/{register.code}/new/", f"/registers/{register.code}/{entry.pk}/change/"):
        page = login(cast.clerk).post(address, told | {"version": entry.version})
        assert page.status_code == 422 and "韦曲街道办只登记韦曲街道以内的地点。" in page.content.decode()
    assert list(Entry.objects.values_list("name", "area")) == [("1号", "610116001002")]


def test_two_who_edit_hear_of_each_other(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(ROW.format(1, 1)))
    entry = Entry.objects.get()
    typed = {"name": "一号", "unit": "韦曲街道办", "area": "610116001002", "f1": "SXT-1", "f2": "4", "version": "1"}
    address = f"/registers/{register.code}/{entry.pk}/change/"
    assert clerk.post(address, typed).status_code == 302
    answer = login(cast.township_lead).post(address, typed | {"name": "甲号"})
    assert answer.status_code == 409 and "周晓兰已修改" in answer.content.decode() and "甲号" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.name == "一号"


def test_the_number_is_shown_for_a_reason_and_leaves_a_record(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(ROW.format(1, 1)))
    entry = Entry.objects.get()
    address = f"/registers/{register.code}/{entry.pk}/"
    assert "13911110000" not in clerk.get(address).content.decode()
    assert clerk.post(f"{address}phone/", {"reason": "问"}).status_code == 422
    assert "13911110000" in clerk.post(f"{address}phone/", {"reason": "核对设备状态"}).content.decode()
    assert login(cast.county).post(f"{address}phone/", {"reason": "核对设备状态"}).status_code == 403


def test_a_row_is_looked_at_ended_and_restored_and_its_history_says_so(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(ROW.format(1, 1)))
    entry = Entry.objects.get()
    address = f"/registers/{register.code}/{entry.pk}/"
    told = {"on": entry.checked_on.isoformat(), "note": "画面清楚", "version": "1"}
    assert clerk.post(f"{address}check/", told).status_code == 302
    assert clerk.post(f"{address}end/", {"reason": "已拆除", "version": "2"}).status_code == 302
    assert clerk.post(f"{address}check/", told | {"version": "3"}).status_code == 422
    assert "1号" not in clerk.get(f"/registers/{register.code}/").content.decode()
    assert "1号" in clerk.get(f"/registers/{register.code}/?state=ended").content.decode()
    # Its number is free again, until it comes back.
    handed_in(clerk, register, sheet(ROW.format(1, 1)))
    answer = clerk.post(f"{address}end/", {"reason": "误注销", "version": "3"})
    assert answer.status_code == 422 and "与“1号”相同" in answer.content.decode()


def test_a_row_that_one_may_not_see_is_not_named_beside_what_is_the_same(cast, login):
    register = cameras(login(cast.county))
    other = ROW.format(1, 1).replace("韦曲街道", "郭杜街道").replace("凤栖路社区", "郭北社区")
    handed_in(login(cast.county), register, sheet(other))
    hidden = Entry.objects.get()
    clerk = login(cast.clerk)
    job = handed_in(clerk, register, sheet(ROW.format(1, 2).replace("1号,", "甲,")))
    assert job.report["faults"] == ["第 2 行“编号”：与其他单位的一条登记相同。"], hidden.pk
    handed_in(clerk, register, sheet(ROW.format(2, 2)))
    own = Entry.objects.exclude(pk=hidden.pk).get()
    told = EntryInput(name="乙", unit=own.unit, area=own.area, facts=own.facts | {"f1": "SXT-1"})
    with pytest.raises(FactMissing) as refused:
        open_entry(register, told, actor=cast.clerk, at=timezone.now())
    assert list(refused.value.errors.values()) == ["编号与其他单位的一条登记相同。"]
    seen = EntryInput(name="丙", unit=own.unit, area=own.area, facts=own.facts)
    with pytest.raises(FactMissing, match="与“2号”相同"):
        open_entry(register, seen, actor=cast.clerk, at=timezone.now())


def test_a_sheet_that_covers_more_than_there_is_names_every_row_that_adds_up(cast, login):
    AreaFigure.objects.create(area_id="610116001002", year=2025, figure="schools", value=2)
    county = login(cast.county)
    share = {"name": "学校覆盖", "level": "village", "figure": "schools", "amount": "90", "per": "100"}
    share |= {"counts": "数量", "basis": "本县规定"}
    county.post(DEFINE, CAMERAS | {f"norms-0-{name}": value for name, value in share.items()})
    register = Register.objects.get(name=CAMERAS["name"])
    clerk = login(cast.clerk)
    assert handed_in(clerk, register, sheet(*rows(2))).state == "done"
    job = handed_in(clerk, register, sheet(ROW.format(3, 3), ROW.format(4, 4).replace(",1,正常", ",0,正常")))
    assert job.state == "failed" and register.entries.count() == 2
    said = "凤栖路社区“学校覆盖”合计多于全部的 2，请核对数量或者区划数据。"
    assert job.report["faults"] == [f"第 2 行“数量”：{said}"]


def test_a_choice_that_may_be_left_open_can_be_left_open_again(cast, login):
    register = cameras(login(cast.county))
    clerk = login(cast.clerk)
    handed_in(clerk, register, sheet(ROW.format(1, 1)))
    entry = Entry.objects.get()
    address = f"/registers/{register.code}/{entry.pk}/change/"
    page = clerk.get(address).content.decode()
    assert '<option value="">不填</option>' in page and '<option value="c1" selected>正常</option>' in page
    typed = {"name": "1号", "unit": "韦曲街道办", "area": "610116001002", "f1": "SXT-1", "f2": "1", "f3": ""}
    assert clerk.post(address, typed | {"version": entry.version}).status_code == 302
    entry.refresh_from_db()
    assert "f3" not in entry.facts
