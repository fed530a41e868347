"""What a message is about. Apps above bring their own kinds."""

from dataclasses import dataclass

from governance.frame.registry import Registry


@dataclass(frozen=True)
class MessageKind:
    """One kind of message; only an urgent one is mailed during the quiet hours."""

    code: str
    label: str
    urgent: bool = False


KINDS: Registry[MessageKind] = Registry("kinds of message", field="messages")


def label_of(code: str) -> str:
    """The word on screen; rows of a kind that no longer exists still have one."""
    return KINDS[code].label if code in KINDS else "其他"


OWN_KINDS = (
    MessageKind("assigned", "新到事项"),
    MessageKind("case", "办理进展"),
    MessageKind("approval", "待我审批"),
    MessageKind("deadline", "时限提醒"),
    MessageKind("overdue", "超期警示"),
    MessageKind("emergency", "紧急情况", urgent=True),
    MessageKind("job", "导入导出"),
    MessageKind("account", "账号与岗位"),
    MessageKind("system", "系统通知"),
)
