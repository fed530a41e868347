"""The history cannot be changed quietly: the database refuses, and what gets past it is found."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError

from governance.cases.history import broken_history
from governance.cases.models import Event
from tests import builders


@pytest.fixture
def served(cast):
    return builders.in_status(cast, "served")


def test_it_numbers_the_rows_of_a_case_from_one_and_chains_their_seals(served):
    rows = list(served.events.order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0].previous == "0" * 64
    assert [row.previous for row in rows[1:]] == [row.seal for row in rows[:-1]]


def test_it_keeps_the_words_of_the_day_beside_the_keys(served, cast):
    row = served.events.get(step="accept")
    assert (row.actor_name, row.actor_post) == (cast.handler.name, "区住建局·承办人")
    assert (row.from_status, row.to_status) == ("routed", "handling")
    assert ["告知方式", "短信或网上告知"] in row.facts["told"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_event SET note = 'x' WHERE case_id = %s",
        "DELETE FROM cases_event WHERE case_id = %s",
    ],
)
def test_it_refuses_to_change_or_delete_a_row(served, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [served.pk])


def test_it_refuses_to_truncate_the_history(served):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE cases_event CASCADE")


def test_it_finds_nothing_wrong_with_an_honest_history(served, settings, tmp_path):
    settings.SEAL_ROOT = tmp_path
    call_command("write_seals", stdout=StringIO())
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert f"共核对 {Event.objects.count()} 条办理记录，未发现改动。" in out.getvalue()


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        ("UPDATE cases_event SET actor_name = '别人' WHERE case_id = %s AND seq = 2", 2),
        ("UPDATE cases_event SET at = at - interval '1 day' WHERE case_id = %s AND seq = 3", 3),
        ("UPDATE cases_event SET facts = '{}' WHERE case_id = %s AND seq = 2", 2),
        ("DELETE FROM cases_event WHERE case_id = %s AND seq = 2", 3),
        ("DELETE FROM cases_event WHERE case_id = %s AND seq = (SELECT max(seq) FROM cases_event)", None),
    ],
)
def test_it_finds_what_somebody_with_the_keys_of_the_database_has_changed(served, tampering, expected):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        # The clocks point at the rows; only the history is under test.
        cursor.execute("DELETE FROM cases_clock WHERE case_id = %s", [served.pk])
        cursor.execute(tampering, [served.pk])
        cursor.execute("RESET session_replication_role")
    assert (served.number, expected) in broken_history()
    with pytest.raises(CommandError, match="发现"):
        call_command("verify_history", stderr=StringIO())


def test_it_raises_the_version_by_one_for_each_event(served):
    assert served.version == 1 + served.events.count()
