"""What must have happened before the days that the steps of a track write down."""

from governance.cases.workflow import FirstDay
from governance.frame.days import office_day

from .sittings import last_sitting


def _first_sitting(track):
    first = min(track.sessions.all(), key=lambda each: each.number, default=None)
    return office_day(first.held_at) if first is not None else None


ACCEPTED = FirstDay(lambda track: track.accepted_on, "受理日期")
SAT = FirstDay(_first_sitting, "第一次调解的日期")
SAT_LAST = FirstDay(lambda track: last_sitting(track) or track.accepted_on, "受理和最后一次调解的日期")
AGREED = FirstDay(lambda track: track.agreement.signed_on, "达成协议的日期")
IN_EFFECT = FirstDay(lambda track: track.agreement.effective_on, "协议生效日期")
ENDED = FirstDay(lambda track: track.ended_on, "调解结束日期")
APPLIED = FirstDay(lambda track: track.agreement.confirmation.applied_on, "申请日期")
CONFIRMED = FirstDay(lambda track: track.agreement.confirmation.decided_on, "人民法院确认的日期")
FILED = FirstDay(
    lambda track: track.agreement.confirmation.accepted_on or track.agreement.confirmation.applied_on, "申请、立案日期"
)
