"""What the county office lays down of a checklist: changed in sight of what it was; checks keep what they had."""

from dataclasses import dataclass

from governance.cases.fields.definitions import Sort
from governance.duties.models import DutyPlan
from governance.frame.refusals import FactMissing
from governance.registers.models import Register

from .models import Checklist, ChecklistItem

ITEM = ("right", "hazard_kind", "wants_photo", "is_grave", "basis")
HEAD = ("name", "plan_code", "place_kind", "at_once", "basis", "is_active")
SEPARATOR = ":"


@dataclass
class ListInput:
    """A checklist as it is typed; ``kind`` names a register, a field and a choice, ``items`` are columns by name."""

    name: str
    kind: str
    plan_code: str
    place_kind: str
    basis: str
    items: list[dict]
    at_once: bool = True
    is_active: bool = True


def kinds_of_place() -> list[tuple[str, str]]:
    """Every kind of place that a list can be for: a register, or the rows of one choice in it."""
    found = []
    for register in Register.objects.filter(is_active=True):
        found.append((SEPARATOR.join((register.code, "", "")), register.name))
        for each in register.asked:
            if each.kind == "choice":
                found += [
                    (SEPARATOR.join((register.code, each.name, code)), f"{register.name}：{label}")
                    for code, label in each.choices
                ]
    return found


def kind_of(checklist: Checklist) -> str:
    """The kind of place of a list, as the form names it."""
    return SEPARATOR.join((checklist.register.code, checklist.field, checklist.code))


def plans() -> list[tuple[str, str]]:
    """The duty plans of inspections that run on, by code."""
    running = DutyPlan.objects.filter(kind=DutyPlan.Kind.INSPECTION, effective_to=None).order_by("code")
    return [(plan.code, f"{plan.name}（{plan.get_cadence_display()}）") for plan in running]


def _lay_down(checklist: Checklist, told: ListInput) -> str:
    """The list asks so from now on; raises FactMissing for a name or plan that another list has."""
    is_new = checklist.pk is None
    _write(checklist, told)
    changed = _keep_items(checklist, told.items)
    if is_new:
        return f"新增检查清单，{len(told.items)} 项"
    return f"修改：{'、'.join(changed)}"[:200] if changed else "修改名称、范围或方案"


def _write(checklist: Checklist, told: ListInput) -> None:
    code, field, choice = told.kind.split(SEPARATOR)
    others = Checklist.objects.exclude(pk=checklist.pk)
    if others.filter(name=told.name).exists():
        raise FactMissing({"name": "已经有同名的清单。"})
    other = others.filter(plan_code=told.plan_code, is_active=True).first() if told.is_active else None
    if other is not None:
        raise FactMissing({"plan_code": f"这个方案已经用于“{other.name}”，一个方案只用一张清单。"})
    for name in HEAD:
        setattr(checklist, name, getattr(told, name))
    checklist.register, checklist.field, checklist.code = Register.objects.get(code=code), field, choice
    checklist.version += 1
    checklist.save()


def _keep_items(checklist: Checklist, rows: list[dict]) -> list[str]:
    """The items stand in this order; gives the words of those that are new, changed or taken off.

    An item that asks something else is a new one, so that a check that was made keeps what it was asked.
    """
    texts = [row["text"] for row in rows]
    if len(set(texts)) < len(texts):
        raise FactMissing({"items": "检查内容有重复的。"})
    standing = {item.text: item for item in checklist.items.filter(retired=False)}
    changed = []
    for position, row in enumerate(rows):
        columns = {name: row[name] or ("" if name in ("basis",) else False) for name in ITEM}
        item = standing.pop(row["text"], None)
        if item is None or any(getattr(item, name) != value for name, value in columns.items()):
            if item is not None:
                ChecklistItem.objects.filter(pk=item.pk).update(retired=True)
            ChecklistItem.objects.create(checklist=checklist, position=position, text=row["text"], **columns)
            changed.append(row["text"])
        elif item.position != position:
            ChecklistItem.objects.filter(pk=item.pk).update(position=position)
    ChecklistItem.objects.filter(pk__in=[item.pk for item in standing.values()]).update(retired=True)
    return changed + list(standing)


LISTS = Sort(Checklist, "检查清单", "这张清单", _lay_down, has_code=False)
