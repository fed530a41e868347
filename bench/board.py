"""The leader's board with one year behind it and with ten, over the statements that read the tallies, bare.

Two counties are filled that differ in nothing but their past. Of each page stands how many statements it runs in both,
what it costs with ten years over what it costs with one, and over the very statements of the page that read the
tallies, their rows glued together as text.
"""

from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from bench.county import filled
from bench.figures import READERS, SIZES, bare
from bench.lists import client_of
from bench.measure import ROUNDS, timed

LEADER = {"县领导": "yuanlixin"}
PAGES = {
    "驾驶舱·本月": "/board/",
    "驾驶舱·今年": "/board/?period=year",
    "驾驶舱·对照": "/board/?period=last_month&against_start=2026-01-01&against_end=2026-01-31",
    "大屏": "/board/wall/",
    "地图·村": "/board/map/",
}
BETWEEN, OVER_BARE = 1.5, 3.0


def run() -> None:
    """A line a page and reader; what is over the aims is marked."""
    with filled(*SIZES) as turn_to, override_settings(ALLOWED_HOSTS=["testserver"]):
        clients = {}
        for size in SIZES:
            turn_to(size)
            clients[size] = {who: client_of(login) for who, login in (LEADER | READERS).items()}
        for who in LEADER | READERS:
            for label, url in PAGES.items():
                _page(f"{label}·{who}", url, {size: clients[size][who] for size in SIZES}, turn_to)


def _page(label: str, url: str, clients: dict[int, Client], turn_to) -> None:
    asked, weight = {}, 0
    for size, client in clients.items():
        turn_to(size)
        weight = len(client.get(url).content)
        with CaptureQueriesContext(connection) as captured:
            if client.get(url).status_code != 200:
                raise RuntimeError(f"{url} is not answered")
        asked[size] = [query["sql"] for query in captured.captured_queries]
    told = {size: [sql for sql in statements if "figures_tally" in sql] for size, statements in asked.items()}
    page: dict[int, list[float]] = {size: [] for size in SIZES}
    alone: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size, client in clients.items():
            turn_to(size)
            page[size].append(timed(lambda client=client: client.get(url)))
            alone[size].append(timed(lambda size=size: bare(told[size])))
    _say(label, page, alone, [len(statements) for statements in asked.values()], weight)


def _say(label: str, page: dict, alone: dict, statements: list[int], weight: int) -> None:
    ours = {size: median(times) for size, times in page.items()}
    sql = {size: median(times) for size, times in alone.items()}
    small, large = SIZES
    growth, over = ours[large] / ours[small], [ours[size] / sql[size] for size in SIZES]
    times = "".join(f"{ours[size] * 1e3:8.1f} ms ({sql[size] * 1e3:6.1f} bare)" for size in SIZES)
    marks = f"{'!' if growth > BETWEEN else ' '}", f"{'!' if max(over) > OVER_BARE else ' '}"
    print(
        f"{times}  × {growth:.2f}{marks[0]} over bare × {over[0]:.2f} × {over[1]:.2f}{marks[1]}"
        f" {statements[0]}/{statements[1]} SQL {weight // 1024} KB  {label}",
        flush=True,
    )
