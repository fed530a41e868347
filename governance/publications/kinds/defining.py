"""What the county office lays down of a kind of publication."""

from dataclasses import dataclass, field, fields
from datetime import datetime

from django.db import transaction

from governance.duties.models import DutyPlan
from governance.frame.database.locking import check_version
from governance.frame.refusals import FactMissing
from governance.organisation.models import AccessRecord, User
from governance.organisation.records import record
from governance.registers.kinds.defining import local_code

from ..issuing.actions import SERIAL
from ..models import PublicationKind

SETTING = AccessRecord.Verb.SETTING


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


@transaction.atomic
def add_kind(wanted: Definition, *, actor: User | None, at: datetime, ip=None, code: str = "") -> PublicationKind:
    """The kind stands in the list; raises FactMissing by the field that is wrong."""
    position = PublicationKind.objects.count() * 10 + 10
    kind = PublicationKind(code=code or local_code(PublicationKind), version=0, position=position)
    _lay_down(kind, wanted)
    if actor is not None:
        record(SETTING, actor=actor, at=at, subject=f"公开种类 {kind.name}", reason="新增", ip=ip)
    return kind


@transaction.atomic
def change_kind(
    kind: PublicationKind, wanted: Definition, *, version: int | None, actor: User, at: datetime, ip=None
) -> PublicationKind:
    """The kind is so from now on; whom it reaches stays, once something of it was drafted."""
    held = PublicationKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    check_version(held, version, noun="这种公开发布")
    if held.reach != wanted.reach and held.publications.exists():
        raise FactMissing({"reach": "已有草稿或者发布，不能改范围；可停用后另设一种。"})
    _lay_down(held, wanted)
    reason = f"修改，第 {held.version} 版"
    record(SETTING, actor=actor, at=at, subject=f"公开种类 {held.name}", reason=reason, ip=ip)
    return held


def _lay_down(kind: PublicationKind, wanted: Definition) -> None:
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
    for name in NAMES:
        setattr(kind, name, getattr(wanted, name))
    kind.version += 1
    kind.save()


def definition_of(kind: PublicationKind) -> Definition:
    """The kind as it can be typed."""
    return Definition(**{name: getattr(kind, name) for name in NAMES})
