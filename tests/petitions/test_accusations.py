"""A discipline organ deals with an accusation by its own rules: whoever signed it hears that, and what came of it."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from governance.cases import access
from governance.cases.models import Case
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.organisation.models import Post, User
from petitions.workflow import WORKFLOW
from tests import builders
from tests.cases.clocks import day

pytestmark = pytest.mark.django_db
DISPOSAL = {"disposal": "verify", "decided_on": day("2026-03-20"), "note": "线索具体、可查，初步核实。"}
REPLY = {"reply": "反映的问题已经初步核实，有关人员已经受到处理。"}
SERVED = {"method": "direct", "served_on": day("2026-04-10"), "receiver": "本人", "proof": "已签收"}
OBJECTION = {"heard_on": day("2026-04-13"), "note": "认为处理偏轻。", "explanation": "已经说明处理所依据的规定。"}
EVIDENCE = {"heard_on": day("2026-04-13"), "note": "另一份转账记录。"}
CHECKED = {"changed": "same", "note": "转账与反映的事项无关。", "told": True}
OWN = {"dispose", "hear_accuser", "take_evidence", "check_evidence"}


@pytest.fixture
def head(cast):
    """Leads the discipline organ and signs what it answers."""
    person = User.objects.create(username="head", name="罗书记", phone="13800000098")
    role = Group.objects.get(name="unit_lead")
    Post.objects.create(user=person, unit=cast.discipline, role=role, starts_on=date(2024, 1, 1))
    return person


@pytest.fixture
def sent(cast):
    """Taken in on Tue 2026-03-10, at the discipline organ since Wed 03-11."""
    case = builders.accusation(cast)
    send(cast, case)
    return case


@pytest.fixture
def served(cast, head, sent):
    builders.step(sent, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    builders.step(sent, "reply", head, later=30, replay=False, **REPLY)
    builders.step(sent, "serve", cast.inspector, later=31, replay=False, **SERVED)
    return sent


def send(cast, case):
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)


def running(case) -> dict[str, str]:
    return {clock.term_code: clock.due.isoformat() for clock in case.clocks.filter(ended_at=None)}


def ended_by(case, term: str) -> list[str]:
    return [clock.outcome for clock in case.clocks.filter(term_code=term).exclude(ended_at=None)]


def test_whoever_signed_it_is_told_in_fifteen_working_days(cast, sent):
    """12, 13, 16..20, 23..27, 30, 31, Wed 04-01."""
    assert running(sent)["petition.accusation_notice"] == "2026-04-01"
    told = {"organ": "区纪委监委", "next_route": "由本机关信访举报部门按规定办理。", "told_by": "post"}
    builders.step(sent, "notify", cast.inspector, later=5, replay=False, **told)
    assert "petition.accusation_notice" not in running(sent) and ended_by(sent, "petition.accusation_notice") == ["met"]


def test_taking_it_on_tells_them_too(cast, sent):
    builders.step(sent, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    assert ended_by(sent, "petition.accusation_notice") == ["met"]


def test_nobody_is_told_who_gave_no_name_or_accuses_again(cast):
    nameless = builders.accusation(cast, people=[builders.person(name="", phone="", address="")], address_unclear=True)
    first = builders.accusation(cast, title="反映住建局工作人员收受好处一")
    again = builders.accusation(cast, title="反映住建局工作人员收受好处二", repeats=first)
    for case in (nameless, again):
        send(cast, case)
        assert "petition.accusation_notice" not in running(case)


def test_what_is_sent_down_is_taken_up_in_five_working_days(cast):
    below = cast.weiqu
    below.kind = "discipline"
    below.save()
    case = builders.accusation(cast, unit=cast.discipline, actor=cast.inspector)
    builders.given_post(cast.inspector, cast.discipline, Group.objects.get(name="registrar"))
    builders.step(case, "transfer", cast.inspector, later=1, replay=False, to_unit=below, **builders.TRANSFER)
    assert running(case)["petition.accusation_take_up"] == "2026-03-18"
    builders.step(case, "accept", cast.township_lead, later=2, replay=False, **builders.ACCEPT)
    assert ended_by(case, "petition.accusation_take_up") == ["met"]


def test_what_goes_back_owes_nothing_any_more(cast, sent):
    builders.step(sent, "object", cast.inspector, later=2, replay=False, reason="不属于本机关管理权限。")
    builders.step(sent, "uphold_objection", cast.clerk, later=3, replay=False, reason="核实转错。")
    assert ended_by(sent, "petition.accusation_notice") == ["cancelled"]


def test_how_it_is_dealt_with_is_read_by_those_who_do_alone(cast, head, sent):
    builders.step(sent, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    event = builders.step(sent, "dispose", head, later=10, replay=False, **DISPOSAL)
    assert event.is_private and ["处置方式", "初步核实"] in event.facts["told"]
    assert access.may_read_within(cast.inspector, Case.objects.get(pk=sent.pk))
    assert not access.may_read_within(cast.clerk, Case.objects.get(pk=sent.pk))


def test_what_came_of_it_is_told_in_fifteen_working_days(cast, head, sent):
    """Answered on Thu 04-09: 10, 13..17, 20..24, 27..30."""
    builders.step(sent, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    builders.step(sent, "reply", head, later=30, replay=False, **REPLY)
    assert running(sent)["petition.accusation_feedback"] == "2026-04-30"
    builders.step(sent, "serve", cast.inspector, later=31, replay=False, **SERVED)
    assert ended_by(sent, "petition.accusation_feedback") == ["met"]


def test_an_objection_is_written_down_and_explained(cast, served):
    with pytest.raises(FactMissing) as refused:
        builders.step(
            served, "hear_accuser", cast.inspector, later=40, replay=False, **{**OBJECTION, "explanation": ""}
        )
    assert set(refused.value.errors) == {"explanation"}
    with pytest.raises(FactMissing) as refused:
        early = {**OBJECTION, "heard_on": day("2026-04-01")}
        builders.step(served, "hear_accuser", cast.inspector, later=40, replay=False, **early)
    assert set(refused.value.errors) == {"heard_on"}
    builders.step(served, "hear_accuser", cast.inspector, later=40, replay=False, **OBJECTION)
    assert "petition.accusation_check" not in running(served)


def blue(client, case) -> list[str]:
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    return re.findall(r"button-primary[^>]*>([^<]+)<", page)


def test_new_evidence_is_checked_before_the_file_is_closed(cast, head, served, login):
    with pytest.raises(StepNotPossible):
        builders.step(served, "check_evidence", head, later=40, replay=False, **CHECKED)
    builders.step(served, "take_evidence", cast.inspector, later=40, replay=False, **EVIDENCE)
    assert running(served)["petition.accusation_check"] == "2026-05-13"
    assert blue(login(cast.inspector), served) == ["登记核查结果"], "the file is not closed before"
    with pytest.raises(StepNotPossible, match="核查新的证据材料"):
        builders.step(served, "archive", cast.inspector, later=70, replay=False, **builders.CHECKLIST)
    builders.step(served, "check_evidence", head, later=71, replay=False, **CHECKED)
    assert ended_by(served, "petition.accusation_check") == ["missed"]
    builders.step(served, "archive", cast.inspector, later=72, replay=False, **builders.CHECKLIST)
    assert served.status == "archived"


@pytest.mark.parametrize("name", sorted(OWN))
def test_nobody_else_writes_down_what_the_discipline_organ_does(cast, served, name):
    own = next(step for step in WORKFLOW.steps if step.name == name)
    facts = {"dispose": DISPOSAL, "hear_accuser": OBJECTION, "take_evidence": EVIDENCE, "check_evidence": CHECKED}
    assert own.private
    for person in (cast.clerk, cast.township_lead):
        with pytest.raises((StepNotAllowed, StepNotPossible)):
            builders.step(served, name, person, later=40, replay=False, **facts[name])


def test_an_organ_that_is_none_of_discipline_has_none_of_these_steps(cast):
    """The water department may be competent for what is said of somebody else's staff: its own rules hold there."""
    role = Group.objects.get(name="unit_lead")
    chief = User.objects.create(username="chief", name="水局长", phone="13800000097")
    Post.objects.create(user=chief, unit=cast.water, role=role, starts_on=date(2024, 1, 1))
    case = builders.accusation(cast)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.water, **builders.TRANSFER)
    assert not {"petition.accusation_notice", "petition.accusation_take_up"} & set(running(case))


OFFICIAL = {"heard_on": day("2026-04-13"), "note": "转账记录上收款人是秦鸣。"}


@pytest.fixture
def colleague(cast, served):
    """Handles accusations beside the inspector, and reads what stands in the file."""
    person = User.objects.create(username="colleague", name="秦鸣", phone="13800000095")
    role = Group.objects.get(name="handler")
    Post.objects.create(user=person, unit=cast.discipline, role=role, starts_on=date(2024, 1, 1))
    access.grant(served, [person], on=day("2026-04-12"))
    return person


def test_new_evidence_that_names_an_official_is_asked_about(cast, colleague, served):
    with pytest.raises(FactMissing) as asked:
        builders.step(served, "take_evidence", cast.inspector, later=40, replay=False, **OFFICIAL)
    assert "秦鸣" in asked.value.errors["not_accusing"]
    builders.step(served, "take_evidence", cast.inspector, later=40, replay=False, not_accusing=True, **OFFICIAL)
    assert "petition.accusation_check" in running(served)


@pytest.mark.parametrize("status", ["served", "archived"])
def test_whom_it_accuses_is_said_however_late_and_learns_nothing_from_then_on(cast, colleague, served, status):
    if status == "archived":
        builders.step(served, "archive", cast.inspector, later=70, replay=False, **builders.CHECKLIST)
    assert Case.objects.visible_to(colleague).filter(pk=served.pk).exists()
    more = {"accused_unit": served.accused_unit, "accused_names": "秦鸣", "reason": "新的材料涉及。"}
    builders.step(served, "name_accused", cast.inspector, later=80, replay=False, **more)
    assert not Case.objects.visible_to(colleague).filter(pk=served.pk).exists()
    assert Case.objects.visible_to(cast.inspector).filter(pk=served.pk).exists()
    told = {"heard_on": day("2026-04-13"), "note": "秦鸣又收了一笔。", "explanation": "已经记下。"}
    if status == "served":
        builders.step(served, "hear_accuser", cast.inspector, later=81, replay=False, **told)


def test_who_named_them_does_not_let_off_whom_it_accused_before(cast, head, served):
    more = {"accused_unit": cast.water, "accused_names": "", "reason": "写错了单位。"}
    builders.step(served, "name_accused", head, later=80, replay=False, **more)
    builders.step(served, "let_off", head, later=81, replay=False, reason="核实无关。")
    assert served.proposals.filter(step="let_off", decision="").exists()


def test_nobody_is_accused_in_what_is_no_accusation(cast):
    case = builders.in_status(cast, "served")
    with pytest.raises(StepNotPossible, match="检举控告"):
        builders.step(case, "name_accused", cast.handler, later=80, accused_names="罗书记", reason="听说。")
