"""What a leader's case shows of itself, and what every case shows of the leader who has it in charge."""

from collections import defaultdict

from django.db.models import Q, QuerySet

from governance.cases.knowing.queryset import KnownOnce
from governance.cases.lists.rows import state_html
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.cases.registry import Section, workflow_of

from ..models import LeaderCase
from ..vocabulary import LEADER_DUTIES


def led_sections(led, user, now) -> list[Section]:
    """The matter itself as far as the reader may know of it, and what was done for each duty."""
    matter = Case.objects.visible_to(user).filter(pk=led.subject_id).first()
    done = defaultdict(list)
    for row in led.measures.select_related("by"):
        done[row.duty].append(row)
    duties = [{"label": label, "measures": done[code]} for code, label in LEADER_DUTIES]
    subject = None
    if matter is not None:
        state = state_html(matter, workflow_of(matter))
        subject = {"url": case_url(matter), "number": matter.number, "title": matter.title, "state": state}
    return [Section("supervision/leading/_duties.html", {"duties": duties, "subject": subject})]


def _held(known: Q, subject: int) -> QuerySet[LeaderCase]:
    rows = LeaderCase.objects.filter(known, subject=subject)
    return rows.select_related("leader__user", "passed_from__user").order_by("-opened_at", "-pk")


HELD = KnownOnce(_held, subject=-1)


def leader_of(row, user, now) -> list[Section]:
    """Which leaders have or had the case, newest first; on its own page a leader's case says that itself."""
    led = [
        {
            "url": case_url(held),
            "number": held.number,
            "leader": str(held.leader),
            "before": f"{held.passed_from}，{held.passed_on} 移交主要领导" if held.passed_from_id else "",
            "state": state_html(held, workflow_of(held)),
            "date": str(held.promised_on),
        }
        for held in HELD.known_to(user, subject=row.pk)
    ]
    return [Section("supervision/leading/_leader.html", {"led": led})] if led else []
