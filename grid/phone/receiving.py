"""What grid workers' phones report becomes an event, or joins one that stands already."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Length

from governance.cases.common_facts import ASKED
from governance.cases.files.attachments import Taken
from governance.cases.intake.near import Same, Seen, same
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.cases.sending.receiving import OF_ANOTHER, Asked, Receiver
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.forms.posted import checked
from governance.frame.forms.typed import words_of
from governance.frame.refusals import FactMissing
from governance.maps.placing import FURTHEST, NEAR, is_drawn, place
from governance.organisation.models import Area, Unit, User
from governance.organisation.standing import Standing, standing_of

from ..events.actions import report_event
from ..events.forms import CHANNEL_OF
from ..models import Grid, GridEvent, JoinedReport
from ..reference import KIND
from ..vocabulary import REPORT
from ..work import grids_of
from .forms import MOST_PHOTOS, ReportForm

# More grids than these nobody reads through on a phone.
MOST_OFFERED = 8


class AskWhere(Asked):
    """The point lies on a border or outside: the person says which grid it is."""

    field = "grid"

    def __init__(self, sentence: str, grids: list[Grid]):
        super().__init__(sentence)
        self.grids = grids

    def asked(self) -> dict:
        grids = [{"code": grid.area_id, "name": grid.area.name} for grid in self.grids]
        return {"state": "ask", "sentence": self.sentence, "grids": grids}


class MayBeSame(Asked):
    """The same may have been reported already: the person says whether it is one of these."""

    field = "join"

    def __init__(self, found: list[Same]):
        super().__init__("附近可能已经有人上报，请看是不是同一件事。")
        self.found = found

    def asked(self) -> dict:
        return {"state": "same", "sentence": self.sentence, "events": [each.said for each in self.found]}


class Reports(Receiver):
    """Reports of what was seen in a grid."""

    kind = KIND
    permission = REPORT
    most_photos = MOST_PHOTOS
    apart = ("seen_at",)

    def read(self, told):
        return words_of(told, (*ReportForm.base_fields, "not_accusing"))

    def known(self, key, owner):
        return known_event(key, owner)

    def check(self, told, digests, *, first, owner, at):
        cleaned, grid, unit = _checked(told, owner=owner, at=at)
        if first:
            _ask_whether_same(cleaned, grid, unit, owner=owner, at=at)

    def make(self, key, told, photos, *, owner, at):
        return _made(key, told, list(photos.values()), owner=owner, at=at)

    def said(self, made, user):
        # What has been hidden since was reported all the same, and is named to who may know of it alone.
        event = Case.objects.visible_to(user).filter(pk=made.pk).first()
        return {"number": event.number, "url": case_url(event)} if event else {"number": "", "url": ""}


REPORTS = Reports()


def reporting_unit(standing: Standing) -> Unit | None:
    """The unit in whose name the person reports: the smallest, the village before its township."""
    units = Unit.objects.filter(pk__in=standing.units_with(REPORT)).select_related("area")
    return units.order_by(Length("area").desc(), "area", "pk").first()


def known_event(key: UUID, owner: User) -> GridEvent | None:
    """The event that this person's report has become, or was joined to; raises FactMissing where it is another's."""
    own = Q(report_key=key, registered_by=owner) | Q(joined__key=key, joined__user=owner)
    found = GridEvent.objects.filter(own).first()
    if found is None and GridEvent.objects.filter(Q(report_key=key) | Q(joined__key=key)).exists():
        raise FactMissing({"key": OF_ANOTHER})
    return found


def _ask_whether_same(told: dict, grid: Grid | None, unit: Unit, *, owner: User, at: datetime) -> None:
    if told["join"]:
        _joined_event(told, owner)
    # What one person asks for is not done with what another was given.
    elif not told["distinct"] and not told["people"]:
        place = [None if told[name] is None else float(told[name]) for name in ("longitude", "latitude")]
        found = same(Seen(KIND, told["item"], told["text"], _area(grid, unit), *place), owner, at)
        if found:
            raise MayBeSame(found)


def _joined_event(told: dict, owner: User) -> GridEvent:
    number = told["join"]
    event = GridEvent.objects.visible_to(owner, kinds=(KIND,)).filter(number=number, closed_at=None).first()
    if event is None:
        raise FactMissing({"join": "要加入的事件已经办结，请打开本件，作为新的事件上报。"})
    return event


def _made(key: UUID, told: dict, files: list[Taken], *, owner: User, at: datetime) -> GridEvent:
    told, grid, unit = _checked(told, owner=owner, at=at)
    if told["join"]:
        event = _joined_event(told, owner)
        # The form has asked whether it accuses somebody, where it has the words.
        said = {"note": told["text"], **ASKED}
        actions.take_step(event, "join", said, actor=owner, at=at, files=files)
        JoinedReport.objects.filter(event=event, user=owner, key=None, at=at).update(key=key)
        return event
    settled = told["settled"] if told["then"] == "settle" else ""
    how = {"people": told["people"], "settled": settled, "then_raise": told["then"] == "raise"}
    return report_event(_event(key, told, grid, unit), actor=owner, at=at, files=files, **how)


def _checked(told: dict, *, owner: User, at: datetime) -> tuple[dict, Grid | None, Unit]:
    """The cleaned report with the grid it lies in and the unit in whose name the person reports."""
    unit = reporting_unit(standing_of(owner, office_day(at)))
    if unit is None:
        raise FactMissing({"key": "您的岗位不上报网格事件。"})
    cleaned = checked(ReportForm(told, now=at))
    grid = _grid(cleaned, Area.township_of(unit.area_id))
    if grid is None and cleaned["longitude"] is None:
        # Who serves in one grid and says no place speaks of that one.
        own = grids_of(owner, office_day(at))
        grid = Grid.objects.select_related("area__parent").get(area=own[0]) if len(own) == 1 else None
    return cleaned, grid, unit


def _area(grid: Grid | None, unit: Unit) -> Any:
    return grid.area.parent if grid else unit.area


def _grid(told: dict, own: str) -> Grid | None:
    """The grid that the person says it is, or else that of the point; None where neither says.

    Raises AskWhere where the point is on a border, outside, in another township than the reporter's ``own``, or in
    another grid than was said.
    """
    chosen = told["grid"]
    if told["longitude"] is None or not is_drawn():
        if chosen and not chosen.area_id.startswith(own):
            raise FactMissing({"grid": "没有位置的，只能选本乡镇（街道）的网格。"})
        return chosen
    offered, doubt = _offered(told, own)
    if chosen in offered:
        return chosen
    if chosen and not doubt:
        doubt = f"这个位置在{offered[0].area.name}，与选择的网格不同，请确认。"
    if doubt:
        raise AskWhere(doubt, offered)
    return offered[0]


def _offered(told: dict, own: str) -> tuple[list[Grid], str]:
    """The grids in which the point may lie, and the question where it is not certain."""
    within = max(told["accuracy"] or 0, NEAR)
    found = place(float(told["longitude"]), float(told["latitude"]), within)
    codes = list(dict.fromkeys((found.inside, *found.near, found.nearest)))[:MOST_OFFERED]
    grids = Grid.objects.select_related("area__parent__parent").in_bulk(codes, field_name="area_id")
    offered = [grids[code] for code in codes if code in grids]
    outside = not found.inside and not found.near
    if not offered or (outside and found.metres > FURTHEST):
        raise FactMissing({"longitude": "这个位置不在本县范围内，请重新定位，或者不带位置上报。"})
    if outside:
        return offered, "这里不在任何网格之内，最近的是这个网格，请确认。"
    if found.near and within > NEAR:
        return offered, f"定位误差约 {within} 米，请选择是哪个网格，或者在地图上点位置。"
    if found.near:
        return offered, "这里离网格边界不到 20 米，请选择是哪个网格。"
    village: Any = offered[0].area.parent
    there = village.parent
    if not there.pk.startswith(own):
        return offered, f"这里在{there.name}，不在您的乡镇（街道）。确实在这里的，请选择网格；不在的，请重新定位。"
    return offered, ""


def _event(key: UUID, told: dict, grid: Grid | None, unit: Unit) -> GridEvent:
    source = told["source"] or ("resident" if told["people"] else "patrol")
    area = _area(grid, unit)
    return GridEvent(
        report_key=key,
        title=f"{area.name}{told['item'].name}",
        summary=told["text"],
        area=area,
        place=told["place"],
        category=told["item"],
        source=source,
        channel=CHANNEL_OF[source],
        grid=grid,
        longitude=told["longitude"],
        latitude=told["latitude"],
        lead_unit=unit,
        opened_at=told["seen_at"],
    )
