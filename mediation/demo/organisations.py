"""Mediation organisations of the demo county: invented people and firms, some committees with something to mend."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain

from django.db import transaction

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.duties.rosters.rotation import rotation
from governance.frame.days import office_day
from governance.frame.rows import rows_of
from governance.organisation.models import Area, Unit, User

from ..lawyers import roster
from ..models import Committee, GuideJudge, Lawyer, LawyerDuty, Mediator
from ..organisations import actions as appointing
from ..organisations import judges
from ..organisations.rules import checklist

# Whoever answers for the checks of the justice bureau.
CHECKER = "hedong"
TERM_DAYS = 3 * 365
FIRMS = ("陕西长信律师事务所", "陕西恒正律师事务所", "陕西少陵律师事务所", "陕西潏河律师事务所", "陕西樊川律师事务所")
SURNAMES = "陈李周孙高赵唐程邓彭萧方石"
GIVEN = ("晓明", "静怡", "海峰", "立", "远", "思雨", "国华", "雅楠", "振东", "雪")
JUDGES = ("苏敏", "雷鸣", "石桂英", "柳建平", "顾秋", "程宏", "姚晓燕", "贺志军")
LAWYERS = 42
# Townships that the court has not sent a judge to yet.
WITHOUT_JUDGE = 2
TRAININGS = (
    (25, "course", "民法典物权编与相邻关系纠纷调解", "长安区司法局", "4"),
    (70, "hearing", "旁听相邻权纠纷案件庭审", "长安区人民法院", "2.5"),
    (130, "online", "调解协议书制作规范", "长安区司法局", "3"),
    (190, "course", "婚姻家庭纠纷调解技巧", "长安区司法局", "6"),
)


@transaction.atomic
def load(now: datetime) -> int:
    """Committees, mediators, guide judges and the lawyers' roster stand; does nothing if any committee is there."""
    if Committee.objects.exists():
        return 0
    today = office_day(now)
    units = {unit.short_name: unit for unit in Unit.objects.all()}
    rows = rows_of("mediation", "demo_committees")
    for row in rows:
        _committee(row, units, now, today)
    _train(now, today)
    _send_judges(units, now, today)
    _roster(units["区综治中心"], today)
    return len(rows)


def _committee(row: dict, units: dict[str, Unit], now: datetime, today: date) -> None:
    unit = units[row["unit"]]
    set_up_on = today - timedelta(days=int(row["age"]))
    committee = Committee(
        type=row["type"],
        field=row["field"],
        sponsor=units[row["sponsor"]],
        set_up_on=set_up_on,
        filed_on=set_up_on + timedelta(days=int(row["filed_after"])) if row["filed_after"] else None,
        room_area=Decimal(row["room"]),
        legal_adviser=row["adviser"],
    )
    appointing.set_up(unit, committee, actor=None, at=now)
    seats = [(row["chair"], "chair"), (row["deputy"], "deputy"), *((name, "member") for name in row["members"].split())]
    people = chain(seats, ((name, "engaged") for name in row["engaged"].split()))
    for name, position in people:
        if name:
            _mediator(unit, name, position, row, now, set_up_on)
    checker = User.objects.get(username=CHECKER)
    unmet = set(row["unmet"].split())
    met = [item.item for item in checklist() if item.item not in unmet]
    appointing.check_items(committee, met, today - timedelta(days=20), actor=checker, at=now)


def _mediator(unit: Unit, name: str, position: str, row: dict, now: datetime, since: date) -> None:
    ends_on = since + timedelta(days=TERM_DAYS)
    appointing.appoint(
        Mediator(
            unit=unit,
            user=User.objects.filter(name=name, posts__unit=unit).first(),
            name=name,
            position=position,
            is_woman=name in row["women"].split(),
            is_full_time=name in row["full_time"].split(),
            appointed_on=since,
            term_from=None if position == "engaged" else since,
            term_to=None if position == "engaged" else ends_on,
        ),
        actor=None,
        at=now,
    )


def _train(now: datetime, today: date) -> None:
    mediators = list(Mediator.objects.select_related("unit").order_by("id"))
    for number, (days_ago, kind, subject, organiser, hours) in enumerate(TRAININGS):
        on = today - timedelta(days=days_ago)
        there = [person for place, person in enumerate(mediators) if (place + number) % 4 and person.appointed_on <= on]
        by_unit: dict[int, list[Mediator]] = {}
        for person in there:
            by_unit.setdefault(person.unit_id, []).append(person)
        for people in by_unit.values():
            appointing.enter_training(
                people,
                on=on,
                kind=kind,
                subject=subject,
                organiser=organiser,
                hours=Decimal(hours),
                actor=None,
                at=now,
            )


def _send_judges(units: dict[str, Unit], now: datetime, today: date) -> None:
    townships = list(Area.objects.filter(level=Area.Level.TOWNSHIP).order_by("code"))
    courts = {"610116001": units["韦曲法庭"], "610116002": units["郭杜法庭"]}
    for place, township in enumerate(townships[: len(townships) - WITHOUT_JUDGE]):
        judge = GuideJudge(
            area=township,
            name=JUDGES[place % len(JUDGES)],
            court=courts.get(township.pk, units["区法院"]),
            starts_on=today - timedelta(days=300 + place),
        )
        judges.send_judge(judge, actor=None, at=now)
        villages = Area.objects.filter(level=Area.Level.VILLAGE, parent=township).order_by("code")
        # 凤栖路社区 and 广场社区 are the second and third of their township.
        judges.pair_villages(judge, villages[1 : 3 + place % 2], actor=None, at=now)


def _roster(place: Unit, today: date) -> None:
    lawyers = Lawyer.objects.bulk_create(
        Lawyer(name=SURNAMES[number % len(SURNAMES)] + GIVEN[number * 7 % len(GIVEN)], firm=FIRMS[number % len(FIRMS)])
        for number in range(LAWYERS)
    )
    held: list[tuple[date, int]] = []
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    for _ in range(3):
        seats = dict.fromkeys(roster.working_days(month, calendar_at_hand()), 1)
        held += rotation(seats, [lawyer.pk for lawyer in lawyers], held, since=month)
        month = roster.next_month(month)
    LawyerDuty.objects.bulk_create(LawyerDuty(day=day, lawyer_id=lawyer, place=place) for day, lawyer in held)
