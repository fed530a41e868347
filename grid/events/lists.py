"""The list of grid events and its ledger (网格事件台账)."""

from governance.cases.lists.ledger import Ledger, Own, columns
from governance.cases.lists.listing import Listing

EVENTS = Listing(
    ("grid_event",), empty_text="网格员上报的、窗口受理的和上级交办的事件列在这里；放宽筛选条件后查看全部。"
)
PLACED = Own("grid__area__name", 18, "所在网格")
COLUMNS = (*columns(event_type=10, source=10, grade=9, risk=9), PLACED, *columns(rating=10))
LEDGER = Ledger("grid_event", EVENTS, COLUMNS)
