"""Whoever keeps a row hears once that its day is near and once that it has passed."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from governance.frame.days import office_day
from governance.notices.models import Notice
from governance.registers.due import due_on, months_after
from governance.registers.entries.actions import check_entry, open_entry, open_many
from governance.registers.entries.filters import FilterForm
from governance.registers.kinds.defining import add_register
from governance.registers.reminding import remind
from tests.builders import OPENED
from tests.registers.pages import stores, told

pytestmark = pytest.mark.django_db


def texts() -> list[tuple[str, str]]:
    return sorted(Notice.objects.filter(kind="register").values_list("recipient__username", "text"))


def test_it_tells_who_keeps_it_when_the_day_is_near_and_its_lead_too_when_it_has_passed(cast):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    entry = open_entry(register, told(cast), actor=cast.clerk, at=OPENED)
    assert entry.due_on == months_after(office_day(OPENED), 6)
    due = OPENED + (entry.due_on - office_day(OPENED))
    assert remind(due - timedelta(days=16)) == 0
    assert remind(due - timedelta(days=15)) == 1
    near = "应急仓库：一号仓库将在 15 天内到期或该检查。"
    assert texts() == [("clerk", near), ("township_lead", near)]
    link = Notice.objects.filter(kind="register").first().link
    form = FilterForm(QueryDict(urlsplit(link).query), register=register)
    assert form.is_valid() and form.chosen() == [cast.weiqu.name, "一个月内到期"]
    assert remind(due) == 0
    assert remind(due + timedelta(days=1)) == 1
    assert remind(due + timedelta(days=2)) == 0
    late = "应急仓库：一号仓库已过期或超过检查日期。"
    assert texts() == sorted((who, text) for who in ("clerk", "township_lead") for text in (near, late))

    check_entry(entry, on=office_day(due), note="完好", version=1, actor=cast.clerk, at=due + timedelta(days=3))
    entry.refresh_from_db()
    assert (entry.due_on, entry.told) == (months_after(office_day(due), 6), 0)


def test_many_rows_of_a_unit_are_one_message(cast):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    rows = [told(cast, f"{n}号库") for n in range(1200)]
    open_many(register, rows, actor=cast.clerk, at=OPENED, job_id=1)
    assert remind(OPENED + timedelta(days=400)) == 1200
    said = [text for who, text in texts() if who == "clerk"]
    assert len(said) == 1 and "等 1200 处已过期" in said[0]


def test_rows_of_one_name_are_named_once_and_counted(cast):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    open_many(register, [told(cast, "总库") for _ in range(4)], actor=cast.clerk, at=OPENED, job_id=1)
    remind(OPENED + timedelta(days=400))
    assert {text for _, text in texts()} == {"应急仓库：总库等 4 处已过期或超过检查日期。"}


@pytest.mark.parametrize(
    ("expires", "seen", "months", "due"),
    [
        (None, None, 0, None),
        ("2026-05-01", None, 0, "2026-05-01"),
        (None, "2026-08-31", 6, "2027-02-28"),
        (None, "2027-08-31", 6, "2028-02-29"),
        ("2026-12-31", "2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", "2026-11-30", 1, "2026-12-01"),
        (None, "2026-11-30", 0, None),
    ],
)
def test_the_first_of_expiry_and_next_check_is_the_day(expires, seen, months, due):
    day = due_on(expires=expires, seen=date.fromisoformat(seen) if seen else None, months=months)
    assert (day.isoformat() if day else None) == due
