"""Who keeps a row hears that its day is near, and that it has passed: one message a unit and register at a time."""

from datetime import date, datetime, timedelta
from functools import partial

from governance.frame.database.alone import each_alone
from governance.frame.days import office_day
from governance.notices import outbox
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import LEAD, carrying, playing

from .access import KEEP
from .entries import filters
from .models import Entry

KIND = "register"
NEAR = timedelta(days=15)
NEAR_TOLD, LATE_TOLD = 1, 2
NAMED = 3


def remind(at: datetime) -> int:
    """Every row whose day has come near or passed since the last time was told of; says how many."""
    today = office_day(at)
    told: list[int] = []
    office = InOffice(today)
    for stage, rows in (
        (LATE_TOLD, Entry.objects.filter(due_on__lt=today)),
        (NEAR_TOLD, Entry.objects.filter(due_on__gte=today, due_on__lte=today + NEAR)),
    ):
        waiting = rows.filter(ended_on=None, register__is_active=True, told__lt=stage)
        groups = waiting.order_by("register", "unit").values_list("register", "unit").distinct()
        tell = partial(_tell, waiting, stage, office, at, told)
        each_alone("registers", list(groups), tell)
    return sum(told)


def _tell(waiting, stage: int, office: InOffice, at: datetime, told: list[int], group: tuple[int, int]) -> None:
    """The rows of a unit in a register are told of; a row that another run has in hand is passed over."""
    register, unit = group
    found = waiting.filter(register=register, unit=unit).select_related("register", "unit")
    rows = list(found.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("pk"))
    if rows:
        outbox.post_many(_messages(rows, stage, office_day(at), office), at)
        Entry.objects.filter(pk__in=[entry.pk for entry in rows]).update(told=stage)
        told.append(len(rows))


def _messages(group: list[Entry], stage: int, today: date, office: InOffice) -> list[outbox.Message]:
    register, unit = group[0].register, group[0].unit_id
    people = office.first_of(unit, carrying(KEEP), playing(LEAD))
    if stage == LATE_TOLD:
        people = people | office.of(unit, roles=playing(LEAD))
    distinct = list(dict.fromkeys(entry.name for entry in group))
    names = "、".join(distinct[:NAMED])
    more = f"等 {len(group)} {register.unit_word}" if len(group) > len(distinct[:NAMED]) else ""
    said = "已过期或超过检查日期" if stage == LATE_TOLD else f"将在 {NEAR.days} 天内到期或该检查"
    link = filters.list_address(register, filters.LATE if stage == LATE_TOLD else filters.NEAR, group[0].unit)
    key = f"register:{register.pk}:{unit}:{stage}:{today}:{group[0].pk}"
    text = f"{register.name}：{names}{more}{said}。"
    return [outbox.Message(person, KIND, text, link, f"{key}:{person}") for person in sorted(people)]
