"""What jobs have told is taken back when its subject is hidden."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.jobs import files, withdrawing, work
from governance.jobs.models import Job

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
SECRET = "某科长收受<好处>"


def make_file(job, progress):
    with files.new_file(".csv") as (part, name):
        part.write_text("XF2026-000001,某科长收受&lt;好处&gt;")
    progress.report = {"lines": ["读取 1 行"]}
    progress.deliver(path=name, name="台账.csv", rows=1)


@pytest.fixture
def job(owner, kind):
    made = work.ask(kind("count", make_file), owner=owner, at=AT)
    return work.run(made.pk, AT)


def test_a_file_that_tells_of_it_is_gone_as_if_its_time_were_over(job, login, django_capture_on_commit_callbacks):
    path = files.path_of(job.result_path)
    with django_capture_on_commit_callbacks(execute=True):
        withdrawing.take_back({SECRET}, but_for=())
    job.refresh_from_db()
    assert (job.result_path, job.expires_at, job.report) == ("", None, {"lines": ["读取 1 行"]})
    assert not path.exists()
    assert login(job.owner).get(reverse("job-file", args=[job.pk])).status_code == 404
    assert "已过保留期" in login(job.owner).get(reverse("job", args=[job.pk])).content.decode()


def test_who_may_know_keeps_it_and_other_files_stay(job, stranger):
    withdrawing.take_back({SECRET}, but_for=[job.owner_id])
    withdrawing.take_back({"XF2026-000002"}, but_for=())
    job.refresh_from_db()
    assert job.result_path


def test_what_the_page_of_a_job_says_of_it_is_gone(job):
    Job.objects.filter(pk=job.pk).update(params={"number": "XF2026-000009"}, message="XF2026-000009 已合订")
    withdrawing.take_back({"XF2026-000009"}, but_for=())
    job.refresh_from_db()
    assert (job.params, job.message, job.report, job.result_name) == ({}, "", {}, "")


def test_what_runs_begins_anew(owner, kind):
    def hidden_meanwhile(job, progress):
        make_file(job, progress)
        if job.attempt == 1:
            withdrawing.take_back({"XF2026-000001"}, but_for=())
            progress.flush()

    first = work.ask(kind("count", hidden_meanwhile), owner=owner, at=AT)
    assert work.run(first.pk, AT) is None
    first.refresh_from_db()
    assert (first.state, first.result_path) == ("waiting", "")
    assert work.run(first.pk, AT + timedelta(minutes=1)).state == "done"


def test_an_account_that_was_handed_over_opens_no_file_made_before(job, stranger, login):
    owner, address = job.owner, reverse("job-file", args=[job.pk])
    Job.objects.filter(pk=job.pk).update(expires_at=timezone.now() + timedelta(hours=1))
    owner.password_changed_at = AT - timedelta(days=1)
    owner.save()
    assert login(owner).get(address).status_code == 200
    owner.handed_by, owner.password_changed_at = stranger, AT + timedelta(hours=1)
    owner.save()
    assert login(owner).get(address).status_code == 404
    assert "台账.csv" not in login(owner).get(reverse("jobs")).content.decode()
