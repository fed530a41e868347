"""What goes out to Excel comes back as it went; what comes in cannot bring the process down."""

import io
import random
import re
import time
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from governance.frame.pages.tables import Cell, Row, Table
from governance.jobs import elsewhere, spreadsheets
from governance.jobs.spreadsheets import Column, RowsMissing, SpreadsheetRefused, read_table, write_ledger
from tests.workbooks import Exported, sheet_in, sheets_in

COLUMNS = (Column("编号", 18), Column("电话"), Column("收到时间", 18), Column("件数"))
# A workbook knows no time zone; its moments are those of the office.
AFTERNOON = datetime.fromisoformat("2026-11-21 14:30")
HEADER = ["编号", "电话", "收到时间", "件数"]


NOTE = "长安区综治中心 孙国庆 2026-11-21 14:30 导出"


def written(path, rows, total=None, columns=COLUMNS, **more):
    total = len(rows) if total is None else total
    write_ledger(path, name="台账", columns=columns, rows=iter(rows), total=total, note=NOTE, **more)
    return sheet_in(path)


def parts_of(path) -> dict[str, str]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}


def test_it_writes_what_the_data_says(tmp_path):
    moment = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
    rows = [("XF1", "013812345678", moment, 7), ("XF2", None, date(2026, 2, 28), Decimal("2.5"))]
    sheet = written(tmp_path / "a.xlsx", rows)
    assert (sheet.line, sheet.head) == (f"台账　{NOTE}　共 2 行", HEADER)
    assert sheet.rows == [["XF1", "013812345678", AFTERNOON, 7], ["XF2", "", "2026-02-28", 2.5]]


def test_it_counts_the_rows_of_a_ledger_in_front_and_says_its_full_name(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "SHEET_ROWS", 2)
    written(tmp_path / "a.xlsx", [("甲", "", None, 1)] * 3, numbered=True, title="信访件台账")
    first, second = sheets_in(tmp_path / "a.xlsx").values()
    assert first.head == ["序号", *HEADER] and [row[0] for row in (*first.rows, *second.rows)] == [1, 2, 3]
    assert first.line == f"信访件台账　{NOTE}　本表 2 行，共 3 行"


@pytest.mark.parametrize("typed", ["七有/五有[一]*?:\\", "'七有'", "\x01", "名" * 40, ""])
def test_any_name_is_one_of_a_sheet(tmp_path, typed):
    spreadsheets.write_ledger(tmp_path / "a.xlsx", name=typed, columns=COLUMNS, rows=[], total=0, note=NOTE)
    (name,) = CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names
    assert 1 <= len(name) <= 31
    sheet = spreadsheets.Sheet(typed, COLUMNS, [])
    spreadsheets.write_book(tmp_path / "b.xlsx", sheets=[sheet], note="")
    assert CalamineWorkbook.from_path(tmp_path / "b.xlsx").sheet_names == [name]


@pytest.mark.parametrize(
    "payload",
    ["=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "http://x.cn/a", "=cmd|'/c calc'!A1"],
)
def test_it_writes_no_formula_and_no_link(tmp_path, payload):
    written(tmp_path / "a.xlsx", [(payload, payload, None, 1)], title=payload)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        text = b"".join(book.read(name) for name in book.namelist()).decode()
    assert "<f>" not in text and "<hyperlink " not in text and "relationships/hyperlink" not in text
    sheet = sheet_in(tmp_path / "a.xlsx")
    assert sheet.rows[0][:2] == [payload, payload] and sheet.line.startswith(payload)


def test_it_tells_a_day_that_no_workbook_knows_and_keeps_the_other_rows(tmp_path):
    rows = [
        ("XF1", "", datetime.fromisoformat("0202-11-28T09:00"), 1),
        ("XF2", "", date(1, 1, 1), 1),
        ("XF3", "", date(9999, 12, 31), 1),
        ("XF4", "", date(2026, 2, 28), 1),
    ]
    sheet = written(tmp_path / "a.xlsx", rows)
    assert [row[2] for row in sheet.rows] == ["0202-11-28T09:00:00", "0001-01-01", "9999-12-31", "2026-02-28"]


def test_a_day_stands_without_a_clock_and_is_still_a_day(tmp_path):
    columns = (Column("编号"), Column("期限", of_days=True), Column("收到时间", 18))
    rows = [("XF1", date(2026, 12, 14), datetime(2026, 11, 21, 6, 30, tzinfo=UTC))]
    sheet = written(tmp_path / "a.xlsx", rows, columns=columns)
    assert sheet.rows[0] == ["XF1", date(2026, 12, 14), AFTERNOON]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        forms = re.findall(r'formatCode="([^"]+)"', book.read("xl/styles.xml").decode())
        cell = re.search(r'<c r="B3" s="(\d+)"', book.read("xl/worksheets/sheet1.xml").decode())
        styles = re.findall(r'<xf numFmtId="(\d+)"[^>]*xfId', book.read("xl/styles.xml").decode())
    assert forms[int(styles[int(cell[1])]) - 164] == "yyyy-mm-dd"


def test_it_keeps_identity_numbers_whole(tmp_path):
    sheet = written(tmp_path / "a.xlsx", [("610116199001011234", "029-85280000", None, 0)])
    assert sheet.rows[0][0] == "610116199001011234"


def test_it_drops_what_no_cell_can_hold(tmp_path):
    row = ("a\x00b\x1f\ud800c\n第二行", "长" * 40_000, None, True)
    (row,) = written(tmp_path / "a.xlsx", [row]).rows
    assert row[0] == "abc\n第二行" and row[3] == "是"
    assert len(row[1]) == spreadsheets.CELL_LENGTH and row[1].endswith("…(后略)")


def test_it_writes_an_empty_ledger(tmp_path):
    assert written(tmp_path / "a.xlsx", []) == Exported(f"台账　{NOTE}　共 0 行", HEADER, [])


@pytest.mark.parametrize("total", [1, 3])
def test_it_notices_that_rows_are_missing_or_too_many(tmp_path, total):
    with pytest.raises(RowsMissing):
        written(tmp_path / "a.xlsx", [("a", "b", None, 1)] * 2, total)


def test_it_splits_what_one_sheet_cannot_hold(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "SHEET_ROWS", 3)
    written(tmp_path / "a.xlsx", [(str(n), "", None, n) for n in range(7)])
    sheets = sheets_in(tmp_path / "a.xlsx")
    assert list(sheets) == ["台账1", "台账2", "台账3"]
    assert [row[0] for sheet in sheets.values() for row in sheet.rows] == list("0123456")
    assert all(sheet.head == HEADER for sheet in sheets.values())
    assert [sheet.line for sheet in sheets.values()] == [f"台账　{NOTE}　本表 {n} 行，共 7 行" for n in (3, 3, 1)]


def test_it_opens_frozen_below_the_header_with_arrows_over_the_data_alone_and_prints_both_on_every_page(tmp_path):
    written(tmp_path / "a.xlsx", [("a", "b", None, 1)] * 2)
    parts = parts_of(tmp_path / "a.xlsx")
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert 'ySplit="2"' in sheet and 'state="frozen"' in sheet and 'customWidth="1"' in sheet
    assert '<mergeCell ref="A1:D1"/>' in sheet and '<autoFilter ref="A2:D4"/>' in sheet
    assert "台账!$1:$2</definedName>" in parts["xl/workbook.xml"]


@pytest.mark.parametrize(("columns", "merged", "height"), [(COLUMNS, "A1:D1", 18), (COLUMNS[:1], "A1:B1", 72)])
def test_the_head_line_of_a_narrow_table_stands_in_as_many_lines_as_it_needs(tmp_path, columns, merged, height):
    written(tmp_path / "a.xlsx", [], columns=columns)
    sheet = parts_of(tmp_path / "a.xlsx")["xl/worksheets/sheet1.xml"]
    assert f'<mergeCell ref="{merged}"/>' in sheet and f'<row r="1" ht="{height}" customHeight="1">' in sheet


def test_what_is_too_wide_goes_over_several_pages_each_with_the_first_column_and_no_head_is_cut_off(tmp_path):
    columns = tuple(Column(f"其中满意、基本满意{place}", 14) for place in range(40))
    written(tmp_path / "a.xlsx", [], columns=columns)
    parts = parts_of(tmp_path / "a.xlsx")
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert 'fitToWidth="3"' in sheet and 'fitToHeight="0"' in sheet
    assert "$A:$A," in parts["xl/workbook.xml"] and '<row r="2" ht="36" customHeight="1">' in sheet


def test_a_book_of_tables_says_over_each_who_made_it_and_under_it_what_it_counts(tmp_path):
    tables = [
        spreadsheets.Sheet("数量", COLUMNS[:2], [("收到", 4)], "收到按登记时间。"),
        spreadsheets.Sheet("比率", COLUMNS[:2], [("转送", 1)]),
    ]
    spreadsheets.write_book(tmp_path / "a.xlsx", sheets=tables, note=NOTE)
    assert sheets_in(tmp_path / "a.xlsx") == {
        "数量": Exported(f"数量　{NOTE}", HEADER[:2], [["收到", 4], ["收到按登记时间。", ""]]),
        "比率": Exported(f"比率　{NOTE}", HEADER[:2], [["转送", 1]]),
    }
    assert "<autoFilter" not in parts_of(tmp_path / "a.xlsx")["xl/worksheets/sheet1.xml"]


def test_it_does_not_gather_the_rows_in_memory(tmp_path):
    tracemalloc.start()
    rows = ((f"XF{n}", "x" * 200, None, n) for n in range(20_000))
    write_ledger(tmp_path / "a.xlsx", name="台账", columns=COLUMNS, rows=rows, total=20_000, note=NOTE, numbered=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_it_says_how_far_it_is(tmp_path):
    said = []
    rows = (("a", "b", None, 1) for _ in range(2500))
    write_ledger(tmp_path / "a.xlsx", name="台账", columns=COLUMNS, rows=rows, total=2500, note=NOTE, said=said.append)
    assert said == [1000, 2000]


# Reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_reads_csv_as_offices_save_it(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes('编号,内容\r\n1,"两行\r\n还有""引号"""\r\n2,㐂\r\n'.encode(encoding))
    assert list(read_table(path)) == [["编号", "内容"], ["1", '两行\r\n还有"引号"'], ["2", "㐂"]]


def test_it_reads_a_workbook_as_text(tmp_path):
    rows = [("007", "013812345678", AFTERNOON, 12)]
    written(tmp_path / "a.xlsx", rows)
    assert list(read_table(tmp_path / "a.xlsx"))[2] == ["007", "013812345678", "2026-11-21 14:30:00", "12"]


def refused(path, **limits) -> str:
    with pytest.raises(SpreadsheetRefused) as caught:
        list(read_table(path, **limits))
    return caught.value.sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("编号".encode("utf-16"), "UTF-16"),
        (b"\x81\x00\xff\xff", "编码"),
        (b"a,b\n1,\0\n", "第 2 行含有不可见的空字符"),
        (b'a,b\n1,"open', "第 2 行的逗号或引号不合规范"),
        (b'a,b\n"1"x,2\n', "第 2 行的逗号或引号不合规范"),
        (b"a\n" + b"x," * 2_000_000, "第 2 行超过 1024 K 字"),
        (b"a\n" + b"x" * 200_000 + b"\n", "第 2 行有一格超过"),
        (b"a\n" + b"1\n" * 20, "表格超过 10 行"),
        (b"a,b,c,d,e,f\n", "第 1 行超过 5 列"),
    ],
)
def test_it_refuses_a_csv_with_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert sentence in refused(path, rows=10, columns=5)


def test_it_refuses_a_workbook_that_writes_down_what_no_text_holds(tmp_path):
    written(tmp_path / "a.xlsx", [("一空二", "", AFTERNOON, 1)])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as hostile:
        for name in book.namelist():
            hostile.writestr(name, book.read(name).replace("空".encode(), b"_x0000_"))
    assert "第 3 行含有不可见的空字符" in refused(tmp_path / "b.xlsx")


def test_it_refuses_other_files_and_large_ones(tmp_path, monkeypatch):
    for name in ("a.xls", "a.exe", "a"):
        (tmp_path / name).write_bytes(b"x")
        assert "只接收" in refused(tmp_path / name)
    (tmp_path / "a.csv").write_bytes(b"a\n1\n")
    monkeypatch.setattr(spreadsheets, "LARGEST_FILE", 3)
    assert "文件超过" in refused(tmp_path / "a.csv")


def workbook(path, sheet: bytes, extra: dict[str, bytes] | None = None):
    """A valid workbook written by the product, with its sheet replaced."""
    written(path, [("a", "b", None, 1)])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts |= {"xl/worksheets/sheet1.xml": sheet, **(extra or {})}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def sheet_of(cells: bytes) -> bytes:
    start = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return start + b"<sheetData>" + cells + b"</sheetData></worksheet>"


def test_it_reads_the_workbook_that_the_bombs_are_made_of(tmp_path):
    sheet = sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row>')
    assert list(read_table(workbook(tmp_path / "a.xlsx", sheet))) == [["1"]]


@pytest.mark.parametrize(
    "far",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r = "XFD1048576"><x:v>1</x:v></x:c>',
    ],
)
def test_it_refuses_two_cells_far_apart(tmp_path, far):
    sheet = sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row><row>' + far + b"</row>")
    path = workbook(tmp_path / "a.xlsx", sheet)
    assert path.stat().st_size < 10_000
    assert "表格超过" in refused(path)


@pytest.mark.parametrize(
    "styled",
    [
        b'<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        b'<row r="1048576"><c r="A1048576" s="1"></c></row>',
        b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(2, 60_000)),
    ],
)
def test_styled_cells_in_which_nothing_stands_are_no_rows(tmp_path, styled):
    sheet = sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row>' + styled)
    sheet = sheet.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    assert list(read_table(workbook(tmp_path / "a.xlsx", sheet))) == [["1"]]


def book_of(path, *sheets: tuple[str, list[list], bool]):
    with Workbook(path) as book:
        for name, rows, hidden in sheets:
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
            if hidden:
                sheet.hide()
        book.worksheets()[-1].activate()
        book.worksheets()[-1].set_first_sheet()
    return path


def test_of_several_sheets_it_reads_the_one_with_the_head(tmp_path):
    codes = ("字典", [["留言编号", "内容"], ["x", "y"]], True)
    cover = ("填表说明", [["请认真填写"], ["编号不要重复"]], False)
    data = ("数据", [["台账"], ["*留言编号\n（必填）", " 内 容 "], ["1", "停水"]], False)
    path = book_of(tmp_path / "a.xlsx", codes, cover, data)
    assert list(read_table(path, ["留言编号", "内容"]))[2] == ["1", "停水"]
    assert "看过工作表“填表说明”、“数据”" in refused(path, labels=["姓名"])


def test_a_long_number_that_excel_has_cut_is_refused_with_its_cell(tmp_path):
    rows = [["编号", "数量"], [610116199001011234, 12], ["610116199001011234", 3]]
    path = book_of(tmp_path / "a.xlsx", ("数据", rows, False))
    said = refused(path)
    assert "第 2 行第 1 列" in said and "第 3 行" not in said and "后几位已经丢失" in said
    (tmp_path / "a.csv").write_bytes("编号\n6.10116E+17\n".encode())
    assert "第 2 行第 1 列“6.10116E+17”" in refused(tmp_path / "a.csv")


def test_a_csv_keeps_the_zeros_that_an_office_has_protected(tmp_path):
    (tmp_path / "a.csv").write_bytes('编号,名\n="0001",甲\n'.encode())
    assert list(read_table(tmp_path / "a.csv")) == [["编号", "名"], ["0001", "甲"]]


def test_an_empty_file_is_called_empty(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"")
    assert "0 字节" in refused(tmp_path / "a.xlsx")


def test_it_survives_a_far_cell_that_the_guard_cannot_see(tmp_path):
    sheet = sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row><row><c x=">" r="XFD1048576"><v>1</v></c></row>')
    started = time.monotonic()
    try:
        rows = list(read_table(workbook(tmp_path / "a.xlsx", sheet)))
    except SpreadsheetRefused:
        rows = []
    assert len(rows) < 10 and time.monotonic() - started < 30


def test_it_refuses_a_padding_bomb(tmp_path):
    sheet = sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row>' + b" " * 50_000_000)
    path = workbook(tmp_path / "a.xlsx", sheet)
    assert path.stat().st_size < 200_000
    assert "解压后过大" in refused(path)


def test_it_refuses_a_billion_laughs(tmp_path):
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 10)
    )
    sheet = b'<?xml version="1.0"?>' + laughs + b"]>" + sheet_of(b"<row><c><v>&j;</v></c></row>")[21:]
    assert "文档类型" in refused(workbook(tmp_path / "a.xlsx", sheet))


def test_it_refuses_a_million_rows(tmp_path):
    sheet = sheet_of(b"".join(b"<row><c t='inlineStr'><is><t>%d</t></is></c></row>" % n for n in range(60_000)))
    assert "表格超过 50000 行" in refused(workbook(tmp_path / "a.xlsx", sheet))


def test_it_does_not_open_a_zip_inside_a_zip(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", random.Random(7).randbytes(1000) + bytes(80_000_000))
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as outer:
        outer.writestr("inner.xlsx", inner.getvalue(), zipfile.ZIP_STORED)
    assert "不是 Word 文档或 Excel 表格" in refused(path)
    sheet = sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row>')
    path = workbook(tmp_path / "b.xlsx", sheet, {"xl/embeddings/inner.zip": inner.getvalue()})
    assert list(read_table(path)) == [["1"]]


def test_it_refuses_noise(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(random.Random(7).randbytes(5000))
    assert "损坏" in refused(path)
    assert "损坏" in refused(workbook(path, b"<worksheet><sheetData><row><c></row>"))


def test_it_gives_the_parser_no_secret_and_stops_it_in_time(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n")
    monkeypatch.setattr(elsewhere, "WALL_SECONDS", 0.01)
    assert "时间过长" in refused(path)


def test_what_stands_beside_a_name_is_called_what_it_is_and_is_not_cut_off():
    rule = "届满没有办到的，按届满之日计，以后办到的也在内"
    rows = [Row("逾期答复", [Cell("3", "", 3)], rule), Row("按期答复", [Cell("4", "", 4)])]
    of_rules = spreadsheets.sheet_of(Table("measures", "数量", ["本期"], rows, first="指标", noted="计数规则"))
    assert [each.label for each in of_rules.columns] == ["指标", "计数规则", "本期"]
    assert of_rules.columns[1].width > 2 * len(rule)
    of_places = spreadsheets.sheet_of(Table("units", "按单位", ["本期"], [Row("县医院", [], "韦曲街道")], first="单位"))
    assert [each.label for each in of_places.columns] == ["单位", "所在", "本期"]
