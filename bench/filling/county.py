"""What the stories of all kinds share: the county, its time, its chance, and the tables that every case writes."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from django.contrib.auth.models import Permission
from django.db.models import Max

from governance.cases.models import (
    Case,
    CaseLink,
    CaseUnit,
    CaseUserObjectPermission,
    Category,
    Clock,
    Event,
    NumberSequence,
    Participant,
)
from governance.frame.days import office_day

from .clocks import Clocks
from .people import Resident, residents, settle
from .scripts import Played, Player, Script
from .tables import NULL, Table
from .times import DAY, Times
from .words import written

CHANNELS = ("visit", "visit", "visit", "letter", "phone", "online", "online", "fax", "email")
MORNING, OFFICE_HOURS = 8 * 60 + 30, 9 * 60


Actor = tuple[str, str, str]


@dataclass(slots=True)
class Told:
    """What is said of a case when it is written; ``units`` are who holds it, who took it in and who sent it."""

    kind: str
    prefix: str
    opened: int
    area: str
    about: tuple[str, str]
    people: list[tuple[str, Resident]]
    units: tuple[int, int, int | None]
    registered_by: str
    category: str = NULL
    channel: str = "visit"
    handler: str = NULL
    parent: str = NULL
    merged_into: str = NULL
    restricted: bool = False


class County:
    """The county that is being filled with so many cases over so many years up to now."""

    def __init__(self, cases: int, years: float, now: datetime):
        today = office_day(now)
        self.people = settle(today)
        self.times = Times(today - timedelta(days=round(365 * years)), now)
        self.chance = random.Random(3)
        self.residents = residents(max(cases // 4, 100))
        self.categories = list(Category.objects.order_by("path").values_list("kind", "path", "id"))
        self.numbers: Counter[str] = Counter()
        self._next = _first_free(Case)
        self._tables()
        self.player = Player(self.times, self.event, self.clocks, _first_free(Event))
        villages = self.people.villages
        self._villages = self.chance.sample(villages, len(villages))
        # Some villages are ten times as busy as others.
        self._busy = list(accumulate(1 / (25 + place) for place in range(len(villages))))

    def _tables(self) -> None:
        self.case = Table(
            Case,
            *("id", "number", "kind", "title", "summary", "search_text", "grams"),
            *("area_id", "category_id", "channel", "confidentiality"),
            *("lead_unit_id", "first_unit_id", "sender_unit_id", "handler_id", "registered_by_id"),
            *("parent_id", "merged_into_id", "opened_at", "status", "closed_at", "next_due_at", "version"),
        )
        self.person = Table(
            Participant,
            *("id", "case_id", "part", "position", "name", "phone_hashes", "phone_mask"),
            *("id_number_hash", "id_number_mask", "phone_sealed", "id_number_sealed"),
        )
        self._next_person = _first_free(Participant)
        self.unit = Table(CaseUnit, "case_id", "unit_id", "part", "since")
        self.link = Table(CaseLink, "case_id", "other_id", "kind")
        view = Permission.objects.get(content_type__app_label="cases", codename="view_case")
        columns = ("content_object_id", "user_id", "unit_id", "shared")
        self.grant = Table(CaseUserObjectPermission, *columns, permission_id=view.pk)
        self.event = Table(
            Event,
            *("id", "case_id", "step", "label", "from_status", "to_status"),
            *("actor_id", "actor_name", "actor_post", "at", "recorded_at"),
            seq=0,
            facts={"told": []},
        )
        self.clocks = Clocks(self.times, _first_free(Clock))

    @property
    def tables(self) -> list[Table]:
        """What every case writes; who takes part stands before the case, so that it is complete when it arrives."""
        people = (self.unit, self.grant, self.person)
        return [*people, self.case, self.event, self.clocks.table, self.clocks.alarms, self.link]

    def take_key(self) -> str:
        """The key of a new case."""
        self._next += 1
        return str(self._next - 1)

    @property
    def size(self) -> int:
        """How many cases there are."""
        return self._next - 1

    def take_number(self, prefix: str, minute: int) -> str:
        """The next number of the year."""
        key = f"{prefix}{self.times.day(minute)[:4]}"
        self.numbers[key] += 1
        return f"{key}-{self.numbers[key]:06}"

    def opened(self, share: float) -> int:
        """A minute of the office's hours when that share of the history has passed."""
        day = int(share * (self.times.now // DAY))
        return day * DAY + MORNING + int(self.chance.random() * OFFICE_HOURS)

    def village(self) -> str:
        """The code of the village in which something happens."""
        return self.chance.choices(self._villages, cum_weights=self._busy)[0]

    def resident(self) -> Resident:
        """Somebody who brings a matter."""
        return self.residents[int(self.chance.random() * len(self.residents))]

    def staff(self, unit: int) -> Actor:
        """Key, name and post of somebody who works on cases in the unit."""
        people = self.people.staff[unit]
        return people[int(self.chance.random() * len(people))]

    def minutes(self, opened: int, days: Sequence[tuple[int, int]]) -> list[int]:
        """The minute of every move: the first one, and each so many days (least and most) after the one before."""
        found, day = [opened], opened // DAY
        for least, most in days:
            day += least + int(self.chance.random() * (most - least + 1))
            minute = MORNING + int(self.chance.random() * OFFICE_HOURS)
            found.append(max(day * DAY + minute, found[-1] + 1))
        return found

    def play(self, key: str, made: Script, minutes: list[int], units: Sequence[int]) -> tuple[Played, list[Actor]]:
        """The case has made its moves up to now: where it stands, and who acted at each."""
        acting = {holder: self.staff(units[holder]) for holder in {move.holder for move in made.moves}}
        actors = [acting[move.holder] for move in made.moves]
        return self.player.play(key, made, minutes, actors), actors

    def write_case(self, key: str, told: Told, played: Played) -> str:
        """The case stands with its people; its number is returned."""
        number = self.take_number(told.prefix, told.opened)
        names = tuple(person.name for _, person in told.people)
        words = written(number, self.people.places[told.area], told.about, names, self.chance)
        for place, (part, person) in enumerate(told.people):
            sealed = person.sealed_for(key, self._next_person)
            self.person.add(str(self._next_person), key, part, str(place), *person.columns, *sealed)
            self._next_person += 1
        lead, first, sender = told.units
        self.case.add(
            *(key, number, told.kind, words.title, words.summary, words.search_text, words.grams),
            *(told.area, told.category, told.channel, "restricted" if told.restricted else "normal"),
            *(str(lead), str(first), NULL if sender is None else str(sender), told.handler, told.registered_by),
            *(told.parent, told.merged_into, self.times.stamp(told.opened)),
            *(played.status, played.closed, played.next_due, played.version),
        )
        return number

    def close_books(self) -> None:
        """What is registered from now on goes on counting from here."""
        NumberSequence.objects.bulk_create(NumberSequence(key=key, last=last) for key, last in self.numbers.items())


def _first_free(model) -> int:
    return (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
