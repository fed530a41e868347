"""What the bound file of a case says beside its pieces: cover, registration, limits and history."""

from datetime import date, datetime
from functools import partial
from typing import Any

from governance.frame.days import office_day
from governance.frame.wording import in_figures

from .. import binding, registry
from ..files import storage
from ..views import case_parts, case_timeline
from .pieces import Piece, pieces_of

OPEN = "事项尚未办结，本件为在办材料汇总。"


def bound(case, user, now: datetime) -> binding.Volume:
    """The file of the case in the order of its kind, or of its history where the kind has none of its own."""
    kind, on = registry.kind_of(case), office_day(now)
    row = case_parts.whole(case)
    if kind.bind:
        return kind.bind(row, user, on=on)
    entries = [
        _sheet("登记表", _registered(row, user, now), tuple(text for _, text in kind.describe(row).texts if text)),
        *map(_entry, pieces_of(case, user)),
        _sheet("办理时限", _limits(case, now)),
        _sheet("办理经过", _history(case, user)),
    ]
    remarks = () if case.closed_at else (OPEN,)
    back = binding.BackCover(remarks, (("立卷人", ""), ("检查人", ""), ("立卷日期", in_figures(on))))
    return binding.Volume(f"卷宗 {case.number}.pdf", _cover(row, user, kind), entries, back)


def _cover(case, user, kind) -> binding.Cover:
    ended = in_figures(office_day(case.closed_at)) if case.closed_at else ""
    rows = (
        ("卷名", case.title),
        (kind.people_label, "、".join(person.name for person in case_parts.people_views(case, user))),
        ("收到日期", in_figures(office_day(case.opened_at))),
        ("办结日期", ended),
        ("办理结果", kind.workflow.statuses[case.status].label),
        ("承办人", case.handler.name if case.handler else ""),
        ("保管期限", ""),
        ("事项编号", case.number),
    )
    return binding.Cover(case.lead_unit.name, kind.file_title, case.number, rows)


def _sheet(title: str, rows: tuple[tuple[str, str], ...], paragraphs: tuple[str, ...] = ()) -> binding.ContentsEntry:
    return binding.ContentsEntry(title, (binding.DataSheet(title, rows, paragraphs),))


def _registered(case, user, now: datetime) -> tuple[tuple[str, str], ...]:
    people = [
        (each.part, "，".join(filter(None, (each.name, each.id_number, each.phone, each.address))))
        for each in case_parts.people_views(case, user)
    ]
    facts = case_parts.head(case, case, [], now, user)["facts"]
    return (("编号", case.number), ("标题", case.title), *((label, str(text)) for label, text in facts), *people)


def _limits(case, now: datetime) -> tuple[tuple[str, str], ...]:
    clocks, _ = case_parts.clocks_of(case)
    return tuple(
        (clock.name, "；".join(filter(None, (case_parts.clock_note(clock), clock.get_outcome_display()))))
        for clock in clocks
    )


def _history(case, user) -> tuple[tuple[str, str], ...]:
    entries = case_timeline.timeline(case, user, [], case_timeline.events_of(case, []))
    return tuple(
        (
            entry.at,
            "\n".join([entry.verb, entry.by, *(f"{label}：{words}" for label, words in entry.facts), entry.text]),
        )
        for entry in reversed(entries)
    )


def _entry(piece: Piece) -> binding.ContentsEntry:
    return paper_entry(piece, piece.on) if piece.is_paper else file_entry(piece.step, piece, piece.on)


def paper_entry(paper: Any, on: date) -> binding.ContentsEntry:
    """A paper that was issued on that day, under its number."""
    bound = binding.BoundPaper(partial(storage.copied, paper.path), paper.title, paper.sha256)
    return binding.ContentsEntry(paper.title, (bound,), f"{paper.number}\n{in_figures(on)}")


def file_entry(title: str, file: Any, on: date) -> binding.ContentsEntry:
    """A file that came in on that day, as what it is called."""
    copied = partial(storage.copied, file.path)
    bound = binding.StoredFile(copied, file.name, file.content_type, file.size, file.sha256)
    return binding.ContentsEntry(f"{title}：{file.name}", (bound,), in_figures(on))
