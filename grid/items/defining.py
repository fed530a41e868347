"""The event list (事项清单): what the county may ask grid workers to look after, changed in sight of what it was."""

from governance.cases.fields.asked import facts_of
from governance.cases.fields.definitions import Sort, keep
from governance.cases.models import Category
from governance.frame.refusals import FactMissing

from ..models import EventItem
from ..reference import KIND
from ..vocabulary import GRADES, ICONS, TYPES

COLUMNS = ("event_type", "icon", "grade", "wants_photo", "on_list", "position", "basis")
ASKED = facts_of("grid", "item", event_type=TYPES, grade=GRADES, icon=ICONS)
NEW, CHANGED = (*facts_of("grid", "item_name"), *ASKED), (*ASKED, *facts_of("grid", "item_place"))


def told_of(item: EventItem) -> dict:
    """What the form of an item that stands begins with."""
    return {column: getattr(item, column) for column in COLUMNS} | {"in_use": item.category.is_active}


def _lay_down(item: EventItem, wanted: dict) -> str:
    """The item is so from now on; what was reported before keeps what it had. A new one stands last."""
    before = _words(item) if item.pk else ""
    if not before:
        item.category = _category(wanted["group"], wanted["name"])
        last = EventItem.objects.order_by("-position").values_list("position", flat=True).first() or 0
        wanted = wanted | {"position": last + 10, "in_use": True}
    item.category.is_active = wanted["in_use"]
    item.category.save(update_fields=["is_active"])
    keep(item, {column: wanted[column] for column in COLUMNS})
    return f"由“{before}”改为“{_words(item)}”" if before else f"新增：{_words(item)}"


def _category(group: str, name: str) -> Category:
    path = f"{group}/{name}"
    if wrong := {each: "名称里不能有斜线。" for each, said in (("group", group), ("name", name)) if "/" in said}:
        raise FactMissing(wrong)
    if Category.objects.filter(kind=KIND, path=path).exists():
        raise FactMissing({"name": "清单里已经有这个事项，停用的可以在它的页面恢复。"})
    parent, _ = Category.objects.get_or_create(kind=KIND, path=group, defaults={"name": group})
    return Category.objects.create(kind=KIND, name=name, path=path, parent=parent)


def _words(item: EventItem) -> str:
    icon = dict(ICONS).get(item.icon, item.icon)
    said = [item.get_event_type_display(), item.get_grade_display(), f"图标“{icon}”", f"排序 {item.position}"]
    said.append("须有照片" if item.wants_photo else "不须照片")
    said.append("列入清单" if item.on_list else "不列入清单")
    said += [] if item.category.is_active else ["停用"]
    return "，".join([*said, *([f"依据{item.basis}"] if item.basis else [])])


ITEMS = Sort(EventItem, "网格事项", "这个事项", _lay_down, has_code=False)
