"""What the steps of a decision to be assessed ask of it. Plain Python."""

from .vocabulary import CRITERIA, FEWEST_PLANS, FEWEST_SIDES, REVIEWERS


def left_to_project(gate: str):
    """Whether the county lets a project do without the gate if reasons are given."""
    return lambda case: gate in case.left_to_project


def is_controllable(case) -> bool:
    """条例第二十四条: what cannot be controlled is changed first."""
    return case.controllability != "fails"


def meets_the_criteria(case) -> bool:
    """What is unlawful, unreasonable or not feasible by its own assessment is changed first as well."""
    return "fails" not in (case.legality, case.reasonableness, case.feasibility)


def why_not_so_low(case, told: dict) -> dict[str, str]:
    """Why the level does not go with what was found of the criteria; empty if it does."""
    failed = [label for name, label in CRITERIA if told[name] == "fails"]
    if told["level"] != "low" or not failed:
        return {}
    return {"level": f"{'、'.join(failed)}不符合的，不能评为低风险。"}


def is_bearable(case) -> bool:
    """A project of high risk does not go ahead, unless the county says otherwise."""
    return case.level != "high" or "high" in case.left_to_project


def is_fulfilled(case) -> bool:
    """True when every condition has its proof."""
    return not any(condition.is_open for condition in case.conditions.all())


def is_announced(case) -> bool:
    """True if the public knows of the decision that stands, or why not (条例第三十二条)."""
    return case.last_taken("go_ahead", "announce") == "announce"


def is_judged_above(case) -> bool:
    """True if it waits for those above alone: to check or decide it, or to say that all of the decision is done."""
    done = case.status == "going" and is_announced(case) and is_fulfilled(case)
    return done or case.status in ("checking", "deciding")


def is_unannounced(case) -> bool:
    """True until the public has been told of it."""
    return not is_announced(case)


def why_not_public(case, told: dict) -> dict[str, str]:
    """Where it was announced is said, or why the law keeps it from the public."""
    if told.get("places") or told.get("secret"):
        return {}
    return {"places": "请选择公布途径；依法不予公开的，写明依据。"}


def too_few_plans(case, plans) -> str:
    """Why the plans are not enough."""
    names = {plan["name"].strip() for plan in plans}
    return "" if len(names) >= FEWEST_PLANS else f"重大决策至少提出 {FEWEST_PLANS} 个不同的备选方案。"


def why_not_assessed(case, plan: str) -> str:
    """Nothing goes ahead but one of the plans that were assessed."""
    names = [each["name"].strip() for each in case.plans]
    return "" if plan.strip() in names else f"采用的方案应当是评估过的备选方案之一：{'；'.join(names)}。"


def why_on_another_day(case, day) -> str:
    """条例第十六条: who takes part was told of the day; on another one the hearing is called anew."""
    called = case.hearing_on
    other = called is not None and day != called
    return f"听证会通知的日期是 {called}；改期的，重新“组织听证”，材料重新送达。" if other else ""


def too_few_sides(case, sides) -> str:
    """条例第十六条: all sides concerned are represented."""
    names = {side["side"].strip() for side in sides}
    return "" if len(names) >= FEWEST_SIDES else "听证会应当有相关各方的代表，至少两方（《条例》第十六条）。"


def why_miscounted(case, votes) -> str:
    """Why the numbers of a vote cannot be; empty where they can."""
    for place, row in enumerate(votes, start=1):
        if row["agreed"] + row["against"] > row["present"]:
            return f"第 {place} 行同意和不同意的合计多于参加的人（户）数，请核对。"
        if 2 * row["agreed"] <= row["present"] and not row.get("note"):
            return f"第 {place} 行同意的没有过半数：请在说明里写明原因和下一步怎样做。"
    return ""


def unreasoned(case, opinions) -> str:
    """What was not adopted is fed back with the reason."""
    bare = [str(place) for place, row in enumerate(opinions, start=1) if row["adopted"] != "yes" and not row["reason"]]
    return f"第 {'、'.join(bare)} 行没有全部采纳，请写明理由。" if bare else ""


def no_reviewer(case, unit) -> str:
    """条例第二十五条: the department in charge of reviewing legality does it."""
    return "" if unit.kind in REVIEWERS else "合法性审查由司法行政机关（司法所）进行（《条例》第二十五条）。"
