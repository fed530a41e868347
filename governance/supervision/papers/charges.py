"""What a paper charges a unit with of its duties: the windows that were missed, by plan and unit."""

from dataclasses import dataclass

from governance.duties.models import DutyTask

# So many windows are named one by one; a daily report that was missed for a month is summed up.
MOST_NAMED = 12


@dataclass(frozen=True)
class Charge:
    """The windows of one plan that one unit missed, in order."""

    plan: str
    plan_code: str
    unit: str
    tasks: list[DutyTask]

    @property
    def basis(self) -> str:
        """What the plan itself rests on."""
        return self.tasks[-1].plan.basis

    @property
    def came(self) -> int:
        """How many have come in since."""
        return sum(not task.is_owed for task in self.tasks)

    def sentence(self) -> str:
        """韦曲街道 镇街矛盾纠纷周排查：缺报 2 期，2026年第45周、2026年第46周"""
        named = "、".join(self.said(task) for task in self.tasks[:MOST_NAMED])
        more = f"等，至 {self.tasks[-1].label}" if len(self.tasks) > MOST_NAMED else ""
        return f"{self.unit} {self.plan}：缺报 {len(self.tasks)} 期，{named}{more}"

    @staticmethod
    def said(task: DutyTask) -> str:
        """2026年第45周（11-02 至 11-08）"""
        days = "" if task.first == task.last else f"（{task.first:%m-%d} 至 {task.last:%m-%d}）"
        return f"{task.label}{days}"


def charges(paper) -> list[Charge]:
    """Everything of duties that the paper is about."""
    tasks = DutyTask.objects.filter(supervised_by__paper=paper).select_related("plan", "unit")
    groups: dict[tuple[int, str], list[DutyTask]] = {}
    for task in tasks.order_by("unit__position", "unit_id", "plan_code", "first"):
        groups.setdefault((task.unit_id, task.plan_code), []).append(task)
    return [Charge(each[-1].plan.name, each[-1].plan_code, each[-1].unit.short_name, each) for each in groups.values()]


def basis_of(charged: list[Charge]) -> str:
    """What a paper on missed duties alone rests on: the plans themselves, no article on petitions."""
    return "；".join(dict.fromkeys(f"{charge.plan}（{charge.basis}）" for charge in charged))
