"""The form of a register: what it is called, who keeps it, its fields and its standards."""

from dataclasses import asdict

from governance.cases.workflow import Fact
from governance.organisation.areas.figures import FIGURES
from governance.organisation.models import Area, Unit

from ..fields import KINDS
from ..models import Norm, Register
from .defining import Definition, FieldRow, Wanted, definition_of

SEPARATOR = "、"
FIELD_COLUMNS = (
    Fact("name", "代号", required=False, limit=10, help="新栏目不填"),
    Fact("label", "栏目", limit=20),
    Fact("kind", "类型", "choice", choices=KINDS),
    Fact("options", "选项", required=False, limit=500, help="用顿号隔开"),
    Fact("required", "必填", "flag", required=False),
    Fact("listed", "列表显示", "flag", required=False),
    Fact("unique", "不得重复", "flag", required=False),
    Fact("help", "填写说明", required=False, limit=100),
)


NORM_COLUMNS = (
    Fact("name", "标准", limit=60),
    Fact("level", "按", "choice", choices=(*Area.Level.choices, (Norm.EACH, "每条登记"))),
    Fact(
        "figure",
        "区划数据",
        "choice",
        required=False,
        choices=tuple((each.code, each.label) for each in FIGURES.values()),
    ),
    Fact("least", "从", "number", required=False, minimum=0, maximum=100_000_000),
    Fact("below", "不满", "number", required=False, minimum=1, maximum=100_000_000),
    Fact("amount", "应有", "number", minimum=1, maximum=1_000_000),
    Fact("per", "每多少", "number", required=False, minimum=1, maximum=100_000_000),
    Fact("counts", "计数栏目", required=False, limit=20),
    Fact("only", "只计", required=False, limit=50, help="栏目=选项"),
    Fact("dated", "按年计", required=False, limit=20, help="每年都要有的，写日期栏目"),
    Fact("answered", "由哪本台账计", required=False, limit=60, help="按每条登记的，写台账=栏目"),
    Fact("basis", "依据", limit=200),
)


FACTS = (
    Fact("name", "台账名称", limit=40),
    Fact("group", "分组", limit=20, help="同一分组的台账在目录中列在一起。"),
    Fact("unit_word", "计量单位", limit=4, help="例如：个、支、处、人。"),
    Fact("basis", "依据", required=False, limit=200),
    Fact(
        "keepers",
        "由谁登记",
        "several",
        required=False,
        choices=tuple(Unit.Kind.choices),
        help="不选的，各类单位都可以登记。",
    ),
    Fact("sight", "谁可以看", "choice", choices=tuple(Register.Sight.choices)),
    Fact(
        "fields",
        "栏目",
        "rows",
        columns=FIELD_COLUMNS,
        help="名称、登记单位、所在地、负责人和联系电话每本台账都有，不必另设。",
    ),
    Fact(
        "due",
        "到期日期栏目",
        required=False,
        limit=20,
        help="写上面一个日期栏目的名称；到期前提醒，到期后列为逾期。",
    ),
    Fact(
        "check_months",
        "检查周期（月）",
        "number",
        required=False,
        minimum=0,
        maximum=120,
        help="每隔多少个月检查一次；不定期的不填。",
    ),
    Fact(
        "norms",
        "配备标准",
        "rows",
        required=False,
        columns=NORM_COLUMNS,
        help="每个村、每个乡镇应有多少；按比例的写“每多少”，例如每 100000 人 300 名。",
    ),
    Fact("is_active", "在用", "flag", required=False),
)


BEGINS = {"unit_word": "条", "sight": Register.Sight.KEEPERS, "is_active": True}


def definition(told: dict) -> Definition:
    """What was typed."""
    rows, norms = ([make(each) for each in told[name] or []] for name, make in (("fields", _row), ("norms", _wanted)))
    rest = {name: value for name, value in told.items() if name not in ("fields", "norms")}
    return Definition(rows=rows, norms=norms, **rest | {"check_months": told["check_months"] or 0})


def _row(typed: dict) -> FieldRow:
    options = [each.strip() for each in (typed["options"] or "").replace(",", SEPARATOR).split(SEPARATOR)]
    return FieldRow(**{**typed, "options": [each for each in options if each]})


def _wanted(typed: dict) -> Wanted:
    return Wanted(**{**typed, "least": typed["least"] or 0, "per": typed["per"] or 0})


def initial_of(register: Register) -> dict:
    """What the form of a register that stands begins with."""
    told = asdict(definition_of(register))
    rows = [{**row, "options": SEPARATOR.join(row["options"])} for row in told.pop("rows")]
    norms = [{name: value or "" for name, value in row.items()} for row in told["norms"]]
    return told | {"fields": rows, "norms": norms}
