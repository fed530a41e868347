"""The list of a register is looked up, however many rows it has: what is asked of it names the register in an index."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.registers.entries.actions import open_many
from governance.registers.kinds.defining import add_register
from tests.bench.test_plans import nodes, plan_of
from tests.builders import OPENED
from tests.registers.pages import stores, told

pytestmark = pytest.mark.django_db
ASKED = ("", "?area=610116001", "?state=late", "?state=ended", "?q=号库", "?f3=c1")


@pytest.mark.parametrize("query", ASKED)
@pytest.mark.parametrize("who", ["county", "clerk"])
def test_no_question_to_a_register_walks_all_rows(cast, login, who, query):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    rows = [told(cast, f"{number}号库") for number in range(60)]
    open_many(register, rows, actor=cast.clerk, at=OPENED, job_id=1)
    client, address = login(getattr(cast, who)), reverse("registers:entries", args=[register.code])
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{address}{query}").status_code == 200
    asked = [each["sql"] for each in captured if '"registers_entry"' in each["sql"]]
    assert asked
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE registers_entry")
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in asked:
            for node in nodes(plan_of(sql)):
                if node.get("Relation Name") == "registers_entry":
                    assert node["Node Type"] != "Seq Scan", sql
                    assert "Index Cond" in node or node["Node Type"] == "Bitmap Heap Scan", (node, sql)
