"""What the county office lays down of a kind of meeting or of roster; what was planned of one that is no longer used
stays as it is.
"""

from django.db.models import Q

from governance.cases.fields.definitions import Sort, as_typed

from .. import windows
from ..models import DutyPlan, MeetingKind, RosterKind


def plans() -> list[tuple[str, str]]:
    """The duty plans that a meeting can answer, by code."""
    answered = Q(kind__in=(DutyPlan.Kind.MEETING, DutyPlan.Kind.STUDY))
    # A day on which several receive together is a meeting; those of every workday are handed in with their visitors.
    answered |= Q(kind=DutyPlan.Kind.RECEPTION) & ~Q(cadence=windows.DAILY)
    running = DutyPlan.objects.filter(answered, effective_to=None).order_by("code")
    return [(plan.code, f"{plan.name}（{plan.get_cadence_display()}）") for plan in running]


_lay_down = as_typed("已经有同名的种类。")
MEETINGS = Sort(MeetingKind, "会议种类", "这种会议", _lay_down)
ROSTERS = Sort(RosterKind, "排班种类", "这种排班", _lay_down)
