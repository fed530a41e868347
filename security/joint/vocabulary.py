"""The words of a joint task (联动任务) and the questions its steps ask of it. Plain Python."""

from governance.cases.workflow import FirstDay
from governance.frame.days import office_day
from governance.frame.rows import choices_of

CHOICES = choices_of("security")

BASIS = "《长安区“142”工程实施方案》三（一）4联勤联动"
FORMS = (("joint", "联动任务"), ("experts", "组团式服务"), ("coordination", "提请协调"))
JOINTS = CHOICES["joint.joints"]
DECIDE, RESULT, CLOSE = ("joint.decide",), ("joint.result",), ("joint.close",)
DUTIES = (*DECIDE, *RESULT, *CLOSE, "joint.receive", "joint.arrive")


def _decided_on(task):
    decided = task.events.filter(step="decide").order_by("-seq").values_list("at", flat=True).first()
    return office_day(decided) if decided else None


# Nobody works on a joint task before it is one.
DECIDED = FirstDay(_decided_on, "决定联动的日期")


def every_order_answered(task) -> bool:
    """No order waits for its result."""
    return not any(order.is_open for order in task.orders.all())


def somebody_takes_part(task) -> bool:
    """The lead unit has named who takes part."""
    return task.last_taken("members") != ""


def nobody_takes_part(task) -> bool:
    """The lead unit has yet to name who takes part, which comes before all the rest."""
    return not somebody_takes_part(task)
