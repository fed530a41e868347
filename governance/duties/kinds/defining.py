"""What the county office lays down of a kind of meeting or of roster; what was planned of one that is no longer used
stays as it is.
"""

from django.db.models import Q

from governance.cases.fields.definitions import Sort, as_typed

from ..models import DutyPlan, MeetingKind, RosterKind


def plans() -> list[tuple[str, str]]:
    """The duty plans that a meeting can answer, by code."""
    answered = Q(kind__in=(DutyPlan.Kind.MEETING, DutyPlan.Kind.STUDY), effective_to=None)
    running = DutyPlan.objects.filter(answered).order_by("code")
    return [(plan.code, f"{plan.name}（{plan.get_cadence_display()}）") for plan in running]


_lay_down = as_typed("已经有同名的种类。")
MEETINGS = Sort(MeetingKind, "会议种类", "这种会议", _lay_down)
ROSTERS = Sort(RosterKind, "排班种类", "这种排班", _lay_down)
