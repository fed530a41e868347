"""What a register may not ask, however it is written, and names by which its sheet would not open."""

import pytest

from governance.frame.refusals import FactMissing
from governance.jobs.models import Job
from governance.registers.entries.actions import open_entry
from governance.registers.kinds.defining import FieldRow, add_register
from governance.registers.models import Register
from tests.builders import OPENED
from tests.registers.pages import stores
from tests.registers.pages import told as row_of
from tests.registers.sheets import ran, result
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db


def wrong(cast, *rows: FieldRow, **named) -> dict[str, str]:
    wanted = stores()
    wanted.rows = [FieldRow("数量", "number"), *rows]
    wanted.norms = []
    for name, value in named.items():
        setattr(wanted, name, value)
    with pytest.raises(FactMissing) as refused:
        add_register(wanted, actor=cast.county, at=OPENED)
    assert not Register.objects.filter(name=wanted.name).exists()
    return refused.value.errors


HIDDEN = (
    *(
        "宗 教信仰",
        "宗\u3000教",
        "宗\u200b教",
        "宗·教",
        "宗-教",
        "健　康状况",
        "是否党员",
        "黨員",
        "证件号码",
        "身份證號",
    ),
    *("家庭住址", "ＱＱ", "qq号", "微 信", "户籍地", "银行卡号"),
    *("精神疾病", "体检情况", "传染病", "违法犯罪情况", "案底", "处分", "行政处罚", "佛教", "邪教", "族别", "团员"),
    *("关注等级", "性取向", "面部特征", "人员定位", "家庭成员", "亲属关系", "低保", "籍贯", "证件", "账号"),
)


@pytest.mark.parametrize(
    "label", ["传染病医院床位数", "体检机构", "许可证号", "行政处罚决定文号", "收入来源", "流动人口数"]
)
def test_what_is_asked_of_places_and_in_counts_may_be(cast, label):
    told = stores()
    told.rows.append(FieldRow(label, "text"))
    assert add_register(told, actor=cast.county, at=OPENED).pk


@pytest.mark.parametrize("label", ["联系方式", "座机号码"])
def test_numbers_have_a_place_of_their_own(cast, label):
    assert "联系电话已有专门的一栏" in wrong(cast, FieldRow(label, "text"))["fields-1-label"]


@pytest.mark.parametrize("label", HIDDEN)
def test_no_blank_width_or_older_sign_hides_what_is_not_asked(cast, label):
    assert "个人信息" in wrong(cast, FieldRow(label, "text"))["fields-1-label"]


def test_neither_choices_nor_what_helps_to_fill_in_ask_it_instead(cast):
    assert "宗教" in wrong(cast, FieldRow("情况", "choice", options=["宗 教", "无"]))["fields-1-label"]
    assert "前科" in wrong(cast, FieldRow("情况", "text", help="写明有无前 科"))["fields-1-label"]
    told = stores()
    told.rows.append(FieldRow("说明", "text", help="不填身份证号和住址。"))
    assert add_register(told, actor=cast.county, at=OPENED).pk


LISTS_OF_PEOPLE = (
    *(
        "重点人 员台账",
        "上访户",
        "刑满释放人员",
        "稳控对象",
        "精神障碍患者",
        "残疾人登记册",
        "艾滋病人员",
        "少数民族群众",
    ),
    *("流动人口", "出租房屋租客", "常住居民", "邪教人员", "信访老户", "留守儿童", "空巢老人", "社区矫正"),
    *("低保户", "特殊人群", "关注人员", "肇事肇祸", "闲散青少年", "居民", "住户", "外来务工人员", "境外人员"),
)


@pytest.mark.parametrize("name", LISTS_OF_PEOPLE)
def test_no_register_is_a_list_of_people_that_nobody_keeps(cast, name):
    assert "为对象" in wrong(cast, name=name)["name"] and "为对象" in wrong(cast, group=name[:20])["group"]


def test_no_two_choices_are_the_same(cast):
    assert wrong(cast, FieldRow("级别", "choice", options=["一", "一"]))["fields-1-label"] == "有两个选项相同。"


@pytest.mark.parametrize("label", ["登记单位", "登记号", "名称", "经度", "最近检查"])
def test_no_field_is_called_like_a_column_of_every_sheet(cast, label):
    assert "每本台账都有的一列" in wrong(cast, FieldRow(label, "text"))["fields-1-label"]


def test_a_field_that_is_called_so_since_before_is_exported_and_read_again(cast, login):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    register.fields[0]["label"] = "名称"
    register.name = "应急/仓库"
    register.save(update_fields=["fields", "name"])
    field = register.fields[0]["name"]
    open_entry(register, row_of(cast), actor=cast.clerk, at=OPENED)
    before = list(register.entries.values())
    clerk = login(cast.clerk)
    clerk.post(f"/registers/{register.code}/export/", {"token": "a"})
    job = ran(Job.objects.latest("pk"))
    assert job.state == "done" and job.result_name.startswith("应急 仓库 "), job.message
    assert {"名称", "名称（栏目）"} <= set(sheet_in(job).head)
    upload = result(job)
    assert clerk.post(f"/registers/{register.code}/import/", {"file": upload}).status_code == 302
    again = ran(Job.objects.latest("pk"))
    assert again.message == "新登记 0 条，修改 0 条，1 条没有变化。", (again.report, field)
    assert list(register.entries.values()) == before
