"""What only a supervision paper can say of itself."""

from governance.cases.registry import Described


def describe(paper) -> Described:
    """The unit, the ground, who signed it and when, and the paper before it."""
    facts = [("责任单位", paper.target_unit.name), ("事由", paper.get_ground_display())]
    if paper.signed_on:
        facts.append(("签发", f"{paper.signed_by.name} {paper.signed_on}"))
    if paper.former_id:
        facts.append(("上一级文书", f"{paper.former.get_rung_display()} {paper.former.number}"))
    if paper.decision_number:
        facts.append(("委员会决定", f"{paper.decision_number} {paper.decided_on}"))
    texts = [("情况", paper.summary)]
    if paper.requirement:
        texts.append(("督办要求", paper.requirement))
    return Described(tags=[paper.get_rung_display()], facts=facts, texts=texts)
