"""What is agreed on a task, and whether the programme can hold it."""

from dataclasses import dataclass, field
from datetime import date

from governance.cases.law.rewards import ARTICLE, rewards_fewer_petitions
from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit, User

from ..models import Programme, ProgrammeTask

MOST_MILESTONES = 12


@dataclass
class TaskInput:
    """What is agreed on a task: by whom, from when, until when, and by way of which milestones."""

    title: str
    owner: Unit
    text: str = ""
    person: User | None = None
    leader: str = ""
    first: date | None = None
    due: date | None = None
    is_standing: bool = False
    target: int | None = None
    unit_word: str = ""
    rests_on: str = ""
    marks: list[tuple[str, date]] = field(default_factory=list)


def check(planned: TaskInput, programme: Programme, parent: ProgrammeTask | None) -> None:
    """Raises FactMissing by the field for a task that the programme cannot hold."""
    errors = {}
    if not planned.owner.area_id.startswith(programme.lead_unit.area_id):
        errors["owner"] = "责任单位应在本方案的区域内。"
    if planned.first and planned.due and planned.due < planned.first:
        errors["due"] = "完成期限不能早于开始日期。"
    elif parent and parent.due and planned.due and planned.due > parent.due:
        errors["due"] = f"不能晚于上级任务的期限 {parent.due}。"
    errors |= _outside_the_campaign(planned, programme) | _wrong_target(planned)
    if wrong := [name for name, due in planned.marks if _is_outside(due, planned)]:
        errors["marks"] = f"节点“{wrong[0]}”不在开始日期和完成期限之间。"
    if len({name for name, _ in planned.marks}) < len(planned.marks):
        errors["marks"] = "两个节点不能同名。"
    if len(planned.marks) > MOST_MILESTONES:
        errors["marks"] = f"一项任务最多 {MOST_MILESTONES} 个节点。"
    if errors:
        raise FactMissing(errors)


def _outside_the_campaign(planned: TaskInput, programme: Programme) -> dict[str, str]:
    if programme.first is None or programme.last is None:
        return {}
    said = f"应在行动期间内（{programme.first} 至 {programme.last}）。"
    days = {"first": planned.first, "due": planned.due}
    return {name: said for name, day in days.items() if day and not programme.first <= day <= programme.last}


def _wrong_target(planned: TaskInput) -> dict[str, str]:
    if planned.target is None:
        return {}
    if rewards_fewer_petitions(planned.title + planned.text):
        return {"target": f"不得以信访数量减少为目标（{ARTICLE}）。"}
    return {} if planned.unit_word else {"unit_word": "有数量目标的，请填写计量单位，例如“家”“处”。"}


def _is_outside(day: date, planned: TaskInput) -> bool:
    return bool((planned.first and day < planned.first) or (planned.due and day > planned.due))
