"""Closed cases are drawn by lot and reviewed by a standard: what was defective is listed, mended and judged again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.assessment.access import check_concludes
from governance.assessment.appraisals import actions
from governance.assessment.appraisals.results import gaps, results
from governance.assessment.models import Appraisal, Round
from governance.assessment.rounds.actions import open_round
from governance.assessment.standards.defining import ItemRow, add_standard
from governance.assessment.subjects import Draw
from governance.cases.history import Act, write_event
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.notices.models import Notice
from governance.organisation.models import Area
from governance.organisation.standing import standing_of
from tests import builders
from tests.assessment.pages import given_to, village_posts
from tests.builders import OPENED

pytestmark = pytest.mark.django_db
AT = OPENED + timedelta(days=20)
ROWS = [ItemRow("程序", "告知在期限内", 60, must=True), ItemRow("卷宗", "材料齐全", 40)]


@pytest.fixture
def standard(cast):
    about = {"name": "信访评查", "about": "cases", "case_kind": "petition", "rows": ROWS, "pass_percent": 80}
    return add_standard(village_posts(**about | {"valid_months": 0}), actor=cast.county, at=OPENED)


def closed(cast, unit, **fields) -> Case:
    """A petition that this unit has closed."""
    case = builders.petition(cast)
    told = {"lead_unit": unit, "status": "archived", "closed_at": OPENED + timedelta(days=9), "next_due_at": None}
    Case.objects.filter(pk=case.pk).update(**told | fields)
    return Case.objects.get(pk=case.pk)


def draw(
    cast, standard, *, each: int = 5, who=None, name: str = "三月评查", first=OPENED, last=AT, area="610116"
) -> Round:
    return open_round(
        standard,
        name=name,
        area=Area.objects.get(pk=area),
        due_on=office_day(AT) + timedelta(days=7),
        actor=who or cast.county,
        at=AT,
        draw=Draw(office_day(first), office_day(last), each),
    )


def test_so_many_of_each_unit_are_drawn_and_none_twice(cast, standard):
    mine = {closed(cast, cast.housing).number for _ in range(3)} | {closed(cast, cast.water).number}
    open_one = builders.petition(cast)
    first = draw(cast, standard, each=2)
    told = list(first.appraisals.values_list("name", "unit__short_name"))
    drawn_from = f"三月评查，从 {office_day(OPENED)} 至 {office_day(AT)} 办结的事项中，每个承办单位随机抽取 2 件"
    assert {entry.note for each in first.appraisals.all() for entry in each.history.all()} == {drawn_from}
    assert len(told) == 3 and {name for name, _ in told} < mine and open_one.number not in mine
    second = draw(cast, standard, each=2, name="再评一批")
    assert {name for name, _ in told} | set(second.appraisals.values_list("name", flat=True)) == mine
    with pytest.raises(FactMissing, match="没有可以抽取的办结事项"):
        draw(cast, standard, name="第三批")


def test_nobody_draws_what_accuses_or_what_their_own_unit_closed(cast, standard):
    closed(cast, cast.housing, confidentiality="restricted")
    closed(cast, cast.office)
    with pytest.raises(FactMissing, match="没有可以抽取的办结事项"):
        draw(cast, standard)


def test_a_township_neither_draws_nor_judges_what_a_department_of_the_county_closed_in_it(cast, standard):
    case = closed(cast, cast.housing, area=Area.objects.get(pk="610116001002"))
    with pytest.raises(FactMissing, match="没有可以抽取的办结事项"):
        draw(cast, standard, who=cast.township_lead, area="610116001")
    made = draw(cast, standard).appraisals.get()
    assert made.case == case
    for verb, more in (
        (actions.conclude, {"given": given_to(made, "1", AT)}),
        (actions.end_appraisal, {"reason": "重复"}),
    ):
        with pytest.raises(StepNotAllowed, match="由上级中心或者综治办评定"):
            verb(made, **more, version=None, actor=cast.township_lead, at=AT)


def test_what_was_hidden_after_it_was_drawn_has_no_page_and_no_line_any_more(cast, standard, login):
    case = closed(cast, cast.housing)
    made = draw(cast, standard).appraisals.get()
    page = reverse("assessment:appraisal", args=[made.pk])
    assert case.number in login(cast.county).get(page).content.decode()
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    assert login(cast.county).get(page).status_code == 404
    listed = login(cast.county).get(reverse("assessment:standard", args=[standard.code])).content.decode()
    assert case.number not in listed
    assert not any(case.number in text for text in Notice.objects.values_list("text", flat=True))


def test_whoever_handled_it_does_not_judge_it(cast, standard):
    closed(cast, cast.housing, handler=cast.county)
    made = draw(cast, standard).appraisals.get()
    with pytest.raises(StepNotAllowed, match="您承办过这件事项"):
        actions.conclude(made, given_to(made, "1", AT), version=None, actor=cast.county, at=AT)


def test_whoever_dealt_with_it_before_or_let_it_take_effect_does_not_judge_it(cast, standard):
    case = closed(cast, cast.housing)
    made = draw(cast, standard).appraisals.get()
    check_concludes(made, standing_of(cast.county, office_day(AT)))
    told = {"step": "transfer", "label": "转送", "act": Act(cast.county, AT)}
    write_event(case, **told)
    check_concludes(made, standing_of(cast.county, office_day(AT)))
    write_event(case, **told | {"step": "reply", "label": "答复"})
    with pytest.raises(StepNotAllowed, match="您承办过"):
        check_concludes(made, standing_of(cast.county, office_day(AT)))


def test_whoever_approved_in_it_does_not_judge_it(cast, standard):
    case = closed(cast, cast.housing)
    made = draw(cast, standard).appraisals.get()
    told = {"step": "extend", "label": "延期", "unit": cast.housing, "proposed_by": cast.handler, "proposed_at": AT}
    case.proposals.create(**told, decided_by=cast.county, decided_at=AT, decision="approved")
    with pytest.raises(StepNotAllowed, match="您承办过"):
        check_concludes(made, standing_of(cast.county, office_day(AT)))


def test_a_defect_is_listed_and_judged_again_once_it_is_mended(cast, standard, login):
    case = closed(cast, cast.housing)
    made = draw(cast, standard).appraisals.get()
    actions.conclude(made, given_to(made, "0.5", AT), version=None, actor=cast.county, at=AT)
    rows = results(standard, standing_of(cast.county, office_day(AT)), office_day(AT))
    assert [(row.subject.name, row.stands) for row in rows] == [(case.number, "failed")]
    assert [gap.text for gap in gaps(standard, rows)] == ["告知在期限内", "材料齐全"]
    county = login(cast.county)
    page = county.get(reverse("assessment:appraisal", args=[made.pk])).content.decode()
    again = f"{reverse('assessment:open', args=[standard.code])}?subject=c{case.pk}"
    assert again in page and case_url(case) in page
    due_on = str(office_day(timezone.now()) + timedelta(days=9))
    assert county.post(again, {"subject": f"c{case.pk}", "due_on": due_on}).status_code == 302
    assert Appraisal.objects.filter(case=case).count() == 2


def test_the_page_asks_from_when_to_when_and_how_many_and_says_what_is_wrong(cast, standard, login):
    closed(cast, cast.housing)
    county, url = login(cast.county), reverse("assessment:rounds", args=[standard.code])
    assert "每个承办单位抽取" in county.get(url).content.decode()
    day = office_day(OPENED)
    typed = {"name": "一季度", "area": "610116", "due_on": str(day + timedelta(days=400))}
    answer = county.post(url, typed | {"first": str(day), "last": str(day - timedelta(days=1)), "each": "99"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "抽取 1 至 20 件" in page and "不能早于开始的一天" in page
    assert not Round.objects.exists()


def test_a_standard_of_closed_cases_says_of_which(cast):
    with pytest.raises(FactMissing) as refused:
        add_standard(village_posts(about="cases", rows=ROWS), actor=cast.county, at=OPENED)
    assert refused.value.errors == {"case_kind": "评定办结的事项，请选是哪一种。"}


def test_nobody_chooses_which_closed_case_is_reviewed(cast, standard, login):
    closed(cast, cast.housing)
    draw(cast, standard)
    for who in (cast.handler, cast.county):
        shown = login(who).get(f"/assessment/{standard.code}/").content.decode()
        assert "验收批次" in shown and "发起评定" not in shown
