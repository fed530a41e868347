"""Whoever scans the card reports to that grid without a login; sent twice it is one, and nothing typed is lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from governance.cases.fields.kind import Setting
from governance.cases.history import Act
from governance.cases.models import Attachment
from governance.cases.steps import secrecy
from governance.frame.days import office_day
from governance.notices.models import Notice
from governance.registers import reference as registers
from governance.registers.entries.actions import change_entry, open_entry
from governance.registers.entries.told import EntryForm, EntryInput
from governance.registers.models import Entry, Register
from grid import reference
from grid.citizens import views
from grid.grids.actions import merge_grid
from grid.models import EventItem, Grid, GridEvent
from tests.attachments.samples import picture
from tests.builders import petition, step
from tests.grid.pages import open_grid

pytestmark = pytest.mark.django_db
CODE = "610116001002001"
HERE = f"/public/grid/{CODE}/"
SLIP = re.compile(r"<dd>\s*(\S+)\s*</dd>")
SCRIPT = "<script>alert(1)</script>{{7*7}}"


@pytest.fixture(scope="module", autouse=True)
def furnished(kept):
    reference.load()
    open_grid(CODE)


@pytest.fixture(autouse=True)
def room(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path


def told(**changes) -> dict:
    item = EventItem.objects.filter(on_list=True).first()
    return {
        "item": str(item.pk),
        "summary": "路灯不亮三天了。",
        "place": "3 号楼西侧",
        "key": "k",
        "then": "send",
    } | changes


def report(client: Client, **changes):
    return client.post(HERE, told(**changes))


def test_it_is_an_event_of_the_grid_in_the_village_that_looks_after_it(client, cast):
    answer = report(client, name="王芳", phone="13911112222")
    event = GridEvent.objects.get()
    number, code = SLIP.findall(client.get(answer.url).content.decode())
    assert (event.number, event.lead_unit, event.grid.area_id) == (number, cast.fengqi, CODE)
    assert (event.source, event.channel, event.registered_by) == ("resident", "online", None)
    assert event.participants.get().phone == "13911112222"
    assert cast.grid_worker in {notice.recipient for notice in Notice.objects.all()}
    looked = client.post("/public/petitions-look/", {"number": number, "code": code}).content.decode()
    assert number in looked and "凤栖路社区居委会" in looked


def test_an_accusation_does_not_lie_in_the_village_that_it_is_about(client, cast):
    answer = report(client, summary="村主任收好处费。")
    assert answer.status_code == 422 and "选检举控告提出" in answer.content.decode()
    assert not GridEvent.objects.exists()
    assert report(client, summary="村主任收好处费。", not_accusing="on").status_code == 302


def test_nobody_has_to_say_who_they_are(client, cast):
    report(client)
    assert not GridEvent.objects.get().participants.exists()


@pytest.mark.parametrize("said", [{"name": "王芳"}, {"phone": "13911112222"}])
def test_a_name_or_a_phone_is_enough_to_be_asked(client, cast, said):
    report(client, **said)
    person = GridEvent.objects.get().participants.get()
    assert (person.name, person.phone) == (said.get("name", "群众"), said.get("phone", ""))


def test_who_asks_for_a_service_can_be_told_of_it(client, cast):
    asked = {"item": str(EventItem.objects.filter(event_type="service").first().pk), "summary": "请代办老年证。"}
    page = report(client, **asked, name="王芳")
    assert page.status_code == 422 and "请留下姓名和电话" in page.content.decode()
    assert report(client, **asked, name="王芳", phone="13911112222").status_code == 302


def test_sent_twice_is_one(client, cast):
    for _ in range(2):
        assert report(client).url == "/public/grid-sent/"
    assert GridEvent.objects.count() == 1


def test_what_is_wrong_comes_back_with_words_and_good_files(client, cast):
    good, bad = SimpleUploadedFile("好.jpg", picture()), SimpleUploadedFile("坏.jpg", b"MZ")
    page = report(client, files=[good, bad])
    text = page.content.decode()
    assert page.status_code == 422 and "“坏.jpg”没有上传" in text and "路灯不亮三天了。" in text and "好.jpg" in text
    assert report(client, summary="").status_code == 422
    assert report(client).url == "/public/grid-sent/"
    assert Attachment.objects.get().name == "好.jpg"


def test_a_grid_that_never_was_is_not_there(client, cast):
    for code in ("610116001002999", "610116001002", "x"):
        assert client.get(f"/public/grid/{code}/").status_code == 404
    assert client.get(HERE).status_code == 200


def test_an_old_card_leads_to_the_grid_that_took_its_own_over(client, cast):
    """Also with the files of a page that was open when it was merged."""
    into = open_grid(f"{CODE[:-1]}2")
    report(client, summary="", files=[SimpleUploadedFile("好.jpg", picture())])
    merge_grid(Grid.objects.get(area=CODE), into, reason="网格过小", actor=cast.staff, at=timezone.now())
    page = client.get(HERE).content.decode()
    assert "公示牌上的网格已并入" in page and into.area.name in page and "好.jpg" in page
    assert report(client).url == "/public/grid-sent/"
    assert GridEvent.objects.get().grid == into and Attachment.objects.get().name == "好.jpg"


def test_script_is_text(client, cast, login):
    report(client, summary=SCRIPT, place=SCRIPT, name=SCRIPT)
    event = GridEvent.objects.get()
    page = login(cast.grid_worker).get(f"/cases/{event.number}/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_flood_is_told_when_to_go_on_and_others_get_through(client, cast, half_past):
    answers = [report(Client(), key=str(number)).status_code for number in range(views.SEND.address + 3)]
    assert answers == [302] * views.SEND.address + [429] * 3
    assert report(Client(REMOTE_ADDR="10.1.1.1"), key="x").status_code == 302


def looked_up(client):
    """What finds by number and code how the report stands, at any time."""
    number, code = SLIP.findall(client.get(report(client).url).content.decode())
    who = {"number": number, "code": code}
    return lambda **said: client.post("/public/petitions-look/", who | said).content.decode()


def test_whoever_reported_it_reads_why_it_was_refused_and_where_to_go_on(client, cast):
    look = looked_up(client)
    case = GridEvent.objects.get()
    step(case, "raise", cast.grid_worker, at=timezone.now(), reason="村里没有权限。")
    told = {"ground": "elsewhere", "reason": "内部说明。", "reply": "这处路灯 12345 已经受理。"}
    step(case, "reject", cast.clerk, at=timezone.now(), **told)
    page = look()
    assert "已由其他途径受理" in page and "这处路灯 12345 已经受理。" in page and "可以再次反映" in page
    assert "内部说明" not in page


def test_whoever_reported_it_reads_what_was_done_and_only_once_it_is_over(client, cast):
    look = looked_up(client)
    case = GridEvent.objects.get()
    step(case, "raise", cast.grid_worker, at=timezone.now(), reason="村里没有权限。")
    step(case, "dispatch", cast.clerk, at=timezone.now(), to_unit=cast.housing, grade="general", reason="请处置。")
    step(case, "finish", cast.handler, at=timezone.now(), note="张三换的灯泡。", reply="路灯已修好。")
    assert "路灯已修好。" not in look()
    step(case, "confirm", cast.grid_worker, at=timezone.now(), note="亮了。")
    page = look()
    assert "路灯已修好。" in page and "张三" not in page and "办结日期" in page


def test_whoever_reported_it_without_a_name_reads_what_was_granted_and_fetches_it_by_the_code(client, cast):
    look = looked_up(client)
    event = GridEvent.objects.get()
    step(event, "settle", cast.grid_worker, at=timezone.now(), note="已清理。")
    assert "举报奖励" not in look()
    registers.load_reference()
    rewards = Register.objects.get(code="rewards")
    today = office_day(timezone.now())
    told = {"f1": event.number, "f2": "500.00", "f3": "2026-03-10", "f5": "区综治中心大厅", "f6": str(today)}
    row = EntryInput(name="举报奖励", unit=cast.office, area=cast.office.area, facts=told)
    entry = open_entry(rewards, row, actor=cast.county, at=timezone.now())
    page = look()
    assert f"500.00 元，{today} 以前到区综治中心大厅，出示编号和查询码领取" in page
    row.facts["f6"] = last = str(today - timedelta(days=1))
    change_entry(entry, row, version=entry.version, actor=cast.county, at=timezone.now())
    page = look()
    assert f"领取期限 {last} 已过；还没有领取的，请到区综治中心大厅询问" in page and "以前到" not in page
    entry.refresh_from_db()
    row.facts["f7"] = "2026-04-01"
    change_entry(entry, row, version=entry.version, actor=cast.county, at=timezone.now())
    page = look()
    assert "500.00 元，已于 2026-04-01 领取" in page and "以前到" not in page


def rewarded(client, cast) -> tuple[GridEvent, Entry]:
    """A report that was settled, and the reward for it."""
    report(client, summary="三号楼西侧的路灯一直不亮。")
    event = GridEvent.objects.get()
    step(event, "settle", cast.grid_worker, at=timezone.now(), note="已清理。")
    registers.load_reference()
    told = {"f1": event.number, "f2": "500.00", "f3": "2026-03-10", "f5": "区综治中心大厅", "f6": "2026-06-30"}
    row = EntryInput(name=f"{event.title}的奖励", unit=cast.office, area=cast.office.area, facts=told)
    return event, open_entry(Register.objects.get(code="rewards"), row, actor=cast.county, at=timezone.now())


def test_a_reward_says_no_more_for_which_report_once_few_may_know_of_that(client, cast, login):
    event, entry = rewarded(client, cast)
    page = f"/registers/rewards/{entry.pk}/"
    for facts in (entry.facts | {"f1": "SJ2026-999999"}, entry.facts):
        row = EntryInput(name=entry.name, unit=entry.unit, area=entry.area, facts=facts)
        change_entry(entry, row, version=None, actor=cast.county, at=timezone.now())
    facts = {"f3": f"见 {event.number}，已办。", "f6": event.number}
    told = EntryInput(name="夜间巡查", unit=cast.office, area=cast.office.area, facts=facts)
    beside = open_entry(Register.objects.get(code="themes"), told, actor=cast.county, at=timezone.now())
    assert event.number in login(cast.county).get(page).content.decode()
    before = event.number
    hidden = GridEvent.objects.get()
    hidden.save(update_fields=secrecy.conceal(hidden, Act(cast.staff, timezone.now())))
    for address in (page, "/registers/rewards/"):
        said = login(cast.county).get(address).content.decode()
        assert before not in said and event.title not in said
    assert page not in login(cast.county).get(f"/registers/rewards/?q={before}").content.decode()
    assert "500" in login(cast.county).get(page).content.decode()
    beside.refresh_from_db()
    assert (beside.name, beside.facts) == ("夜间巡查", {"f3": "见 ，已办。"})


def test_no_register_takes_the_number_of_what_few_may_know_or_of_nothing(client, cast):
    event, entry = rewarded(client, cast)

    def said(number: str, of=None, field="f1") -> str:
        data = {"name": "奖励", field: number}
        setting = Setting(timezone.now(), cast.county)
        form = EntryForm(entry.register, setting, data, without={"unit", "area"}, entry=of)
        return " ".join(form.errors.get(field, [])).replace(number, "")

    assert said(event.number) == ""
    nothing = said("SJ2026-999999")
    assert "没有查到" in nothing and said("HT2026-999999", field="f4") == "", "another office numbers its contracts so"
    for other in (petition(cast).number, "HT2026-999999", "上回的那件"):
        assert "没有查到这一编号的网格事件" in said(other), other
    GridEvent.objects.update(confidentiality="restricted")
    assert said(event.number) == nothing
    assert said(event.number, entry) == "", "what stood there is not asked about"


def test_whoever_reported_it_reads_what_is_waited_for(client, cast):
    look = looked_up(client)
    case = GridEvent.objects.get()
    step(case, "raise", cast.grid_worker, at=timezone.now(), reason="村里没有权限。")
    assert "还缺地点" not in look()
    step(case, "ask_again", cast.clerk, at=timezone.now(), reason="请写清是哪两盏。")
    assert f"可以告诉{cast.fengqi.name}，或者再扫一次公示牌" in look() and "哪两盏" not in look()


def test_whoever_reported_it_says_once_whether_it_is_done(client, cast):
    look = looked_up(client)
    case = GridEvent.objects.get()
    rate = {"then": "rate", "rating": "dissatisfied", "note": "只修了一盏。"}
    assert 'name="rating"' not in look(**rate)
    step(case, "raise", cast.grid_worker, at=timezone.now(), reason="村里没有权限。")
    step(case, "dispatch", cast.clerk, at=timezone.now(), to_unit=cast.housing, grade="general", reason="请处置。")
    step(case, "finish", cast.handler, at=timezone.now(), note="换了灯泡。")
    assert 'name="rating"' not in look(**rate)
    step(case, "confirm", cast.grid_worker, at=timezone.now(), note="亮了。")
    assert 'name="rating"' in look() and "请选择一项。" in look(then="rate")
    accused = look(**rate | {"note": "干部受贿。"})
    assert "选检举控告提出" in accused and "干部受贿。" in accused
    assert "谢谢，您的评价已经记下。" in look(**rate)
    again = look(**rate | {"rating": "satisfied"})
    assert "不满意" in again and 'name="rating"' not in again
    entry = case.events.get(step="rate")
    assert (entry.actor, GridEvent.objects.get().rating) == (None, "dissatisfied")
    assert ["怎样评价的", "反映人网上评价"] in entry.facts["told"] and ["评价意见", "只修了一盏。"] in entry.facts[
        "told"
    ]
    assert "评价意见" not in again


def test_whoever_serves_in_the_village_hears_what_waits_for_them_and_finds_it_on_the_phone(client, cast, login):
    report(client)
    case = GridEvent.objects.get()
    phone = login(cast.grid_worker)

    def waits() -> tuple[str, list]:
        heard = " ".join(Notice.objects.filter(recipient=cast.grid_worker).values_list("text", flat=True))
        (mine,) = phone.get("/grid/phone/state/").json()["mine"]
        assert mine["title"] == f"群众反映：{case.title}"
        return heard, [name for name in ("more", "check") if mine[name]]

    assert waits()[1] == []
    step(case, "raise", cast.grid_worker, at=timezone.now(), reason="村里没有权限。")
    step(case, "ask_again", cast.clerk, at=timezone.now(), replay=False, reason="请写清是哪两盏。")
    heard, asked = waits()
    assert "退回补充" in heard and asked == ["more"]
    step(case, "complete", cast.grid_worker, at=timezone.now(), note="南门两盏。")
    step(case, "dispatch", cast.clerk, at=timezone.now(), to_unit=cast.housing, grade="general", reason="请处置。")
    step(case, "finish", cast.handler, at=timezone.now(), note="换了灯泡。")
    assert waits()[1] == ["check"]


CHINESE = re.compile("[\u4e00-\u9fff][^<>]*")
# What is data: places, units, what was typed.
DATA = re.compile(
    "长安区|韦曲街道|凤栖路社区|居委会|办事处|住房和城乡建设局|第一网格|综治中心"
    "|路灯不亮三天了。?|灯已经换好。|3 号楼西侧|中文"
)


def in_english(page) -> str:
    """What a page says, without places and what was typed."""
    return DATA.sub("", unescape(re.sub(r"<!--.*?-->|<script.*?</script>", "", page.content.decode(), flags=re.S)))


def test_whoever_reads_english_reports_reads_the_answer_and_rates_it_in_english(client, cast):
    """The delivered list of items too; a county's own words stay as it wrote them."""
    page = client.get(HERE, {"lang": "en"})
    assert CHINESE.findall(in_english(page)) == []
    refused = report(client, item="", summary="", phone="12")
    assert refused.status_code == 422 and CHINESE.findall(in_english(refused)) == []
    refused = report(client, summary="He took a Bribe")
    assert refused.status_code == 422 and CHINESE.findall(in_english(refused)) == []
    service = EventItem.objects.filter(event_type="service", on_list=True).first()
    assert CHINESE.findall(in_english(report(client, item=str(service.pk)))) == []
    done = client.get(report(client).url)
    assert CHINESE.findall(in_english(done)) == []
    looked = {key: SLIP.findall(done.content.decode())[at] for at, key in enumerate(("number", "code"))}
    case, look = GridEvent.objects.get(), "/public/petitions-look/"
    assert CHINESE.findall(in_english(client.post(look, looked))) == []
    step(case, "raise", cast.grid_worker, at=timezone.now(), reason="村里没有权限。")
    step(case, "ask_again", cast.clerk, at=timezone.now(), reason="请写清是哪两盏。")
    assert CHINESE.findall(in_english(client.post(look, looked))) == []
    step(case, "complete", cast.grid_worker, at=timezone.now(), note="路灯不亮三天了。")
    step(case, "dispatch", cast.clerk, at=timezone.now(), to_unit=cast.housing, grade="general", reason="请处置。")
    step(case, "finish", cast.handler, at=timezone.now(), note="换了灯泡。", reply="灯已经换好。")
    step(case, "confirm", cast.grid_worker, at=timezone.now(), note="亮了。")
    asked = client.post(look, looked | {"then": "rate"})
    assert 'name="rating"' in asked.content.decode() and CHINESE.findall(in_english(asked)) == []
    assert CHINESE.findall(in_english(client.post(look, looked | {"then": "rate", "rating": "fair"}))) == []


def test_whoever_reads_english_reads_why_it_was_refused_in_english(client, cast):
    client.get(HERE, {"lang": "en"})
    number, code = SLIP.findall(client.get(report(client).url).content.decode())
    case = GridEvent.objects.get()
    step(case, "raise", cast.grid_worker, at=timezone.now(), reason="村里没有权限。")
    step(case, "reject", cast.clerk, at=timezone.now(), ground="untrue", reason="查过了。", reply="中文")
    page = client.post("/public/petitions-look/", {"number": number, "code": code})
    assert "is not so" in in_english(page) and CHINESE.findall(in_english(page)) == []
