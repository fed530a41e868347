"""What the administrators find in the morning, and that every row leads to what it counts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases.models import Heartbeat
from governance.frame.days import office_day
from governance.notices.models import Delivery, Notice
from governance.organisation.accounts import deeds
from governance.organisation.models import AccessRecord, Post, User
from governance.organisation.records import record
from tests import builders
from tests.exchange.pages import hotline

pytestmark = pytest.mark.django_db
NOW = builders.OPENED + timedelta(days=2)


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to(NOW, tick=False)


def watched(login, person) -> dict[str, str]:
    """What stands in each row of that person's desk, what waits first."""
    rows = login(person).get(reverse("dashboard:workbench")).context["watched"]
    assert [row.waits for row in rows] == sorted((row.waits for row in rows), reverse=True)
    return {row.label: row.text for row in rows}


def test_who_runs_the_system_sees_what_went_out_in_vain_and_whether_the_scan_runs(login, cast):
    said = {"kind": "news", "text": "已受理", "key": "1", "created_at": NOW}
    notice = Notice.objects.create(recipient=cast.lead, **said)
    Delivery.objects.create(notice=notice, channel="email", state="failed", asked_at=NOW)
    partner, _ = hotline(cast)
    partner.tokens.update(expires_on=office_day(NOW) + timedelta(days=9))
    desk = watched(login, cast.system_admin)
    assert desk["未能送达的消息"] == "1 条" and desk["30 天内到期的令牌"] == "1 个"
    assert desk["推送不出去的"] == "0 条" and desk["期限扫描"] == "还没有扫描过"
    Heartbeat.objects.create(name="scan_deadlines", at=NOW - timedelta(seconds=30))
    rows = login(cast.system_admin).get(reverse("dashboard:workbench")).context["watched"]
    assert [row.waits for row in rows if row.label == "期限扫描"] == [False]


def test_who_keeps_accounts_sees_what_waits_for_them_and_which_posts_end(login, cast):
    Post.objects.filter(user=cast.handler).update(ends_on=office_day(NOW) + timedelta(days=30))
    User.objects.exclude(pk=cast.clerk.pk).update(last_login=NOW)
    User.objects.filter(pk=cast.clerk.pk).update(last_login=NOW - timedelta(days=91))
    deeds.reset_password(cast.lead, actor=cast.security_admin, at=NOW, reason="忘记密码")
    desk = watched(login, cast.security_admin)
    assert desk["30 天内到期的任职"] == desk["90 天没有登录的账号"] == "1 人"
    assert desk["您提出、等另一人确认的"] == "1 项" and desk["等您确认的账号办理"] == "0 项"
    assert watched(login, cast.audit_admin)["等您确认的账号办理"] == "1 项"
    people = f"{reverse('organisation:people')}?state="
    shown = {state: login(cast.security_admin).get(people + state).context["rows"] for state in ("ending", "stale")}
    assert {state: [row["username"] for row in rows] for state, rows in shown.items()} == {
        "ending": [cast.handler.username],
        "stale": [cast.clerk.username],
    }


def test_who_reads_the_record_sees_what_came_since_the_last_working_day(login, cast):
    for days, subject in ((0, "/a/"), (1, "/b/"), (9, "/c/")):
        record(
            AccessRecord.Verb.DENIED, actor=cast.lead, at=NOW - timedelta(days=days), subject=subject, succeeded=False
        )
    client = login(cast.audit_admin)
    page = client.get(reverse("dashboard:workbench"))
    first = page.context["watched"][0]
    assert (first.label, first.text) == ("越权拒绝", "2 条") and first.note.startswith("2026-03-11")
    assert f'href="{first.url.replace("&", "&amp;")}"' in page.content.decode()
    assert [row["subject"] for row in client.get(first.url).context["rows"]] == ["/a/", "/b/"]
