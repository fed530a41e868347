"""Messages through the browser: hand in, look, load."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from governance.jobs import files, work
from governance.jobs.models import Job
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord
from petitions import reference
from petitions.messages import importing
from petitions.models import Petition
from tests.petitions.messages import changed, write
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def categories(kept):
    reference.load()


@pytest.fixture
def office(categories, cast):
    return cast


@pytest.fixture
def hand_in(office, login, tmp_path):
    """Uploads a table as 孙国庆 and runs the check; gives the client and the finished check."""

    def go(rows=None, name="留言.csv"):
        client = login(office.staff)
        path = write(tmp_path / "a.csv", *([rows] if rows else []))
        answer = client.post(reverse("petitions:import"), {"file": SimpleUploadedFile(name, path.read_bytes())})
        assert answer.status_code == 302
        return client, run(Job.objects.get(kind="petitions.check"))

    return go


def run(job: Job) -> Job:
    return work.run(job.pk, timezone.now())


def preview_url(check: Job) -> str:
    return reverse("petitions:import-preview", args=[check.pk])


def test_it_shows_what_is_in_the_file_and_loads_nothing(hand_in):
    client, check = hand_in()
    assert not Petition.objects.exists()
    page = client.get(reverse("job", args=[check.pk])).content.decode()
    assert preview_url(check) in page and "读取 6 行，0 行有问题，可以导入 6 行。" in page
    page = client.get(preview_url(check)).content.decode()
    assert "东街路灯不亮" in page and "2019-03-20，第 15 日" in page and "留言.csv" in page


def test_it_loads_after_the_word_is_given(hand_in, office):
    client, check = hand_in()
    answer = client.post(preview_url(check))
    load = Job.objects.get(kind="petitions.load")
    assert answer["Location"] == reverse("job", args=[load.pk])
    load = run(load)
    assert Petition.objects.count() == 6
    assert "导入 6 件，重复反映 2 件，补录答复 4 件，15 日内答复 2 件，60 日内答复 3 件。" in load.message
    assert load.report["imported"] == 6 and (load.done, load.total) == (6, 6)
    assert AccessRecord.objects.get(verb="import").actor == office.staff
    assert Notice.objects.filter(recipient=office.staff, kind="job").count() == 1


def test_it_loads_once_for_a_double_click(hand_in):
    client, check = hand_in()
    client.post(preview_url(check))
    client.post(preview_url(check))
    assert Job.objects.filter(kind="petitions.load").count() == 1


def test_it_lists_every_bad_row_and_offers_the_others(hand_in):
    client, check = hand_in(changed("9003", 留言主题="", 留言时间="某日"))
    page = client.get(preview_url(check)).content.decode()
    assert "第 4 行“留言主题”：没有填写留言主题。" in page and "只导入没有问题的行" in page
    sheet = sheet_in(check)
    assert sheet.line.endswith(" 导出　共 2 行") and sheet.rows == [
        [4.0, "留言主题", "没有填写留言主题。"],
        [4.0, "留言时间", "“某日”不是日期时间，应当如 2026-11-21 14:30:00。"],
    ]
    client.post(preview_url(check))
    assert run(Job.objects.get(kind="petitions.load")).state == "done"
    assert Petition.objects.count() == 5


def test_it_says_how_many_are_known_already(hand_in):
    client, check = hand_in()
    client.post(preview_url(check))
    run(Job.objects.get(kind="petitions.load"))
    Job.objects.all().delete()
    client, check = hand_in()
    assert check.report["known"] == 6
    assert "其中 6 行以前已经导入" in client.get(preview_url(check)).content.decode()


def test_it_goes_on_after_its_worker_was_killed(hand_in, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    client, check = hand_in()
    client.post(preview_url(check))
    load = Job.objects.get(kind="petitions.load")
    with monkeypatch.context() as power_cut, pytest.raises(KeyboardInterrupt):
        real = importing._take_in

        def take_in(message, *rest):
            if message.number == "9004":
                raise KeyboardInterrupt
            return real(message, *rest)

        power_cut.setattr(importing, "_take_in", take_in)
        work.run(load.pk, timezone.now())
    assert Petition.objects.count() == 2
    later = timezone.now() + work.STALE_AFTER * 2
    assert work.run(load.pk, later).state == "done"
    assert Petition.objects.count() == 6


def test_it_refuses_what_is_no_table_of_messages(office, login):
    client = login(office.staff)
    upload = SimpleUploadedFile("a.csv", "编号,内容\n1,2\n".encode())
    client.post(reverse("petitions:import"), {"file": upload})
    check = run(Job.objects.get())
    assert check.state == "failed" and check.message.startswith("没有找到表头：要有一行写明留言编号")
    assert client.get(preview_url(check)).status_code == 404


@pytest.mark.parametrize(("name", "sentence"), [("a.pdf", "只接收 .csv 和 .xlsx 文件"), ("", "请选择留言文件。")])
def test_it_refuses_other_files_at_the_field(office, login, name, sentence):
    told = {"file": SimpleUploadedFile(name, b"x")} if name else {}
    answer = login(office.staff).post(reverse("petitions:import"), told)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Job.objects.exists()


def test_it_forgets_the_file_when_its_time_is_over(hand_in):
    client, check = hand_in()
    path = files.path_of(check.source_path)
    assert path.exists()
    work.sweep(check.expires_at)
    assert not path.exists()
    assert "文件已过保留期" in client.get(preview_url(check)).content.decode()


def test_it_keeps_a_check_to_its_owner(hand_in, office, login):
    _, check = hand_in()
    assert login(office.county).get(preview_url(check)).status_code == 404


@pytest.mark.parametrize("name", ["clerk", "handler", "leader", "mediator", "audit_admin"])
def test_it_lets_only_the_office_import(office, login, name):
    client = login(getattr(office, name))
    assert client.get(reverse("petitions:import")).status_code == 403
    assert client.post(reverse("petitions:import")).status_code == 403
    assert "导入</a>" not in client.get(reverse("petitions:list")).content.decode()
