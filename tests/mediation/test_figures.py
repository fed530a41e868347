"""The figures add up, and each of them opens the list of exactly what it counts."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.cases.models import Category, Clock, Term
from governance.figures.asked import Asked
from governance.figures.counting import rows_of
from governance.figures.measures import MEASURES as REGISTERED
from governance.figures.periods import Period, period_of
from governance.figures.tables import query_of
from governance.frame.days import office_day, office_moment
from governance.frame.pages.tables import share
from governance.jobs import work
from governance.organisation.models import AccessRecord, Post
from governance.organisation.standing import standing_of
from mediation.figures import jobs as figure_jobs
from mediation.figures import tables as figure_tables
from mediation.figures.counts import BALANCE, ENDED, OF_TRACKS, OVERDUE, figures_of
from mediation.figures.measures import DISPUTE, MEASURES
from mediation.models import Agreement, Confirmation, Dispute, Mediator, PerformanceItem, Track, TrackMediator
from mediation.vocabulary import ENDING_GROUNDS, GRADES, LEVELS, SOURCES, TRACKS
from tests import disputes
from tests.builders import CHINA
from tests.workbooks import sheets_in

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2026, 1, 1)
NOW = datetime(2026, 7, 1, 10, 0, tzinfo=CHINA)
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def scope(user, period=MARCH, now=NOW, area="") -> Asked:
    return Asked(standing_of(user, office_day(now)), period, office_day(now), area, now=now)


class Told:
    """The counts of a line, by the last word of their codes."""

    def __init__(self, counts: Counter):
        self.counts = counts

    def __getitem__(self, name: str) -> int:
        (code,) = (measure.code for measure in MEASURES if measure.code.endswith(f".{name}"))
        return self.counts[code]


# Periods


@pytest.mark.parametrize(
    ("code", "first", "last", "label"),
    [
        ("month", "2026-11-01", "2026-11-30", "2026年11月"),
        ("last_month", "2026-10-01", "2026-10-31", "2026年10月"),
        ("quarter", "2026-10-01", "2026-12-31", "2026年第四季度"),
        ("last_quarter", "2026-07-01", "2026-09-30", "2026年第三季度"),
        ("year", "2026-01-01", "2026-12-31", "2026年"),
        ("last_year", "2025-01-01", "2025-12-31", "2025年"),
    ],
)
def test_it_knows_what_a_period_means_today(code, first, last, label):
    period = period_of(code, date(2026, 11, 22))
    assert (str(period.first), str(period.last), period.label) == (first, last, label)


def test_it_goes_back_over_the_turn_of_the_year():
    assert period_of("last_month", date(2026, 1, 5)).label == "2025年12月"
    assert period_of("last_quarter", date(2026, 2, 5)).label == "2025年第四季度"


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2028-02-01", "2028-02-29", "2027年2月"),
        ("2025-02-01", "2025-02-28", "2024年2月"),
        ("2026-11-01", "2026-11-22", "2025-11-01 至 2025-11-22"),
        ("2028-02-29", "2028-03-05", "2027-02-28 至 2027-03-05"),
    ],
)
def test_it_compares_with_the_same_days_a_year_before(first, last, before):
    assert Period(date.fromisoformat(first), date.fromisoformat(last)).a_year_before().label == before


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.sampled_from(["month", "quarter", "year"]))
def test_it_leaves_no_day_between_one_period_and_the_one_before(today, code):
    before = period_of(f"last_{code}", today)
    assert before.last + timedelta(days=1) == period_of(code, today).first
    assert period_of(code, before.last) == before


# Random histories

days = st.integers(0, 180)
numbers = count(1)
STATUSES = ("resolved", "failed", "not_accepted", "withdrawn", "merged")
track_of = st.tuples(
    st.sampled_from([code for code, _ in TRACKS]),
    st.sampled_from(["waiting", "agreed", "failed", "declined"]),
    days,
    st.sampled_from([code for code, _ in ENDING_GROUNDS]),
    st.lists(st.tuples(days, st.none() | days, st.booleans()), max_size=2),
    st.sampled_from(["none", "lapsed", "applied", "confirmed", "dismissed"]),
)
dispute_of = st.tuples(
    days,
    st.none() | st.tuples(days, st.sampled_from(STATUSES), st.sampled_from([code for code, _ in LEVELS])),
    st.sampled_from([code for code, _ in SOURCES]),
    st.sampled_from([code for code, _ in GRADES]),
    st.integers(0, 2),
    st.booleans(),
    st.lists(track_of, max_size=2),
)
periods = st.tuples(days, st.integers(0, 90)).map(
    lambda told: Period(FIRST_DAY + timedelta(days=told[0]), FIRST_DAY + timedelta(days=sum(told)))
)
histories = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def moment(day: int) -> datetime:
    return office_moment(FIRST_DAY + timedelta(days=day), datetime.min.time()) + timedelta(hours=9)


def common(cast, opened, at_guodu=False) -> dict:
    unit = cast.guodu if at_guodu else cast.weiqu
    return {
        "number": f"T{next(numbers):06}",
        "title": "纠纷",
        "area": cast.area("610116002001" if at_guodu else "610116001002"),
        "channel": "visit",
        "lead_unit": unit,
        "first_unit": unit,
        "opened_at": moment(opened),
    }


def write(cast, history, categories) -> None:
    """Rows as the verbs would leave them, without the verbs: what they may be is what the columns allow."""
    term = Term.objects.get(code="mediation.confirm_apply")
    mediator = Mediator.objects.create(unit=cast.mediation, name="白秀芳", position="engaged", appointed_on=FIRST_DAY)
    for opened, closing, source, grade, category, at_guodu, tracks in history:
        closed, status, level = closing or (0, "mediating", "")
        dispute = Dispute(
            kind="dispute",
            status=status,
            closed_at=moment(opened + closed) if closing else None,
            solved_level=level if status == "resolved" else "",
            source=source,
            grade=grade,
            category=categories[category],
            **common(cast, opened, at_guodu),
        )
        dispute.save(force_insert=True)
        for told in tracks:
            write_track(cast, dispute, opened, told, mediator, term)


def write_track(cast, dispute, opened, told, mediator, term) -> None:
    kind, how, later, ground, items, court = told
    ended = None if how == "waiting" else FIRST_DAY + timedelta(days=opened + later)
    track = Track(
        kind=kind,
        parent_id=dispute.pk,
        status={"waiting": "mediating", "agreed": "agreed"}.get(how, how),
        ended_on=ended,
        ending_ground=ground if how == "failed" else "",
        next_due_at=moment(opened + 30) if how == "waiting" else None,
        **common(cast, opened) | {"area": dispute.area, "lead_unit": cast.mediation},
    )
    track.save(force_insert=True)
    TrackMediator.objects.create(track=track, mediator=mediator, chosen_by="both", since=FIRST_DAY)
    if how == "agreed":
        write_agreement(cast, track, ended, items, court, term)


def write_agreement(cast, track, on, items, court, term) -> None:
    agreement = Agreement.objects.create(track=track, form="written", signed_on=on, effective_on=on, content="略")
    for position, (due, performed, breached) in enumerate(items, start=1):
        due_on = on + timedelta(days=due)
        PerformanceItem.objects.create(
            agreement=agreement,
            position=position,
            what="赔偿",
            manner="act",
            due_on=due_on,
            performed_on=None if performed is None else on + timedelta(days=performed),
            breached_on=due_on + timedelta(days=1) if breached else None,
        )
    last = on + timedelta(days=30)
    if court == "lapsed":
        Clock.objects.create(
            case_id=track.pk,
            term=term,
            term_code=term.code,
            is_window=True,
            start_on=on,
            started_at=track.opened_at,
            amount=30,
            unit="day",
            extension_unit="day",
            raw_due=last,
            due=last,
            due_at=NOW,
            ended_at=NOW,
            outcome="lapsed",
        )
    elif court != "none":
        Confirmation.objects.create(
            agreement=agreement,
            court=cast.court,
            applied_on=on + timedelta(days=3),
            decided_on=last if court != "applied" else None,
            result=court if court != "applied" else "",
        )


@pytest.fixture
def categories(cast):
    tops = [Category.objects.create(kind="dispute", name=name, path=name) for name in ("邻里", "婚姻家庭")]
    below = Category.objects.create(kind="dispute", name="漏水", path="邻里/漏水", parent=tops[0])
    return [tops[1], below, None]


class RolledBack(Exception):
    """The history of one example is gone before the next begins."""


def played(cast, history, categories, look) -> None:
    with pytest.raises(RolledBack), transaction.atomic():
        write(cast, history, categories)
        look()
        raise RolledBack


@histories
@given(history=st.lists(dispute_of, max_size=8), first=periods, second=st.integers(0, 60))
def test_it_adds_up_whatever_has_happened(cast, categories, history, first, second):
    next_period = Period(first.last + timedelta(days=1), first.last + timedelta(days=1 + second))

    def look():
        before, after = (figures_of(scope(cast.county, period)) for period in (first, next_period))
        for figures in (before, after):
            lines = (figures.total, *(line.counts for line in (*figures.types, *figures.sources, *figures.grades)))
            for line in map(Told, lines):
                assert line["opening"] + line["received"] - line["closed"] == line["closing"]
                assert line["agreed"] + line["unsettled"] == line["ended"]
            for line in (*figures.ways, *figures.units, *figures.mediators):
                counts = Told(line.counts)
                over = counts["track_ended"] + counts["track_declined"]
                assert counts["track_opening"] + counts["track_received"] - over == counts["track_open"]
                assert counts["track_agreed"] + counts["track_failed"] == counts["track_ended"]
            total = Told(figures.total)
            assert total["closed"] == sum(
                total[code] for code in ("resolved", "closed_failed", "not_accepted", "withdrawn", "merged")
            )
            assert total["resolved"] == total["solved_locally"] + total["solved_county"]
            assert total["items_due"] == total["items_kept"] + total["items_late"] + total["items_owed"]
            for lines in (figures.types, figures.sources, figures.grades):
                whole = sum((line.counts for line in lines), Counter())
                assert all(whole[code] == figures.total[code] for code in (*BALANCE, *ENDED))
            assert sum(line.counts[OVERDUE] for line in figures.units) == figures.total[OVERDUE]
        assert Told(before.total)["closing"] == Told(after.total)["opening"]

    played(cast, history, categories, look)


def listed(measure, asked) -> int:
    """How many its list has."""
    found = rows_of(measure, asked).order_by().values(f"{measure.path}pk")
    return (found.distinct() if measure.by_case else found).count()


# Some three hundred counts a history.
@settings(histories, max_examples=4)
@given(history=st.lists(dispute_of, min_size=2, max_size=6), period=periods)
def test_it_lists_behind_each_figure_exactly_what_it_counts(cast, categories, history, period):
    def look():
        asked = scope(cast.county, period)
        figures = figures_of(asked)
        for measure in MEASURES:
            assert listed(measure, asked) == figures.total[measure.code], measure.code
        lines = {
            "type": figures.types,
            "source": figures.sources,
            "grade": figures.grades,
            "way": figures.ways,
            "unit": figures.units,
            "mediator": figures.mediators,
        }
        for code in (*BALANCE, *ENDED, *OF_TRACKS):
            groups = [group.code for group in REGISTERED[code].groups] + (["unit"] if code in OF_TRACKS else [])
            assert groups == (["type", "source", "grade"] if code.startswith(DISPUTE) else ["way", "mediator", "unit"])
            for group in groups:
                for line in lines[group]:
                    narrower = replace(asked, group=group, key=line.key)
                    if group == "unit":
                        narrower = replace(asked, unit=int(line.key))
                    assert listed(REGISTERED[code], narrower) == line.counts[code], (code, group, line.key)

    played(cast, history, categories, look)


# Real histories


@pytest.fixture
def spring(cast, time_machine):
    """Four disputes of March: one performed, one that failed, one still mediated, one that waits."""
    time_machine.move_to(NOW, tick=False)
    made = {}
    done = disputes.track(cast)
    disputes.accept(done, cast)
    disputes.sit(done, cast)
    disputes.agree(done, cast)
    disputes.perform(done, cast)
    failed = disputes.track(cast, of=disputes.dispute(cast, source="court", grade="larger"))
    disputes.accept(failed, cast)
    disputes.sit(failed, cast)
    disputes.terminate(failed, cast)
    running = disputes.track(cast, of=disputes.dispute(cast, source="police"))
    disputes.accept(running, cast)
    made = {"done": done, "failed": failed, "running": running, "waiting": disputes.dispute(cast)}
    return made


def test_it_counts_an_agreement_as_success_and_a_refusal_as_none(cast, spring):
    total = Told(figures_of(scope(cast.county)).total)
    assert (total["received"], total["agreed"], total["unsettled"], total["closing"]) == (4, 1, 0, 4)
    april = Told(figures_of(scope(cast.county, Period(date(2026, 4, 1), date(2026, 4, 30)))).total)
    assert (total["items_due"], april["items_due"], april["items_kept"]) == (0, 2, 2)
    way = Told(figures_of(scope(cast.county)).ways[0].counts)
    assert (way["track_received"], way["track_agreed"], way["track_failed"], way["track_open"]) == (3, 1, 1, 1)


def test_it_says_a_dash_where_nothing_has_ended():
    assert share(0, 0) == "—"
    assert share(0, 3) == "0.0%"
    assert share(2908, 2974) == "97.8%"


def test_it_shows_nobody_what_they_may_not_know(cast, spring):
    assert figures_of(scope(cast.outsider)).total["dispute.received"] == 0
    assert figures_of(scope(cast.system_admin)).total["dispute.received"] == 0
    assert figures_of(scope(cast.county, area="610116002")).total["dispute.received"] == 0


def addresses_with_counts(figures):
    for table in figure_tables.tables(figures):
        for row in (*table.rows, *([table.total] if table.total else [])):
            for cell in row.cells:
                if cell.url:
                    yield cell.url, cell.value
    for words in figure_tables.sentence(figures):
        if words.url:
            digits = "".join(char for char in words.text if char.isdigit())
            yield words.url, int(digits)


def test_it_opens_every_number_of_the_page(cast, spring, login):
    client = login(cast.county)
    found = list(addresses_with_counts(figures_of(scope(cast.county))))
    assert len(found) > 40
    for url, value in found:
        page = client.get(url)
        assert page.status_code == 200, url
        assert page.context["page"].count_text in (f"共 {value} 件", f"共 {value} 项"), url


@pytest.mark.parametrize("who", ["county", "mediator"])
def test_it_finds_once_what_stands_on_the_page_behind_a_figure_and_is_counted_there(cast, spring, login, who):
    client = login(getattr(cast, who))
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/mediation/figures/20260101-20261231/dispute.agreed/")
    assert page.context["page"].count_text == "共 1 件"
    finding = [query["sql"] for query in queries if "ended_on" in query["sql"]]
    assert len(finding) == 1 and "COUNT(" not in finding[0]


def test_it_tells_of_a_promise_only_its_number_and_day(cast, spring, login):
    url = reverse("figures:figure", args=["20260301-20260430", "mediation.items_kept"])
    page = login(cast.county).get(url).content.decode()
    assert "第1项" in page and "按期履行" in page
    assert "卫生间防水" not in page and "3,200" not in page


def test_it_says_first_in_words_what_a_leader_wants_to_know(cast, spring, login):
    page = login(cast.leader).get(reverse("mediation:figures") + "?period=custom&start=2026-03-01&end=2026-03-31")
    text = "".join(words.text for words in page.context["words"])
    assert text.startswith("2026年3月收到矛盾纠纷 4 件，办结 0 件，期末未结 4 件。")
    assert "成功 1 件，成功率 100.0%" in text


@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        ("period=custom", "start", "请填写开始的日期"),
        ("period=custom&start=2026-03-01", "end", "请填写结束的日期"),
        ("period=custom&start=2026-03-05&end=2026-03-01", "end", "不能早于开始的日期"),
        ("period=custom&start=0001-01-01&end=2026-03-01", "start", "0001-01-01 不在1996年至2027年之间"),
        ("period=custom&start=2026-03-01&end=9999-12-31", "end", "9999-12-31 不在1996年至2027年之间"),
        ("period=custom&start=2026-08-01&end=2026-08-05", "start", "不能晚于今天"),
    ],
)
def test_it_says_what_is_wrong_with_a_period(cast, login, time_machine, query, name, sentence):
    time_machine.move_to(NOW, tick=False)
    client = login(cast.county)
    page = client.get(f"{reverse('mediation:figures')}?{query}")
    assert page.status_code == 200
    assert sentence in page.context["filter_form"].errors[name][0]
    assert "请先改正筛选条件" in page.content.decode()
    assert client.get(f"{reverse('figures:figure', args=['custom', 'dispute.received'])}?{query}").status_code == 404


def test_it_leads_back_to_the_page_from_which_a_figure_was_opened(cast, spring, login):
    client = login(cast.county)
    page = client.get(f"{reverse('mediation:figures')}?period=custom&start=2026-03-01&end=2026-04-30&area=610116001")
    for figure in (figure for figure in page.context["figures"] if figure.url):
        behind = client.get(figure.url).context
        back = client.get(behind["back"])
        assert behind["of"] == "调解统计" and back.context["period"] in behind["words"], figure.url
        assert back.context["filter_form"].cleaned_data["area"] == "610116001", figure.url
    of_all = reverse("figures:figure", args=["202603", "dispute.received"])
    assert client.get(of_all).context["back"].startswith(reverse("figures:figures"))


def test_it_names_in_the_list_what_it_was_narrowed_to(cast, spring, login):
    mediator = TrackMediator.objects.first().mediator
    client = login(cast.county)
    received, still = (
        reverse("figures:figure", args=["202603", code]) for code in ("dispute.received", "mediation.track_open")
    )
    words = client.get(f"{still}?mediator={mediator.pk}").context["words"]
    assert words == ["2026年3月", mediator.name]
    page = client.get(f"{received}?source=court")
    assert page.context["words"] == ["2026年3月", "诉调对接"] and page.context["page"].count_text == "共 1 件"
    assert client.get(f"{still}?mediator=x").context["page"].count_text == "共 0 件"


# The workbook


def test_it_exports_every_table_with_the_same_numbers(cast, spring, login):
    client = login(cast.county)
    query = urlencode(query_of(scope(cast.county)))
    answer = client.post(f"{reverse('mediation:figures_export')}?{query}", {"token": "once"})
    again = client.post(f"{reverse('mediation:figures_export')}?{query}", {"token": "once"})
    assert answer["Location"] == again["Location"]
    job = work.run(int(answer["Location"].rstrip("/").rpartition("/")[2]), timezone.now())
    assert job.state == "done", job.message
    sheets = sheets_in(job)
    tables = figure_tables.tables(figures_of(scope(cast.county)))
    assert list(sheets) == [table.title for table in tables]
    assert sheets["收结情况"].rows[:3] == [["期初未结", 0], ["收到", 4], ["办结", 0]]
    assert sheets["收结情况"].line.startswith("收结情况　2026年3月，区域：全部；")
    assert " 高敏 " in sheets["收结情况"].line
    assert AccessRecord.objects.get(verb="export").subject == f"调解统计，共 {len(tables)} 张表"


def test_it_exports_nothing_for_those_who_may_not(cast, login):
    client = login(cast.mediator)
    assert client.post(reverse("mediation:figures_export")).status_code == 403
    job = work.ask(figure_jobs.EXPORT, owner=cast.county, at=timezone.now(), params={"query": ""})
    Post.objects.filter(user=cast.county).update(ends_on=office_day(timezone.now()) - timedelta(days=1))
    assert work.run(job.pk, timezone.now()).state == "failed"
    assert not AccessRecord.objects.filter(verb="export").exists()
