"""Joint tasks of the demo county: invented, in every state, told by the verbs that people use."""

from datetime import datetime, time, timedelta

from django.db import transaction

from governance.cases.steps import actions
from governance.frame.days import office_day, office_moment
from governance.organisation.models import Area, Post

from ..models import JointTask

# title, text, form, joint, days since it was asked for, how far it has come
TASKS = (
    ("老旧管网渗漏联治", "三处渗漏影响路面，单独一家办不了。", "joint", "treatment", 20, 3),
    ("夜市治安联防", "夏季夜市客流集中，需要公安、城管、街道一起值守。", "joint", "guarding", 9, 2),
    ("欠薪纠纷专家组团服务", "请住建、人社、司法派员到项目部现场答疑。", "experts", "mediation", 6, 1),
    ("跨镇河道保洁提请协调", "上下游分属两个镇，责任划分有分歧。", "coordination", "treatment", 2, 0),
)


@transaction.atomic
def load(now: datetime) -> int:
    """The demo tasks stand in the database; returns how many. Does nothing if any are there."""
    if JointTask.objects.exists():
        return 0
    posts = list(Post.objects.current(office_day(now)).select_related("unit__area", "user", "role").order_by("id"))
    asker = next(p for p in posts if p.role.name == "registrar" and p.unit.area.level == Area.Level.TOWNSHIP)
    office = next(p for p in posts if p.role.name == "centre_staff" and p.unit.area.level == Area.Level.COUNTY)
    handlers = {p.unit_id: p for p in posts if p.role.name == "handler" and p.unit.kind == "department"}
    lead, helper = list(handlers.values())[:2]
    for title, text, form, joint, ago, far in TASKS:
        at = office_moment(office_day(now) - timedelta(days=ago), time(9, 20))
        task = JointTask(kind="joint_task", title=title, summary=text, form=form, joint=joint, channel="online")
        task.area, task.lead_unit, task.opened_at = asker.unit.area, asker.unit, at
        actions.open_case(task, actor=asker.user, at=at, replay=True)
        for day, (name, post, told) in enumerate(_told(asker, office, lead, helper, at)[: (0, 1, 4, 7)[far]], 1):
            moment = at + timedelta(days=1, minutes=8 * day)
            if name == "result":
                told = told | {"which": task.orders.get()}
            actions.take_step(task, name, told, actor=post.user, at=moment, replay=True)
    return len(TASKS)


def _told(asker, office, lead, helper, at: datetime) -> list[tuple]:
    decided = {"to_unit": lead.unit, "assisting": [{"unit": helper.unit}], "days": 30}
    rows = [{"person": lead.user, "duty": "统筹"}, {"person": helper.user, "duty": "现场"}]
    return [
        ("decide", office, decided | {"decision": "分工负责，一月内完成。", "reason": "属该单位职责。"}),
        ("members", lead, {"members": rows}),
        ("order", lead, {"unit": helper.unit, "order": "三日内查清情况。"}),
        ("log", lead, {"on": office_day(at + timedelta(days=1)), "note": "现场碰头，分段排查。"}),
        ("receive", helper, {}),
        ("result", helper, {"result": "情况查清。"}),
        ("finish", lead, {"result": "问题解决。"}),
    ]
