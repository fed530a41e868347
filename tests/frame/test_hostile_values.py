"""Every box and every fact, tried with what breaks other systems: taken as a reader sees it, or refused in Chinese.

What no program and no page can hand to a box, as a NUL, is stopped before: that is tried in tests/access.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from django import forms

from governance.cases.fields.kind import Setting, field_of, kind_of
from governance.frame.days import CHINA
from governance.frame.forms.posted import VersionField
from governance.frame.forms.typed import can_be_kept, seen, seen_in
from governance.frame.refusals import VersionMissing
from governance.organisation.models import Unit
from tests.boxes import answered, boxes, facts, said

CHINESE = re.compile("[\u4e00-\u9fff]")
# How Django speaks to whoever built the form, and a sentence that holds all that was typed.
UNFIT = re.compile("确保该|该字段|有效的选项|有效的值|空字符串|输入一个|.{300}", re.DOTALL)
SEVERAL = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
BY_HAND = (
    *("\u200b\u200b\u200b", "\u202e\u2066", "\u3164", "\u0301" * 500, "\ufeff", "\x08", "\r\n" * 3000, "a\tb", "é"),
    *("²", "٣", "1e400", "1e9999999", "1.5", "-1", "-0", "9" * 20, "9" * 5000, "NaN", "sNaN", "Infinity", "1,2", "0"),
    *(
        "2147483648",
        "9223372036854775808",
        "0001-01-01",
        "9999-12-31",
        "x" * 200_001,
        "/" * 300,
        "。。。",
        "None",
        "true",
    ),
    *("=1+1", "[", "{}", "%s%", "<b>", "1|2"),
)
BY_PROGRAM = (
    *(None, True, 1.5, 1e308, 10**17, -(10**17), 0, -1, "", [], {}, [[]], [None], [1, 2], ["x" * 70_000]),
    *([{"a": {}}], {"a": [1]}, [["a"]], [{}] * 500),
)
NOW = datetime(2026, 11, 28, 10, tzinfo=CHINA)
# What tells one fact from another for whoever checks it.
TELLING = attrgetter(
    "kind", "required", "choices", "limit", "minimum", "maximum", "past_only", "reach", "columns", "of"
)


def wrong_with(field: forms.Field, sent, found, sentences: list[str]) -> str:
    """What is amiss in how the box took what was sent; empty if nothing is."""
    if sentences:
        unfit = [each for each in sentences if not CHINESE.search(each) or UNFIT.search(each)]
        return f"says {unfit[0][:60]!r}" if unfit else ""
    if isinstance(found, str) and field.required and not seen(found):
        return "takes what nobody sees"
    if not can_be_kept(found):
        return "takes what no column holds"
    if isinstance(found, int) and not isinstance(field, VersionField) and abs(found) >= 2**31:
        return "takes a number that no column holds"
    if isinstance(sent, bool | float) and hasattr(found, "pk"):
        return "takes for the key of a row what is none"
    return ""


def distinct(found: dict, sort: Callable) -> dict:
    """One of each sort."""
    names = {sort(each): name for name, each in reversed(found.items())}
    return {name: found[name] for name in names.values()}


def box_sort(box: forms.Field) -> tuple:
    """What tells one box from another for whoever checks it."""
    checks = [(type(each), vars(each)) for each in box.validators]
    return type(box), box.required, repr(checks), repr(box.error_messages)


def of_table(box: forms.Field) -> bool:
    """True for one whose rows the page around it gives it."""
    return isinstance(box, forms.ModelChoiceField) and box.queryset is None


def test_every_box_takes_what_is_typed_as_it_is_seen_or_says_what_is_wrong(cast):
    wrong = []
    for name, box in distinct(boxes(), box_sort).items():
        for value in () if of_table(box) else BY_HAND:
            sent = [seen(value)] if isinstance(box, SEVERAL) else seen(value)
            try:
                amiss = wrong_with(box, sent, *said(box, sent))
            except VersionMissing:
                amiss = ""
            if amiss:
                wrong.append(f"{name} {value[:20]!r}: {amiss}")
    assert not wrong, "\n".join(wrong)


def test_every_fact_takes_what_is_told_as_it_is_seen_or_says_what_is_wrong(cast):
    choose = {"user": cast.clerk, "unit_id": cast.weiqu.pk, "categories": "petition"}
    setting = Setting(NOW, **choose, choose=lambda name: Unit.objects.all())
    wrong = []
    for name, fact in distinct(facts(), lambda fact: (*TELLING(fact), "%" in fact.label)).items():
        field = field_of(replace(fact, help=""), setting)
        for value in (*BY_HAND, *BY_PROGRAM):
            sent = seen_in(value)
            found, sentences = answered(fact, sent, setting)
            if not sentences and found not in (None, ""):
                assert isinstance(kind_of(fact).words(fact, found), str)
            if amiss := wrong_with(field, sent, found, sentences):
                wrong.append(f"{name} {str(value)[:20]!r}: {amiss}")
    assert not wrong, "\n".join(wrong)
