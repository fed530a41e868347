"""The papers of a grid event."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text
from governance.frame.days import office_day
from governance.frame.wording import in_figures


def _slip(issuing: Issuing) -> dict[str, Any]:
    event = issuing.case
    person = next(iter(event.participants.all()), None)
    clock = event.clocks.filter(ended_at=None, is_window=False).order_by("due_at").first()
    return {
        "办事人": person.name if person else "办事人",
        "事项": event.category.name if event.category_id else event.get_event_type_display(),
        "收到日期": office_day(event.opened_at),
        "承办单位": event.lead_unit.name,
        "办结期限": clock.due_said(in_figures) if clock else "",
    }


TEXTS = {
    "service_slip": Text(_slip, lambda issuing: issuing.case.event_type == "service" and issuing.case.people != []),
}
