"""Programmes of the demo county: this year's pilot with owners, milestones and reports, and the project book."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from governance.frame.days import office_day, office_moment
from governance.organisation.models import Unit, User

from ..demo import hands_of
from ..models import Programme, ProgrammeTask
from . import actions as programmes
from .actions import ReportInput
from .dividing import add_for_every
from .planned import TaskInput
from .rows import last_tasks
from .samples import SAMPLES

DESK, CONFIRMS = "sunguoqing", "gaomin"
# Of the pilot: number, unit, who reports, and how far it has come.
OWNED = (
    ("2.2.1", "长安公安分局", "dengkai", "done"),
    ("2.2.3", "区信访局", "jiangtao", "reported"),
    ("2.2.4", "区司法局", "tangmin", "progress"),
    ("2.4.2", "区民政局", "yuhua", "done"),
    ("2.4.3", "区民政局", "yuhua", "sent_back"),
    ("2.4.5", "区综治中心", "sunguoqing", "late"),
    ("2.5.2", "长安公安分局", "dengkai", "done"),
    ("3.1", "区综治中心", "sunguoqing", "marks"),
    ("3.2", "区综治中心", "linyue", "reported"),
    ("3.5", "区司法局", "tangmin", "marks"),
    ("4.3", "区市场监管局", "jinhui", "progress"),
    ("4.6", "区交通局", "shaoping", "progress"),
    ("3.6", "区城管局", "houbin", "late"),
)
DONE = "制度已印发，镇街、村（社区）全部落实，台账齐全。"
UNDER_WAY = "已制定实施办法，三个镇街先行，其余镇街本月启动。"
LEADER = "董志强 政法委书记"
CAMPAIGN = "岁末年初治安隐患专项整治行动"
CHECKED = (("旅馆、网吧、娱乐场所检查", "家", 12), ("出租房屋排查", "处", 40), ("寄递物流点检查", "个", 6))
SEEN = "已逐处检查，发现的隐患另行登记、限期整改。"
NOT_ENOUGH = "缺少村级落实情况，请补充后再报。"


def load(now: datetime) -> int:
    """The two programmes of this year stand, with reports and confirmations; says how many, none at a second run."""
    if Programme.objects.exists():
        return 0
    desk, office = User.objects.get(username=DESK), User.objects.get(username=CONFIRMS)
    centre = Unit.objects.get(short_name="区综治中心")
    today = office_day(now)
    start = now - timedelta(days=200)
    made = [
        programmes.create(sample.name, today.year, centre, sample=sample, basis=sample.basis, actor=desk, at=start)
        for sample in SAMPLES.values()
    ]
    tasks = {task.number: task for task in made[0].tasks.all()}
    units = {unit.short_name: unit for unit in Unit.objects.filter(short_name__in=[row[1] for row in OWNED])}
    people = {user.username: user for user in User.objects.filter(username__in=[row[2] for row in OWNED])}
    for number, unit, person, how in OWNED:
        task = _assigned(tasks[number], units[unit], people[person], today, how, desk, start)
        _come_so_far(task, how, people[person], office, now)
    _finish_what_was_due(made[0], office, now)
    _campaign(centre, desk, now)
    return len(made) + 1


def _campaign(centre: Unit, desk: User, now: datetime) -> None:
    """A campaign of two months, half over: each township has its share, and some have done it."""
    today, at = office_day(now), now - timedelta(days=30)
    first, last = today - timedelta(days=30), today + timedelta(days=30)
    basis = "长综治办〔2026〕9 号，每年开展一至两次专项行动"
    how: dict[str, Any] = {"actor": desk, "at": at}
    campaign = programmes.create(CAMPAIGN, today.year, centre, sample=None, basis=basis, period=(first, last), **how)
    hands = hands_of(now)
    for title, unit_word, target in CHECKED:
        planned = TaskInput(title=title, owner=centre, first=first, due=last)
        heading = programmes.add_task(campaign, None, planned, **how)
        shares = replace(planned, target=target, unit_word=unit_word)
        for place, task in enumerate(add_for_every(Unit.Kind.GOVERNMENT, campaign, heading, shares, **how)):
            done = (target, target // 2, 0)[place % 3]
            if done and task.owner_id in hands:
                said = ReportInput(SEEN, complete=done == target, counted=done)
                person, when = hands[task.owner_id], now - timedelta(days=4)
                programmes.report(task, said, version=task.version, actor=person, at=when)


def _finish_what_was_due(programme: Programme, office: User, now: datetime) -> None:
    """What the pilot wanted by the middle of the year is done: the page is about what is under way."""
    hands = hands_of(now)
    over = programme.tasks.filter(due__lt=office_day(now), state="open").exclude(number__in=[row[0] for row in OWNED])
    for task in last_tasks(over).order_by("id"):
        at = office_moment(task.due, time(15)) - timedelta(days=3)
        person = hands[task.owner_id]
        task = programmes.report(task, ReportInput(DONE, complete=True), version=task.version, actor=person, at=at)
        programmes.confirm(task, version=task.version, actor=office, at=at + timedelta(days=1))


def _assigned(task: ProgrammeTask, unit: Unit, person: User, today: date, how: str, desk: User, at: datetime):
    """Another owner, and dates around today, so that every light shows whatever the day of the year."""
    due = today - timedelta(days=12) if how == "late" else today + timedelta(days=10 if how == "progress" else 60)
    first = today - timedelta(days=190)
    marks = (
        [("制定方案", today - timedelta(days=80)), ("中期检查", today + timedelta(days=5))] if how == "marks" else []
    )
    planned = TaskInput(
        title=task.title,
        text=task.text,
        owner=unit,
        person=person,
        leader=LEADER,
        first=first,
        due=due,
        is_standing=task.is_standing,
        marks=marks if how == "marks" else [],
    )
    # The sample has the dates of the calendar year; a task above it must not end before.
    ProgrammeTask.objects.filter(children=task, due__lt=due).update(due=due)
    return programmes.change_task(task, planned, version=task.version, actor=desk, at=at)


def _come_so_far(task: ProgrammeTask, how: str, person: User, office: User, now: datetime) -> None:
    def days_ago(days: int) -> datetime:
        return now - timedelta(days=days)

    if how == "late":
        return
    reached = ["制定方案"] if how == "marks" else []
    said = ReportInput(UNDER_WAY, reached=reached)
    task = programmes.report(task, said, version=task.version, actor=person, at=days_ago(90))
    if how in ("progress", "marks"):
        return
    finished = ReportInput(DONE, complete=True)
    task = programmes.report(task, finished, version=task.version, actor=person, at=days_ago(9))
    if how == "done":
        programmes.confirm(task, version=task.version, actor=office, at=days_ago(7))
    if how == "sent_back":
        programmes.send_back(task, NOT_ENOUGH, version=task.version, actor=office, at=days_ago(6))
