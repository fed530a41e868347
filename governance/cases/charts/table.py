"""The steps of a workflow as a table in words, for the docs and for a lawyer who checks them. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..workflow import (
    CO,
    COUNTY,
    HANDLER,
    HOLDER,
    ORIGIN,
    OVERSEER,
    PARTNER,
    QUESTIONS,
    ROUTER,
    SENDER,
    SUPERIOR,
    VIEWER,
    ClockStart,
    Fact,
    Step,
    Workflow,
)

REACH = {
    HOLDER: "承办单位",
    SENDER: "转送单位",
    ORIGIN: "转送单位或者首办单位",
    ROUTER: "登记单位，转出后为转送单位",
    PARTNER: "承办或者协办单位",
    CO: "协办单位",
    HANDLER: "承办人本人",
    OVERSEER: "辖区内协调督促的单位",
    SUPERIOR: "辖区内协调督促的单位，承办单位及其下属单位的人员除外",
    COUNTY: "协调督促全县的单位",
    VIEWER: "可以查看的人员",
}
HEADINGS = ("步骤", "什么情形", "从", "到", "谁可以办", "须填写", "条件不符时的提示", "时限", "文书", "依据")


@dataclass(frozen=True)
class Words:
    """What the screen calls permissions, terms and papers, by code."""

    permissions: Mapping[str, str]
    terms: Mapping[str, str]
    amounts: Mapping[str, str]
    papers: Mapping[str, str]


def markdown(workflow: Workflow, words: Words) -> str:
    """The whole page: the drawing, what starts with the registration, and a row a step."""
    rows = [_cells(workflow, step, words) for step in workflow.steps]
    lines = [
        f"# {workflow.label}办理流程",
        "",
        "本页和流程图由 `manage.py draw_workflows` 根据流程表生成，改动请改流程表。",
        "",
        f"![{workflow.label}办理流程]({workflow.kind}.svg)",
        "",
        f"登记后为“{workflow.statuses[workflow.opening].label}”。"
        + "".join(f"登记时起算{_start(start, words)}。" for start in workflow.opening_clocks),
        "",
        *_watched(workflow, words),
        ASKED,
        "",
        _row(HEADINGS),
        _row(["---"] * len(HEADINGS)),
        *(_row(cells) for cells in rows),
    ]
    return "\n".join(lines) + "\n"


# Asked in every step in which something is written, so that no row says it.
ASKED = (
    "写到检举控告用语的（检举控告件里是写到能看到本件的人员姓名的），每一步都先问是不是检举控告，勾选以后才办理"
    "（《信访工作条例》第三十条）。"
)


def _watched(workflow: Workflow, words: Words) -> list[str]:
    """What runs in a status where no other term does, and what a case waits for where none has to."""
    said = [
        f"“{status.label}”{words.terms[status.clock]}（{words.amounts[status.clock]}"
        f"{'，各部分都已办结的' if status.whole else ''}）"
        for status in workflow.statuses.values()
        if status.clock
    ]
    waiting = [f"“{status.label}”{status.waits}。" for status in workflow.statuses.values() if status.waits]
    lines = [f"没有其他期限在计的，按状态计时：{'、'.join(said)}。"] if said else []
    lines += [f"可以没有期限的：{''.join(waiting)}"] if waiting else []
    return [line for each in lines for line in (each, "")]


def _row(cells) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _cells(workflow: Workflow, step: Step, words: Words) -> list[str]:
    labels = {code: status.label for code, status in workflow.statuses.items()}
    who = "系统自动"
    if step.permission:
        who = f"{REACH[step.reach]}，有“{words.permissions[step.permission]}”权限"
    if step.only_by:
        who += f"，限{step.only_by.words}"
    if step.approval:
        at = REACH[step.approver] if step.approver else ""
        where = step.approved_where.words if step.approved_where else ""
        some = f"（限{step.approved_by.words}）" if step.approved_by else ""
        who += f"；{where}经{at}有“{words.permissions[step.approval]}”权限的人{some}批准"
    if step.private:
        who += "；内容仅供本件的承办人员查阅"
    return [
        step.label,
        step.suits or "—",
        "、".join(labels[code] for code in step.sources) or "任何在办状态",
        labels[step.target] if step.target else "不变",
        who,
        "；".join(_fact(fact) for fact in step.facts if fact not in QUESTIONS) or "—",
        "".join(guard.sentence for guard in step.guards) or "—",
        "；".join(_clocks(step, words)) or "—",
        "、".join(words.papers[code] for code in step.papers) or "—",
        step.article or "—",
    ]


def _fact(fact: Fact) -> str:
    notes = ["、".join(column.label for column in fact.columns)] if fact.columns else []
    if fact.needed_if:
        notes.append("视情形必填")
    elif not fact.required:
        notes.append("选填")
    return f"{fact.label}（{'，'.join(notes)}）" if notes else fact.label


def _clocks(step: Step, words: Words) -> list[str]:
    said = [f"起算{_start(start, words)}" for start in step.starts]
    if step.extends:
        said.append("延长" + _either(step.extends.terms, words))
    if step.pauses:
        said.append("停止计算" + _either(step.pauses.terms, words))
    if step.resumes:
        said.append("恢复计算" + _either(step.resumes.terms, words))
    if step.meets:
        said.append("完成" + "、".join(words.terms[code] for code in step.meets))
    if step.cancels:
        said.append("终止" + "、".join(words.terms[code] for code in step.cancels))
    if step.needs_running:
        said.append(f"{_either(step.needs_running, words)}{'届满前' if step.in_time else '正在计算时'}方可")
    return said


def _either(terms: tuple[str, ...], words: Words) -> str:
    return "或者".join(words.terms[code] for code in terms)


def _start(start: ClockStart, words: Words) -> str:
    condition = "，符合条件的" if start.when else ""
    return f"{words.terms[start.term]}（{words.amounts[start.term]}{condition}）"
