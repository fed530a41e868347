"""What lies in the file (卷宗) of a track, and what it lacks."""

from dataclasses import dataclass
from functools import cached_property

from governance.cases.history import code_of
from governance.cases.models import Attachment
from governance.cases.models import Paper as IssuedPaper

from ..models import FileItem
from .checklist import BY_CODE, BY_TITLE, FILING, ITEM_OF_PAPER, ITEM_OF_STEP, ITEMS, Item

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

    track: object
    papers: tuple[tuple[Item, IssuedPaper], ...]
    attachments: tuple[tuple[Item | None, Attachment], ...]

    def of(self, item: Item) -> list:
        """The papers of an item, then its attachments, oldest first."""
        placed = (*self.papers, *self.attachments)
        return [source for place, source in placed if place is not None and place.code == item.code]

    @cached_property
    def rows(self) -> list[ItemRow]:
        return [self._row(item) for item in ITEMS]

    def _row(self, item: Item) -> ItemRow:
        if item.made:
            return ItemRow(item, PRESENT, "组卷时生成")
        found = self.of(item)
        if found:
            return ItemRow(item, PRESENT, f"{len(found)} 件")
        if item.needed(self.track):
            return ItemRow(item, MISSING, item.missing)
        return ItemRow(item, NOT_NEEDED, "有的放入")


def contents(track) -> Contents:
    """What stands in the track and its dispute, each where somebody put it, or else where it came from belongs."""
    cases = (track.pk, track.parent_id)
    papers = IssuedPaper.objects.filter(case_id__in=cases).order_by("issued_on", "id")
    kept = [paper for paper in papers if paper.case_id == track.pk or paper.code in OF_DISPUTE]
    attachments = Attachment.objects.filter(case_id__in=cases).select_related("event").order_by("uploaded_at", "id")
    chosen = dict(FileItem.objects.filter(track=track).values_list("attachment_id", "item"))
    placed = []
    for attachment in attachments:
        of_track = attachment.case_id == track.pk
        if not of_track and attachment.event is not None and attachment.event.is_private:
            continue
        item = BY_CODE.get(chosen[attachment.pk]) if attachment.pk in chosen else _item_of(attachment, of_track)
        placed.append((item, attachment))
    return Contents(track, tuple((ITEM_OF_PAPER.get(paper.code, OTHER), paper) for paper in kept), tuple(placed))


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
    return [f"{row.item.title}：{row.text}" for row in checklist(track) if row.state == MISSING]


def why_not_whole(track) -> str:
    """Which items the file lacks, by name; empty for a complete one. What is to be done about each its card says."""
    lacking = [row.item.title for row in checklist(track) if row.state == MISSING]
    return f"卷宗材料不齐，还缺：{'、'.join(lacking)}。" if lacking else ""
