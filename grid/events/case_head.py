"""What only the grid can say of its events: short words for the head, facts as label and text."""

from governance.cases.registry import Described

from ..conditions import is_service
from ..models import GridEvent


def describe(event: GridEvent) -> Described:
    """Type and grade, where it is, how it came in, and what the person who reported says of the end."""
    facts = [("来源", event.get_source_display())]
    if event.grid:
        facts.append(("所在网格", event.grid.area.name))
    if event.longitude is not None and not is_service(event):
        facts.append(("坐标", f"{event.longitude}, {event.latitude}"))
    if event.rating:
        facts.append(("反映人评价", event.get_rating_display()))
    tags = [event.get_event_type_display()]
    if event.grade:
        tags.append(event.get_grade_display())
    if event.risk:
        tags.append(event.get_risk_display())
    return Described(tags, facts, [("情况", event.summary)])
