"""What is counted of homicides (命案), of which the police keep a register: cases, and never who was in them."""

from functools import partial
from typing import Any

from governance.registers.access import sight

from .listing import ENTRIES
from .measures import Measure, PerPeople, Rate
from .registers import told_by

SUBJECT = "命案"
REGISTER, HAPPENED, SOLVED = "homicides", "f2", "f3"


def _homicides(name: str, label: str, rule: str, **holds) -> Measure:
    rows = partial(told_by, REGISTER, HAPPENED, **holds)
    told: dict[str, Any] = {"unit": "unit", "path": None, "seen": sight, "counts": "起", "listing": ENTRIES}
    return Measure(f"homicide.{name}", SUBJECT, label, rule, rows, "counted_on", **told)


MEASURES = (
    _homicides("happened", "发案", "发案日期在期间内的，命案台账中注销的不计"),
    _homicides("solved", "其中侦破", "期间内发案、已经侦破的", facts__has_key=SOLVED),
)
RATES = (Rate("homicide.solved_rate", SUBJECT, "侦破率", "其中侦破 ÷ 发案", "homicide.solved", ("homicide.happened",)),)
PER_PEOPLE = (
    PerPeople(
        "homicide.per_100000",
        SUBJECT,
        "十万人发案率",
        "发案 ÷ 常住人口 × 10 万，常住人口按区划数据中当年或者以前最近一年的；试点要求全年不高于 0.65",
        "homicide.happened",
        100_000,
    ),
)
