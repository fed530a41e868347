"""Numbers of people and their names have one form, however typed, and each kind is checked by its own rule."""

import pytest

from governance.frame.identity import document, phones_in, wrong_document, wrong_phone
from governance.frame.names import written


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("13800138001", ["13800138001"]),
        ("+86 138-0013-8001", ["13800138001"]),
        ("8613800138001", ["13800138001"]),
        ("0086 13800138001", ["13800138001"]),
        ("１３８００１３８００１", ["13800138001"]),
        ("\u202d138\u00a00013\u200b8001\u202c", ["13800138001"]),
        ("029-85290000转8012", ["02985290000转8012"]),
        ("029-85290000-8012", ["02985290000转8012"]),
        ("（029）85290000", ["02985290000"]),
        ("+86 29 85290000", ["02985290000"]),
        ("+86 10 12345678", ["01012345678"]),
        ("13800138000/13900139000", ["13800138000", "13900139000"]),
        ("13800138000、029 8529 0000", ["13800138000", "02985290000"]),
        ("12345", ["12345"]),
        ("+852 1234 5678", ["+85212345678"]),
        ("", []),
    ],
)
def test_a_phone_is_the_same_however_it_is_typed(typed, found):
    assert phones_in(typed) == found
    assert wrong_phone(typed) == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("打不通", "电话里有“打”"),
        ("138001380O1", "电话里有“O”"),
        ("110", "位数不对"),
        ("13800138001 13900139000", "几个号码用“、”分开"),
        ("、", "位数不对"),
        ("13800138001、13800138002、13800138003、13800138004", "最多填写 3 个"),
    ],
)
def test_it_says_which_sign_of_a_phone_is_wrong(typed, said):
    assert said in wrong_phone(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("110105 19491231 002ｘ", "11010519491231002X"),
        ("110105491231002", "110105491231002"),
        ("91110000600037341L", "91110000600037341L"),
        ("G12345678", "G12345678"),
        ("A123456(7)", "A1234567"),
        ("\u202dH01234567", "H01234567"),
        ("", ""),
    ],
)
def test_documents_of_every_kind_have_a_place(typed, kept):
    assert wrong_document(typed) == ""
    assert document(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("110105194912310020", "校验位不对"),
        ("110105194913310021", "出生日期“19491331”不对"),
        ("110105491331002", "出生日期“19491331”不对"),
        ("91610116MA6U12345X", "不是身份证号，也不是社会信用代码"),
        ("11010519491231002", "应为 18 位，这里有 17 位"),
        ("甲字第5号", "证件号里有“甲”"),
        ("—", "证件号里有“—”"),
        ("123", "位数不对"),
    ],
)
def test_each_document_is_checked_by_its_own_rule(typed, said):
    assert said in wrong_document(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("买买提•艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        (" 王　五 ", "王五"),
        ("张\u202e三\u200b", "张三"),
        ("\u200b\u2060", ""),
        ("J. Smith", "J. Smith"),
        ("王静（小）", "王静（小）"),
    ],
)
def test_a_name_is_kept_in_one_form(typed, kept):
    assert written(typed) == kept
