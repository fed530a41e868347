"""The form of a standard: whom it is about, its items and what the marks make of it."""

from dataclasses import asdict

from governance.cases.workflow import Fact
from governance.organisation.models import Unit
from governance.registers.models import Register

from ..items import Grade
from ..models import Standard
from ..sources import SOURCES
from .defining import Definition, ItemRow, definition_of


def facts() -> tuple[Fact, ...]:
    """What is asked of a standard; the registers and the sources are those that there are now."""
    return (
        Fact("name", "标准名称", limit=40),
        Fact("group", "分组", limit=20, help="同一分组的标准在目录中列在一起。"),
        Fact("basis", "依据", limit=200),
        Fact("about", "评定对象", "choice", choices=tuple(Standard.About.choices)),
        Fact(
            "unit_kinds",
            "单位类别",
            "several",
            required=False,
            choices=tuple(Unit.Kind.choices),
            help="评定对象是单位时选；不选的，所有单位都评。",
        ),
        Fact(
            "register",
            "台账",
            "choice",
            required=False,
            choices=tuple(Register.objects.filter(is_active=True).values_list("code", "name")),
            help="评定对象是台账登记的场所时选。",
        ),
        Fact("only", "只评", required=False, limit=50, help="台账中的一类，写成“栏目=选项”，例如“类型=学校”。"),
        Fact(
            "items",
            "评定项目",
            "rows",
            columns=_item_columns(),
            help="必达项目没有得满分的，总分再高也不达标。自动取数的项目由系统按台账、岗位和例行任务核实给分。",
        ),
        Fact("pass_percent", "达标线（%）", "number", minimum=1, maximum=100),
        Fact(
            "grades", "等级", "rows", required=False, columns=GRADE_COLUMNS, help="达标以后，按得分率定等级；可以不设。"
        ),
        Fact(
            "valid_months",
            "有效期（月）",
            "number",
            required=False,
            minimum=0,
            maximum=120,
            help="评定结果多少个月内有效，到期重新评定；长期有效的不填。",
        ),
        Fact("is_active", "在用", "flag", required=False),
    )


def _item_columns() -> tuple[Fact, ...]:
    return (
        Fact("name", "代号", required=False, limit=6, help="新项目不填"),
        Fact("group", "类别", limit=20),
        Fact("text", "项目", limit=200),
        Fact("weight", "分值", "number", minimum=1, maximum=1000),
        Fact("must", "必达", "flag", required=False),
        Fact("proof", "需佐证", "flag", required=False),
        Fact(
            "source",
            "自动取数",
            "choice",
            required=False,
            choices=tuple((each.code, each.label) for each in SOURCES.values()),
        ),
        Fact("of", "取自", required=False, limit=40, help="台账代号或者方案代码"),
        Fact("least", "达到", "number", required=False, minimum=1, maximum=1_000_000, help="得满分的数量或百分比"),
    )


GRADE_COLUMNS = (
    Fact("name", "等级", limit=20),
    Fact("least", "得分率从（%）", "number", minimum=1, maximum=100),
)


def definition(told: dict) -> Definition:
    """What was typed."""
    rows = [ItemRow(**{**each, "least": each["least"] or 0}) for each in told["items"]]
    grades = [Grade(**each) for each in told["grades"] or []]
    rest = {name: value for name, value in told.items() if name not in ("items", "grades")}
    return Definition(rows=rows, grades=grades, **rest | {"valid_months": told["valid_months"] or 0})


def initial_of(standard: Standard) -> dict:
    """What the form of a standard that stands begins with."""
    told = asdict(definition_of(standard))
    rows = [{name: value or "" for name, value in row.items()} for row in told.pop("rows")]
    return told | {"items": rows}
