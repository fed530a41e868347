"""Whose illness is nobody's business stands in no register, no request for help and nothing that everybody reads."""

import pytest
from django.urls import reverse

from governance.cases.illnesses import why_illness
from governance.frame.refusals import FactMissing
from tests import builders

ILL = "申请人患精神分裂症，本人到场。"


@pytest.mark.parametrize(
    "text",
    [
        "张某患精神障碍，多次报警",
        "其子有抑郁症病史",
        "艾滋病感染者王某",
        "其子精神分裂症，请求救助",
        "精神障碍患者张三管理不到位",
    ],
)
def test_it_says_why_such_words_do_not_stand(text):
    assert "应当保密" in why_illness(text)


@pytest.mark.parametrize(
    "text",
    ["长安区精神病医院", "精神障碍社区康复服务机构", "精神障碍患者居家管理办法", "艾滋病防治宣传", "邻里漏水纠纷"],
)
def test_what_is_called_after_an_illness_says_of_nobody_that_they_have_it(text):
    assert why_illness(text) == ""


def test_what_staff_write_of_a_case_asks_once_and_says_so_in_the_history(cast, login):
    """Whoever must name an illness by their office says that they must (精神卫生法 art. 4)."""
    case = builders.in_status(cast, "handling")
    url = reverse("cases:step", args=[case.number, "comment"])
    client = login(cast.handler)
    told = {"note": ILL, "version": case.version}
    answer = client.post(url, told)
    page = answer.content.decode()
    assert answer.status_code == 422 and "应当保密" in page and ILL in page and 'name="illness_needed"' in page
    assert not case.events.filter(step="comment").exists()
    assert client.post(url, told | {"illness_needed": "on"}).status_code == 302
    told = dict(case.events.get(step="comment").facts["told"])
    assert told["依法履行职责确需写明患病情况"] == "是"


def test_what_the_matter_itself_says_is_not_asked_about_again(cast):
    case = builders.petition(cast, summary="其子患精神分裂症，请求救助。")
    builders.step(case, "comment", cast.clerk, note="其子精神分裂症复发，已联系民政。")
    with pytest.raises(FactMissing) as asked:
        builders.step(case, "comment", cast.clerk, note="另有抑郁症病史。")
    assert list(asked.value.errors) == ["illness_needed"]


def test_whoever_sends_back_what_waits_is_asked_too(cast, login):
    case = builders.in_status(cast, "handling")
    builders.step(case, "extend", cast.handler, later=2, days=10, reason="取证。", told_by="post")
    case.refresh_from_db()
    url = reverse("cases:decide", args=[case.number, case.proposals.get().pk])
    told = {"decision": "reject", "reason": ILL, "version": case.version}
    answer = login(cast.lead).post(url, told)
    assert answer.status_code == 422 and 'name="illness_needed"' in answer.content.decode()
    assert login(cast.lead).post(url, told | {"illness_needed": "on"}).status_code == 302
