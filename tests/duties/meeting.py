"""Meetings as the tests of them and of what they decide want them: planned, written down, with a decision."""

from datetime import date, timedelta

from governance.duties.meetings import actions as meetings
from governance.duties.meetings import decisions
from governance.duties.models import Decision, Meeting, MeetingKind
from tests.duties.making import moment

# Long after the cases below were opened: every date of theirs is over.
AT = moment("2026-11-18T09:00")
HELD = AT + timedelta(hours=3)


def told(cast, kind: MeetingKind, **fields) -> meetings.MeetingInput:
    values = {
        "unit": cast.weiqu,
        "title": kind.name,
        "starts_at": AT + timedelta(hours=1),
        "place": "二楼会议室",
        "chair": "何建军",
        "units": [cast.housing],
        "attendees": [("何建军", "党工委书记"), ("王海涛", "区住建局局长")],
    }
    return meetings.MeetingInput(kind=kind, **values | fields)


def planned(cast, kind: MeetingKind, **fields) -> Meeting:
    return meetings.plan(told(cast, kind, **fields), actor=cast.clerk, at=AT)


def heard(**fields) -> meetings.MinutesInput:
    rows = [
        {"name": "何建军", "post": "党工委书记", "came": True, "note": ""},
        {"name": "王海涛", "post": "", "came": False, "note": "出差"},
    ]
    return meetings.MinutesInput(**{"recorder": "周晓兰", "text": "逐项研究。", "attendance": rows, **fields})


def held(cast, kind: MeetingKind, **fields) -> Meeting:
    meeting = planned(cast, kind, **fields)
    meetings.record(meeting, heard(), meeting.version, actor=cast.clerk, at=HELD)
    meeting.refresh_from_db()
    return meeting


def decided(cast, meeting: Meeting, **fields) -> Decision:
    values = {"unit": cast.housing, "due_on": date(2026, 11, 30), "person": "李文斌"}
    return decisions.decide(meeting, "责成物业修复泵房", actor=cast.clerk, at=HELD, **values | fields)
