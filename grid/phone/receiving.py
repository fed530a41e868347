"""Taking in what phones send: in any order, any number of times, one event a report.

A report says which pictures belong to it, by digest; the answer says which are still missing. With the last one the
event stands. Sent again, the same report gets the number that it has.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import transaction
from django.db.models import Q

from governance.cases.files import attachments
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.maps.placing import FURTHEST, is_drawn
from governance.organisation.models import Area, Unit, User
from governance.organisation.standing import standing_of

from ..actions import report_event
from ..forms import CHANNEL_OF
from ..models import Grid, GridEvent, JoinedReport, Report, ReportPhoto
from ..placing import place
from ..reference import KIND
from ..same import Same, Seen, same
from ..steps import REPORT
from ..work import grids_of
from .forms import MOST_PHOTOS, ReportForm


class AskWhere(Refusal):
    """The point lies on a border or outside: the person says which grid it is."""

    field = "grid"

    def __init__(self, sentence: str, grids: list[Grid]):
        super().__init__(sentence)
        self.grids = grids


class MayBeSame(Refusal):
    """The same may have been reported already: the person says whether it is one of these."""

    field = "join"

    def __init__(self, found: list[Same]):
        super().__init__("附近可能已经有人上报，请看是不是同一件事。")
        self.found = found


@dataclass(frozen=True)
class Answer:
    """What became of a report: its event, or the digests of the pictures that are missing."""

    event: GridEvent | None = None
    missing: list[str] = field(default_factory=list)


@transaction.atomic
def receive(key: UUID, told: dict, digests: list[str], *, owner: User, at: datetime) -> Answer:
    """The report is known; raises FactMissing with a sentence at each wrong part, AskWhere and MayBeSame."""
    event = known_event(key, owner)
    if event is not None:
        return Answer(event)
    digests = list(dict.fromkeys(digests))
    if len(digests) > MOST_PHOTOS:
        raise FactMissing({"photos": f"一次最多 {MOST_PHOTOS} 张照片。"})
    cleaned, grid, unit = _checked(told, owner=owner, at=at)
    if not Report.objects.filter(pk=key).exists():
        _ask_whether_same(cleaned, grid, unit, owner=owner, at=at)
    values = {"owner": owner, "told": told, "digests": digests, "received_at": at}
    report, made = Report.objects.select_for_update().get_or_create(key=key, defaults=values)
    if report.owner_id != owner.pk:
        raise FactMissing({"key": "这件上报属于另一个人。"})
    if not made:
        report.told, report.digests = told, digests
        report.save(update_fields=["told", "digests"])
        report.photos.exclude(digest__in=digests).delete()
    return _finished(report, owner=owner, at=at)


@transaction.atomic
def receive_photo(key: UUID, digest: str, content: bytes, *, owner: User, at: datetime) -> Answer:
    """The picture is kept; with the last one the event stands. Raises Refusal where it is not what it says."""
    event = known_event(key, owner)
    if event is not None:
        return Answer(event)
    report = Report.objects.select_for_update().filter(pk=key, owner=owner).first()
    if report is None or digest not in report.digests:
        raise FactMissing({"photos": "先发送上报的内容，再发送照片。"})
    if hashlib.sha256(content).hexdigest() != digest:
        raise FactMissing({"photos": "照片在路上损坏了，请重新发送。"})
    if not report.photos.filter(digest=digest).exists():
        number = report.digests.index(digest) + 1
        upload = InMemoryUploadedFile(BytesIO(content), None, f"现场照片{number}.jpg", "image/jpeg", len(content), None)
        ReportPhoto.objects.create(report=report, digest=digest, **vars(attachments.take(upload)))
    return _finished(report, owner=owner, at=at)


def known_event(key: UUID, owner: User) -> GridEvent | None:
    """The event that this person's report has become, or was joined to."""
    own = Q(report_key=key, registered_by=owner) | Q(joined__key=key, joined__user=owner)
    return GridEvent.objects.filter(own).first()


def _ask_whether_same(told: dict, grid: Grid | None, unit: Unit, *, owner: User, at: datetime) -> None:
    if told["join"]:
        _joined_event(told, owner)
    elif not told["distinct"]:
        place = [None if told[name] is None else float(told[name]) for name in ("longitude", "latitude")]
        found = same(Seen(told["item"], told["text"], _area(grid, unit), *place), owner, at)
        if found:
            raise MayBeSame(found)


def _joined_event(told: dict, owner: User) -> GridEvent:
    number = told["join"]
    event = GridEvent.objects.visible_to(owner, kinds=(KIND,)).filter(number=number, closed_at=None).first()
    if event is None:
        raise FactMissing({"join": "要加入的事件已经办结，请打开本件，作为新的事件上报。"})
    return event


def _finished(report: Report, *, owner: User, at: datetime) -> Answer:
    # The same report may have come to its end while this one waited for the row.
    event = known_event(report.key, owner)
    if event is not None:
        report.delete()
        return Answer(event)
    photos = {photo.digest: photo for photo in report.photos.all()}
    missing = [digest for digest in report.digests if digest not in photos]
    if missing:
        return Answer(missing=missing)
    told, grid, unit = _checked(report.told, owner=owner, at=at)
    columns = ("name", "content_type", "size", "sha256", "path")
    files = [
        attachments.Taken(**{column: getattr(photos[digest], column) for column in columns})
        for digest in report.digests
    ]
    if told["join"]:
        event = _joined_event(told, owner)
        actions.take_step(event, "join", {"note": told["text"]}, actor=owner, at=at, files=files)
        JoinedReport.objects.filter(event=event, user=owner, key=None, at=at).update(key=report.key)
        report.delete()
        return Answer(event)
    settled = told["settled"] if told["then"] == "settle" else ""
    event = _event(report.key, told, grid, unit)
    made = report_event(event, actor=owner, at=at, files=files, settled=settled, then_raise=told["then"] == "raise")
    report.delete()
    return Answer(made)


def _checked(told: dict, *, owner: User, at: datetime) -> tuple[dict, Grid | None, Unit]:
    """The cleaned report with the grid it lies in and the unit in whose name the person reports."""
    units = standing_of(owner, office_day(at)).units_with(REPORT)
    unit = Unit.objects.select_related("area").filter(pk__in=units).order_by("-area_id", "id").first()
    if unit is None:
        raise FactMissing({"key": "您的岗位不上报网格事件。"})
    form = ReportForm(told, now=at)
    if not form.is_valid():
        raise FactMissing({name: " ".join(map(str, said)) for name, said in form.errors.items()})
    cleaned = form.cleaned_data
    grid = cleaned["grid"] or _grid_of(cleaned)
    if grid is None and cleaned["longitude"] is None:
        # Who serves in one grid and says no place speaks of that one.
        own = grids_of(owner, office_day(at))
        grid = Grid.objects.select_related("area__parent").get(area=own[0]) if len(own) == 1 else None
    return cleaned, grid, unit


def _area(grid: Grid | None, unit: Unit) -> Area:
    return grid.area.parent if grid else unit.area


def _grid_of(told: dict) -> Grid | None:
    """The grid of the point; None where there is no point or no boundary. Raises AskWhere where it is not certain."""
    if told["longitude"] is None or not is_drawn():
        return None
    longitude, latitude = float(told["longitude"]), float(told["latitude"])
    found = place(longitude, latitude)
    if found.grid and not found.near:
        return found.grid
    if found.grid or found.near:
        candidates = [*([found.grid] if found.grid else []), *found.near]
        raise AskWhere("这里离网格边界不到 20 米，请选择是哪个网格。", candidates)
    if found.nearest is None or found.metres > FURTHEST:
        raise FactMissing({"longitude": "这个位置不在本县范围内，请重新定位，或者不带位置上报。"})
    raise AskWhere("这里不在任何网格之内，最近的是这个网格，请确认。", [found.nearest])


def _event(key: UUID, told: dict, grid: Grid | None, unit: Unit) -> GridEvent:
    item = told["item"].event_item
    source = told["source"] or "patrol"
    area = _area(grid, unit)
    return GridEvent(
        report_key=key,
        title=f"{area.name}{told['item'].name}",
        summary=told["text"],
        area=area,
        place=told["place"],
        category=told["item"],
        event_type=item.event_type,
        grade=item.grade,
        source=source,
        channel=CHANNEL_OF[source],
        grid=grid,
        longitude=told["longitude"],
        latitude=told["latitude"],
        lead_unit=unit,
        opened_at=told["seen_at"],
    )
