"""The form of a kind of publication."""

from governance.cases.workflow import Fact
from governance.organisation.models import Unit

from ..models import PublicationKind
from ..products.documents import DOCUMENTS
from .defining import Definition

FACTS = (
    Fact("name", "种类名称", limit=40),
    Fact("group", "分组", limit=20, help="同一分组的种类在目录中列在一起。"),
    Fact("basis", "依据", required=False, limit=200),
    Fact(
        "reach",
        "范围",
        "choice",
        choices=tuple(PublicationKind.Reach.choices),
        help="向社会公开的，不用登录就能看。",
    ),
    Fact(
        "drafters",
        "由谁起草",
        "several",
        required=False,
        choices=tuple(Unit.Kind.choices),
        help="不选的，各类单位都可以起草。",
    ),
    Fact(
        "approver",
        "由谁审批",
        "choice",
        choices=tuple(PublicationKind.Approver.choices),
        help="起草、修改过的人不能审批。",
    ),
    Fact(
        "numbering",
        "编号格式",
        limit=40,
        help="{号} 处填顺序号；写有 {年} 的，每年从 1 起。例如：平安报表〔{年}〕第{号}期。",
    ),
    Fact(
        "plan_code",
        "对应的例行方案",
        required=False,
        limit=40,
        help="例行方案的代码，例如 bulletin.monthly：到期提醒，发布一件即报送一次。",
    ),
    Fact(
        "reads_by",
        "由谁确认阅读",
        "several",
        required=False,
        choices=tuple(Unit.Kind.choices),
        help="内部印发的才要确认；不选的，全体工作人员都可以看，不用确认。",
    ),
    Fact(
        "made_as",
        "按统计指标制作",
        "choice",
        required=False,
        choices=tuple((each.code, each.label) for each in DOCUMENTS.values()),
        help="选了的，可以由系统按统计指标写出初稿，再修改。",
    ),
    Fact("hides_small", "表格中 1 至 4 的数不公布", "flag", required=False),
    Fact("has_contacts", "可以公布联系人的手机号码", "flag", required=False),
    Fact("asks_until", "须写有效期", "flag", required=False, help="过了有效期，不再列在公开页面上。"),
    Fact("is_active", "在用", "flag", required=False),
)


def definition(told: dict) -> Definition:
    """What was typed."""
    return Definition(**{name: [] if value is None else value for name, value in told.items()})
