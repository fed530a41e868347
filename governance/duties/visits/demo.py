"""Visits of the demo county: leaders of the county, two streets and a department, some short of their quota."""

from datetime import date, datetime, timedelta

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.frame.days import office_day
from governance.organisation.models import Unit, User

from ..models import Visit, VisitingLeader
from . import actions as visits

SINCE = date(2026, 1, 1)
# Unit, who writes them down, and the leaders: name, title, kind, how many days of the last twenty-five.
LISTS = (
    (
        "区信访局",
        "weihong",
        (
            ("袁立新", "区长", "county_chief", 9),
            ("董志强", "政法委书记", "county", 2),
            ("毛春燕", "副区长", "county", 0),
        ),
    ),
    ("韦曲街道", "zhangmin", (("何建军", "党工委书记", "chief", 5), ("宋洁", "副主任", "cadre", 8))),
    ("郭杜街道", "liuyumei", (("彭飞", "党工委书记", "chief", 2), ("鲁宁", "办事处主任", "chief", 4))),
    ("区住建局", "liwenbin", (("王海涛", "局长", "chief", 3),)),
    ("长安公安分局", "dengkai", (("石文彬", "治安大队教导员", "commissioner", 1),)),
)
AREAS = ("610116001002", "610116001003", "610116002001", "610116001005")
TEXTS = (
    "走访群众六户，听取对老旧小区改造的意见，现场明确施工时间。",
    "到村委会接待群众，协调解决排水沟清淤。",
    "查看物业移交进展，要求月底前完成交接。",
)


def load(now: datetime) -> int:
    """The leaders are listed with their visits, says how many visits; a second run adds nothing."""
    if VisitingLeader.objects.exists():
        return 0
    visits.load_reference()
    calendar, today = calendar_at_hand(), office_day(now)
    units = {unit.short_name: unit for unit in Unit.objects.filter(short_name__in=[row[0] for row in LISTS])}
    clerks = {user.username: user for user in User.objects.filter(username__in=[row[1] for row in LISTS])}
    made = []
    for unit, clerk, leaders in LISTS:
        for place, (name, title, kind, often) in enumerate(leaders):
            leader = VisitingLeader.objects.create(
                unit=units[unit], name=name, title=title, kind=kind, starts_on=min(SINCE, today)
            )
            days = [calendar.step(today, -1 - place - n * 3) for n in range(often)]
            # Every busy leader has been out on a Saturday too.
            days += [today - timedelta(days=today.weekday() + 2)] if often > 4 else []
            made += [_visit(leader, day, n + place, clerks[clerk], now) for n, day in enumerate(days)]
    return len(Visit.objects.bulk_create(made))


def _visit(leader: VisitingLeader, day: date, n: int, clerk: User, now: datetime) -> Visit:
    return Visit(
        leader=leader,
        day=day,
        area_id=AREAS[n % len(AREAS)],
        text=TEXTS[n % len(TEXTS)],
        written_at=now,
        written_by=clerk,
        by_name=clerk.name,
    )
