"""Clues of the demo county: invented, in every state, told by the verbs that people use."""

from datetime import datetime, time, timedelta

from django.db import transaction

from governance.cases import access
from governance.cases.access.hearing import confidants
from governance.cases.steps import actions
from governance.frame.days import office_day, office_moment
from governance.organisation.models import Area, Post, Unit
from governance.organisation.standing import standing_of

from ..models import Clue
from .opening import take_in
from .steps import WORKFLOW

# title, text, kind, source, short name of the unit that it is about, what became of it, days since it came in
CLUES = (
    ("沙石料场强揽工程", "料场强揽周边工地供料，有人到工地威胁司机。", "gang", "platform", "区住建局", "true", 70),
    ("棋牌室夜间聚众赌博", "临街棋牌室夜间有人抽头，十余人聚赌。", "vice", "phone", "", "partly", 55),
    ("养生会所高息揽存", "以养老项目为名收取预存款，许诺高息。", "funds", "visit", "区市场监管局", "handed", 12),
    ("境外来电冒充客服", "多名群众接到冒充客服的来电，要求转账。", "fraud", "found", "", "late", 45),
    (
        "市场外强收保护费",
        "有人在集贸市场外向摊贩收费。",
        "gang",
        "letter",
        "区市场监管局",
        "received",
        1,
    ),
    ("邻里停车纠纷", "来信反映楼下车辆占道，没有违法犯罪内容。", "other", "letter", "", "rejected", 20),
)


@transaction.atomic
def load(now: datetime) -> int:
    """The demo clues stand in the database; returns how many. Does nothing if any are there."""
    if Clue.objects.exists():
        return 0
    posts = list(Post.objects.current(office_day(now)).select_related("unit__area", "user", "role").order_by("id"))
    led = {post.unit_id for post in posts if post.role.name == "unit_lead"}
    desk = next(
        post
        for post in posts
        if post.role.name == "registrar" and post.unit.area.level == Area.Level.TOWNSHIP and post.unit_id in led
    )
    police = next(post for post in posts if post.role.name == "unit_lead" and post.unit.kind == "police")
    units = {unit.short_name: unit for unit in Unit.objects.filter(short_name__in=[row[4] for row in CLUES])}
    for title, text, kind, source, about, end, ago in CLUES:
        at = office_moment(office_day(now) - timedelta(days=ago), time(9, 40))
        clue = Clue(title=title, summary=text, clue_kind=kind, source=source, opened_at=at)
        clue.accused_unit, clue.accused_unknown = units.get(about), not about
        clue.area, clue.lead_unit, clue.channel = desk.unit.area, desk.unit, "patrol"
        take_in(clue, actor=desk.user, at=at, replay=True)
        _told(clue, end, at, police)
    return len(CLUES)


def _told(clue: Clue, end: str, at: datetime, police: Post) -> None:
    """What became of it, by people who know of it."""
    if end == "received":
        return
    day, unit = office_day(at), clue.lead_unit_id
    knowing = [clue.registered_by, *confidants(clue, unit, on=day)]
    holder = next(each for each in knowing if unit in standing_of(each, day).units_with("cases.route_case"))
    if end == "rejected":
        _step(clue, "not_a_clue", holder, at + timedelta(days=1), reason="属于邻里纠纷，转矛盾调解登记。")
        waiting = clue.proposals.get(decision="")
        step = next(step for step in WORKFLOW.steps if step.name == "not_a_clue")
        agrees = next(each for each in knowing if access.may_decide(each, clue, step, waiting))
        actions.decide(waiting, approve=True, actor=agrees, at=at + timedelta(days=1, hours=3))
        return
    _step(clue, "hand_over", holder, at + timedelta(days=1), to_unit=police.unit, reason="属于公安机关管辖。")
    if end in ("true", "partly"):
        told = {"result": end, "note": "已核查，依法处理。"}
        _step(clue, "report_result", police.user, at + timedelta(days=24), **told)
    elif end == "late":
        _step(clue, "urge_result", holder, at + timedelta(days=40), note="已过反馈期限，请尽快反馈。")


def _step(clue: Clue, name: str, actor, at: datetime, **facts) -> None:
    clue.refresh_from_db()
    actions.take_step(clue, name, facts, actor=actor, at=at, replay=True)
