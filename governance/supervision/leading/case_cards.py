"""What a leader's case shows of itself, and what every case shows of the leader who has it in charge."""

from collections import defaultdict

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


def leader_of(row, user, now) -> list[Section]:
    """Which leaders have or had the case, newest first; on its own page a leader's case says that itself."""
    rows = LeaderCase.objects.visible_to(user).filter(subject_id=row.pk)
    rows = rows.select_related("leader__user", "passed_from__user").order_by("-opened_at", "-pk")
    led = [
        {
            "url": case_url(held),
            "number": held.number,
            "leader": str(held.leader),
            "before": f"{held.passed_from}，{held.passed_on} 移交主要领导" if held.passed_from_id else "",
            "state": state_html(held, workflow_of(held)),
            "date": str(held.promised_on),
        }
        for held in rows
    ]
    return [Section("supervision/leading/_leader.html", {"led": led})] if led else []
