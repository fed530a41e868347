"""What is reported upward because it is urgent, and what goes to the police."""

# What endangers people needs no words first (art. 47 para 2).
DANGEROUS = {"dangerous", "violence"}


def why_too_early(petition, reported_at) -> str:
    """Why nothing was reported then; empty if the matter had come in (art. 25)."""
    return "报告时间不能早于收到信访事项的时间。" if reported_at < petition.opened_at else ""


def is_urgent(petition) -> bool:
    """True for what is major and urgent and may have consequences in society (art. 25)."""
    return petition.is_urgent


def is_reported_upward(petition) -> bool:
    """True for what is urgent and came to a petition department, which reports it to the next one too (art. 25)."""
    return petition.is_urgent and petition.petition_office is not None


def why_not_reported(petition, reported_to: list[str]) -> str:
    """Which report is missing of what is urgent; empty where none is (art. 25)."""
    if not {"government", "department", "conference"} <= set(reported_to):
        return "应当报告本级党委和政府，通报相关主管部门和本级信访工作联席会议办公室（第二十五条第一款）。"
    return why_not_upward(petition, reported_to) if petition.lead_unit.kind == "petition_office" else ""


def why_no_proposal(petition, told: dict) -> dict[str, str]:
    """What a petition department has to propose to the government that decides; empty where it does (art. 22)."""
    if petition.lead_unit.kind != "petition_office" or told.get("proposal"):
        return {}
    return {"proposal": "信访部门应当及时提出建议，报请本级党委和政府决定（第二十二条第一项）。"}


def why_not_upward(petition, reported_to: list[str]) -> str:
    """Which report is missing of those that a petition department owes; empty where none is (art. 25 para 2)."""
    if {"petition_office", "national"} <= set(reported_to):
        return ""
    return "信访部门应当同时报告上一级信访部门和国家信访局（第二十五条第二款）。"


def why_no_police(petition, told: dict) -> dict[str, str]:
    """Why nothing was to be reported to the police yet, by the fact: words come first (art. 47)."""
    done, seen = set(told["done"]), set(told["misconduct"])
    if "police" not in done or done - {"police"} or seen & DANGEROUS:
        return {}
    return {"done": "应当先劝阻、批评或者教育（第四十七条第一款）；构成违反治安管理行为的，再报公安机关依法处理。"}
