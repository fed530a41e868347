"""What the county office lays down of a kind of publication."""

from dataclasses import dataclass, field, fields

from governance.cases.fields.definitions import Sort, keep
from governance.duties.models import DutyPlan
from governance.frame.refusals import FactMissing

from ..issuing.actions import SERIAL
from ..models import PublicationKind


@dataclass
class Definition:
    """A kind as it is typed."""

    name: str
    group: str
    numbering: str
    reach: str = PublicationKind.Reach.PUBLIC
    approver: str = PublicationKind.Approver.OWN
    basis: str = ""
    drafters: list[str] = field(default_factory=list)
    reads_by: list[str] = field(default_factory=list)
    plan_code: str = ""
    made_as: str = ""
    hides_small: bool = False
    has_contacts: bool = False
    asks_until: bool = False
    is_active: bool = True


NAMES = [each.name for each in fields(Definition)]


def _lay_down(kind: PublicationKind, wanted: Definition) -> None:
    if kind.reach != wanted.reach and kind.pk and kind.publications.exists():
        raise FactMissing({"reach": "已有草稿或者发布，不能改范围；可停用后另设一种。"})
    wrong: dict[str, str] = {}
    if wanted.numbering.count(SERIAL) != 1:
        wrong["numbering"] = f"编号格式里要有一处 {SERIAL}，例如：平安报表〔{{年}}〕第{SERIAL}期。"
    if wanted.plan_code and not DutyPlan.objects.filter(code=wanted.plan_code, effective_to=None).exists():
        wrong["plan_code"] = "没有这个代码的例行方案。"
    if wanted.reads_by and wanted.reach == PublicationKind.Reach.PUBLIC:
        wrong["reads_by"] = "向社会公开的不用单位确认阅读。"
    if PublicationKind.objects.filter(name=wanted.name).exclude(pk=kind.pk).exists():
        wrong["name"] = "已有同名的种类。"
    if wrong:
        raise FactMissing(wrong)
    keep(kind, vars(wanted))


KINDS = Sort(PublicationKind, "公开种类", "这种公开发布", _lay_down)
add_kind, change_kind = KINDS.add, KINDS.change


def definition_of(kind: PublicationKind) -> Definition:
    """The kind as it can be typed."""
    return Definition(**{name: getattr(kind, name) for name in NAMES})
