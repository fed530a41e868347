"""Every box and every fact that asks for a day or a time, tried with days that nobody can mean: each is refused in
Chinese at its own place, before anything is written. The fields are found, not listed."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django import forms

from governance.cases.fields.kind import Setting, field_of
from governance.cases.models import Case
from governance.cases.workflow import Fact
from governance.frame.days import CHINA, office_day, office_moment
from governance.frame.forms.plausible import EARLIEST, LATEST, NearMoment
from governance.registers.fields import Field
from tests.boxes import answered, boxes, facts, said

# No such day, no such time, or one that no box of this house asks about.
NEVER = ("2027-02-29", "2026-06-31", "2026-13-01", "昨天", "2026年", "9" * 40, "2026-11-28T25:00", "-1")
OTHER_AGES = ("0001-01-01", "0202-11-28", "1900-01-01", "2999-01-01", "9999-12-31")
# How people write a day: read as that day, or refused.
WRITTEN = ("2026/1/1", "２０２６-０１-０１", " 2026-1-1 ", "2026-01-01T00:00")
CHINESE = re.compile(r"[\u4e00-\u9fff].*[。！]?$")
NOW = datetime(2026, 11, 28, 10, tzinfo=CHINA)
TODAY = NOW.date()


BOXES = {
    name: box
    for name, box in boxes().items()
    if isinstance(box, forms.DateField | forms.DateTimeField | forms.TimeField)
}
FACTS = {name: fact for name, fact in facts().items() if fact.kind in ("date", "moment")}
PAST = {name: fact for name, fact in FACTS.items() if fact.past_only}


def told(fact: Fact, value, case=None) -> list[str]:
    """What a step, a register page or the API answers to the fact."""
    return answered(fact, value, Setting(NOW, case=case))[1]


def test_it_has_found_them():
    assert len(BOXES) > 50 and len(FACTS) > 100
    assert {"warning.register.ends_at", "petition.serve.served_on", "people_mediation.sign_agreement.due_on"} <= set(
        FACTS
    )


def test_a_box_takes_no_day_that_nobody_can_mean():
    for name, box in BOXES.items():
        is_time = isinstance(box, forms.TimeField)
        for value in (*NEVER, *OTHER_AGES) if is_time else NEVER:
            found, sentences = said(box, value)
            assert sentences and all(map(CHINESE.search, sentences)), (name, value, found, sentences)
        for value in () if is_time else OTHER_AGES:
            found, sentences = said(box, value)
            # What a phone tells lies within the calendar here, and within weeks of now in its form.
            near = isinstance(box, NearMoment) and EARLIEST <= int(value[:4]) <= LATEST
            assert bool(sentences) is not near and all(map(CHINESE.search, sentences)), (name, value, found)
        for value in WRITTEN:
            found, sentences = said(box, value)
            day = office_day(found) if isinstance(found, datetime) else found
            assert day in (None, date(2026, 1, 1), time(0)), (name, value, found)
            assert all(map(CHINESE.search, sentences)), (name, value, sentences)


def test_a_fact_takes_no_day_that_nobody_can_mean():
    ages = (*OTHER_AGES, *(f"{day}T00:00" for day in OTHER_AGES))
    for name, fact in FACTS.items():
        for value in (*NEVER, *ages, 20260101, 1.5, True, ["2026-01-01"]):
            sentences = told(fact, value)
            assert sentences and all(map(CHINESE.search, sentences)), (name, value)
        found, sentences = said(field_of(replace(fact, help=""), Setting(NOW)), "2026/1/1")
        assert sentences or (office_day(found) if isinstance(found, datetime) else found) == date(2026, 1, 1), name
        tomorrow = told(fact, f"{TODAY + timedelta(days=1)}")
        assert ("不能晚于" in "".join(tomorrow)) is fact.past_only, name


def test_nothing_happens_in_a_case_before_it_came_in():
    whole = Case(opened_at=office_moment(date(2026, 11, 20)))
    case = Case(opened_at=office_moment(date(2026, 11, 24)), parent=whole)
    for name, each in PAST.items():
        fact = replace(each, not_before=None)
        for day, came in (("2026-11-19", False), ("2026-11-20", True), ("2026-11-24", True)):
            sentence = "".join(told(fact, day, case))
            before = came or fact.may_precede
            assert sentence == "" if before else "不能早于收到这件事项的日期 2026-11-20" in sentence, (name, day)
        assert not fact.may_precede or fact.may_precede.endswith("。"), name
        assert fact.may_precede or fact.name != "received_on" or name.endswith("start_mediation.received_on"), name


def test_a_day_that_is_planned_lies_within_years():
    ahead = Fact("new_on", "新的期限", "date")
    assert told(ahead, "2056-01-01") and not told(ahead, "2029-12-31")
    assert not told(Fact("due_on", "履行期限", "date", reach="agreed"), "2056-01-01")
    assert not told(Field("f1", "任职起", "date").fact, "1998-07-01")
