"""Whoever owes something supervises nothing of it, nor does anybody who stands under them."""

from datetime import timedelta

import pytest

from governance.cases.steps import actions
from governance.frame.refusals import StepNotAllowed
from governance.supervision.papers.actions import propose
from tests import builders
from tests.attachments.samples import picture, upload
from tests.below import centre_below
from tests.builders import OPENED, step
from tests.security import assessments, hazards, incidents, key_areas
from tests.supervision.leading import charged

pytestmark = pytest.mark.django_db
LATE = OPENED + timedelta(days=60)


def _paper(cast):
    """A paper that the county has sent to 韦曲街道办, which has answered it."""
    late = builders.in_status(cast, "registered")
    about = {"ground": "overdue", "reason": "超期没有告知。", "cases": [late]}
    paper = propose("copy_notice", sender=cast.centre, target=cast.weiqu, actor=cast.staff, at=LATE, **about)
    step(paper, "sign", cast.staff, at=LATE, answer_days=5, requirement="限期告知。")
    actions.decide(paper.proposals.get(decision=""), approve=True, actor=cast.leader, at=LATE)
    paper.refresh_from_db()
    return paper


def _answered(cast):
    paper = _paper(cast)
    step(paper, "receive", cast.clerk, at=LATE, receiver="周晓兰")
    step(paper, "answer", cast.township_lead, at=LATE, cause="人手不足。", measures="已经告知。")
    return paper


def _evaluating(cast):
    area = key_areas.key_area(cast)
    told = {"to_unit": cast.weiqu, "months": 6, "cause": "巡防不足。", "reason": "增加巡逻。"}
    step(area, "plan", cast.staff, later=1, **told)
    files = [upload("简报.png", picture("PNG"))]
    step(area, "treated", cast.township_lead, later=30, note="发案下降。", files=files)
    return area


def _rated(cast):
    area = _evaluating(cast)
    step(area, "evaluate", cast.staff, later=31, effect="good", note="实地查看。")
    return area


def _rectifying(cast):
    hazard = hazards.hazard(cast)
    told = {"responsible": "何建军", "grade": "grave", "days": 30, "reason": "恢复照明。"}
    step(hazard, "undertake", cast.clerk, later=1, **told)
    return hazard


def _listed(cast):
    hazard = _rectifying(cast)
    step(hazard, "list", cast.staff, later=2, reason="影响公共安全。")
    return hazard


def _led(cast):
    return charged(cast, subject=builders.petition(cast))


def _checking(cast):
    case = assessments.assessment(cast)
    assessments.upto(case, cast, "checking")
    type(case).objects.filter(pk=case.pk).update(lead_unit=cast.weiqu)
    case.refresh_from_db()
    return case


NEW = {"reason": "没有落实。", "measure": "加派人员。", "new_on": (LATE + timedelta(days=90)).date()}
TRIED = [
    (_answered, "lift", {"found": "已经办结。"}),
    (_answered, "check", {"found": "没有办结。", "answer_days": 90}),
    (_answered, "revoke", {"reason": "认定有误。"}),
    (_paper, "redate", NEW),
    (_evaluating, "evaluate", {"effect": "good", "note": "实地查看。"}),
    (_rated, "remove", {"reason": "同意摘牌。"}),
    (_rated, "again", {"months": 24, "reason": "继续整治。"}),
    (_rectifying, "list", {"reason": "影响公共安全。"}),
    (_listed, "delist", {"reason": "不在本县。"}),
    (_led, "redate", NEW),
    (_led, "withdraw", {"reason": "已经答复。"}),
    (_checking, "check", {"note": "报告完整。"}),
    (_checking, "correct", {"reason": "补充风险点。"}),
    (incidents.incident, "acknowledge", {}),
    (incidents.incident, "report_up", {"told": "街道党工委", "told_at": OPENED, "note": "正在处置。"}),
]


@pytest.mark.parametrize(("made", "name", "facts"), TRIED, ids=[f"{made.__name__} {name}" for made, name, _ in TRIED])
def test_a_unit_below_the_one_that_owes_it_does_not_look_after_it(cast, made, name, facts):
    case, below = made(cast), centre_below(cast)
    with pytest.raises(StepNotAllowed):
        step(case, name, below, at=LATE + timedelta(days=80), **facts)


def test_the_people_of_the_county_still_do(cast):
    area = _rated(cast)
    step(area, "remove", cast.county, later=32, reason="同意摘牌。")
    assert area.status == "removed"


def test_colleagues_look_after_what_the_office_of_the_county_holds_itself(cast):
    led = charged(cast, subject=builders.petition(cast, unit=cast.office, actor=cast.staff))
    told = NEW | {"new_on": (led.opened_at + timedelta(days=90)).date()}
    step(led, "redate", cast.county, at=led.opened_at + timedelta(days=1), **told)
    assert led.promised_on == told["new_on"]
