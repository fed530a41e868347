"""What the police report every month of offences: how many of which, by place, and never who was in them."""

from functools import partial
from typing import Any

from django.db.models import BigIntegerField
from django.db.models.functions import Cast

from governance.registers.access import sight

from .listing import ENTRIES
from .measures import Measure, PerPeople
from .registers import told_by, told_in

SUBJECT = "刑事和治安案件"
REGISTER, UNTIL = "public_order_cases", "f1"
ROWS = partial(told_by, REGISTER, UNTIL)


def _offences(name: str, field: str, label: str, rule: str) -> Measure:
    told: dict[str, Any] = {"unit": "unit", "path": None, "seen": sight, "listing": ENTRIES, "unscored": NO_SCORE}
    adds = Cast(told_in(REGISTER, field), BigIntegerField())
    return Measure(f"offence.{name}", SUBJECT, label, rule, ROWS, "counted_on", adds=adds, **told)


NO_SCORE = "刑事和治安案件的件数由公安机关登记，只用于研判，不作为考核得分的依据。"
SUMMED = "公安机关按月登记，统计截止日期在期间内的相加；件数不用来评价单位"
MEASURES = (
    _offences("criminal", "f2", "刑事案件", SUMMED),
    _offences("public_order", "f3", "治安案件", SUMMED),
    _offences("theft", "f4", "其中盗窃", SUMMED),
    _offences("fraud", "f5", "其中电信网络诈骗", SUMMED),
)
PER_PEOPLE = (
    PerPeople(
        "offence.per_10000",
        SUBJECT,
        "万人发案率",
        "刑事案件 ÷ 常住人口 × 1 万，常住人口按区划数据中当年或者以前最近一年的",
        "offence.criminal",
        10_000,
    ),
)
