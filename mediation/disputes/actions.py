"""Registering a dispute and opening the tracks on which it is mediated."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from governance.cases import access
from governance.cases.common_facts import ASKED
from governance.cases.models import CaseUnit
from governance.cases.papers import issue as papers
from governance.cases.steps import actions
from governance.cases.workflow import Hearer
from governance.frame.days import office_day, office_moment
from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit

from ..models import Dispute, Track
from ..vocabulary import (
    NOT_REFERRED,
    ORGANISERS,
    POLICE,
    PROCEDURES_OF,
    REFERRALS,
    REFERRALS_OF,
    REFERRERS,
    SPEAKERS,
    TRACK_LABELS,
)

SIDES = ("applicant", "respondent")
MOST_REPRESENTATIVES = 5
# What a track takes over from its dispute.
SHARED = ("title", "summary", "area", "place", "category", "channel", "confidentiality")


@transaction.atomic
def register_dispute(dispute: Dispute, *, actor, at: datetime, people, files=(), replay=False):
    """The dispute is registered and its first event returned; an application is there for the party to sign.

    Whoever takes it in for the unit that holds it has it in hand until another is named.

    ``people`` are unsaved participants. Raises ``FactMissing`` where one person stands on both sides, a side is
    empty, or one side has more than five representatives.
    """
    check_sides(people)
    dispute.kind = "dispute"
    if dispute.handler_id is None and actor is not None:
        own_people = access.people_in(dispute.lead_unit_id, on=office_day(at))
        dispute.handler = own_people.filter(pk=actor.pk).first()
    event = actions.open_case(dispute, actor=actor, at=at, people=people, files=files, replay=replay)
    if dispute.source == Dispute.Source.APPLICATION and actor is not None and not replay:
        signed = {"signer": actor, "unit": dispute.lead_unit, "on": office_day(at)}
        papers.issue(dispute, "mediation_application", event=event, facts={}, **signed)
    return event


@transaction.atomic
def register_settled(
    dispute: Dispute, result: str, *, settled_by: str = "", actor, at: datetime, people, files=()
) -> Dispute:
    """The quarrel was settled where it broke out: it stands registered and resolved, at the level of its unit."""
    register_dispute(dispute, actor=actor, at=at, people=people, files=files)
    told = {
        "settled_on": office_day(dispute.opened_at),
        "summary_of_result": result,
        "settled_by": settled_by,
        "both_content": True,
        **ASKED,
    }
    actions.take_step(dispute, "settle_on_spot", told, actor=actor, at=at)
    dispute.refresh_from_db()
    return dispute


@dataclass(frozen=True)
class AtOnce:
    """The track that an organisation opens for itself while it registers a dispute."""

    track: str
    procedure: str
    referral: str = NOT_REFERRED
    referrer: Unit | None = None
    # Both parties have agreed and know their rights, so that the track is accepted too.
    accept: bool = False


@transaction.atomic
def register_and_mediate(dispute: Dispute, at_once: AtOnce, *, actor, at: datetime, people, files=()) -> Track:
    """The dispute stands, and its unit has a track of its own on it, accepted if the parties agree."""
    register_dispute(dispute, actor=actor, at=at, people=people, files=files)
    received = office_day(dispute.opened_at)
    actions.take_step(
        dispute,
        "start_mediation",
        {
            "track": at_once.track,
            "organisation": dispute.lead_unit,
            "procedure": at_once.procedure,
            "referral": at_once.referral,
            "referrer": at_once.referrer,
            "received_on": received,
        },
        actor=actor,
        at=at,
    )
    track = Track.objects.get(parent=dispute)
    if at_once.accept:
        accepted = {"accepted_on": received, "consent": True, "informed": True}
        actions.take_step(track, "accept", accepted, actor=actor, at=at)
    return track


def check_sides(people, *, both: bool = True) -> None:
    """Both sides are there, nobody stands on both, and there are at most five representatives.

    ``both`` False: one side may still be unknown.
    """
    sides = {side: [person for person in people if person.part == side] for side in SIDES}
    errors = {}
    for place, person in enumerate(people):
        if person.part == "respondent" and any(_same(person, other) for other in sides["applicant"]):
            errors[f"people-{place}-name"] = f"{person.name}已经是申请人，同一人不能同时是双方当事人。"
    if both and not all(sides.values()):
        errors["people"] = "请填写双方当事人。"
    if any(sum(person.part == side for person in people) > MOST_REPRESENTATIVES for side in SPEAKERS):
        errors["people"] = f"一方推选的代表人不超过{MOST_REPRESENTATIVES}人。"
    if errors:
        raise FactMissing(errors)


def _same(one, other) -> bool:
    """The same person, by number where both gave one, otherwise by name and address."""
    if one.id_number_hash and other.id_number_hash:
        return one.id_number_hash == other.id_number_hash
    if one.phone_hashes and other.phone_hashes:
        return one.shares_phone(other)
    return one.name == other.name and (one.address == other.address or not one.address or not other.address)


def open_track(
    dispute: Dispute,
    kind: str,
    *,
    organisation,
    actor,
    at: datetime,
    procedure: str = "",
    referral: str = NOT_REFERRED,
    referrer=None,
    received_on: date | None = None,
    note: str = "",
    replay: bool = False,
) -> Track:
    """A track of the dispute stands with its own number, unit and clocks; the organisations know of one another.

    The caller holds the lock on the dispute. Raises ``FactMissing`` for a unit that does not mediate on this track,
    a procedure of another track, or a referral without the unit that refers. ``received_on`` is the day on which the
    organisation had the application or the papers, if that was before ``at``: clocks and figures count from it.
    """
    procedure = procedure or PROCEDURES_OF[kind][0]
    _check(kind, organisation, procedure, referral, referrer)
    _check_police(dispute, kind)
    track = Track(
        kind=kind,
        **{name: getattr(dispute, name) for name in SHARED},
        lead_unit=organisation,
        sender_unit=referrer or (dispute.lead_unit if dispute.lead_unit_id != organisation.pk else None),
        parent_id=dispute.pk,
        opened_at=_received_at(dispute, received_on, at),
        procedure=procedure,
        referral=referral,
    )
    told = [["交代事项", note]] if note else []
    event = actions.open_case(track, actor=actor, at=at, told=told, tells=(Hearer.STAFF,), replay=replay)
    _introduce(dispute, track, at)
    if referral != NOT_REFERRED and not replay:
        _issue_letter(track, referrer, note=note, actor=actor, event=event)
    return track


def _check_police(dispute: Dispute, kind: str) -> None:
    """The police mediate a case once, with one more sitting; what they have taken on they do not take on anew."""
    tried = dispute.parts.filter(kind=POLICE).exclude(status="declined")
    if kind == POLICE and tried.exists():
        raise FactMissing(
            {
                "track": f"这件纠纷已有治安调解（{tried[0].number}），调解不成的依法处理，不再另行启动"
                "（《公安机关办理行政案件程序规定》第一百八十三条、第一百八十五条）。"
            }
        )


def _received_at(dispute: Dispute, day: date | None, at: datetime) -> datetime:
    if day is None or day == office_day(at):
        return at
    known = office_day(dispute.opened_at)
    if day < known:
        raise FactMissing({"received_on": f"收到日期不能早于登记的收到纠纷的日期 {known}。"})
    return max(office_moment(day), dispute.opened_at)


def _issue_letter(track: Track, referrer, *, note: str, actor, event) -> None:
    """The referrer's letter goes with the track if one of its own people refers; otherwise its own letter is filed."""
    day = office_day(event.at)
    if actor is not None and access.people_in(referrer.pk, on=day).filter(pk=actor.pk).exists():
        facts = {"note": note}
        papers.issue(track, "delegation_letter", event=event, signer=actor, unit=referrer, on=day, facts=facts)


def _check(kind: str, organisation, procedure: str, referral: str, referrer) -> None:
    errors = {}
    if organisation.kind not in ORGANISERS[kind]:
        errors["organisation"] = f"{organisation.name}不是这种调解的组织，请另选。"
    if procedure not in PROCEDURES_OF[kind]:
        errors["procedure"] = "这种调解不适用这个程序。"
    if referral not in REFERRALS_OF[kind]:
        errors["referral"] = f"{TRACK_LABELS[kind]}没有“{dict(REFERRALS)[referral]}”这种来源，请核对。"
    elif referral != NOT_REFERRED:
        if referrer is None:
            errors["referrer"] = "请选择委派委托单位。"
        elif referrer.kind not in REFERRERS[referral]:
            errors["referrer"] = f"{referrer.name}不能作这种委派委托。"
        elif referrer.pk == organisation.pk:
            errors["referrer"] = "委派委托单位不能是调解组织自己。"
    elif referrer is not None:
        errors["referral"] = "请选择是哪一种委派委托。"
    if errors:
        raise FactMissing(errors)


def _introduce(dispute: Dispute, track: Track, at: datetime) -> None:
    """The organisation works on the dispute, and those of all its tracks see each other's steps."""
    rows = []
    if track.lead_unit_id != dispute.lead_unit_id:
        rows.append(CaseUnit(case_id=dispute.pk, unit_id=track.lead_unit_id, part=CaseUnit.Part.CO_HANDLER, since=at))
    for other in Track.objects.filter(parent_id=dispute.pk).exclude(pk=track.pk):
        if other.lead_unit_id != track.lead_unit_id:
            rows.append(CaseUnit(case_id=other.pk, unit_id=track.lead_unit_id, part=CaseUnit.Part.INFORMED, since=at))
            rows.append(CaseUnit(case_id=track.pk, unit_id=other.lead_unit_id, part=CaseUnit.Part.INFORMED, since=at))
    CaseUnit.objects.bulk_create(rows, ignore_conflicts=True)
