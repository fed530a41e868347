"""Messages that may accuse somebody: asked about before anything is written, and hidden like those of the window."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from governance.cases.access.proof import breaches
from governance.cases.models import Case
from governance.frame.days import office_day
from governance.jobs import work
from governance.jobs.models import Job
from governance.organisation.models import AccessRecord
from petitions import reference
from petitions.models import Petition
from tests.petitions.messages import ROWS, changed, write

pytestmark = pytest.mark.django_db

NAMED = changed("9002", 留言详情="冯志远答应过调整线路，一直没有办。")


@pytest.fixture(scope="module")
def categories(kept):
    reference.load()


@pytest.fixture
def preview(categories, cast, login, tmp_path):
    """Hands in a table as 孙国庆 and gives the client and the address of the preview."""

    def go(rows, person=None):
        client = login(person or cast.staff)
        path = write(tmp_path / "a.csv", rows)
        client.post(reverse("petitions:import"), {"file": SimpleUploadedFile("a.csv", path.read_bytes())})
        check = work.run(Job.objects.filter(kind="petitions.check").latest("pk").pk, timezone.now())
        return client, reverse("petitions:import-preview", args=[check.pk])

    return go


def load(client, url: str, **told) -> Job:
    answer = client.post(url, told)
    assert answer.status_code == 302, answer.content.decode()
    return work.run(Job.objects.filter(kind="petitions.load").latest("pk").pk, timezone.now())


def test_it_asks_of_every_row_that_names_an_official_and_takes_in_none_unanswered(preview):
    client, url = preview(NAMED)
    page = client.get(url).content.decode()
    assert "提到冯志远（中共长安区委平安建设办公室）" in page and 'name="row3-kind"' in page
    assert "没有回答的行不导入" in page and 'name="row2-kind"' not in page
    job = load(client, url)
    assert not Petition.objects.filter(source_number="9002").exists() and Petition.objects.count() == 5
    assert "1 行没有回答是不是检举控告，没有导入" in job.message


def test_an_accusation_is_hidden_from_whom_it_names_and_from_every_figure(preview, cast):
    client, url = preview(NAMED)
    told = {"row3-kind": "accusation", "row3-accused_names": "冯志远"}
    job = load(client, url, **told)
    petition = Petition.objects.get(source_number="9002")
    assert (petition.petition_class, petition.confidentiality, petition.accused_names) == (
        "accusation",
        "restricted",
        "冯志远",
    )
    assert not Case.objects.visible_to(cast.leader).filter(pk=petition.pk).exists()
    assert Case.objects.visible_to(cast.leader).count() == Petition.objects.count() - 1 == 5
    # What the other platform replied answers for nobody here.
    assert petition.status == "registered" and petition.facts_and_reasons == "原平台 2019-03-20 答复：已调整线路。"
    assert petition.opened_at.year == 2019 and Case.objects.visible_to(cast.staff).filter(pk=petition.pk).exists()
    assert {clock.start_on.year for clock in petition.clocks.filter(term_code="petition.route")} == {2019}
    assert petition.events.get(step="register").facts["told"] == [["导入时核对", "检举控告（孙国庆）"]]
    assert "检举控告 1 件已经登记，限制知悉" in job.message
    assert "导入 5 件" in AccessRecord.objects.get(verb="import").reason
    assert "检举" not in AccessRecord.objects.get(verb="import").reason
    assert breaches(office_day(timezone.now())) == []


def test_a_later_message_of_the_same_account_does_not_say_that_it_repeats_an_accusation(preview):
    client, url = preview(changed("9001", 留言详情="任静收了好处。"))
    told = {"row2-kind": "accusation", "row2-accused_names": "任静"}
    load(client, url, **told)
    assert Petition.objects.get(source_number="9001").is_restricted
    later = Petition.objects.get(source_number="9004")
    assert not later.is_repeat and not later.links_out.exists()
    assert Petition.objects.get(source_number="9006").links_out.get().other_id == later.pk


def test_what_is_no_accusation_is_imported_with_the_word_of_who_said_so(preview, cast):
    client, url = preview(NAMED)
    load(client, url, **{"row3-kind": "ordinary"})
    petition = Petition.objects.get(source_number="9002")
    assert not petition.is_restricted
    assert petition.events.get(step="register").facts["told"] == [["导入时核对", "不是检举控告（孙国庆）"]]


def test_whoever_is_named_does_not_say_of_themselves_that_nobody_accuses_them(preview):
    client, url = preview(changed("9002", 留言详情="孫國慶答应过，没有办。"))
    answer = client.post(url, {"row3-kind": "ordinary"})
    assert answer.status_code == 422 and "提到您本人" in answer.content.decode()
    assert not Job.objects.filter(kind="petitions.load").exists()


def test_whoever_is_accused_imports_no_accusation_of_themselves(preview, cast):
    client, url = preview(changed("9002", 留言详情="综治中心受贿。"))
    answer = client.post(url, {"row3-kind": "accusation", "row3-accused_unit": cast.centre.name})
    assert answer.status_code == 422 and "由其他单位的人导入" in answer.content.decode()


def test_an_accusation_without_anybody_says_so(preview):
    client, url = preview(changed("9003", 留言详情="有人收受好处费，请查。"))
    assert "写到“收受”“好处费”" in client.get(url).content.decode()
    answer = client.post(url, {"row4-kind": "accusation"})
    assert answer.status_code == 422 and "没有说明的，请勾选这一项" in answer.content.decode()
    load(client, url, **{"row4-kind": "accusation", "row4-accused_unknown": "on"})
    assert Petition.objects.get(source_number="9003").accused_unknown


def test_what_was_left_open_is_answered_later_on_the_same_page(preview):
    client, url = preview(NAMED)
    load(client, url)
    assert 'name="row3-kind"' in client.get(url).content.decode()
    load(client, url, **{"row3-kind": "ordinary"})
    assert Petition.objects.count() == 6
    assert 'name="row3-kind"' not in client.get(url).content.decode()


def test_the_command_leaves_such_rows_to_people(cast, tmp_path, capsys):
    reference.load()
    call_command("import_petitions", str(write(tmp_path / "a.csv", NAMED)))
    assert Petition.objects.count() == len(ROWS) - 1
    assert "第 3 行可能是检举控告" in capsys.readouterr().err
