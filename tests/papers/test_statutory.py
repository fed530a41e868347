"""Every paper is issued by the step that the law ties it to, read back from the disk, and says what it must."""

import hashlib
from datetime import date, timedelta

import pytest

from governance.cases.files import storage
from governance.cases.models import Case
from governance.cases.papers import issue as papers
from tests import builders
from tests.petitions.test_simplified import CLEAR

from .reading import everything, text

HERE = ("petitions.papers.intake", "petitions.papers.answers")
ID_NUMBER = "610116196802140028"
PHONE = "13911112222"


@pytest.fixture
def made(cast):
    """``made(step, …)`` takes steps one after the other and gives the newest paper."""
    cast.housing.paper_mark = "长建"
    cast.housing.save(update_fields=["paper_mark"])

    def made(*steps, **fields):
        people = [builders.person(id_number=ID_NUMBER, phone=PHONE)]
        case = builders.petition(cast, people=fields.pop("people", people), **fields)
        for name, actor, later, facts in steps:
            builders.step(case, name, getattr(cast, actor), later=later, replay=False, **facts)
        return case.papers.order_by("-pk")[0]

    return made


@pytest.fixture
def transfer(cast):
    return ("transfer", "clerk", 1, {"to_unit": cast.housing, **builders.TRANSFER})


ACCEPT = ("accept", "handler", 2, builders.ACCEPT)
STUDY = (
    "study",
    "handler",
    3,
    {
        "studied_by": "局办公会",
        "studied_on": date(2026, 3, 12),
        "finding": "可行。",
        "adopted": "whole",
        "reason": "列入计划。",
    },
)
OPINION = ("issue_opinion", "lead", 20, builders.OPINION)


def check(paper, code, number, signer, signed_on, *sentences):
    """What every paper has, and the sentences of this one."""
    shown = text(paper)
    assert paper.code == code
    assert (paper.number, paper.signer_name) == (number, signer)
    assert papers.KINDS[code].title in shown or code in ("transfer_letter", "assignment_letter", "extension_notice")
    for sentence in (number, f"签发人：{signer}", signed_on, paper.unit.name, paper.case.number, *sentences):
        assert sentence in shown, sentence
    assert "{{" not in shown
    assert "{%" not in shown
    assert paper.sha256 == hashlib.sha256(storage.content_of(paper.path)).hexdigest()
    assert paper.contents["文号"] == number


def test_the_acceptance_notice_tells_receipt_way_procedure_and_limit(made, transfer):
    paper = made(transfer, ACCEPT)
    check(
        paper,
        "acceptance_notice",
        "长建受〔2026〕1号",
        "李文斌",
        "二〇二六年三月十二日",
        "赵秀英：",
        "你于2026年3月10日以走访形式提出的“凤栖路社区居民反映小区停水”信访事项",
        "本单位已经收到",
        "《信访工作条例》第二十三条、第三十一条第六项、第三十四条",
        "自受理之日起60日内（至2026年5月11日）办结",
        "延长期限不超过30日",
        "按信访程序办理。",
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"petition_class": "suggestion", "route": ""}, "第二十九条的规定，本单位予以受理，将认真研究论证"),
        ({"route": "arbitration"}, "应当通过仲裁程序处理"),
        ({"route": "party_appeal"}, "第三十一条第三项的规定"),
        ({"route": "administrative"}, "第三十一条第四项的规定"),
        ({"route": "duty"}, "第三十一条第五项的规定，本单位予以受理，依法履行职责或者作出答复"),
    ],
)
def test_the_acceptance_notice_follows_class_and_route_without_a_limit_the_law_does_not_set(
    made, transfer, fields, sentence
):
    shown = text(made(transfer, ACCEPT, **fields))
    assert sentence in shown
    assert "60日" not in shown


def test_the_acceptance_notice_of_a_simplified_matter_names_ten_working_days(made, transfer):
    simplify = ("simplify", "handler", 1, {"ground": "clear"})
    shown = text(made(transfer, simplify, ACCEPT))
    assert "自受理之日起10个工作日内（至2026年3月26日）作出处理意见" in shown
    assert "60日" not in shown


def test_the_non_acceptance_notice_gives_reasons_basis_and_the_next_route(made, transfer):
    paper = made(transfer, ("not_accept", "lead", 2, builders.REFUSAL), route="arbitration")
    check(
        paper,
        "non_acceptance_notice",
        "长建不受〔2026〕1号",
        "王海涛",
        "二〇二六年三月十二日",
        "予以登记",
        "决定不予受理",
        "应当通过仲裁解决。",
        "《信访工作条例》第三十一条",
        "请向劳动人事争议仲裁委员会申请仲裁。",
    )


def test_the_notice_tells_where_to_go(made):
    paper = made(("inform", "clerk", 1, builders.INFORM))
    check(
        paper,
        "inform_notice",
        "韦曲街道办告〔2026〕1号",
        "周晓兰",
        "二〇二六年三月十一日",
        "《信访工作条例》第二十三条",
        "请向该单位服务热线提出。",
        "请向有权处理该事项的市公共交通集团提出。",
    )


def test_the_notice_tells_who_has_taken_the_matter_over(made, transfer):
    facts = {"organ": "长安区住房和城乡建设局", "next_route": "已转该局处理。", "told_by": "post"}
    shown = text(made(transfer, ("notify", "handler", 2, facts)))
    assert "该事项由长安区住房和城乡建设局接收处理。" in shown
    assert "请向" not in shown


def test_the_transfer_letter_names_the_duties_of_the_receiving_unit(made, transfer):
    paper = made(transfer)
    check(
        paper,
        "transfer_letter",
        "韦曲街道办转〔2026〕1号",
        "周晓兰",
        "二〇二六年三月十一日",
        "关于转送信访事项的函",
        "长安区住房和城乡建设局：",
        "赵秀英于2026年3月10日",
        "请求尽快恢复供水。",
        "凤栖路社区3组8号",
        "《信访工作条例》第二十二条",
        "15日内书面告知信访人",
        "5个工作日内提出异议，并详细说明理由",
        "属于住建部门职责。",
    )
    assert "保密" not in text(paper)


def test_the_letter_that_hands_a_matter_on_rests_on_its_own_article(made, cast):
    hand_on = ("hand_on", "lead", 3, {"to_unit": cast.water, **builders.HAND_ON})
    paper = made(ACCEPT, hand_on, unit=cast.housing, actor=cast.handler)
    assert paper.unit == cast.housing
    shown = text(paper)
    assert "长安区水务局：" in shown
    assert "《信访工作条例》第二十四条" in shown


def test_the_assignment_letter_sets_the_day_of_the_report(made, cast):
    facts = {"to_unit": cast.housing, **builders.TRANSFER, "report_days": 30}
    paper = made(("assign_with_report", "clerk", 1, facts))
    check(
        paper,
        "assignment_letter",
        "韦曲街道办交〔2026〕1号",
        "周晓兰",
        "二〇二六年三月十一日",
        "关于交办信访事项的函",
        "《信访工作条例》第二十二条第一款第三项",
        "于2026年4月10日前向本单位反馈办理结果，提交办结报告",
    )


def test_the_extension_notice_gives_reason_new_date_and_approver(made, transfer):
    facts = {"days": 20, "reason": "二次供水设备需委托检测机构鉴定。", "told_by": "post"}
    paper = made(transfer, ACCEPT, ("extend", "lead", 50, facts))
    check(
        paper,
        "extension_notice",
        "长建延〔2026〕1号",
        "王海涛",
        "二〇二六年四月二十九日",
        "信访事项延期办理告知书",
        "2026年3月12日受理",
        "二次供水设备需委托检测机构鉴定。",
        "《信访工作条例》第三十四条",
        "经本单位负责人王海涛批准，办理期限延长20日，延长至2026年6月1日",
    )


def test_the_conversion_notice_says_why_and_that_the_days_are_not_counted_anew(made, cast):
    convert = ("convert", "lead", 14, {"reason": "情况复杂，需要调查核实。", "told_by": "post"})
    held = {"unit": cast.housing, "actor": cast.handler}
    paper = made(("simplify", "handler", 1, CLEAR), ACCEPT, convert, **held)
    check(
        paper,
        "conversion_notice",
        "长建转普〔2026〕1号",
        "王海涛",
        "二〇二六年三月二十四日",
        "信访事项转为普通程序告知书",
        "2026年3月12日按简易程序受理",
        "情况复杂，需要调查核实。",
        "经本单位负责人王海涛批准，转为普通程序办理",
        "办理期限自简易受理之日起计算，不重新起算，至2026年5月11日届满",
    )


@pytest.mark.parametrize(
    ("name", "facts", "reason"),
    [
        ("invite", {"unit": "water", "note": "请核查管网。"}, "涉及几个单位，需要一并调查核实。"),
        (
            "reclassify",
            {"petition_class": "suggestion", "reason": "重新核定。"},
            "事项的性质、办理途径已经变更。",
        ),
        ("merge", {}, "与同一事项的另一件信访件一并办理。"),
    ],
)
def test_what_leaves_the_simplified_procedure_by_itself_is_written_to_as_well(made, cast, name, facts, reason):
    first = made(("simplify", "handler", 1, CLEAR), ACCEPT, unit=cast.housing, actor=cast.handler)
    case = first.case.own
    if name == "merge":
        urgent = builders.petition(cast, unit=cast.housing, actor=cast.handler, is_urgent=True)
        urgent.clocks.filter(term_code="petition.urgent_report").delete()
        told = {"into": case, "note": "同一事项。", "told_by": "post"}
        builders.step(urgent, name, cast.handler, later=4, replay=False, **told)
    else:
        told = facts | ({"unit": cast.water} if "unit" in facts else {})
        builders.step(case, name, cast.lead, later=4, replay=False, **told)
    paper = case.papers.get(code="conversion_notice")
    shown = text(paper)
    assert reason in shown and "不再符合适用简易程序的条件，转为普通程序办理" in shown and "负责人" not in shown
    assert not any(words in shown for words in ("可能影响社会稳定", "请核查管网", "重新核定"))


def test_what_was_not_accepted_yet_or_accuses_gets_no_such_notice(made, cast):
    first = made(("simplify", "handler", 1, CLEAR), ACCEPT, unit=cast.housing, actor=cast.handler)
    case = first.case.own
    accuses = {"petition_class": "accusation", "accused_unknown": True, "reason": "反映的是违纪。"}
    builders.step(case, "reclassify", cast.handler, later=4, replay=False, **accuses)
    waits = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    builders.step(waits, "simplify", cast.handler, later=1, **CLEAR)
    builders.step(waits, "flag_urgent", cast.handler, later=2, replay=False, reason="可能影响社会稳定。")
    for each in (case, waits):
        assert each.procedure == "ordinary" and not each.papers.filter(code="conversion_notice").exists()


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ("supported", "对你的请求予以支持。"),
        ("explained", "缺乏法律依据，现对你的请求作出解释说明。"),
        ("not_supported", "对你的请求不予支持。"),
    ],
)
def test_the_handling_opinion_has_its_four_blocks_and_the_right_to_review(made, transfer, outcome, sentence):
    paper = made(transfer, ACCEPT, ("issue_opinion", "lead", 20, {**builders.OPINION, "outcome": outcome}))
    check(
        paper,
        "handling_opinion",
        "长建处〔2026〕1号",
        "王海涛",
        "二〇二六年三月三十日",
        "信访人：赵秀英",
        "住址：凤栖路社区3组8号",
        "《信访工作条例》第三十一条第六项、第三十二条",
        "一、投诉请求\n请求恢复供水。",
        f"二、事实和理由\n{builders.OPINION['facts']}",
        sentence + "\n责成物业三日内修复。",
        "四、法律法规依据\n《城市供水条例》第二十二条",
        "自收到本意见书之日起30日内，依照《信访工作条例》第三十五条的规定，向长安区人民政府书面请求复查",
    )


def test_the_receipt_of_service_names_the_paper_that_was_served(made, transfer):
    facts = {"method": "left", "served_on": date(2026, 3, 31), "receiver": "赵秀英之子", "proof": "见证人在场。"}
    paper = made(transfer, ACCEPT, OPINION, ("serve", "handler", 21, facts))
    check(
        paper,
        "service_receipt",
        "长建送〔2026〕1号",
        "李文斌",
        "二〇二六年三月三十一日",
        "信访处理意见书（长建处〔2026〕1号）",
        "赵秀英",
        "留置送达",
        "2026年3月31日",
        "赵秀英之子",
        "见证人在场。",
        "见证人签名",
    )


@pytest.mark.parametrize(
    ("fields", "article"),
    [
        ({"petition_class": "suggestion", "route": ""}, "第二十九条"),
        ({"route": "administrative"}, "第三十一条第四项"),
        ({"route": "duty"}, "第三十一条第五项"),
    ],
)
def test_the_reply_answers_what_needs_no_opinion_and_is_what_is_served(made, transfer, fields, article):
    adopted = {"adopted": "whole", "execution_days": 30} if "petition_class" in fields else {}
    reply = ("reply", "lead", 20, {"reply": "建议已采纳。", "legal_basis": "《城市供水条例》第二十二条", **adopted})
    study = [STUDY] if "petition_class" in fields else []
    paper = made(transfer, ACCEPT, *study, reply, **fields)
    check(
        paper,
        "reply_notice",
        "长建复〔2026〕1号",
        "王海涛",
        "二〇二六年三月三十日",
        f"根据《信访工作条例》{article}，现答复如下：\n建议已采纳。",
        "依据\n《城市供水条例》第二十二条",
    )
    facts = {"method": "post", "served_on": date(2026, 3, 31), "receiver": "本人", "proof": "挂号信"}
    builders.step(paper.case.own, "serve", paper.case.handler, later=21, replay=False, **facts)
    assert "答复书（长建复〔2026〕1号）" in text(paper.case.papers.get(code="service_receipt"))


def test_the_reply_without_a_basis_leaves_no_empty_heading(made, transfer):
    reply = ("reply", "lead", 20, {"reply": "建议不采纳。", "adopted": "none"})
    assert "依据" not in text(made(transfer, ACCEPT, STUDY, reply, petition_class="suggestion", route="")).splitlines()


def test_an_accusation_travels_with_the_duty_of_secrecy(cast):
    case = builders.accusation(cast)
    assert case.confidentiality == Case.Confidentiality.RESTRICTED
    facts = {"to_unit": cast.discipline, **builders.TRANSFER}
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, **facts)
    shown = text(case.papers.get(code="transfer_letter"))
    assert "不得将信访人的检举、揭发材料以及有关情况透露或者转给被检举、揭发的人员或者单位" in shown
    assert "《信访工作条例》第二十二条、第三十条" in shown


def test_no_paper_carries_a_phone_or_id_number(made, transfer):
    facts = {"method": "direct", "served_on": date(2026, 3, 31), "receiver": "本人", "proof": "已签收"}
    last = made(transfer, ACCEPT, OPINION, ("serve", "handler", 21, facts))
    for paper in last.case.papers.all():
        assert PHONE not in everything(paper) + str(paper.contents)
        assert ID_NUMBER not in everything(paper) + str(paper.contents)


def test_a_paper_counts_those_it_does_not_name(made, transfer):
    people = [builders.person(name=name) for name in ("赵秀英", "钱一鸣", "孙二宝", "李三林")]
    shown = text(made(transfer, ACCEPT, people=people, people_count=12, is_collective=True))
    assert "赵秀英、钱一鸣、孙二宝等12人：" in shown
    assert "你们于2026年3月10日" in shown


def test_history_that_happened_elsewhere_leaves_no_papers(cast):
    assert not builders.in_status(cast, "served").papers.exists()


def test_every_paper_of_the_workflow_is_tested_here():
    assert {code for code, kind in papers.KINDS.items() if kind.write.__module__ in HERE} == {
        "acceptance_notice",
        "non_acceptance_notice",
        "inform_notice",
        "materials_notice",  # tests/petitions/test_together.py
        "merge_notice",  # tests/petitions/test_merging.py
        "withdrawal_notice",  # tests/petitions/test_withdrawing.py
        "transfer_letter",
        "assignment_letter",
        "extension_notice",
        "conversion_notice",
        "handling_opinion",
        "reply_notice",
        "settlement_agreement",  # tests/petitions/test_settling.py
        "service_receipt",
    }


def test_a_later_year_starts_its_numbers_anew(made, transfer):
    first = made(transfer, ACCEPT)
    second = made(transfer, ACCEPT)
    later = made(transfer, ACCEPT, at=builders.OPENED + timedelta(days=365))
    assert [first.number, second.number, later.number] == [
        "长建受〔2026〕1号",
        "长建受〔2026〕2号",
        "长建受〔2027〕1号",
    ]
