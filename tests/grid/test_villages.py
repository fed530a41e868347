"""A village in which grid workers alone serve resolves what it can, and nobody but the one who owes it is late."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.models import Participant
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.notices.models import Notice
from grid.models import GridEvent
from tests.builders import OPENED, step
from tests.grid import events
from tests.grid.test_phone import items, phone, told  # noqa: F401

pytestmark = pytest.mark.django_db


def kept(cast, **fields):
    """An event that the village took upon itself."""
    case = events.event(cast, then_raise=False, **fields)
    step(case, "accept", cast.grid_worker, later=1, grade="general")
    return case


def test_a_village_takes_on_and_resolves_what_it_saw_and_those_above_check_it(cast):
    case = kept(cast)
    step(case, "finish", cast.grid_worker, later=2, note="已更换灯泡。")
    assert case.clocks.get(term_code="event.check").charged_to == cast.weiqu
    for name in ("confirm", "confirm_above"):
        with pytest.raises(StepNotAllowed):
            step(case, name, cast.grid_worker, later=3, note="亮了。")
    step(case, "confirm_above", cast.clerk, later=3, note="到现场看过，亮了。")
    assert case.status == "closed"


def test_a_village_resolves_what_the_township_sends_back_to_it(cast):
    case = events.event(cast)
    step(case, "dispatch", cast.clerk, later=1, to_unit=cast.fengqi, grade="simple", reason="村里能办。")
    step(case, "finish", cast.grid_worker, later=1, note="已更换。")
    assert case.clocks.get(term_code="event.check").charged_to == cast.weiqu
    step(case, "confirm", cast.clerk, later=2, note="亮了。")
    assert case.status == "closed"


def test_what_the_worker_resolved_alone_waits_for_no_check_of_theirs(cast, login):
    case = kept(cast)
    step(case, "finish", cast.grid_worker, later=2, note="已更换灯泡。")
    (own,) = login(cast.grid_worker).get(reverse("grid:phone_state")).json()["mine"]
    assert own["number"] == case.number and not own["check"]


@pytest.mark.parametrize(
    ("name", "facts"), [("ask_again", {"reason": "请补充照片。"}), ("finish", {"note": "修好了。"})]
)
def test_whoever_is_asked_to_do_something_is_told(cast, name, facts):
    """A grid worker has no desk at which what came back would lie."""
    case = events.event(cast, item="市容环境/噪声油烟扰民")
    if name == "finish":
        events.dispatch(case, cast)
    step(case, name, cast.handler if name == "finish" else cast.clerk, later=2, replay=False, **facts)
    assert Notice.objects.filter(recipient=cast.grid_worker, link__contains=case.number).exists()


def test_each_is_late_with_what_it_owes_itself(cast):
    """The answer to an objection and the check are the sender's, what is missing is the reporter's."""
    case = events.event(cast)
    step(case, "ask_again", cast.clerk, later=1, reason="请补充照片。")
    assert case.clocks.get(term_code="event.completion").charged_to == cast.fengqi
    step(case, "complete", cast.grid_worker, later=1, note="南门西侧。", not_accusing=True)
    events.dispatch(case, cast)
    step(case, "object", cast.handler, later=2, reason="属物业服务企业职责。")
    assert case.clocks.get(term_code="event.objection_answer").charged_to == cast.weiqu
    step(case, "reject_objection", cast.clerk, later=3, reason="属你局职责。")
    step(case, "finish", cast.handler, later=3, note="已更换灯泡。")
    assert case.clocks.get(term_code="event.check").charged_to == cast.weiqu


def test_nobody_is_late_with_what_was_still_waiting_for_a_signal(cast, items, phone):  # noqa: F811
    seen = (timezone.now() - timedelta(days=10)).isoformat()
    for then in ("keep", "raise"):
        assert phone.report(
            f"00000000-0000-4000-8000-0000000000{len(then):02}", told(items, then=then, seen_at=seen, distinct="1")
        )
    for case in GridEvent.objects.all():
        assert office_day(case.opened_at) == office_day(timezone.now()) - timedelta(days=10)
        running = case.clocks.get(term_code="event.accept", ended_at=None)
        assert running.due >= office_day(timezone.now())
        assert not case.clocks.filter(outcome="missed").exists()
    assert GridEvent.objects.count() == 2


@pytest.mark.parametrize(("unit", "said"), [("court", "不处置网格事件"), ("guodu", "上报县级综治中心分派")])
def test_a_township_sends_to_nobody_out_of_its_reach(cast, unit, said):
    case = events.event(cast)
    told_so = {"to_unit": getattr(cast, unit), "grade": "general", "reason": "请处置。"}
    with pytest.raises(FactMissing, match=said):
        step(case, "dispatch", cast.clerk, later=1, **told_so)


def test_whoever_must_ask_a_citizen_back_can_read_the_number_and_leaves_a_record(cast, login):
    person = Participant(part=Participant.Part.PARTY, name="王芳")
    person.phone = "13911112222"
    case = events.event(cast, then_raise=False, people=[person], source="resident")
    page = login(cast.grid_worker).get(f"/cases/{case.number}/").content.decode()
    assert "13911112222" not in page and "查看" in page
    assert OPENED
