"""What lies in the file (卷宗) of a track, and what it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from governance.cases.history import code_of
from governance.cases.models import Attachment, Event
from governance.cases.models import Paper as IssuedPaper
from governance.frame.database.written import WrittenOnce

from ..models import FileItem
from ..vocabulary import PEOPLE
from .checklist import BY_CODE, BY_TITLE, FILING, ITEM_OF_PAPER, ITEM_OF_STEP, ITEMS, Item, Needs
from .needs import needs_of, told_of

PRESENT, MISSING, NOT_NEEDED = "已有", "缺", "不需要"
OTHER, EVIDENCE = BY_CODE["other"], BY_CODE["evidence"]
# Papers of the dispute that belong into the file of its track.
OF_DISPUTE = (*ITEM_OF_PAPER, "major_dispute_report")


@dataclass(frozen=True)
class ItemRow:
    """One item of the checklist with how this track stands."""

    item: Item
    state: str
    text: str


@dataclass(frozen=True)
class Contents:
    """Everything that can be bound for one track, by item; ``left_out`` is what somebody has set aside."""

    needs: Needs
    papers: tuple[tuple[Item, IssuedPaper], ...]
    attachments: tuple[tuple[Item | None, Attachment], ...]

    def of(self, item: Item) -> list:
        """The papers of an item, then its attachments, oldest first."""
        placed = (*self.papers, *self.attachments)
        return [source for place, source in placed if place is not None and place.code == item.code]

    @cached_property
    def rows(self) -> list[ItemRow]:
        return [self._row(item) for item in ITEMS]

    @property
    def missing(self) -> list[ItemRow]:
        """The items that it lacks."""
        return [row for row in self.rows if row.state == MISSING]

    def _row(self, item: Item) -> ItemRow:
        if item.made:
            return ItemRow(item, PRESENT, "组卷时生成")
        found, needed = self.of(item), item.needed(self.needs)
        if found and not (item.awaited and needed):
            return ItemRow(item, PRESENT, f"{len(found)} 件")
        if needed:
            return ItemRow(item, MISSING, item.missing)
        return ItemRow(item, NOT_NEEDED, "有的放入")


# What may lie in the file of a track: what stands in it or in its dispute.
AROUND = Q(case=OuterRef("pk")) | Q(case=OuterRef("parent"))
PUT = JSONObject(track="track_id", item="item")


def contents(track) -> Contents:
    """What stands in the track and its dispute, each where somebody put it, or else where it came from belongs."""
    around = Q(case__in=(track.pk, track.parent_id))
    items = FileItem.objects.filter(attachment=OuterRef("pk"), track=track.pk)
    attachments = Attachment.objects.filter(around).select_related("event")
    attachments = attachments.annotate(chosen=ArraySubquery(items.values(told=PUT)))
    papers = IssuedPaper.objects.filter(around)
    return _laid(track, needs_of(track), papers, attachments)


def _laid(track, needs: Needs, papers: Iterable[IssuedPaper], attachments: Iterable[Any]) -> Contents:
    """These papers and attachments, oldest first, each in its place."""
    issued = [paper for paper in papers if paper.case_id == track.pk or paper.code in OF_DISPUTE]
    issued.sort(key=lambda paper: (paper.issued_on, paper.pk))
    kept = sorted(filter(partial(_lies_in, track), attachments), key=lambda each: (each.uploaded_at, each.pk))
    return Contents(
        needs,
        tuple((ITEM_OF_PAPER.get(paper.code, OTHER), paper) for paper in issued),
        tuple((_place_in(track, each), each) for each in kept),
    )


def _lies_in(track, attachment) -> bool:
    """What few may read of the dispute does not lie in the file of a track."""
    return attachment.case_id == track.pk or not (attachment.event and attachment.event.is_private)


def _place_in(track, attachment) -> Item | None:
    """Where somebody put it in this file, or else where it came from belongs."""
    put = [told["item"] for told in attachment.chosen if told["track"] == track.pk]
    return BY_CODE.get(put[0]) if put else _item_of(attachment, attachment.case_id == track.pk)


def _item_of(attachment: Attachment, of_track: bool) -> Item:
    """Where an attachment belongs by the step at which it was handed in; nothing is ever without a place."""
    event = attachment.event
    if event is None:
        return OTHER
    if event.step == FILING:
        return BY_CODE.get(code_of(event, "item")) or _item_named(event)
    return ITEM_OF_STEP.get(event.step) or (OTHER if of_track else EVIDENCE)


def _item_named(event) -> Item:
    """Where a row written before codes were kept says in words that it belongs."""
    named = (BY_TITLE.get(text) for _, text in event.facts.get("told", ()))
    return next(filter(None, named), OTHER)


def checklist(track) -> list[ItemRow]:
    """The items in order, each present, missing or not needed, with what is to be said of it."""
    return contents(track).rows


def _lying(tracks: list[int]) -> QuerySet:
    """Of each track its needs, and of what may lie in its file as much as says where it lies."""
    papers = JSONObject(pk="pk", case_id="case_id", code="code", issued_on="issued_on")
    items = FileItem.objects.filter(attachment=OuterRef("pk"), track=OuterRef(OuterRef("pk"))).values(told=PUT)
    attachments = JSONObject(
        **{name: name for name in ("pk", "case_id", "uploaded_at")},
        event=JSONObject(pk="event_id", step="event__step", facts="event__facts"),
        chosen=ArraySubquery(items),
    )
    return told_of(
        tracks,
        told_papers=ArraySubquery(IssuedPaper.objects.filter(AROUND).order_by().values(told=papers)),
        told_files=ArraySubquery(Attachment.objects.filter(AROUND).order_by().values(told=attachments)),
    )


LYING = WrittenOnce(_lying, tracks=[-1])


def _in_short(tracks: list) -> list[Contents]:
    """The same of each of these tracks, in one question: enough to know which items are there, and no more."""
    found = {pk: told for pk, *told in LYING.rows(tracks=[track.pk for track in tracks])}
    return [
        _laid(track, Needs(track.kind == PEOPLE, *needs), (IssuedPaper(**each) for each in papers), map(_filed, files))
        for track in tracks
        for *needs, papers, files in [found[track.pk]]
    ]


def _filed(told: dict[str, Any]) -> Any:
    """The attachment of which this was told, with where somebody put it."""
    event, chosen = told.pop("event"), told.pop("chosen")
    attachment: Any = Attachment(**told, event=Event(**event) if event["pk"] else None)
    attachment.chosen = chosen
    return attachment


def missing(track) -> list[str]:
    """What the file still lacks, one sentence an item; empty for a complete one."""
    return [f"{row.item.title}：{row.text}" for row in _in_short([track])[0].missing]


def why_not_whole(tracks: list) -> list[str]:
    """Which items the file of each of these tracks lacks, by name; empty for a complete one. What is to be done about
    each its card says."""
    found = [[row.item.title for row in each.missing] for each in _in_short(tracks)]
    return [f"卷宗材料不齐，还缺：{'、'.join(lacking)}。" if lacking else "" for lacking in found]
