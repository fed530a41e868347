"""What the county office lays down of a kind of meeting or of roster; what was planned of one that is no longer used
stays as it is.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from governance.cases.fields.definitions import Sort
from governance.frame.refusals import FactMissing

from ..models import DutyPlan, MeetingKind, RosterKind


@dataclass
class MeetingKindInput:
    """A kind of meeting as it is typed: what its agenda is filled from, and the plan for which it is handed in."""

    name: str
    sources: list[str]
    basis: str
    plan_code: str = ""
    is_active: bool = True


@dataclass
class RosterKindInput:
    """A kind of roster as it is typed."""

    name: str
    sitter: str
    days: str
    a_day: int
    notice: str
    basis: str
    is_active: bool = True


def plans() -> list[tuple[str, str]]:
    """The duty plans that a meeting can answer, by code."""
    answered = Q(kind__in=(DutyPlan.Kind.MEETING, DutyPlan.Kind.STUDY), effective_to=None)
    running = DutyPlan.objects.filter(answered).order_by("code")
    return [(plan.code, f"{plan.name}（{plan.get_cadence_display()}）") for plan in running]


def _lay_down(kind: Any, wanted: MeetingKindInput | RosterKindInput) -> None:
    """It is so from now on; raises FactMissing for a name that another one has."""
    if type(kind).objects.exclude(pk=kind.pk).filter(name=wanted.name).exists():
        raise FactMissing({"name": "已经有同名的种类。"})
    for name, value in vars(wanted).items():
        setattr(kind, name, value)
    kind.version += 1
    kind.save()


MEETINGS = Sort(MeetingKind, "会议种类", "这种会议", _lay_down)
ROSTERS = Sort(RosterKind, "排班种类", "这种排班", _lay_down)
