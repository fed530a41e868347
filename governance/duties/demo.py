"""Duties of the demo county: ten days of sweeps, reports and receptions, most handed in, some late, some never."""

from datetime import datetime, time, timedelta

from governance.frame.days import office_day, office_moment
from governance.organisation.models import Post, Unit, User
from governance.organisation.roles import BY_CODE

from . import access
from .models import DutyPlan, DutyTask, Return
from .receptions import demo as reception_demo
from .returns import actions as returns
from .returns.actions import KINDS, ReturnInput
from .returns.elsewhere import ELSEWHERE
from .scan import opening, reminding, weighing
from .windows import QUARTERLY, window_of, windows

DAYS = 10
DESK = "sunguoqing"
WEEKLY = "sweep.township"
State = DutyTask.State
FORGOTTEN = {("滦镇街道", "report.daily"), ("滦镇街道", "visit.township_chief"), ("广场社区", "sweep.village")}
MATTERS = (
    "两户邻居因排水沟走向发生争执，已约双方周三到村委会协商。",
    "商户反映施工围挡影响经营，已转城管部门核实。",
    "租户与房东因押金退还发生纠纷，已建议申请调解。",
    "务工人员反映工资拖欠，涉及八人，已告知劳动监察渠道。",
)
DONE = "按计划开展，情况已记入工作台账。"


def load(now: datetime) -> int:
    """The windows of the last days are open and most are handed in, says how many; a second run adds nothing."""
    if DutyTask.objects.exists():
        return 0
    opening.open_windows(now - timedelta(days=DAYS))
    opening.open_windows(now)
    hands = hands_of(now)
    desk = User.objects.get(username=DESK)
    past = DutyTask.objects.filter(first__lt=office_day(now)).select_related("plan", "unit")
    # Those rooms hand in with their records, as does what is done on pages of its own.
    past = past.exclude(plan__kind=DutyPlan.Kind.RECEPTION, unit__short_name__in=reception_demo.UNITS)
    past = past.exclude(plan__kind__in=ELSEWHERE)
    tasks = [task for task in past.order_by("first", "id") if _lot(task) != 0 and not _is_forgotten(task)]
    came = sum(_hand_in(task, hands.get(task.unit_id, desk), now) for task in tasks)
    reception_demo.load(now)
    _weeks_before(now)
    reminding.close(now)
    weighing.weigh(now)
    return came


def _weeks_before(now: datetime) -> None:
    """What the townships handed in week by week in the quarter before this one: some late, some never. It is weighed
    already, and of nothing that is so long ago anybody is reminded."""
    this = window_of(QUARTERLY, office_day(now))
    quarter = window_of(QUARTERLY, this.first - timedelta(days=1))
    plan = DutyPlan.objects.filter(code=WEEKLY).latest("version")
    governments = Unit.objects.filter(kind=Unit.Kind.GOVERNMENT, area__level="township").order_by("position", "id")
    hands, desk = hands_of(now), User.objects.get(username=DESK)
    rows = []
    weeks = windows(plan.cadence, quarter.first, quarter.last)
    for window in (week for week in weeks if week.last <= quarter.last):
        for unit in governments:
            due = office_moment(window.last, time(23, 59, 59))
            told = {"first": window.first, "last": window.last, "label": window.label, "due_at": due}
            rows.append(DutyTask(plan=plan, plan_code=plan.code, unit=unit, area_id=unit.area_id, **told))
    for place, task in enumerate(rows):
        # Every township has its own habit: the more of seven it forgets, the lower it comes to stand.
        week, whose = divmod(place, len(governments))
        lot = 0 if week % 13 < whose * 5 % 7 else (week + whose) % 9 + 1
        task.opened_at = office_moment(task.first, time(8))
        late = timedelta(hours=10) if lot == 1 else -timedelta(hours=5 + lot)
        task.returned_at = task.due_at + late if lot else None
        task.state = {0: State.MISSING, 1: State.LATE}.get(lot, State.ZERO)
        task.weighed_at = None if lot else now
    DutyTask.objects.bulk_create(rows, ignore_conflicts=True)
    kept = DutyTask.objects.filter(plan=plan, last__lte=quarter.last, returned_at__isnull=False)
    Return.objects.bulk_create(_zero(task, hands.get(task.unit_id, desk)) for task in kept.filter(returns=None))


def _zero(task: DutyTask, actor: User) -> Return:
    told = {"at": task.returned_at, "by": actor, "by_name": actor.name, "is_late": task.state == State.LATE}
    return Return(task=task, kind=Return.Kind.ZERO, **told)


def _is_forgotten(task: DutyTask) -> bool:
    """Two units forget one of their duties from day to day, so that the ladder has something to propose."""
    return (task.unit.short_name, task.plan_code) in FORGOTTEN


def hands_of(now: datetime) -> dict[int, User]:
    """Somebody of each unit who hands in for it."""
    posts = Post.objects.current(office_day(now - timedelta(days=DAYS))).select_related("user", "role").order_by("-id")
    return {post.unit_id: post.user for post in posts if access.RETURN in BY_CODE[post.role.name].permissions}


def _lot(task: DutyTask) -> int:
    """A number under twenty that is the same on every run: 0 stays missing, 1 is late, 2 to 4 found something."""
    return (task.unit.position // 10 * 7 + task.first.toordinal() * 3 + len(task.plan_code)) % 20


def _hand_in(task: DutyTask, actor: User, now: datetime) -> bool:
    lot = _lot(task)
    day = max(task.first, min(task.last, office_day(task.due_at)) - timedelta(days=lot % 2))
    at = office_moment(day, time(14 + lot % 3, lot * 2))
    if lot == 1:
        at = task.due_at + timedelta(hours=10)
    if at >= now:
        return False
    handed = ReturnInput(Return.Kind.DONE, text=DONE, amount=task.quota, phoned_by="值班员")
    if Return.Kind.ZERO in KINDS[task.plan.form]:
        handed = ReturnInput(Return.Kind.ZERO, phoned_by="值班员")
        if lot in (2, 3, 4):
            matter = MATTERS[(lot + task.first.day) % len(MATTERS)]
            words = {"matters": [matter]} if task.plan.form == DutyPlan.Form.SWEEP else {"text": matter}
            handed = ReturnInput(Return.Kind.FOUND, phoned_by="值班员", **words)
    returns.hand_in(task, handed, actor=actor, at=at, version=0)
    return True
