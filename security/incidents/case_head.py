"""What only an incident can say of itself: short words for the head, facts as label and text."""

from django.urls import reverse

from governance.cases.deadlines.lights import time_text
from governance.cases.registry import Described, Section
from governance.frame.days import minute_text

from ..models import Incident
from ..orders.rows import order_rows
from .reporting import delay, is_late


def describe(incident: Incident) -> Described:
    """Kind and grade, when it happened and how fast it was reported, who was hurt, who is on it."""
    late = is_late(incident)
    facts = [
        ("发生时间", minute_text(incident.happened_at)),
        ("首报用时", f"{_delay(incident)}{'，迟报' if late else ''}"),
        ("来源", incident.get_source_display()),
        ("伤亡", casualties(incident)),
    ]
    if incident.acknowledged_at and incident.acknowledged_by:
        facts.append(("值班领导签收", f"{minute_text(incident.acknowledged_at)} {incident.acknowledged_by.name}"))
    if incident.corrections:
        facts.append(("更正", f"{incident.corrections} 次"))
    tags = [incident.get_incident_kind_display(), incident.get_grade_display(), *(["迟报"] if late else [])]
    if incident.source == "omitted":
        tags.append("漏报补登")
    texts = [("情况", incident.summary), ("原因和性质", incident.cause), ("处置结果和善后", incident.outcome)]
    return Described(tags, facts, [(label, text) for label, text in texts if text])


def _delay(incident: Incident) -> str:
    passed = delay(incident)
    return time_text(passed) if passed else "随即报告"


def casualties(incident: Incident) -> str:
    """死亡 1 人、受伤 3 人; 无 where nobody was hurt."""
    counts = (("死亡", incident.dead), ("失踪", incident.missing), ("受伤", incident.injured))
    return "、".join(f"{word} {count} 人" for word, count in counts if count) or "无"


def sections(incident: Incident, user, now) -> list[Section]:
    """The orders and where each stands, with the way to the page of command."""
    command = reverse("security:incidents:command", args=[incident.number])
    return [Section("security/orders/_orders.html", {"rows": order_rows(incident, now), "command_url": command})]
