"""An item that fails becomes a hazard, with its place and its pictures; one that is open is not opened twice."""

from datetime import date, datetime

from django.db import transaction

from governance.cases.files.attachments import Taken
from governance.cases.models import Case
from governance.organisation.models import User
from governance.registers.models import Entry

from ..hazards.opening import A_YEAR, register
from ..models import Hazard
from .models import CheckResult

TAKEN = ("name", "content_type", "size", "sha256", "path")
TITLE = 100


@transaction.atomic
def become_hazard(result: CheckResult, *, actor: User, at: datetime) -> Hazard:
    """The hazard of the failed item: the one it has, the open one of the same item at the same place, or a new one.

    Two who ask at once, of whatever check of the place, stand in a line.
    """
    Entry.objects.select_for_update(no_key=True).get(pk=result.of.entry_id)
    result.refresh_from_db(fields=["hazard"])
    if result.hazard is None:
        result.hazard = _open_of(result) or _open_new(result, actor, at)
        result.save(update_fields=["hazard"])
    return result.hazard


def failed_before(result: CheckResult) -> int:
    """How often the same item failed at the same place in the year before the check."""
    return _same(result, result.of.on).count()


def _same(result: CheckResult, on: date):
    found = CheckResult.objects.filter(
        item=result.item_id, of__entry=result.of.entry_id, mark=CheckResult.Mark.FAILED, of__on__gte=on - A_YEAR
    )
    return found.filter(of__on__lte=on).exclude(pk=result.pk)


def _open_of(result: CheckResult) -> Hazard | None:
    earlier = CheckResult.objects.filter(item=result.item_id, of__entry=result.of.entry_id, hazard__closed_at=None)
    found = earlier.filter(hazard__isnull=False).select_related("hazard").order_by("-pk").first()
    return found.hazard if found else None


def _open_new(result: CheckResult, actor: User, at: datetime) -> Hazard:
    check, item = result.of, result.item
    place, before = check.entry, failed_before(result)
    again = f"一年内已有 {before} 次检查同一项不合格。" if before else ""
    hazard = Hazard(
        kind="hazard",
        source="inspection",
        hazard_kind=item.hazard_kind,
        place_kind=check.checklist.place_kind,
        grade="grave" if item.is_grave else "general",
        title=f"{place.name}：{item.text}不合格"[:TITLE],
        summary=f"{result.note}\n{check.on} 检查，合格标准：{item.right}{again}",
        area=place.area,
        place=place.name,
        longitude=place.longitude,
        latitude=place.latitude,
        channel=Case.Channel.PATROL,
        lead_unit=check.task.unit,
        opened_at=at,
    )
    files = [Taken(**{column: getattr(photo, column) for column in TAKEN}) for photo in result.photos.all()]
    told = [["检查清单", check.checklist.name], ["检查日期", str(check.on)]]
    return register(hazard, actor=actor, at=at, files=files, told=told)
