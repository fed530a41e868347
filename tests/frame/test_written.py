"""A question whose SQL is written once finds what the query finds that it was made of, whatever it is asked with."""

import sys
from datetime import date

import pytest
from django.db import DatabaseError, DataError, connection, transaction
from django.db.models import Count, F, Q
from django.db.transaction import TransactionManagementError

from governance.cases.models import Term
from governance.frame.database.among import Among
from governance.frame.database.written import OFTEN, WrittenFor, WrittenOnce
from governance.organisation.models import Post, Unit, User

CODES = ("petition.handle", "petition.route", "no such term")


def terms(code: str, on: date):
    return Term.objects.filter(Q(effective_to=None) | Q(effective_to__gte=on), code=code).order_by("-version")


def test_it_finds_the_same_rows_as_the_query_with_every_value(cast):
    question = WrittenOnce(terms, code="?", on=date(1, 1, 2))
    found = 0
    for code in CODES:
        for on in (date(2020, 1, 1), date(2026, 3, 3)):
            asked, plain = question.objects(code=code, on=on), list(terms(code, on))
            assert [each.__dict__ | {"_state": None} for each in asked] == [
                each.__dict__ | {"_state": None} for each in plain
            ]
            assert question.first(code=code, on=on) == (plain[0] if plain else None)
            assert all(not each._state.adding and each._state.db == "default" for each in asked)
            found += len(asked)
    assert found


def test_it_brings_what_the_query_adds_to_each_row(cast):
    def units(kind: str):
        return Unit.objects.filter(kind=kind).annotate(posted=Count("posts")).order_by("pk")

    found = WrittenOnce(units, kind="?").objects(kind="department")
    assert [(each.pk, each.posted) for each in found] == list(units("department").values_list("pk", "posted")) != []


def test_it_finds_the_same_columns_as_the_query(cast):
    columns = WrittenOnce(
        lambda user: Post.objects.filter(user=user).order_by("id").values_list("unit__name", "role__name"), user=-1
    )
    for person in cast.people:
        posts = Post.objects.filter(user=person).order_by("id").values_list("unit__name", "role__name")
        assert columns.rows(user=person.pk) == list(posts) != []


def test_it_finds_the_rows_that_they_lead_to(cast, django_assert_num_queries):
    def posts(users):
        there = Post.objects.filter(Among(F("user"), users)).select_related("user", "unit__parent__area")
        return there.order_by("id")

    question, keys = WrittenOnce(posts, users=[-1]), [person.pk for person in cast.people]
    for some in (keys, keys[:3], []):
        with django_assert_num_queries(1):
            found = question.objects(users=some)
            said = [(each.user.name, each.unit.name, each.unit.parent and each.unit.parent.area) for each in found]
        plain = list(posts(some)) if some else []
        assert said == [(each.user.name, each.unit.name, each.unit.parent and each.unit.parent.area) for each in plain]
        assert [each.pk for each in found] == [each.pk for each in plain]


def test_several_lists_stand_for_themselves(cast):
    question = WrittenOnce(
        lambda kinds, areas: Unit.objects.filter(Among(F("kind"), kinds), Among(F("area"), areas)).order_by("pk"),
        kinds=["?"],
        areas=["??"],
    )
    for kinds, areas in ((["village", "centre"], ["610116001002", "610116"]), (["village"], ["610116"])):
        plain = Unit.objects.filter(kind__in=kinds, area__in=areas).order_by("pk")
        assert question.objects(kinds=kinds, areas=areas) == list(plain)


def planned(question: WrittenOnce) -> int:
    """How often the connection has answered the question by the plan that it keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans FROM pg_prepared_statements WHERE name = %s", [question.name])
        return sum(row[0] for row in cursor.fetchall())


def test_a_connection_that_asks_often_keeps_the_plan_and_finds_the_same(cast):
    question = WrittenOnce(terms, code="?", on=date(1, 1, 2))
    for place in range(4 * OFTEN):
        code, on = CODES[place % 3], date(2020 + place % 7, 1, 1)
        assert [each.pk for each in question.objects(code=code, on=on)] == [each.pk for each in terms(code, on)]
        assert place >= OFTEN or planned(question) == 0
    assert planned(question) > 0


def test_a_plan_that_was_not_made_is_made_the_next_time(cast):
    question = WrittenOnce(terms, code="?", on=date(1, 1, 2))
    for place in range(2 * OFTEN):
        with transaction.atomic():
            if place == OFTEN - 1:
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    try:
                        cursor.execute("SELECT 1 / 0")
                    except DataError:
                        connection.needs_rollback = False
                        question.first(code=CODES[0], on=date(2026, 1, 1))
            assert question.first(code=CODES[0], on=date(2026, 1, 1)) is not None


def test_it_is_asked_in_its_own_words_where_statements_are_read_along(cast, django_assert_num_queries):
    question = WrittenOnce(terms, code="?", on=date(1, 1, 2))
    for _ in range(2 * OFTEN):
        with django_assert_num_queries(1) as asked:
            question.first(code="petition.handle", on=date(2026, 1, 1))
        assert asked[0]["sql"].startswith("SELECT")


def test_every_question_of_the_centre_can_be_planned_ahead(db):
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] in ("governance", "petitions")]
    questions = {each for module in modules for each in vars(module).values() if isinstance(each, WrittenOnce)}
    for question in questions:
        for _ in range(OFTEN + 1):
            question.rows(**question.examples)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        assert {question.name for question in questions} <= {name for (name,) in cursor.fetchall()}
    assert len(questions) > 12


def test_it_refuses_an_example_that_the_query_does_not_hold(db):
    with pytest.raises(ValueError, match="does not stand for itself"):
        WrittenOnce(lambda user: User.objects.filter(name__contains=user), user="?").rows(user="李")


@pytest.mark.django_db(transaction=True)
def test_it_holds_rows_within_a_transaction_alone(cast):
    held = WrittenOnce(lambda user: User.objects.filter(pk=user).select_for_update(), user=-1)
    with transaction.atomic():
        assert held.first(user=cast.clerk.pk) == cast.clerk
        with pytest.raises(User.DoesNotExist):
            held.one(user=-2)
    with pytest.raises(TransactionManagementError):
        held.first(user=cast.clerk.pk)


def test_one_of_many_who_ask_keeps_no_plan_and_need_not_ask_with_everything(cast, django_assert_num_queries):
    def units(name: str, on: date):
        return Unit.objects.filter(short_name=name).order_by().values_list("pk")

    def none(name: str, on: date):
        return Unit.objects.filter(pk__in=(), short_name=name).order_by().values_list("pk")

    unit = Unit.objects.first()
    question = WrittenFor(units, name="?", on=date(1, 1, 2))
    for _ in range(OFTEN + 1):
        assert question.rows(name=unit.short_name, on=date(2026, 1, 1)) == [(unit.pk,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [question.name])
        assert cursor.fetchone() == (0,)
    with django_assert_num_queries(0):
        assert WrittenFor(none, name="?", on=date(1, 1, 2)).rows(name="x", on=date(2026, 1, 1)) == []
