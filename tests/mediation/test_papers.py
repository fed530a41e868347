"""Every paper of mediation comes from a real step, is read back from the disk, and says what the law wants in it."""

import hashlib
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone

from governance.cases import papers, storage
from governance.cases.models import Paper
from governance.cases.papers import PaperIncomplete
from mediation.actions import open_track, register_dispute
from mediation.models import Dispute
from mediation.papers import speaking
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE
from tests import builders, disputes
from tests.papers.reading import everything, paragraphs, text

ID_NUMBER = "610116196802140028"
PHONE = "13922220001"
MINE = {
    "mediation_application",
    "mediation_acceptance",
    "rights_notice",
    "mediation_record",
    "mediation_agreement",
    "oral_agreement_register",
    "confirmation_application",
    "follow_up_record",
    "termination_notice",
    "breach_advice",
    "major_dispute_report",
    "delegation_letter",
    "referral_reply",
}


def people():
    return [
        disputes.party("韩素珍", "applicant", phone=PHONE, address="凤栖路社区5号楼301室", id_number=ID_NUMBER),
        disputes.party("孟广田", "respondent", phone="13922220002"),
        disputes.party("韩小军", "agent", address="凤栖路社区5号楼301室"),
    ]


@pytest.fixture
def track(cast):
    """``track(kind, …)`` gives a track of a dispute between 韩素珍 and 孟广田, registered without papers."""
    cast.mediation.paper_mark = "长调委"
    cast.mediation.save(update_fields=["paper_mark"])

    def track(kind=PEOPLE, **fields):
        return disputes.track(cast, kind, of=disputes.dispute(cast, people=people()), **fields)

    return track


@pytest.fixture
def take(cast, monkeypatch):
    """``take(verb, track, …)`` lets a builder of ``tests.disputes`` issue papers, and gives the new ones by code."""

    def take(verb, case, **fields):
        before = set(case.papers.values_list("pk", flat=True))
        quiet = builders.step
        with monkeypatch.context() as patch:
            patch.setattr(disputes, "step", lambda *args, **facts: quiet(*args, **{"replay": False, **facts}))
            verb(case, cast, **fields)
        return {paper.code: paper for paper in case.papers.exclude(pk__in=before)}

    return take


@pytest.fixture
def agreed(cast, track, take):
    """``agreed(kind, …)`` gives a track with an agreement, and the papers of the signing."""

    def agreed(kind=PEOPLE, **facts):
        case = track(kind)
        disputes.accept(case, cast)
        disputes.sit(case, cast, attendants="双方当事人，社区干部王敏")
        return case, take(disputes.agree, case, **facts)

    return agreed


def check(paper, number, signer, *sentences):
    """What every paper has, and the sentences of this one."""
    shown = text(paper)
    assert (paper.number, paper.signer_name) == (number, signer)
    for sentence in (number, signer, paper.unit.name, paper.case.number, paper.case.title, *sentences):
        assert sentence in shown, sentence
    assert "{{" not in shown
    assert "{%" not in shown
    assert not {"\u2028", "\u2029"} & set(shown)
    assert paper.sha256 == hashlib.sha256(storage.located(paper.path).read_bytes()).hexdigest()
    assert ID_NUMBER not in everything(paper) + str(paper.contents)
    assert PHONE not in everything(paper) + str(paper.contents)


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
    assert "此致　长安区矛盾纠纷调解委员会\n" in text(register(cast, unit=cast.mediation).papers.get())


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
        "自协议生效之日起三十日内共同向人民法院申请司法确认",
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


def test_the_agreement_has_what_the_law_wants_and_its_items_as_a_table(agreed):
    _, issued = agreed()
    assert set(issued) == {"mediation_agreement"}
    paper = issued["mediation_agreement"]
    check(
        paper,
        "长调委调协〔2026〕1号",
        "白秀芳",
        "人民调解协议书",
        "申请人：韩素珍，住址：凤栖路社区5号楼301室，证件号码：＿",
        disputes.AGREEMENT["facts"],
        disputes.AGREEMENT["content"],
        "金额合计：3,200.00元（人民币叁仟贰佰元整）。",
        "履行地点：凤栖路社区。",
        "自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效",
        "生效日期为2026年3月16日",
        "《人民调解法》第三十一条至第三十三条",
        "本协议一式3份，由当事人各执一份，长安区矛盾纠纷调解委员会留存一份",
        "当事人签名、盖章或者按指印，调解员、记录人签名：",
        "被申请人 孟广田",
        "主持人、调解员",
        "长安区矛盾纠纷调解委员会（印章）",
    )
    lines = paragraphs(paper)
    first = lines.index("修好卫生间防水")
    assert lines[first - 1 : first + 4] == ["1", "修好卫生间防水", "—", "履行一定行为", "2026年4月10日"]
    assert lines[first + 4 : first + 9] == ["2", "赔偿墙面损失", "3,200.00", "银行转账", "2026年4月20日"]
    assert "案件发生的时间" not in text(paper)


def test_the_police_agreement_has_the_words_of_its_own_article(agreed):
    _, issued = agreed(POLICE)
    shown = text(issued["mediation_agreement"])
    for sentence in (
        "治安调解协议书",
        "由韦曲派出所主持调解，主持人（调解员）邓凯",
        "其他在场人员：双方当事人，社区干部王敏",
        "当事人：韩素珍",
        "当事人：孟广田",
        "（案件发生的时间、地点、人员、起因、经过、情节、结果）",
        "自各方当事人签名、盖章或者按指印之日起生效",
        "公安机关对违反治安管理行为人依法予以处罚",
        "《公安机关办理行政案件程序规定》第一百八十五条",
    ):
        assert sentence in shown, sentence
    assert "人民调解" not in shown


def test_an_oral_agreement_is_registered_and_no_written_one_is_made(agreed):
    _, issued = agreed(form="oral", facts="")
    assert set(issued) == {"oral_agreement_register"}
    check(
        issued["oral_agreement_register"],
        "长调委调口〔2026〕1号",
        "白秀芳",
        "人民调解口头协议登记表",
        "认为无需制作调解协议书",
        "口头协议自各方当事人达成协议之日起生效",
        "修好卫生间防水",
        "人民币叁仟贰佰元整",
        "当事人签名或者按指印确认",
    )


def test_both_parties_apply_to_the_court_together_and_promise_what_it_wants(cast, agreed, take):
    case, _ = agreed()

    def apply(case, cast):
        facts = {"court": cast.court, "bar": "none", "applied_on": disputes.day(case, 10), "jointly": True}
        disputes.step(case, "apply_confirmation", cast.mediator, later=10, **facts)

    paper = take(apply, case)["confirmation_application"]
    check(
        paper,
        "长调委调确〔2026〕1号",
        "白秀芳",
        "司法确认申请书",
        "申请人：韩素珍，住址：凤栖路社区5号楼301室，证件号码：＿",
        "申请人：孟广田",
        "联系电话：＿",
        "送达地址：＿",
        "达成调解协议书（长调委调协〔2026〕1号），协议自2026年3月16日起生效",
        "于2026年3月21日共同向贵院申请，请求依法确认该调解协议有效",
        "《人民调解法》第三十三条、《民事诉讼法》第二百零五条",
        disputes.AGREEMENT["content"],
        "没有恶意串通、规避法律的行为",
        "所提交的证明材料真实、合法",
        cast.court.name,
        "双方当事人签名、盖章或者按指印：",
        "申请人 韩素珍",
        "申请人 孟广田",
        "代理人：韩小军，住址：凤栖路社区5号楼301室，证件号码：＿",
        "代理人 韩小军",
        "双方当事人的送达地址、电话号码等联系方式",
        "不收取费用",
    )
    assert "被申请人" not in text(paper)


def test_a_breach_is_told_with_the_ways_to_the_court(agreed, take):
    case, _ = agreed()
    check(
        take(disputes.breach, case)["breach_advice"],
        "长调委调履〔2026〕1号",
        "白秀芳",
        "第1项 修好卫生间防水，约定的履行期限为2026年4月10日",
        "多次督促没有履行。",
        "就调解协议的履行或者调解协议的内容发生争议的，可以向人民法院提起诉讼。",
        "《人民调解法》第三十一条至第三十三条",
        "可以向人民法院申请强制执行",
    )


def test_a_visit_is_recorded_with_performance_satisfaction_and_signs(cast, agreed, take):
    case, _ = agreed()

    def visit(case, cast, **facts):
        told = {"visited_on": disputes.day(case, 20), "method": "door", "satisfaction": "fair", "content": "已上门。"}
        disputes.step(case, "follow_up", cast.mediator, later=20, **{**told, **facts})

    words = ("上门", "基本满意", "已上门。", "2026年3月31日", "调解协议书（长调委调协〔2026〕1号）")
    calm = take(visit, case, performs=True)["follow_up_record"]
    check(calm, "长调委调访〔2026〕1号", "白秀芳", "人民调解回访记录", *words, "按协议履行", "未发现")
    tense = text(take(visit, case, escalation_signs="双方又发生争吵")["follow_up_record"])
    assert "没有按协议履行" in tense
    assert "双方又发生争吵" in tense
    assert "未发现" not in tense


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
        ("delegated_pre_filing", "judge", "court", ("委派调解函", "调解期限为30日", "自收到之日起三个工作日内确认")),
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


@pytest.mark.parametrize(
    ("step", "facts", "code", "word"),
    [
        ("agree", {"content": " \n "}, "mediation_agreement", "协议内容"),
        ("agree", {"facts": "\t"}, "mediation_agreement", "主要事实"),
        ("terminate", {"reason": " "}, "termination_notice", "终止理由"),
        ("sit", {"content": "\u200e"}, "mediation_record", "调解记录"),
    ],
)
def test_it_issues_nothing_without_a_word_that_the_law_wants(cast, agreed, step, facts, code, word):
    case, _ = agreed()
    papers_before = Paper.objects.count()
    agreement = case.agreement
    agreement.content = facts.get("content", agreement.content)
    agreement.facts = facts.get("facts", agreement.facts)
    agreement.save(update_fields=["content", "facts"])
    told = {
        "agree": {"form": "written"},
        "terminate": disputes.ENDING,
        "sit": {**disputes.SESSION, "held_at": timezone.localtime(case.opened_at)},
    }[step]
    name = {"agree": "sign_agreement", "terminate": "terminate", "sit": "hold_session"}[step]
    with pytest.raises(PaperIncomplete, match=word):
        papers.issue(
            case,
            code,
            event=SimpleNamespace(step=name),
            signer=cast.mediator,
            unit=cast.mediation,
            on=disputes.day(case, 6),
            facts={**told, **facts},
        )
    assert Paper.objects.count() == papers_before


def test_history_that_happened_elsewhere_leaves_no_papers(cast, track):
    case = track()
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    assert not case.papers.exists()
    assert not case.dispute.papers.exists()


def test_every_paper_of_mediation_is_known_here():
    registered = {code for code, kind in papers.KINDS.items() if kind.write.__module__.startswith("mediation.")}
    assert registered == MINE


def test_the_guide_gives_the_ground_of_every_paper_as_the_paper_does():
    guide = (settings.BASE_DIR / "docs" / "user-guide" / "ledger.md").read_text(encoding="utf-8")
    told = {line.split(" | ")[0].strip("| "): line.split(" | ")[-1].rstrip(" |") for line in guide.splitlines()}
    assert {papers.KINDS[code].title: papers.KINDS[code].article for code in MINE}.items() <= told.items()


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10.05", "壹拾元零伍分"),
        ("3200.00", "叁仟贰佰元整"),
        ("1005.30", "壹仟零伍元叁角整"),
        ("100000.00", "壹拾万元整"),
        ("100005.00", "壹拾万零伍元整"),
        ("1280000.00", "壹佰贰拾捌万元整"),
        ("20300400.56", "贰仟零叁拾万零肆佰元伍角陆分"),
        ("100000001.00", "壹亿零壹元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_it_writes_money_in_capitals(amount, said):
    assert speaking.in_capitals(Decimal(amount)) == said
