"""Rosters and meetings of the demo county: receptions of the county and two streets, duty, and meetings held and to
come."""

from datetime import date, datetime, time, timedelta

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.frame.days import office_day, office_moment
from governance.organisation.models import Unit, User

from ..models import Meeting, MeetingKind, Roster, RosterAbsence, RosterDay, RosterKind, RosterPerson
from ..rosters import actions as rosters
from ..rosters import changes as roster_changes
from . import actions as meetings
from . import decisions

BEGUN = timedelta(days=12)
RUNS = timedelta(days=42)
# kind, unit, who makes it, place, telephone, who takes turns
COUNTY = "袁立新 区长|董志强 区委政法委书记|秦志刚 常务副区长|毛春燕 副区长|罗建民 副区长|田文博 副区长"
STREET = "何建军 党工委书记|沈立群 办事处主任|梁伟 副书记|宋洁 副主任"
CENTRE = "孙国庆 中心主任|林悦 综合科科长|赵欣 登记窗口|马骁 指挥调度科|吴婷 综合科"
COUNSELLORS = "苏静 心理咨询师|程远 心理咨询师"
ROSTERS = (
    ("reception", "区信访局", "weihong", "区信访局一楼接待大厅", "029-85290110", COUNTY),
    ("reception", "韦曲街道", "zhangmin", "便民服务中心一楼接访室", "029-85290301", STREET),
    ("duty", "区综治中心", "sunguoqing", "区综治中心值班室", "029-85290120", CENTRE),
    ("counsellor", "区综治中心", "sunguoqing", "区综治中心心理咨询室", "029-85290121", COUNSELLORS),
    ("outreach", "区信访局", "weihong", "到镇街和村（社区），以通知为准", "029-85290110", COUNTY),
)
HELD = (
    (
        "four_leaders",
        "gaomin",
        6,
        "区委三楼会议室",
        "董志强",
        ("区信访局", "区住建局", "区人社局", "长安公安分局", "区司法局"),
        "逐件听取了突出矛盾纠纷和超期事项办理情况，明确了责任单位和完成期限。",
        (
            ("区住建局", "牵头解决物业服务纠纷集中小区的移交问题，列出清单逐一落实", 5, "done"),
            ("区人社局", "约谈两家拖欠工资企业，落实支付计划", 3, "open"),
            ("区信访局", "对集体走访事项逐件明确包案领导", 12, "redated"),
        ),
    ),
)
COMING = (
    ("joint", "gaomin", 2, "区信访局二楼会议室", "袁立新", ("区住建局", "区人社局", "区城管局")),
    ("joint_reception", "gaomin", 7, "区信访局一楼接待大厅", "董志强", ("区住建局", "区人社局", "区司法局")),
)


def load(now: datetime) -> int:
    """Rosters run and meetings are held and planned, says how many; a second run adds nothing."""
    if Meeting.objects.exists():
        return 0
    units = {unit.short_name: unit for unit in Unit.objects.all()}
    users = {user.username: user for user in User.objects.all()}
    # The receptions of some streets, written down before, stand on rosters of their own.
    known = set(Roster.objects.values_list("kind__code", "unit__short_name"))
    made = [_roster(units, users, now, *row) for row in ROSTERS if row[:2] not in known]
    _changes(made[0], users["weihong"], now)
    for row in HELD:
        _held(units, users, now, *row)
    for code, by, ahead, place, chair, named in COMING:
        starts_at = _at(calendar_at_hand().step(office_day(now), ahead))
        meetings.plan(_plan(units, users[by], code, starts_at, place, chair, named), actor=users[by], at=now)
    return len(made) + len(HELD) + len(COMING)


def _at(day: date, hour: int = 9) -> datetime:
    return office_moment(day, time(hour))


def _roster(units, users, now: datetime, code: str, unit: str, by: str, place: str, phone: str, people: str) -> Roster:
    kind, made_at = RosterKind.objects.get(code=code), now - BEGUN
    for name, title in (each.split(" ") for each in people.split("|")):
        user = next((one for one in users.values() if one.name == name), None)
        RosterPerson.objects.create(unit=units[unit], kind=kind, name=name, title=title, user=user)
    first = office_day(made_at)
    roster = Roster(
        kind=kind, unit=units[unit], first=first, last=first + RUNS, a_day=kind.a_day, place=place, phone=phone
    )
    rosters.make(roster, actor=users[by], at=made_at)
    return roster


def _changes(roster: Roster, actor: User, now: datetime) -> None:
    """One did not come and another stood in, two swapped, one is on leave in the days to come."""
    today = office_day(now)
    past = RosterDay.objects.filter(roster=roster, day__lt=today).order_by("-day").first()
    people = list(RosterPerson.objects.filter(unit=roster.unit, kind=roster.kind))
    if past is not None:
        stand_in = next(person for person in people if person.pk != past.person_id)
        roster_changes.mark_absent(past, stand_in, reason="参加省级会议", version=1, actor=actor, at=now)
    coming = list(RosterDay.objects.filter(roster=roster, day__gt=today).order_by("day")[:4])
    version = Roster.objects.get(pk=roster.pk).version
    if len(coming) == 4 and coming[0].person_id != coming[3].person_id:
        roster_changes.swap(coming[0], coming[3], reason="下乡调研", version=version, actor=actor, at=now)
    away = roster.last + timedelta(days=3)
    RosterAbsence.objects.create(person=people[-1], first=away, last=away + timedelta(days=4), reason="外出学习")


def _plan(units, actor, code: str, starts_at: datetime, place: str, chair: str, named) -> meetings.MeetingInput:
    kind = MeetingKind.objects.get(code=code)
    host = actor.posts.select_related("unit").earliest("id").unit
    called = [units[name] for name in named if name in units]
    people = [(chair, "主持"), *((f"{unit.short_name.removeprefix('区')}负责人", unit.short_name) for unit in called)]
    return meetings.MeetingInput(kind, host, kind.name, starts_at, place, chair, called, people)


def _held(units, users, now: datetime, code: str, by: str, ago: int, place: str, chair: str, named, text, decided):
    actor = users[by]
    today = office_day(now)
    starts_at = _at(calendar_at_hand().step(today, -ago))
    told = _plan(units, actor, code, starts_at, place, chair, named)
    meeting = meetings.plan(told, actor=actor, at=starts_at - timedelta(days=2))
    rows = [{"name": name, "post": post, "came": True, "note": ""} for name, post in told.attendees]
    rows[-1] |= {"came": False, "note": "出差，由分管副职代会"}
    heard = meetings.MinutesInput(recorder=actor.name, text=text, attendance=rows)
    at = starts_at + timedelta(hours=3)
    meetings.record(meeting, heard, meeting.version, actor=actor, at=at)
    meeting.refresh_from_db()
    for unit, words, days, outcome in decided:
        due_on = office_day(starts_at) + timedelta(days=days)
        made = decisions.decide(meeting, words, unit=units[unit], due_on=due_on, actor=actor, at=at)
        later = at + timedelta(days=min(days, (today - office_day(starts_at)).days - 1))
        if outcome == "done":
            decisions.settle(made, "清单内小区已全部移交，见移交协议。", 1, actor=actor, at=later)
        if outcome == "redated":
            new = due_on + timedelta(days=7)
            decisions.redate(made, new, "两件正在协调包案领导，已向当事人说明进度", 1, actor=actor, at=later)
