"""Letters of referral and their replies come from real steps and say what the law wants in them."""

import pytest

from mediation.disputes.actions import open_track
from mediation.vocabulary import PEOPLE
from tests import builders, disputes
from tests.mediation.papers.reading import check, people
from tests.papers.reading import text


def open_by(cast, actor, referrer, referral):
    dispute = disputes.dispute(cast, people=people())
    return open_track(
        dispute,
        PEOPLE,
        organisation=cast.mediation,
        referral=referral,
        referrer=referrer,
        note="双方均同意诉前调解。",
        actor=actor,
        at=builders.OPENED,
    )


@pytest.mark.parametrize(
    ("referral", "by", "office", "sentences"),
    [
        ("delegated_pre_filing", "judge", "court", ("委派调解函", "调解期限为30日", "自收到之日起3个工作日内确认")),
        ("entrusted_ordinary", "judge", "court", ("委托调解函", "调解期限为15日", "第十一条、第二十七条")),
        ("entrusted_summary", "judge", "court", ("委托调解函", "调解期限为7日", "调解协议内容不公开")),
        ("police_referral", "officer", "station", ("委托调解函", "第一百八十六条", "公安机关不予治安管理处罚")),
        ("administrative_referral", "handler", "housing", ("移交调解函", "调解期限为1个月", "退回移交的材料")),
    ],
)
def test_the_referrer_sends_a_letter_signed_by_its_own_person(cast, referral, by, office, sentences):
    signer, referrer = getattr(cast, by), getattr(cast, office)
    paper = open_by(cast, signer, referrer, referral).papers.get()
    assert (paper.code, paper.unit, paper.signer) == ("delegation_letter", referrer, signer)
    check(
        paper,
        f"{referrer.short_name}调委〔2026〕1号",
        signer.name,
        cast.mediation.name,
        "申请人：韩素珍",
        "自你单位签字接收材料之日起计算",
        "双方均同意诉前调解。",
        "接收人（单位盖章）",
        *sentences,
    )


def test_nobody_signs_in_the_name_of_another_office(cast):
    assert not open_by(cast, cast.clerk, cast.court, "delegated_pre_filing").papers.exists()


@pytest.fixture
def delegated(cast):
    """``delegated()`` gives a track that the court has referred before filing, with its letter."""

    def delegated():
        dispute = disputes.dispute(cast, actor=cast.judge, unit=cast.court, people=people())
        facts = {"track": PEOPLE, "organisation": cast.mediation, "procedure": "general"}
        facts |= {"referral": "delegated_pre_filing", "referrer": cast.court}
        builders.step(dispute, "start_mediation", cast.judge, replay=False, **facts)
        return dispute.parts.get().own

    return delegated


def test_a_declined_referral_goes_back_with_the_reason(delegated, take):
    paper = take(disputes.decline, delegated())["referral_reply"]
    check(
        paper,
        "区调委会调回〔2026〕1号",
        "白秀芳",
        "你单位委派调解函（",
        "《最高人民法院关于人民法院特邀调解的规定》第二十六条",
        "未予受理。",
        "不属于本组织调解范围。",
        "移交的材料随函退回",
    )
    assert "签收材料日期" not in text(paper)


def test_a_referral_that_failed_goes_back_without_what_was_conceded(cast, delegated, take):
    case = delegated()
    disputes.accept(case, cast)
    issued = take(disputes.terminate, case, undisputed="借款本金没有争议。")
    assert set(issued) == {"termination_notice", "referral_reply"}
    shown = text(issued["referral_reply"])
    for sentence in (
        "签收材料日期：2026年3月11日。",
        "调解未达成协议，已经终止调解。",
        "借款本金没有争议。",
        "作出妥协而认可的事实，本函不予记载",
    ):
        assert sentence in shown, sentence


def test_the_court_learns_of_an_agreement_in_writing(cast, delegated, take):
    case = delegated()
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)

    def reply(case, cast):
        disputes.step(case, "reply_referrer", cast.mediator, later=6, content="双方达成协议，协议附后。")

    shown = text(take(reply, case)["referral_reply"])
    assert "经调解，双方当事人达成协议。" in shown
    assert "双方达成协议，协议附后。" in shown
    assert cast.court.name in shown
