"""What cases put into the frame of every page and into the keeping of units."""

from django.utils import timezone

from governance.jobs import registry as job_registry
from governance.organisation import navigation, units
from governance.organisation.models import Unit

from .calendar.at_hand import days_run_out
from .lists import ledger_jobs
from .models import Case

job_registry.KINDS.register(ledger_jobs.KIND)
navigation.SLOTS.register(navigation.Slot("search", "cases:search", "cases.view_case"))
navigation.ENTRIES.register(
    navigation.Entry(
        "文书模板", "cases:paper_templates", "file-text", permissions=("cases.manage_reference",), position=930
    )
)
navigation.ENTRIES.register(
    navigation.Entry("节假日", "cases:calendar", "calendar", permissions=("cases.manage_reference",), position=920)
)
navigation.ENTRIES.register(
    navigation.Entry("法定期限", "cases:terms", "calendar-time", permissions=("cases.manage_reference",), position=925)
)


def calendar_runs_out(request) -> list[str]:
    """From sixty days before the loaded days end: who can load the next year is told to, the others why dates waver."""
    last = days_run_out(timezone.localdate())
    if last is None:
        return []
    told = f"放假安排只载入到 {last}，此后的到期日为暂定。"
    if "cases.manage_reference" in request.standing.permissions:
        told += f"国务院办公厅通知发布后，请在“节假日”中载入{last.year + 1}年的安排。"
    return [told]


navigation.BANNERS.register(calendar_runs_out)


def open_work(unit: Unit) -> str:
    """Why the unit cannot be closed yet: the cases it still leads; restricted ones are not counted aloud."""
    led = Case.objects.filter(lead_unit=unit, closed_at=None)
    count = led.exclude(confidentiality=Case.Confidentiality.RESTRICTED).count()
    if count:
        return f"它还有 {count} 件主办事项没有办结，先办结或转给别的单位。"
    return "它还有没有办结的事项，先办结或移交。" if led.exists() else ""


units.BLOCKERS.register(open_work)
