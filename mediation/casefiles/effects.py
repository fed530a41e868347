"""The file (卷宗) of a track: what is in it, what it lacks, and the act of filing it."""

from dataclasses import dataclass
from functools import cached_property

from governance.cases import access
from governance.cases.history import code_of
from governance.cases.models import Attachment
from governance.cases.models import Paper as IssuedPaper
from governance.cases.numbers import next_in
from governance.cases.workflow import HOLDER
from governance.frame.refusals import FactMissing, StepNotPossible

from ..models import CaseFile, FileItem
from ..vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE, RECONCILIATION
from .checklist import BY_CODE, BY_TITLE, FILED, ITEM_OF_PAPER, ITEM_OF_STEP, ITEMS, Item
from .steps import FILE_MATERIAL

MARKS = {PEOPLE: "人调", ADMINISTRATIVE: "行调", POLICE: "治调", JUDICIAL: "司调", RECONCILIATION: "检和"}
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
    if event.step == FILE_MATERIAL.name:
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


def number_text(track, file: CaseFile | None) -> str:
    """（2026）人调字第12号, or with a blank while the file is open."""
    mark = MARKS[track.kind]
    if file is None or file.serial is None:
        return f"（    ）{mark}字第    号"
    return f"（{file.year}）{mark}字第{file.serial}号"


def file_of(track) -> CaseFile:
    """The cover's own words; an unsaved row before anybody has chosen any."""
    return getattr(track, "file", None) or CaseFile(track=track)


def close(track, *, act, facts):
    """The complete file has its number in the committee's range of the year.

    History that happened elsewhere (``replay``) has no papers here and is filed as it is. Raises ``StepNotPossible``
    with what the file lacks.
    """
    lacking = [] if act.replay else missing(track)
    if lacking:
        raise StepNotPossible("卷宗材料不齐，不能归档。" + "".join(lacking))
    file = file_of(track)
    file.unit, file.year = track.lead_unit, act.day.year
    file.serial = next_in(f"case_file:{track.lead_unit_id}:{file.year}")
    file.filer, file.filed_on, file.remarks = act.actor, act.day, facts.get("note") or ""
    file.save()
    act.told.append(["卷号", number_text(track, file)])
    return []


def may_arrange(user, track) -> bool:
    """True for those who put the file in order while the case is open."""
    return track.closed_at is None and access.has_permission(user, track, "cases.handle_case", HOLDER)


def arrange(track, *, retention: str, places: dict[int, str]) -> None:
    """The file is kept for that long, and each attachment stands where ``places`` says, by its key.

    Raises ``FactMissing`` for an attachment that is not of this track or an item that takes none.
    """
    known = {attachment.pk: item.code if item else "" for item, attachment in contents(track).attachments}
    allowed = {code for code, _ in FILED} | {""}
    if not set(places) <= set(known) or not set(places.values()) <= allowed:
        raise FactMissing({"places": "材料有变化，请重新打开本页后再整理。"})
    file = file_of(track)
    file.retention = retention
    file.save()
    for key, code in places.items():
        if code != known[key]:
            FileItem.objects.update_or_create(track=track, attachment_id=key, defaults={"item": code})


EFFECTS = {"archive": close}
