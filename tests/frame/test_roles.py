"""Whoever runs as the centre works with rows, and neither changes what only grows nor switches off what keeps it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from governance.cases.models import Case, Event
from governance.frame.database import roles
from governance.frame.seals import book
from governance.organisation.checks import owner_does_not_run
from governance.organisation.models import AccessRecord
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(db):
    """The session goes on as the user under whom the centre runs."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE centre_test NOLOGIN")
        out = StringIO()
        call_command("grant_application", "centre_test", stdout=out)
        assert "只能查阅和添加" in out.getvalue()
        yield lambda: cursor.execute("SET LOCAL ROLE centre_test")
        cursor.execute("RESET ROLE")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


def test_it_works_with_cases_and_writes_the_book_of_seals(cast, application, settings, tmp_path):
    settings.SEAL_ROOT = tmp_path
    application()
    case = builders.in_status(cast, "handling")
    builders.step(case, "amend", cast.second_handler, title="停水五天", summary="改", area=case.area, note="登记有误。")
    assert Event.objects.filter(case=case).count() == case.version - 1 and book.write_pages(timezone.now())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {0} SET id = id",
        "DELETE FROM {0}",
        "TRUNCATE {0} CASCADE",
        "ALTER TABLE {0} DISABLE TRIGGER USER",
        "SET LOCAL pgtrigger.ignore = '{0}:append_only'; DELETE FROM {0}",
    ],
)
def test_it_changes_nothing_that_only_grows(cast, application, statement):
    builders.petition(cast)
    application()
    tables = {model._meta.db_table for model in roles.only_growing()}
    assert {Event._meta.db_table, AccessRecord._meta.db_table} <= tables and len(tables) > 8
    assert [table for table in sorted(tables) if not refused(statement.format(table))] == []


def test_it_replaces_no_function_and_no_table(application):
    application()
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'pgtrigger_append_only%' LIMIT 1")
        (name,) = cursor.fetchone()
    body = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
    assert refused(f"CREATE OR REPLACE FUNCTION {name} {body}")
    assert refused(f"DROP TABLE {Case._meta.db_table}") and refused("CREATE TABLE public.mine (id int)")


def test_no_setting_of_a_session_has_a_trigger_passed_over(cast):
    builders.petition(cast)
    with connection.cursor() as cursor:
        every = "SELECT array_agg(tgname)::text FROM pg_trigger WHERE NOT tgisinternal"
        cursor.execute(f"SELECT set_config('pgtrigger.ignore', ({every}), true)")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.update(note="")


def test_check_warns_where_the_owner_runs(application):
    (warning,) = owner_does_not_run()
    assert "停用触发器" in warning.msg and "grant_application" in warning.hint
    application()
    assert owner_does_not_run() == []


def test_a_user_that_does_not_exist_is_said(db):
    with pytest.raises(CommandError, match="没有授权"), transaction.atomic():
        call_command("grant_application", "nobody_of_that_name")
