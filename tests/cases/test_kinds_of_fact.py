"""Every kind of fact, told where no case is: its form, what is kept, its words, its schema."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils.datastructures import MultiValueDict

from governance.cases.fields.forms import FactsForm
from governance.cases.fields.kind import KINDS, Setting, in_words, raw_of, read_post, schema_of
from governance.cases.models import Category
from governance.cases.workflow import Fact
from governance.organisation.models import Unit
from tests import builders
from tests.builders import CHINA

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 18, tzinfo=CHINA)
WAYS = (("cash", "现金"), ("transfer", "转账"))
LINE = [[108.9, 34.1], [108.9, 34.2]]
COLUMNS = (Fact("what", "内容"), Fact("amount", "金额", "money", required=False))


@pytest.fixture
def rows(cast):
    """What a page sends for each kind, what it comes to, what is kept of it and how it reads."""
    category = Category.objects.create(kind="dispute", name="漏水", path="邻里/漏水")
    case = builders.petition(cast)
    moment = datetime(2026, 3, 9, 9, 30, tzinfo=CHINA)
    table = [{"what": "费", "amount": Decimal("5")}]
    return {
        "text": ("电梯", "电梯", "电梯", "电梯"),
        "key": ("f1", "f1", "f1", "f1"),
        "long": ("一\n二", "一\n二", "一\n二", "一\n二"),
        "date": ("2026-03-09", date(2026, 3, 9), "2026-03-09", "2026-03-09"),
        "moment": ("2026-03-09T09:30", moment, "2026-03-09T09:30:00+08:00", "2026-03-09 09:30"),
        "number": ("12", 12, 12, "12"),
        "points": ("0.25", Decimal("0.25"), "0.25", "0.25"),
        "money": ("1,200元", Decimal("1200"), "1200", "1,200.00元"),
        "way": ("108.9,34.1；108.9 34.2", LINE, LINE, "2 个点，约 11.1 公里，108.9,34.1 至 108.9,34.2"),
        "flag": ("on", True, True, "是"),
        "confirm": ("on", True, True, "是"),
        "choice": ("cash", "cash", "cash", "现金"),
        "several": (["cash", "transfer"], ["cash", "transfer"], ["cash", "transfer"], "现金、转账"),
        "unit": (cast.housing.name, cast.housing, cast.housing.pk, cast.housing.name),
        "user": (str(cast.clerk.pk), cast.clerk, cast.clerk.pk, cast.clerk.name),
        "organ": (cast.housing.name, cast.housing, cast.housing.pk, cast.housing.name),
        "colleague": (cast.lead.name, cast.lead, cast.lead.pk, cast.lead.name),
        "area": ("韦曲街道 / 凤栖路社区", case.area, case.area.code, case.area.name),
        "category": ("邻里 › 漏水", category, "邻里/漏水", "邻里 › 漏水"),
        "case": (case.number, case.case_ptr, case.number, case.number),
        "pick": (str(cast.police.pk), cast.police, cast.police.pk, cast.police.name),
        "rows": (None, table, [{"what": "费", "amount": "5"}], "1. 内容：费，金额：5.00元"),
    }


def test_it_knows_every_kind(rows):
    assert set(rows) | {"files"} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"files"}))
def test_it_takes_keeps_and_tells_it(cast, rows, kind):
    sent, value, raw, words = rows[kind]
    choices = WAYS if kind in ("choice", "several") else ()
    fact = Fact("it", "它", kind, choices=choices, of="police", columns=COLUMNS if kind == "rows" else ())
    post = {"it": sent} if kind != "rows" else {"it-0-what": "费", "it-0-amount": "5", "it-1-what": ""}
    post = MultiValueDict({name: each if isinstance(each, list) else [each] for name, each in post.items()})
    police = Unit.objects.filter(kind=Unit.Kind.POLICE)
    setting = Setting(NOW, user=cast.staff, unit_id=cast.weiqu.pk, categories="dispute", choose=lambda of: police)
    form = FactsForm((fact,), setting, read_post((fact,), post))
    assert form.sentences() == {} and form.cleaned_data["it"] == value
    assert raw_of((fact,), form.cleaned_data) == {"it": raw}
    assert in_words(fact, value) == words
    # What is kept is taken again, as from a step that waited for approval.
    assert FactsForm((fact,), setting, {"it": raw}).sentences() == {}
    assert set(FactsForm((fact,), setting, {}).sentences()) == ({"it"} if kind != "flag" else set())
    schema = schema_of((fact,), form.fields)
    assert schema["required"] == ["it"] and schema["properties"]["it"]["title"] == "它"


def test_it_asks_for_no_files_and_says_nothing_of_what_was_left_out():
    files = Fact("it", "附件", "files")
    form = FactsForm((files,), Setting(NOW), read_post((files,), MultiValueDict()))
    assert form.is_valid() and not form.fields and schema_of((files,), form.fields)["properties"] == {}
    assert {in_words(Fact("it", "它", kind), value) for kind in KINDS for value in (None, "", False, [])} == {""}


def test_a_comma_stands_between_thousands_and_never_for_a_point():
    fact = Fact("it", "金额", "money")
    for sent, value in {"1,200": 1200, "1，234，567.5": Decimal("1234567.5"), "¥ 12,000 元": 12000}.items():
        form = FactsForm((fact,), Setting(NOW), {"it": sent})
        assert form.sentences() == {} and form.cleaned_data["it"] == value, sent
    for sent in ("3,5", "3，50", "1,2000", "12,00.5", ",500", "1,200,"):
        assert "逗号只能隔开千位" in FactsForm((fact,), Setting(NOW), {"it": sent}).sentences()["it"], sent


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("108.9,34.1", "至少要有起点和终点两个点"),
        ("108.9,34.1\n108.9,34.1", "至少要有起点和终点两个点"),
        ("108.9,34.1\n凤栖路", "第 2 个点应写成“经度,纬度”"),
        ("108.9,34.1\nnan,34.1", "第 2 个点不在国内"),
        ("108.9,34.1\n34.2,108.9", "先写经度，再写纬度"),
        ('{"type": "Polygon", "coordinates": []}', "应是一条线"),
        ("{", "应是一条线"),
        ('{"type": "LineString", "coordinates": [[108.9, 34.1], null]}', "第 2 个点应写成"),
        ("\n".join(["108.9,34.1", "108.9,34.2"] * 251), "最多 500 个点"),
    ],
)
def test_a_way_is_a_line_of_points_in_the_country(sent, said):
    fact = Fact("it", "走向", "way")
    assert said in FactsForm((fact,), Setting(NOW), {"it": sent}).sentences()["it"]


def test_a_way_is_taken_as_it_is_drawn():
    fact = Fact("it", "走向", "way")
    line = {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[108.9, 34.1, 400], [108.9, 34.2]]}}
    form = FactsForm((fact,), Setting(NOW), {"it": json.dumps(line)})
    assert form.is_valid() and form.cleaned_data["it"] == LINE
    assert form["it"].as_widget().count("34.1") == 1
