"""Publications, their history and who has read them, as the pages show them."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.cases.access.veil import telltales, veiled
from governance.frame.database.history import changed
from governance.frame.days import due_words, minute_text
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.lights import due_html
from governance.organisation.pickers import area_path

from ..models import Publication

NEAR = 7


def columns(today: date) -> list[ListColumn]:
    """What the list of a kind shows."""
    return [
        ListColumn("标题", _link, "cell-title"),
        ListColumn("编号", lambda row: row.number, label="编号"),
        ListColumn("状态", lambda row: row.state_words, label="状态"),
        ListColumn("起草单位", lambda row: row.unit.short_name, label="起草单位"),
        ListColumn("涉及地方", lambda row: area_path(row.area), label="涉及地方"),
        ListColumn("日期", lambda row: day_of(row, today), "nowrap", "日期"),
    ]


def _link(row: Publication) -> SafeString:
    return format_html(
        '<a class="row-link" href="{}">{}</a>', reverse("publications:publication", args=[row.pk]), row.title
    )


def day_of(row: Publication, today: date) -> SafeString | str:
    """The day of the issue, or the light of the day for which it is planned."""
    if row.issued_on:
        return str(row.issued_on)
    if row.planned_on is None or row.state not in Publication.IN_HAND:
        return ""
    code, left = due_words(row.planned_on, today, near=NEAR)
    return due_html(code, row.planned_on, left)


def history_of(publication: Publication, user) -> list[dict]:
    """Who did what, the newest first, each change in words; what names a matter that is hidden from the person is left
    out."""
    entries = list(publication.history.select_related("by"))
    told = [words for entry in entries for words in (entry.note, *(said for _, *both in entry.facts for said in both))]
    hidden = telltales("\n".join(map(str, told)), user)
    return [
        entry.told()
        | {
            "verb": entry.get_verb_display().replace("发布", publication.kind.issue_word),
            "note": veiled(entry.note, hidden),
            "facts": [changed(*fact) for fact in entry.facts if veiled(f"{fact[1]} {fact[2]}", hidden)],
        }
        for entry in entries
    ]


def reading_of(publication: Publication) -> dict:
    """Which units have confirmed, by whom and when, and which have not."""
    receipts = list(publication.receipts.select_related("unit", "read_by"))
    read = [(each.unit.short_name, each.read_by, each.read_at) for each in receipts]
    return {
        "all": len(receipts),
        "read": [(unit, by.name, minute_text(at)) for unit, by, at in read if by and at],
        "waiting": [each.unit.short_name for each in receipts if not each.read_at],
    }
