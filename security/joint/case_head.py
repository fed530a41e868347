"""What only a joint task can say of itself: its form, who takes part, its orders."""

from governance.cases.registry import Described, Section

from ..models import JointTask
from ..orders.rows import order_rows


def describe(task: JointTask) -> Described:
    """Form and joint, who asked, what was decided and what came of it."""
    facts = [("六联", task.get_joint_display()), ("提请单位", task.first_unit.short_name)]
    texts = [("事由", task.summary), ("决定", task.decision), ("结果", task.result)]
    return Described([task.get_form_display()], facts, [(label, text) for label, text in texts if text])


def sections(task: JointTask, user, now) -> list[Section]:
    """Who takes part, and the orders and where each stands."""
    members = [{"post": each.post, "duty": each.duty} for each in task.members.all()]
    return [Section("security/joint/_task.html", {"members": members, "rows": order_rows(task, now)})]
