"""What the machine writes into a column is whole, or says that it goes on."""

import ast
import re
from pathlib import Path

import pytest

import governance
from governance.frame.wording import clipped

ROOT = Path(governance.__file__).parent
# A slice of that many signs is one of words; shorter ones are of codes, and of rows that a page shows.
WORDS = 30
# How such a slice is written; what holds none need not be understood.
CUT = re.compile(r"\[\s*:\s*\d")
# What somebody asks for or calls themselves is compared and not kept.
ASKED = (
    "figures/views.py",
    "organisation/accounts/brake.py",
    "organisation/views/login.py",
    "registers/sheets/views.py",
)


@pytest.mark.parametrize(
    ("text", "kept"), [("", ""), ("一二三", "一二三"), ("一二三四", "一二三四"), ("一二三四五", "一二三…")]
)
def test_what_is_cut_says_so_and_fits(text, kept):
    assert clipped(text, 4) == kept


def _slices(tree: ast.AST) -> list[ast.Subscript]:
    """Everything that is handed on by name, or stands in a list or a sentence, and is cut without a sign."""
    handed = [each.value for each in ast.walk(tree) if isinstance(each, ast.keyword | ast.FormattedValue)]
    handed += [each.value for each in ast.walk(tree) if isinstance(each, ast.Assign) and _is_text(each.value)]
    handed += [part for each in ast.walk(tree) if isinstance(each, ast.List) for part in each.elts]
    handed += [part for each in ast.walk(tree) if isinstance(each, ast.Dict) for part in each.values]
    return [
        each
        for each in handed
        if isinstance(each, ast.Subscript)
        and isinstance(each.slice, ast.Slice)
        and each.slice.lower is None
        and isinstance(most := each.slice.upper, ast.Constant)
        and isinstance(most.value, int)
        and most.value >= WORDS
    ]


def _is_text(value: ast.AST) -> bool:
    return isinstance(value, ast.Subscript) and isinstance(value.value, ast.JoinedStr)


def test_no_value_is_cut_without_a_sign():
    cut = [
        f"{path.relative_to(ROOT)}:{each.lineno}"
        for path in sorted(ROOT.rglob("*.py"))
        if "migrations" not in path.parts and CUT.search(source := path.read_text())
        for each in _slices(ast.parse(source))
    ]
    assert [each for each in cut if not each.startswith(ASKED)] == []
