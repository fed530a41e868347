import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.cases import deadlines
from governance.cases.models import CalendarYear
from governance.organisation.models import AccessRecord
from tests.cases.clocks import day, make_case
from tests.cases.test_calendar import NEW_YEAR_AND_SPRING_2028, NOTICE_2026, NOTICE_2027

URL = "/settings/calendar/"


@pytest.fixture
def clock(cast, law):
    """Its provisional day moves when 2027 is loaded."""
    return deadlines.start(make_case(cast, title="反映道路积水"), "petition.notice", since=day("2027-01-25"))


@pytest.fixture
def office(clock, login, cast):
    return login(cast.county)


def page(response) -> str:
    return response.content.decode()


def test_it_shows_the_loaded_years_and_asks_for_the_next(office):
    shown = page(office.get(URL))

    assert "2026年" in shown
    assert 'name="year" value="2027"' in shown
    assert "国务院办公厅关于2026年部分节假日安排的通知" in shown


def test_it_shows_the_days_of_a_year(office):
    shown = page(office.get(f"{URL}2026/"))

    assert "2026-02-15 周日 至 2026-02-23 周一" in shown
    assert "2026-02-14 周六、2026-02-28 周六" in shown
    assert office.get(f"{URL}2031/").status_code == 404


def test_it_previews_what_would_move_and_changes_nothing(office, clock):
    shown = page(office.post(URL, {"year": "2027", "text": NOTICE_2027, "number": ""}))

    assert "到期日变动 1 项，由暂定转为确定 0 项" in shown
    assert clock.case.number in shown
    assert "2027-02-09 周二" in shown
    assert "2027-02-12 周五" in shown
    assert "2027-02-05 周五 至 2027-02-11 周四" in shown
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_it_loads_what_was_previewed(office, clock, cast):
    response = office.post(URL, {"year": "2027", "text": NOTICE_2027, "load": "1"}, follow=True)

    assert "2027年放假安排已载入：到期日变动 1 项，由暂定转为确定 0 项。" in page(response)
    clock.refresh_from_db()
    assert (clock.due, clock.provisional) == (day("2027-02-12"), False)
    assert clock.case.events.get().actor == cast.county
    record = AccessRecord.objects.get(verb="setting")
    assert (record.actor, record.subject) == (cast.county, "2027年节假日")


def test_it_takes_a_file_and_carries_it_into_the_preview(office):
    table = SimpleUploadedFile("2027.csv", "\ufeffday,kind,name\n2027-01-01,off,元旦\n".encode())

    shown = page(office.post(URL, {"year": "2027", "file": table}))

    assert "放假 1 天，调休上班 0 天" in shown
    assert "2027-01-01,off,元旦" in shown
    assert "不调休" in shown


def test_it_says_that_a_year_will_be_replaced(office):
    assert "再次载入会替换它" in page(office.post(URL, {"year": "2026", "text": NOTICE_2026}))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"year": "2027"}, "请粘贴通知正文，或者选择文件。"),
        ({"year": "", "text": NOTICE_2027}, "请填写年份。"),
        ({"year": "两千", "text": NOTICE_2027}, "年份应为四位数字。"),
        ({"year": "1999", "text": NOTICE_2027}, "年份应在2000至2099之间。"),
        ({"year": "2027", "text": NOTICE_2026}, "这是2026年的通知，填写的年份是2027年。"),
        ({"year": "2027", "text": "元旦：1月1日（周一）放假。"}, "元旦：1月1日是周五，不是周一。"),
        ({"year": "2030", "text": "元旦：2029年12月31日至2030年1月1日放假。"}, "请先载入2029年的安排。"),
        ({"year": "2027", "file": SimpleUploadedFile("x.csv", b"\xff\xfe\x01")}, "文件不是 UTF-8 编码"),
        ({"year": "2027", "file": SimpleUploadedFile("x.csv", b"")}, "文件是空的。"),
        ({"year": "2027", "file": SimpleUploadedFile("x.csv", b"a" * 200_001)}, "文件太大"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"load": "1"}])
def test_it_says_at_the_field_what_is_wrong_and_changes_nothing(office, fields, sentence, button):
    if "file" in fields:
        fields["file"].seek(0)
    response = office.post(URL, {**fields, **button})

    assert response.status_code == 422
    assert sentence in page(response)
    if fields.get("text"):
        assert fields["text"].splitlines()[0] in page(response)
    assert not CalendarYear.objects.filter(year__in=(2027, 2030)).exists()


def test_it_counts_cases_for_the_system_administrator_and_shows_none(clock, login, cast):
    shown = page(login(cast.system_admin).post(URL, {"year": "2027", "text": NOTICE_2027}))

    assert "到期日变动 1 项" in shown
    assert "其中 1 项没有列出" in shown
    assert clock.case.number not in shown
    assert "反映道路积水" not in shown


def test_it_shows_no_restricted_case_in_the_preview(office, cast):
    secret = make_case(cast, title="检举某人", confidentiality="restricted")
    deadlines.start(secret, "petition.notice", since=day("2027-01-25"))

    shown = page(office.post(URL, {"year": "2027", "text": NOTICE_2027}))

    assert "另有 1 项没有列出" in shown
    assert secret.number not in shown


def test_it_is_closed_to_others(clock, login, cast):
    assert login(cast.handler).get(URL).status_code == 403
    assert login(cast.handler).post(URL, {"year": "2027", "text": NOTICE_2027, "load": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("at", "person", "said"),
    [
        ("2026-11-01", "county", None),
        ("2026-11-02", "county", "请在“节假日”中载入2027年的安排"),
        ("2026-11-02", "system_admin", "放假安排只载入到 2026-12-31，此后的到期日为暂定。"),
        ("2026-11-02", "handler", None),
    ],
)
def test_it_warns_whoever_can_load_more_sixty_days_before_the_end(law, login, cast, time_machine, at, person, said):
    time_machine.move_to(f"{at}T10:00:00+08:00", tick=False)
    shown = page(login(getattr(cast, person)).get("/"))

    assert ("放假安排只载入到" in shown) == (said is not None)
    assert said is None or said in shown


def test_it_says_before_and_after_loading_what_a_notice_leaves_out(office):
    typed = {"year": "2028", "text": NEW_YEAR_AND_SPRING_2028}
    gap = "清明节、劳动节、端午节、国庆节、中秋节"
    assert f"不完整：缺{gap}" in page(office.post(URL, typed))

    loaded = page(office.post(URL, {**typed, "load": "1"}, follow=True))

    assert f"2028年放假安排不完整，缺{gap}；补齐以前，到期日为暂定。" in loaded
    assert f"不完整：缺{gap}，到期日为暂定" in loaded
    assert f"不完整：缺{gap}" in page(office.get(f"{URL}2028/"))
