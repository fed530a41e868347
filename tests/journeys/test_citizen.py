"""A citizen with a phone and no login: from the first word to the last, with a hearing before it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from governance.cases.history import broken_history
from petitions.models import Petition, Review
from tests import builders
from tests.attachments.samples import picture
from tests.chromium import fits
from tests.petitions import reviews as built

from .screens import Desk, Screen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def photo(tmp_path) -> str:
    file = tmp_path / "泵房.jpg"
    file.write_bytes(picture(size=(320, 240)))
    return str(file)


def test_a_petition_is_followed_on_a_phone_from_the_first_word_to_the_last(office, accessible, photo):
    office.comes("03-10 10:00")
    phone, cast = office.phone, office.cast
    number, code = handed_in(phone, accessible, photo)
    petition = Petition.objects.get(number=number)
    office.comes("03-10 10:20")
    looked_up(phone, accessible, number, code)
    expect(phone.get_by_text("2026-03-25 周三").first).to_be_visible()
    taken_on(cast, petition)
    office.comes("03-12 16:00")
    reads(number, code, "已转送", "韦曲派出所", "已受理", "受理告知书", "2026-05-11 周一")
    answered(cast, petition)
    office.comes("04-08 09:00")
    looked_up(phone, accessible, number, code)
    expect(phone.get_by_text("2026-04-30 周四").first).to_be_visible()
    added(phone, accessible, photo)
    rated(phone, accessible)
    review = asked_for_review(phone, accessible, petition)
    reviewed(office, number, code, review)
    recheck = asked_for_recheck(office, number, code, petition)
    heard(office, number, code, recheck)
    decided_for_good(office, number, code, recheck)
    assert broken_history() == []


def go_on(phone: Page, accessible, heading: str) -> None:
    """The next question, which reads well and fits the screen."""
    phone.get_by_role("button", name="下一步").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
    accessible(phone)
    fits(phone)


def handed_in(phone: Page, accessible, photo: str) -> tuple[str, str]:
    """One question a page; what was forgotten is said where it belongs, and nothing typed is lost."""
    phone.goto("/public/")
    phone.get_by_role("link", name="提出信访事项").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("要反映什么事")
    accessible(phone)
    phone.get_by_label("事情经过和理由").fill("泵房三天前停用，物业不修。")
    phone.get_by_role("button", name="下一步").click()
    expect(phone.get_by_role("alert")).to_contain_text("请填写您的请求")
    expect(phone.get_by_label("事情经过和理由")).to_have_value("泵房三天前停用，物业不修。")
    phone.get_by_label("我有困难或者纠纷，请求解决").check()
    phone.get_by_label("您的请求").fill("请求恢复小区供水。")
    # The script has done its work while the person was writing.
    expect(phone.locator("[name=solution]")).not_to_have_value("")
    go_on(phone, accessible, "在哪个镇、街道")
    phone.get_by_label("事情发生在哪个镇、街道").select_option(label="韦曲街道")
    go_on(phone, accessible, "在哪里")
    phone.get_by_label("在哪个村、社区").select_option(label="凤栖路社区")
    go_on(phone, accessible, "您是谁")
    for label, words in {"姓名": "赵秀英", "电话": "13911112222", "住址": "凤栖路社区3组8号"}.items():
        phone.get_by_label(label).first.fill(words)
    go_on(phone, accessible, "照片和材料")
    phone.locator("input[type=file]").set_input_files([photo])
    go_on(phone, accessible, "核对和提交")
    expect(phone.get_by_text("泵房.jpg")).to_be_visible()
    phone.get_by_label("我已经核对，内容属实").check()
    phone.get_by_role("button", name="提出").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("已经登记")
    accessible(phone)
    fits(phone)
    number, code = phone.locator(".public-slip dd").all_inner_texts()
    assert re.fullmatch(r"XF2026-\d{6}", number) and re.fullmatch(r"(\w{4}-){2}\w{4}", code)
    phone.get_by_role("button", name="记好了").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("请选择要办的事")
    return number, code


def looked_up(phone: Page, accessible, number: str, code: str) -> None:
    """Number and code, typed as people type them."""
    phone.goto("/public/petitions-look/")
    phone.get_by_label("编号").fill(number.lower())
    phone.get_by_label("查询码").fill("AAAA-BBBB-CCCC")
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_role("alert")).to_contain_text("没有查到")
    phone.get_by_label("查询码").fill(code.replace("-", " ").lower())
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_text(f"编号 {number}")).to_be_visible()
    accessible(phone)
    fits(phone)
    phone.get_by_text("为什么是这一天").first.click()
    expect(phone.get_by_text("当日不计入").first).to_be_visible()


def reads(number: str, code: str, *told: str, citizen: Desk | None = None) -> Screen:
    """What number and code show by now, without a browser."""
    citizen = citizen or Desk(None)
    page = citizen.press(citizen.get("/public/petitions-look/"), "查询", 编号=number, 查询码=code)
    assert [each for each in (f"编号 {number}", *told) if each not in page.text] == [], page.text
    return page


def taken_on(cast, petition: Petition) -> None:
    """The offices do their part: sent to the station, and taken on there."""
    built.engage(cast)
    builders.step(petition, "transfer", cast.clerk, later=1, to_unit=cast.station, replay=False, **builders.TRANSFER)
    builders.step(petition, "accept", cast.officer, later=2, replay=False, **builders.ACCEPT)


def answered(cast, petition: Petition) -> None:
    """Answered by the station, which names the bureau for a review, and served on 03-31."""
    lead = built.station_lead(cast)
    opinion = built.OPINION | {"review_organ": cast.police.name}
    builders.step(petition, "issue_opinion", lead, later=20, replay=False, **opinion)
    served_on = petition.opened_at.date().replace(day=31)
    builders.step(petition, "serve", cast.officer, later=21, replay=False, served_on=served_on, **built.SERVED)


def added(phone: Page, accessible, photo: str) -> None:
    with phone.expect_download() as download:
        phone.get_by_role("link", name="信访处理意见书").click()
    assert download.value.suggested_filename.endswith(".docx")
    phone.get_by_role("link", name="补充材料").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("补充材料")
    accessible(phone)
    fits(phone)
    phone.get_by_label("补充的内容").fill("这是现在的照片。")
    phone.locator("input[type=file]").set_input_files([photo])
    phone.get_by_role("button", name="补充材料").click()
    expect(phone.get_by_text("材料已经收到")).to_be_visible()


def rated(phone: Page, accessible) -> None:
    phone.get_by_role("link", name="评价", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("评价")
    accessible(phone)
    phone.get_by_role("group", name="对办理、答复的韦曲派出所").get_by_label("不满意", exact=True).check()
    phone.get_by_role("group", name="对登记、转送的韦曲街道办事处").get_by_label("满意", exact=True).check()
    phone.get_by_role("button", name="评价").click()
    expect(phone.get_by_text("您的评价已经记下")).to_be_visible()


def asked_for_review(phone: Page, accessible, petition: Petition) -> Review:
    phone.get_by_role("link", name="请求复查、复核").click()
    expect(phone.get_by_label("公安长安分局")).to_be_checked()
    accessible(phone)
    fits(phone)
    phone.get_by_label("您的请求、事实和理由").fill("三次报警没有查清，请求重新调查。")
    phone.get_by_role("button", name="请求复查、复核").click()
    expect(phone.get_by_text("复查请求已经收到")).to_be_visible()
    expect(phone.get_by_text("最迟答复您的复查请求").first).to_be_visible()
    review = Review.objects.get(parent=petition.pk)
    assert review.lead_unit.short_name == "公安长安分局"
    phone.goto("/public/petitions-mine/appeal/")
    expect(phone.get_by_text("复查正在办理，还不能请求复核")).to_be_visible()
    accessible(phone)
    phone.goto("/public/petitions-mine/withdraw/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("现在不能撤回")
    return review


def reviewed(office, number: str, code: str, review: Review) -> None:
    """Thirty days from 04-08 end on Fri 05-08; what was decided is read once it was served."""
    built.accepted(office.cast, review, replay=False)
    office.comes("04-10 09:00")
    reads(number, code, "复查请求已受理", "2026-05-08 周五", "公安长安分局")
    built.decided(office.cast, review, replay=False)
    office.comes("04-18 12:00")
    assert "信访事项复查意见书" not in reads(number, code, "已作出复查意见").text
    built.served(office.cast, review, replay=False)
    office.comes("04-20 09:00")
    reads(number, code, "复查意见已送达", "信访事项复查意见书", "您可以请求复核，到这一天为止")


def asked_for_recheck(office, number: str, code: str, petition: Petition) -> Review:
    office.comes("04-27 10:00")
    citizen = Desk(None)
    page = citizen.get(reads(number, code, citizen=citizen).link("请求复查、复核"))
    # The opinion names the county, which is not here: who asks says which of those that are.
    told = {"向哪个机关、单位请求": "长安区信访局", "您的请求、事实和理由": "复查没有听取陈述，请求听证。"}
    page = citizen.press(page, "请求复查、复核", **told)
    assert "复核请求已经收到" in page.text
    recheck = Review.objects.get(kind="recheck", parent=petition.pk)
    assert recheck.lead_unit == office.cast.petitions
    built.accepted(office.cast, recheck, replay=False)
    return recheck


def heard(office, number: str, code: str, recheck: Review) -> None:
    """Its thirty days, to Wed 05-27, stand still from the call on 05-06 to the hearing on 05-14: nine days."""
    office.comes("05-06 10:00")
    called(office.of("office_lead"), recheck)
    told = ("请您参加听证", "2026-05-14 09:30", "区信访局会议室", "要举行听证，请您参加", "听证通知书", "暂停计算")
    reads(number, code, *told)
    office.comes("05-15 10:00")
    told = {"举行日期": "2026-05-14", "听证笔录": "信访人陈述，机关答辩。", "听证意见": "建议维持。"}
    told |= {"主持人": "office_lead", "参加人签字的笔录": SimpleUploadedFile("笔录.jpg", picture(), "image/jpeg")}
    office.of("office_handler").take(recheck, "登记听证情况", told)
    assert "请您参加听证" not in reads(number, code, "已举行听证", "2026-06-05 周五").text


def called(desk: Desk, recheck: Review) -> None:
    """A hearing to which not all sides were asked is not called, and nothing typed is lost."""
    citizen, nobody = {"身份": "信访人（代表）", "姓名、单位": "赵秀英"}, {"身份": "", "姓名、单位": ""}
    organ = {"身份": "作出意见的机关", "姓名、单位": "公安长安分局 邓凯"}
    told = {"听证时间": "2026-05-14T09:30", "地点": "区信访局会议室", "举行听证的理由": "争议大。"}
    told |= {"主持人": "office_lead", "是否公开": "公开", "参加人": [citizen, nobody]}
    page = desk.refused(recheck, "举行听证", told)
    assert "信访人和作出意见的机关都要有人参加。" in page.text
    page = desk.send(page.form.type({"参加人": [citizen, organ]}))
    assert "“举行听证”已办理。" in page.text and "停表中" in page.text


def decided_for_good(office, number: str, code: str, recheck: Review) -> None:
    """What was decided at last is read and taken along; nothing more can be asked for."""
    built.decided(office.cast, recheck, 23, replay=False)
    built.served(office.cast, recheck, 24, replay=False)
    office.comes("05-22 10:00")
    citizen = Desk(None)
    told = ("已作出复核意见", "复核意见已送达", "复核意见是最终意见")
    page = reads(number, code, *told, citizen=citizen)
    assert ".docx" in citizen.get(page.link("信访事项复核意见书")).headers["Content-Disposition"]


def test_it_works_without_a_script(cast):
    citizen = Desk(None)
    page = citizen.get("/public/petitions/")
    for told in (
        {"您要办的是哪一种": "我检举控告公职人员或者单位违纪违法", "您的请求": "请求查清收受好处的问题。"},
        {"被检举控告的单位": "长安区住房和城乡建设局"},
        {"事情发生在哪个镇、街道": "不清楚，或者涉及全县（市、区）"},
        {"我不写姓名": True},
        {},
    ):
        page = citizen.press(page, "下一步", **told)
    page = citizen.press(page, "提出", **{"我已经核对，内容属实": True})
    assert "不能在网上查询" in page.text
    assert Petition.objects.get().is_restricted


@pytest.mark.parametrize("address", ["contact/", "petitions/"])
def test_whoever_asks_their_browser_for_large_letters_gets_them_and_the_page_still_fits(cast, phone_page, address):
    """The journey reads every page as it is; these are read as by somebody who set letters twice as large."""
    phone_page.goto(f"/public/{address}")
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    words = phone_page.locator("main p, main label").first
    before = words.evaluate(size)
    phone_page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert words.evaluate(size) == 2 * before
    assert phone_page.locator("a.skip").evaluate("link => link.getBoundingClientRect().bottom") <= 0
    fits(phone_page)


ORDER = """
() => [...document.querySelectorAll("main h1, main label, main legend, main input:not([type=hidden]), main textarea, " +
  "main select, main button")].filter((each) => each.offsetParent).map((each) => each.tagName)
"""


def test_a_screen_reader_meets_every_question_before_its_box(cast, phone_page):
    """Read from the top, no box comes before its label, and the button stands last."""
    phone_page.goto("/public/petitions/")
    expect(phone_page.get_by_role("heading", level=1)).to_be_visible()
    tags = phone_page.evaluate(ORDER)
    assert tags[0] == "H1" and tags[-1] == "BUTTON"
    boxes = phone_page.locator("main textarea, main select, main input[type=radio], main input[type=checkbox]")
    for box in boxes.all():
        assert box.evaluate("box => box.labels.length > 0 && Boolean(box.labels[0].compareDocumentPosition(box) & 20)")
