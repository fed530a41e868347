"""The text of a publication: its parts, and counts that could lead to somebody."""

import pytest

from governance.publications.body import FEW, HEADING, PLOT, TABLE, TEXT, WITHHELD, blocks, drawn, table, without_small


def test_it_reads_headings_paragraphs_tables_and_the_plot_of_a_table():
    found = blocks("= 一、收件\n本月情况。\n\n|镇街|件数|\n|韦曲|12|\n|郭杜|\n图：各镇街收件\n完。")
    assert [each.kind for each in found] == [HEADING, TEXT, TABLE, PLOT, TEXT]
    assert found[0].text == "一、收件"
    assert found[2].rows == (("镇街", "件数"), ("韦曲", "12"), ("郭杜", ""))
    assert (found[3].text, drawn(found[3].rows)) == ("各镇街收件", [("韦曲", 12)])


def test_a_plot_without_a_table_is_nothing():
    assert blocks("图：没有表") == []


def test_what_would_part_cells_stays_in_its_cell():
    assert blocks(table(["名称", "数"], [["甲|乙\n丙", 1267]]))[0].lines == (("甲／乙 丙", "1,267"),)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        # one is hidden and the sum would give it away, so the smallest of the others goes too
        (["3", "10", "20", "33"], [FEW, WITHHELD, "20", "33"]),
        # two are hidden: the sum gives none of them away
        (["3", "2", "20", "25"], [FEW, FEW, "20", "25"]),
        # nothing else to hide: the sum goes
        (["3", "0", "0", "3"], [FEW, "0", "0", FEW]),
        (["0", "10", "20", "30"], ["0", "10", "20", "30"]),
        (["1,204", "5", "4", "1,213"], ["1,204", WITHHELD, FEW, "1,213"]),
    ],
)
def test_no_count_below_five_stands_there_or_can_be_worked_out(counts, shown):
    rows = (("镇街", "件数"), *zip(("甲", "乙", "丙", "合计"), counts, strict=True))
    assert [row[1] for row in without_small(rows)[1:]] == shown


def test_serial_numbers_days_and_rates_are_no_counts():
    rows = (("序号", "月份", "按期率", "件数"), ("1", "3", "4", "4"))
    assert without_small(rows)[1] == ("1", "3", "4", FEW)


def test_a_period_above_a_column_does_not_show_what_is_small():
    rows = (("指标", "本期", "上期", "去年同期"), ("收到", "12", "3", "1"))
    assert without_small(rows)[1] == ("收到", "12", FEW, FEW)
