"""What the steps of a grid event ask of it. Plain Python."""

from collections.abc import Callable
from datetime import date
from typing import Any

from .vocabulary import SERVICE, VISIT

# They set nothing right: 法院、检察院、监察机关依法独立行使职权.
NO_HANDLERS = ("court", "procuratorate", "discipline")
# The kinds of unit among which a matter goes up level by level.
LEVELS = ("village", "government", "centre")
# How what a grid worker was asked to look for comes in.
ASKED_OF_WORKERS = ("patrol", "assigned")
# So long are the codes of a county and of a township.
COUNTY, TOWNSHIP = 6, 9


def of_grade(code: str) -> Callable[[Any], bool]:
    """A condition: True of the events of that grade."""
    return lambda event: event.grade == code


def is_service(event) -> bool:
    """True where somebody asks for help: only they are visited."""
    return event.event_type == SERVICE


def is_clue(event) -> bool:
    """True where two sides quarrel: only there is a dispute to be registered."""
    return event.event_type == "clue"


def is_hazard(event) -> bool:
    """True of what is dangerous: only that goes on as a hazard."""
    return event.event_type == "hazard"


def has_people(event) -> bool:
    """True if somebody stands in it by name, as a petition and a visit are somebody's own."""
    return bool(event.participants.all())


def last_visited(event) -> date | None:
    """The day from which the next visit is counted: of the last one, or on which visits were agreed."""
    return event.clocks.filter(term_code=VISIT, ended_at=None).values_list("start_on", flat=True).first()


def wants_photo(event) -> bool:
    """True of an item that by the list is not set right without a picture that shows it."""
    item = getattr(event.category, "event_item", None)
    return item is not None and item.wants_photo


def is_not_rated(event) -> bool:
    """True until whoever reported it has said how it was done."""
    return not event.rating


def is_dispatched(event) -> bool:
    """True where another unit gave it to the one that resolves it."""
    return event.last_taken("dispatch", "accept") == "dispatch"


def why_listed(event, ground: str) -> str:
    """Why it is refused on no ground of the event list: that binds grid workers alone; empty where it may be."""
    item = getattr(event.category, "event_item", None)
    if ground != "not_listed":
        return ""
    if event.source not in ASKED_OF_WORKERS:
        return "清单只限定网格员上报的事项，群众反映的不能以此不予受理。"
    return "这个事项在清单之内，不能以此不予受理。" if item is not None and item.on_list else ""


def is_where_it_came_in(event) -> bool:
    """True while the unit to which it was reported first has it still."""
    return event.lead_unit_id == event.first_unit_id


def is_of_level(event) -> bool:
    """True while it lies where matters go up level by level: what was sent to a department comes back by objection."""
    return event.lead_unit.kind in LEVELS


def has_level_above(event) -> bool:
    """True below the county, in which matters go up no further."""
    return len(event.lead_unit.area_id) > COUNTY


def is_kept(event) -> bool:
    """True where a village took upon itself what was reported to it: there may be nobody else in it to look at it."""
    return event.lead_unit.kind == "village" and is_where_it_came_in(event) and not is_dispatched(event)


def is_by_phone(event) -> bool:
    """True of what may have waited for a signal: nobody could take it in before it arrived."""
    return event.report_key is not None


def why_not_sent(event, unit) -> str:
    """Why the unit sets nothing right for the one that dispatches; empty if it does."""
    if unit.kind in NO_HANDLERS:
        return "法院、检察院、纪检监察机关不处置网格事件。"
    own = event.lead_unit.area_id[:TOWNSHIP]
    if len(unit.area_id) >= TOWNSHIP and not unit.area_id.startswith(own):
        return "其他乡镇（街道）的单位，请上报县级综治中心分派。"
    return ""
