"""What a message is about. Apps above bring their own kinds."""

from dataclasses import dataclass

from governance.frame.registry import Registry


@dataclass(frozen=True)
class Kind:
    """One kind of message; only an urgent one is mailed during the quiet hours."""

    code: str
    label: str
    urgent: bool = False


KINDS: Registry[Kind] = Registry("kinds of message", field="messages")


def label_of(code: str) -> str:
    """The word on screen; rows of a kind that no longer exists still have one."""
    return KINDS[code].label if code in KINDS else "其他"


OWN_KINDS = (
    Kind("assigned", "新到事项"),
    Kind("case", "办理进展"),
    Kind("approval", "待我审批"),
    Kind("deadline", "时限提醒"),
    Kind("overdue", "超期警示"),
    Kind("emergency", "紧急情况", urgent=True),
    Kind("job", "导入导出"),
    Kind("account", "账号与岗位"),
    Kind("system", "系统通知"),
)
