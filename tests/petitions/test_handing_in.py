"""Handing in without a login: the same petition as at the window, sent twice is one, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from governance.cases.access.proof import breaches
from governance.cases.models import Attachment, Case
from governance.citizens import codes, drafts, middleware
from governance.citizens.models import Draft, DraftFile, LookupCode, Tries
from governance.frame.days import office_day
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord, Post
from governance.organisation.retention import forget_overdue
from petitions.citizens import views
from petitions.models import Petition
from tests import builders
from tests.attachments.samples import located_photo, picture
from tests.citizens.proofs import solved
from tests.petitions.handing_in import SAID, address, fill_in, hand_in, say

pytestmark = pytest.mark.django_db
SLIP = re.compile(r"<dd>\s*(\S+)\s*</dd>")


@pytest.fixture(autouse=True)
def room(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path


def photo(name: str = "泵房.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture())


def test_it_is_registered_at_the_centre_of_its_place_with_the_clocks_of_the_law(client, cast):
    page = hand_in(client).content.decode()
    petition = Petition.objects.get()
    number, code = SLIP.findall(page)
    assert number == petition.number
    assert codes.found(number, code).case_id == petition.pk
    assert (petition.channel, petition.lead_unit, petition.area_id) == ("online", cast.weiqu, "610116001002")
    assert (petition.registered_by, petition.status, petition.title) == (None, "registered", "请求恢复小区供水")
    clocks = {clock.term_code: clock.start_on for clock in petition.clocks.all()}
    assert clocks == dict.fromkeys(("petition.route", "petition.notice"), office_day(timezone.now()))
    assert petition.participants.get().phone == "13911112222"
    assert dict(petition.events.get().facts["told"])["提出方式"] == "信访人网上提出"
    assert {notice.recipient for notice in Notice.objects.all()} == {cast.clerk, cast.township_lead}


def test_what_names_no_place_goes_to_the_petition_office(client, cast):
    hand_in(client, place={"township": "county"})
    petition = Petition.objects.get()
    assert (petition.lead_unit, petition.area_id) == (cast.petitions, "610116")


def test_a_township_where_nobody_registers_leaves_it_to_the_county(client, cast):
    Post.objects.filter(user=cast.clerk).update(ends_on=office_day(timezone.now()) - timedelta(days=1))
    hand_in(client)
    assert Petition.objects.get().lead_unit == cast.petitions


def test_sent_twice_is_one(client, cast):
    first = hand_in(client)
    again = say(client, "check")
    assert again.status_code == 302
    assert client.get(again.url).content == first.content or SLIP.findall(
        client.get(again.url).content.decode()
    ) == SLIP.findall(first.content.decode())
    assert Petition.objects.count() == 1


def test_what_is_written_after_it_is_another(client, cast):
    hand_in(client)
    hand_in(client, matter={"summary": "请求修路灯。"})
    assert set(Petition.objects.values_list("title", flat=True)) == {"请求恢复小区供水", "请求修路灯"}


def test_number_and_code_are_shown_for_half_an_hour_and_to_this_browser_alone(client, cast, time_machine):
    now = timezone.now()
    time_machine.move_to(now)
    hand_in(client)
    assert Client().get("/public/petitions-sent/").status_code == 302
    time_machine.move_to(now + timedelta(minutes=31))
    assert client.get("/public/petitions-sent/").status_code == 302


def test_a_shared_computer_forgets_when_it_is_asked_to(client, cast):
    hand_in(client)
    assert client.post("/public/petitions-sent/").url == "/public/"
    assert client.get("/public/petitions-sent/").url == "/public/petitions/"


def test_files_are_checked_and_cleaned_and_those_that_were_taken_stay(client, cast):
    fill_in(client, until="files")
    bad = SimpleUploadedFile("照片.jpg", b"MZ not a picture")
    answer = client.post(address("files"), {"files": [photo(content=located_photo()), bad], "then": "next"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“照片.jpg”没有上传" in page and "泵房.jpg" in page
    assert client.post(address("files"), {"then": "next"}).url == address("check")
    say(client, "check")
    attachment = Attachment.objects.get()
    kept = drafts.storage.content_of(attachment.path)
    assert (attachment.name, b"PhoneMaker" in kept) == ("泵房.jpg", False)
    assert not DraftFile.objects.exists()


def test_a_file_can_be_left_out_again_and_is_gone(client, cast, django_capture_on_commit_callbacks):
    fill_in(client, until="files")
    client.post(address("files"), {"files": [photo()], "then": "stay"})
    file = DraftFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("files"), {"gone": str(file.pk), "then": "next"})
    assert not (drafts.storage.root() / file.path).exists()


def test_nobody_takes_a_file_out_of_another_draft(client, cast):
    fill_in(client, until="files")
    client.post(address("files"), {"files": [photo()], "then": "stay"})
    stranger = Client()
    fill_in(stranger, until="files")
    stranger.post(address("files"), {"gone": str(DraftFile.objects.get().pk), "then": "next"})
    assert DraftFile.objects.count() == 1


def test_too_many_and_too_large_files_are_named_and_the_rest_is_kept(client, cast, monkeypatch):
    fill_in(client, until="files")
    many = [photo(f"{number}.jpg") for number in range(drafts.MOST_FILES + 2)]
    assert f"最多 {drafts.MOST_FILES} 个文件" in client.post(address("files"), {"files": many}).content.decode()
    assert DraftFile.objects.count() == drafts.MOST_FILES
    monkeypatch.setattr(drafts, "LARGEST_FILE", 10)
    DraftFile.objects.all().delete()
    assert "文件超过" in client.post(address("files"), {"files": [photo()]}).content.decode()


def test_a_body_beyond_all_measure_is_not_read(client, cast, monkeypatch):
    fill_in(client, until="files")
    monkeypatch.setattr(middleware, "LARGEST_BODY", 1000)
    answer = client.post(address("files"), {"files": [photo(content=picture(size=(900, 900)))]})
    assert answer.status_code == 413
    assert "前面填写的内容没有丢" in answer.content.decode()
    assert Draft.objects.count() == 1


def test_six_representatives_are_told_of_the_law_and_none_is_left_out_in_silence(client, cast):
    fill_in(client, until="people")
    six = {f"name_{number}": f"代表{number}" for number in range(1, 7)}
    page = say(client, "people", people_count="40", **six)
    assert page.status_code == 422
    text = page.content.decode()
    assert "代表不超过 5 人，没有写上的：代表6" in text and "第二十条" in text
    assert 'value="代表5"' in text and 'value="40"' in text


def test_five_speak_for_forty(client, cast):
    five = {f"name_{number}": f"代表{number}" for number in range(1, 6)}
    hand_in(client, people={"people_count": "40", **five})
    petition = Petition.objects.get()
    assert (petition.people_count, petition.participants.count(), petition.is_collective) == (40, 5, False)


def test_whoever_gives_no_name_is_taken_too_and_owed_no_letter(client, cast):
    hand_in(client, people={"nameless": "on", "name_1": "", "address_1": "", "phone_1": ""})
    petition = Petition.objects.get()
    assert petition.address_unclear
    assert [clock.term_code for clock in petition.clocks.all()] == ["petition.route"]


def test_every_field_is_asked_for_in_words_and_what_was_typed_stays(client, cast):
    page = client.post(address("matter"), SAID["matter"] | {"summary": "", "facts_and_reasons": "泵房停用"})
    assert page.status_code == 422
    assert "请填写您的请求" in page.content.decode() and "泵房停用" in page.content.decode()
    fill_in(client, until="people")
    page = say(client, "people", address_1="", phone_1="请打")
    assert "请填写住址" in page.content.decode() and "赵秀英" in page.content.decode()


def test_a_box_that_only_some_must_fill_in_says_who(client, cast):
    fill_in(client, "people")
    people = client.get(address("people")).content.decode()
    assert people.count("不写姓名的不用填") == 2, "name and address are wanted of everybody but the nameless"
    accusing = {"petition_class": "accusation"}
    say(client, "matter", **accusing)
    assert client.get(address("accused")).content.decode().count("单位、人员至少写一个") == 2


def test_the_number_of_pages_told_at_first_is_that_of_the_way(client, cast):
    assert "第 1 步，共 6 步" in client.get(address("matter")).content.decode()
    fill_in(client, "people")
    assert "第 4 步，共 6 步" in client.get(address("people")).content.decode()


def test_no_page_can_be_passed_over(client, cast):
    assert client.get(address("check")).url == "/public/petitions/"
    fill_in(client, until="people")
    assert say(client, "check").url == address("people")
    assert not Petition.objects.exists()


def test_what_was_changed_later_asks_again_for_what_hangs_on_it(client, cast):
    fill_in(client)
    say(client, "matter", petition_class="accusation")
    assert say(client, "check").url == address("accused")


SCRIPT = "<script>alert(1)</script>{{7*7}}{% now 'Y' %}=HYPERLINK(1)\x00"


def test_script_in_every_field_is_text_and_nothing_else(client, cast, login):
    people = {f"{name}_1": SCRIPT[:60] for name in ("name", "address")}
    fill_in(
        client,
        matter={"summary": SCRIPT, "facts_and_reasons": SCRIPT},
        village={"place": SCRIPT},
        people=people,
    )
    check = client.get(address("check")).content.decode()
    assert "<script>alert" not in check and "&lt;script&gt;" in check and "{{7*7}}" in check
    say(client, "check")
    petition = Petition.objects.get()
    inside = login(cast.clerk).get(f"/cases/{petition.number}/").content.decode()
    assert "<script>alert" not in inside and "&lt;script&gt;" in inside


def accuse(client, **accused):
    return hand_in(
        client,
        matter={"petition_class": "accusation", "summary": "住建局工作人员收受好处。"},
        accused={"accused_unknown": "", **accused},
    ).content.decode()


def test_an_accusation_is_shielded_from_the_first_moment_and_gets_no_code(client, cast):
    page = accuse(client, accused_unit="长安区住房和城乡建设局", accused_names="李文斌")
    petition = Petition.objects.get()
    assert petition.is_restricted and petition.accused_unit == cast.housing
    assert not LookupCode.objects.exists() and "不能在网上查询" in page
    assert not any(Case.objects.visible_to(each).exists() for each in (cast.handler, cast.lead, cast.clerk))
    assert breaches(office_day(timezone.now())) == []


def test_a_unit_that_is_not_here_is_written_down_and_the_accusation_goes_past_the_window(client, cast):
    accuse(client, accused_unit="长安区烟草专卖局")
    petition = Petition.objects.get()
    assert petition.accused_unit is None and petition.accused_unknown
    assert "被检举控告的单位：长安区烟草专卖局" in petition.facts_and_reasons


def test_whoever_is_only_mentioned_cannot_read_it_and_nobody_learns_who_works_here(client, cast):
    told = {"petition_class": "accusation", "summary": "孙国庆和张某某都拖着不办。"}
    fill_in(client, until="accused", matter=told)
    answer = say(client, "accused", accused_unknown="", accused_names="张某某")
    assert answer.status_code == 302
    page = fill_in(client, matter=told, accused={"accused_unknown": "", "accused_names": "张某某"})
    assert page == "check" and "孙国庆" not in client.get(address("accused")).content.decode().replace(
        told["summary"], ""
    )
    say(client, "check")
    assert "孙国庆" in Petition.objects.get().accused_names
    assert not Case.objects.visible_to(cast.staff).exists()


def test_whoever_is_mentioned_after_many_names_cannot_read_it_either(client, cast):
    told = {"petition_class": "accusation", "summary": "孙国庆拖着不办。"}
    hand_in(client, matter=told, accused={"accused_unknown": "", "accused_names": "某" * 199})
    assert Petition.objects.get().accused_names == f"{'某' * 199}、孙国庆"
    assert not Case.objects.visible_to(cast.staff).exists()


def test_words_of_an_accusation_are_asked_about_without_saying_who_works_here(client, cast):
    told = {"summary": "孙国庆受贿。"}
    page = say(client, "matter", **told)
    assert page.status_code == 422 and "文中写到“受贿”" in page.content.decode()
    hand_in(client, matter=told | {"not_accusing": "on"})
    assert not Petition.objects.get().is_restricted
    assert say(client, "matter", **told, petition_class="accusation").status_code == 302


def test_whom_it_is_not_about_the_citizen_can_say(client, cast):
    told = {"petition_class": "accusation", "summary": "孙国庆接待了我，张某某不办。"}
    hand_in(client, matter=told, accused={"accused_unknown": "", "accused_names": "张某某", "others_named": "on"})
    assert Petition.objects.get().accused_names == "张某某"


def test_a_flood_from_one_address_is_told_when_to_go_on_and_loses_nothing(client, cast, half_past):
    for _ in range(views.SEND.address):
        hand_in(Client())
    fill_in(client)
    page = say(client, "check")
    assert page.status_code == 429
    assert "没有丢" in page.content.decode() and int(page["Retry-After"]) > 0
    assert Petition.objects.count() == views.SEND.address
    # A proof of work goes further, and nothing has to be typed again.
    answer = client.post(address("check"), SAID["check"] | solved(views.SEND.door))
    assert answer.url == "/public/petitions-sent/"


def test_ten_thousand_from_one_address_leave_as_many_petitions_as_the_hour_allows(cast, half_past):
    """The same door, tried ten thousand times; each try is answered, and whoever comes from elsewhere gets through."""
    client = Client(REMOTE_ADDR="10.9.9.9")
    fill_in(client)
    views.brake.count(views.SEND.door, views.brake.mark_of("10.9.9.9"), timezone.now())
    for before in (views.SEND.address, 9999):
        Tries.objects.filter(door=views.SEND.door).update(count=before)
        assert {say(client, "check").status_code for _ in range(3)} == {429}
    assert Tries.objects.get(mark=views.brake.mark_of("10.9.9.9"), door=views.SEND.door).count == 9999 + 3
    assert not Petition.objects.exists()
    hand_in(Client(REMOTE_ADDR="10.9.9.10"))
    assert Petition.objects.count() == 1


def test_what_was_never_sent_is_gone_after_a_day_with_a_record(client, cast, django_capture_on_commit_callbacks):
    fill_in(client, until="files")
    client.post(address("files"), {"files": [photo()], "then": "stay"})
    path = drafts.storage.root() / DraftFile.objects.get().path
    with django_capture_on_commit_callbacks(execute=True):
        forget_overdue(timezone.now() + timedelta(hours=25))
    assert not Draft.objects.exists() and not path.exists()
    record = AccessRecord.objects.filter(verb=AccessRecord.Verb.FORGET).get(subject__contains="没有提交")
    assert "1 条" in record.reason


def test_what_was_sent_leaves_the_petition_and_its_files_when_the_draft_goes(client, cast):
    fill_in(client, until="files")
    client.post(address("files"), {"files": [photo()], "then": "next"})
    say(client, "check")
    forget_overdue(timezone.now() + timedelta(hours=25))
    attachment = Attachment.objects.get()
    assert (drafts.storage.root() / attachment.path).exists() and not Draft.objects.exists()
    assert not AccessRecord.objects.filter(subject__contains="没有提交").exists()


def test_a_draft_is_sealed_and_opens_only_in_its_own_browser(client, cast):
    fill_in(client, until="files")
    row = Draft.objects.get()
    assert "13911112222" not in row.told_sealed and "赵秀英" not in row.told_sealed
    assert Client().get(address("people")).url == "/public/petitions/"
    stranger = Client()
    stranger.cookies["draft_petition"] = row.pk.hex
    assert stranger.get(address("people")).url == "/public/petitions/"


def test_a_page_with_what_somebody_wrote_is_kept_by_no_cache(client, cast):
    fill_in(client, until="people")
    assert "no-store" in client.get(address("people"))["Cache-Control"]


def test_where_nobody_takes_petitions_in_that_is_said(client, cast):
    Post.objects.update(ends_on=office_day(timezone.now()) - timedelta(days=1))
    fill_in(client)
    assert "还没有开放" in say(client, "check").content.decode()


def test_a_petition_that_came_so_is_worked_on_like_every_other(client, cast):
    hand_in(client)
    petition = Petition.objects.get()
    told = builders.TRANSFER | {"to_unit": cast.housing}
    builders.actions.take_step(petition, "transfer", told, actor=cast.clerk, at=timezone.now())
    petition.refresh_from_db()
    assert (petition.status, petition.lead_unit) == ("routed", cast.housing)


def test_strangers_do_not_fill_the_disk_and_their_words_are_taken_still(client, cast, monkeypatch):
    fill_in(client, until="files")
    client.post(address("files"), {"files": [photo()], "then": "stay"})
    monkeypatch.setattr(drafts, "MOST_WAITING", DraftFile.objects.get().size + 10)
    stranger = Client()
    fill_in(stranger, until="files")
    page = stranger.post(address("files"), {"files": [photo()], "then": "next"})
    assert page.status_code == 422 and "收不下更多的文件" in page.content.decode()
    assert DraftFile.objects.count() == 1
    assert stranger.post(address("files"), {"then": "next"}).url == address("check")
