"""Tracking and on-site supervision: a group with members and a mission, its log, and its conclusion."""

from datetime import timedelta

import pytest

from governance.frame.refusals import StepNotPossible
from tests import builders
from tests.supervision.test_papers import order, refused, sign, step

pytestmark = pytest.mark.django_db

AT = builders.OPENED
SENT = {
    "way": "on_site",
    "head": "董志强（办公室主任）",
    "members": "孙国庆（区综治中心）\n罗正（区纪委监委）",
    "mission": "驻点督促恢复供水。",
    "starts_on": AT.date(),
}


@pytest.fixture
def paper(cast):
    made = order(cast, AT)
    sign(made, cast, AT)
    return made


def test_it_keeps_group_log_and_conclusion_where_the_unit_can_read_them(cast, paper, login):
    with pytest.raises(StepNotPossible, match="还没有派出督导组"):
        step(paper, "visit", cast.staff, AT, visited_on=AT.date(), found="到现场。")
    step(paper, "dispatch", cast.staff, AT, **SENT)
    group = paper.inspections.get()
    day = AT + timedelta(days=1)
    found = {"visited_on": day.date(), "found": "泵房仍未修复。", "asked": "三日内修复。"}
    step(paper, "visit", cast.staff, day, group=group, **found)
    page = login(cast.handler).get(f"/cases/{paper.number}/").content.decode()
    for words in ("坐镇督办", "罗正（区纪委监委）", "泵房仍未修复。", "三日内修复。", "督导中"):
        assert words in page
    step(paper, "recall", cast.staff, day, group=group, conclusion="已恢复供水。")
    group.refresh_from_db()
    assert (group.ended_on, group.conclusion) == (day.date(), "已恢复供水。")
    with pytest.raises(StepNotPossible):
        step(paper, "visit", cast.staff, day, group=group, **found)


def test_it_has_one_group_of_each_way_at_a_time(cast, paper):
    step(paper, "dispatch", cast.staff, AT, **SENT)
    assert "已经派出" in refused(paper, "dispatch", cast.staff, AT, **SENT)["way"]
    step(paper, "dispatch", cast.staff, AT, **{**SENT, "way": "tracking"})
    early = {"visited_on": AT.date() - timedelta(days=1), "found": "到现场。"}
    group = paper.inspections.get(way="tracking")
    assert "不能早于" in refused(paper, "visit", cast.staff, AT, group=group, **early)["visited_on"]
    assert paper.inspections.count() == 2
