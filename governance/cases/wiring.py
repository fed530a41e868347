"""What cases put into the frame of every page and into the keeping of units."""

from governance.organisation import navigation, units
from governance.organisation.models import Unit

from .models import Case

navigation.set_page("search", "cases:search", "cases.view_case")
navigation.add_entry(
    navigation.Entry(
        "文书模板", "cases:paper_templates", "file-text", permissions=("cases.manage_reference",), position=930
    )
)


def open_work(unit: Unit) -> str:
    """Why the unit cannot be closed yet: the cases it still leads; restricted ones are not counted aloud."""
    led = Case.objects.filter(lead_unit=unit, closed_at=None)
    count = led.exclude(confidentiality=Case.Confidentiality.RESTRICTED).count()
    if count:
        return f"它还有 {count} 件主办事项没有办结，先办结或转给别的单位。"
    return "它还有没有办结的事项，先办结或移交。" if led.exists() else ""


units.add_blocker(open_work)
