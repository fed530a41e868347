"""What a step's form lets people choose from: one query each, for the case and the day."""

from django.db.models import Subquery
from django.db.models.functions import Length

from governance.cases import access
from governance.organisation.models import Area, Unit

from ..casefiles.contents import contents
from ..models import PerformanceItem
from ..organisations.rules import mediators_of
from ..vocabulary import ORGANISERS, REFERRERS
from .after_effects import inviting_court


def _units(*kinds):
    return Unit.objects.filter(kind__in=kinds, is_active=True).order_by("area_id", "position", "id")


def organisations(dispute, on):
    """Every unit that mediates on some track."""
    return _units(*{kind for kinds in ORGANISERS.values() for kind in kinds})


def own_committee(dispute, on):
    """The people's mediation committee of the village or community in which it happened."""
    return _units(Unit.Kind.MEDIATION).filter(area=dispute.area_id)


def referrers(dispute, on):
    """Every unit that may refer a matter to mediation."""
    return _units(*{kind for kinds in REFERRERS.values() for kind in kinds})


def report_to(dispute, on):
    """Who has the written report of a major dispute: the justice bureau or the justice office of the township."""
    return _units(Unit.Kind.JUSTICE, Unit.Kind.JUSTICE_OFFICE)


def parties(dispute, on):
    """The people of the dispute."""
    return dispute.participants.all()


def applicants(dispute, on):
    """Who asks for mediation and has not withdrawn."""
    return dispute.participants.filter(pk__in=[each.pk for each in dispute.applicants])


def mediators(track, on):
    """Mediators of the committee whose term runs; who was recused is refused with a sentence, not hidden."""
    return mediators_of(track.lead_unit, on)


def officers(track, on):
    """Who mediates for a department, the police or a court: the people of the unit."""
    return access.people_in(track.lead_unit_id, on=on)


def serving(track, on):
    """The mediators of the track who were not recused."""
    return track.mediators.filter(until=None).select_related("mediator")


def _promised(track):
    """What the agreement in force asks for."""
    return PerformanceItem.objects.filter(agreement__track=track, agreement__is_void=False).order_by("position")


def unperformed(track, on):
    """What of it is still owed."""
    return _promised(track).filter(performed_on=None)


def unbroken(track, on):
    """What of it nobody has found not to be kept yet."""
    return unperformed(track, on).filter(breached_on=None)


def broken(track, on):
    """What of it was found not to be kept, also where it was written down as kept too late since."""
    return _promised(track).exclude(breached_on=None)


def courts(track, on):
    """The courts that can confirm an agreement."""
    return _units(Unit.Kind.COURT)


def court_of_organ(track, on):
    """The court that invited to mediate; where none did, that of the place where the mediating organ has its seat: the
    tribunal of the township, or else the court of the county. Parties may choose another that the law allows.
    """
    inviting = inviting_court(track)
    if inviting is not None:
        return courts(track, on).filter(pk=inviting.pk)
    seat = track.lead_unit.area_id
    above = [seat[:length] for length in Area.CODE_LENGTH.values() if length <= len(seat)]
    there = courts(track, on).filter(area__in=above)
    return there.filter(area=Subquery(there.order_by(Length("area").desc()).values("area")[:1]))


def first_missing(track, on):
    """The first item that the file of the track lacks and somebody can put there."""
    return [row.item.code for row in contents(track).missing if not row.item.awaited][:1]


DISPUTE = {
    "organisations": organisations,
    "own_committee": own_committee,
    "referrers": referrers,
    "report_to": report_to,
    "parties": parties,
    "applicants": applicants,
}
TRACK = {
    "serving": serving,
    "unperformed": unperformed,
    "unbroken": unbroken,
    "broken": broken,
    "courts": courts,
    "court_of_organ": court_of_organ,
    "first_missing": first_missing,
}


def competent(track, on):
    """The other organs of the same kind of mediation, one of which may be competent."""
    return _units(*ORGANISERS[track.kind]).exclude(pk=track.lead_unit_id)


PEOPLE_TRACK = TRACK | {"mediators": mediators}
OFFICIAL_TRACK = TRACK | {"mediators": officers, "competent": competent}
