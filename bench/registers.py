"""The list of a register with 100,000 rows, against the same register with 1,000: opened, narrowed, searched, paged."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.county import county
from bench.measure import in_turn, say
from governance.organisation.models import Area, Unit, User
from governance.registers.entries.actions import open_many
from governance.registers.entries.told import EntryInput
from governance.registers.models import Register

LARGE, SMALL, READER = 100_000, 1_000, "gaomin"
ASKED = (
    ("opened", ""),
    ("one township", "?area=610116001"),
    ("late", "?state=late"),
    ("words", "?q=第 77 处"),
)


def run() -> None:
    """Prints each question to the large list beside the same to the small one."""
    with county():
        large = Register.objects.get(code="places")
        small = Register.objects.get(code="places")
        small.pk, small.code, small.name = None, "places_few", "场所（少）"
        small.save(force_insert=True)
        for register, rows in ((large, LARGE), (small, SMALL)):
            _fill(register, rows)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE registers_entry")
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(
            User.objects.get(username=READER), backend="governance.organisation.accounts.backends.PostBackend"
        )
        for label, query in ASKED:
            many, few = (reverse("registers:entries", args=[each.code]) + query for each in (large, small))
            assert client.get(many).status_code == client.get(few).status_code == 200
            pair = in_turn(lambda many=many: client.get(many), lambda few=few: client.get(few))
            say(f"{LARGE:,} rows, {label}", pair, f"{SMALL:,} rows")


def _fill(register: Register, most: int) -> None:
    """So many places in the villages of the townships that have an office, a tenth of them late."""
    offices = {unit.area_id: unit for unit in Unit.objects.filter(kind=Unit.Kind.GOVERNMENT, area__level="township")}
    villages = [area for area in Area.objects.filter(level=Area.Level.VILLAGE) if area.parent_id in offices]
    rows = []
    for n in range(most):
        village = villages[n % len(villages)]
        rows.append(EntryInput(name=f"第 {n} 处场所", unit=offices[village.parent_id], area=village, facts={}))
    at = timezone.now()
    late = most // 10
    open_many(register, rows[:late], actor=None, at=at - timedelta(days=900), job_id=None)
    open_many(register, rows[late:], actor=None, at=at, job_id=None)
