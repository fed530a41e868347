"""Disputes, each with the track on which it is mediated: by the village, the township, the police or a court."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from mediation.disputes.steps import DISPUTE
from mediation.models import Agreement, Dispute, Mediator, PerformanceItem, Session, Track, TrackMediator
from mediation.workflows import TRACK_WORKFLOWS

from .county import CHANNELS, Actor, County, Told
from .scripts import Played, Run, Script, script
from .tables import NULL, Table
from .times import DAY
from .words import DISPUTES

WORKFLOWS = {workflow.kind: workflow for workflow in TRACK_WORKFLOWS}
# By which way, by which kind of unit, of the village or of whom above it, weight.
ORGANISERS = (
    ("people_mediation", "mediation", 12, 50),
    ("people_mediation", "mediation", 9, 25),
    ("administrative_mediation", "government", 9, 10),
    ("police_mediation", "police", 9, 10),
    ("judicial_mediation", "court", 6, 5),
)
SITTING = ("accept", "name_mediator", "hold_session")
# Steps of a track, days between them, how the dispute ends, weight.
WAYS = (
    (
        (*SITTING, "sign_agreement", "confirm_performed", "archive"),
        ((0, 3), (0, 0), (0, 10), (0, 8), (0, 30), (1, 10)),
        "resolve",
        76,
    ),
    ((*SITTING, "terminate"), ((0, 3), (0, 0), (1, 10), (1, 35)), "end_unsettled", 18),
    (("decline",), ((0, 3),), "end_unsettled", 6),
)
# Where the police end mediation the case is decided by law.
BY_LAW = (("decide_by_law",), ((2, 25),))
ALONE_SHARE = 0.04  # nobody mediates before the parties take it back
ALONE_DAYS = ((5, 60),)
SYSTEM: Actor = (NULL, "系统", "")
PROMISED_DAYS = 25
LEVELS = {12: "village", 9: "township", 6: "county"}


@dataclass(frozen=True, slots=True)
class Way:
    """How a track goes and how the dispute ends with it."""

    script: Script
    days: tuple[tuple[int, int], ...]
    ending: str


def _own(kind: str) -> SimpleNamespace:
    """What the conditions of the tables ask: nobody has referred the matter, and there was one sitting."""
    procedure = "ordinary" if kind == "judicial_mediation" else "general"
    sessions = SimpleNamespace(count=lambda: 1)
    return SimpleNamespace(
        kind=kind, procedure=procedure, referral="none", replied_on=None, sessions=sessions, grade="general"
    )


def _way(kind: str, steps: tuple, days: tuple, ending: str) -> Way:
    if kind == "police_mediation" and steps[-1] == "terminate":
        steps, days = steps + BY_LAW[0], days + BY_LAW[1]
    promises = ()
    if "sign_agreement" in steps:
        signed, kept = steps.index("sign_agreement") + 1, steps.index("confirm_performed") + 1
        promises = (Run("mediation.perform", signed, signed, True, end=kept, subject="第1项", amount=PROMISED_DAYS),)
    return Way(script(WORKFLOWS[kind], [(step, 0) for step in steps], _own(kind), promises), days, ending)


class Disputes:
    """Writes disputes of the county and their tracks."""

    def __init__(self, county: County):
        self.county = county
        self.ways = {kind: [_way(kind, *told) for *told, _ in WAYS] for kind in WORKFLOWS}
        self.weights = [way[-1] for way in WAYS]
        self.whole = {
            "resolve": script(DISPUTE, [("start_mediation", 0), ("settle", 0), ("resolve", 0)], _own("dispute")),
            "end_unsettled": script(DISPUTE, [("start_mediation", 0), ("end_unsettled", 0)], _own("dispute")),
            "withdraw": script(DISPUTE, [("withdraw", 0)], _own("dispute")),
        }
        self.organiser_weights = [weight for *_, weight in ORGANISERS]
        self.categories = [pk for kind, path, pk in county.categories if kind == "dispute" and "/" in path]
        self.mediators = _mediators(county)
        self._tables()

    def _tables(self) -> None:
        self.dispute = Table(Dispute, "case_ptr_id", "solved_level", source="application", people_count=2)
        self.track = Table(
            Track, "case_ptr_id", "procedure", "accepted_on", "ended_on", "ending_ground", referral="none"
        )
        self.mediator = Table(TrackMediator, "track_id", "mediator_id", "since", chosen_by="both")
        said = {
            "mode": "room",
            "place": "调解室",
            "attendants": "双方",
            "content": "双方陈述意见",
            "result": "continue",
        }
        self.sitting = Table(Session, "track_id", "held_at", number=1, **said)
        self.agreement = Table(
            Agreement, "id", "track_id", "signed_on", "effective_on", form="written", content="赔偿五千元", copies=3
        )
        promised = {"position": 1, "what": "赔偿款", "amount": 5000, "manner": "transfer", "proof": ""}
        self.item = Table(PerformanceItem, "agreement_id", "due_on", "performed_on", **promised)

    @property
    def tables(self) -> list[Table]:
        """What disputes and tracks write beside what every case does."""
        return [self.dispute, self.track, self.mediator, self.sitting, self.agreement, self.item]

    def write(self, opened: int, share: float) -> None:
        """One dispute of that minute stands, with its track."""
        county, chance = self.county, self.county.chance
        area = county.village()
        people = [("applicant", county.resident()), ("respondent", county.resident())]
        kind, unit_kind, length, _ = chance.choices(ORGANISERS, self.organiser_weights)[0]
        local = county.people.local
        organiser = local[unit_kind][area[:length]]
        lead = organiser if chance.random() < 0.3 else local["government"][area[:9]]
        told = Told(
            kind="dispute",
            prefix="JF",
            opened=opened,
            area=area,
            about=chance.choice(DISPUTES),
            people=people,
            units=(lead, lead, None),
            registered_by=county.staff(lead)[0],
            category=str(chance.choice(self.categories)),
            channel=chance.choice(CHANNELS),
        )
        if chance.random() < ALONE_SHARE:
            key = county.take_key()
            minutes = county.minutes(opened, ALONE_DAYS)
            self._whole(key, told, county.play(key, self.whole["withdraw"], minutes, [lead])[0], "")
            return
        self._mediated(told, kind, organiser, LEVELS[length])

    def _mediated(self, told: Told, kind: str, organiser: int, level: str) -> None:
        county, lead = self.county, told.units[0]
        way = county.chance.choices(self.ways[kind], self.weights)[0]
        whole = self.whole[way.ending]
        minutes = county.minutes(told.opened + 5, way.days)
        at = {move.step: minute for move, minute in zip(way.script.moves, minutes, strict=True)}
        ends = county.minutes(minutes[-1], ((0, 4),))[-1]
        marks = [told.opened, told.opened + 4, *([at["sign_agreement"] + 1] if way.ending == "resolve" else []), ends]
        key, part = county.take_key(), county.take_key()
        clerk = county.staff(lead)
        actors = [clerk, clerk, *([SYSTEM] if way.ending == "resolve" else []), clerk]
        self._whole(key, told, county.player.play(key, whole, marks, actors), level if way.ending == "resolve" else "")
        if organiser != lead:
            county.unit.add(key, str(organiser), "co_handler", county.times.stamp(told.opened))
        played, acted = county.play(part, way.script, minutes, [organiser])
        of_track = Told(
            kind=kind,
            prefix=WORKFLOWS[kind].prefix,
            opened=told.opened + 5,
            area=told.area,
            about=told.about,
            people=[],
            units=(organiser, organiser, None if organiser == lead else lead),
            registered_by=clerk[0],
            category=told.category,
            channel=told.channel,
            parent=key,
            handler=acted[0][0] if played.done > 1 else NULL,
        )
        county.write_case(part, of_track, played)
        self._track(part, kind, {step: minute for step, minute in at.items() if minute <= county.times.now}, acted[0])

    def _whole(self, key: str, told: Told, played: Played, level: str) -> None:
        self.county.write_case(key, told, played)
        self.dispute.add(key, level if played.status == "resolved" else "")

    def _track(self, key: str, kind: str, at: dict[str, int], mediator: Actor) -> None:
        """What the steps up to now have left in the tables of mediation."""
        day, ended = self.county.times.day, at.get("sign_agreement", at.get("terminate", at.get("decline")))
        self.track.add(
            *(key, "ordinary" if kind == "judicial_mediation" else "general"),
            day(at["accept"]) if "accept" in at else NULL,
            NULL if ended is None else day(ended),
            "apart" if "terminate" in at else "",
        )
        if "name_mediator" in at:
            self.mediator.add(key, self.mediators[mediator[0]], day(at["name_mediator"]))
        if "hold_session" in at:
            self.sitting.add(key, self.county.times.stamp(at["hold_session"]))
        if "sign_agreement" in at:
            signed, kept = at["sign_agreement"], at.get("confirm_performed")
            # One agreement a track: it can carry the key of its track.
            self.agreement.add(key, key, day(signed), day(signed))
            self.item.add(key, day(signed + PROMISED_DAYS * DAY), NULL if kept is None else day(kept))


def _mediators(county: County) -> dict[str, str]:
    """Everybody who mediates for an organisation, by the key of their login."""
    organisers = {
        unit for kind in ("mediation", "government", "police", "court") for unit in county.people.local[kind].values()
    }
    known = {(unit, user): str(pk) for unit, user, pk in Mediator.objects.values_list("unit_id", "user_id", "pk")}
    appointed = county.times.first - timedelta(days=1)
    new = [
        Mediator(unit_id=unit, user_id=int(user), name=name, position="official", appointed_on=appointed)
        for unit in organisers
        for user, name, _ in county.people.staff[unit]
        if (unit, int(user)) not in known
    ]
    Mediator.objects.bulk_create(new, batch_size=1000)
    return {str(user): str(pk) for user, pk in Mediator.objects.exclude(user=None).values_list("user_id", "pk")}
