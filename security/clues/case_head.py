"""What only a clue can say of itself, to those who may know of it."""

from governance.cases.registry import Described

from ..models import Clue


def describe(clue: Clue) -> Described:
    """Kind and source, whom it is about, what came of it."""
    facts = [("来源", clue.get_source_display())]
    if clue.accused_unit:
        facts.append(("线索涉及的单位", clue.accused_unit.name))
    if clue.accused_names:
        facts.append(("线索涉及的人员", clue.accused_names))
    if clue.result:
        facts.append(("核查结果", clue.get_result_display()))
    return Described([clue.get_clue_kind_display()], facts, [("线索内容", clue.summary)])
