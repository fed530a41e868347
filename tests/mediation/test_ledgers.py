"""The ledgers of disputes and of tracks: what their lists show, as a table."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.lists import ledger_jobs
from governance.cases.lists.ledger import LEDGERS
from governance.jobs import work
from tests import builders, disputes
from tests.disputes import day
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db


def table(user, code: str, query="scope=all") -> list[dict]:
    params = {"ledger": code, "query": query}
    job = work.run(work.ask(ledger_jobs.EXPORT, owner=user, at=timezone.now(), params=params).pk, timezone.now())
    sheet = sheet_in(job)
    assert sheet.head == ["序号", *(column.label for column in LEDGERS[code].all_columns())]
    return sheet.told()


@pytest.fixture
def agreed(cast):
    track = disputes.track(cast, of=disputes.dispute(cast, grade="larger", amount=8000))
    disputes.accept(track, cast)
    disputes.name(track, cast)
    disputes.sit(track, cast)
    disputes.agree(track, cast)
    return track


def test_it_tells_a_dispute_with_its_tracks(cast, agreed):
    (row,) = table(cast.staff, "dispute")
    assert (row["编号"], row["等级"], row["涉及金额（元）"]) == (agreed.dispute.number, "较大", 8000)
    assert row["调解情况"] == f"人民调解（{agreed.lead_unit.short_name}）已达成协议"
    assert row["当事人"].endswith("等 2 人")


def test_it_tells_a_track_with_the_parties_of_its_dispute_and_who_mediates(cast, agreed):
    (row,) = table(cast.staff, "mediation")
    assert (row["编号"], row["纠纷编号"]) == (agreed.number, agreed.dispute.number)
    assert (row["调解方式"], row["状态"]) == ("人民调解", "已达成协议")
    assert row["调解员"] == disputes.mediator(cast).name
    assert row["当事人"] == table(cast.staff, "dispute")[0]["当事人"]
    assert row["受理日期"] == day(agreed, 1)


def test_a_day_of_any_ledger_is_a_day_that_can_be_sorted_and_a_moment_keeps_its_clock():
    columns = [column for ledger in LEDGERS.values() for column in ledger.all_columns()]
    of_days = {column.label for column in columns if column.of_days}
    assert of_days >= {"期限", "受理日期", "结束日期", "回函日期", "书面报告日期", "送达日期", "挂牌日期", "决定日期"}
    assert {column.label for column in columns if column.label.endswith("日期")} <= of_days
    assert not [label for label in of_days if label.endswith("时间")]


def test_it_leaves_what_was_said_and_agreed_out(cast, agreed):
    for person in (cast.staff, cast.clerk):
        words = str([table(person, code) for code in ("dispute", "mediation")])
        assert disputes.SESSION["content"] not in words
        assert disputes.AGREEMENT["content"] not in words


def test_it_takes_the_nearest_duty_of_a_track_as_the_list_does(cast, agreed):
    nearest = agreed.clocks.filter(ended_at=None, is_window=False).earliest("due_at").due
    (row,) = table(cast.staff, "dispute", "scope=all&due=overdue")
    assert str(row["期限"])[:10] == str(nearest)
    assert row["时限状态"].startswith("超期")
    assert table(cast.staff, "dispute", "scope=all&due=today") == []


def test_it_holds_what_the_reader_may_see(cast, agreed):
    at = builders.OPENED + timedelta(days=1)
    theirs = disputes.dispute(cast, unit=cast.guodu, actor=cast.outsider, area=cast.area("610116002001"), at=at)
    assert {row["编号"] for row in table(cast.outsider, "dispute")} == {theirs.number}
    assert table(cast.outsider, "mediation") == []


def test_it_leads_from_the_list_with_what_the_list_shows(cast, login, agreed):
    for name, code in (("mediation:tracks", "mediation"), ("mediation:list", "dispute")):
        page = login(cast.staff).get(reverse(name) + "?scope=all").content.decode()
        assert f'href="{reverse("cases:export", args=[code])}?scope=all"' in page


def test_it_leads_from_the_desk_to_the_ledger_of_the_desk(cast, login):
    disputes.track(cast, "administrative_mediation")
    page = login(cast.handler).get(reverse("mediation:tracks")).content.decode()
    assert f'href="{reverse("cases:export", args=["mediation"])}?scope=mine"' in page


def test_it_knows_no_other_ledger(cast, login):
    assert login(cast.staff).get(reverse("cases:export", args=["people"])).status_code == 404
