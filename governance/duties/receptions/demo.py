"""Receptions of the demo county: rosters of three reception rooms, what was said there, one leader absent."""

from datetime import date, datetime, time, timedelta

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.frame.days import office_day, office_moment
from governance.organisation.models import Unit, User

from ..models import DutyPlan, Reception, ReceptionDay, Roster, RosterDay, RosterKind, RosterPerson
from ..rosters import reference as roster_kinds
from ..rosters.actions import days_of
from . import actions as receptions
from .actions import ReceptionInput

DAYS = 10
# Unit, who writes its receptions down, where, and which leaders take turns.
ROOMS = (
    ("韦曲街道", "zhangmin", "韦曲街道群众接待室", ("何建军 党工委书记", "谭伟 办事处主任", "曹雪 副主任")),
    ("郭杜街道", "liuyumei", "郭杜街道群众接待室", ("彭飞 党工委书记", "鲁宁 办事处主任")),
    ("滦镇街道", "yangbo", "滦镇街道群众接待室", ("方正 党工委书记", "谢芸 副书记")),
)
REGISTERED = Reception.Outcome.REGISTERED
UNITS = tuple(room[0] for room in ROOMS)
VISITS = (
    ReceptionInput(time(9, 20), 2, "反映小区电梯长期停运，要求物业尽快维修。", "registered"),
    ReceptionInput(
        time(10, 5),
        1,
        "咨询困难家庭医疗救助的条件和办理手续。",
        "answered",
        "已当场说明条件和所需材料，告知到民政窗口申请。",
    ),
    ReceptionInput(time(15, 40), 6, "反映工地拖欠工资，要求年前结清。", "registered"),
    ReceptionInput(
        time(16, 10),
        1,
        "对法院判决不服，要求重新处理。",
        "guided",
        "属诉讼事项，已引导依法申请再审，并约值班律师解答。",
    ),
)


def load(now: datetime) -> int:
    """The rooms have rosters around today and ten days of records, says how many days; a second run adds nothing."""
    if ReceptionDay.objects.exists():
        return 0
    roster_kinds.load_reference()
    kind = RosterKind.objects.get(code=DutyPlan.Kind.RECEPTION)
    today = office_day(now)
    units = {unit.short_name: unit for unit in Unit.objects.filter(short_name__in=UNITS)}
    people = {user.username: user for user in User.objects.filter(username__in=[room[1] for room in ROOMS])}
    made = 0
    for place, (name, clerk, room, leaders) in enumerate(ROOMS):
        unit = units[name]
        if not Roster.objects.filter(kind=kind, unit=unit).exists():
            _roster(kind, unit, room, leaders, today, now)
        made += _past(unit, people[clerk], today, place)
    return made


def _roster(kind: RosterKind, unit: Unit, room: str, leaders, today: date, now: datetime) -> None:
    """A roster from the first of records to a month ahead; the leaders follow one another."""
    first, last = today - timedelta(days=DAYS + 4), today + timedelta(days=30)
    roster = Roster.objects.create(
        kind=kind, unit=unit, first=first, last=last, place=room, phone="029-85290000", made_at=now
    )
    words = (leader.split() for leader in leaders)
    people = [RosterPerson.objects.create(unit=unit, kind=kind, name=name, title=title) for name, title in words]
    days = days_of(kind, first, last, calendar_at_hand())
    RosterDay.objects.bulk_create(
        RosterDay(roster=roster, day=day, person=people[n % len(people)]) for n, day in enumerate(days)
    )


def _past(unit: Unit, clerk: User, today: date, place: int) -> int:
    """The days before today are handed in; at the second room one leader stayed away, at the first one was replaced."""
    rows = RosterDay.objects.filter(roster__unit=unit, day__lt=today, day__gte=today - timedelta(days=DAYS))
    days = list(rows.select_related("person").order_by("day"))
    for n, row in enumerate(days):
        if n == len(days) - 2 and place in (0, 1):
            _stayed_away(row, "参加全区会议", stands_in=place == 0)
            if place == 1:
                continue
        _day(unit, row.day, clerk, (n + place) % 4)
    return len(days)


def _stayed_away(row: RosterDay, reason: str, *, stands_in: bool) -> None:
    other = RosterPerson.objects.filter(unit=row.person.unit, kind=row.person.kind).exclude(pk=row.person_id).first()
    row.is_absent, row.absent_reason, row.stand_in = True, reason, other if stands_in else None
    row.save(update_fields=["is_absent", "absent_reason", "stand_in"])


def _day(unit: Unit, day: date, clerk: User, groups: int) -> None:
    """So many groups came; what they wanted registered was registered elsewhere long ago, so they were answered."""
    at = office_moment(day, time(17, 20))
    for told in VISITS[:groups]:
        if told.outcome == REGISTERED:
            told = ReceptionInput(
                told.at_time, told.visitors, told.summary, "answered", "已当场答复，并转有关部门限期处理。"
            )
        receptions.write(unit, day, told, actor=clerk, at=at)
    known = ReceptionDay.objects.filter(unit=unit, day=day).first()
    receptions.hand_in(unit, day, leader="", version=known.version if known else 0, actor=clerk, at=at)
