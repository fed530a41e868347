"""What the steps of a dispute do beyond columns, clocks and papers; they return the names of fields they set."""

from django.db.models import Q

from governance.cases import deadlines
from governance.cases.steps import correcting, elsewhere, locking
from governance.cases.steps import effects as common
from governance.frame.days import office_time
from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit
from governance.organisation.standing import lies_in

from ..conditions.disputes import is_open_for_report, performed_tracks
from ..vocabulary import LEVELS, NOT_REFERRED, ORGANISERS, is_major
from .actions import check_sides, open_track
from .from_other_case import add_party

# Of the area in which whoever settles it stands; whatever lies above a township is the county.
LEVEL_OF = {"grid": "village", "village": "village", "township": "township"}


def start_mediation(dispute, *, act, facts):
    """One more track is opened."""
    open_track(
        dispute,
        facts["track"],
        organisation=facts["organisation"],
        procedure=facts["procedure"],
        referral=facts["referral"] or NOT_REFERRED,
        referrer=facts.get("referrer"),
        received_on=facts.get("received_on"),
        note=facts.get("note", ""),
        actor=act.actor,
        at=act.at,
        replay=act.replay,
    )
    return []


def move_to_competent(track, *, act, facts):
    """The competent organ has the matter since then, as a track of its own where it works here; this one has ended."""
    track.ended_on, organ = facts["moved_on"], facts.get("organisation")
    _check_receiver(track, organ, facts.get("to") or "")
    if organ is None:
        return ["ended_on"]
    open_track(
        locking.lock(track.parent),
        track.kind,
        organisation=organ,
        procedure=track.procedure,
        received_on=facts["moved_on"],
        note=f"由{track.lead_unit.name}移送。",
        actor=act.actor,
        at=act.at,
        replay=act.replay,
    )
    return ["ended_on"]


def _check_receiver(track, organ, to: str) -> None:
    """One organ has it; one that works here is chosen, so that it has its track and its days."""
    if (organ is None) == (not to):
        raise FactMissing({"organisation": "请选择接收机关；不在其中的，在下面填写全称。"})
    named = Unit.objects.filter(Q(name=to) | Q(short_name=to), is_active=True, kind__in=ORGANISERS[track.kind])
    if to and named.exists():
        raise FactMissing({"to": f"{to}在平台上，请在“接收机关”里选择。"})


def grade(dispute, *, act, facts):
    """A dispute that is not major any more owes no report; one that is so again owes it since the first time."""
    report = "dispute.major_report"
    if not is_major(dispute):
        deadlines.cancel(dispute, report, at=act.at, event=None)
        return []
    first = dispute.clocks.filter(term_code=report).exclude(ended_at=None).order_by("id").first()
    if first is not None and is_open_for_report(dispute):
        deadlines.start(dispute, report, since=office_time(first.started_at), at=act.at)
    return []


def report_major(dispute, *, act, facts):
    """The written report has gone out."""
    dispute.reported_on = act.day
    return ["reported_on"]


def merge(dispute, *, act, facts):
    """The dispute goes on with an earlier one, which is at least as grave."""
    common.merge(dispute, act=act, facts=facts)
    common.check_as_grave(dispute, facts["into"], ("major", "larger", "general"))
    return []


def withdraw_one(dispute, *, act, facts):
    """Whoever mediates on a track that is open knows that one side has one person less."""
    person = facts["person"]
    told = [["撤回的当事人", f"{person.get_part_display()}（第{person.position + 1}人）"]]
    for part in dispute.parts.filter(closed_at=None).order_by("pk"):
        elsewhere.note(part, "applicant_left", "部分申请人撤回", told, act)


def settle_on_spot(dispute, *, act, facts):
    """The quarrel is over on the day on which it was settled, at the level of whoever settled it."""
    if facts.get("settled_by"):
        return _settled(dispute, facts["settled_by"], act)
    return _settled_at(dispute, [dispute.lead_unit], act)


def resolve(dispute, *, act, facts):
    """The dispute counts for the level of whoever brought the parties together."""
    tracks = performed_tracks(dispute)
    return _settled_at(dispute, [track.lead_unit for track in tracks], act)


def keep_at(dispute, *, act, facts):
    """Whoever answers for what was not settled has until that day."""
    if facts["until"] <= act.day:
        raise FactMissing({"until": "期限应当晚于今天。"})
    facts["counted_from"], facts["days"] = act.day, (facts["until"] - act.day).days
    return []


def _settled_at(dispute, units, act) -> list[str]:
    """The highest level of these units."""
    levels = {LEVEL_OF.get(unit.area.level, "county") for unit in units}
    return _settled(dispute, [code for code, _ in LEVELS if code in levels][-1], act)


def _settled(dispute, level: str, act) -> list[str]:
    dispute.solved_level = level
    act.told.append(["化解层级", dispute.get_solved_level_display()])
    return ["solved_level"]


def pass_on(dispute, *, act, facts):
    """The unit above or below holds the dispute; its tracks and clocks go on. A court or the police is no such unit."""
    if dispute.lead_unit.kind in (Unit.Kind.COURT, Unit.Kind.PROCURATORATE, Unit.Kind.POLICE):
        raise FactMissing({"to_unit": "不能上交、下派给法院、检察院和公安机关：由当事人起诉、报案，或者由其委派委托。"})
    here, there = dispute.sender_unit.area_id, dispute.lead_unit.area_id
    in_line = lies_in(there, [here]) or lies_in(here, [there])
    if here == there or not in_line:
        raise FactMissing({"to_unit": "只能上交给本地的上一级，或者下派给本地的下一级单位。"})
    return []


def amend(dispute, *, act, facts):
    """Nobody stands on both sides under the right name either."""
    changed = correcting.amend(dispute, act=act, facts=facts)
    try:
        check_sides(list(dispute.participants.all()), both=False)
    except FactMissing as refusal:
        raise FactMissing({"person_name": str(refusal)}) from None
    return changed


# What a step of a track does to its dispute.
OF_TRACKS = {"move_to_competent": move_to_competent}
EFFECTS = {
    "amend": amend,
    "add_party": add_party,
    "start_mediation": start_mediation,
    "grade": grade,
    "merge": merge,
    "withdraw_one": withdraw_one,
    "report_major": report_major,
    "settle_on_spot": settle_on_spot,
    "resolve": resolve,
    "keep_at": keep_at,
    "pass_on": pass_on,
}
