"""Rosters and meetings as the tables of addresses and of query counts want them: one of each, and more."""

from datetime import datetime, timedelta

from governance.cases.models import Case
from governance.duties.meetings import reference as meeting_kinds
from governance.duties.models import (
    AgendaItem,
    Attendee,
    Decision,
    DecisionEntry,
    Meeting,
    MeetingKind,
    Minutes,
    Roster,
    RosterAbsence,
    RosterChange,
    RosterDay,
    RosterKind,
    RosterPerson,
)
from governance.duties.rosters import reference as roster_kinds
from governance.frame.days import office_day


def roster(cast, now: datetime) -> RosterDay:
    """韦曲街道办's reception of one day, with its leader."""
    roster_kinds.load_reference()
    kind = RosterKind.objects.get(code="reception")
    person = RosterPerson.objects.create(unit=cast.weiqu, kind=kind, name="何建军", title="书记")
    on = office_day(now)
    made = Roster.objects.create(
        kind=kind, unit=cast.weiqu, first=on, last=on + timedelta(days=60), place="一楼", phone="85290001", made_at=now
    )
    return RosterDay.objects.create(roster=made, day=on, person=person)


def meeting(cast, now: datetime) -> Meeting:
    """A meeting of 韦曲街道办 that the housing department takes part in, an hour ago and not yet written down."""
    meeting_kinds.load_reference()
    made = Meeting.objects.create(
        kind=MeetingKind.objects.get(code="discussion"),
        unit=cast.weiqu,
        title="议事例会",
        starts_at=now - timedelta(hours=1),
        place="二楼",
        chair="何建军",
        planned_at=now,
    )
    made.units.add(cast.housing)
    return made


def decision(cast, of: Meeting, now: datetime) -> Decision:
    """What the housing department has to do, with the first entry of its history."""
    on = office_day(now)
    made = Decision.objects.create(meeting=of, text="修复泵房", unit=cast.housing, due_on=on)
    told = {"kind": "made", "text": "议定", "due_on": on, "by": cast.clerk, "by_name": "周晓兰", "at": now}
    DecisionEntry.objects.create(decision=made, version=1, **told)
    return made


def world(cast, now: datetime) -> dict:
    """What the addresses of rosters and meetings name."""
    day, met = roster(cast, now), meeting(cast, now)
    return {
        "roster": day.roster_id,
        "roster_day": day.pk,
        "pool_unit": cast.weiqu.pk,
        "roster_code": "reception",
        "meeting_code": "discussion",
        "meeting": met.pk,
        "decision": decision(cast, met, now).pk,
    }


class Gatherings:
    """Rosters and meetings of which there can be more."""

    def __init__(self, cast, now: datetime):
        self.cast, self.now, self.on = cast, now, office_day(now)
        self.day = roster(cast, now)
        self.meeting = meeting(cast, now)
        self.decision = decision(cast, self.meeting, now)

    @property
    def world(self) -> dict:
        """What the addresses name."""
        return {
            "roster": self.day.roster_id,
            "roster_day": self.day.pk,
            "pool_unit": self.cast.weiqu.pk,
            "roster_code": "reception",
            "meeting_code": "discussion",
            "meeting": self.meeting.pk,
            "decision": self.decision.pk,
        }

    def grow(self, n: int) -> None:
        """One more of everything that a page of rosters or meetings can show."""
        self._roster(n)
        self._meeting(n)

    def _roster(self, n: int) -> None:
        first = self.day.roster
        person = RosterPerson.objects.create(unit=first.unit, kind=first.kind, name=f"领导{n}")
        day = RosterDay.objects.create(roster=first, day=self.on, person=person)
        RosterDay.objects.create(roster=first, day=self.on + timedelta(days=n + 1), person=person)
        RosterAbsence.objects.create(person=person, first=self.on, last=self.on + timedelta(days=n), reason="病假")
        told = {"was": self.day.person, "now": person, "reason": "开会", "by": self.cast.clerk, "at": self.now}
        for each in (day, self.day):
            RosterChange.objects.create(day=each, kind="replace", **told)
        after = first.last + timedelta(days=n + 1)
        Roster.objects.create(
            kind=first.kind, unit=first.unit, first=after, last=after, place="一楼", phone="1", made_at=self.now
        )

    def _meeting(self, n: int) -> None:
        more, now = meeting(self.cast, self.now), self.now
        made = decision(self.cast, self.meeting, now)
        told = {"due_on": self.on, "by": self.cast.clerk, "by_name": "周晓兰", "at": now, "text": "配件未到"}
        DecisionEntry.objects.create(decision=self.decision, version=n + 2, kind="redated", **told)
        case = Case.objects.filter(kind="petition", confidentiality="normal", on_agendas=None).earliest("pk")
        items = ({"case": case, "key": f"case:{case.pk}"}, {"decision": made, "key": f"decision:{made.pk}"})
        for place, what in enumerate(items):
            AgendaItem.objects.create(meeting=self.meeting, position=2 * n + place, source="late", **what)
        Attendee.objects.create(meeting=self.meeting, position=n, name=f"参会{n}")
        more.units.add(self.cast.water)
        Minutes.objects.create(
            meeting=self.meeting,
            version=n + 1,
            recorder="周晓兰",
            reason="补记" if n else "",
            by=self.cast.clerk,
            by_name="周晓兰",
            at=now,
            is_current=n == 0,
        )
