"""What was late stays late: no step of a petition turns an overdue duty into one that was met in time."""

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.lists import ledger
from governance.frame.refusals import StepNotPossible
from governance.jobs.made import Made
from petitions.lists import LEDGER
from petitions.models import Petition
from tests import builders

pytestmark = pytest.mark.django_db
# Accepted on Thu 03-12: sixty days end on Mon 05-11.
OVERDUE = 70  # Tue 05-19


def _merge(case, cast, later):
    other = builders.petition(cast, title="先到的一件", unit=cast.housing, at=case.opened_at)
    builders.step(case, "merge", cast.clerk, later=later, into=other, note="同一人同一事项。", told_by="electronic")


def _withdraw(case, cast, later):
    builders.step(case, "withdraw", cast.township_lead, later=later, **builders.WITHDRAWAL)


def _in_ledger(case, cast) -> dict:
    reader = ledger.reader(cast.staff, now=timezone.now(), in_clear=False)
    keys = ledger.keys_of(Petition.objects.filter(pk=case.pk))
    labels = [column.label for column in LEDGER.all_columns()]
    [row] = ledger.rows(LEDGER, keys, reader, Made(len(labels)))
    return dict(zip(labels, row, strict=True))


@pytest.mark.parametrize("end", [_withdraw, _merge])
def test_it_stays_late_in_list_page_and_ledger_when_it_is_closed_without_an_answer(login, cast, end):
    case = builders.in_status(cast, "handling")
    end(case, cast, OVERDUE)

    client = login(cast.handler)
    rows = client.get(reverse("petitions:list"), {"scope": "closed"}).context["rows"]
    assert "超期办结（超 8 天）" in rows[0].due
    page = client.get(reverse("cases:case", args=[case.number]))
    assert "超期办结（超 8 天）" in page.context["case"]["due"]
    assert "超期 8 天办结" in page.content.decode()
    assert _in_ledger(case, cast)["时限状态"] == "曾超期 8 天"


@pytest.mark.parametrize("end", [_withdraw, _merge])
def test_it_is_not_late_when_it_is_closed_in_time(cast, end):
    case = builders.in_status(cast, "handling")
    end(case, cast, 60)

    assert _in_ledger(case, cast)["时限状态"] == "按期办结"


def _class(case, cast, later, petition_class, route=""):
    told = {"petition_class": petition_class, "reason": "重新核定。"} | ({"route": route} if route else {})
    builders.step(case, "reclassify", cast.handler, later=later, **told)
    builders.agreed(case, cast.township_lead)


def test_it_stays_late_and_keeps_its_extension_through_another_class_and_back(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "extend", cast.lead, later=50, days=10, reason="情况复杂。", told_by="post")
    extended = case.clocks.get(term_code="petition.handle")
    _class(case, cast, OVERDUE + 10, "suggestion")
    _class(case, cast, OVERDUE + 11, "appeal_request", "handling")

    late, again = case.clocks.filter(term_code="petition.handle").order_by("id")
    assert (late.outcome, again.is_running) == ("missed", True)
    assert again.extension == 10 and again.due == extended.due
    said = _in_ledger(case, cast)["时限状态"]
    assert said.startswith("超期") and said.endswith("；曾超期 8 天")


def test_it_owes_the_assigning_organ_its_report_though_the_petitioner_withdraws(cast):
    case = builders.petition(cast)
    assigned = {"to_unit": cast.housing, "report_days": 30, **builders.TRANSFER}
    builders.step(case, "assign_with_report", cast.clerk, later=1, **assigned)
    for end in (_withdraw, _merge):
        with pytest.raises(StepNotPossible, match="“报送办结报告”还没有办"):
            end(case, cast, 5)
    builders.step(case, "report_back", cast.handler, later=6, report="信访人已经撤回。")
    _withdraw(case, cast, 6)
    assert case.clocks.get(term_code="petition.assign_report").outcome == "met"
