"""Numbers, hostile text, and what happens when a paper cannot be issued."""

import re
import threading
import zipfile
from datetime import date

import pytest
from django.db import connection, transaction
from lxml import etree

from governance.cases.files import storage
from governance.cases.models import Paper
from governance.cases.papers import issue as papers
from governance.cases.papers.issue import PaperIncomplete
from governance.frame.wording import in_characters, printable
from tests import builders

from .reading import everything, paragraphs, text

HOSTILE = "《办法》〔2026〕3号&amp; <b>粗</b> & \"引号\" 'x' ＜＞ 𠮷"
INJECTION = "{{ 7*7 }} {{文号}} {% for x in [1] %}x{% endfor %} {# 注 #} {{ ''.__class__ }}"


@pytest.fixture
def handling(cast):
    return builders.in_status(cast, "handling")


def opinion(case, cast, **facts):
    builders.step(case, "issue_opinion", cast.lead, later=20, replay=False, **{**builders.OPINION, **facts})
    return case.papers.get(code="handling_opinion")


def test_it_keeps_signs_and_line_ends_of_what_was_typed(cast, handling):
    paper = opinion(handling, cast, request=f"第一段{HOSTILE}\r\n\r\n  第二段\t末\n第三段")
    found = paragraphs(paper)
    place = found.index("一、投诉请求")
    assert found[place + 1 : place + 4] == [f"第一段{HOSTILE}", "第二段 末", "第三段"]


def test_every_paragraph_of_typed_text_has_the_layout_of_the_first(cast, handling):
    paper = opinion(handling, cast, facts="其一。\n其二。")
    with zipfile.ZipFile(storage.opened(paper.path)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    names = {"w": tree.nsmap["w"]}
    styles = [
        paragraph.xpath("string(w:pPr/w:pStyle/@w:val)", namespaces=names)
        for paragraph in tree.iterfind(".//w:p", names)
        if "".join(paragraph.itertext()) in ("其一。", "其二。")
    ]
    assert len(styles) == 2
    assert len(set(styles)) == 1


def test_it_never_runs_what_looks_like_a_template(cast, handling):
    paper = opinion(handling, cast, request=INJECTION, review_organ="{{签发人}}")
    assert INJECTION in text(paper)
    assert "向{{签发人}}书面请求复查" in text(paper)
    assert "49" not in text(paper)


def test_it_drops_signs_that_no_document_can_hold(cast, handling):
    paper = opinion(handling, cast, request="前\x07\x0c\x1b\u202e后")
    assert "\n前后\n" in text(paper)
    assert "\u202e" not in everything(paper)


def test_it_survives_a_hostile_title_and_name(cast):
    case = builders.petition(cast, title=f"反映{HOSTILE}{{{{x}}}}", people=[builders.person(name="<赵>&{{秀英}}")])
    builders.step(case, "inform", cast.clerk, later=1, replay=False, **builders.INFORM)
    shown = text(case.papers.get())
    assert f"“反映{HOSTILE}{{{{x}}}}”" in shown
    assert "<赵>&{{秀英}}：" in shown


def test_it_names_the_office_and_nobody_else_as_the_author(cast, handling):
    core = everything(opinion(handling, cast))
    assert "<dc:creator>长安区住房和城乡建设局</dc:creator>" in core
    assert "python" not in core


def test_it_issues_nothing_without_what_the_law_wants(cast, handling):
    event = handling.events.last()
    facts = {**builders.OPINION, "legal_basis": " \n "}
    with pytest.raises(PaperIncomplete, match="信访处理意见书缺少法律法规依据"):
        papers.issue(
            handling, "handling_opinion", event=event, signer=cast.lead, unit=cast.housing, on=event.at, facts=facts
        )
    assert not Paper.objects.exists()


def test_it_issues_nothing_that_nobody_signs(cast, handling):
    event = handling.events.last()
    with pytest.raises(PaperIncomplete, match="须由人签发"):
        papers.issue(
            handling,
            "handling_opinion",
            event=event,
            signer=None,
            unit=cast.housing,
            on=date(2026, 3, 30),
            facts=builders.OPINION,
        )


def issue_inform(case, signer, unit):
    """One notice for the case, straight from the verb."""
    return papers.issue(
        case,
        "inform_notice",
        event=case.events.last(),
        signer=signer,
        unit=unit,
        on=date(2026, 3, 11),
        facts=builders.INFORM,
    )


@pytest.mark.django_db(transaction=True)
def test_papers_issued_at_once_have_neighbouring_numbers(cast):
    cases = [builders.petition(cast) for _ in range(6)]
    start, numbers = threading.Barrier(len(cases)), []

    def issue(case):
        try:
            start.wait(10)
            with transaction.atomic():
                numbers.append(issue_inform(case, cast.clerk, cast.weiqu).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=[case]) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(int(re.search(r"〕(\d+)号", number)[1]) for number in numbers) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_a_paper_that_is_rolled_back_leaves_neither_number_nor_file(cast):
    case = builders.petition(cast)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        lost = issue_inform(case, cast.clerk, cast.weiqu)
        assert storage.located(lost.path)
        raise ZeroDivisionError
    with pytest.raises(storage.FileGone):
        storage.located(lost.path)
    assert issue_inform(case, cast.clerk, cast.weiqu).number == lost.number


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 21), "二〇二六年十一月二十一日"),
        (date(2026, 1, 1), "二〇二六年一月一日"),
        (date(2026, 10, 10), "二〇二六年十月十日"),
        (date(2030, 12, 20), "二〇三〇年十二月二十日"),
        (date(2029, 2, 28), "二〇二九年二月二十八日"),
        (date(2026, 5, 31), "二〇二六年五月三十一日"),
    ],
)
def test_it_writes_dates_in_characters(day, written):
    assert in_characters(day) == written


def test_it_keeps_empty_lines_and_blanks_out_of_papers():
    assert printable("  一 \r\n\r\n\t二\u2028三\ud800 ") == "一\n二三"
