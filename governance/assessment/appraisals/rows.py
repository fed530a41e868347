"""Subjects, marks and history as the pages show them."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.frame.days import due_words
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.lights import due_html
from governance.organisation.pickers import area_path

from ..models import Appraisal
from .results import STANDS, SubjectResult

# A result is warned of a month before it ends, a unit's own marks a week before they are due.
NEAR_END, NEAR_DUE = 30, 7


def columns(today: date) -> list[ListColumn]:
    """What the list of the subjects of a standard shows."""
    return [
        ListColumn("评定对象", _link, "cell-title"),
        ListColumn("所在地", lambda row: area_path(row.subject.area), label="所在地"),
        ListColumn("自评单位", lambda row: row.subject.unit.short_name, label="自评单位"),
        ListColumn("情况", _stands, label="情况"),
        ListColumn("num:得分率", lambda row: f"{row.result.percent}%" if row.result else "—", "num", label="得分率"),
        ListColumn("等级", lambda row: row.result.grade if row.result else "", label="等级"),
        ListColumn("评定日期", lambda row: str(row.result.concluded_on) if row.result else "", "nowrap", "评定日期"),
        ListColumn("期限", lambda row: due_of(row, today), "nowrap", label="期限"),
    ]


def _link(row: SubjectResult) -> SafeString | str:
    shown = row.running or row.result
    return row.subject.name if shown is None else linked_name(shown)


def linked_name(appraisal: Appraisal) -> SafeString:
    """What is appraised, with the way to its page."""
    return format_html('<a class="row-link" href="{}">{}</a>', _url(appraisal), appraisal.name)


def _url(appraisal: Appraisal) -> str:
    return reverse("assessment:appraisal", args=[appraisal.pk])


def _stands(row: SubjectResult) -> SafeString | str:
    said = STANDS[row.stands]
    if row.running is None or row.stands == "running":
        return row.running.get_state_display() if row.running else said
    return format_html('{} <a class="small" href="{}">{}</a>', said, _url(row.running), "重新评定中")


def due_of(row: SubjectResult, today: date) -> SafeString | str:
    """Until when the unit has to mark itself, or the result holds."""
    if row.running is not None:
        return marks_due(row.running, today)
    return valid_until(row.result, today) if row.result else ""


def marks_due(appraisal: Appraisal, today: date) -> SafeString | str:
    """The light of what the unit has still to mark."""
    if appraisal.state != Appraisal.State.OPEN:
        return ""
    code, left = due_words(appraisal.due_on, today, near=NEAR_DUE)
    return due_html(code, appraisal.due_on, left)


def valid_until(appraisal: Appraisal, today: date) -> SafeString | str:
    """The light of a result that ends."""
    if appraisal.valid_until is None:
        return ""
    code, left = due_words(appraisal.valid_until, today, near=NEAR_END)
    return due_html(code, appraisal.valid_until, left)


def history_of(appraisal: Appraisal) -> list[dict]:
    """Who did what, the newest first, each changed mark in words."""
    return [entry.told(nothing="未评") for entry in appraisal.history.select_related("by")]
