"""The one proof that nothing of a hidden matter can be read by anybody from whom it is kept.

It asks no guard of any step. It looks at what stands in the database: who is let in by the door, who is accused, what
repeats a hidden case, and in which row of which table words of a hidden case stand and who may read that row. A table
that is added later is looked at like all others: unless every case on which its rows hang is hidden as well, or their
readers are told what they may not meet, what it says of a hidden matter is a breach.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from governance.frame.models import Sending
from governance.frame.names import standing_in
from governance.jobs.models import Job
from governance.jobs.withdrawing import tells
from governance.notices.models import Notice
from governance.notices.outbox import WITHDRAWN
from governance.organisation.models import AccessRecord, User
from governance.organisation.posts.in_office import InOffice

from .. import registry
from ..models import Case, CaseAccusedPerson, CaseUnit, Event, FormerNumber, Paper
from ..numbers import LOWEST_OUT_OF_ROW
from .copies import copies_of, words_of
from .hearing import SHUT_OUT, Shield, confided, led_by, shields

# How far a row may hang from the case that guards it.
FARTHEST = 3
# Who alone reads a row.
OWNERS = ("recipient", "owner")


@dataclass(frozen=True)
class Breach:
    """A row of which somebody learns what is kept from them."""

    table: str
    row: object
    sentence: str

    def __str__(self):
        return f"{self.table} {self.row}：{self.sentence}"


@dataclass
class Hidden:
    """A restricted case, from whom it is kept, who may know of it, and the words by which it would be known."""

    case: Case
    shield: Shield
    knowing: set[int]
    numbers: set[str]
    words: set[str] = field(default_factory=set)


def breaches(on: date) -> list[Breach]:
    """Every breach that stands in the database on that day."""
    proof = Proof(on)
    return [*proof.doors(), *proof.accused(), *proof.hands(), *proof.copies(), *proof.texts(), *proof.files()]


class Proof:
    """All hidden cases of one day, and what of them stands where."""

    def __init__(self, on: date):
        self.on = on
        self.office = InOffice(on)

    @cached_property
    def hidden(self) -> dict[int, Hidden]:
        """The restricted cases by key."""
        cases = {each.pk: each for each in Case.objects.filter(confidentiality=Case.Confidentiality.RESTRICTED)}
        kept_from = shields(cases)
        knowing = confided(kept_from, self.office)
        former = defaultdict(set)
        for case_id, number in FormerNumber.objects.filter(case__in=cases).values_list("case_id", "number"):
            former[case_id].add(number)
        return {pk: Hidden(case, kept_from[pk], knowing[pk], {case.number} | former[pk]) for pk, case in cases.items()}

    def doors(self) -> Iterator[Breach]:
        """Nobody is let in to whom the case was not confided, and the numbers tell nothing."""
        for user in User.objects.filter(pk__in=self.office.everybody()):
            for pk in Case.objects.visible_to(user, self.on).filter(pk__in=self.hidden).values_list("pk", flat=True):
                if user.pk not in self.hidden[pk].knowing:
                    yield Breach("cases_case", self.hidden[pk].case.number, f"{user.username} 能够打开")
        for hidden in self.hidden.values():
            if int(hidden.case.number.rpartition("-")[2]) < LOWEST_OUT_OF_ROW:
                yield Breach("cases_case", hidden.case.number, "编号在连续编号之内，看得出缺号")

    def accused(self) -> Iterator[Breach]:
        """Every accusation is restricted, and whoever it accuses is shut out of it."""
        for kind in registry.KINDS.values():
            if not kind.accused:
                continue
            named = ~Q(**{kind.accused: None}) | ~Q(**{kind.accused_names: ""})
            for own in kind.model.objects.filter(named | Q(**kind.accuses)):
                if not own.is_restricted:
                    yield Breach(kind.model._meta.db_table, own.number, "是检举控告，却没有限制知悉")
                    continue
                yield from self._shut_out(own, kind)

    def _shut_out(self, own, kind) -> Iterator[Breach]:
        table, shield = kind.model._meta.db_table, self.hidden[own.pk].shield
        unit_id, names = getattr(own, f"{kind.accused}_id"), getattr(own, kind.accused_names)
        if unit_id and unit_id not in shield.units:
            yield Breach(table, own.number, "被检举控告单位没有排除在外")
        # A namesake who has come since is shut out by the next step; until then nothing was confided to them.
        for user in User.objects.filter(pk__in=self.hidden[own.pk].knowing - shield.people):
            if standing_in({user.pk: user.name}, names):
                yield Breach(table, own.number, f"被检举控告人员 {user.username} 没有排除在外")

    def hands(self) -> Iterator[Breach]:
        """The case lies with nobody who is accused, and its rows say from whom it is kept."""
        for hidden in self.hidden.values():
            case, shield = hidden.case, hidden.shield
            led = led_by(shield.people, on=self.on)
            if case.lead_unit_id in shield.units | led or case.sender_unit_id in shield.units:
                yield Breach("cases_case", case.number, "由被检举控告的单位承办或者转交")
            if case.handler_id in shield.people | self.office.of(*shield.units):
                yield Breach("cases_case", case.number, "由被检举控告的人员承办")
            together = CaseUnit.objects.filter(case=case, part=CaseUnit.Part.CO_HANDLER, unit__in=shield.units | led)
            for row in together:
                yield Breach("cases_caseunit", row.pk, f"{case.number} 由被检举控告的单位协办")
            if missing := self._unwritten(case):
                yield Breach("cases_case", case.number, f"没有写明对谁保密：{'、'.join(sorted(missing))}")

    def _unwritten(self, case: Case) -> set[str]:
        units = CaseUnit.objects.filter(case=case, part__in=SHUT_OUT).values_list("unit_id", flat=True)
        people = CaseAccusedPerson.objects.filter(case=case).values_list("user_id", flat=True)
        return ({f"u{pk}" for pk in units} | {f"p{pk}" for pk in people}) - set(case.kept_from)

    def copies(self) -> Iterator[Breach]:
        """What repeats a hidden case is kept from the same people."""
        for hidden in self.hidden.values():
            for copy in copies_of(hidden.case):
                if not self._is_kept(copy.pk, hidden) and not self._names_its_own(copy, hidden):
                    yield Breach("cases_case", copy.number, f"出自限制知悉的 {hidden.case.number}，却没有同样保密")

    def _is_kept(self, pk: int, hidden: Hidden) -> bool:
        """True if the case of this key is the hidden one, or is kept from everybody from whom that is kept."""
        other = self.hidden.get(pk)
        if other is None:
            return False
        return other.shield.units >= hidden.shield.units and other.shield.people >= hidden.shield.people

    def _names_its_own(self, copy: Case, hidden: Hidden) -> bool:
        """True if the copy accuses somebody itself, and the hidden case repeats it: that one is kept from more."""
        own, source = copy.own, hidden.case.own
        accuses = registry.kind_of(own).is_accusation(own) and not registry.kind_of(source).is_accusation(source)
        return accuses and copy.pk in self.hidden

    def texts(self) -> Iterator[Breach]:
        """No row that somebody else can read holds words of a hidden case."""
        said_by = self._said_by()
        for model in _tables():
            for pk, words in _holding(model, list(said_by)).items():
                yield from self._read(model, pk, words, said_by)

    def _said_by(self) -> dict[str, list[Hidden]]:
        """The words that are looked for, and whose they are: numbers, and texts that no other case has as its own."""
        found = defaultdict(list)
        for hidden in self.hidden.values():
            own = hidden.case.own
            hidden.words = {text for name, text in words_of(own).items() if not self._is_common(own, name)}
            for word in hidden.numbers | hidden.words:
                found[word].append(hidden)
        return found

    def _is_common(self, own, name: str) -> bool:
        """True if a case that was not made of the hidden one says the same in the same place.

        An open case that takes over title and account of a hidden one is a copy of it, whether it says so or not.
        """
        others = type(own).objects.filter(**{name: getattr(own, name)}).exclude(pk=own.pk)
        others = others.exclude(pk__in=copies_of(own).values("pk"))
        return others.filter(Q(pk__in=self.hidden) | ~Q(title=own.title, summary=own.summary)).exists()

    def _read(self, model, pk, words: Iterable[str], said_by: dict[str, list[Hidden]]) -> Iterator[Breach]:
        guards = _guards(model, pk) | self._subjects(model, pk)
        for word in words:
            for hidden in said_by[word]:
                # It may be shown with any of them.
                if guards and all(self._is_kept(guard, hidden) for guard in guards):
                    continue
                if word in _veiled(model, hidden) or not _is_read(model, pk):
                    continue
                if not _is_owners(model, pk, hidden):
                    yield Breach(model._meta.db_table, pk, f"写有限制知悉的 {hidden.case.number} 的内容")

    def _subjects(self, model, pk) -> set[int]:
        """The case that a message is about: the inbox asks at every reading whether the person may know of it now."""
        if model is not Notice:
            return set()
        key = Notice.objects.filter(pk=pk, restricted=True).values_list("subject_key", flat=True).first()
        return {case_id for case_id, hidden in self.hidden.items() if key in hidden.numbers}

    def files(self) -> Iterator[Breach]:
        """No file that a job has made tells its owner of a hidden case."""
        for job in Job.objects.exclude(result_path=""):
            for hidden in self.hidden.values():
                if job.owner_id not in hidden.knowing and tells(job.result_path, hidden.numbers | hidden.words):
                    yield Breach("jobs_job", job.pk, f"文件中有限制知悉的 {hidden.case.number}")


def _veiled(model, hidden: Hidden) -> set[str]:
    """The words that are taken out of what is read of the table, see ``veil``.

    The security record may hold those alone that a case bore before it was hidden.
    """
    if model is AccessRecord:
        return hidden.numbers - {hidden.case.number}
    if getattr(model, "is_veiled", False):
        return hidden.numbers | {hidden.case.title, hidden.case.summary}
    return hidden.numbers if model in (Event, Paper) else set()


def _is_read(model, pk) -> bool:
    """True unless the table has managers of its own through which it is read, and all of them leave the row out."""
    return any(getattr(model, manager.name).filter(pk=pk).exists() for manager in model._meta.managers)


def _tables() -> list[type[models.Model]]:
    return [each for each in apps.get_models() if each._meta.managed and not each._meta.proxy]


def _holding(model, words: list[str]) -> dict[object, list[str]]:
    """The rows of the table in which one of the words stands, in whatever column."""
    if not words:
        return {}
    sought = {json.dumps(word, ensure_ascii=False)[1:-1]: word for word in words}
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH told AS MATERIALIZED (SELECT {key} AS pk, to_jsonb(t)::text AS said FROM {table} t)
            SELECT pk, word FROM told JOIN unnest(%s::text[]) AS word ON strpos(said, word) > 0
            """,
            [list(sought)],
        )
        found = defaultdict(list)
        for pk, word in cursor.fetchall():
            found[pk].append(sought[word])
    return found


@lru_cache(maxsize=512)
def _ways(model, farthest: int = FARTHEST) -> tuple[str, ...]:
    """The ways from a row of the model to the cases on which it hangs."""
    if issubclass(model, Case):
        return ("pk",)
    ways = []
    for each in model._meta.concrete_fields:
        if each.many_to_one or each.one_to_one:
            ways += [f"{each.name}__{way}" for way in (_ways(each.related_model, farthest - 1) if farthest else ())]
    return tuple(ways)


def _guards(model, pk) -> set[int]:
    """The cases on which the row hangs: it is shown with one of them, and with nothing else."""
    ways = _ways(model)
    rows = model._base_manager.filter(pk=pk).values_list(*ways) if ways else ()
    return {guard for row in rows for guard in row if guard is not None}


def _is_owners(model, pk, hidden: Hidden) -> bool:
    """True if one person alone reads the row, and may know of the case whenever it is read."""
    row = model._base_manager.get(pk=pk)
    if model is Notice:
        return row.text == WITHDRAWN
    # What was sent leads nobody anywhere but who sent it.
    names = (*OWNERS, "user") if model is Sending else OWNERS
    owners = {getattr(row, f"{name}_id", None) for name in names} - {None}
    return bool(owners) and owners <= hidden.knowing
