"""Somebody in hardship is sent on for help with written consent; nobody but who works on the case reads of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases.models import HelpReferral
from governance.cases.registry import KINDS
from governance.frame.refusals import FactMissing, StepNotPossible
from tests import builders
from tests.attachments.samples import pdf, upload

pytestmark = pytest.mark.django_db


def asked(case, **more):
    return {"participant": case.participants.first(), "agency": "civil_affairs", "matter": "申请临时救助"} | more


def page(login, who, case) -> str:
    return login(who).get(f"/cases/{case.number}/").content.decode()


def answer(case, later, result, actor):
    told = {"referral": HelpReferral.objects.get(), "answer": "已受理。", "result": result}
    day = (case.opened_at + timedelta(days=later)).date()
    builders.step(case, "answer_help", actor, later=later, answered_on=day, **told)


def test_it_wants_written_consent(cast):
    case = builders.in_status(cast, "handling")
    for told, files in (({"consent": True}, ()), ({}, (upload("同意书.pdf", pdf()),))):
        with pytest.raises(FactMissing):
            builders.step(case, "refer_help", cast.handler, later=3, replay=False, files=files, **asked(case, **told))
    assert not HelpReferral.objects.exists()
    paper = [upload("同意书.pdf", pdf())]
    builders.step(case, "refer_help", cast.handler, later=3, replay=False, files=paper, **asked(case, consent=True))
    assert (HelpReferral.objects.get().case_id, case.attachments.count()) == (case.pk, 1)


def test_who_works_on_it_reads_it_and_nobody_else(cast, login):
    case = builders.in_status(cast, "handling")
    builders.step(case, "refer_help", cast.handler, later=3, **asked(case, consent=True))
    assert "申请临时救助" in page(login, cast.handler, case)
    for other in (cast.leader, cast.staff, cast.clerk):
        assert "申请临时救助" not in page(login, other, case)


def test_it_is_asked_for_and_answered_after_the_matter_has_ended_too(cast):
    case = builders.in_status(cast, "archived")
    with pytest.raises(StepNotPossible, match="没有等候答复"):
        builders.step(case, "answer_help", cast.handler, later=61, answer="已受理。", result="helped")
    builders.step(case, "refer_help", cast.handler, later=61, **asked(case, consent=True))
    answer(case, 65, "under_way", cast.handler)
    assert HelpReferral.objects.get().ended_on is None
    answer(case, 70, "helped", cast.handler)
    referral = HelpReferral.objects.get()
    assert (case.status, referral.ended_on) == ("archived", referral.answered_on)


def test_no_list_names_people_by_what_they_need():
    named = [name for kind in KINDS.values() for name in (kind.list_name, kind.register_name)]
    assert not [name for name in named if "help" in name]


def test_who_is_ill_is_written_into_no_request_for_help(cast):
    """精神卫生法 art. 4."""
    case = builders.in_status(cast, "handling")
    ill = asked(case, consent=True) | {"matter": "其子患精神分裂症，请求救助。"}
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "refer_help", cast.handler, later=3, files=[upload("同意书.pdf", pdf())], **ill)
    assert "精神卫生法" in refused.value.errors["matter"]


def test_nobody_is_asked_for_what_nobody_can_answer(cast, login):
    """Who is sent on for help is picked from the people of the case, and here is nobody."""
    case = builders.in_status(cast, "handling")
    case.participants.all().delete()
    asked = login(cast.handler).get(reverse("cases:step", args=[case.number, "refer_help"]))
    assert asked.status_code == 409
    assert "没有可以选择的“请求帮助的人”，现在不能“帮扶转介”。" in asked.content.decode()


@pytest.mark.parametrize(
    "agency", ["education", "social_security", "legal_aid", "civil_affairs", "counselling", "youth"]
)
def test_it_leads_to_each_of_the_six_services(cast, agency):
    """教育、就业、法律服务、社会救助、心理疏导, and 共青团、关工委 for the young: each asked for with consent alone."""
    case = builders.in_status(cast, "handling")
    builders.step(case, "refer_help", cast.handler, later=3, **asked(case, consent=True, agency=agency))
    assert HelpReferral.objects.get().agency == agency
