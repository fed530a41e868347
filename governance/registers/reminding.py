"""Who keeps a row hears that its day is near, and that it has passed: one message a unit and register at a time."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction

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
BATCH = 500
NAMED = 3


def remind(at: datetime) -> int:
    """Every row whose day has come near or passed since the last time was told of; says how many."""
    today = office_day(at)
    told = 0
    for stage, rows in (
        (LATE_TOLD, Entry.objects.filter(due_on__lt=today)),
        (NEAR_TOLD, Entry.objects.filter(due_on__gte=today, due_on__lte=today + NEAR)),
    ):
        waiting = rows.filter(ended_on=None, register__is_active=True, told__lt=stage)
        while found := _tell(waiting, stage, today, at):
            told += found
    return told


@transaction.atomic
def _tell(waiting, stage: int, today: date, at: datetime) -> int:
    """The next rows are told of; a row that another run has in hand is passed over."""
    rows = list(
        waiting.select_related("register", "unit")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .order_by("pk")[:BATCH]
    )
    if not rows:
        return 0
    groups: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in rows:
        groups[entry.register_id, entry.unit_id].append(entry)
    office = InOffice(today)
    outbox.post_many([each for group in groups.values() for each in _messages(group, stage, today, office)], at)
    Entry.objects.filter(pk__in=[entry.pk for entry in rows]).update(told=stage)
    return len(rows)


def _messages(group: list[Entry], stage: int, today: date, office: InOffice) -> list[outbox.Message]:
    register, unit = group[0].register, group[0].unit_id
    people = office.first_of(unit, carrying(KEEP), playing(LEAD))
    if stage == LATE_TOLD:
        people = people | office.of(unit, roles=playing(LEAD))
    names = "、".join(entry.name for entry in group[:NAMED])
    more = f"等 {len(group)} {register.unit_word}" if len(group) > NAMED else ""
    said = "已过期或超过检查日期" if stage == LATE_TOLD else f"将在 {NEAR.days} 天内到期或该检查"
    link = filters.list_address(register, filters.LATE if stage == LATE_TOLD else filters.NEAR, group[0].unit)
    key = f"register:{register.pk}:{unit}:{stage}:{today}:{group[0].pk}"
    text = f"{register.name}：{names}{more}{said}。"
    return [outbox.Message(person, KIND, text, link, f"{key}:{person}") for person in sorted(people)]
