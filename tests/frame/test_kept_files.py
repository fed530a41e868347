"""What was typed and what was chosen stands again on a form that comes back, for that person alone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from governance.cases.models import Attachment
from governance.frame.days import office_day
from governance.frame.forms.kept_files import KEPT, MOST
from governance.frame.models import KeptFile
from governance.organisation.accounts.actions import reset_password
from governance.organisation.tasks import forget_overdue
from petitions.models import Petition
from tests import builders
from tests.attachments.samples import picture

BACKEND = "governance.organisation.accounts.backends.PostBackend"
REGISTER = "/petitions/register/"
TICK = re.compile(r'name="kept"\s+value="([0-9a-f-]+)"')


def typed(**changes) -> dict:
    told = {
        "channel": "visit",
        "received_on": office_day(timezone.now()).isoformat(),
        "name_1": "王秀芳",
        "phone_1": "13812342201",
        "people_count": "1",
        "area": "韦曲街道 / 凤栖路社区",
        "petition_class": "appeal_request",
        "route": "handling",
        "summary": "要求督促物业修复电梯。",
        "then": "open",
    }
    return told | changes


def photo(name: str = "李秀英身份证.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture("PNG"))


def wrong(client, **changes) -> list[str]:
    """The form comes back for want of a summary; the ticks of the files that wait."""
    page = client.post(REGISTER, typed(summary="", **changes))
    assert page.status_code == 422
    return TICK.findall(page.content.decode())


@pytest.fixture(autouse=True)
def room(settings, tmp_path):
    settings.JOB_ROOT = tmp_path


@pytest.fixture
def clerk(login, cast):
    return login(cast.clerk)


def stored() -> list[Path]:
    return [path for path in (Path(settings.JOB_ROOT) / "kept").glob("*") if path.is_file()]


def test_the_files_need_not_be_chosen_again(clerk):
    ticks = wrong(clerk, files=[photo(), photo("电梯.png")])
    assert len(ticks) == 2
    clerk.post(REGISTER, typed(kept=ticks))
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["李秀英身份证.png", "电梯.png"]
    assert Attachment.objects.first().event.case == Petition.objects.get().case_ptr


def test_they_go_on_waiting_while_the_form_is_wrong_and_are_kept_once(clerk):
    ticks = wrong(clerk, files=[photo()])
    assert wrong(clerk, kept=ticks) == ticks
    assert len(wrong(clerk, kept=ticks, files=[photo("电梯.png")])) == 2
    assert KeptFile.objects.count() == 2


def test_what_is_not_ticked_is_not_sent(clerk):
    ticks = wrong(clerk, files=[photo(), photo("电梯.png")])
    clerk.post(REGISTER, typed(kept=ticks[1:]))
    assert Attachment.objects.get().name == "电梯.png"


def test_once_taken_nothing_waits_and_sending_again_makes_no_second(clerk):
    ticks = wrong(clerk, files=[photo()])
    sent = typed(kept=ticks, csrfmiddlewaretoken="a" * 64)
    for _ in range(2):
        assert clerk.post(REGISTER, sent).status_code == 302
    assert (Petition.objects.count(), Attachment.objects.count(), KeptFile.objects.count()) == (1, 1, 0)
    assert stored() == []


def test_a_file_that_was_refused_does_not_wait(clerk):
    page = clerk.post(REGISTER, typed(files=[photo(), SimpleUploadedFile("安装.exe", b"MZ")]))
    assert page.status_code == 422
    assert len(TICK.findall(page.content.decode())) == 1
    assert KeptFile.objects.get().name == "李秀英身份证.png"


def test_nobody_else_can_claim_them_and_the_person_can_after_another_login(clerk, cast):
    ticks = wrong(clerk, files=[photo()])
    later, other = Client(), Client()
    other.force_login(cast.petition_clerk, backend=BACKEND)
    assert wrong(other, kept=ticks) == []
    other.post(REGISTER, typed(kept=ticks))
    assert not Attachment.objects.exists()
    assert KeptFile.objects.count() == 1
    later.force_login(cast.clerk, backend=BACKEND)
    later.post(REGISTER, typed(kept=ticks))
    assert Attachment.objects.get().name == "李秀英身份证.png"


def test_whoever_is_given_a_new_password_has_nothing_waiting(clerk, cast):
    wrong(clerk, files=[photo()])
    reset_password(cast.clerk, actor=cast.security_admin, second=cast.audit_admin, at=timezone.now())
    assert not KeptFile.objects.exists()


def test_a_row_given_to_somebody_else_in_the_database_does_not_open(clerk, cast):
    ticks = wrong(clerk, files=[photo()])
    thief = Client()
    thief.force_login(cast.petition_clerk, backend=BACKEND)
    own = wrong(thief, files=[photo("电梯.png")])
    row, mine = KeptFile.objects.get(pk=ticks[0]), KeptFile.objects.get(pk=own[0])
    KeptFile.objects.filter(pk=row.pk).update(user_id=mine.user_id)
    assert wrong(thief, kept=ticks) == []
    row.user_id, row.name = mine.user_id, "名称.png"
    row.save()
    assert wrong(thief, kept=ticks) == []


def test_neither_name_nor_content_lies_in_clear(clerk):
    wrong(clerk, files=[photo()])
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(k)::text FROM frame_keptfile k")
        assert "李秀英" not in cursor.fetchone()[0]
    (kept,) = stored()
    assert picture("PNG")[:40] not in kept.read_bytes()
    assert b"PNG" not in kept.read_bytes()[:200]


def test_they_are_swept_after_a_time_and_claimed_no_more(clerk):
    ticks = wrong(clerk, files=[photo()])
    row = KeptFile.objects.get()
    KeptFile.objects.update(at=timezone.now() - KEPT - timedelta(minutes=1))
    assert wrong(clerk, kept=ticks) == []
    forget_overdue()
    assert not KeptFile.objects.filter(pk=row.pk).exists()
    assert row.pk.hex not in [path.name for path in stored()]


def test_one_person_has_so_many_waiting_and_no_more(clerk):
    for n in range(3):
        wrong(clerk, files=[photo(f"{n}-{k}.png") for k in range(10)])
    assert KeptFile.objects.count() == MOST == len(stored())


def test_a_step_keeps_them_and_so_does_every_page_with_a_field_for_files(clerk, cast):
    case = builders.petition(cast)
    url = f"/cases/{case.number}/steps/comment/"
    page = clerk.post(url, {"version": case.version, "note": "", "files": [photo()]})
    assert page.status_code == 422
    ticks = TICK.findall(page.content.decode())
    clerk.post(url, {"version": case.version, "note": "请看照片。", "kept": ticks})
    assert Attachment.objects.get().name == "李秀英身份证.png"


def test_more_files_than_a_form_takes_are_told_before_and_the_first_of_them_stay(login, cast):
    client = login(cast.clerk)
    assert f"一次最多 {MOST} 个" in client.get(REGISTER).content.decode()
    page = client.post(REGISTER, typed(files=[photo(f"{place}.png") for place in range(MOST + 1)]))
    text = page.content.decode()
    assert page.status_code == 422 and f"这次有 {MOST + 1} 个" in text
    assert not Petition.objects.exists()
    assert client.post(REGISTER, typed(kept=TICK.findall(text))).status_code == 302
    assert Petition.objects.get().attachments.count() == MOST
