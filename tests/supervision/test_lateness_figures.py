"""The figures count what was late, however it ended, and say by how much."""

from datetime import timedelta

import pytest

from governance.cases import deadlines
from governance.supervision.papers import queue
from tests import builders, disputes

pytestmark = pytest.mark.django_db
# Accepted on Thu 03-12: sixty days end on Mon 05-11.
PERIOD = "start=2026-05-01&end=2026-05-31"
OVERDUE, IN_TIME = 70, 60
OVER = builders.OPENED + timedelta(days=72)


def shown(client, query=PERIOD) -> dict[str, list]:
    table = client.get(f"/supervision/late/?{query}").context["table"]
    return {row.label: [cell.text for cell in row.cells] for row in table.rows}


def withdraw(case, cast, later):
    builders.step(case, "withdraw", cast.township_lead, later=later, **builders.WITHDRAWAL)


def merge(case, cast, later):
    other = builders.petition(cast, title="先到的一件", unit=cast.housing, at=case.opened_at)
    builders.step(case, "merge", cast.clerk, later=later, into=other, note="同一人同一事项。", told_by="electronic")


def reclassify(case, cast, later):
    told = {"petition_class": "suggestion", "reason": "重新核定。"}
    builders.step(case, "reclassify", cast.handler, later=later, **told)
    builders.agreed(case, cast.township_lead)


@pytest.mark.parametrize("end", [withdraw, merge, reclassify])
def test_what_was_late_is_counted_late_however_it_ended(cast, login, time_machine, end):
    late, in_time = builders.in_status(cast, "handling"), builders.in_status(cast, "handling")
    end(late, cast, OVERDUE)
    builders.step(in_time, "issue_opinion", cast.lead, later=IN_TIME, **builders.OPINION)
    time_machine.move_to(builders.OPENED + timedelta(days=75), tick=False)
    found = shown(login(cast.county))
    assert found[cast.housing.name] == ["2", "1", "1", "0", "50.0%（1/2）", "8"]
    behind = login(cast.county).get(f"/supervision/late/cases/?{PERIOD}&figure=late&unit={cast.housing.pk}")
    assert [row.number for row in behind.context["rows"]] == [late.number]
    assert shown(login(cast.outsider), PERIOD) == {}


def test_what_is_late_now_counts_until_it_ends(cast, login, time_machine):
    builders.in_status(cast, "handling")
    time_machine.move_to(builders.OPENED + timedelta(days=66), tick=False)
    assert shown(login(cast.county))[cast.housing.name] == ["1", "0", "0", "1", "0.0%（0/1）", "4"]


def test_what_ended_by_law_before_its_day_is_not_counted(cast, login, time_machine):
    withdraw(builders.in_status(cast, "handling"), cast, 20)
    time_machine.move_to(builders.OPENED + timedelta(days=75), tick=False)
    assert "table" in login(cast.county).get(f"/supervision/late/?{PERIOD}").context
    assert shown(login(cast.county)) == {}


def test_what_was_missed_stays_with_the_unit_that_had_it_when_the_day_passed(cast, login, time_machine):
    case = builders.petition(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    # Housing had fifteen days to tell the petitioner, to 03-26.
    builders.step(case, "recall", cast.clerk, later=31, reason="承办单位一直没有告知。")
    builders.step(case, "transfer", cast.clerk, later=31, to_unit=cast.water, **builders.TRANSFER)
    builders.step(case, "accept", cast.water_handler, later=32, **builders.ACCEPT)
    time_machine.move_to(builders.OPENED + timedelta(days=40), tick=False)
    found = shown(login(cast.county), "start=2026-03-20&end=2026-04-18")
    assert found[cast.housing.name][2] == "1" and cast.water.name not in found
    address = f"/supervision/late/cases/?start=2026-03-20&end=2026-04-18&figure=late&unit={cast.housing.pk}"
    behind = login(cast.county).get(address)
    assert [row.number for row in behind.context["rows"]] == [case.number]


def test_what_is_late_now_is_charged_to_whoever_let_the_day_pass(cast, login, time_machine):
    passed_on, kept = builders.kept(cast), builders.kept(cast)
    builders.step(passed_on, "hand_on", cast.lead, later=70, to_unit=cast.water, **builders.HAND_ON)
    builders.step(kept, "hand_on", cast.lead, later=58, to_unit=cast.water, **builders.HAND_ON)
    time_machine.move_to(OVER, tick=False)
    deadlines.scan(OVER)
    found = shown(login(cast.county))
    # The sixty days ended on 05-11, two months after: one was with housing then, the other with water.
    assert (found[cast.housing.name][3], found[cast.water.name][3]) == ("1", "1")
    told = {group.unit_id: {line.number for line in group.lines} for group in queue.groups(cast.county, OVER)}
    assert passed_on.number in told[cast.housing.pk] and kept.number in told[cast.water.pk]
    assert passed_on.number not in told[cast.water.pk]


def test_a_dispute_that_is_passed_on_late_stays_late_where_it_was(cast, login):
    whole = disputes.dispute(cast, unit=cast.fengqi, actor=cast.clerk)
    builders.step(whole, "pass_on", None, later=20, to_unit=cast.weiqu, reason="本级化解不了。")
    late = whole.clocks.get(term_code="dispute.begin")
    assert late.responsible_unit == cast.fengqi and whole.lead_unit == cast.weiqu
