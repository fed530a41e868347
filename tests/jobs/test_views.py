"""My jobs on the screen: mine alone, with or without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.jobs import files, work
from governance.jobs.models import Job
from governance.organisation.models import AccessRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(owner, kind):
    def make_file(job, progress):
        with files.new_file(".csv") as (part, name):
            part.write_text("台账")
        progress.deliver(path=name, name="信访件 台账.csv", rows=1234)

    return work.run(work.ask(kind("count", make_file), owner=owner, at=timezone.now()).pk, timezone.now())


@pytest.fixture
def waiting(owner, kind):
    return work.ask(kind("wait", lambda job, progress: None), owner=owner, at=timezone.now())


def test_it_lists_my_jobs_and_nobody_elses(client, owner, stranger, done):
    client.force_login(owner)
    assert reverse("job", args=[done.pk]) in client.get(reverse("jobs")).content.decode()
    client.force_login(stranger)
    page = client.get(reverse("jobs")).content.decode()
    assert reverse("job", args=[done.pk]) not in page and "还没有任务" in page


@pytest.mark.parametrize("name", ["job", "job-file"])
def test_it_hides_a_job_from_everybody_else(client, owner, stranger, done, name):
    client.force_login(owner)
    assert client.get(reverse(name, args=[done.pk])).status_code == 200
    client.force_login(stranger)
    assert client.get(reverse(name, args=[done.pk])).status_code == 404


def test_it_does_not_let_others_cancel(client, owner, stranger, waiting):
    client.force_login(stranger)
    assert client.post(reverse("job-cancel", args=[waiting.pk])).status_code == 404
    client.force_login(owner)
    assert client.get(reverse("job-cancel", args=[waiting.pk])).status_code == 405
    client.post(reverse("job-cancel", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"


def test_it_asks_again_while_the_job_runs_and_stops_when_it_is_done(client, owner, waiting):
    client.force_login(owner)
    url = reverse("job", args=[waiting.pk])
    Job.objects.filter(pk=waiting.pk).update(state="running", done=1200, total=3876)
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "1,200 / 3,876 条" in part and "every 1s" in part and "<html" not in part
    assert 'max="3876"' in client.get(url).content.decode()
    Job.objects.filter(pk=waiting.pk).update(state="done", finished_at=timezone.now(), message="没有可做的。")
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in part and "没有可做的。" in part


def test_it_hands_out_the_file_and_records_it(client, owner, done):
    client.force_login(owner)
    answer = client.get(reverse("job-file", args=[done.pk]))
    assert b"".join(answer.streaming_content).decode() == "台账"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E4%BF%A1")
    assert "no-store" in answer["Cache-Control"]
    row = AccessRecord.objects.get(verb="download")
    assert row.actor == owner and "1234 行" in row.reason


def test_it_does_not_hand_out_a_file_whose_time_is_over(client, owner, done):
    client.force_login(owner)
    Job.objects.filter(pk=done.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("job-file", args=[done.pk])).status_code == 404
    assert "已过保留期" in client.get(reverse("job", args=[done.pk])).content.decode()
