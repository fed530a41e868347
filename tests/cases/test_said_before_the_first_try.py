"""What a step wants is said on its form before anything is tried: what may be left out, limits, earliest and latest."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from governance.cases import registry
from governance.cases.fields.forms import FactsForm
from governance.cases.fields.kind import Setting, field_of, wrong_facts
from governance.frame.days import CHINA
from tests import builders, disputes

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 10, tzinfo=CHINA)
TODAY, CAME = NOW.date(), date(2026, 3, 10)
CASE = SimpleNamespace(came_on=CAME)
# What is picked from is a query, and says nothing of limits.
PICKED = {"pick", "user", "files", "rows"}
STEPS = [(kind, step) for kind in registry.KINDS.values() for step in kind.workflow.steps if step.permission]
FACTS = {
    (kind.workflow.label, step.label, each.label): each
    for kind, step in STEPS
    for fact in step.facts
    for each in (fact, *fact.columns)
}


def said(fact) -> str:
    return field_of(replace(fact, not_before=None), Setting(NOW, case=CASE)).help_text


def of(*kinds, **held):
    return {
        where: fact
        for where, fact in FACTS.items()
        if fact.kind in kinds and all(bool(getattr(fact, name)) == value for name, value in held.items())
    }


def test_every_day_that_has_passed_says_its_first_and_last():
    days = of("date", "moment", past_only=True)
    assert len(days) > 60
    assert {where for where, fact in days.items() if "不晚于" not in said(fact)} == set()
    bound = {where: fact for where, fact in days.items() if not fact.may_precede}
    assert {where for where, fact in bound.items() if f"不早于 {CAME}" not in said(fact)} == set()


def test_a_day_that_follows_another_says_which_and_is_refused_before_it():
    later = {where: fact for where, fact in of("date", "moment").items() if fact.not_before}
    assert len(later) > 40 and all(fact.not_before.words.endswith("日期") for fact in later.values())
    bound = CAME + timedelta(days=2)
    for where, fact in later.items():
        held = replace(fact, not_before=replace(fact.not_before, of=lambda case: bound))
        field = field_of(held, Setting(NOW, case=CASE))
        assert f"不早于{held.not_before.words} {bound}" in field.help_text, where
        assert field.widget.attrs["min"][:10] == str(bound), where
        early = datetime(bound.year, bound.month, bound.day, 10, tzinfo=CHINA) - timedelta(days=1)
        value = early if fact.kind == "moment" else early.date()
        told = wrong_facts([held], {held.name: value}, Setting(NOW, case=CASE))
        assert told[held.name] == f"{held.label}不能早于{held.not_before.words} {bound}。", where


def test_the_calendar_of_the_browser_offers_no_day_that_would_be_refused():
    for where, fact in of("date", "moment").items():
        attrs = field_of(replace(fact, not_before=None), Setting(NOW, case=CASE)).widget.attrs
        first, last = attrs["min"][:10], attrs["max"][:10]
        assert first < last, where
        if fact.past_only:
            assert last == str(TODAY) and (fact.may_precede or first == str(CAME)), where


def test_every_number_says_between_what_it_must_lie_and_every_long_text_how_long_it_may_be():
    for where, fact in of("number", "points").items():
        if fact.maximum is not None:
            assert f" 至 {fact.maximum}" in said(fact), where
        elif fact.minimum and fact.minimum > 1:
            assert f"不小于 {fact.minimum}" in said(fact), where
    assert {where for where, fact in of("long").items() if "不超过" not in said(fact)} == set()


def test_what_another_answer_makes_necessary_names_the_answer():
    wanted = 0
    for _, step in STEPS:
        facts = [fact for fact in step.facts if fact.kind not in PICKED]
        form = FactsForm(facts, Setting(NOW, categories="petition"))
        for fact in facts:
            if fact.needed_if:
                assert form.fields[fact.name].asked.startswith("选“"), (step.label, fact.label)
                assert form.fields[fact.name].asked.endswith("”的必填"), (step.label, fact.label)
                wanted += 1
    assert wanted > 15


def test_files_that_the_law_wants_in_this_case_are_not_marked_as_left_to_choice(cast, client):
    case = builders.petition(cast)
    client.force_login(cast.clerk)
    page = client.get(reverse("cases:step", args=[case.number, "refer_help"])).content.decode()
    label = page.partition('<label for="id_files">')[2].partition("</label>")[0]
    assert "签名的同意书" in label and "选填" not in label


def test_files_that_an_answer_wants_say_so_beside_their_box(cast, login):
    case = disputes.dispute(cast)
    page = login(cast.clerk).get(reverse("cases:step", args=[case.number, "ask_abroad"])).content.decode()
    assert "填了“已发函件的日期”的必附" in page
