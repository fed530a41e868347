"""The papers of a grid event."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text
from governance.frame.days import office_day
from governance.frame.wording import in_figures


def _until(event) -> str:
    """The last day of what is owed of it first, where anything is."""
    clock = event.clocks.filter(ended_at=None, is_window=False).order_by("due_at").first()
    return clock.due_said(in_figures) if clock else ""


def _warning(issuing: Issuing) -> dict[str, Any]:
    event, facts = issuing.case, issuing.facts
    return {
        "收文单位": facts["to_unit"].name,
        "情况": event.summary,
        "地点": event.place,
        "处置要求": facts["reason"],
        "办结期限": _until(event),
    }


def _slip(issuing: Issuing) -> dict[str, Any]:
    event = issuing.case
    person = next(iter(event.participants.all()), None)
    return {
        "办事人": person.name if person else "办事人",
        "事项": event.category.said if event.category_id else event.get_event_type_display(),
        "收到日期": office_day(event.opened_at),
        "承办单位": event.lead_unit.name,
        "办结期限": _until(event),
    }


TEXTS = {
    "service_slip": Text(_slip, lambda issuing: issuing.case.event_type == "service" and issuing.case.people != []),
    "risk_warning": Text(_warning, lambda issuing: issuing.facts.get("risk") == "high"),
}
