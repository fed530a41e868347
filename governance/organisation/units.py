"""Opening, changing and closing units; what stands in the way of closing is asked of the higher apps."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from governance.frame.database.history import label_of
from governance.frame.database.locking import check_version, save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.frame.registry import Registry

from .models import AccessRecord, Post, Unit, User
from .posts.guarding import SECURITY
from .records import record
from .standing import standing_of, units_under

SETTING = AccessRecord.Verb.SETTING
# Which units are told of an accusation that the one which took it in cannot keep, the likelier first.
HEARING = (Unit.Kind.CENTRE, Unit.Kind.DISCIPLINE, Unit.Kind.PETITION_OFFICE)
# Which units take what the one below cannot solve, the likelier first.
TAKING = (Unit.Kind.CENTRE, Unit.Kind.GOVERNMENT)

# Each says in a sentence why the unit cannot be closed, or nothing: this app does not know what a case is.
BLOCKERS: Registry[Callable[[Unit], str]] = Registry("reasons to keep a unit", field="keep_open", code="__name__")


def names_of(units: QuerySet[Unit]) -> dict[int, str]:
    """The short name of each; where two have the same, with what lies around them: 东街社区（韦曲街道）."""
    rows = list(units.values_list("pk", "short_name", "area__parent__name"))
    often = Counter(name for _, name, _ in rows)
    return {pk: f"{name}（{around}）" if around and often[name] > 1 else name for pk, name, around in rows}


@transaction.atomic
def open_unit(unit: Unit, *, actor: User, at: datetime, ip: str | None = None) -> Unit:
    """The unit stands in the tree and can hold cases."""
    _check_parent(unit)
    unit.save(force_insert=True)
    record(SETTING, actor=actor, at=at, subject=f"单位 {unit.name}", reason="新增", ip=ip)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit, changed: list[str], *, version: int | None, actor: User, at: datetime, ip: str | None = None
) -> None:
    """The named columns are saved; nothing changed leaves no record. Raises StaleVersion."""
    check_version(Unit.objects.select_for_update().get(pk=unit.pk), version, noun="这个单位")
    if not changed:
        return
    _check_parent(unit)
    _check_tree(unit, changed, actor, at)
    save_version(unit, *changed)
    labels = "、".join(label_of(Unit, name) for name in changed)
    record(SETTING, actor=actor, at=at, subject=f"单位 {unit.name}", reason=f"修改{labels}", ip=ip)


@transaction.atomic
def close_unit(unit: Unit, *, actor: User, at: datetime, reason: str, ip: str | None = None) -> None:
    """The unit takes no new case and no new post; its history stays.

    Raises Refusal, with the count, while people hold posts in it, units stand under it or another app objects.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not unit.is_active:
        raise Refusal(f"{unit.name}已经停用。")
    today = office_day(at)
    children = unit.children.filter(is_active=True).count()
    people = Post.objects.filter(unit=unit, user__is_active=True).exclude(ends_on__lt=today)
    count = people.values("user").distinct().count()
    objections = [
        f"它下面还有 {children} 个在用的单位，先停用或划到别的单位。" if children else "",
        f"还有 {count} 人在这个单位任职，先办理离任或调动。" if count else "",
        *(why_not(unit) for why_not in BLOCKERS.values()),
    ]
    objections = [sentence for sentence in objections if sentence]
    if objections:
        raise Refusal(f"{unit.name}不能停用：" + "".join(objections))
    unit.is_active = False
    unit.save(update_fields=["is_active"])
    record(SETTING, actor=actor, at=at, subject=f"单位 {unit.name}", reason=f"停用：{reason}", ip=ip)


@transaction.atomic
def reopen_unit(unit: Unit, *, actor: User, at: datetime, ip: str | None = None) -> None:
    """The unit can hold cases and posts again."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    _check_parent(unit)
    unit.is_active = True
    unit.save(update_fields=["is_active"])
    record(SETTING, actor=actor, at=at, subject=f"单位 {unit.name}", reason="恢复", ip=ip)


def _check_tree(unit: Unit, changed: list[str], actor: User, at: datetime) -> None:
    """Who stands under the accused hangs on the tree, and who is told of an accusation on what a unit is."""
    if standing_of(actor, office_day(at)).has_role(SECURITY):
        return
    if "parent" in changed:
        raise FactMissing({"parent": "上级单位决定限制知悉的范围，只能由安全管理员修改。"})
    before = Unit.objects.values_list("kind", flat=True).get(pk=unit.pk)
    if {before, unit.kind}.isdisjoint(HEARING):
        return
    wrong = [name for name in ("kind", "area", "sees") if name in changed]
    if wrong:
        said = "综治中心、纪检监察机关、信访部门接收限制知悉的事项，这一项只能由安全管理员修改。"
        raise FactMissing(dict.fromkeys(wrong, said))


def _check_parent(unit: Unit) -> None:
    if unit.parent is None:
        return
    if unit.pk is not None and unit.parent_id in units_under([unit.pk]):
        raise FactMissing({"parent": f"{unit.parent.name}就在{unit.name}之下，不能作它的上级单位。"})
    if not unit.parent.is_active:
        raise FactMissing({"parent": f"上级单位{unit.parent.name}已停用。"})


def unit_above(unit: Unit) -> Unit | None:
    """The centre of the next level that oversees the unit's place, or the government there where it has no centre."""
    above = Unit.objects.filter(kind__in=TAKING, sees=Unit.Sees.AREA, is_active=True).exclude(pk=unit.pk)
    own = len(unit.area_id)
    found = [
        each
        for each in above
        if unit.area_id.startswith(each.area_id) and (len(each.area_id) < own or unit.kind not in TAKING)
    ]
    if unit.kind in TAKING:
        found = [each for each in found if len(each.area_id) < own]
    return min(found, key=lambda each: (-len(each.area_id), TAKING.index(each.kind), each.pk), default=None)
