"""The steps that every kind of case has, in the words and under the law of petitions. Plain Python."""

from dataclasses import replace

from governance.cases import common_steps as common

ASSIGN = replace(
    common.ASSIGN,
    help="承办人与信访事项或者信访人有直接利害关系的，应当回避。",
    article="《信访工作条例》第二十八条",
)
URGE = replace(common.URGE, article="《信访工作条例》第四十条")
AMEND = replace(
    common.AMEND,
    facts=tuple(replace(fact, label="诉求概况") if fact.name == "summary" else fact for fact in common.AMEND.facts),
)
_OWN = {step.name: step for step in (ASSIGN, URGE, AMEND)}
SHARED_STEPS = tuple(_OWN.get(step.name, step) for step in common.COMMON_STEPS)
