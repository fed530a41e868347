"""The words of a joint task (联动任务) and the questions its steps ask of it. Plain Python."""

BASIS = "《长安区“142”工程实施方案》三（一）4联勤联动"
FORMS = (("joint", "联动任务"), ("experts", "组团式服务"), ("coordination", "提请协调"))
JOINTS = (
    ("mediation", "矛盾纠纷联调"),
    ("guarding", "社会治安联防"),
    ("emergency", "突发事件联勤"),
    ("treatment", "突出问题联治"),
    ("support", "特殊人群联管"),
    ("creation", "平安建设联创"),
)
DECIDE, RESULT, CLOSE = ("joint.decide",), ("joint.result",), ("joint.close",)
DUTIES = (*DECIDE, *RESULT, *CLOSE, "order.receive", "order.arrive")


def every_order_answered(task) -> bool:
    """No order waits for its result."""
    return not any(order.is_open for order in task.orders.all())


def somebody_takes_part(task) -> bool:
    """The lead unit has named who takes part."""
    return bool(task.members.all())
