"""Every list, filter, pair of filters, search and workbench, for everybody who has one: what ten years of cases make of
it, and what it costs over its own statements.

Two counties are filled that differ in nothing but their past: one year and ten. Of each page stands what it costs with
ten years over what it costs with one, and over a bare view that runs the very statements of the page through the same
middleware and login and glues the rows together as text: what is over that is what forms, lights, masks and templates
cost.
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from statistics import median
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path
from django.utils import timezone

from governance.frame.days import office_day
from governance.organisation.models import Unit, User

from .county import filled
from .filling.people import numbers
from .measure import timed

# A busy machine fills smaller ones: SIZES="20000 200000" python -m bench lists
SMALL, LARGE = (int(size) for size in os.environ.get("SIZES", "100000 1000000").split())
# Only pages whose label has this in it, for example the pairs of filters: PAGES=+ python -m bench lists
WANTED = os.environ.get("PAGES", "")
AIM = 1.5
ROUNDS = 5
# Who reads: what stands over their column, and the login. Between them they have every role that sees cases, units with
# very much and with next to nothing of their own, one of which nothing was heard for years, and several posts at once.
READERS = (
    ("县综治办", "gaomin"),
    ("县领导", "yuanlixin"),
    ("县中心", "linyue"),
    ("信访局", "weihong"),
    ("局长兼", "jiangtao"),
    ("住建局", "liwenbin"),
    ("水务局", "xiongwei"),
    ("检察院", "moqing"),
    ("纪委", "luozheng"),
    ("法院", "shijianguo"),
    ("派出所", "yaojun"),
    ("司法局", "hedong"),
    ("街道", "liuyumei"),
    ("街道兼", "caoxue"),
    ("镇调委", "zhengguoping"),
    ("村调委", "renxiuying"),
    ("网格员", "haoxiaojun"),
)
LISTS = {"信访件": "/petitions/", "纠纷": "/mediation/", "调解任务": "/mediation/tracks/", "事项": "/cases/"}
SCOPES = ("mine", "open", "closed", "all")
SEARCHED = {
    "常用词": "问题",
    "较常用词": "供水",
    "两个词": "供水 公开",
    "长词": "拖欠农民工工资",
    "罕用词": "稀土",
    "没有的词": "麒麟",
}
OTHERS = {
    "工作台": "/",
    "督办待办": "/supervision/queue/",
    "包案待办": "/supervision/leading/queue/",
    "首办": "/supervision/first/",
    "调解统计·月": "/mediation/figures/?period=month",
    "调解统计·年": "/mediation/figures/?period=year",
    "接口": "/api/cases/?scope=all",
    "接口·查找": "/api/cases/?scope=all&q=%E4%BE%9B%E6%B0%B4",
}
# Pages that some of the readers may not open.
FORBIDDEN = 403
# Statements that read cases and what hangs on them; sessions, posts and menus belong to every page alike.
OF_CASES = ("cases_case", "cases_participant", "cases_clock", "petitions_petition", "mediation_")


def bare(request):
    """The rows of the page's own statements as a table without any thought."""
    parts = []
    for statement in _statements:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            parts += ["<tr><td>" + "</td><td>".join(map(str, row)) + "</td></tr>" for row in cursor.fetchall()]
    return HttpResponse("<table>" + "".join(parts) + "</table>")


urlpatterns = [path("bare", bare), path("", include("governance.urls"))]
_statements: list[str] = []


@dataclass(frozen=True)
class Page:
    """One page to be measured; what is posted is no part of the address."""

    label: str
    url: str
    posted: dict | None = None

    def ask(self, client: Client) -> None:
        """The page is made once; raises ``RuntimeError`` if it is not the page that comes."""
        answer = client.get(self.url) if self.posted is None else client.post(self.url, self.posted)
        if answer.status_code not in (200, FORBIDDEN):
            raise RuntimeError(f"{self.url} answers {answer.status_code}")


def pages() -> list[Page]:
    """All of them, for the county that is current."""
    found = [Page(label, url) for label, url in OTHERS.items()]
    found += [Page(f"{label}·{scope}", f"{url}?scope={scope}") for label, url in LISTS.items() for scope in SCOPES]
    for label, url in LISTS.items():
        found += [Page(f"{label}·超期·{scope}", f"{url}?scope={scope}&due=overdue") for scope in ("open", "all")]
    for label, filters in (("信访件", _filters("petition")), ("纠纷", _filters("dispute")), ("事项", _filters(""))):
        chosen = [*((pair,) for pair in filters.items()), *combinations(filters.items(), 2)]
        found += [_filtered(label, dict(some)) for some in chosen]
    found += [Page(f"查找·{label}", f"/search/?{urlencode({'q': words})}") for label, words in SEARCHED.items()]
    phone, id_number = numbers(7)
    found += [Page("查找·电话", "/search/", {"q": phone}), Page("查找·证件号", "/search/", {"q": id_number})]
    return [page for page in found if WANTED in page.label]


def _filters(kind: str) -> dict[str, str]:
    """One value for every filter of a list, none of them the most common one."""
    today = office_day(timezone.now())
    filters = {
        "area": "610116002",
        "unit": str(Unit.objects.get(short_name="区城管局").pk),
        "due": "none",
        "start": str(today - timedelta(days=200)),
        "end": str(today - timedelta(days=20)),
        "channel": "email",
    }
    if not kind:
        return {**filters, "kind": "police_mediation"}
    status, category = {"petition": ("withdrawn", "农村农业"), "dispute": ("failed", "邻里")}[kind]
    return {**filters, "status": status, "category": category}


def _filtered(label: str, filters: dict[str, str]) -> Page:
    return Page(f"{label}·{'+'.join(filters)}", f"{LISTS[label]}?{urlencode({'scope': 'all', **filters})}")


def run() -> None:
    """Prints a line a page with a column a reader: ten years over one. Then what is over the statements alone."""
    with filled(SMALL, LARGE) as turn_to, override_settings(ROOT_URLCONF="bench.lists", ALLOWED_HOSTS=["testserver"]):
        clients = {}
        for size in (SMALL, LARGE):
            turn_to(size)
            clients[size] = [client_of(login) for _, login in READERS]
        print(" ".join(f"{label}" for label, _ in READERS))
        everything = []
        for page in pages():
            row = [_measured(page, pair, turn_to) for pair in zip(clients[SMALL], clients[LARGE], strict=True)]
            print(_line(page.label, row), flush=True)
            everything += row
        _sum_up(everything)


@dataclass(frozen=True)
class Measured:
    """Median seconds of a page with one year behind it, with ten, and of its bare statements with ten."""

    small: float
    large: float
    bare: float

    @property
    def growth(self) -> float:
        return self.large / self.small


def _measured(page: Page, clients: tuple[Client, Client], turn_to) -> Measured:
    sides = dict(zip((SMALL, LARGE), clients, strict=True))
    for size, client in sides.items():
        turn_to(size)
        page.ask(client)
    with CaptureQueriesContext(connection) as captured:
        page.ask(sides[LARGE])
    asked = (query["sql"] for query in captured.captured_queries)
    _statements[:] = [sql for sql in asked if any(f'"{table}' in sql for table in OF_CASES)]
    times = {SMALL: [], LARGE: [], "bare": []}
    for _ in range(ROUNDS):
        for size, client in sides.items():
            turn_to(size)
            times[size].append(timed(lambda client=client: page.ask(client)))
        times["bare"].append(timed(lambda: sides[LARGE].get("/bare")))
    return Measured(*(median(found) for found in times.values()))


def client_of(login: str) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    client.force_login(User.objects.get(username=login), backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


def _line(label: str, row: list[Measured]) -> str:
    cells = " ".join(f"{one.growth:6.2f}{'!' if one.growth > AIM else ' '}" for one in row)
    return f"{cells} {median(one.large for one in row) * 1e3:7.1f} ms  {label}"


def _sum_up(everything: list[Measured]) -> None:
    growth = sorted(one.growth for one in everything)
    over = sum(ratio > AIM for ratio in growth)
    print(f"{LARGE:,} against {SMALL:,}: median × {median(growth):.2f}, worst × {growth[-1]:.2f}")
    print(f"{over} of {len(growth)} pages of a reader over × {AIM}")
    print(f"over the bare statements: median × {median(one.large / one.bare for one in everything):.2f}")
