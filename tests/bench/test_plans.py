"""Hot statements are answered by indexes for everybody: whoever reads, none walks what a county has gathered in years.

PostgreSQL is told not to walk a table from end to end while there is another way, because in a county as small as this
one it often may; what then walks has no other way, and would walk the millions too.
"""

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.filling.people import numbers
from bench.lists import Page, client_of
from governance.cases.models import Case
from governance.figures import tallies
from governance.figures.measures import MEASURES
from governance.figures.models import Tally
from governance.frame.pages import paging
from governance.organisation.models import Area, Post, Unit, User
from governance.organisation.roles import BY_CODE
from governance.registers.entries.actions import open_many
from governance.registers.entries.told import EntryInput
from governance.registers.models import Register
from tests.bench.conftest import NOW

pytestmark = pytest.mark.usefixtures("filled")

LARGE = {"cases_case", "cases_event", "cases_clock", "cases_participant", "cases_escalation", "figures_tally"}
# Of these every row may be read: they hold what is under way, and that does not grow with the years.
UNDER_WAY = {"case_open_by_due", "case_open_by_unit", "case_open_by_handler", "case_known_open", "clock_late"}
UNDER_WAY |= {"case_part_owing"}
# What gains rows with every case.
GATHERING = LARGE | {"cases_caseunit", "cases_caselink", "cases_attachment", "cases_paper", "figures_said"}
GATHERING |= {"petitions_petition", "mediation_dispute", "mediation_track", "mediation_session"}
GATHERING |= {"mediation_trackmediator", "mediation_agreement", "mediation_performanceitem"}
# Indexes whose columns another of the table begins with: it answers for them, and they are written all the same.
ANSWERED_FOR = """
WITH plain AS (
    SELECT indexrelid::regclass AS name, indrelid, indisunique, indnkeyatts AS number, pg_get_expr(indpred, indrelid) AS
        some, (indkey::int2[])[0:indnkeyatts - 1] AS columns
    FROM pg_index JOIN pg_class ON oid = indexrelid JOIN pg_am ON pg_am.oid = relam
    WHERE amname = 'btree' AND indexprs IS NULL AND indrelid::regclass::text = ANY(%s)
)
SELECT DISTINCT one.name::text FROM plain one JOIN plain other USING (indrelid)
WHERE one.name <> other.name AND NOT one.indisunique AND one.some IS NOT DISTINCT FROM other.some
    AND other.number >= one.number AND other.columns[1:one.number] = one.columns
"""
OF_THE_DOOR = ("case_known", "case_known_open", "case_words")
# Between them they have every role that sees cases; some hold several posts, some see next to nothing.
ASKING = ("gaomin", "weihong", "jiangtao", "liwenbin", "moqing", "hedong", "caoxue", "renxiuying", "haoxiaojun")
READING = re.compile(r"\s*\(?(SELECT|WITH)\b")
# The same person, place and words as of many others.
ALREADY = {
    "channel": "letter",
    "name_1": "王秀芳",
    "phone_1": numbers(7)[0],
    "people_count": "1",
    "area": "韦曲街道 / 凤栖路社区",
    "petition_class": "appeal_request",
    "route": "handling",
    "summary": "反映小区停水多日无人处理，请求有关部门尽快恢复供水并查明原因。",
}
PAGES = (
    Page("工作台", "/"),
    Page("督办待办", "/supervision/queue/"),
    Page("期限情况", "/supervision/late/"),
    Page("信访件", "/petitions/"),
    Page("信访件·全部", "/petitions/?scope=all"),
    Page("信访件·撤回·邮件", "/petitions/?scope=all&status=withdrawn&channel=email"),
    Page("信访件·农村农业·邮件", "/petitions/?scope=all&category=农村农业&channel=email"),
    Page("信访件·全部·按标题", "/petitions/?scope=all&sort=title"),
    Page("信访件·全部·第二页", "/petitions/?scope=all&after=@2"),
    Page("事项·超期·按承办单位", "/cases/?scope=open&due=overdue&sort=-unit"),
    Page("纠纷·已办结", "/mediation/?scope=closed"),
    Page("纠纷·邻里·没有期限", "/mediation/?scope=all&category=邻里&due=none"),
    Page("调解任务·全部", "/mediation/tracks/?scope=all"),
    Page("事项·待我办理", "/cases/?scope=mine"),
    Page("事项·全部", "/cases/?scope=all"),
    Page("事项·超期", "/cases/?scope=open&due=overdue"),
    Page("统计指标·今年", "/figures/?period=year"),
    Page("统计指标·按期", "/figures/last_month/petition.routed_in_time/"),
    Page("统计指标·逾期", "/figures/last_month/petition.routed_late/"),
    Page("统计指标·超期未", "/figures/month/petition.routed_overdue/"),
    Page("统计指标·调解成功", "/figures/year/dispute.agreed/"),
    Page("统计指标·纠纷·今年", "/figures/?subject=矛盾纠纷&period=year"),
    Page("调解统计·今年", "/mediation/figures/?period=year"),
    Page("驾驶舱·本月", "/board/"),
    Page("驾驶舱·今年", "/board/?period=year"),
    Page("大屏", "/board/wall/"),
    Page("地图·信访", "/board/map/"),
    Page("网格地图", "/map/"),
    Page("网格地图·点", "/map/points/610116/"),
    Page("网格事件", "/grid/events/?scope=all"),
    Page("隐患", "/security/hazards/"),
    Page("风险警示", "/security/warnings/?scope=all"),
    Page("治安事件", "/security/incidents/?scope=all"),
    Page("台账", "/registers/"),
    Page("查找·常用词", "/search/?q=%E9%97%AE%E9%A2%98"),
    Page("查找·电话", "/search/", {"q": numbers(7)[0]}),
    Page("登记·查重", "/petitions/register/preview/", ALREADY),
)


def plan_of(statement: str) -> dict:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + statement.replace("%", "%%"), [])
        (found,) = cursor.fetchone()
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def nodes(plan: dict):
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def walks(plan: dict) -> set[str]:
    """What the plan reads of a large table without having looked up where it stands."""
    found = set()
    for node in nodes(plan):
        table, index = node.get("Relation Name"), node.get("Index Name")
        if node["Node Type"] == "Seq Scan" and table in LARGE:
            found.add(table)
        if table in LARGE and index and index not in UNDER_WAY and "Index Cond" not in node:
            found.add(f"{table} by {index}")
    return found


def asked_by(login: str) -> dict[str, list[str]]:
    """Statements that read a large table, by page."""
    client, found = client_of(login), {}
    client.get("/")  # The first page after a login writes down when the person was seen.
    for page in PAGES:
        with CaptureQueriesContext(connection) as captured:
            page.ask(client)
        asked = [query["sql"] for query in captured.captured_queries]
        found[page.label] = [sql for sql in asked if READING.match(sql) and any(name in sql for name in LARGE)]
    return found


@pytest.fixture
def statements(time_machine, monkeypatch):
    """Every statement with who asks it on which page; what the pages write is taken back.

    A hundred are many here: the lists of some are read from their newest days, those of others by what was counted.
    """
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr(paging, "MOST_COUNTED", 100)
    with transaction.atomic():
        yield [(who, label, sql) for who in ASKING for label, asked in asked_by(who).items() for sql in asked]
        transaction.set_rollback(True)


def looked_at(statements) -> tuple[set[tuple], set[str]]:
    """Who on which page walks what, and the indexes that are read at all."""
    walking, used = set(), set()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for who, label, sql in statements:
        plan = plan_of(sql)
        used |= {node["Index Name"] for node in nodes(plan) if "Index Name" in node}
        walking |= {(who, label, what) for what in walks(plan)}
    return walking, used


def test_no_hot_statement_of_anybody_walks_a_large_table(statements):
    walking, used = looked_at(statements)
    assert walking == set()
    assert {*OF_THE_DOOR, "case_newest"} <= used
    assert len(statements) > 300
    # Without its indexes the door would leave everybody to walk.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {', '.join(OF_THE_DOOR)}")
        walking, _ = looked_at(each for each in statements if each[1] == "信访件·全部")
        transaction.set_rollback(True)
    assert {who for who, _, _ in walking} == set(ASKING)


def test_no_index_of_what_gathers_is_answered_for_by_another():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ANSWERED_FOR, [[*GATHERING]])
        assert cursor.fetchall() == []
        cursor.execute("CREATE INDEX one_more ON cases_case (lead_unit_id)")
        cursor.execute(ANSWERED_FOR, [[*GATHERING]])
        assert cursor.fetchall() == [("one_more",)]
        transaction.set_rollback(True)


def carried_out(statement: str) -> dict:
    """The plan with what became of it when it was carried out."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + statement.replace("%", "%%"), [])
        (found,) = cursor.fetchone()
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def read_of_cases(statement: str) -> int:
    """How many rows of the table of cases the statement fetches when it runs, whether it keeps them or not."""
    plan = carried_out(statement)
    counted = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    fetching = [node for node in nodes(plan) if node.get("Relation Name") == "cases_case"]
    return sum(sum(node.get(name, 0) for name in counted) * node["Actual Loops"] for node in fetching)


@pytest.mark.parametrize("who", ["liwenbin", "caoxue"])
@pytest.mark.parametrize("beside", ["", "&channel=email", "&status=withdrawn"])
def test_of_a_category_is_read_what_lies_in_it_and_not_all_that_a_unit_ever_held(time_machine, who, beside):
    time_machine.move_to(NOW, tick=False)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        assert client_of(who).get(f"/petitions/?scope=all&category=农村农业{beside}").status_code == 200
        transaction.set_rollback(True)
    asked = (query["sql"] for query in captured.captured_queries if '"category_id"] &&' in query["sql"])
    count = next(sql for sql in asked if "COUNT(*)" in sql)
    with connection.cursor() as cursor:
        cursor.execute(count.replace("%", "%%"), [])
        found = max(cursor.fetchone()[::2])
    lying = Case.objects.visible_to(User.objects.get(username=who), kinds=("petition",))
    lying = lying.filter(category__path__startswith="农村农业").count()
    # Those of the last months, those of the last year and those of all years.
    assert 0 < found <= lying and read_of_cases(count) <= 3 * lying


@pytest.mark.parametrize("who", ["gaomin", "weihong", "liwenbin", "luozheng"])
@pytest.mark.parametrize("beside", ["", "&category=农村农业", "&channel=email", "&q=问题"])
def test_of_an_area_is_read_what_lies_there_and_not_all_that_the_reader_knows(time_machine, who, beside):
    time_machine.move_to(NOW, tick=False)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        assert client_of(who).get(f"/petitions/?scope=all&area=610116002{beside}").status_code == 200
        transaction.set_rollback(True)
    asked = (query["sql"] for query in captured.captured_queries if "petition@610116002" in query["sql"])
    count = next(sql for sql in asked if "COUNT(*)" in sql)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        looked = [node for node in nodes(plan_of(count)) if "Index Name" in node]
    read = [node["Index Cond"] for node in looked if node["Index Name"] in OF_THE_DOOR]
    assert read and all("petition@610116002" in found for found in read)


@pytest.mark.parametrize("beside", ["", "&category=农村农业", "&q=问题"])
def test_what_the_last_months_hold_many_of_is_counted_without_the_years_before(time_machine, monkeypatch, beside):
    time_machine.move_to(NOW, tick=False)
    # Many in the last months; so few that no span would have too many; some, of which a year has too many.
    near = 0
    for most, counted in ((2, [0, 0, 0, 1]), (10**6, [0, 0, 1, 1]), (None, [0, 0, 1, 1])):
        monkeypatch.setattr(paging, "MOST_COUNTED", most or near)
        asked = asked_of("weihong", f"/petitions/?scope=all{beside}", "cases_case")
        counting = next(sql for sql in asked if sql.startswith("WITH part0"))
        plan = carried_out(counting)
        limits = [node["Actual Loops"] for node in nodes(plan) if node["Node Type"] == "Limit"]
        assert sorted(limits) == counted
        with connection.cursor() as cursor:
            cursor.execute(counting.replace("%", "%%"), [])
            near, _, year, _, _, _, ever, _ = cursor.fetchone()
    assert year > near and ever == 0


def test_of_a_list_that_ended_before_today_both_ends_of_its_newest_days_are_seen(time_machine, monkeypatch):
    """Of two bounds, one of them unseen, PostgreSQL takes the rows between for next to none and gathers them all."""
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    asked = asked_of("weihong", "/petitions/?scope=all&end=2026-05-20", "cases_case")
    (page,) = [sql for sql in asked if '"cases_case"."title"' in sql and "LIMIT 41" in sql]
    assert '"opened_at" >= \'2026-02-20T' in page and "DATE_TRUNC" not in page


@pytest.mark.parametrize("beside", ["", "&end=2026-05-20"])
def test_of_words_no_page_is_read_from_all_that_ever_had_them(time_machine, monkeypatch, beside):
    """How many cases have a word PostgreSQL never knows: it reads all of them, unless it is told of the quarters."""
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    monkeypatch.setattr(paging.page_of, "__kwdefaults__", {**paging.page_of.__kwdefaults__, "size": 3})
    url = f"/petitions/?scope=all&q=问题{beside}"
    with transaction.atomic():
        second = client_of("weihong").get(url).context["page"].next_url
        transaction.set_rollback(True)
    for each, pages in ((url, 1), (second, 2)):
        read = [sql for sql in asked_of("weihong", each, "cases_case") if '"title"' in sql and " LIMIT " in sql]
        assert len(read) == pages and all("DATE_TRUNC" in sql for sql in read)


@pytest.mark.parametrize("who", ["weihong", "liwenbin"])
@pytest.mark.parametrize("beside", ["&q=问题", "&area=610116002"])
def test_of_what_came_in_some_months_is_looked_up_what_lies_in_their_quarters(time_machine, who, beside):
    time_machine.move_to(NOW, tick=False)
    asked = asked_of(who, f"/petitions/?scope=all&start=2025-01-01&end=2025-03-31{beside}", "cases_case")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        counting = plan_of(next(sql for sql in asked if "COUNT(*)" in sql and "opened_at" in sql))
    looked = [node["Index Cond"] for node in nodes(counting) if node.get("Index Name") in OF_THE_DOOR]
    assert looked and all("quarter" in condition for condition in looked)


def test_days_for_an_application_that_ran_out_are_looked_up_by_term_and_not_from_all_agreements():
    month = {"due__gte": date(2026, 5, 1), "due__lte": date(2026, 5, 31)}
    with CaptureQueriesContext(connection) as captured:
        found = list(MEASURES["mediation.confirm_missed"].rows().filter(**month))
    plan = plan_of(captured.captured_queries[0]["sql"])
    assert found and "clock_term_due" in {node.get("Index Name") for node in nodes(plan)}


def test_what_stands_is_read_from_all_there_ever_was_and_from_no_year_before():
    for last in (date(2026, 6, 10), date(2026, 6, 30), date(2026, 12, 31), date(2024, 2, 29)):
        _, (_, ever, *days), *since = tallies._spans(tallies.BEGINNING, last, tallies.OF_TOWNSHIPS)
        assert (ever, days) == (Tally.Span.TOWNSHIP_EVER, [tallies.BEGINNING, tallies.BEGINNING])
        assert {sign for sign, *_ in since} == {-1}
        assert min(first for _, _, first, _ in since) == last + timedelta(days=1)


def asked_of(login: str, url: str, table: str) -> list[str]:
    """The statements of the page that read the table."""
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        assert client_of(login).get(url).status_code == 200
        transaction.set_rollback(True)
    return [query["sql"] for query in captured.captured_queries if f'"{table}"' in query["sql"]]


def test_what_is_known_beyond_a_township_is_looked_up_once_and_not_by_every_figure(time_machine):
    time_machine.move_to(NOW, tick=False)
    tracks = "/mediation/figures/?period=year", "mediation_trackmediator"
    assert all("known_to" not in sql for sql in asked_of("liuyumei", *tracks))
    assert any("known_to" in sql for sql in asked_of("yaojun", *tracks))


def test_what_was_alive_in_a_period_is_looked_up_by_until_when_it_was(time_machine):
    """The handing on of a department's petitions is counted without the years before, and so are the tracks of a
    police station."""
    time_machine.move_to(NOW, tick=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for login, url, table in (
            ("liwenbin", "/figures/?subject=信访&period=month", "cases_event"),
            ("gaomin", "/figures/?subject=信访&period=month", "cases_event"),
            ("yaojun", "/mediation/figures/?period=month", "mediation_track"),
        ):
            plans = [node for sql in asked_of(login, url, table) for node in nodes(plan_of(sql))]
            assert "case_open_until" in {node.get("Index Name") for node in plans}, (login, url)
            assert all(
                "closed_at" in node["Index Cond"] for node in plans if node.get("Index Name") == "case_open_until"
            )


def test_of_thousands_of_words_it_is_known_how_many_cases_they_open():
    """Else whoever knows of nothing is taken for somebody who knows of thousands, and what a year has of everybody is
    gathered first, to find that nothing of it is theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute WHERE attrelid = 'cases_case'::regclass AND attname = 'known_to'"
        )
        assert cursor.fetchall() == [(500,)]


def test_whoever_is_told_of_accusations_alone_is_counted_for_by_those_of_the_period(time_machine):
    time_machine.move_to(NOW, tick=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plans = [plan_of(sql) for sql in asked_of("luozheng", "/figures/?subject=信访&period=month", "cases_case")]
    read = [node for plan in plans for node in nodes(plan) if node.get("Index Name") == "case_confided"]
    whole = [node for node in read if "closed_at" not in node["Index Cond"]]
    # Six figures count ratings and advice, which may come when the petition is closed, each in two periods.
    assert len(whole) <= 6 * 2 < 20 < len(read)


def test_the_list_of_a_register_is_looked_up_however_much_stands_in_it(time_machine):
    """100,000 rows are read as 1,000 are: each list comes by an index, and the newest page of it unsorted."""
    time_machine.move_to(NOW, tick=False)
    register, village = Register.objects.get(code="places"), Area.objects.filter(level=Area.Level.VILLAGE).first()
    unit = Unit.objects.filter(area=village.parent_id, kind=Unit.Kind.GOVERNMENT).get()
    rows = [EntryInput(name=f"第 {n} 处场所", unit=unit, area=village, facts={}) for n in range(2000)]
    with transaction.atomic(), connection.cursor() as cursor:
        open_many(register, rows, actor=None, at=timezone.now(), job_id=None)
        cursor.execute("ANALYZE registers_entry")
        cursor.execute("SET LOCAL enable_seqscan = off")
        client = client_of("gaomin")
        for query in ("", f"?area={village.pk}", f"?unit={unit.name}", "?state=late", "?q=第 77 处"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/registers/places/{query}").status_code == 200
            asked = [each["sql"] for each in captured.captured_queries if 'FROM "registers_entry"' in each["sql"]]
            plans = [list(nodes(plan_of(sql))) for sql in asked]
            assert plans
            read = [each for plan in plans for each in plan if each.get("Relation Name") == "registers_entry"]
            assert all(each["Node Type"] != "Seq Scan" for each in read), query
            if not query:
                assert not {each["Node Type"] for plan in plans for each in plan} & {"Sort", "Incremental Sort"}
        transaction.set_rollback(True)


def test_between_them_they_have_every_role_that_sees_cases():
    seeing = {code for code, role in BY_CODE.items() if "cases.view_case" in role.permissions}
    held = Post.objects.current(NOW.date()).filter(user__username__in=ASKING).values_list("role__name", flat=True)
    assert set(held) == seeing
