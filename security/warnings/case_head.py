"""What only a warning can say of itself, and who has not confirmed it."""

from django.urls import reverse

from governance.cases.registry import Described, Section
from governance.frame.days import minute_text, office_day

from ..models import Warning
from .rows import counts, receipts, without
from .sending import unreached
from .vocabulary import WHOM

MOST = 20


def describe(warning: Warning) -> Described:
    """Kind and level, from when until when, for whom, and what is to be done."""
    facts = [
        ("开始时间", minute_text(warning.begins_at)),
        ("结束时间", minute_text(warning.ends_at)),
        ("发送范围", "、".join(label for code, label in WHOM if code in warning.whom)),
    ]
    if warning.issued_at:
        facts.append(("发布时间", minute_text(warning.issued_at)))
    tags = [warning.get_warning_kind_display(), warning.get_level_display()]
    return Described(tags, facts, [("预警内容", warning.summary), ("应对措施", warning.advice)])


def sections(warning: Warning, user, now) -> list[Section]:
    """Who has not confirmed, first of all."""
    found = counts(warning, now)
    if not found["all"]:
        return []
    context = {
        "rows": receipts(warning, "open" if found["open"] else "all", now)[:MOST],
        "open": found["open"],
        "late": found["late"],
        "all": found["all"],
        "url": reverse("security:warnings:receipts", args=[warning.number]),
    }
    if warning.status == "in_force":
        context["unreached"] = without(unreached(warning, office_day(now)))
    return [Section("security/warnings/_receipts.html", context)]
