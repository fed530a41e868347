"""A whole county of 538 units: no more queries than a village has, and pages that stay light."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.duties.models import DutyPlan, DutyTask
from governance.duties.scan import opening, reminding
from governance.organisation.models import Unit
from tests.duties.making import NOW, TODAY, plan, rungs, villages

UNITS = 538
# Above this a page is slow on the offices' computers.
LIGHT = 60_000


@pytest.fixture
def county(cast, no_plans, time_machine):
    """A week of a daily sweep: nobody handed in for the day before yesterday, half of the rest did."""
    time_machine.move_to(NOW, tick=False)
    made = plan("p", name="日排查", opens_days_ahead=0)
    rungs(made, ("copy_notice", "row", 1))
    villages(UNITS // 2)
    villages(UNITS - UNITS // 2 - 1, "610116002")
    opening.open_windows(NOW - timedelta(days=6))
    opening.open_windows(NOW)
    assert DutyTask.objects.filter(first=TODAY).count() == UNITS
    # Plain lists of ids: with a subquery it would be the planner's guess how long this takes.
    units = list(Unit.objects.filter(position__lt=1250).values_list("pk", flat=True))
    late = DutyTask.objects.exclude(first=TODAY - timedelta(days=2)).filter(first__lt=TODAY, unit__in=units)
    ids = list(late.values_list("pk", flat=True))
    DutyTask.objects.filter(pk__in=ids).update(state="zero", returned_at=NOW, alert_at=None)
    reminding.scan(NOW)
    return cast


# Who opens what, and the most queries it may cost.
PAGES = (
    ("county", "/duties/board/?plan=p", 17),
    ("leader", "/duties/board/?plan=p&window=2026-11-16&open=610116001", 17),
    ("clerk", "/duties/board/?plan=p&open=610116001", 17),
    ("county", "/duties/board/export/?plan=p", 17),
    ("grid_worker", "/duties/", 17),
    ("county", "/settings/duties/plans/p/", 22),
    ("staff", "/supervision/queue/", 22),
)


def test_it_shows_a_county_with_the_queries_of_a_village(county, login):
    costs = {}
    for who, url, most in PAGES:
        client = login(getattr(county, who))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url)
        assert page.status_code == 200, url
        costs[who, url] = (len(asked), most)
        if url.startswith("/duties/") and "open=" not in url and not page.streaming:
            assert len(page.content) < LIGHT, url
        if url.startswith("/supervision/"):
            # What is gone through at once is bounded, and of most units only their number stands on the page; what is
            # done with makes room for the next.
            said = page.content.decode()
            assert said.count('name="missed"') == 20 and said.count('href="/supervision/queue/?unit=') == 150
            assert "一次最多列出 150 项，处理后列出其余。" in said and len(page.content) < LIGHT
    assert {page: cost for page, cost in costs.items() if cost[0] > cost[1]} == {}
    head, _, grid = _board(login(county.county)).partition('id="board"')
    assert f"11月16日 周一：应报 {UNITS} 个单位，已报 0，缺 {UNITS}。" in head
    assert "韦曲街道" in head and "郭杜街道" in head and head.count('/">') < 60
    assert f'0/{UNITS // 2 + 1} <b class="cell-missing">缺{UNITS // 2 + 1}</b>' in grid


def _board(client) -> str:
    """What the board says of the day for which nobody handed in."""
    return client.get("/duties/board/?plan=p&window=2026-11-16").content.decode()


def test_it_asks_little_when_there_is_nothing_to_do_however_many_plans_there_are(
    delivered, time_machine, django_assert_max_num_queries
):
    time_machine.move_to(NOW, tick=False)
    villages(UNITS // 2)
    DutyPlan.objects.update(is_active=True)
    reminding.scan(NOW)
    before = DutyTask.objects.count()
    with django_assert_max_num_queries(24):
        reminding.scan(NOW)
    assert DutyTask.objects.count() == before
    # A unit that begins, and one that ends, is still seen at once.
    newcomer = villages(1, "610116002")[0]
    Unit.objects.filter(pk=delivered.fengqi.pk).update(is_active=False)
    reminding.scan(NOW)
    assert DutyTask.objects.filter(unit=newcomer, plan_code="sweep.village", first=TODAY, state="open").exists()
    assert not DutyTask.objects.filter(unit=delivered.fengqi, state="open").exists()
