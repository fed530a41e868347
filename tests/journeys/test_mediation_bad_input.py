"""What cannot be is said at its field, in a sentence; what was typed stays, and nothing changes."""

import pytest
from django.urls import reverse

from governance.cases.models import Case
from governance.organisation.models import Post
from mediation import reference
from mediation.models import Mediator
from tests import disputes
from tests.disputes import day

from .mediating import ACCEPT, LEAK, SESSION, agreement, promise

pytestmark = pytest.mark.django_db


TWICE = {"被申请人 › 姓名（名称）": "韩素珍", "被申请人 › 电话": "13922220001"}
ALONE = {"被申请人 › 姓名（名称）": "", "被申请人 › 电话": "", "被申请人 › 住址": ""}


@pytest.fixture
def sat(desks):
    """Mon 2026-03-16 at five: a track that was accepted on 03-11, after its first sitting on 03-13."""
    at = desks.comes("03-10 10:00")
    case = disputes.track(desks.cast, of=disputes.dispute(desks.cast, at=at))
    disputes.accept(case, desks.cast, later=0)
    disputes.sit(case, desks.cast, later=2)
    desks.comes("03-16 17:00")
    return case


def unchanged(desk, case, step: str, typed: dict) -> dict[str, str]:
    """The sentences at the fields, after it was seen that all that was typed still stands and nothing happened."""
    case.refresh_from_db()
    before = (case.version, case.events.count())
    sent = desk.open(case, step).form.type(typed)
    page = desk.send(sent)
    assert page.status == 422, page.text[:300]
    case.refresh_from_db()
    assert (case.version, case.events.count()) == before
    for label, value in typed.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            assert page.form.rows(label)[: len(value)] == sent.rows(label)[: len(value)]
        else:
            assert page.form.told(label) == sent.told(label), label
    return page.wrong


WRONG_REGISTRATIONS = (
    (TWICE, "姓名（名称）", "同一人不能同时是双方当事人"),
    (ALONE, "姓名（名称）", "双方当事人都要登记"),
    ({"涉及金额（元）": "-3"}, "涉及金额（元）", "金额不能小于零。"),
    ({"涉及金额（元）": "五千"}, "涉及金额（元）", "请填写金额，例如"),
    ({"纠纷类型": "鸡毛蒜皮"}, "纠纷类型", "请从列表中选择"),
    ({"申请人 › 证件号": "610116196503120020"}, "证件号", "校验位"),
    ({"收到日期": "2026-03-17"}, "收到日期", "不能晚于今天"),
)


def test_it_refuses_a_wrong_registration(desks):
    desks.comes("03-16 17:00")
    reference.load()
    desk, url = desks.of("clerk"), reverse("mediation:register")
    blank = desk.get(url)
    for changes, label, sentence in WRONG_REGISTRATIONS:
        page = desk.send(blank.form.type(LEAK | changes), to=url)
        assert page.status == 422 and sentence in page.wrong[label], (changes, page.wrong)
        for name, value in (LEAK | changes).items():
            assert page.form.told(name) == value, name
    assert not Case.objects.exists()


RIGHT = promise("赔偿墙面损失", "银行转账", "04-30", "3000")
WRONG_AGREEMENTS = (
    ({"生效日期": "2026-03-15"}, "生效日期", "生效日期不能早于达成（签名）日期"),
    ({"达成（签名）日期": "2026-03-11", "生效日期": "2026-03-16"}, "达成（签名）日期", "不能早于第一次调解"),
    ({"达成（签名）日期": "2026-03-17"}, "达成（签名）日期", "不能晚于今天"),
    ({"形式": "口头协议", "达成（签名）日期": "2026-03-15"}, "生效日期", "口头协议自达成协议之日起生效"),
    ({"履行事项": [RIGHT, {**RIGHT, "金额（元）": "-3000"}]}, "金额（元） 2", "金额不能小于零。"),
    ({"履行事项": [{**RIGHT, "金额（元）": "0"}]}, "金额（元） 1", "金额应当大于零"),
    ({"履行事项": [{**RIGHT, "金额（元）": ""}]}, "金额（元） 1", "金额不明确的，法院不予司法确认"),
    ({"履行事项": [{**RIGHT, "金额（元）": "三千"}]}, "金额（元） 1", "请填写金额，例如"),
    ({"履行事项": [{**RIGHT, "履行期限": "2026-03-01"}]}, "履行期限 1", "履行期限不能早于协议生效日期 2026-03-16"),
    ({"履行事项": [{**RIGHT, "履行期限": ""}]}, "履行期限 1", "请填写履行期限"),
    ({"主要事实、争议事项和各方责任": ""}, "主要事实、争议事项和各方责任", "请填写主要事实"),
    ({"份数": "1"}, "份数", "2"),
)


def test_it_refuses_a_wrong_agreement(desks, sat):
    desk = desks.of("mediator")
    for changes, label, sentence in WRONG_AGREEMENTS:
        wrong = unchanged(desk, sat, "达成协议", agreement("03-16", [RIGHT], **changes))
        assert sentence in wrong[label], (changes, wrong)
    assert not sat.agreements.exists()


WRONG_MOMENTS = (
    ("2026-03-16T17:30", "不能晚于现在"),
    ("2026-03-09T10:00", "调解时间不能早于受理日期 2026-03-11"),
    ("2026-03-13T10:00", "调解时间应当晚于上一次调解 2026-03-13 11:00"),
)


def test_it_refuses_a_sitting_that_cannot_have_been(desks, sat):
    desk = desks.of("mediator")
    for moment, sentence in WRONG_MOMENTS:
        wrong = unchanged(desk, sat, "记录调解", {**SESSION, "调解时间": moment})
        assert sentence in wrong["调解时间"], wrong
    assert sat.sessions.count() == 1


def test_it_refuses_a_mediator_who_is_recused_or_whose_term_is_over(desks, sat):
    cast, desk = desks.cast, desks.of("mediator")
    Mediator.objects.create(
        unit=cast.mediation,
        name="牛志刚",
        appointed_on=day(sat, -900),
        term_from=day(sat, -900),
        term_to=day(sat, -1),
    )
    desk.take(sat, "回避", {"调解员": "白秀芳", "情形": "是一方当事人或者其代理人近亲属"})
    assert "调解员 尚未确定" in desk.case(sat).text
    # Whoever is recused takes no step; somebody else of the committee does.
    assert desk.case(sat).steps == []
    role = cast.mediator.posts.get().role
    Post.objects.create(user=cast.village_mediator, unit=cast.mediation, role=role, starts_on=day(sat, -900))
    colleague = desks.of("village_mediator")
    wrong = unchanged(colleague, sat, "确定调解员", {"调解员": "白秀芳", "确定方式": "双方当事人共同选定"})
    assert wrong["调解员"] == "白秀芳已经回避（是一方当事人或者其代理人近亲属），不能再担任本案调解员。"
    assert "牛志刚" not in colleague.open(sat, "确定调解员").text


def test_it_reaches_no_agreement_before_a_sitting(desks):
    at = desks.comes("03-10 10:00")
    case = disputes.track(desks.cast, of=disputes.dispute(desks.cast, at=at), later=0)
    disputes.accept(case, desks.cast, later=0)
    disputes.name(case, desks.cast, later=0)
    desks.comes("03-11 10:00")
    desk = desks.of("mediator")
    assert "达成协议" not in desk.case(case).steps
    page = desk.case(case, "steps", "sign_agreement")
    assert page.status == 409 and "事项现在的状态是“已受理”，不能“达成协议”。" in page.text
    assert not case.agreements.exists()


def test_it_refuses_wrong_days_of_performing_visiting_and_accepting(desks, sat):
    cast, desk = desks.cast, desks.of("mediator")
    disputes.agree(sat, cast, later=4)
    paid = {"履行事项": "修好卫生间防水", "履行凭证": "收条"}
    for on, sentence in (("2026-03-14", "不能早于达成协议的日期 2026-03-15"), ("2026-03-17", "不能晚于今天")):
        wrong = unchanged(desk, sat, "记录履行", {**paid, "履行日期": on})
        assert sentence in wrong["履行日期"], wrong
    wrong = unchanged(desk, sat, "安排回访", {"回访日期": "2026-03-16"})
    assert wrong["回访日期"] == "回访日期应当晚于今天。"
    seen = {"方式": "上门", "当事人满意度": "满意", "回访情况": "双方和好。"}
    wrong = unchanged(desk, sat, "记录回访", {**seen, "回访日期": "2026-03-13"})
    assert "回访日期不能早于调解结束日期" in wrong["回访日期"]
    broken = {"履行事项": "修好卫生间防水", "认定日期": "2026-03-16", "情况": "未修。"}
    broken |= {"已经督促当事人履行": True, "告知当事人的途径": ["就协议的履行向人民法院起诉"]}
    wrong = unchanged(desk, sat, "认定未履行", broken)
    assert "届满之后才能认定未履行" in wrong["认定日期"]
    again = disputes.track(cast, of=sat.dispute, later=5, procedure="labour")
    wrong = unchanged(desk, again, "受理", {"受理（签收材料）日期": "2026-03-09", **ACCEPT})
    assert "不能早于收到这件事项的日期 2026-03-10" in wrong["受理（签收材料）日期"]
