"""Who on duty in the county hears of a grave incident at once."""

from datetime import date, datetime

from governance.duties.models import RosterDay
from governance.notices import outbox
from governance.organisation.models import Area, Unit
from governance.organisation.posts.in_office import InOffice
from governance.organisation.standing import lies_in

from ..models import Incident

ROSTER, LEADERS = "duty", frozenset(("leader",))


def on_duty(area_id: str, on: date, office: InOffice) -> set[int]:
    """Whoever sits on the county's duty roster that day; its leaders where nobody does who has a login."""
    sits = {"roster__unit__sees": Unit.Sees.AREA, "roster__unit__area__level": Area.Level.COUNTY}
    days = RosterDay.objects.filter(roster__kind__code=ROSTER, day=on, **sits)
    days = days.select_related("person", "stand_in", "roster__unit")
    here = [row for row in days if lies_in(area_id, [row.roster.unit.area_id])]
    seated = {seat.user_id for row in here if (seat := row.stand_in if row.is_absent else row.person)} - {None}
    leaders = set().union(*office.overseeing(area_id, LEADERS).values())
    return seated & office.everybody() or leaders


def alarm(incident: Incident, *, at: datetime, on: date) -> int:
    """Everybody on duty has the urgent message, by day and by night, once each time it became graver; says how many."""
    office = InOffice(on)
    return outbox.post_many(
        [
            outbox.Message(
                recipient_id=person,
                kind="emergency",
                text=f"{incident.get_grade_display()}事件，请签收：{incident.number} {incident.title}",
                link=f"/cases/{incident.number}/",
                key=f"incident:{incident.pk}:{incident.corrections}:{person}",
                restricted=incident.is_restricted,
                subject_key=incident.number,
            )
            for person in on_duty(incident.area_id, on, office)
        ],
        at=at,
    )
