"""The pages of mediation: who passes each, and what it may cost."""

from dataclasses import replace
from datetime import date

from mediation.academy import actions as academy
from mediation.models import Committee, GuideJudge, Lawyer, LawyerDuty, Mediator
from tests import builders, disputes
from tests.access.doors import CASE_PEOPLE, EXPORTERS, Door, Listed, Row
from tests.cast import PEOPLE
from tests.mediation import courses
from tests.mediation.growth import Growth as Growth

# The county's committee mediates a dispute that lies in 韦曲 and was taken in there.
MEDIATORS = frozenset({"mediator"})
# Whoever works on cases at a desk of their own registers disputes, and a grid worker what is brought to the door.
DISPUTE_ROLES = ("registrar", "handler", "unit_lead", "centre_staff", "mediator", "grid_worker")
DISPUTE_REGISTRARS = frozenset(row[0] for row in PEOPLE if row[4] in DISPUTE_ROLES)
# They keep committees, mediators and rosters, each in the area of their own unit; in the cast all of it is the county.
GUIDES = frozenset({"staff", "county", "justice_officer"})
MEDIATED = Door(MEDIATORS | GUIDES | {"clerk", "township_lead", "leader"}, 404)
BOUND = replace(MEDIATED, only=MEDIATORS)

ROWS = {
    "mediation:figures": Row(get=Door(CASE_PEOPLE)),
    "mediation:figure": Row(get=Door(CASE_PEOPLE), args=("days", "figure")),
    "mediation:figures_export": Row(get=None, post=Door(EXPORTERS)),
    "mediation:list": Row(),
    "mediation:tracks": Row(),
    "mediation:register": Row(get=Door(DISPUTE_REGISTRARS), post=Door(DISPUTE_REGISTRARS)),
    "mediation:preview": Row(get=None, post=Door(DISPUTE_REGISTRARS)),
    "mediation:organisations": Row(get=Door(CASE_PEOPLE)),
    "mediation:court_notice": Row(get=Door(CASE_PEOPLE), post=Door(CASE_PEOPLE, only=GUIDES)),
    "mediation:new_organisation": Row(get=Door(GUIDES), post=Door(GUIDES)),
    "mediation:organisation": Row(get=Door(CASE_PEOPLE), args=("organisation",)),
    "mediation:edit_organisation": Row(get=Door(GUIDES), post=Door(GUIDES), args=("organisation",)),
    "mediation:check_organisation": Row(get=Door(GUIDES), post=Door(GUIDES), args=("organisation",)),
    "mediation:new_mediator": Row(get=Door(GUIDES), post=Door(GUIDES), args=("organisation",)),
    "mediation:new_training": Row(get=Door(GUIDES), post=Door(GUIDES), args=("organisation",)),
    "mediation:edit_mediator": Row(get=Door(GUIDES), post=Door(GUIDES), args=("mediator",)),
    "mediation:end_mediator": Row(get=Door(GUIDES), post=Door(GUIDES), args=("mediator",)),
    "mediation:judges": Row(get=Door(CASE_PEOPLE)),
    "mediation:new_judge": Row(get=Door(GUIDES), post=Door(GUIDES)),
    "mediation:judge": Row(get=Door(GUIDES), post=Door(GUIDES), args=("judge",)),
    "mediation:roster": Row(get=Door(CASE_PEOPLE)),
    "mediation:generate_roster": Row(get=None, post=Door(GUIDES)),
    "mediation:roster_notice": Row(get=Door(CASE_PEOPLE)),
    "mediation:duty": Row(get=Door(GUIDES), post=Door(GUIDES), args=("duty",)),
    "mediation:lawyers": Row(get=Door(CASE_PEOPLE)),
    "mediation:new_lawyer": Row(get=Door(GUIDES), post=Door(GUIDES)),
    "mediation:lawyer": Row(get=Door(GUIDES), post=Door(GUIDES), args=("lawyer",)),
    "mediation:academy": Row(get=Door(CASE_PEOPLE)),
    "mediation:course": Row(get=Door(CASE_PEOPLE), post=Door(CASE_PEOPLE, only=GUIDES), args=("course",)),
    "mediation:end_question": Row(get=Door(GUIDES), post=Door(GUIDES), args=("course", "question")),
    "mediation:course_test": Row(get=Door(CASE_PEOPLE), post=Door(CASE_PEOPLE), args=("course",)),
    "mediation:certificate": Row(get=Door(GUIDES | {"mediator"}, 404), args=("certificate",)),
    "mediation:file": Row(get=MEDIATED, post=BOUND, args=("track",)),
    "mediation:bind": Row(get=None, post=BOUND, args=("track",)),
    "mediation:subsidies": Row(get=Door(GUIDES), post=Door(GUIDES)),
    "mediation:subsidies_export": Row(get=None, post=Door(GUIDES)),
    "mediation:subsidy_rates": Row(get=Door(GUIDES), post=Door(GUIDES)),
}
LISTS = (
    Listed("mediation:register", "clerk", 7),
    Listed("mediation:register", "mediator", 7),
    *(Listed("mediation:organisations", who, 9) for who in ("clerk", "justice_officer")),
    Listed("mediation:organisations", "justice_officer", 10, "state=lacking&township=610116001"),
    Listed("mediation:court_notice", "justice_officer", 6),
    Listed("mediation:organisation", "justice_officer", 11, args=("organisation",)),
    Listed("mediation:organisation", "handler", 11, args=("organisation",)),
    Listed("mediation:new_training", "justice_officer", 4, args=("organisation",)),
    Listed("mediation:judges", "justice_officer", 6),
    Listed("mediation:judge", "justice_officer", 5, args=("judge",)),
    Listed("mediation:roster", "justice_officer", 8, "month=2026-04"),
    Listed("mediation:roster_notice", "clerk", 4, "month=2026-04"),
    Listed("mediation:duty", "justice_officer", 5, args=("duty",)),
    Listed("mediation:lawyers", "justice_officer", 5),
    Listed("mediation:academy", "mediator", 7),
    *(Listed("mediation:course", who, 7, args=("course",)) for who in ("mediator", "justice_officer")),
    Listed("mediation:file", "mediator", 18, args=("track",)),
    Listed("mediation:file", "justice_officer", 18, args=("track",)),
    Listed("mediation:subsidies", "justice_officer", 5, "month=2026-04"),
    Listed("mediation:subsidy_rates", "justice_officer", 3),
    *(Listed("mediation:list", who, 7) for who in ("clerk", "mediator", "staff")),
    *(Listed("mediation:list", "staff", 7, f"scope={scope}") for scope in ("mine", "closed", "all")),
    *(Listed("mediation:list", "staff", 7, f"due={due}") for due in ("overdue", "none")),
    *(Listed("mediation:tracks", "mediator", 7, f"scope={scope}") for scope in ("", "open", "all")),
    Listed("mediation:figure", "county", 6, args=("20260301-20260430", "dispute.received")),
    Listed("mediation:figures", "county", 15, "period=custom&start=2026-03-01&end=2026-04-30"),
    Listed("mediation:figures", "mediator", 15, "period=custom&start=2026-03-01&end=2026-04-30"),
)
NO_LIST = {
    "mediation:new_organisation",
    "mediation:edit_organisation",
    "mediation:check_organisation",
    "mediation:new_mediator",
    "mediation:edit_mediator",
    "mediation:end_mediator",
    "mediation:new_judge",
    "mediation:new_lawyer",
    "mediation:lawyer",
    "mediation:course_test",
    "mediation:end_question",
    "mediation:certificate",
}


def world(cast, made: dict) -> dict:
    """A track under way, and one committee with a mediator, a guide judge and a lawyer on duty."""
    since = date(2026, 3, 2)
    unit = cast.village_committee
    Committee.objects.create(unit=unit, type="village", set_up_on=since)
    mediator = Mediator.objects.create(unit=unit, name="任秀英", position="engaged", appointed_on=since)
    judge = GuideJudge.objects.create(area_id="610116001", name="苏敏", court=cast.court, starts_on=since)
    lawyer = Lawyer.objects.create(name="陈晓明", firm="陕西长信律师事务所")
    duty = LawyerDuty.objects.create(day=since, lawyer=lawyer, place=cast.centre)
    track = disputes.track(cast)
    disputes.accept(track, cast)
    course = courses.course(cast, builders.OPENED)
    told = {"unit_id": cast.mediation.pk, "actor": cast.mediator, "at": builders.OPENED}
    return {
        "course": course.pk,
        "question": academy.questions_of(course)[0].pk,
        "certificate": academy.sit(course, courses.answered(course), **told).pk,
        "organisation": unit.pk,
        "mediator": mediator.pk,
        "judge": judge.pk,
        "lawyer": lawyer.pk,
        "duty": duty.pk,
        "track": track.number,
    }
