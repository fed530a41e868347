"""What the steps of a review and a recheck ask of it. Plain Python."""


def why_not_refused(review, ground: str) -> str:
    """Why this ground of refusal does not stand against the record; empty if it does (art. 35, 36)."""
    if ground == "late" and not review.late_reason:
        return "请求是在规定期限内提出的，不得以超过期限为由不予受理（第三十五条、第三十六条）。"
    if ground == "not_above" and review.is_below:
        below = review.answering_unit.short_name
        return f"本单位是{below}的上一级机关、单位，不得以此不予受理（第三十五条、第三十六条）。"
    return ""


def stands_after_service(review) -> bool:
    """True if the opinion revokes nothing, so that a recheck of it can be asked for (art. 36)."""
    return review.decision != "revoke"


def why_not_above(review, organ: str) -> str:
    """No organ rechecks what it decided itself (art. 36); empty if another one is named."""
    named = "".join(organ.split())
    for unit in (review.lead_unit, review.answering_unit):
        if unit.name in named or named.startswith(unit.short_name):
            return f"复核机关是复查机关的上一级机关、单位，不能是{unit.short_name}（第三十六条）。"
    return ""


def why_at_odds(review, told: dict) -> dict[str, str]:
    """What of a decision does not go together, by its fact."""
    wrong = {}
    if told["decision"] != "revoke" and told["redo_days"]:
        wrong["redo_days"] = "只有撤销的才责令限期重新处理。"
    if told["decision"] != "change" and told["outcome"]:
        wrong["outcome"] = "只有变更的才填写变更后的结论。"
    return wrong
