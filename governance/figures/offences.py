"""What the police report every month of offences: how many of which, by place, and never who was in them."""

from typing import Any

from django.db.models import BigIntegerField, DateField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from governance.registers.access import sight
from governance.registers.models import Entry

from .listing import ENTRIES
from .measures import Measure, PerPeople

SUBJECT = "刑事和治安案件"
# The delivered register and its field, which keep their names whatever the county calls them.
REGISTER, UNTIL = "public_order_cases", "f1"


def _rows():
    kept = Entry.objects.filter(register__code=REGISTER, register__is_active=True, ended_on=None)
    return kept.annotate(counted_on=Cast(KeyTextTransform(UNTIL, "facts"), DateField()))


def _offences(name: str, field: str, label: str, rule: str) -> Measure:
    told: dict[str, Any] = {"unit": "unit", "path": None, "seen": sight, "listing": ENTRIES, "unscored": NO_SCORE}
    adds = Cast(KeyTextTransform(field, "facts"), BigIntegerField())
    return Measure(f"offence.{name}", SUBJECT, label, rule, _rows, "counted_on", adds=adds, **told)


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
