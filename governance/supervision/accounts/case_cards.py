"""The list of an account meeting on its page, by the unit that answers; what was struck off stays on it."""

from collections import Counter

from django.urls import reverse
from django.utils.safestring import SafeString

from governance.cases.registry import Section
from governance.frame.pages.lights import state_label

from ..models import AccountItem
from .actions import label_of
from .texts import result_of

Outcome = AccountItem.Outcome


def account_sections(meeting, user, now) -> list[Section]:
    """Every promise of the month with how it stands, and the sum."""
    items = list(meeting.items.select_related("unit", "by"))
    counts = Counter(item.outcome for item in items)
    groups: dict[str, list[dict]] = {}
    for item in items:
        groups.setdefault(item.unit.short_name, []).append(line(item, meeting.number))
    said = "，".join(f"{label} {counts[code]} 项" for code, label in Outcome.choices)
    context = {
        "groups": [{"unit": unit, "lines": lines} for unit, lines in groups.items()],
        "sum": f"共 {len(items)} 项：{said}" if items else "",
    }
    return [Section("supervision/accounts/_items.html", context)]


def line(item: AccountItem, number: str) -> dict:
    """One promise in words."""
    return {
        "url": reverse("supervision:account_item", args=[number, item.pk]),
        "title": item.title,
        "source": label_of(item.provider),
        "owner": item.owner,
        "promised": str(item.promised_on),
        "state": state_of(item),
        "result": "" if item.outcome == Outcome.OPEN else result_of(item),
    }


def state_of(item: AccountItem) -> SafeString:
    """How the item stands, as a mark with its word."""
    return state_label(item.outcome, item.get_outcome_display())
