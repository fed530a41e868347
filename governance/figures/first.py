"""What is counted of first handling (首办): how much the first competent unit kept of what came in first."""

from dataclasses import replace
from typing import Any

from governance.cases.law.rewards import NO_COUNT
from governance.supervision.first_handling import (
    FIGURES,
    RATE,
    answered_for,
    answering_units,
    came_first,
    counted_kinds,
)

from .measures import Measure, Rate, sum_of

SUBJECT = "首办"
RULES = {
    "received": "期间内初次收到的，重复反映和并案的不计，算在首办单位：依法转送的，首办单位是有权处理的单位",
    "kept": "首办单位没有转给别的单位的",
    "passed": "首办单位又转给别的单位的",
    "settled": "首办单位自己办结的",
}


# What was settled the database does not tally: it is no part of the rate.
TALLIED = ("kept", "passed")


def _first(name: str) -> Measure:
    label, holds = FIGURES[name]

    def rows():
        return came_first().filter(holds)

    told: dict[str, Any] = {"unit": "answering", "told_of": answered_for, "told_units": answering_units}
    if name == "settled":
        told["unscored"] = NO_COUNT
    if name in TALLIED:
        told |= {"facts": (f"first {name}",), "less": (f"first {name} again",), "facts_of": counted_kinds}
    return Measure(f"first.{name}", SUBJECT, label, RULES[name], rows, "opened_at", **told)


KEPT, PASSED = _first("kept"), _first("passed")
RECEIVED = sum_of("first.received", FIGURES["received"][0], RULES["received"], KEPT, PASSED)
MEASURES = (replace(RECEIVED, unscored=NO_COUNT), KEPT, PASSED, _first("settled"))
RATES = (Rate("first.rate", SUBJECT, RATE, "首办单位自办 ÷ 初次收到", "first.kept", ("first.received",)),)
