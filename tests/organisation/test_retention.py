"""What is kept of people is kept so long and no longer, and the office sees it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from governance.cases.models import Case, Participant
from governance.duties.patrols.actions import POINTS_KEPT
from governance.frame.forms.kept_files import KEPT
from governance.jobs.models import Job
from governance.jobs.work import KEEP_RESULT
from governance.organisation import retention
from governance.organisation.models import AccessRecord
from governance.organisation.tasks import forget_overdue
from governance.registers.models import Entry
from tests import builders
from tests.registers.pages import world as registers_world

YEAR = timedelta(days=366)
PHONE, ID_NUMBER = "13911112222", "610116199001011234"


def closed(case, *, years: int) -> None:
    at = timezone.now() - years * YEAR
    Case.objects.filter(pk=case.pk).update(opened_at=at, closed_at=at, next_due_at=None)


@pytest.fixture
def case(cast):
    return builders.petition(cast, people=[builders.person(phone=PHONE, id_number=ID_NUMBER)])


def number_of(case) -> tuple[str, str]:
    person = Participant.objects.get(case=case)
    return person.phone, person.id_number


def test_every_length_is_the_one_that_holds():
    held = {
        "sessions": timedelta(seconds=settings.SESSION_COOKIE_AGE),
        "attempts": settings.AXES_COOLOFF_TIME,
        "sendings": timedelta(seconds=settings.SESSION_COOKIE_AGE),
        "kept_files": KEPT,
        "job_files": KEEP_RESULT,
        "patrol_points": POINTS_KEPT,
    }
    assert {code: retention.kept(code).length for code in held} == held


def test_every_row_has_its_article_and_every_verb_a_row():
    rows = retention.table()
    assert all(row.basis and row.then and row.what for row in rows)
    assert set(retention.FORGETTERS) <= {row.code for row in rows}


def test_numbers_go_five_years_after_the_end_and_the_record_says_so(case):
    closed(case, years=4)
    forget_overdue()
    assert number_of(case) == (PHONE, ID_NUMBER)
    closed(case, years=5)
    forget_overdue()
    assert number_of(case) == ("", "")
    person = Participant.objects.get(case=case)
    assert (person.phone_mask, person.phone_hashes, person.id_number_hash) == ("139****2222", [], "")
    record = AccessRecord.objects.get(verb="forget")
    assert "电话、证件号" in record.subject and record.reason.endswith("1 条")
    forget_overdue()
    assert AccessRecord.objects.filter(verb="forget").count() == 1


def test_numbers_stay_while_the_case_or_the_one_it_belongs_to_is_open(cast, case):
    forget_overdue()
    assert number_of(case) == (PHONE, ID_NUMBER)
    part = builders.petition(cast, parent=case, people=[builders.person(phone=PHONE, id_number=ID_NUMBER)])
    closed(part, years=6)
    forget_overdue()
    assert number_of(part) == (PHONE, ID_NUMBER)


def test_what_stood_before_a_correction_goes_with_it(case):
    person = Participant.objects.get(case=case)
    earlier = Participant(case_id=case.pk, name="王", replaced_by=person, replaced_at=timezone.now())
    earlier.phone = "13800000000"
    earlier.save()
    closed(case, years=6)
    forget_overdue()
    assert Participant.ever.get(pk=earlier.pk).phone == ""


def test_a_register_keeps_no_phone_of_a_row_that_ended_a_year_ago(cast):
    registers_world(cast, {})
    entry = Entry.objects.first()
    entry.phone = PHONE
    entry.save()
    forget_overdue()
    assert Entry.objects.get(pk=entry.pk).phone == PHONE
    ended_on = timezone.now().date() - YEAR
    Entry.objects.filter(pk=entry.pk).update(entered_on=ended_on, ended_on=ended_on)
    forget_overdue()
    assert Entry.objects.get(pk=entry.pk).phone == ""


def test_a_job_of_last_month_says_only_what_it_was(cast):
    now = timezone.now()
    told = {"kind": "x", "owner": cast.clerk, "state": "done", "report": {"wrong": ["张三"]}, "params": {"q": "张三"}}
    old = Job.objects.create(created_at=now, finished_at=now - timedelta(days=31), **told)
    young = Job.objects.create(created_at=now, finished_at=now - timedelta(days=29), **told)
    forget_overdue()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.report, old.params) == ({}, {})
    assert young.report == {"wrong": ["张三"]}


def test_the_office_sees_lengths_articles_and_the_last_time(login, cast, case):
    closed(case, years=6)
    forget_overdue()
    page = login(cast.county).get(reverse("organisation:retention")).content.decode()
    assert "5 年" in page and "《个人信息保护法》第十九条" in page and "1 条" in page
    assert "不自动删除，至少保存三年" in page


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        ("petitions:register", "登记、转送、交办、办理、答复本事项"),
        ("mediation:register", "登记、调解、司法确认、履行回访"),
        ("grid:register", "登记、处置、回复本事件"),
    ],
)
def test_every_register_page_tells_people_what_their_data_is_for_and_how_long_it_is_kept(login, cast, name, purpose):
    page = login(cast.clerk).get(reverse(name)).content.decode()
    assert f"只用于{purpose}" in page
    assert "自办结之日起保存 5 年，期满清除" in page
    assert "《个人信息保护法》第六条、第十七条、第三十五条" in page
