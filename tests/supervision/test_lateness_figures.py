"""The figures count what was late, however it ended, and say by how much."""

from datetime import timedelta

import pytest

from tests import builders

pytestmark = pytest.mark.django_db
# Accepted on Thu 03-12: sixty days end on Mon 05-11.
PERIOD = "start=2026-05-01&end=2026-05-31"
OVERDUE, IN_TIME = 70, 60


def shown(client, query=PERIOD) -> dict[str, list]:
    table = client.get(f"/supervision/late/?{query}").context["table"]
    return {row.label: [cell.text for cell in row.cells] for row in table.rows}


def withdraw(case, cast, later):
    builders.step(case, "withdraw", cast.handler, later=later, in_writing=True, reason="问题已经解决。")


def merge(case, cast, later):
    other = builders.petition(cast, title="先到的一件", unit=cast.housing, at=case.opened_at)
    builders.step(case, "merge", cast.handler, later=later, into=other, note="同一人同一事项。", told_by="electronic")


def reclassify(case, cast, later):
    told = {"petition_class": "suggestion", "reason": "重新核定。"}
    builders.step(case, "reclassify", cast.handler, later=later, **told)


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
