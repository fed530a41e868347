"""What a message is about. Apps above add their own kinds from ``AppConfig.ready``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of message; only an urgent one is mailed during the quiet hours."""

    code: str
    label: str
    urgent: bool = False


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Messages of these kinds can be posted; a code may be taken once."""
    for kind in kinds:
        if _kinds.setdefault(kind.code, kind) != kind:
            raise ValueError(f"Two kinds of message are called {kind.code}.")


def kind_of(code: str) -> Kind:
    """The registered kind; an unknown code is a mistake of the caller and raises ValueError."""
    if code not in _kinds:
        raise ValueError(f"No kind of message is called {code!r}; known: {', '.join(_kinds)}.")
    return _kinds[code]


def label_of(code: str) -> str:
    """The word on screen; rows of a kind that no longer exists still have one."""
    return _kinds[code].label if code in _kinds else "其他"


def all_kinds() -> list[Kind]:
    """In the order of registration, which is the order on screen."""
    return list(_kinds.values())


register(
    Kind("assigned", "新到事项"),
    Kind("case", "办理进展"),
    Kind("approval", "待我审批"),
    Kind("deadline", "时限提醒"),
    Kind("overdue", "超期警示"),
    Kind("supervision", "督办"),
    Kind("emergency", "紧急情况", urgent=True),
    Kind("job", "导入导出"),
    Kind("account", "账号与岗位"),
    Kind("system", "系统通知"),
)
