"""The list of grid events and its ledger (网格事件台账)."""

from governance.cases.lists.ledger import Ledger, Own
from governance.cases.lists.listing import Listing

EVENTS = Listing(
    ("grid_event",), empty_text="网格员上报的、窗口受理的和上级交办的事件列在这里；放宽筛选条件后查看全部。"
)
LEDGER = Ledger(
    "grid_event",
    EVENTS,
    (
        Own("类型", 10, "event_type"),
        Own("来源", 10, "source"),
        Own("办理等级", 9, "grade"),
        Own("所在网格", 18, "grid__area__name"),
        Own("反映人评价", 10, "rating"),
    ),
)
