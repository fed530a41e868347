"""The page of figures of one year, over bare SQL on the tallies; and what tallying costs whoever registers a case.

Two counties are filled that differ in nothing but their past. What is bare runs the very statements of the page that
read the tallies, and glues their rows together. A petition is registered with the triggers of the tallies and without.
"""

from datetime import datetime
from statistics import median

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from bench.county import filled
from bench.lists import LARGE, SMALL, client_of
from bench.measure import in_turn, say, timed
from governance.cases.models import Participant
from governance.figures.models import Said, TalliedCase, TalliedClock, TalliedRepeat
from governance.organisation.models import Unit, User
from petitions.intake.actions import register_petition
from petitions.models import Petition, RatingClock

READERS = {"县综治办": "gaomin", "住建局": "liwenbin", "街道": "liuyumei"}
PAGES = {
    "统计指标·信访": "/figures/?subject=信访&period=year",
    "统计指标·纠纷": "/figures/?subject=矛盾纠纷&period=year",
}
SIZES = (SMALL, LARGE)
REGISTERED = 60
TALLYING = (TalliedCase, TalliedClock, TalliedRepeat, Said, Petition, RatingClock)


def run() -> None:
    """A line a page and reader in each county, then the price of a case."""
    with filled(*SIZES) as turn_to, override_settings(ALLOWED_HOSTS=["testserver"]):
        for size in SIZES:
            turn_to(size)
            for who, login in READERS.items():
                client = client_of(login)
                for label, url in PAGES.items():
                    _page(f"{size:,} {label}·{who}", client, url)
            _writing(size, timezone.now())


def _page(label: str, client: Client, url: str) -> None:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        if client.get(url).status_code != 200:
            raise RuntimeError(f"{url} is not answered")
    statements = [query["sql"] for query in captured.captured_queries if "figures_tally" in query["sql"]]
    say(label, in_turn(lambda: client.get(url), lambda: bare(statements)), f"{len(statements)} × SQL")


def bare(statements: list[str]) -> str:
    """Their rows glued together, without any thought."""
    parts = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            parts += ["<td>".join(map(str, row)) for row in cursor.fetchall()]
    return "<tr>".join(parts)


def _writing(size: int, now: datetime) -> None:
    """Registering one by one, in turn with the triggers of the tallies and without; all of it is taken back."""
    times: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
    with transaction.atomic():
        for place in range(REGISTERED * 2):
            how = list(times)[place % 2]
            _turn_tallies(how)
            times[how].append(timed(lambda: _register(now)))
        transaction.set_rollback(True)
    with_them, without = (median(found) for found in times.values())
    share = with_them / without
    print(f"{size:,} a petition registered: {with_them * 1e3:.2f} ms, untallied {without * 1e3:.2f} ms, × {share:.2f}")


def _turn_tallies(how: str) -> None:
    with connection.cursor() as cursor:
        # A table with checks still to come cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in TALLYING:
            for trigger in model._meta.triggers:
                cursor.execute(f"ALTER TABLE {model._meta.db_table} {how} TRIGGER {trigger.get_pgid(model)}")


def _register(now: datetime) -> None:
    unit = Unit.objects.get(short_name="区住建局")
    petition = Petition(
        title="凤栖路社区居民反映供水问题",
        summary="请求恢复供水。",
        area=unit.area,
        channel="visit",
        lead_unit=unit,
        petition_class="appeal_request",
        route="handling",
        opened_at=now,
    )
    person = Participant(name="赵秀英", phone="13911112222")
    register_petition(petition, actor=User.objects.get(username="liwenbin"), at=now, people=[person])
