"""A petition is looked up by number and code, by nobody else, and what is asked for goes through the same steps."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance.cases.models import Attachment, Case, Event
from governance.cases.steps import actions
from governance.citizens import codes
from governance.citizens.models import DraftFile
from governance.frame.days import CHINA
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord
from petitions import telling
from petitions.citizens import look_views, progress
from petitions.models import Petition, Review
from petitions.reviews.workflow import RECHECK_WORKFLOW
from petitions.shares import OF_UNIT
from petitions.workflow import WORKFLOW
from tests import builders
from tests.attachments.samples import picture
from tests.citizens.proofs import solved
from tests.petitions import reviews as built
from tests.petitions.handing_in import hand_in

pytestmark = pytest.mark.django_db
LOOK, MINE = "/public/petitions-look/", "/public/petitions-mine/"
KEY = re.compile(r'name="key" value="(\w+)"')


@pytest.fixture(autouse=True)
def room(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path


@pytest.fixture
def day(time_machine):
    """It is that moment of 2026 now."""

    def comes(moment: str) -> datetime:
        now = datetime.strptime(f"2026-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
        time_machine.move_to(now, tick=False)
        return now

    return comes


def look(client: Client, petition, code: str = "", **more):
    """Number and code are typed and sent."""
    code = code or codes.give(petition, at=petition.opened_at)
    return client.post(LOOK, {"number": petition.number, "code": code} | more)


def shown(client: Client, petition) -> str:
    """The page of the petition."""
    assert look(client, petition).url == MINE
    return client.get(MINE).content.decode()


def ask(client: Client, name: str, **told):
    """The page of that name is opened, filled in and sent."""
    address = reverse("petitions:ask_mine", args=[name])
    key = KEY.search(client.get(address).content.decode())
    return client.post(address, {"key": key[1] if key else "", "then": "send"} | told)


def test_it_says_who_has_it_until_when_and_why_then(client, cast, day):
    day("03-11 09:00")
    petition = builders.petition(cast)
    page = shown(client, petition)
    assert "已登记" in page and "韦曲街道办事处" in page
    # 15 days after Tue 2026-03-10, counted by the day.
    assert "2026-03-25 周三" in page and "最迟转送有权处理的单位" in page
    assert "当日不计入" in page and "第二十二条" in page


def test_it_shows_what_happened_and_nothing_of_what_others_said(client, cast, day):
    day("04-08 09:00")
    page = shown(client, built.answered(cast, cast.officer))
    happened = ("已收到", "已转送", "韦曲派出所", "已受理", "已作出处理意见", "答复已送达")
    for words in (*happened, "您可以请求复查，到这一天为止"):
        assert words in page, words
    assert "2026-04-30 周四" in page
    assert "属于住建部门职责" not in page and "13911112222" not in page and "提请审批" not in page


def test_a_hearing_is_read_where_it_is_looked_up_until_it_was_held_or_called_off(client, cast, day):
    """Before the first answer the sixty days go on; the notice can be taken, and its day is among those that come."""
    day("03-16 09:00")
    petition = builders.in_status(cast, "handling")
    told = built.CALL | {"hearing_at": day("03-30 09:30"), "host": cast.lead}
    builders.step(petition, "call_hearing", cast.lead, later=5, replay=False, **told)
    day("03-16 12:00")
    page = shown(client, petition)
    for words in ("请您参加听证", "2026-03-30 09:30", "区信访局二楼会议室", "听证通知书", "2026-05-11 周一"):
        assert words in page, words
    assert "暂停计算" not in page
    again = {"hearing_at": day("04-02 15:00"), "place": "街道礼堂", "reason": "信访人住院。"}
    builders.step(petition, "put_off_hearing", cast.handler, later=6, replay=False, **again)
    day("03-16 12:10")
    page = client.get(MINE).content.decode()
    assert "听证改期" in page and "2026-04-02 15:00" in page and page.count("街道礼堂") == 2
    assert ("听证", "2026-04-02 15:00，街道礼堂") in telling.tell(petition)
    builders.step(petition, "call_off_hearing", cast.lead, later=7, reason="双方和解。")
    page = client.get(MINE).content.decode()
    assert "听证取消" in page and "请您参加听证</p>" not in page and page.count("街道礼堂") == 1


def test_papers_can_be_taken_and_no_others(client, cast, day):
    day("03-20 09:00")
    petition = builders.petition(cast)
    builders.step(petition, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    mine, theirs = petition.papers.get(code="inform_notice"), petition.papers.get(code="transfer_letter")
    page = shown(client, petition)
    assert mine.number in page and theirs.number not in page
    answer = client.get(reverse("petitions:my_paper", args=[mine.pk]))
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert client.get(reverse("petitions:my_paper", args=[theirs.pk])).status_code == 404
    other = builders.petition(cast)
    builders.step(other, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    foreign = other.papers.get(code="inform_notice")
    assert client.get(reverse("petitions:my_paper", args=[foreign.pk])).status_code == 404
    assert AccessRecord.objects.filter(verb="download", actor_name="信访人（网上）").count() == 1


WAYS = ("number", "code", "restricted", "merged", "uncoded", "dispute")


@pytest.mark.parametrize("way", WAYS)
def test_whatever_does_not_fit_gets_the_same_answer(client, cast, day, way, django_assert_num_queries):
    day("03-11 09:00")
    petition = builders.petition(cast)
    code, number = codes.give(petition, at=petition.opened_at), petition.number
    if way == "number":
        number = "XF2026-999999"
    elif way in ("code", "merged"):
        code = "AAAA-BBBB-CCCC"
    if way == "restricted":
        Case.objects.filter(pk=petition.pk).update(confidentiality="restricted")
    elif way == "merged":
        Case.objects.filter(pk=petition.pk).update(merged_into=builders.petition(cast).pk)
    elif way == "uncoded":
        petition.lookup_code.delete()
    elif way == "dispute":
        number = "JF2026-000001"
    client.get(LOOK)
    with django_assert_num_queries(7):
        answer = client.post(LOOK, {"number": number, "code": code})
    text = re.sub(r'value="[^"]*"', "", answer.content.decode())
    assert answer.status_code == 422 and str(look_views.NOTHING) in text
    unknown = client.post(LOOK, {"number": "XF2026-888888", "code": "AAAA-BBBB-CCCC"})
    assert re.sub(r'value="[^"]*"', "", unknown.content.decode()) == text
    assert "matter" not in answer.cookies and client.get(MINE).url == LOOK


def test_a_merged_one_says_so_to_whoever_has_its_code(client, cast, day):
    petition, earlier = builders.petition(cast, at=builders.OPENED + timedelta(days=1)), builders.petition(cast)
    day("03-13 09:00")
    told = {"into": earlier, "note": "同一人同一事项。", "told_by": "electronic"}
    builders.step(petition, "merge", cast.clerk, later=1, replay=False, **told)
    page = shown(client, petition)
    assert "已并入先收到的一件" in page and earlier.number not in page


def test_guessing_is_slowed_down_and_told_when_to_go_on(client, cast, day):
    day("03-11 09:00")
    petition = builders.petition(cast)
    answers = [look(client, petition, "AAAA-BBBB-CCCC").status_code for _ in range(look_views.LOOK.address + 3)]
    assert answers == [422] * look_views.LOOK.address + [429] * 3
    page = look(client, petition)
    assert page.status_code == 429 and int(page["Retry-After"]) > 0
    assert look(client, petition, **solved("look")).url == MINE


def test_what_was_hidden_meanwhile_is_shown_no_more(client, cast, day):
    day("03-11 09:00")
    petition = builders.petition(cast)
    shown(client, petition)
    Case.objects.filter(pk=petition.pk).update(confidentiality="restricted")
    assert client.get(MINE).url == LOOK
    assert client.post(f"{MINE}supplement/", {"note": "还有"}).url == LOOK


def test_a_new_code_and_half_an_hour_end_what_was_shown(client, cast, day):
    now = day("03-11 09:00")
    petition = builders.petition(cast)
    shown(client, petition)
    day("03-11 09:31")
    assert client.get(MINE).url == LOOK
    shown(client, petition)
    codes.give(petition, at=now)
    assert client.get(MINE).url == LOOK


def test_a_cookie_of_ones_own_making_opens_nothing(client, cast):
    petition = builders.petition(cast)
    codes.give(petition, at=petition.opened_at)
    for forged in ("1", "1:abc", f"[{petition.lookup_code.pk}]", "W10:1uX:abc"):
        client.cookies["matter"] = forged
        assert client.get(MINE).url == LOOK


def test_looking_leaves_a_record_and_leaving_leaves_nothing(client, cast, day):
    day("03-11 09:00")
    petition = builders.petition(cast)
    shown(client, petition)
    record = AccessRecord.objects.get(subject=petition.number, verb="open")
    assert (record.actor, record.actor_name) == (None, "信访人（网上）")
    assert client.post(f"{MINE}leave/").url == "/public/"
    assert client.get(MINE).url == LOOK


def test_what_is_added_lies_in_the_file_and_rings(client, cast, day):
    day("03-11 09:00")
    petition = builders.petition(cast)
    shown(client, petition)
    photo = SimpleUploadedFile("泵房.jpg", picture())
    answer = ask(client, "supplement", note="今天还是没有水。", files=[photo])
    assert answer.url == MINE and "材料已经收到" in client.get(MINE).content.decode()
    event = petition.events.get(step="supplement")
    assert dict(event.facts["told"])["补充的内容"] == "今天还是没有水。"
    assert Attachment.objects.get().event == event and not DraftFile.objects.exists()
    assert {notice.recipient for notice in Notice.objects.all()} == {cast.clerk, cast.township_lead}


def test_what_accuses_the_organ_is_not_laid_before_it_unasked(client, cast, day):
    day("03-11 09:00")
    petition = builders.petition(cast)
    shown(client, petition)
    answer = ask(client, "supplement", note="经办人索贿。")
    assert answer.status_code == 422 and "另外写一份，选检举控告提出" in answer.content.decode()
    assert not petition.events.filter(step="supplement").exists()
    assert ask(client, "supplement", note="经办人索贿。", not_accusing="on").url == MINE


def test_what_is_wrong_with_a_file_loses_neither_words_nor_the_good_ones(client, cast, day):
    day("03-11 09:00")
    shown(client, builders.petition(cast))
    good, bad = SimpleUploadedFile("好.jpg", picture()), SimpleUploadedFile("坏.jpg", b"MZ")
    answer = ask(client, "supplement", note="见照片。", files=[good, bad])
    page = answer.content.decode()
    assert answer.status_code == 422 and "“坏.jpg”没有上传" in page
    assert "见照片。" in page and "好.jpg" in page
    again = client.post(f"{MINE}supplement/", {"note": "见照片。", "key": "x", "then": "send"})
    assert again.url == MINE and Attachment.objects.get().name == "好.jpg"


def test_the_same_page_sent_twice_is_done_once(client, cast, day):
    day("03-11 09:00")
    petition = builders.petition(cast)
    shown(client, petition)
    for _ in range(2):
        sent = client.post(f"{MINE}supplement/", {"note": "还有。", "key": "abc", "then": "send"})
        assert sent.url == MINE
    assert petition.events.filter(step="supplement").count() == 1


def test_one_withdraws_and_the_organ_agrees_without_another_application(client, cast, day):
    now = day("03-11 09:00")
    petition = builders.petition(cast)
    shown(client, petition)
    assert ask(client, "withdraw", reason="已经恢复供水。").url == MINE
    assert "已经申请撤回" in client.get(MINE).content.decode()
    petition.refresh_from_db()
    assert petition.status == "registered" and petition.asked_to_withdraw == "all"
    actions.take_step(petition, "withdraw", builders.WITHDRAWAL, actor=cast.township_lead, at=now)
    petition.refresh_from_db()
    assert petition.status == "withdrawn"


def test_whoever_asked_reads_that_it_is_taken_as_another_kind_of_matter(client, cast):
    """Without an opinion and a review of it: that is not done behind their back (art. 29 to 31)."""
    petition = builders.in_status(cast, "handling")
    told = {"petition_class": "suggestion", "route": "", "reason": "是建议。"}
    builders.step(petition, "reclassify", cast.handler, later=3, **told)
    builders.agreed(petition, cast.township_lead)
    assert "已变更事项性质、办理途径" in shown(client, petition)


def test_one_of_several_withdraws_and_the_others_go_on(client, cast, day):
    now = day("03-11 09:00")
    people = [builders.person(), builders.person("李明", "13722223333", address="广场社区")]
    petition = builders.petition(cast, people=people, people_count=2)
    page = shown(client, petition)
    form = client.get(f"{MINE}withdraw/").content.decode()
    assert "赵**" in form and "赵秀英" not in page + form and "所有人都撤回" in form
    one = petition.petitioners[1]
    assert ask(client, "withdraw", person=str(one.pk), reason="不想再提。").url == MINE
    assert petition.asked_to_withdraw == str(one.pk)
    told = builders.WITHDRAWAL | {"person": one}
    with pytest.raises(builders.actions.FactMissing):
        actions.take_step(
            petition, "withdraw", builders.WITHDRAWAL | {"by_all": True}, actor=cast.township_lead, at=now
        )
    proof = [SimpleUploadedFile("申请.jpg", picture())]
    actions.take_step(petition, "withdraw_one", told, actor=cast.township_lead, at=now, files=proof)
    petition.refresh_from_db()
    assert petition.status == "registered" and petition.asked_to_withdraw is None


def test_nobody_withdraws_who_does_not_belong_to_it(client, cast, day):
    day("03-11 09:00")
    stranger = builders.petition(cast, people=[builders.person("外人", "13700000000", address="别处")])
    people = [builders.person(), builders.person("李明", "13722223333", address="广场社区")]
    petition = builders.petition(cast, people=people, people_count=2)
    shown(client, petition)
    answer = ask(client, "withdraw", person=str(stranger.participants.get().pk), reason="我要撤。")
    assert answer.status_code == 422 and not petition.events.filter(step="ask_to_withdraw").exists()


def test_a_rating_before_the_answer_is_refused_and_after_it_is_written_down(client, cast, day):
    day("03-11 09:00")
    early = builders.petition(cast)
    shown(client, early)
    assert "事项现在的状态" not in client.get(MINE).content.decode(), "words of the office"
    refused = ask(client, "rate", rating="satisfied", office_rating="satisfied")
    assert refused.status_code == 409 and "答复送达您以后可以评价" in refused.content.decode()
    day("04-08 09:00")
    petition = built.answered(cast)
    shown(client, petition)
    assert ask(client, "rate", rating="dissatisfied", office_rating="satisfied", note="没有查清。").url == MINE
    petition.refresh_from_db()
    assert (petition.rating, petition.office_rating) == ("dissatisfied", "satisfied")
    assert petition.clocks.filter(term_code="petition.follow_up", ended_at=None).exists()
    assert "信访人已经评价" in client.get(MINE).content.decode()


def test_silence_until_the_window_closes_cannot_be_made_up_for(client, cast, day):
    day("06-20 09:00")
    petition = built.answered(cast)
    shown(client, petition)
    answer = ask(client, "rate", rating="satisfied", office_rating="satisfied")
    assert answer.status_code in (409, 422)
    petition.refresh_from_db()
    assert petition.rating == ""


def test_a_review_is_asked_of_the_organ_above_in_its_days(client, cast, day):
    day("04-08 09:00")
    petition = built.answered(cast)
    shown(client, petition)
    form = client.get(f"{MINE}appeal/").content.decode()
    assert "公安长安分局" in form and "逾期" not in form and "为什么没有在期限内" not in form
    photo = SimpleUploadedFile("材料.jpg", picture())
    answer = ask(client, "appeal", to_unit=str(cast.police.pk), claim="三次报警没有查清。", files=[photo])
    assert answer.url == MINE
    review = Review.objects.get()
    assert (review.kind, review.lead_unit, review.summary) == ("review", cast.police, "三次报警没有查清。")
    assert review.clocks.get(term_code="petition.review_decide").start_on.isoformat() == "2026-04-08"
    page = client.get(MINE).content.decode()
    assert "最迟答复您的复查请求" in page and "还不能请求复核" in page


def test_the_organ_that_the_opinion_names_is_marked_and_no_other(client, cast, day):
    day("04-08 09:00")
    for organ, marked in ((cast.police.name, str(cast.police.pk)), ("西安市公安局", None)):
        shown(client, built.answered(cast, organ=organ))
        form = client.get(f"{MINE}appeal/").context["form"]
        assert form["to_unit"].value() == marked
        assert ("意见书写明的是“西安市公安局”" in str(form["to_unit"].help_text)) == (marked is None)


def test_a_recheck_before_the_review_is_told_of_the_order(client, cast, day):
    day("04-08 09:00")
    petition = built.answered(cast)
    shown(client, petition)
    ask(client, "appeal", to_unit=str(cast.police.pk), claim="没有查清。")
    answer = ask(client, "appeal", to_unit=str(cast.petitions.pk), claim="直接复核。")
    assert answer.status_code == 409 and "复查正在办理，还不能请求复核" in answer.content.decode()
    assert Review.objects.count() == 1


def test_after_the_review_was_served_a_recheck_is_asked_and_nothing_after_it(client, cast, day):
    petition = built.answered(cast)
    built.through(cast, petition)  # served on Wed 04-15
    day("05-08 09:00")
    shown(client, petition)
    page = client.get(f"{MINE}appeal/").content.decode()
    assert "长安区信访局" in page and "公安长安分局" not in page
    assert ask(client, "appeal", to_unit=str(cast.petitions.pk), claim="复查没有听我说。").url == MINE
    assert Review.objects.filter(kind="recheck", lead_unit=cast.petitions).count() == 1
    assert "复核意见是最终意见" in client.get(MINE).content.decode()


def test_an_organ_that_is_not_above_cannot_be_sent(client, cast, day):
    day("04-08 09:00")
    petition = built.answered(cast)
    shown(client, petition)
    for unit in (cast.station, cast.water, cast.guodu):
        assert ask(client, "appeal", to_unit=str(unit.pk), claim="没有查清。").status_code == 422
    assert not Review.objects.exists()


def test_who_comes_late_is_asked_why_and_heard(client, cast, day):
    day("05-08 09:00")
    petition = built.answered(cast)
    shown(client, petition)
    answer = ask(client, "appeal", to_unit=str(cast.police.pk), claim="没有查清。")
    assert answer.status_code == 422 and "2026-04-30 周四 已经届满" in answer.content.decode()
    late = ask(client, "appeal", to_unit=str(cast.police.pk), claim="没有查清。", late_reason="住院。")
    assert late.url == MINE
    assert Review.objects.get().late_reason == "住院。"


def test_nothing_can_be_asked_that_is_not_there(client, cast, day):
    day("03-11 09:00")
    shown(client, builders.petition(cast))
    assert client.get(f"{MINE}accept/").status_code == 404
    assert client.get(f"{MINE}appeal/").status_code == 200
    assert "答复送达您以后" in client.get(f"{MINE}appeal/").content.decode()


def test_what_is_handed_in_can_be_looked_up_at_once(client, cast):
    from_slip = re.compile(r"<dd>\s*(\S+)\s*</dd>")
    number, code = from_slip.findall(hand_in(client).content.decode())
    assert look(Client(), Petition.objects.get(number=number), code).url == MINE


@pytest.mark.parametrize("shape", ["ｘｆ{year}－{rest}", "xf{year}{rest}", "XF{year} {rest}", "XF {year}—{rest}"])
def test_a_number_is_found_however_a_phone_writes_it(client, cast, shape):
    petition = builders.petition(cast)
    code = codes.give(petition, at=petition.opened_at)
    said = shape.format(year=petition.number[2:6], rest=petition.number[7:])
    assert client.post("/public/petitions-look/", {"number": said, "code": code}).status_code == 302


@pytest.mark.parametrize("line", ["—", "－", " ", ""])
def test_a_code_opens_however_a_phone_writes_it(client, cast, line):
    petition = builders.petition(cast)
    code = codes.give(petition, at=petition.opened_at)
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else line for sign in code)
    for said in (wide, wide.lower(), code.lower().replace("-", line)):
        told = {"number": petition.number, "code": said}
        assert client.post("/public/petitions-look/", told).status_code == 302


def test_it_says_of_each_step_what_that_step_asks_for():
    rows = (*RECHECK_WORKFLOW.steps, *WORKFLOW.steps)
    asked = {step.name: {fact.name for fact in step.facts} for step in rows}
    said = {step: {fact} - {"", OF_UNIT} for step, (_, fact) in progress.STAGES.items()}
    said |= {step: set(facts) for step, (_, facts) in progress.HEARD.items()}
    assert {
        step: facts - asked.get(step, set()) for step, facts in said.items() if facts - asked.get(step, set())
    } == {}


def test_it_names_the_unit_however_the_step_calls_it(monkeypatch):
    step = WORKFLOW.step("transfer")
    facts = tuple(replace(fact, label="接收单位") if fact.name == "to_unit" else fact for fact in step.facts)
    monkeypatch.setitem(WORKFLOW._by_name, "transfer", replace(step, facts=facts))
    event = Event(step="transfer", at=builders.OPENED, facts={"told": [["接收单位", "区水务局"]]})
    assert progress.stage(event).unit == "区水务局"
