"""The list door proved: in any county it lets through what the law of the house says in one long sentence, no more and
no less, however the rows came to stand as they do."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from importlib import import_module
from random import Random

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.cases import registry
from governance.cases.knowing.queryset import known_beyond, lying_in
from governance.cases.knowing.words import areas_of
from governance.cases.models import Case, CaseAccusedPerson, CaseUnit, CaseUserObjectPermission
from governance.frame.days import CHINA
from governance.organisation.models import Area, Post, Unit, User
from governance.organisation.roles import BY_CODE
from governance.organisation.standing import lies_in, standing_of
from petitions.models import Petition
from tests import builders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 10, tzinfo=CHINA)
TODAY = NOW.date()
KINDS = ("petition", "dispute", "people_mediation", "supervision")
MOST_KINDS = tuple(kind for kind in registry.KINDS if kind != "supervision")
PARTS = CaseUnit.Part.values
ROLES = tuple(code for code, role in BY_CODE.items() if not role.exclusive)


MOVE_A_PART = """
UPDATE cases_caseunit SET case_id = %(case)s WHERE id = (
    SELECT max(id) FROM cases_caseunit u WHERE NOT EXISTS (
        SELECT 1 FROM cases_caseunit o WHERE (o.case_id, o.unit_id, o.part) = (%(case)s, u.unit_id, u.part)
    )
)
"""


class Tables:
    """What the tables say of every case, read without the words that the database made of it."""

    def __init__(self):
        self.cases = list(Case.objects.all())
        self.parts = defaultdict(set)
        for case_id, unit_id, part in CaseUnit.objects.values_list("case_id", "unit_id", "part"):
            self.parts[case_id, part].add(unit_id)
        granted = CaseUserObjectPermission.objects.filter(permission__codename="view_case")
        self.granted = defaultdict(set)
        for case_id, user_id, unit_id in granted.values_list("content_object_id", "user_id", "unit_id"):
            self.granted[case_id, user_id].add(unit_id)
        self.accused = set(CaseAccusedPerson.objects.values_list("case_id", "user_id"))
        self.parents = dict(Unit.objects.values_list("pk", "parent_id"))

    def may_know(self, person, on: date) -> list[str]:
        """The numbers of the cases that the person may know of. A case is one of them if, and only if,

        * it is not restricted, and it is held, was first taken in, was sent on, is or was handled by one of the
          person's units or made known to one, lies in an area they oversee or guide cases of its kind in, is in their
          own hands or was shared with them; or
        * it is restricted, it was shared with them, and it is kept neither from them nor from a unit of theirs.
        """
        posts = standing_of(person, on).posts
        working = [post for post in posts if "cases.view_case" in BY_CODE[post.role].permissions]
        if not working:
            return []
        return sorted(case.number for case in self.cases if self._knows(case, person, posts, working))

    def _knows(self, case, person, posts, working) -> bool:
        shared = self.is_shared(case, person, posts)
        if case.confidentiality == "restricted":
            return shared and not self.is_kept(case, person, posts)
        return shared or case.handler_id == person.pk or any(self._concerns(case, post) for post in working)

    def is_shared(self, case, person, posts) -> bool:
        """What was shared through a unit is shared while they have a post in it."""
        return bool(self.granted[case.pk, person.pk] & {None, *(post.unit_id for post in posts)})

    def is_kept(self, case, person, posts) -> bool:
        """They are accused, or one of their units is the accused one or under it, or was when it was accused."""
        return (case.pk, person.pk) in self.accused or any(self._is_accused(case, post.unit_id) for post in posts)

    def _concerns(self, case, post) -> bool:
        units = {case.lead_unit_id, case.first_unit_id, case.sender_unit_id}
        units |= set().union(*(self.parts[case.pk, part] for part in ("co_handler", "former", "informed")))
        guides = post.unit_kind in registry.KINDS[case.kind].guided_by
        return post.unit_id in units or ((post.sees_area or guides) and case.area_id.startswith(post.area))

    def _is_accused(self, case, unit_id) -> bool:
        if unit_id is None:
            return False
        kept_from = self.parts[case.pk, "accused"] | self.parts[case.pk, "barred"]
        return unit_id in kept_from or self._is_accused(case, self.parents[unit_id])


class World:
    """A county made by chance: who is under whom, who sits where and when, what is known of whom."""

    def __init__(self, chance):
        self.chance = chance
        self.units = sorted(chance.sample(list(Unit.objects.order_by("pk")), 7), key=lambda unit: unit.pk)
        self.people = list(User.objects.order_by("pk")[:6])
        self.areas = list(Area.objects.order_by("code"))
        self.view = Permission.objects.get(content_type__app_label="cases", codename="view_case")
        self.other = Permission.objects.get(content_type__app_label="cases", codename="comment_case")

    def one(self, of):
        return of[self.chance.randrange(len(of))]

    def maybe(self, of):
        return self.one(of) if self.chance.randrange(2) else None

    def settle(self) -> None:
        """Units stand under one another and people sit in them."""
        for place, unit in enumerate(self.units):
            unit.parent = self.maybe(self.units[:place]) if place else None
            unit.sees, unit.area = self.one(Unit.Sees.values), self.one(self.areas)
        Unit.objects.bulk_update(self.units, ["parent", "sees", "area"])
        Post.objects.all().delete()
        groups = {group.name: group for group in Group.objects.all()}
        for person in self.people:
            # Who has no other post runs the system, and sees none whatever is known of them.
            for role in {self.one(ROLES) for _ in range(self.chance.randrange(4))} or {"system_admin"}:
                since = TODAY - timedelta(days=self.one((9, 90)))
                ends = self.one((None, None, since + timedelta(days=5), TODAY))
                how = {"role": groups[role], "starts_on": since, "ends_on": ends}
                Post.objects.create(user=person, unit=self.one(self.units), **how)

    def row(self, number: int) -> Case:
        return Case(
            number=f"C{number}",
            kind=self.one(KINDS),
            title="事项",
            status="registered",
            area=self.one(self.areas),
            channel="visit",
            confidentiality=self.one(("normal", "internal", "restricted")),
            lead_unit=self.one(self.units),
            first_unit=self.one(self.units),
            sender_unit=self.maybe(self.units),
            handler=self.maybe(self.people),
            opened_at=NOW,
        )

    def fill(self) -> None:
        """Cases stand, with units that take part and people who were let in."""
        Case.objects.bulk_create(self.row(number) for number in range(8))
        self.cases = list(Case.objects.order_by("pk"))
        self.take_part(14)
        self.let_in(80)
        self.accuse(6)

    def take_part(self, most: int) -> None:
        rows = [
            CaseUnit(case=self.one(self.cases), unit=self.one(self.units), part=self.one(PARTS), since=NOW)
            for _ in range(self.chance.randrange(most))
        ]
        CaseUnit.objects.bulk_create(rows, ignore_conflicts=True)

    def let_in(self, most: int) -> None:
        rows = [
            CaseUserObjectPermission(
                user=self.one(self.people),
                content_object=self.one(self.cases),
                permission=self.one((self.view, self.view, self.other)),
                unit=self.maybe(self.units),
            )
            for _ in range(self.chance.randrange(most))
        ]
        CaseUserObjectPermission.objects.bulk_create(rows, ignore_conflicts=True)

    def accuse(self, most: int) -> None:
        rows = [
            CaseAccusedPerson(case=self.one(self.cases), user=self.one(self.people), name="某人", since=NOW)
            for _ in range(self.chance.randrange(most))
        ]
        CaseAccusedPerson.objects.bulk_create(rows, ignore_conflicts=True)

    def move(self) -> None:
        """Something changes, by the ways in which rows of the house change."""
        case = self.one(self.cases)
        self.one(
            (
                lambda: self.take_part(4),
                lambda: self.let_in(4),
                lambda: self.accuse(3),
                lambda: CaseAccusedPerson.objects.filter(case=case).delete(),
                lambda: CaseUnit.objects.filter(case=case).delete(),
                lambda: self.released(case),
                lambda: CaseUserObjectPermission.objects.filter(content_object=case).delete(),
                lambda: Case.objects.filter(pk=case.pk).update(handler=self.maybe(self.people)),
                lambda: Case.objects.filter(pk=case.pk).update(lead_unit=self.one(self.units), sender_unit=None),
                lambda: Case.objects.filter(kind="petition").update(area=self.one(self.areas)),
                lambda: Case.objects.filter(pk=case.pk).update(kind=self.one(KINDS)),
                lambda: self.saved(case, confidentiality=self.one(("normal", "restricted"))),
                lambda: self.saved(case, first_unit=self.one(self.units)),
                lambda: self.handed_over_by_hand(case),
                lambda: Unit.objects.filter(pk=self.one(self.units).pk).update(area=self.one(self.areas)),
            )
        )()

    def released(self, case) -> None:
        """Who handled the case together with others has done so."""
        CaseUnit.objects.filter(case=case, part="former").delete()
        CaseUnit.objects.filter(case=case, part="co_handler").update(part="former")

    def saved(self, case, **fields) -> None:
        """As a form would: the whole row as it was read before, and one thing changed."""
        for name, value in fields.items():
            setattr(case, name, value)
        case.save()

    def handed_over_by_hand(self, case) -> None:
        """As nobody should: what is known of the row is written, and a part moves to another case."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET known_to = '{p1}', kept_from = '{}' WHERE id = %s", [case.pk])
            cursor.execute(MOVE_A_PART, {"case": case.pk})

    def prove(self) -> None:
        """Everybody sees what they may, on every day, of all kinds and of some, in an area and beyond their areas."""
        tables, self.people = Tables(), list(User.objects.order_by("pk")[:6])
        kinds = dict(Case.objects.values_list("number", "kind"))
        places = dict(Case.objects.values_list("number", "area"))
        for person in self.people:
            for on in (TODAY, TODAY - timedelta(days=60)):
                allowed = tables.may_know(person, on)
                assert sorted(Case.objects.visible_to(person, on).values_list("number", flat=True)) == allowed
                for asked in ((), ("dispute", "petition"), MOST_KINDS):
                    those = [number for number in allowed if not asked or kinds[number] in asked]
                    seen = Case.objects.visible_to(person, on, kinds=asked)
                    assert sorted(seen.values_list("number", flat=True)) == those
                    area, standing = self.one(self.areas).code, standing_of(person, on)
                    here = seen.filter(lying_in(area, standing, kinds=asked)).values_list("number", flat=True)
                    assert sorted(here) == [number for number in those if lies_in(places[number], [area])]
            assert self.known_beyond(person) == self.allowed_beyond(person, tables)

    def overseen(self, person) -> dict[str, tuple[str, ...]]:
        """The areas overseen of each kind, of whoever has all their units in those."""
        standing = standing_of(person, TODAY)
        found = {kind: areas for kind in KINDS if (areas := areas_of(standing, kind))}
        places = {post.area for post in standing.posts_with("")}
        covered = all(lies_in(place, areas) for areas in found.values() for place in places)
        return found if covered and "cases.view_case" in standing.permissions else {}

    def known_beyond(self, person) -> set[str]:
        areas = self.overseen(person)
        ways = known_beyond(standing_of(person, TODAY), areas) if areas else []
        return {number for way in ways for number in Case.objects.filter(way).values_list("number", flat=True)}

    def allowed_beyond(self, person, tables) -> set[str]:
        areas, allowed = self.overseen(person), tables.may_know(person, TODAY)
        return {
            case.number
            for case in tables.cases
            if case.number in allowed and case.confidentiality != "restricted"
            if case.kind in areas and not lies_in(case.area_id, areas[case.kind])
        }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=10**9))
def test_it_lets_through_what_the_long_sentence_says_in_any_county(cast, seed):
    with transaction.atomic():
        world = World(Random(seed))
        world.settle()
        world.fill()
        world.prove()
        for _ in range(4):
            world.move()
        world.prove()
        transaction.set_rollback(True)


def test_the_counties_have_what_the_proof_is_about(cast):
    """A proof about counties in which nobody sees anything, or nobody is shut out, would prove nothing."""
    seen, hidden, confided, shut_out, ended, beyond = 0, 0, 0, 0, 0, 0
    for seed in range(24):
        with transaction.atomic():
            world = World(Random(seed))
            world.settle()
            world.fill()
            tables = Tables()
            restricted = [case for case in tables.cases if case.confidentiality == "restricted"]
            for person in world.people:
                found, posts = Case.objects.visible_to(person, TODAY), standing_of(person, TODAY).posts
                seen += found.exclude(confidentiality="restricted").count()
                hidden += len(world.cases) - found.count()
                confided += found.filter(confidentiality="restricted").count()
                beyond += len(world.allowed_beyond(person, tables))
                shared = [case for case in restricted if tables.is_shared(case, person, posts)]
                shut_out += sum(tables.is_kept(case, person, posts) for case in shared)
                ended += sum(bool(tables.granted[case.pk, person.pk]) for case in restricted) - len(shared)
            transaction.set_rollback(True)
    found = (seen, hidden, confided, shut_out, ended, beyond)
    assert seen > 100 and hidden > 100 and confided > 20 and shut_out > 10 and ended > 10 and beyond > 10, found


def test_it_asks_the_same_of_the_table_of_a_kind(cast):
    petition = builders.petition(cast)
    assert Petition.objects.visible_to(cast.clerk).get() == petition
    assert not Petition.objects.visible_to(cast.clerk, kinds=("dispute",)).exists()
    assert not Petition.objects.visible_to(cast.outsider).exists()


def test_it_writes_who_may_know_in_the_transaction_of_the_change(cast):
    petition = builders.petition(cast)
    try:
        with transaction.atomic():
            Case.objects.filter(pk=petition.pk).update(handler=cast.outsider)
            assert Case.objects.visible_to(cast.outsider).exists()
            raise InterruptedError
    except InterruptedError:
        assert not Case.objects.visible_to(cast.outsider).exists()


def test_a_case_that_goes_takes_its_parts_with_it(cast):
    case = Case.objects.create(
        number="C1", kind="petition", title="事项", status="registered", area=cast.area("610116"), channel="visit",
        lead_unit=cast.weiqu, first_unit=cast.weiqu, opened_at=timezone.now(),
    )  # fmt: skip
    CaseUnit.objects.create(case=case, unit=cast.housing, part="informed", since=NOW)
    assert Case.objects.visible_to(cast.handler).exists()
    case.delete()
    assert not CaseUnit.objects.exists()


def test_cases_that_stood_before_say_who_may_know(cast, monkeypatch):
    """Batches end where they should, and a run that was broken off goes on."""
    made = [builders.petition(cast) for _ in range(5)]
    said = dict(Case.objects.values_list("pk", "known_to"))
    assert all(said.values())
    for case in made[1:]:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE cases_case SET known_to = '{}' WHERE id = %s", [case.pk])
            cursor.execute("SET LOCAL session_replication_role = origin")
    assert not Case.objects.visible_to(cast.clerk).filter(pk__in=[case.pk for case in made[1:]]).exists()
    migration = import_module("governance.cases.migrations.0010_cases_that_stood_before_say_who_may_know")
    monkeypatch.setattr(migration, "ROWS", 2)
    with connection.schema_editor(atomic=False) as editor:
        migration.write_words(apps, editor)
    assert dict(Case.objects.values_list("pk", "known_to")) == said
