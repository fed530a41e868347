"""Who on duty in the county hears of an incident at once, and takes up a grave one."""

from datetime import date, datetime

from governance.cases.steps import recipients as audience
from governance.cases.steps.notices import post
from governance.duties.models import RosterDay
from governance.organisation.models import Area, Unit
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import LEAD, carrying, playing
from governance.organisation.standing import Standing, lies_in, standing_of

from ..models import Incident
from .conditions import is_grave
from .steps import COMMAND
from .vocabulary import GENERAL

ROSTER, LEADERS = "duty", frozenset(("leader",))


def seated(area_id: str, on: date) -> set[int]:
    """Whoever with a login sits on the county's duty roster that day, or stands in there."""
    sits = {"roster__unit__sees": Unit.Sees.AREA, "roster__unit__area__level": Area.Level.COUNTY}
    days = RosterDay.objects.filter(roster__kind__code=ROSTER, day=on, **sits)
    days = days.select_related("person", "stand_in", "roster__unit")
    here = [row for row in days if lies_in(area_id, [row.roster.unit.area_id])]
    seats = [row.stand_in if row.is_absent else row.person for row in here]
    return {seat.user_id for seat in seats if seat and seat.user_id}


def on_duty(incident: Incident, on: date, office: InOffice) -> set[int]:
    """Whoever sits on the county's duty roster that day, may know of it and did not report it; its leaders too, where
    none of those leads.
    """
    others = _others(incident, office)
    leaders = set().union(*office.overseeing(incident.area_id, LEADERS).values()) & others
    seats = audience.knowing(incident, seated(incident.area_id, on) & others)
    return seats if seats & leaders else seats | leaders


def takes_up(incident, user, on: date) -> bool:
    """True for whoever leads in the county, and for whoever sits on its duty roster that day."""
    return is_on_duty(user, standing_of(user, on), on, incident.area_id)


def is_on_duty(user, standing: Standing, on: date, area_id: str = "") -> bool:
    """The same of an incident in that area, or of any in the county."""
    leads = LEADERS | playing(LEAD)
    posts = [post for post in standing.posts if post.sees_area and post.role in leads]
    if any(Area.level_of(post.area) == Area.Level.COUNTY for post in posts):
        return True
    county = Area.CODE_LENGTH[Area.Level.COUNTY]
    areas = {area_id} if area_id else {post.area[:county] for post in standing.posts}
    return any(user.pk in seated(area, on) for area in areas)


def announce(incident: Incident, *, at: datetime, on: date) -> int:
    """Whoever is on duty in the county has a message once each time it became graver; says how many.

    From 较大 on it is urgent, by day and by night, and reaches a leader; of any other it reaches who sits there, or the
    staff that command there where nobody who sits has a login and may know of it.
    """
    office = InOffice(on)
    is_slight = incident.grade == GENERAL
    people = _at_hand(incident, on, office) if is_slight else on_duty(incident, on, office)
    wanted = "，请签收" if is_grave(incident) else ""
    key = f"incident:{incident.pk}:{incident.corrections}"
    kind = "case" if is_slight else "emergency"
    return post(incident, people, f"{incident.get_grade_display()}事件{wanted}", key=key, at=at, kind=kind)


def _at_hand(incident: Incident, on: date, office: InOffice) -> set[int]:
    others = _others(incident, office)
    staff = office.overseeing(incident.area_id, carrying(COMMAND) - LEADERS)
    seats = audience.knowing(incident, seated(incident.area_id, on) & others)
    return seats or set().union(*staff.values()) & others


def _others(incident: Incident, office: InOffice) -> set[int]:
    return office.everybody() - {incident.registered_by_id}
