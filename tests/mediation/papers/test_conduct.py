"""Papers from the application to the end of the mediation come from real steps and say what the law wants in them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from governance.cases.steps import actions
from governance.frame.refusals import FactMissing
from mediation.disputes.actions import register_dispute
from mediation.models import Dispute
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, POLICE, RECONCILIATION
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.mediation.papers.reading import check, people
from tests.papers.reading import text


def register(cast, *, replay=False, unit=None, **fields):
    """A dispute registered at the window as people do it."""
    unit = unit or cast.weiqu
    values = {
        "title": "凤栖路社区楼上楼下漏水纠纷",
        "summary": "楼上卫生间漏水，泡坏楼下墙面。",
        "area": cast.area("610116001002"),
        "channel": Dispute.Channel.VISIT,
        "source": "application",
        "opened_at": builders.OPENED,
        "lead_unit": unit,
    }
    made = Dispute(**{**values, **fields})
    register_dispute(made, actor=cast.clerk, at=builders.OPENED, people=people(), replay=replay)
    return made


def test_a_major_dispute_is_reported_in_writing(cast):
    made = disputes.dispute(cast, people=people(), grade="major", people_count=32, amount=Decimal("1280000"))
    facts = {
        "to": cast.justice,
        "situation": "三十二户就过渡费发生争议。",
        "measures": "已召开两次协调会。",
        "suggestion": "建议联合调解。",
    }
    builders.step(made, "report_major", cast.clerk, later=1, replay=False, **facts)
    check(
        made.papers.get(),
        "韦曲街道办调重〔2026〕1号",
        "周晓兰",
        cast.justice.name,
        "重大疑难",
        "涉及32人",
        "1,280,000.00元",
        "韩素珍、孟广田",
        *(value for value in facts.values() if isinstance(value, str)),
    )


def test_another_county_is_asked_by_a_letter_that_names_no_party(cast):
    made = disputes.dispute(cast, title="韩素珍与孟广田漏水纠纷", people=people())
    asked = {"organ": "蓝田县综治中心", "asked": "请通知工程承包方到场。"}
    builders.step(made, "ask_abroad", cast.clerk, later=1, replay=False, **asked)
    assert not made.papers.exists(), "the head of the organ signs what it asks of another"
    actions.decide(made.proposals.get(), approve=True, actor=cast.township_lead, at=builders.OPENED + timedelta(days=2))
    paper = made.papers.get()
    said = text(paper)
    signed = ("韦曲街道办调助〔2026〕1号", f"签发人：{cast.township_lead.name}")
    for each in (*signed, "蓝田县综治中心：", "请通知工程承包方到场。", made.number):
        assert each in said
    assert "韩素珍" not in said and "孟广田" not in said


def test_a_letter_and_its_answer_keep_their_days_whatever_was_written_down_between(cast):
    made = disputes.dispute(cast)
    disputes.track(cast, of=made, later=5)
    sent = {"sent_on": disputes.day(made, 2), "paper_number": "韦街函〔2026〕7号"}
    asked = {"organ": "蓝田县综治中心", "asked": "请通知工程承包方到场。", "files": [upload("函.png", picture("PNG"))]}
    builders.step(made, "ask_abroad", cast.clerk, later=20, **asked, **sent)
    answer = {"organ": "蓝田县综治中心", "note": "已通知。", "done_on": disputes.day(made, 4)}
    builders.step(made, "hear_from_abroad", cast.clerk, later=20, **answer)
    assert {made.events.filter(step=step).count() for step in ("ask_abroad", "hear_from_abroad")} == {1}


def test_a_letter_that_went_out_elsewhere_keeps_its_day_and_number(cast, login):
    made = disputes.dispute(cast)
    sent = {"sent_on": builders.OPENED.date(), "paper_number": "韦街函〔2026〕7号"}
    asked = {"organ": "蓝田县综治中心", "asked": "请通知工程承包方到场。"} | sent
    with pytest.raises(FactMissing, match="请附上函件"):
        builders.step(made, "ask_abroad", cast.clerk, later=1, replay=False, **asked)
    builders.step(
        made, "ask_abroad", cast.clerk, later=1, replay=False, files=[upload("函.png", picture("PNG"))], **asked
    )
    assert not made.papers.exists() and not made.proposals.exists()
    assert "韦街函〔2026〕7号" in login(cast.clerk).get(f"/cases/{made.number}/").content.decode()


@pytest.mark.parametrize("missing", ["sent_on", "paper_number"])
def test_nobody_spares_the_head_the_letter_by_half_of_one_that_is_said_to_have_gone_out(cast, missing):
    made = disputes.dispute(cast)
    sent = {"sent_on": builders.OPENED.date(), "paper_number": "韦街函〔2026〕7号"}
    half = {name: said for name, said in sent.items() if name != missing}
    with pytest.raises(FactMissing) as refused:
        builders.step(made, "ask_abroad", cast.clerk, later=1, organ="蓝田县综治中心", asked="请通知到场。", **half)
    assert set(refused.value.errors) == {missing}


@pytest.mark.parametrize(("mode", "said"), [("room", "携带身份证件"), ("video", "请按时进入视频会议")])
def test_the_parties_are_told_of_an_agreed_sitting_in_writing(cast, track, mode, said):
    case = track()
    disputes.accept(case, cast)
    meets_at = builders.OPENED.replace(hour=9, minute=30) + timedelta(days=8)
    told = {"meets_at": meets_at, "mode": mode, "place": "凤栖路社区调解室", "attendants": "双方和社区书记"}
    builders.step(case, "arrange_session", cast.mediator, later=3, replay=False, online_consent=True, **told)
    paper = case.papers.get(code="session_notice")
    who = ("韩素珍、孟广田：", "双方和社区书记")
    check(paper, "长调委调通〔2026〕1号", "白秀芳", *who, "2026年3月18日 09:30", "凤栖路社区调解室", said)
    assert "漏水纠纷”一事" in text(paper)


LAWS = {
    ADMINISTRATIVE: "根据本省矛盾纠纷多元化解规定，",
    POLICE: "根据《公安机关办理行政案件程序规定》第一百八十三条，",
    JUDICIAL: "根据《民事诉讼法》第九十七条，",
    RECONCILIATION: "根据《人民检察院刑事诉讼规则》第四百九十六条，",
}


@pytest.mark.parametrize("kind", LAWS)
def test_the_notice_of_a_sitting_in_a_room_rests_on_the_law_of_its_track(cast, track, kind):
    case = track(kind)
    disputes.accept(case, cast)
    meets_at = builders.OPENED.replace(hour=9, minute=30) + timedelta(days=8)
    told = {"meets_at": meets_at, "mode": "room", "place": "调解室", "attendants": "双方"}
    builders.step(case, "arrange_session", disputes.worker(cast, kind), later=3, replay=False, **told)
    said = text(case.papers.get(code="session_notice"))
    assert LAWS[kind] in said and "在线调解" not in said


def test_an_application_waits_for_the_signature_of_the_party_who_applied(cast):
    made = register(cast)
    paper = made.papers.get()
    assert paper.code == "mediation_application"
    assert paper.event.step == "register"
    check(
        paper,
        "韦曲街道办调申〔2026〕1号",
        "周晓兰",
        "人民调解申请书",
        "申请人：韩素珍，住址：凤栖路社区5号楼301室，联系电话：＿",
        "被申请人：孟广田，住址：＿",
        "代理人：韩小军",
        "楼上卫生间漏水，泡坏楼下墙面。",
        "＿人民调解委员会",
        "自愿、平等的原则，不收取任何费用",
        "《人民调解法》第十七条自愿申请调解",
        "以上内容属实（申请人签名、盖章或者按指印）",
        "申请人 韩素珍\n",
    )
    assert "申请人 孟广田" not in text(paper)


def test_an_application_handed_to_a_committee_is_addressed_to_it(cast):
    assert "此致\n长安区矛盾纠纷调解委员会\n" in text(register(cast, unit=cast.mediation).papers.get())


def test_nobody_signs_an_application_who_did_not_apply(cast):
    for made in (register(cast, source="sweep"), register(cast, replay=True)):
        assert not made.papers.exists()


def test_acceptance_is_registered_and_the_parties_learn_their_rights(track, take):
    issued = take(disputes.accept, track())
    assert set(issued) == {"mediation_acceptance", "rights_notice"}
    check(
        issued["mediation_acceptance"],
        "长调委调登〔2026〕1号",
        "白秀芳",
        "人民调解受理登记表",
        "当事人申请",
        "2026年3月12日",
        "1个月，至2026年4月13日",
        "申请人：韩素珍，住址：凤栖路社区5号楼301室",
        "被申请人：孟广田",
        "一般，个体性，涉及2人",
        "楼上卫生间漏水，泡坏楼下墙面。",
    )
    check(
        issued["rights_notice"],
        "长调委调权〔2026〕1号",
        "白秀芳",
        "韩素珍、孟广田：",
        "《人民调解法》第二十三条、第二十四条",
        "在当事人自愿、平等的基础上进行调解",
        "不得因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利",
        "（一）选择或者接受人民调解员；",
        "（二）接受调解、拒绝调解或者要求终止调解；",
        "（三）要求调解公开进行或者不公开进行；",
        "（四）自主表达意愿、自愿达成调解协议。",
        "（一）如实陈述纠纷事实；",
        "（二）遵守调解现场秩序，尊重人民调解员；",
        "（三）尊重对方当事人行使权利。",
        "不收取任何费用（《人民调解法》第四条）",
        "自协议生效之日起30日内共同向人民法院申请司法确认",
        "本人已经知悉（签名、盖章或者按指印）",
        "代理人 韩小军",
    )


@pytest.mark.parametrize(
    ("kind", "sentences"),
    [
        (ADMINISTRATIVE, ("行政调解", "调解不收取任何费用。", "可以依法通过仲裁、诉讼等途径解决")),
        (POLICE, ("治安调解", "第一百七十八条、第一百七十九条", "公安机关不再处罚")),
        (JUDICIAL, ("司法调解", "调解过程和调解协议内容不公开", "申请其回避", "诉前调解不收取任何费用")),
    ],
)
def test_on_other_tracks_the_notice_rests_on_their_own_law(track, take, kind, sentences):
    shown = text(take(disputes.accept, track(kind))["rights_notice"])
    for sentence in sentences:
        assert sentence in shown, sentence
    assert "《人民调解法》第四条" not in shown
    assert "人民调解员" not in shown


def test_the_record_of_a_sitting_tells_who_was_there_what_was_said_and_how_it_ended(cast, track, take):
    case = track()
    disputes.accept(case, cast)
    issued = take(disputes.sit, case)
    assert set(issued) == {"mediation_record"}
    check(
        issued["mediation_record"],
        "长调委调记〔2026〕1号",
        "白秀芳",
        "人民调解记录",
        "2026年3月14日 11:00",
        "第1次",
        "到场",
        "社区调解室",
        "双方各自陈述了积水的经过。",
        "需要继续调解",
        "确认无误，签名如下：",
        "被申请人 孟广田",
        "调解员",
        "记录人",
    )


def test_the_notice_of_termination_opens_the_other_ways(cast, track, take):
    case = track()
    disputes.accept(case, cast)
    issued = take(disputes.terminate, case, ways=["arbitration", "administrative", "lawsuit"])
    assert set(issued) == {"termination_notice"}
    shown = text(issued["termination_notice"])
    check(
        issued["termination_notice"],
        "长调委调终〔2026〕1号",
        "白秀芳",
        "终止调解通知书",
        "现因分歧较大，难以达成协议，根据《人民调解法》第二十六条，决定终止调解",
        "双方对责任认识不一。",
        "可以依法通过仲裁、行政、司法等途径维护自己的权利",
        "（一）依法向有管辖权的仲裁机构申请仲裁",
        "（二）请求有权处理的行政机关依法处理；",
        "（三）向有管辖权的人民法院提起诉讼。",
    )
    assert "没有争议的事实" not in shown.replace("无争议事实外", "")
    assert "第一百八十五条" not in shown


def test_undisputed_facts_stand_in_the_notice_for_both_to_sign(cast, track, take):
    case = track()
    disputes.accept(case, cast)
    shown = text(take(disputes.terminate, case, undisputed="漏水自三月一日开始。")["termination_notice"])
    assert "经双方当事人同意，将调解中没有争议的事实记载如下" in shown
    assert "漏水自三月一日开始。" in shown


def test_after_police_mediation_the_case_is_handled_by_law(cast, track, take):
    case = track(POLICE)
    disputes.accept(case, cast)
    shown = text(take(disputes.terminate, case)["termination_notice"])
    assert "对违反治安管理行为人，公安机关依法予以处罚" in shown
