"""Whose illness is nobody's business stands in no register, no request for help and nothing that everybody reads."""

import pytest

from governance.cases.illnesses import why_illness


@pytest.mark.parametrize(
    "text", ["张某患精神障碍，多次报警", "其子有抑郁症病史", "艾滋病感染者王某", "其子精神分裂症，请求救助"]
)
def test_it_says_why_such_words_do_not_stand(text):
    assert "应当保密" in why_illness(text)


@pytest.mark.parametrize("text", ["长安区精神病医院", "精神障碍社区康复服务机构", "艾滋病防治宣传", "邻里漏水纠纷"])
def test_what_is_called_after_an_illness_says_of_nobody_that_they_have_it(text):
    assert why_illness(text) == ""
