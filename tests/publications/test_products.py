"""Documents made from figures: the numbers of the house, frozen; nothing small in public; no rank by petitions."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise

import pytest
import time_machine
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from governance.cases.files import storage
from governance.cases.law import county
from governance.cases.models import CountyRule
from governance.cases.papers.templates import text_of
from governance.cases.papers.typesetting import CENTRE, LEFT, wide
from governance.duties.plans import actions as plans
from governance.figures.asked import Asked, Place
from governance.figures.counting import value
from governance.figures.headlines import headlines
from governance.figures.periods import Period
from governance.jobs import work
from governance.jobs.models import Job
from governance.organisation.models import AccessRecord, Area, Unit
from governance.organisation.standing import standing_of
from governance.organisation.units import names_of
from governance.publications.body import FEW, WITHHELD, blocks, table
from governance.publications.documents.word import ENOUGH, LETTER, WHOLE, _widths, pdf_of, word_of
from governance.publications.issuing import actions
from governance.publications.models import Publication, PublicationKind
from governance.publications.products import making
from governance.publications.products.jobs import MAKE, make
from governance.publications.products.making import LONG, Maker, _abreast
from governance.publications.products.thresholds import thresholds
from governance.publications.reference import load_reference
from tests import builders, disputes
from tests.builders import CHINA
from tests.cast import known
from tests.security import incidents

from .making import NOW, made

pytestmark = pytest.mark.django_db
SPRING = Period(date(2026, 3, 1), date(2026, 4, 30))


@pytest.fixture(scope="module")
def told(kept):
    """Petitions in every stage, an accusation that few may know, and a dispute."""
    with time_machine.travel(NOW, tick=False):
        cast = known()
        plans.load_reference()
        load_reference()
        for status in ("handling", "archived", "withdrawn", "merged", "registered"):
            builders.in_status(cast, status)
        builders.accusation(cast)
        disputes.track(cast)


@pytest.fixture
def spring(told, time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize(
    "code", ["brief", "bulletin", "ranking", "public_order", "petition_year", "topic", "bulletin_public"]
)
def test_every_document_is_written_and_printed(cast, spring, code):
    found = made(code, cast.county, subject="信访" if code == "topic" else "")
    assert found.state == Publication.State.DRAFT
    assert found.made_of["numbers"]
    word = word_of(found)
    assert found.title in text_of(BytesIO(word))
    printed = PdfReader(BytesIO(pdf_of(word))).pages
    assert all(f"— {number} —" in page.extract_text() for number, page in enumerate(printed, start=1))


def test_its_numbers_are_those_of_the_figures_and_no_restricted_case_is_among_them(cast, spring):
    found = made("bulletin", cast.county)
    asked = Asked(standing_of(cast.county, NOW.date()), SPRING, NOW.date(), now=NOW, aloud=True)
    came = value("petition.received", asked)
    assert came > 0
    assert found.made_of["numbers"]["本期"]["petition.received"] == came
    assert f"信访：收到 {came} 件" in found.body
    assert f"|信访 收到|{came}|" in found.body


def test_the_numbers_stay_as_they_were(cast, spring):
    found = made("bulletin", cast.county)
    body, numbers = found.body, found.made_of
    builders.petition(cast)
    found.refresh_from_db()
    assert (found.body, found.made_of) == (body, numbers)


def test_in_public_nothing_is_below_five(cast, spring):
    found = made("bulletin_public", cast.county)
    assert f"期末未结 {FEW} 件" in found.body
    shown = [cell for each in blocks(found.body, hides_small=True) for row in each.lines for cell in row[1:]]
    assert not {"1", "2", "3", "4"} & set(shown)
    document = Document(BytesIO(word_of(found)))
    printed = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert FEW in printed
    assert not {"1", "2", "3", "4"} & set(printed)


def test_units_are_ranked_by_what_they_did_in_time_alone(cast, spring):
    found = made("ranking", cast.county)
    ranked = [each for each in blocks(found.body) if each.rows and each.kind == "table" and each.head[-1] == "名次"]
    quarter = made("ranking", cast.county, first="2026-04-01", last="2026-06-30")
    assert ranked and quarter.title == "长安区2026年第二季度评估预警"
    assert all("率" in each.head[1] for each in ranked)
    # Each table says what it is about, and is drawn where there is more than one to be seen.
    said = blocks(found.body)
    assert len([each for each in said if each.kind == "plot"]) == sum(len(each.lines) > 1 for each in ranked)
    assert all(said[said.index(each) - 1].text.endswith(f"，{each.head[1]}：") for each in ranked)
    for each in ranked:
        shares = [float(row[1].rstrip("%")) for row in each.lines]
        assert shares == sorted(shares, reverse=True)


def maker_of(cast, *found: tuple[str, Unit, int]) -> Maker:
    """One who has been told these numbers of units."""
    asked = Asked(standing_of(cast.county, NOW.date()), SPRING, NOW.date(), now=NOW, aloud=True)
    maker = Maker(asked)
    maker.places = Counter({Place(code, unit.pk, ""): number for code, unit, number in found})
    return maker


def test_each_is_compared_with_units_of_its_kind_and_one_alone_has_no_place(cast, spring):
    """S-25: a township is no village and no department."""
    in_time, late = "petition.answered_in_time", "petition.answered_late"
    maker = maker_of(
        cast,
        *((in_time, cast.weiqu, 3), (in_time, cast.guodu, 1), (late, cast.guodu, 1)),
        *((in_time, cast.housing, 1), (late, cast.housing, 3)),
    )
    (line,) = (line for line in headlines() if line.subject == "信访")
    said = blocks("\n".join(maker.in_time(line)))
    assert said[0].text == "信访：3 个单位有到期的，其中 1 个全部按期，合计按期答复率 55.6%。"
    of_kind = {each.text: table.lines for each, table in pairwise(said) if table.kind == "table"}
    assert {title: [row[::4] for row in rows] for title, rows in of_kind.items()} == {
        "信访，乡镇（街道），按期答复率：": [(cast.weiqu.short_name, "1"), (cast.guodu.short_name, "2")],
        "信访，职能部门，按期答复率：": [(cast.housing.short_name, "—")],
    }


def test_two_units_of_one_name_are_told_apart(cast, spring):
    village = Unit.objects.filter(kind=Unit.Kind.VILLAGE).first()
    other = Unit.objects.create(
        name="另一个同名社区", short_name=village.short_name, kind=village.kind, area=cast.area("610116002001")
    )
    names = names_of(Unit.objects.filter(pk__in=(village.pk, other.pk, cast.weiqu.pk)))
    assert names[other.pk] == f"{other.short_name}（郭杜街道）" != names[village.pk]
    assert names[cast.weiqu.pk] == cast.weiqu.short_name


def test_the_study_of_public_order_says_what_happened_beside_other_periods(cast, spring):
    """S-27: the county looks at its public order every quarter."""
    incidents.incident(cast, at=datetime(2026, 3, 10, 9, tzinfo=CHINA))
    incidents.incident(cast, at=datetime(2026, 2, 10, 9, tzinfo=CHINA))
    found = made("public_order", cast.county)
    assert "治安案事件：报告 1 件（上期 1，去年同期 0）" in found.body
    assert "治安案事件，近 12 个月报告 2 件" in found.body
    said = blocks(found.body)
    assert "一、治安案事件" in [each.text for each in said if each.kind == "heading"]
    # Every table and every plot has a sentence before it.
    assert all(before.kind != "table" for before, each in pairwise(said) if each.kind == "table")
    assert {each.text for each in said if each.kind == "plot"} >= {"治安案事件：近 12 个月报告", "报告，按类型"}
    assert "|长安区|" not in found.body
    # Of nothing at all a sentence is enough.
    assert "隐患，近 12 个月发现 0 件，其中消除 0 件。" in found.body
    assert "隐患，按地方" not in found.body and found.body.count("|月份|") == 1


def test_by_how_many_agree_no_unit_has_a_place(cast, spring):
    """Whether they do is up to the people (《人民调解法》第三条)."""
    ranked = made("ranking", cast.county).body.partition("= 二、按期率")[2].partition("= 三")[0]
    assert ranked and "调解成功率" not in ranked
    unit = Unit.objects.first()
    maker = maker_of(cast, ("dispute.agreed", unit, 3), ("dispute.unsettled", unit, 1))
    (line,) = (line for line in headlines() if line.rate == "dispute.success_rate")
    said, shares = maker.in_time(line)
    assert "不排名" in said
    assert shares.splitlines() == ["|单位|调解成功率|调解成功|合计", f"|{unit.short_name}|75.0%|3|4"]


def test_many_units_stand_side_by_side():
    few, many = ([[f"单位{place}", place] for place in range(number)] for number in (LONG, LONG + 1))
    assert blocks(_abreast(["单位", "项数"], few))[0].head == ("单位", "项数")
    (told,) = blocks(_abreast(["单位", "项数"], many))
    assert told.head == ("单位", "项数") * 3
    cells = [cell for row in told.lines for cell in row]
    assert [*zip(cells[::2], cells[1::2], strict=True)][: LONG + 1] == [(f"单位{n}", f"{n}") for n in range(LONG + 1)]
    assert len(told.lines) == 5 and set(cells[-4:]) == {""}


def test_a_long_letterhead_stands_in_one_line_and_a_picture_covers_no_table(cast, spring):
    unit = cast.county.posts.first().unit
    found = made("bulletin", cast.county)
    for name, size in (("长安区综治办", None), ("中共西安市长安区委平安建设领导小组办公室", 22), ("长" * 16, 27)):
        found.unit = Unit(pk=unit.pk, name=name)
        document = Document(BytesIO(word_of(found)))
        head = document.paragraphs[0].runs[0]
        assert head.text == name and (head.font.size and head.font.size.pt) == size, name
    pictures = [each for each in document.paragraphs if each._p.xpath(".//pic:pic")]
    assert pictures and all(each.paragraph_format.space_before.pt >= 8 for each in pictures)


def test_in_public_no_sum_gives_away_the_one_that_is_small(cast, spring, monkeypatch):
    """Of two groups, months or units of 8 and 3 whoever knows that they are 11 would know the 3."""
    asked = Asked(standing_of(cast.county, NOW.date()), SPRING, NOW.date(), now=NOW, aloud=True)
    maker, code = Maker(asked, hides=True), "petition.received"
    monkeypatch.setattr(making, "by_group", lambda *_: Counter({(code, "visit"): 8, (code, "phone"): 3}))
    months = Counter({(code, date(2026, 3, 1)): 8, (code, date(2026, 4, 1)): 3})
    monkeypatch.setattr(making, "by_month", lambda *_: months)
    places = Counter({Place(code, unit.pk, ""): n for unit, n in ((cast.housing, 8), (cast.water, 3))})
    monkeypatch.setattr(making, "by_place", lambda *_: places)
    line = replace(headlines()[0], overdue=code)
    maker.places = places
    told = [*maker.by_group(code, "channel", "渠道"), *maker._months("信访", (code,)), maker.late(line)]
    for said in (told[:3], told[3:6], told[6:], [*maker._units((code,))]):
        text = "".join(said)
        assert FEW in text and WITHHELD in text and not {"8", "3"} & set(re.findall(r"\d+", text)), text
    months.clear()
    assert [*maker._months("信访", (code,))] == ["信访，近 12 个月收到 0 件。"]


def test_in_public_no_share_of_few_is_told(cast, spring):
    PublicationKind.objects.filter(code="ranking").update(hides_small=True)
    tables = [each for each in blocks(made("ranking", cast.county).body) if each.kind == "table"]
    rows = [row for each in tables if each.head[-1] == "名次" for row in each.lines]
    assert rows and all(row[1] == "—" for row in rows)


def test_a_place_where_so_much_more_came_in_is_named_and_no_other(cast, spring):
    """By the percentage that the county has laid down; a place with few is not named."""
    county.load_reference()
    for place, (area, before, now) in enumerate((("610116001002", 10, 13), ("610116002001", 10, 12))):
        for month, number in ((5, before), (6, now)):
            for each in range(number):
                at = datetime(2026, month, 10, 9, each, tzinfo=CHINA)
                builders.petition(
                    cast, at=at, area=cast.area(area), people=[builders.person(f"赵{place}{month}{each}")]
                )
    june = {"first": "2026-06-01", "last": "2026-06-30"}
    said = made("ranking", cast.county, **june).body
    assert "|韦曲街道|信访 收到|10|13|+30.0%|30" in said and "|郭杜街道|信访 收到" not in said
    CountyRule.objects.filter(code="warning_rise").update(value="20")
    assert "|郭杜街道|信访 收到|10|12|+20.0%|20" in made("ranking", cast.county, **june).body
    CountyRule.objects.filter(code="warning_rise").update(value="50")
    assert "没有地方比上期上升50%以上。" in made("ranking", cast.county, **june).body
    may = made("ranking", cast.county, first="2026-05-01", last="2026-05-31").body
    assert "|郭杜街道|信访 收到|0|10|上期没有|50" in may


def test_a_township_has_a_threshold_of_its_own(client, cast):
    """Laid down on the page of the question; the same as for all is none of its own, and its villages follow it."""
    county.load_reference()
    page = reverse("cases:county_rule", args=["warning_rise"])
    client.force_login(cast.county)

    def say(value: str, *places: str, status: int = 302, reason: str = "长治办〔2026〕3号"):
        version = CountyRule.objects.get(code="warning_rise").version
        told = {"value": value, "places": places, "reason": reason, "version": version}
        answer = client.post(page, told)
        assert answer.status_code == status
        return answer.content.decode()

    say("50", "610116001", "610116002")
    say("20", "610116002")
    codes = ("610116", "610116001", "610116001002", "610116002", "610116003")
    assert [thresholds().of(Area(code=code)) for code in codes] == [30, 50, 50, 20, 30]
    assert str(thresholds()) == "30%（郭杜街道 20%；韦曲街道 50%）以上"
    assert "郭杜街道：上升百分之二十；长治办〔2026〕3号" in AccessRecord.objects.latest("pk").reason
    assert "郭杜街道另定：上升百分之二十" in client.get(reverse("cases:county_rules")).content.decode()
    assert "请从列表中选择" in say("20", "610116001002", status=422)
    assert "请写明依据" in say("20", "610116001", status=422, reason="")
    Area.objects.filter(pk="610116002").update(successor="610116001")
    assert str(thresholds()) == "30%（韦曲街道 50%）以上"
    Area.objects.filter(pk="610116002").update(successor=None)
    say("30", "610116001")
    say("20")
    assert str(thresholds()) == "20%以上"


def test_the_yearly_report_has_what_article_41_wants(cast, spring):
    found = made("petition_year", cast.county)
    for words in ("涉及领域和被投诉较多的机关、单位", "转送、交办、督办情况", "被采纳情况", "其他应当报告的事项"):
        assert words in found.body
    assert "|信访 转送|" in found.body
    assert "数量多少不用来评价单位" in found.body


def test_run_again_it_writes_no_second_draft(cast, spring):
    found = made("bulletin", cast.county)
    make(Job.objects.get(pk=found.made_of["job"]), lambda *told: None)
    assert Publication.objects.filter(kind__code="bulletin").count() == 1


def test_who_does_not_oversee_the_place_has_nothing_made(cast, spring):
    told = {"kind": "petition_year", "unit": cast.petitions.pk, "area": "610116", "subject": ""}
    days = {"first": "2026-03-01", "last": "2026-04-30"}
    job = work.ask(MAKE, owner=cast.petition_clerk, at=NOW, params=told | days)
    work.run(job.pk, NOW)
    job.refresh_from_db()
    assert (job.state, Publication.objects.count()) == (Job.State.FAILED, 0)


def test_issued_it_lies_there_as_word_and_pdf_with_its_number(cast, spring):
    found = made("petition_year", cast.county)
    for verb, who in ((actions.submit, cast.county), (actions.approve, cast.leader), (actions.issue, cast.county)):
        verb(found, version=None, actor=who, at=NOW)
    names = {file.name.rpartition(".")[2]: file for file in found.files.all()}
    assert set(names) == {"docx", "pdf"}
    found.refresh_from_db()
    assert found.number in text_of(storage.opened(names["docx"].path))


def test_the_letter_of_responsibility_is_read_by_each_unit_and_is_the_years_duty(cast):
    """S-75: signed step by step at new year."""
    plans.load_reference()
    load_reference()
    kind = PublicationKind.objects.get(code="letters")
    assert (kind.plan_code, kind.asks_until, kind.is_public) == ("letter.yearly", True, False)
    assert {"government", "department", "village"} <= set(kind.reads_by)


def test_a_long_table_repeats_its_head_and_two_tables_stay_two(cast, spring):
    rows = [[f"单位{place}", place + 10] for place in range(60)]
    found = made("brief", cast.county)
    told = "文" * 40 + "84.6%（11/13）"
    found.body = "\n".join(["= 一、情况", table(["单位", "件数"], rows), table(["项目", "说明"], [["甲", told]])])
    document = Document(BytesIO(word_of(found)))
    assert [len(each.rows) for each in document.tables] == [61, 2]
    first, second = document.tables
    assert all(each.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for each in document.tables)
    assert first.cell(1, 1).paragraphs[0].alignment == second.cell(1, 0).paragraphs[0].alignment == CENTRE
    assert second.cell(1, 1).paragraphs[0].alignment == LEFT
    assert second.cell(1, 1).text.endswith("84.6%\N{ZERO WIDTH SPACE}（11/13）")
    pages = PdfReader(BytesIO(pdf_of(word_of(found)))).pages
    said = ["".join(page.extract_text().split()) for page in pages]
    assert len(said) >= 3 and all("单位件数" in page for page in said[:3])
    assert "一、情况单位件数单位010" in said[0]
    # No total stands alone on the last page.
    last = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in first.rows[-4:-1]]
    assert last == [None, True, True]


def test_a_kind_of_before_is_given_what_was_delivered_since_unless_the_county_has_changed_it(db):
    plans.load_reference()
    load_reference()
    kinds = PublicationKind.objects
    kinds.filter(code="letters").update(made_as="")
    kinds.filter(code="disclosure").update(plan_code="", version=2)
    assert load_reference() == 1
    assert (kinds.get(code="letters").made_as, kinds.get(code="disclosure").plan_code) == ("letters", "")
    assert load_reference() == 0


def test_words_of_one_head_have_one_width_and_the_shorter_stand_in_one_line():
    """Of several abreast none is wider than its neighbour; a name is not torn while the rule beside it has room."""
    abreast = _widths((("单位", "项数", "单位", "项数"), ("区综治中心", "6", "东街社区（韦曲街道）", "1")))
    assert abreast[0] == abreast[2] and sum(abreast) <= WHOLE
    head = ("指标", "本期", "上期", "去年同期", "计数规则")
    name, *_, rule = _widths((head, ("治安案事件 期末未办结", "0", "0", "0", "规则" * 18)))
    assert name >= wide("治安案事件 期末未办结") * LETTER and rule >= ENOUGH
