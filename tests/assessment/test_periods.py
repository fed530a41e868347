"""A period is worked out from the figures, frozen with the list behind each number, and never changes afterwards."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from python_calamine import CalamineWorkbook

from governance.assessment.models import ScoredPeriod, ScoreLine, UnitScore
from governance.assessment.periods import actions, objections
from governance.assessment.periods.actions import Given
from governance.assessment.periods.reckoning import _listed
from governance.assessment.periods.results import frozen
from governance.assessment.periods.workbook import LINE_HEIGHT
from governance.assessment.schemes import defining
from governance.cases.models import Case, Clock
from governance.dashboard.cards import rows_awaited
from governance.duties.models import DutyTask
from governance.figures.asked import Asked
from governance.figures.listing import ENTRIES
from governance.figures.measures import MEASURES
from governance.figures.periods import Period
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.jobs import work
from governance.jobs.models import Job
from governance.notices.models import Notice
from governance.organisation.standing import standing_of
from tests import builders, disputes
from tests.assessment.scored import (
    AFTER,
    FIRST,
    LAST,
    frozen_quarter,
    line_of,
    marked,
    opened,
    owed,
    scheme_in_force,
    scheme_of,
    typed,
    worked_out,
)
from tests.attachments.samples import pdf, upload
from tests.figures.histories import RolledBack
from tests.figures.random_history import History, copy_notice, moves
from tests.security import inspections

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def spring_is_over(time_machine):
    time_machine.move_to(AFTER, tick=False)


def totals(period) -> dict[str, tuple]:
    return {each.unit.short_name: (each.score.total, each.score.place) for each in frozen(period)}


def test_it_is_frozen_with_what_was_counted_and_its_list(cast):
    period = frozen_quarter(cast, weiqu="8")
    # 19.5 of 20 for two missed, 35 of 70 for two of four in time, 8 by hand; all of it for the other.
    assert totals(period) == {"韦曲街道办": (Decimal("62.50"), 2), "郭杜街道办": (Decimal("100.00"), 1)}
    missed, in_time = line_of(period, cast.weiqu, "i1"), line_of(period, cast.weiqu, "i2")
    assert (missed.part, missed.whole, missed.points) == (2, 4, Decimal("19.50"))
    assert (in_time.part, in_time.whole, in_time.points) == (2, 4, Decimal("35.00"))
    assert [said for said, _ in missed.behind["duty.missing"]] == ["每周排查 2026-02-10", "每周排查 2026-02-11"]
    assert len(in_time.behind["duty.due"]) == 4 and in_time.behind["duty.due"][0][1].startswith("/duties/")
    assert (period.edition, period.objections_until) == (1, AFTER.date() + 7 * DAY)
    told = Notice.objects.filter(kind="assessed")
    assert {note.recipient.username for note in told} == {"clerk", "township_lead", "outsider"}
    assert all("2026-04-09 以前提出" in note.text for note in told)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=moves, later=moves)
def test_it_counts_what_the_rows_say_and_keeps_it_whatever_happens_later(cast, told, later):
    """Recounted one by one from the clocks, of units and of areas, after merges, transfers and new dates."""
    with pytest.raises(RolledBack), transaction.atomic():
        builders.petition(cast)
        history = History(cast, disputes.track(cast), copy_notice(cast))
        history.play(told)
        own = typed(weight=50, source="petition.routed_rate", text="按期登记转办")
        area = typed(weight=40, source="petition.routed_rate", text="辖区按期登记转办", scope="area")
        late = {"source": "petition.routed_late", "over": "petition.routed_in_time", "way": "deduct"}
        late["each"] = Decimal("0.5")
        scheme = scheme_of(cast, own, area, typed(weight=10, text="每逾期一件扣 0.5 分", **late))
        period = opened(cast, scheme)
        assert worked_out(period, cast).state == "done"
        for unit in (cast.weiqu, cast.guodu):
            met, missed = recounted(
                lambda clock, unit=unit: (clock.charged_to_id or clock.case.lead_unit_id) == unit.pk
            )
            line = line_of(period, unit, "i1")
            assert (line.part, line.whole) == (met, met + missed)
            assert len(line.behind["petition.routed_late"]) == missed == line_of(period, unit, "i3").part
            here = recounted(lambda clock, unit=unit: clock.case.area_id.startswith(unit.area_id))
            line = line_of(period, unit, "i2")
            assert (line.part, line.whole) == (here[0], sum(here))
        before = everything(period)
        history.play(later)
        owed(cast, cast.weiqu, "missing missing")
        assert everything(ScoredPeriod.objects.get()) == before
        raise RolledBack


def recounted(holds) -> tuple[int, int]:
    """How many were met in the quarter, and how many had their day in it and were not."""
    met = missed = 0
    rows = Clock.objects.filter(term_code="petition.route", is_window=False).select_related("case")
    for clock in rows.exclude(case__confidentiality="restricted"):
        if not holds(clock):
            continue
        if clock.outcome == "met":
            met += FIRST <= office_day(clock.ended_at) <= LAST
        elif clock.outcome in ("missed", ""):
            missed += FIRST <= clock.due <= LAST
    return met, missed


def everything(period) -> list:
    return [
        (each.unit.pk, each.score.total, each.score.place, each_line.points, each_line.line.behind)
        for each in frozen(period)
        for each_line in each.lines
    ]


def test_the_database_itself_keeps_what_is_frozen(cast):
    frozen_quarter(cast)
    for rows in (ScoreLine.objects.all(), UnitScore.objects.all()):
        for change in (lambda rows: rows.update(unit=cast.housing), lambda rows: rows.delete()):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                change(rows)


def test_what_was_not_due_takes_no_part_and_equal_totals_share_a_place(cast):
    period = opened(cast, scheme_of(cast, ranked_from=10))
    marked(period, cast, "6")
    worked_out(period, cast)
    # Nothing was due, so nothing could be missed either: 6 of 10 by hand.
    assert [line_of(period, cast.weiqu, name).points for name in ("i1", "i2")] == [None, None]
    assert totals(period) == {"韦曲街道办": (Decimal("60.00"), 1), "郭杜街道办": (Decimal("60.00"), 1)}


def test_an_idle_unit_stands_before_nobody(cast, login):
    owed(cast, cast.weiqu, "missing returned returned returned returned returned returned returned returned returned")
    period = opened(cast)
    marked(period, cast)
    worked_out(period, cast)
    # 19.75 + 63 + 10 of whoever owed ten; the other owed nothing, and ten points by hand make no place.
    assert totals(period) == {"韦曲街道办": (Decimal("92.75"), 1), "郭杜街道办": (Decimal("100.00"), None)}
    page = login(cast.county).get(reverse("assessment:period", args=[period.pk])).content.decode()
    assert "不排名" in page and "合计不到 50 分的单位不排名" in page
    sheet = login(cast.outsider).get(reverse("assessment:sheet", args=[period.pk, cast.guodu.pk])).content.decode()
    assert "可以计分的项目合计 10 分，不到 50 分，不排名" in sheet and "期间内没有应办的，不计" in sheet


def test_whoever_owed_nothing_of_an_item_by_hand_is_not_marked_for_it(cast, login):
    owed(cast, cast.weiqu, "missing returned")
    period = opened(cast)
    item, told = period.scheme.asked[2], {"version": None, "actor": cast.county, "at": AFTER}
    given = {cast.guodu: Given(Decimal(10)), cast.weiqu: Given(None, "没有签订责任书")}
    with pytest.raises(FactMissing) as refused:
        actions.give_marks(period, item, given, [], **told)
    assert set(refused.value.errors) == {"files"}
    actions.give_marks(period, item, given, [upload("检查记录.pdf", pdf())], **told)
    assert period.history.first().facts == [["郭杜街道办", "", "10"], ["韦曲街道办", "", "不计"]]
    page = login(cast.county).get(reverse("assessment:marks", args=[period.pk, "i3"])).content.decode()
    assert "没有签订责任书" in page
    worked_out(period, cast)
    line = line_of(period, cast.weiqu, "i3")
    assert (line.points, line.ground) == (None, "没有签订责任书")
    # 19.75 of 20 and 35 of 70, out of ninety.
    assert totals(period)["韦曲街道办"] == (Decimal("60.83"), 1)


def test_a_scheme_that_gives_marks_for_nothing_is_not_worked_by(cast):
    period = opened(cast)
    marked(period, cast)
    scheme = period.scheme
    scheme.items[0]["whole"] = []
    scheme.save(update_fields=["items"])
    with pytest.raises(Refusal, match="没有写明应有多少"):
        actions.freeze(period, version=None, actor=cast.county, at=AFTER)
    with pytest.raises(Refusal, match="没有写明应有多少"):
        opened(cast, scheme, first=date(2026, 4, 1))


def test_who_has_a_veto_has_no_place(cast):
    for unit in (cast.weiqu, cast.guodu):
        owed(cast, unit, "returned")
    period = opened(cast)
    marked(period, cast)
    marked(period, cast, "0", name="i4", guodu="1")
    worked_out(period, cast)
    assert totals(period)["郭杜街道办"][1] is None and totals(period)["韦曲街道办"][1] == 1
    assert period.scores.get(unit=cast.guodu).vetoed


def test_a_period_that_overlaps_one_of_its_length_is_refused(cast):
    first = frozen_quarter(cast)
    told = {"actor": cast.county, "at": AFTER}
    with pytest.raises(FactMissing, match="重叠"):
        opened(cast, first.scheme)
    second = defining.revise(first.scheme, year=2026, reason="改目标", **told)
    defining.put_in_force(defining.try_scheme(second, version=None, **told), version=None, **told)
    with pytest.raises(FactMissing, match="重叠"):
        opened(cast, second)
    with pytest.raises(FactMissing, match="已停止"):
        opened(cast, first.scheme, first=date(2026, 4, 1))
    with pytest.raises(FactMissing, match="请选这一年的期间"):
        opened(cast, second, first=date(2026, 2, 1))
    with pytest.raises(FactMissing, match="请选这一年的期间"):
        opened(cast, second, first=date(2025, 1, 1))
    assert opened(cast, second, length="half").label == "2026年上半年"
    cancelled = opened(cast, second, first=date(2026, 4, 1))
    actions.cancel_period(cancelled, reason="发错了", version=None, **told)
    assert opened(cast, second, first=date(2026, 4, 1)).state == "open"


def test_it_is_not_worked_out_before_it_is_over_or_while_a_mark_is_missing(cast):
    period = opened(cast)
    with pytest.raises(Refusal, match="期间到 2026-03-31 才结束"):
        actions.freeze(period, version=None, actor=cast.county, at=datetime.combine(LAST, AFTER.timetz()))
    with pytest.raises(Refusal, match="“责任书的履行”缺 2 个单位"):
        actions.freeze(period, version=None, actor=cast.county, at=AFTER)
    marked(period, cast)
    job = worked_out(period, cast)
    assert job.state == "done" and work.run(job.pk, AFTER) is None
    for verb in (actions.freeze, lambda *a, **more: actions.cancel_period(*a, reason="重来", **more)):
        with pytest.raises(Refusal, match="已冻结，不能这样办理"):
            verb(period, version=None, actor=cast.county, at=AFTER)


def test_a_scheme_is_not_changed_under_a_running_job(cast):
    period, told = opened(cast), {"actor": cast.county, "at": AFTER}
    marked(period, cast)
    job = actions.freeze(period, version=None, **told)
    second = defining.revise(period.scheme, year=2026, reason="改目标", **told)
    second = defining.try_scheme(second, version=None, **told)
    with pytest.raises(Refusal, match="正在按施行中的方案核算"):
        defining.put_in_force(second, version=None, **told)
    with pytest.raises(Refusal, match="正在核算"):
        marked(period, cast, "9")
    # Though somebody had changed it by hand, nothing is frozen by a scheme that is no more.
    type(second).objects.filter(pk=period.scheme_id).update(state="ended")
    work.run(job.pk, AFTER)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "核算期间方案换了一版，没有冻结。")
    assert not ScoreLine.objects.exists() and ScoredPeriod.objects.get().state == "open"


def test_a_job_that_was_cancelled_or_run_again_freezes_nothing_twice(cast):
    period = opened(cast)
    marked(period, cast)
    job = actions.freeze(period, version=None, actor=cast.county, at=AFTER)
    work.cancel(job, at=AFTER)
    assert work.run(job.pk, AFTER) is None and not ScoreLine.objects.exists()
    period.refresh_from_db()
    assert worked_out(period, cast).state == "done"
    Job.objects.update(state="waiting", finished_at=None)
    work.run(period.job_id, AFTER)
    assert ScoreLine.objects.count() == 8


def test_less_than_the_full_mark_wants_a_ground_and_a_file(cast):
    period = opened(cast)
    item, told = period.scheme.asked[2], {"version": None, "actor": cast.county, "at": AFTER}
    with pytest.raises(FactMissing) as refused:
        actions.give_marks(period, item, {cast.weiqu: Given(Decimal(8))}, [], **told)
    assert set(refused.value.errors) == {f"ground-{cast.weiqu.pk}", "files"}
    actions.give_marks(period, item, {cast.weiqu: Given(Decimal(10))}, [], **told)
    assert period.hand_marks.get().points == 10
    with pytest.raises(StepNotAllowed):
        actions.give_marks(period, item, {}, [], **told | {"actor": cast.township_lead})


def objected(period, cast, name="i2", *, at=AFTER, who=None):
    return objections.object_to(
        line_of(period, cast.weiqu, name), reason="两次按时报了。", actor=who or cast.clerk, at=at
    )


def test_a_unit_objects_in_time_and_another_than_who_marked_it_answers(cast):
    period = frozen_quarter(cast, weiqu="8")
    made = objected(period, cast)
    # Who may answer hears of it; whoever had the period worked out does not answer.
    asked = Notice.objects.filter(key__startswith=f"objected:{made.pk}:")
    assert {each.recipient for each in asked} == {cast.staff} and "提出异议，请答复" in asked.get().text
    # It lies on their desk until it is answered, and on nobody else's.
    line = f"/assessment/periods/{period.pk}/lines/{made.line_id}/"
    desks = [rows_awaited(who, standing_of(who, office_day(AFTER)), AFTER) for who in (cast.staff, cast.county)]
    assert desks == [[{"title": "答复考核异议：1 件", "url": line}], []]
    with pytest.raises(Refusal, match="已有异议，等待答复"):
        objected(period, cast, who=cast.township_lead)
    with pytest.raises(StepNotAllowed, match="由被考核的单位提出"):
        objected(period, cast, "i1", who=cast.outsider)
    told = {"upheld": True, "points": Decimal("70"), "text": "系统故障，补记两次。", "at": AFTER}
    with pytest.raises(StepNotAllowed, match="评分的人和核算的人不答复"):
        objections.answer(made, actor=cast.county, **told)
    with pytest.raises(FactMissing, match="在 0 到 70 之间"):
        objections.answer(made, actor=cast.staff, **told | {"points": Decimal("70.5")})
    before = everything(period)
    objections.answer(made, actor=cast.staff, **told)
    period.refresh_from_db()
    assert totals(period) == {"韦曲街道办": (Decimal("97.50"), 2), "郭杜街道办": (Decimal("100.00"), 1)}
    assert period.edition == 2 and line_of(period, cast.weiqu, "i2").points == Decimal("35.00")
    entry = period.history.first()
    assert entry.facts == [
        ["韦曲街道办 例行任务按期报送", "35.00", "70"],
        ["韦曲街道办 总分（名次）", "62.50（2）", "97.50（2）"],
    ]
    assert [each[1] for each in before[:1]] == [period.scores.get(edition=1, unit=cast.weiqu).total]
    with pytest.raises(Refusal, match="已经答复"):
        objections.answer(made, actor=cast.staff, **told)
    assert "异议成立" in Notice.objects.filter(recipient=cast.clerk).latest("pk").text


def test_an_objection_after_the_term_is_refused(cast):
    period = frozen_quarter(cast)
    last = AFTER + 7 * DAY
    assert objected(period, cast, at=last).state == "open"
    with pytest.raises(Refusal, match="异议期到 2026-04-09 止，已经期满"):
        objected(period, cast, "i1", at=last + DAY)


def test_it_is_published_when_nobody_can_object_and_everybody_has_an_answer(cast):
    period = frozen_quarter(cast)
    told = {"version": None, "actor": cast.county}
    with pytest.raises(Refusal, match="期满以后才能公布"):
        actions.publish(period, at=AFTER, **told)
    made = objected(period, cast)
    with pytest.raises(Refusal, match="没有答复的异议"):
        actions.publish(period, at=AFTER + 8 * DAY, **told)
    objections.answer(made, upheld=False, points=None, text="按名单核对无误。", actor=cast.staff, at=AFTER)
    period.refresh_from_db()
    assert period.edition == 1
    assert seen(period, cast.clerk) == ["韦曲街道办"]
    actions.publish(period, at=AFTER + 8 * DAY, **told)
    period.refresh_from_db()
    assert seen(period, cast.clerk) == ["韦曲街道办", "郭杜街道办"]


def test_its_page_says_when_it_can_be_published_and_to_how_many_units(cast, login, time_machine):
    period = frozen_quarter(cast)
    for at, sentence in ((AFTER, "期满以后才能公布"), (AFTER + 8 * DAY, "公布后，2 个单位都看得到全部名次")):
        time_machine.move_to(at, tick=False)
        page = login(cast.county).get(f"/assessment/periods/{period.pk}/").content.decode()
        assert sentence in page and (">公布</button>" in page) == ("公布后" in sentence)


def seen(period, who) -> list[str]:
    return [each.unit.short_name for each in frozen(period, standing_of(who, AFTER.date()))]


def test_a_township_sees_its_own_sheet_and_its_place_and_no_other(cast, login):
    period = frozen_quarter(cast)
    mine = reverse("assessment:sheet", args=[period.pk, cast.weiqu.pk])
    others = reverse("assessment:sheet", args=[period.pk, cast.guodu.pk])
    page = login(cast.clerk).get(mine).content.decode()
    assert "第 2 名，共 2 个单位" in page and "郭杜" not in page
    assert login(cast.clerk).get(others).status_code == 404
    assert login(cast.clerk).get(reverse("assessment:period", args=[period.pk])).content.decode().count("郭杜") == 0
    theirs = line_of(period, cast.guodu, "i1")
    assert login(cast.clerk).get(reverse("assessment:line", args=[period.pk, theirs.pk])).status_code == 404
    assert login(cast.handler).get(reverse("assessment:period", args=[period.pk])).status_code == 404
    assert login(cast.leader).get(others).status_code == 200


def test_a_case_that_was_hidden_since_is_not_named(cast, login):
    case = builders.in_status(cast, "handling")
    Clock.objects.filter(case=case, term_code="petition.route").update(charged_to=cast.weiqu)
    routed = typed(weight=100, source="petition.routed_rate", text="按期登记转办")
    period = opened(cast, scheme_of(cast, routed))
    worked_out(period, cast)
    line = line_of(period, cast.weiqu, "i1")
    assert case.number in str(line.behind)
    page = reverse("assessment:line", args=[period.pk, line.pk])
    assert case.number in login(cast.county).get(page).content.decode()
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    told = login(cast.county).get(page).content.decode()
    assert case.number not in told and "名称不再显示" in told


def read(answer) -> dict[str, list[list]]:
    return sheets_of(b"".join(answer.streaming_content))


def sheets_of(content: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_is_in_the_countys_order_with_merged_heads_and_a_plot(cast, login):
    period = frozen_quarter(cast, weiqu="8")
    answer = login(cast.county).get(reverse("assessment:export_period", args=[period.pk]))
    content = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("得分表").to_python()
    assert rows[0][0] == "2026年第一季度镇街季度考核得分表"
    assert [row[0] for row in rows[4:6]] == ["韦曲街道办", "郭杜街道办"]
    assert rows[4][1:] == [19.5, 35.0, 8.0, "无", 62.5, 2.0]
    with ZipFile(BytesIO(content)) as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()
        assert '<mergeCell ref="A1:G1"/>' in parts.read("xl/worksheets/sheet1.xml").decode()
        # The only formulas are the means under the table.
        formulas = re.findall(r"<f>(.*?)</f>", parts.read("xl/worksheets/sheet1.xml").decode())
        assert formulas and all(each.startswith("AVERAGE(") for each in formulas)
    assert rows[6][0] == "平均" and rows[6][5] == pytest.approx((rows[4][5] + rows[5][5]) / 2)
    assert len(read(login(cast.clerk).get(reverse("assessment:export_period", args=[period.pk])))["得分表"]) == 6


def test_the_units_own_workbook_has_every_fact_behind_its_points(cast, login):
    period = frozen_quarter(cast, weiqu="8")
    made = objected(period, cast, "i1")
    told = {"upheld": True, "points": Decimal(20), "text": "系统故障。", "actor": cast.staff, "at": AFTER}
    objections.answer(made, **told)
    answer = login(cast.clerk).get(reverse("assessment:export_sheet", args=[period.pk, cast.weiqu.pk]))
    content = b"".join(answer.streaming_content)
    sheets = sheets_of(content)
    assert sheets["成绩单"][3][5:] == ["2 件（次），应有 4", 19.5, 20.0]
    with ZipFile(BytesIO(content)) as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()
        high = dict(re.findall(r'<row r="(\d+)"[^>]* ht="(\d+)"', parts.read("xl/worksheets/sheet1.xml").decode()))
    # A rule of several lines is not cut off: its row is as high as they are.
    assert len(sheets["成绩单"][3][4]) > 17 and int(high["4"]) >= 2 * LINE_HEIGHT
    facts = sheets["核算依据"][2:]
    assert [row[2] for row in facts if row[1] == "缺报"][:2] == ["每周排查 2026-02-10", "每周排查 2026-02-11"]
    assert sheets["异议和更正"][2][1:] == ["两次按时报了。", "周晓兰", "成立", "系统故障。", 20.0]
    other = reverse("assessment:export_sheet", args=[period.pk, cast.guodu.pk])
    assert login(cast.clerk).get(other).status_code == 404


def test_a_missed_report_that_is_made_good_later_changes_nothing(cast):
    period = frozen_quarter(cast)
    before = everything(period)
    DutyTask.objects.filter(state="missing").update(state="returned", returned_at=AFTER)
    assert everything(period) == before


def test_the_quarter_that_ended_opens_by_itself_once(cast):
    """Every quarter the platform begins the ranking; whoever assesses gives the marks and has it worked out."""
    scheme = scheme_in_force(cast)
    assert actions.open_ended(datetime(2026, 3, 31, 23, 0, tzinfo=builders.CHINA)) == 0
    # Nobody is surprised by quarters of long ago.
    assert actions.open_ended(datetime(2026, 6, 29, 9, 0, tzinfo=builders.CHINA)) == 0
    assert (actions.open_ended(AFTER), actions.open_ended(AFTER + DAY)) == (1, 0)
    period = scheme.periods.get()
    assert (period.first, period.last, period.state, period.history.get().by) == (FIRST, LAST, "open", None)
    actions.cancel_period(period, reason="改期", version=None, actor=cast.county, at=AFTER)
    assert actions.open_ended(AFTER + DAY) == 0


def test_whatever_is_counted_is_called_by_what_tells_it_apart(cast):
    """Two promises of one agreement, an entry of a register, a place that was checked: none is empty or met twice."""
    track = disputes.track(cast)
    disputes.accept(track, cast)
    disputes.sit(track, cast)
    disputes.agree(track, cast)
    disputes.perform(track, cast)
    register = inspections.hotels(cast, track.opened_at)
    entry = inspections.hotel(cast, register, "平安旅馆", track.opened_at)
    sheet = inspections.checklist(cast, register, plan := inspections.plan(track.opened_at), track.opened_at)
    on = inspections.round_of(cast.weiqu, plan, track.opened_at)
    inspections.check(on, entry, sheet, cast.clerk, track.opened_at, "安全出口")
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    whole = Asked(standing_of(cast.county, office_day(AFTER)), year, office_day(AFTER), now=AFTER, aloud=True)
    said = {
        code: [words for _, _, words, _ in _listed(MEASURES[code], whole)]
        for code in ("mediation.items_due", "inspection.checked", "inspection.failed")
    }
    assert said["mediation.items_due"] == [f"{track.number} 第1项", f"{track.number} 第2项"]
    day = office_day(track.opened_at)
    (failed,) = said["inspection.failed"]
    assert said["inspection.checked"] == [f"平安旅馆 {day} {sheet.name}"] and failed.startswith(f"平安旅馆 {day} ")
    assert ENTRIES.name_of(ENTRIES.row(entry, whole)) == f"{register.name} 平安旅馆"
