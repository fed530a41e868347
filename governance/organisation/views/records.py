"""The security record on screen, for the audit administrator."""

from datetime import timedelta

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.frame.days import office_moment, office_time
from governance.frame.pages.paging import Order, page_of
from governance.organisation.forms.records import RecordFilter
from governance.organisation.models import AccessRecord
from governance.organisation.pickers import person_words
from governance.organisation.records import as_shown

from .access import auditors_only


@auditors_only
@require_safe
def record_list(request):
    """The record, newest first, fifty a page; a wrong filter shows nothing but its sentence."""
    form = RecordFilter(request.GET)
    found = _filtered(form.cleaned_data) if form.is_valid() else AccessRecord.objects.none()
    page = page_of(request, found, Order("at", newest_first=True), unit="条")
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page.rows),
        "is_filtered": bool(request.GET),
    }
    return render(request, "organisation/records/list.html", context)


def _filtered(asked: dict):
    found = AccessRecord.objects.all()
    if asked["verb"]:
        found = found.filter(verb=asked["verb"])
    if asked["person"]:
        person = asked["person"]
        # What they did, what was tried under their login name, and what was done to their account.
        found = found.filter(
            Q(actor=person) | Q(actor=None, subject=person.username) | Q(subject__startswith=person_words(person))
        )
    if asked["since"]:
        found = found.filter(at__gte=office_moment(asked["since"]))
    if asked["until"]:
        found = found.filter(at__lt=office_moment(asked["until"] + timedelta(days=1)))
    if asked["outcome"]:
        found = found.filter(succeeded=asked["outcome"] == "yes")
    return found


def rows_of(found: list[AccessRecord]) -> list[dict]:
    """The rows; of a matter that was hidden after one was written, its readers meet nothing but a mark."""
    texts = as_shown([row.subject for row in found] + [row.reason for row in found])
    shown = zip(found, texts[: len(found)], texts[len(found) :], strict=True)
    return [_row(row, subject, reason if subject == row.subject else "") for row, subject, reason in shown]


def _row(record: AccessRecord, subject: str, reason: str) -> dict:
    return {
        "at": office_time(record.at).strftime("%Y-%m-%d %H:%M:%S"),
        "who": record.actor_name,
        "post": record.actor_post,
        "verb": record.get_verb_display(),
        "subject": subject,
        "reason": reason,
        "outcome": "成功" if record.succeeded else "未成功",
        "ip": record.ip or "",
    }
