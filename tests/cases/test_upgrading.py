"""A county upgrades while people work."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_index_is_built_while_the_tables_are_held_for_others_to_go():
    said = StringIO()
    call_command("sqlmigrate", "cases", "0055", stdout=said)
    sql = said.getvalue()
    assert "DROP INDEX" in sql and "CREATE" not in sql and "UNIQUE (" not in sql
