"""Papers of the agreement and of what follows it come from real steps and say what the law wants in them."""

from mediation.vocabulary import POLICE
from tests import disputes
from tests.mediation.papers.reading import check
from tests.papers.reading import paragraphs, text


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
    _, issued = agreed(form="oral", facts="", unwritten=True)
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
    calm = take(visit, case, performing="yes")["follow_up_record"]
    check(calm, "长调委调访〔2026〕1号", "白秀芳", "人民调解回访记录", *words, "按协议履行", "未发现")
    tense = text(take(visit, case, performing="no", escalation_signs="双方又发生争吵")["follow_up_record"])
    assert "没有按协议履行" in tense
    assert "双方又发生争吵" in tense
    assert "未发现" not in tense
