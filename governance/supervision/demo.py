"""Supervision of the demo county: leaders with cases in charge, a unit with a copy notice, the meeting of the month."""

from datetime import datetime, timedelta

from governance.cases import registry
from governance.cases.models import Case, Clock
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.organisation.models import Post, Unit, User

from .accounts import actions as accounts
from .leading import actions as leading
from .leading import queue as leader_queue
from .leading import scopes
from .models import Leader, LeaderCase, Portfolio
from .papers.actions import propose

# login, title, whether a head, the units that lie with the person
LEADERS = (
    ("yuanlixin", "区委副书记、区长", True, ("区政府",)),
    ("dongzhiqiang", "区委常委、政法委书记", False, ("区综治办", "区住建局", "区城管局", "区司法局")),
    ("jiangtao", "区信访局局长", False, ("区信访局", "区人社局", "区民政局", "韦曲街道", "郭杜街道")),
)
CENTRE, DESK, SIGNER = "区综治中心", "sunguoqing", "gaomin"
TEAM = "组长由包案领导担任，承办单位、属地街道、区司法局各一人参加。"
PLAN = "一、三日内听取当事人意见；二、会同有关部门核实情况；三、依法提出处理意见并当面答复。"
MEASURES = (
    ("situation", 6, "到现场核实情况，与当事人面谈，听取三方面意见。"),
    ("difficulty", 4, "协调有关部门先行解决生活困难。"),
)
GROUP = {
    "way": "tracking",
    "head": "高敏（区综治办）",
    "members": "孙国庆（区综治中心）\n罗正（区纪委监委）",
    "mission": "跟踪督促按期办结，每周了解一次进展。",
}


def load(now: datetime) -> int:
    """Leaders have cases in charge, a unit has a copy notice and the month has its meeting; says how many are new."""
    if Leader.objects.exists():
        return 0
    _leaders()
    scopes.load_reference()
    scopes.scan(now - timedelta(days=12))
    desk, centre = User.objects.get(username=DESK), Unit.objects.get(short_name=CENTRE)
    waiting = list(leader_queue.waiting(desk)[:8])
    led = [_take(case, desk, centre, now, days) for case, days in zip(waiting[:3], (13, 12, 5), strict=False)]
    leading.pass_overdue(now)
    papers = _papers(desk, centre, now)
    accounts.open_meeting(office_day(now), centre, actor=desk, at=now)
    scopes.scan(now)
    return len(led) + papers + 1


def _leaders() -> None:
    head = None
    for place, (username, title, is_head, units) in enumerate(LEADERS):
        user = User.objects.get(username=username)
        leader = Leader.objects.create(user=user, title=title, is_head=is_head, head=head, position=place)
        head = leader if is_head else head
        found = Unit.objects.filter(short_name__in=units)
        Portfolio.objects.bulk_create(Portfolio(leader=leader, unit=unit) for unit in found)


def _take(case: Case, desk: User, centre: Unit, now: datetime, days: int) -> LeaderCase:
    """The deputy has had the case for ten days; of some the date has run out since."""
    at = max(now - timedelta(days=10), case.opened_at)
    known = Leader.objects.filter(is_head=False).order_by("position")
    leader = known[case.pk % known.count()]
    promised_on = office_day(at) + timedelta(days=days)
    led = leading.take_charge(
        case, leader, promised_on=promised_on, actor=desk, at=at, unit=centre, plan=PLAN, team=TEAM
    )
    for duty, ago, text in MEASURES:
        on = max(now - timedelta(days=ago), at)
        measure = {"duty": duty, "done_on": office_day(on), "text": text}
        actions.take_step(led, "measure", measure, actor=_hand_of(led), at=on)
    return led


def _hand_of(led: LeaderCase) -> User | None:
    """Somebody of the responsible unit who records; the machine where nobody of it has a login."""
    posts = Post.objects.filter(unit=led.lead_unit, role__permissions__codename="work_case", user__is_active=True)
    post = posts.filter(ends_on=None).select_related("user").order_by("pk").first()
    return post.user if post else None


def _papers(desk: User, centre: Unit, now: datetime) -> int:
    """One late unit has a copy notice and is followed; a proposal for another waits to be signed."""
    registered = [code for code, kind in registry.KINDS.items() if kind.register_name]
    at = now - timedelta(days=4)
    late = Case.objects.open().filter(next_due_at__lt=at, parent=None, kind__in=registered)
    late = late.exclude(confidentiality=Case.Confidentiality.RESTRICTED)
    clocks = Clock.objects.filter(case__in=late, ended_at=None, due_at__lt=at, is_window=False)
    clocks = clocks.select_related("case__lead_unit", "charged_to").order_by("-due_at")
    by_unit = {clock.responsible_unit: clock.case for clock in clocks if clock.responsible_unit != centre}
    made = 0
    for unit, case in list(by_unit.items())[:2]:
        reason = f"{case.title}已经超过办理期限，尚未办结。"
        paper = propose(
            "copy_notice",
            sender=centre,
            target=unit,
            ground="overdue",
            reason=reason,
            actor=desk,
            at=at,
            cases=[case],
        )
        made += 1
        if made == 1:
            signer = User.objects.get(username=SIGNER)
            told = {"answer_days": 7, "requirement": "请抓紧办结，并书面说明超期原因。"}
            actions.take_step(paper, "sign", told, actor=signer, at=at)
            actions.take_step(paper, "dispatch", {"starts_on": office_day(at), **GROUP}, actor=desk, at=at)
    return made
