"""In the afternoon: who sits tomorrow is told, and who has to carry out what a meeting decided. Level-triggered."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.urls import reverse

from governance.frame.database.alone import each_alone
from governance.frame.days import ONE_DAY, day_text, office_day, office_time
from governance.frame.wording import clipped
from governance.notices import outbox

from .meetings.decisions import open_ones
from .models import Decision, RosterDay
from .scan import messages
from .scan.recipients import TaskRecipients

HOUR = 15
# A decision whose date is over is recalled on so many days; then it stands on the next agenda.
RECALLED = timedelta(days=3)
NAMED = 3


def foretell(now: datetime) -> int:
    """Everybody concerned has one message of the day for each; running again adds none. Says how many are new."""
    if office_time(now).hour < HOUR:
        return 0
    today = office_day(now)
    new: list[int] = []

    def tell(message: Callable[[], outbox.Message]) -> None:
        new.append(outbox.post_many([message()], now))

    each_alone("tomorrow", [*_sitting(today + ONE_DAY), *_deciding(today)], tell)
    return sum(new)


def _sitting(day: date) -> Iterator[Callable[[], outbox.Message]]:
    rows = RosterDay.objects.filter(day=day, is_absent=False)
    for row in rows.select_related("roster__kind", "roster__unit", "person").order_by("id"):
        if row.person.user_id is not None:
            yield partial(_sits, row, row.person.user_id, day)


def _sits(row: RosterDay, user_id: int, day: date) -> outbox.Message:
    roster = row.roster
    text = f"明天（{day_text(day)}）您在{roster.place}{roster.kind}，{roster.unit.short_name}安排。"
    link = reverse("duties:roster", args=[roster.pk])
    return outbox.Message(user_id, messages.KIND, text, link, f"sits:{row.pk}:{row.person_id}")


def _deciding(today: date) -> Iterator[Callable[[], outbox.Message]]:
    """One message a person about all that is due tomorrow or has lately run out."""
    near = open_ones().filter(due_on__gte=today - RECALLED, due_on__lte=today + ONE_DAY)
    by_person: dict[int, list[Decision]] = defaultdict(list)
    near = list(near.exclude(due_on=today).order_by("due_on", "id"))
    recipients = TaskRecipients(today, {decision.unit_id for decision in near})
    for decision in near:
        for user in recipients.answering(decision.unit_id):
            by_person[user].append(decision)
    for user, owed in by_person.items():
        yield partial(_decides, user, owed, today)


def _decides(user: int, owed: list[Decision], today: date) -> outbox.Message:
    link = reverse("duties:decisions")
    return outbox.Message(user, messages.KIND, _said(owed, today), link, f"decided:{today}:{user}")


def _said(owed: list[Decision], today: date) -> str:
    late = [row for row in owed if row.due_on < today]
    parts = [f"{len(late)} 项已超期"] if late else []
    parts += [f"{len(owed) - len(late)} 项明天到期"] if len(owed) > len(late) else []
    more = "等" if len(owed) > NAMED else ""
    return f"会议议定事项{'，'.join(parts)}：{'；'.join(clipped(row.text) for row in owed[:NAMED])}{more}。"
