"""What the steps of a joint task do beyond columns, clocks and papers; returns the names of the fields set."""

from governance.cases.registry import workflow_of
from governance.cases.steps.effects import let_in
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.standing import lies_in, standing_of

from ..models import TaskMember
from ..orders.effects import EFFECTS as ORDER_EFFECTS
from .steps import COORDINATE


def decide(task, *, act, facts):
    """The units that assist take part from now on; who asked for coordination has not decided it."""
    _by_another(task, act)
    let_in(task, [row["unit"].pk for row in facts.get("assisting") or ()], act=act)


def decline(task, *, act, facts):
    """Who asked for coordination has not refused it."""
    _by_another(task, act)


def _by_another(task, act) -> None:
    """Coordination is asked of somebody above: neither the unit that asked is that, nor the person, at another post,
    nor anybody below those who owe the decision."""
    if task.form != "coordination":
        return
    posts = standing_of(act.actor, act.day).posts_with(COORDINATE)
    others = [post for post in posts if post.unit_id != task.first_unit_id]
    if not others or task.registered_by_id == act.actor.pk:
        raise StepNotAllowed("提请协调的单位和人员自己不作决定。")
    if not any(lies_in(task.decided_by.area_id, post.areas) for post in others):
        raise StepNotAllowed(f"提请协调的事项由{task.decided_by.short_name}一级决定。")


def log(task, *, act, facts):
    """A person keeps one log of a day, and none of a day on which nothing had been decided yet."""
    on = facts["on"]
    table = workflow_of(task)
    told = [event.said(table, "on") for event in task.events.filter(step="log", actor=act.actor)]
    if on.isoformat() in told:
        raise FactMissing({"on": f"您已经记了 {on} 的日志，每人一天一条；补充的用“批注”。"})


def members(task, *, act, facts):
    """These people take part, by their posts of today, and their units too; a former list stays in the history."""
    rows, seen = [], set()
    for row in facts["members"]:
        person = row["person"]
        posts = standing_of(person, act.day).posts
        if not posts or person.pk in seen:
            wrong = f"{person.name}写了两次。" if posts else f"{person.name}现在没有岗位。"
            raise FactMissing({"members": wrong})
        seen.add(person.pk)
        post = f"{posts[0].unit_name} {person.name}"
        rows.append(TaskMember(case=task, person=person, post=post, duty=row["duty"]))
        if not {post.unit_id for post in posts} & {task.lead_unit_id, *task.partners}:
            let_in(task, [posts[0].unit_id], act=act)
    task.members.all().delete()
    TaskMember.objects.bulk_create(rows)


EFFECTS = ORDER_EFFECTS | {"decide": decide, "decline": decline, "log": log, "members": members}
