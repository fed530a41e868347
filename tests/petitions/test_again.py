"""While a petition is typed it is said whether the matter came before, and what the law makes of that."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases.intake.similar import similar
from governance.cases.models import Case
from tests import builders
from tests.petitions import reviews as built

pytestmark = pytest.mark.django_db
TEXT = "凤栖路社区三号楼水泵房连续三天停用，高层住户断水，请求尽快恢复供水。"
TYPED = {
    "channel": "letter",
    "name_1": "赵秀英",
    "phone_1": "13911112222",
    "people_count": "1",
    "area": "韦曲街道 / 凤栖路社区",
    "petition_class": "appeal_request",
    "route": "handling",
}


def preview(login, who, at, time_machine, **told) -> str:
    time_machine.move_to(at, tick=False)
    typed = TYPED | {"received_on": at.date().isoformat(), "summary": TEXT} | told
    return login(who).post(reverse("petitions:preview"), typed).content.decode()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("registered", "还没有受理：同一事项选“并入”"),
        ("routed", "还没有受理：同一事项选“并入”"),
        ("handling", "区住建局正在办理，期限到 2026-05-11 周一：照常登记；同一事项选“并入”"),
        ("informed", "以前告知向有权处理的机关提出"),
        ("not_accepted", "以前不予受理"),
        ("withdrawn", "由信访人撤回：可以再次提出"),
        ("served", "2026-04-30 周四 前可以请求复查、复核"),
    ],
)
def test_each_state_of_the_earlier_one_says_what_the_law_makes_of_it(cast, login, time_machine, status, said):
    case = builders.in_status(cast, status)
    page = preview(login, cast.clerk, case.opened_at + timedelta(days=22), time_machine)
    assert case.number in page and said in page


def test_a_superior_is_told_that_it_is_pending_below_and_a_late_organ_is_no_ground(cast, login, time_machine):
    case = builders.in_status(cast, "handling")
    page = preview(login, cast.petition_clerk, case.opened_at + timedelta(days=10), time_machine)
    assert case.number not in page
    builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk, at=case.opened_at + timedelta(days=3))
    below = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk, at=case.opened_at)
    builders.step(below, "transfer", cast.petition_clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(below, "accept", cast.handler, later=2, **builders.ACCEPT)
    page = preview(login, cast.petition_clerk, case.opened_at + timedelta(days=10), time_machine)
    assert "区住建局已经受理" in page and "本单位不予受理，告知信访人等候答复（第十九条第三款）" in page
    page = preview(login, cast.petition_clerk, case.opened_at + timedelta(days=80), time_machine)
    assert "超过期限没有答复，不能以正在办理为由不予受理" in page


def test_a_review_under_way_and_a_recheck_that_concluded_are_told_apart(cast, login, time_machine):
    petition = built.answered(cast)
    review = built.asked(cast, petition)
    page = preview(login, cast.clerk, petition.opened_at + timedelta(days=26), time_machine)
    assert "公安长安分局正在复查" in page
    built.accepted(cast, review)
    built.decided(cast, review)
    built.served(cast, review)
    built.through(cast, petition, 40, stage="recheck")
    page = preview(login, cast.clerk, petition.opened_at + timedelta(days=70), time_machine)
    assert "已经复核终结" in page and "第三十六条第三款" in page


def test_the_same_words_of_others_in_the_township_are_found_and_other_matters_are_not(cast, login, time_machine):
    other = builders.petition(
        cast,
        title="水泵房停用，三号楼断水",
        summary="凤栖路社区三号楼的水泵房停用三天了，高层住户断水，盼尽快恢复供水。",
        people=[builders.person("孙丽", "13955556666", address="二组")],
    )
    builders.petition(
        cast,
        title="咨询入学",
        summary="咨询今年小学入学登记需要哪些材料，什么时候办理。",
        people=[builders.person("钱进", "13977778888", address="一组")],
    )
    far = builders.petition(
        cast,
        title=other.title,
        summary=other.summary,
        area=cast.area("610116002001"),
        people=[builders.person("周全", "13966668888", address="九组")],
    )
    page = preview(
        login, cast.clerk, other.opened_at + timedelta(days=5), time_machine, name_1="吴青", phone_1="13922223333"
    )
    assert other.number in page and "同镇街，文字相近" in page and "分别登记、分别答复" in page
    assert page.count("reason-tag") == 1 and far.number not in page
    page = preview(
        login, cast.clerk, other.opened_at + timedelta(days=120), time_machine, name_1="吴青", phone_1="13922223333"
    )
    assert "按初次反映登记" in page


def test_words_of_what_one_may_not_know_are_not_compared(cast, login, time_machine):
    hidden = builders.accusation(
        cast, accused_unit=cast.weiqu, title=TEXT[:30], summary=TEXT, people=[builders.person("孙丽", "13955556666")]
    )
    page = preview(
        login, cast.clerk, hidden.opened_at + timedelta(days=5), time_machine, name_1="吴青", phone_1="13922223333"
    )
    assert "按初次反映登记" in page and hidden.number not in page


def test_however_many_stand_there_it_asks_as_often(cast, django_assert_num_queries):
    area, at = cast.area("610116001002"), builders.OPENED + timedelta(days=3)

    def ask():
        return similar([], area, None, [TEXT], visible=Case.objects.all(), parts=["petitioner"], at=at, word="信访件")

    builders.petition(cast, summary=TEXT)
    assert len(ask()) == 1
    with django_assert_num_queries(2):
        ask()
    for _ in range(8):
        builders.petition(cast, summary=TEXT)
    with django_assert_num_queries(2):
        assert len(ask()) == 5
