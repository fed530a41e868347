"""The ledger in Excel: complete, masked, only what its reader may see, and recorded."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.cases.lists import ledger, ledger_jobs
from governance.cases.lists.job_notices import tell_owner
from governance.frame.days import office_day
from governance.jobs import work
from governance.jobs.made import Made
from governance.jobs.models import Job
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord, Post
from petitions.lists import LEDGER
from petitions.models import Petition
from tests import builders
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db
LABELS = [column.label for column in LEDGER.all_columns()]


def address() -> str:
    return reverse("cases:export", args=["petition"])


def exported(user, query="scope=all", **params) -> Job:
    job = work.ask(
        ledger_jobs.EXPORT, owner=user, at=timezone.now(), params={"ledger": "petition", "query": query, **params}
    )
    return work.run(job.pk, timezone.now())


def table(job: Job) -> list[dict]:
    sheet = sheet_in(job)
    assert sheet.head == ["序号", *LABELS]
    assert sheet.line.endswith(f"　共 {len(sheet.rows)} 行") and len(sheet.rows) == job.result_rows
    assert [row[0] for row in sheet.rows] == [*range(1, job.result_rows + 1)]
    return [dict(zip(LABELS, row[1:], strict=True)) for row in sheet.rows]


def test_it_tells_every_petition_in_sixteen_columns(cast):
    served = builders.in_status(cast, "served")
    done = {"executed_on": builders.OPENED.date() + timedelta(days=25), "note": "已经修复。"}
    builders.step(served, "execute", cast.handler, later=25, **done)
    waiting = builders.petition(cast, title="=1+1", at=builders.OPENED + timedelta(days=1))
    rows = table(exported(cast.staff))
    assert [row["编号"] for row in rows] == [waiting.number, served.number]
    assert rows[1] == {
        "编号": served.number,
        "收到时间": builders.OPENED.replace(tzinfo=None),
        "渠道": "走访",
        "标题": "凤栖路社区居民反映小区停水",
        "内容类别": "",
        "发生地": "韦曲街道凤栖路社区",
        "信访人": "赵**",
        "电话": "139****2222",
        "承办单位": "长安区住房和城乡建设局",
        "承办人": "李文斌",
        "状态": "已送达",
        "期限": "",
        "时限状态": "没有在计的期限",
        "办结时间": "",
        "处理结论": "予以支持",
        "满意度": "",
    }
    assert rows[0]["标题"] == "=1+1"
    assert rows[0]["时限状态"].startswith("超期 ")


def test_it_signs_the_table(cast):
    builders.petition(cast)
    job = exported(cast.staff)
    unit = cast.staff.posts.get().unit.short_name
    assert re.fullmatch(rf"信访件台账　{unit} 孙国庆 [-0-9]{{10}} \d\d:\d\d 导出　共 1 行", sheet_in(job).line)


def test_it_holds_exactly_what_the_reader_may_see(cast):
    ours = builders.petition(cast)
    theirs = builders.petition(
        cast, unit=cast.guodu, actor=cast.outsider, area=cast.area("610116002001"), title="郭杜的一件"
    )
    accused = builders.accusation(cast)
    assert {row["编号"] for row in table(exported(cast.outsider))} == {theirs.number}
    assert {row["编号"] for row in table(exported(cast.clerk))} >= {ours.number}
    for reader in (cast.handler, cast.lead):
        assert accused.number not in {row["编号"] for row in table(exported(reader))}


def test_it_leaves_out_what_is_hidden_whoever_asks(cast, login):
    builders.accusation(cast)
    ours = builders.petition(cast)
    assert {row["编号"] for row in table(exported(cast.clerk, reason="核对台账"))} == {ours.number}
    asked = login(cast.clerk).get(f"{reverse('cases:export', args=['petition'])}?scope=all").content.decode()
    assert "1 件" in asked and "2 件" not in asked


def test_it_masks_numbers_without_a_reason(cast):
    builders.petition(cast)
    assert table(exported(cast.clerk))[0]["电话"] == "139****2222"
    assert table(exported(cast.clerk, reason="逐一电话回访"))[0]["电话"] == "13911112222"


def test_it_masks_numbers_for_those_who_do_not_work_on_the_petition(cast):
    builders.petition(cast)
    row = table(exported(cast.staff, reason="逐一电话回访"))[0]
    assert (row["信访人"], row["电话"]) == ("赵**", "139****2222")
    assert table(exported(cast.leader, reason="想看一看"))[0]["电话"] == "139****2222"


def test_it_records_who_took_what_out_and_why(cast):
    builders.petition(cast)
    exported(cast.clerk, "scope=all&channel=visit", reason="逐一电话回访")
    row = AccessRecord.objects.get(verb="export")
    assert row.actor == cast.clerk
    assert row.subject == "信访件台账，共 1 行，电话为明码"
    assert row.reason == "逐一电话回访；筛选：全部、走访"


def test_it_filters_as_the_list_does(cast, login):
    builders.petition(cast)
    builders.petition(cast, channel="letter", title="来信的一件")
    query = "scope=all&channel=letter"
    assert [row["标题"] for row in table(exported(cast.staff, query))] == ["来信的一件"]
    page = login(cast.staff).get(reverse("petitions:list") + "?" + query).content.decode()
    assert f'href="{address()}?{query.replace("&", "&amp;")}"' in page


def test_it_refuses_who_lost_the_permission_meanwhile(cast):
    builders.petition(cast)
    job = work.ask(ledger_jobs.EXPORT, owner=cast.staff, at=timezone.now(), params={"ledger": "petition", "query": ""})
    Post.objects.filter(user=cast.staff).update(ends_on=office_day(timezone.now()) - timedelta(days=1))
    job = work.run(job.pk, timezone.now())
    assert (job.state, job.message) == ("failed", "您的岗位已没有这项权限。")
    assert not AccessRecord.objects.filter(verb="export").exists()


def test_it_gives_no_table_if_a_petition_went_out_of_sight_meanwhile(cast, monkeypatch):
    builders.petition(cast)
    gone = builders.petition(cast)
    keys_of = ledger.keys_of

    def and_then_restricted(found):
        keys = keys_of(found)
        Petition.objects.filter(pk=gone.pk).update(confidentiality="restricted")
        return keys

    monkeypatch.setattr(ledger, "keys_of", and_then_restricted)
    job = exported(cast.clerk)
    assert job.state == "failed" and "请重新导出" in job.message and job.result_path == ""


def test_it_asks_the_database_the_same_number_of_times_however_long_the_chunk(cast):
    def queries(count):
        for number in range(count):
            builders.petition(cast, title=f"第 {number} 件")
        reader = ledger.reader(cast.staff, now=timezone.now(), in_clear=False)
        keys = ledger.keys_of(Petition.objects.visible_to(cast.staff))
        with CaptureQueriesContext(connection) as asked:
            assert len(list(ledger.rows(LEDGER, keys, reader, Made(16)))) == len(keys)
        return len(asked)

    assert queries(1) == queries(29)


def test_it_reads_in_chunks_and_keeps_the_order(cast, monkeypatch):
    monkeypatch.setattr(ledger, "CHUNK", 2)
    made = [builders.petition(cast, at=builders.OPENED + timedelta(days=day)) for day in (3, 1, 5, 2, 4)]
    newest_first = sorted(made, key=lambda each: each.opened_at, reverse=True)
    assert [row["编号"] for row in table(exported(cast.staff))] == [each.number for each in newest_first]


def test_it_tells_the_owner_once(cast):
    builders.petition(cast)
    job = exported(cast.clerk)
    notice = Notice.objects.get(recipient=cast.clerk, kind="job")
    assert notice.link == reverse("job", args=[job.pk]) and "已完成" in notice.text
    tell_owner(job)
    assert Notice.objects.filter(kind="job").count() == 1


# The page


def ask(client, token=None, query="?scope=all", **told):
    return client.post(address() + query, {"token": token or uuid4(), **told})


def test_it_starts_one_job_for_a_double_click(cast, login):
    client, token = login(cast.clerk), uuid4()
    first, second = ask(client, token), ask(client, token)
    assert first.status_code == 302 and first["Location"] == second["Location"]
    job = Job.objects.get()
    assert job.params == {"ledger": "petition", "query": "scope=all"} and job.owner == cast.clerk


def test_it_wants_a_reason_for_numbers_in_clear(cast, login):
    client = login(cast.clerk)
    answer = ask(client, in_clear="on", reason="看看")
    assert answer.status_code == 422 and "请写明使用事由" in answer.content.decode()
    assert not Job.objects.exists()
    ask(client, in_clear="on", reason="逐一电话回访")
    assert Job.objects.get().params["reason"] == "逐一电话回访"


def test_it_does_not_offer_numbers_to_those_who_may_not_see_them(cast, login):
    client = login(cast.leader)
    assert "in_clear" not in client.get(address()).content.decode()
    ask(client, in_clear="on", reason="逐一电话回访")
    assert "reason" not in Job.objects.get().params


def test_it_says_what_will_be_exported(cast, login):
    builders.petition(cast)
    page = login(cast.clerk).get(address() + "?scope=all&channel=visit").content.decode()
    assert "将导出 1 件" in page and "走访" in page


@pytest.mark.parametrize("name", ["mediator", "grid_worker", "system_admin", "audit_admin"])
def test_it_refuses_roles_without_the_permission(cast, login, name):
    client = login(getattr(cast, name))
    assert client.get(address()).status_code == 403
    assert ask(client).status_code == 403
    assert not Job.objects.exists()
