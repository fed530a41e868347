"""Tables put together as strings: what is text stays text."""

from operator import itemgetter

from django.conf import settings
from django.utils.html import format_html

from governance.frame.pages.columns import FIRST, ListColumn, table_html
from governance.frame.pages.tables import Cell, Row, Table, figures_html

HOSTILE = """<script>'"&"""
HARMLESS = "&lt;script&gt;&#x27;&quot;&amp;"
COLUMNS = (
    ListColumn("编号", itemgetter("number"), css="number"),
    ListColumn("标题", lambda row: format_html("<a>{}</a>", row["title"]), css="cell-title", label="标题"),
    ListColumn(HOSTILE, itemgetter("plain"), label=HOSTILE),
)


def test_it_writes_headings_and_a_line_a_row():
    rows = [{"number": "一", "title": "甲", "plain": "子"}, {"number": "二", "title": "乙", "plain": "丑"}]
    assert table_html(COLUMNS[:2], rows) == (
        '<div class="table-wrap"><table class="table table-cards" data-list>'
        '<thead><tr><th scope="col">编号</th><th scope="col">标题</th></tr></thead>\n<tbody>'
        '<tr><td class="number">一</td><td class="cell-title" data-label="标题"><a>甲</a></td></tr>\n'
        '<tr><td class="number">二</td><td class="cell-title" data-label="标题"><a>乙</a></td></tr>\n'
        "</tbody></table></div>"
    )


def test_it_escapes_text_in_every_place_and_leaves_finished_html():
    html = table_html(COLUMNS, [dict.fromkeys(("number", "title", "plain"), HOSTILE)])
    assert HOSTILE not in html
    # Heading, label, and three cells, one of them inside finished HTML.
    assert html.count(HARMLESS) == 5
    assert f"<a>{HARMLESS}</a>" in html


def test_a_long_list_leads_a_phone_from_its_first_rows_to_the_rest():
    """By the address alone, which the style sheet reads; a short one, or one that stands beside another, does not."""

    def html(count: int, **how) -> str:
        return table_html(COLUMNS[:2], [{"number": "1", "title": str(n)} for n in range(count)], **how)

    long = html(FIRST * 3 // 2 + 1, folds=True)
    rows = long.split("<tbody>")[1].split("</tr>")
    assert [place for place, row in enumerate(rows) if 'id="more"' in row] == [FIRST]
    assert f'<a class="short-more" href="#more">列出本页其余 {FIRST // 2 + 1} 行</a>' in long
    assert "more" not in html(FIRST * 3 // 2, folds=True) + html(99)
    style = (settings.BASE_DIR / "static" / "site.css").read_text(encoding="utf-8")
    assert f".long tbody:not(:has(#more:target)) tr:nth-child(n+{FIRST + 1})" in style


def test_a_table_of_figures_says_where_there_is_nothing_to_compare_with():
    table = Table("measures", "数量", ["本期", "同比"], [Row("收到", [Cell("7"), Cell("")])])
    assert "<td>7<td>—" in figures_html(table)
