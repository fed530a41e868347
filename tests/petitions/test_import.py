"""Messages of another platform become petitions, with their lateness, once and only once."""

from datetime import date, datetime
from io import StringIO

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.utils import timezone

from governance.cases import deadlines
from governance.cases.history import broken_history
from governance.cases.models import CaseLink, Category, Clock
from governance.frame.days import CHINA, office_day, office_time
from governance.frame.refusals import StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord
from petitions import reference
from petitions.messages.checking import COLUMNS
from petitions.models import Petition
from tests import builders
from tests.petitions.messages import ROWS, changed, write

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def categories(kept):
    reference.load()


@pytest.fixture
def office(categories, cast):
    return cast


def run(path, *options) -> list[str]:
    out = StringIO()
    call_command("import_petitions", str(path), *options, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


def refused(path, *options) -> tuple[str, list[str]]:
    said = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_petitions", str(path), *options, stdout=StringIO(), stderr=said)
    assert caught.value.returncode == 1
    return str(caught.value), said.getvalue().splitlines()


def clock(number: str, term: str) -> Clock:
    return Clock.objects.get(case__petition__source_number=number, term_code=term)


def test_it_ends_with_one_line_for_each_figure(office, tmp_path):
    assert run(write(tmp_path / "a.csv")) == [
        "读取 6 行",
        "导入 6 件",
        "重复反映 2 件",
        "补录答复 4 件",
        "15 日内答复 2 件",
        "60 日内答复 3 件",
    ]
    assert "导入 6 件" in AccessRecord.objects.get(verb="import").reason


def test_it_adds_nothing_the_second_time(office, tmp_path):
    path = write(tmp_path / "a.csv")
    run(path)
    before = list(Petition.objects.order_by("pk").values())
    assert run(path)[:4] == ["读取 6 行", "导入 0 件", "重复反映 0 件", "补录答复 0 件"]
    assert list(Petition.objects.order_by("pk").values()) == before


def test_it_books_the_message_to_the_county(office, tmp_path):
    run(write(tmp_path / "a.csv"))
    made = Petition.objects.get(source_number="9001")
    assert made.number.startswith("XF2019-0000")
    assert (made.title, made.channel, made.area_id, made.status) == ("东街路灯不亮", "online", "610116", "registered")
    assert (made.lead_unit, made.first_unit) == (office.petitions, office.petitions)
    assert made.category == Category.objects.get(kind="petition", path="城乡建设")
    assert office_time(made.opened_at).isoformat() == "2019-03-04T09:30:00+08:00"
    assert Petition.objects.get(source_number="9005").category is None
    person = made.participants.get()
    assert person.name == "YH甲" and len(person.account_hash) == 64 and person.masked_name == "Y**"


def test_who_gave_no_name_is_owed_no_letter(office, tmp_path):
    run(write(tmp_path / "a.csv", changed("9001", 留言用户="匿名")))
    made = Petition.objects.get(source_number="9001")
    assert made.address_unclear and not made.clocks.filter(term_code="petition.notice").exists()
    assert made.clocks.filter(term_code="petition.route").exists()
    assert not Petition.objects.get(source_number="9002").address_unclear


def test_it_replays_a_reply_through_the_steps_at_its_own_date(office, tmp_path):
    run(write(tmp_path / "a.csv"))
    made = Petition.objects.get(source_number="9004")
    steps = [(event.step, office_day(event.at)) for event in made.events.order_by("seq")]
    sent, replied = date(2019, 5, 6), date(2019, 7, 6)
    assert steps == [("register", sent), ("accept", replied), ("reply", replied), ("serve", replied)]
    assert (made.status, made.served_on, made.accepted_on) == ("served", replied, sent)
    assert ["答复内容", "已修复。"] in made.events.get(step="reply").facts["told"]
    assert broken_history() == []


def test_it_shows_as_late_what_was_late_then(office, tmp_path):
    run(write(tmp_path / "a.csv"))
    now = datetime(2019, 8, 1, tzinfo=CHINA)
    # Message 9002: Tuesday 2019-03-05, 15 days later is Wednesday 2019-03-20, the day of the reply.
    assert clock("9002", "petition.notice").due == date(2019, 3, 20)
    assert deadlines.light(clock("9002", "petition.notice"), now).code == "met"
    # Message 9003: answered on the 16th day, a Wednesday.
    assert deadlines.light(clock("9003", "petition.notice"), now).code == "missed"
    assert deadlines.light(clock("9003", "petition.handle"), now).code == "met"
    # Message 9004: the 60th day is Friday 2019-07-05, the reply came on the Saturday after it.
    late = clock("9004", "petition.handle")
    assert (late.start_on, late.due, late.outcome) == (date(2019, 5, 6), date(2019, 7, 5), "missed")
    assert late.ended_at == datetime.fromisoformat("2019-07-06T10:00:00+08:00")


def test_it_leaves_an_unanswered_message_overdue_without_a_thousand_letters(office, tmp_path):
    run(write(tmp_path / "a.csv"))
    waiting = clock("9001", "petition.notice")
    now = timezone.now()
    assert deadlines.light(waiting, now).code == "overdue"
    assert Petition.objects.get(source_number="9001").next_due_at == waiting.due_at
    assert deadlines.scan(now).fired == 0
    assert not Notice.objects.exists()


def test_it_recognises_the_same_person(office, tmp_path):
    run(write(tmp_path / "a.csv"))
    repeats = Petition.objects.filter(is_repeat=True).order_by("opened_at")
    assert [row.source_number for row in repeats] == ["9004", "9006"]
    first = Petition.objects.get(source_number="9001")
    links = CaseLink.objects.filter(kind="repeat")
    assert {(link.case_id, link.other_id) for link in links} == {(row.pk, first.pk) for row in repeats}


def test_it_recognises_a_person_of_an_earlier_file(office, tmp_path):
    run(write(tmp_path / "a.csv", ROWS[:1]))
    assert run(write(tmp_path / "b.csv", ROWS[3:4]))[2] == "重复反映 1 件"
    link = CaseLink.objects.get(kind="repeat")
    assert link.other.petition.source_number == "9001"


def test_it_does_not_say_that_a_writer_repeats_what_is_hidden(office, tmp_path):
    run(write(tmp_path / "a.csv", ROWS[:1]))
    Petition.objects.filter(source_number="9001").update(confidentiality="restricted")
    assert run(write(tmp_path / "b.csv", ROWS[3:4]))[2] == "重复反映 0 件"
    assert not Petition.objects.get(source_number="9004").is_repeat and not CaseLink.objects.exists()


def test_it_finds_the_first_message_whatever_the_order_of_the_file(office, tmp_path):
    run(write(tmp_path / "a.csv", ROWS[::-1]))
    assert {link.other.petition.source_number for link in CaseLink.objects.all()} == {"9001"}


def test_it_loads_nothing_if_one_row_is_bad(office, tmp_path):
    path = write(tmp_path / "a.csv", changed("9003", 答复时间="2019-03-01 09:00:00", 留言主题=""))
    sentence, lines = refused(path)
    assert lines == ["第 4 行“留言主题”：没有填写留言主题。", "第 4 行“答复时间”：答复时间早于留言时间。"]
    assert "1 行有问题，没有导入任何内容" in sentence
    assert not Petition.objects.exists()


def test_it_leaves_bad_rows_out_when_told_to(office, tmp_path):
    path = write(tmp_path / "a.csv", changed("9003", 留言时间="某日"))
    assert run(path, "--skip-bad") == [
        "读取 6 行",
        "导入 5 件",
        "重复反映 2 件",
        "补录答复 3 件",
        "15 日内答复 2 件",
        "60 日内答复 2 件",
    ]
    assert not Petition.objects.filter(source_number="9003").exists()
    # Mended, the row comes in later without doubling the others.
    assert run(write(tmp_path / "b.csv"))[1] == "导入 1 件"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_it_reads_the_encodings_of_offices(office, tmp_path, encoding):
    assert run(write(tmp_path / "a.csv", encoding=encoding))[1] == "导入 6 件"


def test_it_reads_a_workbook_with_real_numbers_and_dates(office, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        for line, row in enumerate(ROWS, 1):
            for place, text in enumerate(row):
                if place in (3, 6) and text:
                    sheet.write_datetime(line, place, datetime.fromisoformat(text), moment)
                elif place == 0:
                    sheet.write_number(line, place, int(text))
                else:
                    sheet.write_string(line, place, text)
    assert run(path)[3:] == ["补录答复 4 件", "15 日内答复 2 件", "60 日内答复 3 件"]
    assert run(write(tmp_path / "a.csv"))[1] == "导入 0 件"


def test_it_goes_on_where_it_was_killed(office, tmp_path, monkeypatch):
    monkeypatch.setattr("petitions.messages.importing.BATCH", 2)
    seen = []

    def die(pks, *, at):
        seen.append(pks)
        if len(seen) == 2:
            raise KeyboardInterrupt

    path = write(tmp_path / "a.csv")
    with monkeypatch.context() as power_cut, pytest.raises(KeyboardInterrupt):
        power_cut.setattr(deadlines, "pass_over", die)
        run(path)
    assert Petition.objects.count() == 2
    assert run(path)[1] == "导入 4 件"
    assert Petition.objects.count() == 6


def test_it_takes_them_in_at_another_unit_when_told(office, tmp_path):
    run(write(tmp_path / "a.csv"), "--unit", office.centre.name)
    assert {row.lead_unit for row in Petition.objects.all()} == {office.centre}


@pytest.mark.parametrize(
    ("name", "content", "options", "sentence"),
    [
        ("a.csv", None, (), "打不开文件"),
        ("a.pdf", b"x", (), "只接收 .csv 和 .xlsx 文件"),
        ("a.csv", "编号,内容\n1,2\n".encode(), (), "没有找到表头"),
        ("a.csv", b"x", ("--unit", "没有的单位"), "没有名为“没有的单位”的在用单位"),
    ],
)
def test_it_says_in_one_sentence_why_it_cannot_begin(office, tmp_path, name, content, options, sentence):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert sentence in refused(tmp_path / name, *options)[0]


def test_it_wants_a_county_first(bare, tmp_path):
    assert "请先导入本县（市、区）的行政区划" in refused(write(tmp_path / "a.csv"))[0]


def test_what_nobody_answered_there_is_answered_here_as_everything_else(office, tmp_path):
    """By an opinion, or, where it is a suggestion, once it was studied (art. 29, 32)."""
    run(write(tmp_path / "a.csv"))
    wish, made = (Petition.objects.get(source_number=number) for number in ("9006", "9001"))
    builders.step(wish, "reclassify", office.petition_clerk, later=1, petition_class="suggestion", reason="是建议。")
    for case, sentence in ((made, "应当出具信访处理意见书"), (wish, "应当先研究论证")):
        builders.step(case, "transfer", office.petition_clerk, later=1, to_unit=office.housing, **builders.TRANSFER)
        builders.step(case, "accept", office.handler, later=2, **builders.ACCEPT)
        with pytest.raises(StepNotPossible, match=sentence):
            builders.step(case, "reply", office.lead, later=3, reply="已办。")


def test_a_reply_from_there_that_is_revoked_gives_way_to_an_opinion(office, tmp_path):
    run(write(tmp_path / "a.csv"))
    made = Petition.objects.get(source_number="9004")
    told = {"by": "长安区人民政府", "days": 20, "since": made.served_on, "opinion": "FC1", "reason": "没有查清。"}
    builders.step(made, "redo", None, later=70, **told)
    with pytest.raises(StepNotPossible, match="应当出具信访处理意见书"):
        builders.step(made, "reply", None, later=71, reply="已办。")
    builders.step(made, "issue_opinion", None, later=71, **builders.OPINION)
    assert made.status == "answered"
