"""The security record: it only grows."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from governance.organisation.models import AccessRecord
from governance.organisation.records import record

pytestmark = pytest.mark.django_db


def test_what_it_has_no_room_for_says_so(cast):
    made = record("setting", actor=cast.county, at=timezone.now(), subject="领" * 200, reason="单位、" * 200)
    assert made.subject == "领" * 200
    assert len(made.reason) == 300 and made.reason.endswith("…")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisation_accessrecord SET reason = '另有事由'",
        "DELETE FROM organisation_accessrecord",
        "TRUNCATE organisation_accessrecord",
    ],
)
def test_it_refuses_to_change_or_lose_a_row(cast, statement):
    record("unmask", actor=cast.handler, at=timezone.now(), subject="XF2026-000001", reason="联系信访人")
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AccessRecord.objects.get().reason == "联系信访人"
