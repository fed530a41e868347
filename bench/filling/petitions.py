"""Petitions: sent to the department that answers for them, handled, answered, served, filed; some kept, some handed on,
withdrawn or joined, a few accusations that hardly anybody may know of."""

from dataclasses import dataclass

from governance.organisation.models import Unit
from petitions.models import Petition
from petitions.workflow import WORKFLOW

from .county import CHANNELS, County, Told
from .scripts import Script, script
from .tables import NULL, Table
from .words import FADED, MATTERS, RARE

APPEAL = Petition(petition_class="appeal_request", route="handling", procedure="ordinary")
# By somebody who cannot be told of it, at a discipline organ.
ACCUSATION = Petition(
    petition_class="accusation",
    route="",
    procedure="ordinary",
    address_unclear=True,
    lead_unit=Unit(kind=Unit.Kind.DISCIPLINE),
)
SENT_ON = (("transfer", 0), ("accept", 1), ("issue_opinion", 1), ("serve", 1), ("archive", 1))
KEPT = (("accept", 0), ("issue_opinion", 0), ("serve", 0), ("archive", 0))
HANDED_ON = (("accept", 0), ("hand_on", 0), *SENT_ON[1:])
# Steps with the unit that takes each, days between them (least and most), weight.
WAYS = (
    (SENT_ON, ((1, 12), (1, 10), (8, 58), (1, 8), (1, 15)), 560),
    (SENT_ON, ((8, 20), (3, 18), (50, 90), (2, 12), (5, 40)), 60),
    (KEPT, ((0, 8), (5, 50), (1, 8), (1, 15)), 150),
    (HANDED_ON, ((1, 10), (2, 15), (1, 10), (8, 35), (1, 8), (1, 15)), 50),
    ((("inform", 0), ("archive", 0)), ((0, 6), (1, 10)), 80),
    ((("transfer", 0), ("not_accept", 1), ("archive", 1)), ((1, 12), (2, 14), (1, 10)), 40),
    ((("transfer", 0), ("withdraw", 1)), ((1, 12), (2, 20)), 12),
    ((("merge", 0),), ((0, 5),), 40),
)
SECRET = ((("accept", 0), ("reply", 0), ("serve", 0), ("archive", 0)), ((1, 10), (20, 80), (1, 8), (1, 20)))
SECRET_SHARE, SHARED_SHARE, INVITED_SHARE, REPEAT_SHARE = 0.005, 0.004, 0.06, 0.03
RATINGS = (*Petition.Rating.values, "")


@dataclass(frozen=True, slots=True)
class Way:
    """A script with the days between its moves. ``passes`` are the places at which it goes to another unit."""

    script: Script
    days: tuple[tuple[int, int], ...]
    passes: tuple[int, ...]


def _way(path, days, row) -> Way:
    made = script(WORKFLOW, path, row)
    passes = tuple(place for place, move in enumerate(made.moves) if move.step in ("transfer", "hand_on"))
    return Way(made, days, passes)


class Petitions:
    """Writes petitions of the county."""

    def __init__(self, county: County):
        self.county = county
        self.ways = [_way(path, days, APPEAL) for path, days, _ in WAYS]
        self.weights = [weight for _, _, weight in WAYS]
        self.secret = _way(*SECRET, ACCUSATION)
        self.matters = [matter[:3] for matter in MATTERS]
        self.matter_weights = [matter[3] for matter in MATTERS]
        self.categories = [pk for kind, path, pk in county.categories if kind == "petition" and path.count("/") == 1]
        unit = county.people.unit
        self.offices = (unit["区信访局"], unit["区综治中心"])
        self.discipline = unit["区纪委监委"]
        self.table = Table(
            Petition,
            *("case_ptr_id", "petition_class", "route", "accused_unit_id", "accepted_on", "outcome"),
            *("served_on", "rating", "people_count", "is_collective", "is_repeat"),
            procedure="ordinary",
        )
        self._last: list[str] = []

    @property
    def tables(self) -> list[Table]:
        """What a petition writes beside what every case does."""
        return [self.table]

    def write(self, opened: int, share: float) -> None:
        """One petition of that minute stands; ``share`` is how much of the history has passed."""
        if self.county.chance.random() < SECRET_SHARE:
            self._accusation(opened)
        else:
            self._appeal(opened, share)

    def _matter(self, share: float) -> tuple[str, str, str]:
        """Who answers for it and what it is about."""
        chance = self.county.chance
        if share < 0.2 and chance.random() < 0.05:
            return FADED
        if chance.random() < 0.000_02:
            return RARE
        return chance.choices(self.matters, self.matter_weights)[0]

    def _units(self, area: str, department: str, channel: str) -> list[int]:
        """Who takes it in, who answers for it, who it may be handed on to."""
        local, chance = self.county.people.local, self.county.chance
        township = local["government"][area[:9]]
        if channel == "visit":
            first = township if chance.random() < 0.7 else local["centre"][area[:9]]
        else:
            first = self.offices[chance.random() < 0.3]
        answers = self.county.people.unit.get(department, township)
        if answers == first:
            first = self.offices[0]
        other = township if answers != township else self.county.people.unit["区城管局"]
        return [first, answers, other]

    def _appeal(self, opened: int, share: float) -> None:
        county, chance = self.county, self.county.chance
        area, channel = county.village(), chance.choice(CHANNELS)
        department, *about = self._matter(share)
        way = chance.choices(self.ways, self.weights)[0]
        key = county.take_key()
        units = self._units(area, department, channel)
        way, minutes, into = self._came(opened, way)
        played, actors = county.play(key, way.script, minutes, units)
        passed = [place for place in way.passes if place < played.done]
        holder = len(passed)
        for place, at in enumerate(passed):
            county.unit.add(key, str(units[place]), "former", county.times.stamp(minutes[at]))
        self._together(key, opened, area, {*units[: holder + 1]})
        people = [county.resident() for _ in range(1 if chance.random() < 0.85 else 2)]
        handler = actors[played.done - 1][0] if _is_handled(way, played.done) else NULL
        told = Told(
            kind="petition",
            prefix="XF",
            opened=opened,
            area=area,
            about=tuple(about),
            people=[("petitioner", person) for person in people],
            units=(units[holder], units[0], units[holder - 1] if holder else None),
            registered_by=actors[0][0],
            category=str(chance.choice(self.categories)),
            channel=channel,
            handler=handler,
            merged_into=into if played.status == "merged" else NULL,
        )
        county.write_case(key, told, played)
        many = chance.random() < 0.03
        repeats = bool(self._last) and chance.random() < REPEAT_SHARE
        if repeats:
            county.link.add(key, self._last[-1], "repeat")
        self._own(key, "appeal_request", way, minutes, played, NULL, many=many, repeats=repeats)
        self._last = [*self._last[-200:], key]

    def _came(self, opened: int, way: Way) -> tuple[Way, list[int], str]:
        """The way it came, its minutes and the matter that it was merged into; the first way where there was none."""
        county, chance = self.county, self.county.chance
        minutes, into = county.minutes(opened, way.days), NULL
        if way.script.moves[-1].step == "merge":
            into = self._last[int(chance.random() * len(self._last))] if self._last else NULL
            if into is NULL:
                way = self.ways[0]
                minutes = county.minutes(opened, way.days)
        return way, minutes, into

    def _together(self, key: str, opened: int, area: str, known: set[int]) -> None:
        """Now and then another unit helps, another is told, or one person is asked to read."""
        county, chance = self.county, self.county.chance
        since = county.times.stamp(opened)
        if chance.random() < INVITED_SHARE:
            other = county.people.local["police"][area[:9]]
            if other not in known:
                county.unit.add(key, str(other), "co_handler", since)
        if chance.random() < INVITED_SHARE / 2:
            village = county.people.local["village"][area]
            county.unit.add(key, str(village), "informed", since)
        if chance.random() < SHARED_SHARE:
            unit = chance.choice(list(county.people.staff))
            county.grant.add(key, county.staff(unit)[0], str(unit), "t")

    def _accusation(self, opened: int) -> None:
        county, chance = self.county, self.county.chance
        area = county.village()
        key = county.take_key()
        accused = county.people.local["government"][area[:9]]
        minutes = county.minutes(opened, self.secret.days)
        played, actors = county.play(key, self.secret.script, minutes, [self.discipline])
        since = county.times.stamp(opened)
        county.unit.add(key, str(accused), "accused", since)
        for unit in county.people.under[accused]:
            county.unit.add(key, str(unit), "barred", since)
        for person in {person[0] for person in county.people.staff[self.discipline]}:
            county.grant.add(key, person, str(self.discipline), "f")
        if chance.random() < 0.2:
            # Somebody of the accused unit was told before it was accused: the shield holds all the same.
            county.grant.add(key, county.staff(accused)[0], str(accused), "t")
        told = Told(
            kind="petition",
            prefix="XF",
            opened=opened,
            area=area,
            about=("干部作风", "收受好处"),
            people=[("petitioner", county.resident())],
            units=(self.discipline, self.discipline, None),
            registered_by=actors[0][0],
            category=str(chance.choice(self.categories)),
            channel="letter",
            handler=actors[-1][0] if played.done > 1 else NULL,
            restricted=True,
        )
        county.write_case(key, told, played)
        self._own(key, "accusation", self.secret, minutes, played, str(accused))

    def _own(self, key, petition_class, way: Way, minutes, played, accused, *, many=False, repeats=False) -> None:
        at = {move.step: minute for move, minute in zip(way.script.moves[: played.done], minutes, strict=False)}
        day = self.county.times.day
        self.table.add(
            *(key, petition_class, "handling" if petition_class == "appeal_request" else "", accused),
            day(at["accept"]) if "accept" in at else NULL,
            self.county.chance.choice(Petition.Outcome.values) if "issue_opinion" in at else "",
            day(at["serve"]) if "serve" in at else NULL,
            self.county.chance.choice(RATINGS) if "archive" in at and "serve" in at else "",
            *("12" if many else "1", "t" if many else "f", "t" if repeats else "f"),
        )


def _is_handled(way: Way, done: int) -> bool:
    """True once somebody has accepted it and it was not handed on since."""
    steps = [move.step for move in way.script.moves[:done]]
    return "accept" in steps and steps[-1] != "hand_on"
