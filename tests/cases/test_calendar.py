from datetime import date

import chinese_calendar
import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from governance.cases import deadlines
from governance.cases.calendar import at_hand, notice
from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.calendar.notice import BadNotice, SpecialDay, parse_csv, parse_notice
from governance.cases.deadlines.reloading import load_year, preview_year
from governance.cases.history import Act, broken_history, write_event
from governance.cases.models import CalendarDay, CalendarYear
from governance.frame.days import ONE_DAY
from governance.organisation.models import AccessRecord
from tests.cases.clocks import day, make_case, moment
from tests.cases.worktime_years import CHINA_YEARS

# Full-width signs, as the State Council's site has them.
NOTICE_2025 = """国办发明电〔2024〕12号
  经党中央、国务院批准，根据2024年11月修订的《全国年节及纪念日放假办法》，自2025年1月1日起，全体公民放假的假日增加2天。
  一、元旦：1月1日（周三）放假1天，不调休。
  二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
  三、清明节：4月4日（周五）至6日（周日）放假，共3天。
  四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
  五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
  六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
  国务院办公厅
  2024年11月12日
"""
# The same in half width and in one line, as it comes out of a mail.
NOTICE_2026 = (
    "国务院办公厅关于2026年部分节假日安排的通知 一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。"
    "二、春节:2月15日(农历腊月二十八、周日)至23日(农历正月初七、周一)放假调休,共9天。2月14日(周六)、2月28日(周六)上班。"
    "三、清明节:4月4日(周六)至6日(周一)放假,共3天。四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。"
    "五、端午节:6月19日(周五)至21日(周日)放假,共3天。六、中秋节:9月25日(周五)至27日(周日)放假,共3天。"
    "七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。"
)
# What the notice of 2027 may well say; only the shape matters here.
NOTICE_2027 = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""


def exceptions(entries):
    return {entry.day: entry.kind == "makeup" for entry in entries}


@pytest.mark.parametrize(("year", "text"), [(2025, NOTICE_2025), (2026, NOTICE_2026)])
def test_it_reads_a_notice_as_the_state_council_writes_it(year, text):
    entries = parse_notice(text, year)

    assert exceptions(entries) == {d: off for d, off in CHINA_YEARS.days.items() if d.year == year}
    assert {e.name for e in entries if e.kind == "off"} <= set(CHINA_YEARS.names.values())


def test_it_finds_the_year_and_the_number_of_a_notice():
    assert notice.year_in(NOTICE_2026) == 2026
    assert notice.year_in(NOTICE_2027) is None
    assert notice.number_in(NOTICE_2025) == "国办发明电〔2024〕12号"
    assert notice.number_in(NOTICE_2027) == ""


def test_it_reads_a_line_without_the_name_of_the_holiday():
    entries = parse_notice("1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。", 2026)

    assert exceptions(entries) == {
        day("2026-01-01"): False,
        day("2026-01-02"): False,
        day("2026-01-03"): False,
        day("2026-01-04"): True,
    }


def test_it_reads_a_holiday_that_begins_in_the_old_year():
    entries = parse_notice("元旦：2022年12月31日（周六）至2023年1月2日（周一）放假，共3天。", 2023)

    assert [e.day for e in entries] == [day("2022-12-31"), day("2023-01-01"), day("2023-01-02")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "没有找到放假安排"),
        ("放假通知另行发布。", "没有找到放假安排"),
        ("元旦：1月1日（周三）放假。", "1月1日是周四，不是周三"),
        ("元旦：1月1日（周四）至3日（周六）放假调休，共4天。", "写明共4天，实际为3天"),
        ("元旦：2月30日放假。", "没有2026年2月30日这一天"),
        ("元旦：1月3日至1日放假。", "1月1日不在1月3日之后"),
        ("元旦：1月1日放假。1月5日上班。", "2026-01-05 是周一，本来就上班"),
        ("元旦：1月1日放假。\n春节：1月1日放假。", "2026-01-01 出现了两次"),
        ("元旦：2027年1月1日放假。", "2027-01-01 不在2026年"),
    ],
)
def test_it_says_what_is_wrong_with_a_notice(text, fault):
    with pytest.raises(BadNotice, match=fault):
        parse_notice(text, 2026)


def test_it_reads_a_table():
    text = "\ufeffday,kind,name\n2027-01-01,off,元旦\n2027-01-31,调休上班,春节\n"

    assert parse_csv(text, 2027) == [
        SpecialDay(day("2027-01-01"), "off", "元旦"),
        SpecialDay(day("2027-01-31"), "makeup", "春节"),
    ]


def test_it_reads_a_table_with_chinese_headings():
    assert parse_csv("日期,类别,节日\r\n2027-01-01,放假,元旦\r\n\r\n", 2027) == [
        SpecialDay(day("2027-01-01"), "off", "元旦")
    ]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["表头应为"]),
        ("日期,类别\n", ["表头应为"]),
        ("day,kind,name\n", ["没有2027年的放假日期"]),
        (
            "day,kind,name\n2027-1-1,off,元旦\n2027-01-02,rest,元旦\n2027-01-03,off,\n",
            ["第2行：日期", "第3行：类别", "第4行：节日名称"],
        ),
        ("day,kind,name\n2027-01-31,makeup,春节\n", ["没有2027年的放假日期"]),
        ("day,kind\n2027-01-31,makeup\n", ["表头应为"]),
        ("day,kind,name\n2027-01-01\n", ["第2行：类别"]),
    ],
)
def test_it_lists_every_bad_row_of_a_table(text, faults):
    with pytest.raises(BadNotice) as bad:
        parse_csv(text, 2027)

    assert len(bad.value.faults) == len(faults)
    assert all(said.startswith(fault) for said, fault in zip(bad.value.faults, faults, strict=True))


def test_it_agrees_with_the_published_package_on_every_day(law):
    calendar = calendar_at_hand()
    current, wrong = date(2010, 1, 1), []
    while current <= date(2026, 12, 31):
        if calendar.is_working(current) != chinese_calendar.is_workday(current):
            wrong.append(current)
        current += ONE_DAY

    assert wrong == []


def test_it_holds_the_days_of_the_notices(law):
    calendar = calendar_at_hand()

    assert {d: w for d, w in calendar.days.items() if d.year >= 2024} == CHINA_YEARS.days


@given(st.dates(date(2027, 1, 1), date(2090, 12, 31)))
def test_it_knows_thirteen_statutory_holidays_in_every_year_to_come(any_day):
    first = any_day.replace(month=1, day=1)
    days = [first + ONE_DAY * n for n in range(365)]

    assert sum(bool(at_hand.statutory_holiday(d)) for d in days) in (12, 13)  # Mid-Autumn may meet National Day


def test_it_calls_a_year_that_is_not_loaded_unknown(law):
    calendar = calendar_at_hand()

    assert not calendar.knows(day("2027-02-08"))
    assert calendar.reason(day("2027-02-08")) == "holiday"
    assert calendar.name(day("2027-02-08")) == "春节"
    assert calendar.is_working(day("2027-02-09"))  # which day makes up for Saturday the notice will say


def test_it_sees_a_change_of_the_calendar_at_once(law):
    assert calendar_at_hand() is calendar_at_hand()

    load_year(2027, parse_notice(NOTICE_2027, 2027), title="通知", at=moment("2026-11-21"))

    assert calendar_at_hand().knows(day("2027-02-08"))


@pytest.mark.parametrize(
    ("today", "warned"),
    [("2026-11-01", False), ("2026-11-02", True), ("2027-01-05", True)],
)
def test_it_warns_sixty_days_before_the_loaded_days_end(law, today, warned):
    assert at_hand.days_run_out(day(today)) == (day("2026-12-31") if warned else None)


def test_it_warns_when_nothing_is_loaded(bare):
    assert at_hand.days_run_out(day("2026-03-01")) == day("2026-03-01")


@pytest.fixture
def clocks(cast, law):
    """One clock that the notice of 2027 moves, one that it confirms, one that it does not touch."""
    cases = [make_case(cast, version=2) for _ in range(3)]
    for case in cases:
        write_event(case, step="accept", label="受理", act=Act(None, moment("2026-03-02")), to_status=case.status)
    moved = deadlines.start(cases[0], "petition.notice", since=day("2027-01-25"))  # raw Tue 02-09
    confirmed = deadlines.start(cases[1], "petition.notice", since=day("2027-03-01"))
    untouched = deadlines.start(cases[2], "petition.notice", since=day("2026-03-02"))
    for clock in (moved, confirmed, untouched):
        deadlines.refresh_next_due(clock.case)
    return moved, confirmed, untouched


def load(at="2026-11-21", actor=None):
    return load_year(2027, parse_notice(NOTICE_2027, 2027), title="通知", at=moment(at), actor=actor)


def test_it_recomputes_the_open_clocks_when_a_year_is_loaded(clocks, cast):
    moved, confirmed, untouched = clocks
    assert (moved.due, moved.provisional) == (day("2027-02-09"), True)

    loading = load(actor=cast.county)

    for clock in clocks:
        clock.refresh_from_db()
    assert (moved.due, moved.provisional, moved.generation) == (day("2027-02-12"), False, 2)
    assert (confirmed.due, confirmed.provisional, confirmed.generation) == (day("2027-03-16"), False, 1)
    assert untouched.generation == 1
    assert [(m.before, m.after) for m in loading.moves] == [(day("2027-02-09"), day("2027-02-12"))]
    assert (loading.off, loading.makeup, loading.confirmed) == (27, 6, 1)


def test_it_writes_an_event_for_every_clock_that_moved_and_for_no_other(clocks, cast):
    moved, confirmed, _ = clocks

    load(actor=cast.county)

    _, event = moved.case.events.order_by("seq")
    assert event.actor == cast.county
    assert event.facts["told"] == [["期限", "书面告知"], ["原到期日", "2027-02-09"], ["现到期日", "2027-02-12"]]
    assert confirmed.case.events.count() == 1
    moved.case.refresh_from_db()
    assert moved.case.next_due_at == moment("2027-02-12 23:59:59.999999")
    assert moved.case.version == 3
    assert broken_history() == []


def test_it_writes_two_events_for_two_clocks_of_one_case(clocks):
    case = clocks[0].case
    second = deadlines.start(case, "petition.review_decide", since=day("2027-01-10"))  # raw Tue 02-09 as well

    load()

    assert list(case.events.values_list("seq", flat=True)) == [1, 2, 3]
    case.refresh_from_db()
    second.refresh_from_db()
    assert (case.version, second.due) == (4, day("2027-02-12"))
    assert broken_history() == []


def test_it_loads_a_year_twice_without_a_second_event(clocks):
    load()
    again = load("2026-11-22")

    assert again.moves == []
    assert clocks[0].case.events.count() == 2
    assert CalendarDay.objects.filter(year=2027).count() == 33


def test_it_moves_the_alerts_with_the_day(clocks):
    load()

    for at in ("2027-02-09 09:00", "2027-02-12 09:00"):
        deadlines.scan(moment(at))

    said = clocks[0].escalations.order_by("at").values_list("light", "at")
    assert list(said) == [("yellow", moment("2027-02-03")), ("orange", moment("2027-02-12"))]


def test_it_previews_without_a_change(clocks):
    loading = preview_year(2027, parse_notice(NOTICE_2027, 2027), "通知")

    assert [(m.before, m.after) for m in loading.moves] == [(day("2027-02-09"), day("2027-02-12"))]
    assert loading.confirmed == 1
    assert not CalendarYear.objects.filter(year=2027).exists()
    clocks[0].refresh_from_db()
    assert clocks[0].due == day("2027-02-09")


def test_it_wants_the_old_year_first_where_a_holiday_begins_in_it(law):
    entries = parse_notice("元旦：2027年12月31日至2028年1月2日放假。", 2028)

    with pytest.raises(BadNotice, match="请先载入2027年"):
        preview_year(2028, entries, "通知")
    with pytest.raises(BadNotice, match="请先载入2027年"):
        load_year(2028, entries, title="通知", at=moment("2027-11-01"))

    load()
    load_year(2028, entries, title="通知", at=moment("2027-11-01"))
    assert CalendarDay.objects.get(day="2027-12-31").year_id == 2027


def test_it_loads_by_command(clocks, tmp_path, capsys):
    file = tmp_path / "2027.txt"
    file.write_text(NOTICE_2027, encoding="utf-8")
    number = clocks[0].case.number

    call_command("load_calendar", "2027", str(file), preview=True)
    preview = capsys.readouterr().out.splitlines()
    call_command("load_calendar", "2027", str(file))
    done = capsys.readouterr().out.splitlines()

    assert preview[0] == done[0] == f"{number} 书面告知 2027-02-09 → 2027-02-12"
    assert preview[1] == "将载入放假 27 天、调休上班 6 天；到期日变动 1 项，由暂定转为确定 1 项。"
    assert done[1].startswith("已载入放假 27 天")
    assert AccessRecord.objects.get().subject == "2027年节假日"
    assert CalendarYear.objects.get(year=2027).notice_text == NOTICE_2027


def test_it_loads_a_table_by_command(law, tmp_path):
    file = tmp_path / "2027.csv"
    file.write_text("day,kind,name\n2027-01-01,off,元旦\n", encoding="utf-8")

    call_command("load_calendar", "2027", str(file), title="县里的通知", number="1号")

    assert CalendarYear.objects.get(year=2027).notice == "《县里的通知》（1号）"


@pytest.mark.parametrize(
    ("year", "content", "fault"),
    [
        ("明年", b"", "年份“明年”应为2000至2099之间的数。\n"),
        ("2027", None, "读不到文件"),
        ("2027", b"\xff\xfe\x00", "不是 UTF-8 编码"),
        ("2027", "元旦：1月1日（周一）放假。".encode(), "元旦：1月1日是周五，不是周一。\n"),
    ],
)
def test_it_refuses_in_one_line_and_status_two(law, tmp_path, capsys, year, content, fault):
    file = tmp_path / "notice"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SystemExit) as stopped:
        call_command("load_calendar", year, str(file))

    assert stopped.value.code == 2
    error = capsys.readouterr().err
    assert fault in error
    assert error.count("\n") == 1
    assert not CalendarYear.objects.filter(year=2027).exists()


# Faults: a notice of which only the beginning was copied.

NEW_YEAR_AND_SPRING_2028 = """一、元旦：1月1日（周六）至3日（周一）放假，共3天。
二、春节：1月25日（周二）至31日（周一）放假调休，共7天。1月22日（周六）、2月5日（周六）上班。
"""


@pytest.mark.parametrize("year", [2010, 2012, 2020, 2025, 2026])
def test_it_misses_nothing_in_a_year_of_the_state_council(law, year):
    assert year in calendar_at_hand().loaded_years


def test_it_names_the_holidays_that_a_notice_does_not_speak_of():
    entries = parse_notice(NEW_YEAR_AND_SPRING_2028, 2028)
    assert at_hand.missing_holidays(2028, entries) == ["清明节", "劳动节", "端午节", "国庆节", "中秋节"]
    assert at_hand.missing_holidays(2027, parse_notice(NOTICE_2027, 2027)) == []


def test_it_takes_an_incomplete_year_for_provisional_and_keeps_the_holidays_of_the_law(cast, law):
    load_year(2027, parse_notice(NOTICE_2027, 2027), title="通知", at=moment("2026-11-21"))
    load_year(2028, parse_notice(NEW_YEAR_AND_SPRING_2028, 2028), title="通知", at=moment("2027-11-21"))

    # Fri 09-29; Mon 10-02 and Tue 10-03 are holidays of the law: Wed 04, Thu 05, Fri 06, Mon 09, Tue 10
    clock = deadlines.start(make_case(cast), "petition.objection", since=day("2028-09-29"))
    assert (clock.due, clock.provisional) == (day("2028-10-10"), True)
    assert not calendar_at_hand().is_working(day("2028-10-02"))
    assert calendar_at_hand().is_working(day("2028-01-22"))  # what the notice does say holds
    assert at_hand.last_loaded_day() == day("2027-12-31")
    assert list(at_hand.incomplete_years()) == [2028]


def test_it_says_by_command_too_what_is_missing(law, tmp_path, capsys):
    file = tmp_path / "2028.txt"
    file.write_text(NEW_YEAR_AND_SPRING_2028, encoding="utf-8")
    call_command("load_calendar", "2028", file, "--preview")
    assert "放假安排不完整，缺清明节、劳动节、端午节、国庆节、中秋节；" in capsys.readouterr().out
