"""A unit was called to an interview: what was said there is kept, and it does not stand for the answer."""

from datetime import timedelta

import pytest

from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.supervision.models import SupervisionPaper
from tests import builders
from tests.supervision.test_papers import order, sign, step

pytestmark = pytest.mark.django_db

AT = builders.OPENED
TALK = {
    "talked_on": (AT + timedelta(days=2)).date(),
    "talked_by": "董志强（区综治办主任）",
    "talked_with": "王海涛（区住建局局长）",
    "said": "泵房停用半个月没有修复，限三日内修复。",
    "promised": "当天安排抢修，三日内恢复供水。",
}


@pytest.fixture
def interview(cast):
    paper = order(cast, AT)
    sign(paper, cast, AT + timedelta(days=1))
    SupervisionPaper.objects.filter(pk=paper.pk).update(rung="accountability_interview")
    return SupervisionPaper.objects.get(pk=paper.pk)


def test_it_is_kept_with_the_paper_where_the_unit_reads_it(cast, interview, login):
    step(interview, "record_talk", cast.staff, AT + timedelta(days=3), **TALK)
    page = login(cast.handler).get(f"/cases/{interview.number}/").content.decode()
    assert all(words in page for words in (TALK["talked_by"], TALK["said"], TALK["promised"]))
    assert interview.status == "sent" and interview.clocks.filter(ended_at=None).exists()


def test_what_is_said_there_about_somebody_is_asked_about_where_the_unit_would_read_it(cast, interview):
    accusing = {**TALK, "said": "有人控告泵房承包人给科长送礼金。"}
    with pytest.raises(FactMissing) as asked:
        step(interview, "record_talk", cast.staff, AT + timedelta(days=3), **accusing)
    assert "检举控告" in asked.value.errors["not_accusing"]


def test_nobody_was_spoken_to_before_the_paper_was_sent(cast, interview):
    early = {**TALK, "talked_on": AT.date()}
    with pytest.raises(FactMissing) as refused:
        step(interview, "record_talk", cast.staff, AT + timedelta(days=3), **early)
    assert "不能早于制发日期" in refused.value.errors["talked_on"]


def test_only_who_supervises_writes_it_down_and_of_an_interview_alone(cast, interview):
    with pytest.raises(StepNotAllowed):
        step(interview, "record_talk", cast.handler, AT + timedelta(days=3), **TALK)
    other = order(cast, AT, target=cast.water)
    sign(other, cast, AT)
    with pytest.raises(StepNotPossible, match="约谈通知书"):
        step(other, "record_talk", cast.staff, AT + timedelta(days=3), **TALK)
