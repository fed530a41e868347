import pytest
from django.core.management import call_command

from governance.organisation.areas import loading as areas
from governance.organisation.models import AccessRecord, Area, Unit

pytestmark = pytest.mark.usefixtures("bare")

DISTRICT = areas.DATA / "areas_610116.csv"
HEAD = "code,name,level,parent\n"
GOOD = HEAD + "610116,长安区,county,\n610116001,韦曲街道,township,610116\n610116001002,凤栖路社区,village,610116001\n"


def refused(text):
    with pytest.raises(areas.AreasRefused) as caught:
        areas.load(text.encode() if isinstance(text, str) else text)
    assert not Area.objects.exists(), "nothing may be loaded"
    return [str(fault) for fault in caught.value.faults]


def test_it_loads_the_real_district():
    done = areas.load(DISTRICT.read_bytes())
    assert (done.rows, done.created) == (539, 539)
    assert Area.objects.filter(level="township").count() == 25
    assert Area.objects.get(pk="610116001002").parent.name == "韦曲街道"


def test_it_loads_a_large_county_with_grids():
    lines = [HEAD + "610117,大县,county,"]
    for township in range(1, 41):
        lines.append(f"610117{township:03},第{township}镇,township,610117")
        for village in range(1, 26):
            code = f"610117{township:03}{village:03}"
            lines.append(f"{code},第{village}村,village,610117{township:03}")
            lines += [f"{code}{grid:03},第{grid}网格,grid,{code}" for grid in range(1, 5)]
    done = areas.load("\n".join(lines).encode())
    assert done.created == 1 + 40 + 40 * 25 + 40 * 25 * 4 == Area.objects.count()


def test_it_does_not_mind_the_order_of_the_rows():
    head, *rows = GOOD.splitlines()
    assert areas.load("\n".join([head, *reversed(rows)]).encode()).created == 3


def test_it_renames_at_the_second_import_and_deletes_nothing_in_use():
    areas.load(GOOD.encode())
    Unit.objects.create(name="社区居委会", short_name="社区", kind="village", area_id="610116001002")
    done = areas.load((HEAD + "610116,长安区,county,\n610116001,韦曲镇,township,610116\n").encode())
    assert done == areas.LoadedAreas(rows=2, created=0, renamed=1, unchanged=1, absent=1)
    assert Area.objects.get(pk="610116001").name == "韦曲镇"
    assert Unit.objects.get().area.name == "凤栖路社区"


def test_it_adds_below_areas_that_are_already_loaded():
    areas.load(GOOD.encode())
    done = areas.load((HEAD + "610116001002001,第一网格,grid,610116001002\n").encode())
    assert (done.created, done.absent) == (1, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_it_reads_what_spreadsheets_write(encoding, newline):
    text = GOOD.replace("凤栖路", "䶮路").replace("\n", newline)
    assert areas.load(text.encode(encoding)).created == 3
    assert Area.objects.get(pk="610116001002").name == "䶮路社区"


def test_it_reads_columns_in_any_order_and_overlooks_others():
    text = "name,Parent,备注,LEVEL,code\n长安区,,x,county,610116\n\n 韦曲街道 ,610116,,township, 610116001 \n"
    assert areas.load(text.encode()).created == 2
    assert Area.objects.get(pk="610116001").name == "韦曲街道"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("610116001003,社区,village,610116002", "上级应为乡镇（街道） 610116001"),
        ("610116001003,社区,village,610116", "上级应为乡镇（街道） 610116001"),
        ("610116009001,社区,village,610116009", "610116009 既不在文件里，也没有登记过"),
        ("610116001003,社区,village,", "上级代码是空的"),
        ("610117,别区,county,610116", "上级代码应为空"),
        ("61011600103,社区,village,610116001", "应为 12 位，61011600103 是 11 位"),
        ("610116001003,社区,township,610116", "应为 9 位，610116001003 是 12 位"),
        ("6101160010O3,社区,village,610116001", "含有数字以外的字符"),
        ("６１０１１６００１００３,社区,village,610116001", "含有数字以外的字符"),
        ("6.10116E+11,社区,village,610116001", "科学计数"),
        (",社区,village,610116001", "区划代码是空的"),
        ("610116001002,又一个,village,610116001", "与第 4 行重复"),
        ("610116001003,社区,community,610116001", "层级 community 无法识别"),
        ("610116001003,社区,,610116001", "层级 （空） 无法识别"),
        ("610116001003,,village,610116001", "名称是空的"),
        ("610116001003," + "长" * 61 + ",village,610116001", "名称超过 60 个字"),
        ("610116001003,社区,village", "应有 4 列，实有 3 列"),
        ("610116001003,社区,village,610116001,多余", "应有 4 列，实有 5 列"),
    ],
)
def test_it_names_the_bad_row_and_loads_nothing(row, sentence):
    faults = refused(GOOD + row + "\n")
    assert len(faults) == 1
    assert faults[0].startswith("第 5 行：")
    assert sentence in faults[0]


def test_it_names_every_bad_row_of_a_long_file_in_its_order():
    lines = DISTRICT.read_text().splitlines()
    lines[99] = lines[99].replace("village", "vilage")
    lines[299] = lines[299].split(",")[0]
    lines[499] = lines[498]
    faults = refused("\n".join(lines))
    assert [fault.split("：")[0] for fault in faults] == ["第 100 行", "第 300 行", "第 500 行"]


def test_it_does_not_blame_the_children_of_a_bad_row():
    assert len(refused(GOOD.replace("township", "twonship"))) == 1


def test_it_says_everything_that_is_wrong_with_a_row():
    (fault,) = refused(GOOD + "61011600100x,,moon,\n")
    assert all(part in fault for part in ("数字以外", "名称是空的", "moon 无法识别"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\n \n", "文件是空的"),
        (HEAD, "只有列名"),
        ("code,name,level\n610116,长安区,county\n", "缺少列：parent"),
        ("code,code,name,level,parent\n", "列名重复：code"),
        ("610116,长安区,county,\n", "缺少列：code、name、level、parent"),
        (GOOD.encode("utf-16"), "编码无法识别"),
        (b"PK\x03\x04" + bytes(range(256)), "编码无法识别"),
        (HEAD + "610116,a\0b,county,\n", "不是 CSV 文本"),
        (HEAD + '610116,"长安区,county,\n', "引号没有成对"),
        (b"x" * (areas.MAX_BYTES + 1), "超过 20 MB"),
    ],
)
def test_it_refuses_a_file_that_is_no_list_of_areas(content, sentence):
    assert sentence in refused(content)[0]


def test_it_points_at_a_damaged_line_and_does_not_read_it_as_another_encoding():
    content = DISTRICT.read_bytes().split(b"\n")
    content[41] = content[41][:-25] + b"\xe5" + content[41][-25:]
    (fault,) = refused(b"\n".join(content))
    assert fault == "第 42 行：有无法识别的字符，文件可能已损坏。"


def test_it_refuses_an_area_that_changes_its_level():
    areas.load(GOOD.encode())
    with pytest.raises(areas.AreasRefused):
        areas.load((HEAD + "610116001,韦曲街道,village,610116\n").encode())


def run(path, capsys):
    status = 0
    try:
        call_command("import_areas", str(path))
    except SystemExit as stopped:
        status = stopped.code
    said = capsys.readouterr()
    return status, said.out, said.err


def test_it_tells_the_terminal_what_it_did(capsys):
    status, out, err = run(DISTRICT, capsys)
    assert (status, err) == (0, "")
    assert "读入 539 个区划：新增 539 个，更名 0 个，未变 0 个。" in out
    assert AccessRecord.objects.get().subject == "行政区划"
    assert "未变 539 个" in run(DISTRICT, capsys)[1]


def test_it_lists_the_bad_rows_at_the_terminal_and_exits_with_one(tmp_path, capsys):
    path = tmp_path / "areas.csv"
    path.write_text(GOOD + "x,,,\ny,,,\n")
    status, out, err = run(path, capsys)
    assert (status, out) == (1, "")
    assert [line.split("：")[0] for line in err.splitlines()] == [
        "第 5 行",
        "第 6 行",
        "共 2 处不对，没有导入任何区划。",
    ]
    assert not Area.objects.exists()


def test_it_says_so_when_there_is_no_such_file(tmp_path, capsys):
    status, _, err = run(tmp_path / "nothing.csv", capsys)
    assert (status, err.strip()) == (1, f"无法读取文件 {tmp_path / 'nothing.csv'}：文件不存在。")
    assert "这是一个目录" in run(tmp_path, capsys)[2]
