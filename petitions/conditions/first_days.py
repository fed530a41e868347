"""What must have happened before the days that the steps of a petition write down."""

from governance.cases.workflow import FirstDay
from governance.frame.days import office_day

TOLD_ON = FirstDay(lambda petition: petition.served_on or office_day(petition.opened_at), "答复、告知信访人的日期")
ACCEPTED = FirstDay(lambda petition: petition.accepted_on, "受理日期")
ANSWERED = FirstDay(lambda row: row.answered_on, "作出答复、意见的日期")
SERVED = FirstDay(lambda petition: petition.served_on, "送达日期")
