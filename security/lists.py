"""The lists of hazards and key areas, and their ledgers."""

from governance.cases.lists.ledger import Ledger, Own
from governance.cases.lists.listing import Listing

HAZARDS = Listing(("hazard",), empty_text="检查、排查发现的隐患列在这里；放宽筛选条件后查看全部。")
HAZARD_LEDGER = Ledger(
    "hazard",
    HAZARDS,
    (
        Own("隐患类型", 10, "hazard_kind"),
        Own("场所类型", 14, "place_kind"),
        Own("隐患等级", 10, "grade"),
        Own("来源", 10, "source"),
        Own("整改责任人", 12, "responsible"),
        Own("挂牌日期", 12, "listed_on"),
        Own("解除挂牌日期", 12, "delisted_on"),
    ),
)
KEY_AREAS = Listing(("key_area",), empty_text="挂牌整治的重点地区和突出问题列在这里；放宽筛选条件后查看全部。")
KEY_AREA_LEDGER = Ledger(
    "key_area",
    KEY_AREAS,
    (Own("类别", 14, "subject"), Own("主要问题", 12, "problem"), Own("成效", 8, "effect")),
)
