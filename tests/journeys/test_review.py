"""From the answer to the last word: a review, a recheck with a hearing in between, and the same matter once more."""

import pytest
from playwright.sync_api import expect

from governance.cases.history import broken_history
from petitions.models import Petition, Review
from tests import builders
from tests.attachments.samples import picture
from tests.chromium import fits
from tests.petitions import reviews as built

from .acts import case_path, cells, inbox, open_step, send, take

pytestmark = pytest.mark.django_db(transaction=True)
SERVED = {"送达日期": "2026-04-20", "收件人": "赵秀英", "送达凭证": "本人签收"}


@pytest.fixture
def proof(tmp_path) -> list[str]:
    """A document that proves what was done."""
    file = tmp_path / "材料.png"
    file.write_bytes(picture("PNG"))
    return [str(file)]


def test_an_answer_is_reviewed_and_rechecked_after_a_hearing_and_then_stands(office, accessible, proof):
    petition = built.answered(office.cast)  # served by the station on Tue 03-31
    review = asked_for_review(office, accessible, petition)
    reviewed(office, review)
    recheck = asked_for_recheck(office, petition)
    heard(office, accessible, recheck, proof)
    decided_for_good(office, recheck)
    said_once_more(office, petition)
    assert broken_history() == []


def asked_for_review(office, accessible, petition: Petition) -> Review:
    """What the law does not allow is said at its field, and nothing typed is lost."""
    office.comes("04-07 10:00")
    desk = open_step(office.at_desk("clerk"), petition.number, "appeal")
    accessible(desk)
    desk.get_by_role("radio", name="复核", exact=True).check()
    _name_organ(desk, "公安长安分局")
    desk.get_by_label("收到请求日期").fill("2026-04-02")
    desk.get_by_label("请求、事实和理由").fill("三次报警没有查清，请求重新调查。")
    send(desk, "登记复查、复核请求", [], "还没有送达的复查意见，不能请求复核")
    expect(desk.get_by_label("请求、事实和理由")).to_have_value("三次报警没有查清，请求重新调查。")
    desk.get_by_role("radio", name="复查", exact=True).check()
    _name_organ(desk, "韦曲派出所")
    send(desk, "登记复查、复核请求", [], "不能自己复查")
    _name_organ(desk, "公安长安分局")
    send(desk, "登记复查、复核请求", [])
    review = Review.objects.get()
    expect(desk.locator("#timeline")).to_contain_text(review.number)
    return review


def _name_organ(desk, name: str) -> None:
    desk.get_by_label("复查、复核机关").fill("")
    desk.get_by_label("复查、复核机关").click()
    desk.keyboard.type(name)
    expect(desk.get_by_role("option").first).to_contain_text(name)
    desk.keyboard.press("Enter")


def reviewed(office, review: Review) -> None:
    office.comes("04-08 09:30")
    phone = office.on_phone("bureau_handler")
    assert review.number in inbox(phone)
    take(phone, review.number, "受理", choose=["短信或网上告知"])
    # Thirty days from 04-02 end in the Labour Day holiday: Wed 05-06.
    expect(phone.get_by_text("2026-05-06 周三").first).to_be_visible()
    fits(phone)
    office.comes("04-15 15:00")
    desk = office.at_desk("bureau_lead")
    told = {"查明的事实": "出警记录齐全。", "意见": "维持。", "依据": "《信访工作条例》第三十二条"}
    take(desk, review.number, "提出复查意见", choose=["维持"], write=told | {"复核机关": "长安区人民政府"})
    expect(desk.locator("#timeline").get_by_role("link", name="信访事项复查意见书")).to_be_visible()
    office.comes("04-20 10:00")
    take(office.at_desk("bureau_handler"), review.number, "送达", choose=["直接送达"], write=SERVED)


def asked_for_recheck(office, petition: Petition) -> Review:
    office.comes("04-27 10:00")
    desk = open_step(office.at_desk("clerk"), petition.number, "appeal")
    desk.get_by_role("radio", name="复核", exact=True).check()
    _name_organ(desk, "长安区信访局")
    desk.get_by_label("收到请求日期").fill("2026-04-27")
    desk.get_by_label("请求、事实和理由").fill("复查没有听取陈述。")
    send(desk, "登记复查、复核请求", [])
    recheck = Review.objects.get(kind="recheck")
    office.comes("04-28 10:00")
    take(office.at_desk("office_handler"), recheck.number, "受理", choose=["短信或网上告知"])
    return recheck


def heard(office, accessible, recheck: Review, proof: list[str]) -> None:
    """Its thirty days, to Wed 05-27, stand still from the call on 05-06 to the hearing on 05-14: nine days."""
    office.comes("05-06 10:00")
    desk = open_step(office.at_desk("office_lead"), recheck.number, "call_hearing")
    accessible(desk)
    for label, words in {
        "听证时间": "2026-05-14T09:30",
        "地点": "区信访局会议室",
        "举行听证的理由": "争议大。",
    }.items():
        desk.get_by_label(label).fill(words)
    desk.get_by_label("主持人").click()
    desk.keyboard.type("office_lead")
    expect(desk.get_by_role("option").first).to_contain_text("office_lead")
    desk.keyboard.press("Enter")
    desk.get_by_role("radio", name="公开", exact=True).check()
    cells(desk, "sides", {"side": "信访人（代表）", "name": "赵秀英"})
    send(desk, "举行听证", [], "信访人和作出意见的机关都要有人参加。")
    cells(
        desk,
        "sides",
        {"side": "信访人（代表）", "name": "赵秀英"},
        {"side": "作出意见的机关", "name": "公安长安分局 邓凯"},
    )
    send(desk, "举行听证", [])
    expect(desk.get_by_text("停表中").first).to_be_visible()
    office.comes("05-15 10:00")
    phone = office.on_phone("office_handler")
    told = {"举行日期": "2026-05-14", "听证笔录": "信访人陈述，机关答辩。", "听证意见": "建议维持。"}
    take(phone, recheck.number, "登记听证情况", pick={"主持人": "office_lead"}, write=told, attach=proof)
    expect(phone.get_by_text("2026-06-05 周五").first).to_be_visible()
    fits(phone)


def decided_for_good(office, recheck: Review) -> None:
    office.comes("05-20 10:00")
    desk = office.at_desk("office_lead")
    told = {"查明的事实": "听证查明，出警记录齐全。", "意见": "维持复查意见。", "依据": "《信访工作条例》第三十二条"}
    take(desk, recheck.number, "提出复核意见", choose=["维持"], write=told)
    office.comes("05-21 10:00")
    desk = office.at_desk("office_handler")
    take(desk, recheck.number, "送达", choose=["直接送达"], write=SERVED | {"送达日期": "2026-05-21"})
    desk = office.at_desk("clerk")
    desk.goto(case_path(recheck.parent.number))
    expect(desk.locator("#timeline")).to_contain_text("复核维持")


def said_once_more(office, petition: Petition) -> None:
    """The same matter is registered, and not accepted again unless something new is said."""
    again = builders.petition(office.cast, at=office.comes("06-10 09:00"), repeats=petition)
    builders.step(again, "transfer", office.cast.clerk, to_unit=office.cast.station, **builders.TRANSFER)
    office.comes("06-11 09:00")
    desk = open_step(office.at_desk("officer"), again.number, "accept")
    desk.get_by_role("radio", name="短信或网上告知", exact=True).check()
    send(desk, "受理", [], "这一事项已经复核终结")
    assert Petition.objects.get(pk=again.pk).status == "routed"
