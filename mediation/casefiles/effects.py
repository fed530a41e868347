"""The act of filing the file (卷宗) of a track, its number, and where its materials stand."""

from governance.cases import access
from governance.cases.numbers import next_in
from governance.cases.workflow import HOLDER
from governance.frame.refusals import FactMissing

from ..models import CaseFile, FileItem
from ..vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE, RECONCILIATION
from .checklist import FILED
from .contents import contents

MARKS = {PEOPLE: "人调", ADMINISTRATIVE: "行调", POLICE: "治调", JUDICIAL: "司调", RECONCILIATION: "检和"}


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
    """The complete file has its number in the committee's range of the year."""
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
