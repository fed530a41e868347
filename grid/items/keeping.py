"""The event list (事项清单): what the county may ask grid workers to look after, changed in sight of what it was."""

from datetime import datetime

from django.db import transaction

from governance.cases.models import Category
from governance.frame.database.locking import locked, save_version
from governance.frame.refusals import FactMissing
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..models import EventItem
from ..reference import KIND
from ..vocabulary import ICONS

COLUMNS = ("event_type", "icon", "grade", "wants_photo", "on_list", "position", "basis")


def subject_of(item: EventItem) -> str:
    """How the security record names the item."""
    return f"网格事项 {item.category.path}"


def changes_of(item: EventItem):
    """Every change of the item, the newest first."""
    return AccessRecord.objects.filter(subject=subject_of(item)).order_by("-at", "-id")


@transaction.atomic
def add_item(group: str, name: str, told: dict, *, actor, at: datetime, ip: str | None = None) -> EventItem:
    """The item stands in the list; raises FactMissing for one that is there already."""
    path = f"{group}/{name}"
    if Category.objects.filter(kind=KIND, path=path).exists():
        raise FactMissing({"name": "清单里已经有这个事项，停用的可以在它的页面恢复。"})
    parent, _ = Category.objects.get_or_create(kind=KIND, path=group, defaults={"name": group})
    category = Category.objects.create(kind=KIND, name=name, path=path, parent=parent)
    item = EventItem.objects.create(category=category, **{column: told[column] for column in COLUMNS})
    said = f"新增：{_words(item)}"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=subject_of(item), reason=said, ip=ip)
    return item


@transaction.atomic
def change_item(
    item: EventItem, told: dict, *, in_use: bool, version: int | None, actor, at: datetime, ip: str | None = None
) -> None:
    """The item is so from now on; what was reported before keeps what it had. Raises StaleVersion."""
    held = locked(EventItem.objects.select_related("category"), item, version, noun="这个事项", changed=_words)
    before = _words(held)
    for column in COLUMNS:
        setattr(held, column, told[column])
    held.category.is_active = in_use
    after = _words(held)
    if after == before:
        return
    held.category.save(update_fields=["is_active"])
    save_version(held, *COLUMNS)
    said = f"由“{before}”改为“{after}”"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=subject_of(held), reason=said, ip=ip)


def _words(item: EventItem) -> str:
    icon = dict(ICONS).get(item.icon, item.icon)
    said = [item.get_event_type_display(), item.get_grade_display(), f"图标“{icon}”", f"排序 {item.position}"]
    said.append("须有照片" if item.wants_photo else "不须照片")
    said.append("列入清单" if item.on_list else "不列入清单")
    said += [] if item.category.is_active else ["停用"]
    return "，".join([*said, *([f"依据{item.basis}"] if item.basis else [])])
