"""Which rows of a table of messages are good, and what is said about the others."""

from datetime import datetime

import pytest

from governance.frame.days import CHINA
from governance.jobs.handed_in import Fault
from petitions.messages.checking import COLUMNS, TableRefused, check
from tests.petitions.messages import ROWS, changed

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=CHINA)
KNOWN = ("城乡建设", "交通运输", "劳动和社会保障")


def checked(rows=ROWS, header=COLUMNS):
    return check([list(header), *map(list, rows)], categories=KNOWN, now=NOW)


def test_it_takes_good_rows_as_they_are():
    result = checked()
    assert (result.read, len(result.good), result.faults, result.doubled) == (6, 6, [], 0)
    second = result.good[1]
    assert (second.line, second.number, second.user, second.category) == (3, "9002", "YH乙", "交通运输")
    assert second.sent_at == datetime(2019, 3, 5, 20, 0, tzinfo=CHINA)
    assert [message.days for message in result.good] == [None, 15, 16, 61, 0, None]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"留言编号": ""}, "留言编号", "没有填写留言编号。"),
        ({"留言用户": " "}, "留言用户", "没有填写留言用户。"),
        ({"留言主题": ""}, "留言主题", "没有填写留言主题。"),
        ({"留言主题": "长" * 121}, "留言主题", "有 121 字，最多 120 字。"),
        ({"留言时间": ""}, "留言时间", "没有填写留言时间。"),
        ({"留言时间": "昨天"}, "留言时间", "“昨天”不是日期时间，应当如 2026-11-21 14:30:00。"),
        ({"留言时间": "2019-02-29 10:00:00"}, "留言时间", "“2019-02-29 10:00:00”不是日期时间"),
        ({"留言时间": "2026-11-21 09:00:01"}, "留言时间", "晚于现在。"),
        ({"留言时间": "1999-12-31"}, "留言时间", "早于 2000 年。"),
        ({"留言详情": ""}, "留言详情", "没有填写留言详情。"),
        ({"答复意见": ""}, "答复意见", "有答复时间，没有答复意见。"),
        ({"答复时间": ""}, "答复时间", "有答复意见，没有答复时间。"),
        ({"答复时间": "2019-03-05 19:59:59"}, "答复时间", "答复时间早于留言时间。"),
        ({"一级分类": "天气"}, "一级分类", "没有“天气”这个一级分类。"),
        ({"留言详情": "a\0b"}, "留言详情", "含有不可见的空字符。"),
    ],
)
def test_it_says_which_cell_is_wrong_and_why(cells, column, reason):
    result = checked(changed("9002", **cells))
    assert len(result.good) == 5
    assert [(fault.line, fault.column) for fault in result.faults] == [(3, column)]
    assert reason in result.faults[0].reason
    assert str(result.faults[0]).startswith(f"第 3 行“{column}”：")


def test_it_lists_every_fault_of_a_row():
    result = checked(changed("9001", 留言用户="", 留言时间="x", 一级分类="y"))
    assert [fault.column for fault in result.faults] == ["留言用户", "留言时间", "一级分类"]
    assert result.bad_rows == 1


def test_it_refuses_one_number_with_two_contents():
    result = checked((*ROWS, (*ROWS[1][:2], "别的主题", *ROWS[1][3:])))
    assert result.faults == [Fault(8, "留言编号", "与第 3 行编号相同而内容不同。")]
    assert len(result.good) == 6


def test_it_takes_a_row_said_twice_once():
    result = checked((*ROWS, ROWS[0]))
    assert (result.read, len(result.good), result.doubled, result.faults) == (7, 6, 1, [])


def test_it_counts_cells_and_passes_over_empty_rows():
    result = checked((("",) * 8, *ROWS[:1], ROWS[1][:7], (*ROWS[2], "", "")))
    assert result.read == 3 and len(result.good) == 2
    assert result.faults == [Fault(4, "", "有 7 格，应当是 8 格。")]


@pytest.mark.parametrize("text", ["2019/3/4 9:30", "2019-03-04 09:30", "2019年3月4日 09:30:00", "2019.03.04 9:30"])
def test_it_reads_times_as_offices_write_them(text):
    assert checked(changed("9001", 留言时间=text)).good[0].sent_at == datetime(2019, 3, 4, 9, 30, tzinfo=CHINA)


def test_it_finds_the_columns_in_any_order():
    order = [3, 0, 1, 2, 4, 7, 5, 6]
    rows = [[row[place] for place in order] for row in ROWS]
    assert checked(rows, [COLUMNS[place] for place in order]).good == checked().good


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (COLUMNS[:-1], "表头缺少：一级分类。"),
        ((*COLUMNS, "备注"), "没有“备注”这一列"),
        ((*COLUMNS, "留言编号"), "表头里“留言编号”不止一列"),
        ((), "没有找到表头：要有一行写明留言编号、留言用户"),
    ],
)
def test_it_refuses_a_table_with_other_columns(header, sentence):
    with pytest.raises(TableRefused) as refused:
        checked(header=header)
    assert sentence in refused.value.sentence
