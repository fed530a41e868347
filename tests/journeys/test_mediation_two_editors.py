"""Two mediators at one track: the second sees what the first changed and keeps what was typed."""

import pytest

from governance.organisation.models import Post, User
from mediation.models import Mediator
from tests import disputes

from .mediating import AGREEMENT, SESSION, agreement, promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(desks):
    """A track after its first sitting, and two mediators of the committee before it."""
    cast = desks.cast
    at = desks.comes("03-10 10:00")
    case = disputes.track(cast, of=disputes.dispute(cast, at=at), later=0)
    disputes.accept(case, cast, later=0)
    disputes.name(case, cast, later=0)
    desks.comes("03-16 17:00")
    disputes.sit(case, cast, later=6)
    other = User.objects.create(username="second", name="胡建国", phone="13800000077", must_change_password=False)
    Post.objects.create(user=other, unit=cast.mediation, role=cast.mediator.posts.get().role, starts_on=at.date())
    Mediator.objects.create(user=other, unit=cast.mediation, name=other.name, position="engaged", appointed_on=at)
    cast.members["second"] = other
    return desks.of("mediator"), desks.of("second"), case


def test_it_shows_the_second_what_the_first_recorded_and_keeps_the_agreement_typed(desks, two):
    first, second, case = two
    rows = [promise("赔偿墙面损失", "银行转账", "04-30", "3000"), promise("修好防水", "履行一定行为", "04-20")]
    typed = second.open(case, "达成协议").form.type(agreement("03-16", rows))
    desks.comes("03-16 17:05")
    sitting = {**SESSION, "调解时间": "2026-03-16T16:55", "调解记录": "双方又谈了赔偿数额。"}
    first.take(case, "记录调解", sitting)

    page = second.send(typed)
    assert page.status == 409
    assert "白秀芳 刚才办理了“记录调解”。您填写的内容还在，请核对后再办理。" in page.text
    assert "双方又谈了赔偿数额。" in page.part("timeline")
    assert not case.agreements.exists()
    for label in ("协议内容", "主要事实、争议事项和各方责任", "份数"):
        assert page.form.told(label) == AGREEMENT[label]
    assert page.form.told("形式") == ["书面协议"]
    assert page.form.rows("履行事项")[:2] == [
        {"事项": "赔偿墙面损失", "金额（元）": "3000", "方式": "银行转账", "履行期限": "2026-04-30"},
        {"事项": "修好防水", "金额（元）": "", "方式": "履行一定行为", "履行期限": "2026-04-20"},
    ]
    page = second.send(page.form)
    assert "“达成协议”已办理。" in page.text
    assert case.agreements.get().items.count() == 2


def test_it_refuses_the_second_of_two_who_record_the_same_payment(desks, two):
    first, second, case = two
    first.take(case, "达成协议", agreement("03-16", [promise("赔偿墙面损失", "现金给付", "04-30", "3000")]))
    desks.comes("03-20 10:00")
    paid = {"履行事项": "赔偿墙面损失", "履行日期": "2026-03-20", "履行凭证": "收条"}
    typed = second.open(case, "记录履行").form.type({**paid, "履行凭证": "转账截图"})
    first.take(case, "记录履行", paid)
    page = second.send(typed)
    assert page.status == 409 and "白秀芳 刚才办理了“记录履行”。" in page.text
    assert page.form.told("履行凭证") == "转账截图"
    assert "协议约定的事项都已经履行" in page.text, "nobody sends it once more to be told so"
    assert case.agreement.items.get().proof == "收条"
