"""What lies in the file (卷宗) of a track, and what it lacks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from governance.cases.history import code_of
from governance.cases.models import Attachment
from governance.cases.models import Paper as IssuedPaper

from ..models import FileItem
from .checklist import BY_CODE, BY_TITLE, FILING, ITEM_OF_PAPER, ITEM_OF_STEP, ITEMS, Item, Needs
from .needs import needs_of

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
        found = self.of(item)
        if found:
            return ItemRow(item, PRESENT, f"{len(found)} 件")
        if item.needed(self.needs):
            return ItemRow(item, MISSING, item.missing)
        return ItemRow(item, NOT_NEEDED, "有的放入")


def contents(track) -> Contents:
    """What stands in the track and its dispute, each where somebody put it, or else where it came from belongs."""
    return _contents_of([track])[0]


def _contents_of(tracks: list) -> list[Contents]:
    """What stands in each of these tracks; three questions, however many they are."""
    cases = {pk for track in tracks for pk in (track.pk, track.parent_id)}
    papers = _by_case(IssuedPaper.objects.filter(case_id__in=cases))
    items = FileItem.objects.filter(attachment=OuterRef("pk"), track__in=tracks)
    chosen = ArraySubquery(items.values(told=JSONObject(track="track_id", item="item")))
    attachments = _by_case(Attachment.objects.filter(case_id__in=cases).select_related("event").annotate(chosen=chosen))
    return [
        Contents(needs, _papers_of(track, papers), _placed_of(track, attachments))
        for track, needs in zip(tracks, needs_of(tracks), strict=True)
    ]


def _by_case(rows: Iterable[Any]) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _papers_of(track, papers: dict[int, list]) -> tuple[tuple[Item, IssuedPaper], ...]:
    kept = [*papers[track.pk], *(paper for paper in papers[track.parent_id] if paper.code in OF_DISPUTE)]
    kept.sort(key=lambda paper: (paper.issued_on, paper.pk))
    return tuple((ITEM_OF_PAPER.get(paper.code, OTHER), paper) for paper in kept)


def _placed_of(track, attachments: dict[int, list]) -> tuple[tuple[Item | None, Attachment], ...]:
    """Each attachment with its place; what few may read of the dispute does not lie in the file of a track."""
    of_dispute = [each for each in attachments[track.parent_id] if not (each.event and each.event.is_private)]
    found = sorted((*attachments[track.pk], *of_dispute), key=lambda each: (each.uploaded_at, each.pk))
    return tuple((_place_in(track, each), each) for each in found)


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


def missing(track) -> list[str]:
    """What the file still lacks, one sentence an item; empty for a complete one."""
    return [f"{row.item.title}：{row.text}" for row in contents(track).missing]


def why_not_whole(tracks: list) -> list[str]:
    """Which items the file of each of these tracks lacks, by name; empty for a complete one. What is to be done about
    each its card says."""
    found = [[row.item.title for row in each.missing] for each in _contents_of(tracks)]
    return [f"卷宗材料不齐，还缺：{'、'.join(lacking)}。" if lacking else "" for lacking in found]
