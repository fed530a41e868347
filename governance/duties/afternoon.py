"""In the afternoon: who sits tomorrow is told, and who has to carry out what a meeting decided. Level-triggered."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.urls import reverse

from governance.frame.days import ONE_DAY, day_text, office_day, office_time
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
    return outbox.post_many([*_sitting(today + ONE_DAY), *_deciding(today)], now)


def _sitting(day: date) -> list[outbox.Message]:
    rows = RosterDay.objects.filter(day=day, is_absent=False).exclude(person__user=None)
    found = []
    for row in rows.select_related("roster__kind", "roster__unit", "person").order_by("id"):
        roster = row.roster
        text = f"明天（{day_text(day)}）您在{roster.place}{roster.kind}，{roster.unit.short_name}安排。"
        link = reverse("duties:roster", args=[roster.pk])
        found.append(outbox.Message(row.person.user_id, messages.KIND, text, link, f"sits:{row.pk}:{row.person_id}"))
    return found


def _deciding(today: date) -> list[outbox.Message]:
    """One message a person about all that is due tomorrow or has lately run out."""
    near = open_ones().filter(due_on__gte=today - RECALLED, due_on__lte=today + ONE_DAY)
    by_person: dict[int, list[Decision]] = defaultdict(list)
    near = list(near.exclude(due_on=today).order_by("due_on", "id"))
    recipients = TaskRecipients(today, {decision.unit_id for decision in near})
    for decision in near:
        for user in recipients.answering(decision.unit_id):
            by_person[user].append(decision)
    link = reverse("duties:decisions")
    return [
        outbox.Message(user, messages.KIND, _said(owed, today), link, f"decided:{today}:{user}")
        for user, owed in by_person.items()
    ]


def _said(owed: list[Decision], today: date) -> str:
    late = [row for row in owed if row.due_on < today]
    parts = [f"{len(late)} 项已超期"] if late else []
    parts += [f"{len(owed) - len(late)} 项明天到期"] if len(owed) > len(late) else []
    more = "等" if len(owed) > NAMED else ""
    return f"会议议定事项{'，'.join(parts)}：{'；'.join(row.text[:40] for row in owed[:NAMED])}{more}。"
