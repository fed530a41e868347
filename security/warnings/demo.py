"""Warnings of the demo county: invented, in every state, told by the verbs that people use."""

from datetime import datetime, timedelta

from django.db import transaction

from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.organisation.models import Area, Post
from governance.organisation.roles import carrying

from ..models import Warning
from .sending import draft
from .steps import CONFIRM

# title, text, kind, level, hours since it was drafted, hours that it lasts, what becomes of it
WARNINGS = (
    ("强降雨橙色预警", "预计六小时降雨五十毫米以上，低洼处有积水。", "nature", "orange", 3, 30, "in_force"),
    ("电信诈骗高发提示", "一周内发生冒充客服诈骗九起。", "order", "blue", 20, 72, "in_force"),
    ("燃气管道检修提示", "本周主管道检修，部分小区停气。", "accident", "yellow", 100, 120, "lifted"),
    ("寒潮预警", "气温二十四小时下降十度以上。", "nature", "yellow", 2, 40, "draft"),
)
ADVICE = "通知到户，加强巡查，有情况随时报告。"


@transaction.atomic
def load(now: datetime) -> int:
    """The demo warnings stand in the database; returns how many. Does nothing if any are there."""
    if Warning.objects.exists():
        return 0
    posts = Post.objects.current(office_day(now)).select_related("unit__area", "user", "role").order_by("id")
    county = [post for post in posts if post.unit.area.level == Area.Level.COUNTY]
    # The office drafts them and its own leader, who is somebody else, signs and releases.
    desk = next(post for post in county if post.role.name == "county_office")
    leader = next(post for post in county if post.role.name == "leader" and post.unit_id == desk.unit_id)
    for title, text, kind, level, ago, lasts, end in WARNINGS:
        at = now - timedelta(hours=ago)
        warning = Warning(title=title, summary=text, warning_kind=kind, level=level, advice=ADVICE, opened_at=at)
        warning.area, warning.lead_unit, warning.channel = desk.unit.area, desk.unit, "online"
        warning.begins_at, warning.ends_at = at, at + timedelta(hours=lasts)
        warning.whom = ["township", "department"]
        draft(warning, actor=desk.user, at=at, replay=True)
        if end != "draft":
            _sent(warning, leader.user, at)
        if end == "lifted":
            grave = "_grave" if level in ("orange", "red") else ""
            told = {"reason": "检修提前完成。"}
            actions.take_step(
                warning, f"lift{grave}", told, actor=leader.user, at=at + timedelta(hours=50), replay=True
            )
    return len(WARNINGS)


def _sent(warning: Warning, leader, at: datetime) -> None:
    """A leader signs, and all but every third unit confirm."""
    name = "issue_grave" if warning.level in ("orange", "red") else "issue"
    actions.take_step(warning, name, {}, actor=leader, at=at + timedelta(minutes=10), replay=True)
    for place, order in enumerate(warning.orders.select_related("unit")):
        posts = Post.objects.current(office_day(at)).filter(unit=order.unit, role__name__in=carrying(CONFIRM))
        people = [post.user for post in posts.select_related("user").order_by("id")] if place % 3 else []
        if people:
            moment = at + timedelta(minutes=15 + 2 * place)
            actions.take_step(warning, "confirm", {}, actor=people[0], at=moment, replay=True)
