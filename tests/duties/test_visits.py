"""Visits: working days counted once each, rest days beside them, what is missing first, no quota below zero."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.duties.models import Visit, VisitingLeader, VisitQuota
from governance.duties.visits import actions as visits
from governance.duties.visits import rows as visit_board
from governance.duties.visits.counting import counted
from governance.duties.visits.views import _visit
from governance.duties.windows import window_of
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.organisation.models import Area
from governance.organisation.standing import standing_of
from tests import builders
from tests.duties.making import NOW, TODAY
from tests.workbooks import sheet_in

MONDAY = date(2026, 11, 16)
SATURDAY = date(2026, 11, 14)


@pytest.fixture
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(scope="module")
def delivered(kept):
    visits.load_reference()


@pytest.fixture
def leader(delivered, cast) -> VisitingLeader:
    """The head of 韦曲街道办, who owes one working day a week."""
    return listed(cast.weiqu)


def listed(unit, name="何建军", kind="chief", **fields) -> VisitingLeader:
    values = {"title": "书记", "starts_on": date(2026, 1, 1), **fields}
    return VisitingLeader.objects.create(unit=unit, name=name, kind=kind, **values)


def visit(leader, cast, day=MONDAY, *, actor=None, text="走访群众。", **how) -> Visit:
    area = Area.objects.get(pk="610116001002")
    return visits.write(leader, day, area, text, actor=actor or cast.clerk, at=NOW, **how)


def rows(user, day=TODAY, today=TODAY, kind=""):
    return visit_board.rows_of(standing_of(user, TODAY), day, today, calendar_at_hand(), kind)


def working(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("days", "done", "rest"),
    [
        ([], 0, 0),
        ([MONDAY, MONDAY], 1, 0),
        ([MONDAY, MONDAY + timedelta(days=1)], 2, 0),
        ([MONDAY + timedelta(days=5)], 0, 1),
        ([MONDAY - timedelta(days=3), MONDAY + timedelta(days=7)], 0, 0),
    ],
)
def test_it_counts_working_days_of_the_window_once_each(days, done, rest):
    found = counted(days, window_of("weekly", MONDAY), 2, working)
    assert (found.done, found.on_rest_days, found.lacking) == (done, rest, 2 - done)


def test_it_counts_no_more_missing_than_the_quota_and_never_less_than_nothing():
    week = [MONDAY + timedelta(days=n) for n in range(5)]
    assert counted(week, window_of("weekly", MONDAY), 2, working).lacking == 0


def test_it_delivers_a_quota_with_its_source_for_every_kind(cast):
    assert visits.load_reference() == 5
    assert visits.load_reference() == 0
    assert all(quota.source and quota.basis for quota in VisitQuota.objects.all())
    assert VisitQuota.objects.get(kind="cadre").days == 2


def test_it_takes_a_make_up_saturday_for_a_working_day_and_a_holiday_for_none(cast, leader):
    # 2026-02-14 is worked for the Spring Festival, 2026-02-17 is its first day.
    for day in (date(2026, 2, 14), date(2026, 2, 17)):
        visit(leader, cast, day)
    assert [(row.done, row.on_rest_days) for row in rows(cast.staff, date(2026, 2, 14))] == [(1, 0)]
    assert [(row.done, row.on_rest_days) for row in rows(cast.staff, date(2026, 2, 17))] == [(0, 1)]


def test_it_puts_first_who_lacks_most(cast, leader):
    visit(leader, cast)
    listed(cast.weiqu, "宋洁", "cadre")
    listed(cast.housing, "王海涛")
    found = rows(cast.staff)
    assert [(row.name, row.done, row.quota, row.lacking) for row in found] == [
        ("宋洁", 0, 2, 2),
        ("王海涛", 0, 1, 1),
        ("何建军", 1, 1, 0),
    ]
    assert visit_board.sentence(found) == "下访领导 3 人，已够定额 1 人，还差的 2 人。"
    assert found[0].said == "还差 2 个工作日，至 11-22"
    assert rows(cast.staff, SATURDAY)[0].said == "缺 2 个工作日"


def test_it_measures_each_kind_by_its_own_window(cast, leader):
    listed(cast.office, "袁立新", "county_chief")
    listed(cast.office, "董志强", "county")
    said = {row.name: (row.label, row.quota) for row in rows(cast.staff)}
    assert said == {
        "何建军": ("2026年第47周", 1),
        "袁立新": ("2026年", 60),
        "董志强": ("2026年11月", 1),
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"day": TODAY + timedelta(days=1)}, "day"), ({"day": date(2025, 12, 31)}, "day"), ({"text": " "}, "text")],
)
def test_it_refuses_a_visit_that_has_not_been(cast, leader, wrong, field):
    with pytest.raises(FactMissing) as refusal:
        visit(leader, cast, **wrong)
    assert set(refusal.value.errors) == {field}
    assert not Visit.objects.exists()


def test_what_accuses_somebody_is_no_record_of_a_visit_unasked(cast, leader, login, now):
    told = {"leader": leader.pk, "day": TODAY, "area": "610116001002", "text": "群众控告社区主任吃拿卡要"}
    client, url = login(cast.clerk), reverse("duties:new_visit")
    wrong = client.post(url, told)
    assert wrong.status_code == 422 and "事项性质选“检举控告”" in wrong.content.decode()
    assert not Visit.objects.exists()
    assert client.post(url, told | {"not_accusing": "on"}).status_code == 302


def test_nobody_s_illness_is_written_into_a_visit(cast, leader, login, now):
    told = {"leader": leader.pk, "day": TODAY, "area": "610116001002", "text": "看望张某，其子有抑郁症病史"}
    wrong = login(cast.clerk).post(reverse("duties:new_visit"), told)
    assert (
        wrong.status_code == 422
        and "应当保密" in wrong.content.decode()
        and "其子有抑郁症病史" in wrong.content.decode()
    )
    assert not Visit.objects.exists()


def test_it_keeps_a_restricted_case_out(cast, leader):
    with pytest.raises(FactMissing):
        visit(leader, cast, case=builders.accusation(cast))


def test_it_is_written_by_the_units_own_people_and_seen_by_those_above(cast, leader):
    for stranger in (cast.outsider, cast.staff):
        with pytest.raises(StepNotAllowed):
            visit(leader, cast, actor=stranger)
    assert len(rows(cast.county)) == 1
    assert rows(cast.outsider) == []


def test_it_counts_a_void_visit_no_more_and_keeps_why(cast, leader):
    made = visit(leader, cast)
    with pytest.raises(FactMissing):
        visits.make_void(made, " ", actor=cast.clerk, at=NOW)
    with pytest.raises(FactMissing, match="最多 60 字，现在有 61 字"):
        visits.make_void(made, "错" * 61, actor=cast.clerk, at=NOW)
    visits.make_void(made, "记错了人", actor=cast.clerk, at=NOW)
    made.refresh_from_db()
    assert made.void_reason.startswith("记错了人")
    assert rows(cast.staff)[0].done == 0
    with pytest.raises(Refusal):
        visits.make_void(made, "再作废", actor=cast.clerk, at=NOW)


def test_it_asks_nothing_of_who_has_left(cast, leader):
    visits.end_leader(leader, TODAY - timedelta(days=20), actor=cast.clerk, at=NOW)
    assert rows(cast.staff) == []
    assert len(rows(cast.staff, TODAY - timedelta(days=20))) == 1


def test_it_changes_a_quota_from_the_next_window_on(cast, leader):
    old = VisitQuota.objects.get(kind="chief")
    made = visits.change_quota(old, "weekly", 3, "县委规定", actor=cast.county, at=NOW)
    assert made.effective_from == date(2026, 11, 23)
    assert rows(cast.staff)[0].quota == 1
    assert rows(cast.staff, date(2026, 11, 23), date(2026, 11, 23))[0].quota == 3
    with pytest.raises(Refusal):
        visits.change_quota(old, "weekly", 5, "又改", actor=cast.county, at=NOW)


def test_it_refuses_a_quota_below_zero_and_beyond_the_window(cast, leader, login, now):
    quota = VisitQuota.objects.get(kind="chief")
    for days in (-1, 8):
        with pytest.raises(FactMissing):
            visits.change_quota(quota, "weekly", days, "规定", actor=cast.county, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitQuota.objects.filter(pk=quota.pk).update(days=-1)
    url = reverse("duties:visit_quota", args=["chief"])
    answer = login(cast.county).post(url, {"cadence": "weekly", "days": "-1", "basis": "县委规定"})
    assert answer.status_code == 422
    assert "定额不能小于 0。" in answer.content.decode()
    assert "县委规定" in answer.content.decode()
    assert VisitQuota.objects.filter(kind="chief").count() == 1


def test_it_is_written_down_on_the_page_which_says_that_a_rest_day_does_not_count(cast, leader, login, now):
    clerk = login(cast.clerk)
    sent = {"leader": leader.pk, "day": str(SATURDAY), "area": "610116001002", "text": "走访群众。", "number": ""}
    early = clerk.post(reverse("duties:new_visit"), {**sent, "day": "2026-11-19"})
    assert early.status_code == 422
    assert "还没有到，不能先记下访" in early.content.decode()
    assert "走访群众。" in early.content.decode()
    answer = clerk.post(reverse("duties:new_visit"), sent, follow=True).content.decode()
    assert "当天是休息日，不计入工作日" in answer
    assert "休息日，不计" in answer
    board = clerk.get(reverse("duties:visits")).content.decode()
    assert "休息日下访照记，不计入工作日" in board


def test_it_lists_a_leader_once_and_only_where_one_arranges(cast, leader, login, now):
    sent = {"unit": cast.weiqu.name, "name": "何建军", "title": "书记", "kind": "chief", "starts_on": "2026-11-01"}
    url = reverse("duties:new_visiting_leader")
    assert "名单里已有何建军" in login(cast.clerk).post(url, sent).content.decode()
    elsewhere = login(cast.clerk).post(url, {**sent, "unit": cast.guodu.name})
    assert "您的岗位不能管理这个单位" in elsewhere.content.decode()
    assert VisitingLeader.objects.count() == 1


def test_it_exports_the_board_as_text(cast, leader, login, now):
    listed(cast.weiqu, "=1+1", "cadre")
    answer = login(cast.county).get(f"{reverse('duties:visits_export')}?on={TODAY}")
    first = sheet_in(answer).rows[0]
    assert first[:2] == [cast.weiqu.short_name, "=1+1"]
    assert first[5:8] == [2, 0, 2]


def test_a_visit_about_a_matter_that_the_reader_does_not_know_of_looks_the_same_whether_it_is_hidden_or_not(
    cast, leader
):
    case = builders.petition(cast, unit=cast.weiqu)
    made = visit(leader, cast, case=case, text="群众反映补贴没有到位。")
    said = {}
    for confidentiality in ("normal", "restricted"):
        made.case.confidentiality = confidentiality
        said[confidentiality] = _visit(made, calendar_at_hand(), seen=set())["text"]
    assert set(said.values()) == {"带案下访。"}
    assert _visit(made, calendar_at_hand(), seen={case.pk})["text"] == "群众反映补贴没有到位。"
