"""What was registered wrongly is put right, with its clocks; what stood there before is seen by who may see names."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from governance.cases import deadlines, registry
from governance.cases.common_facts import CHANNELS, day_of
from governance.cases.models import Case, Participant
from governance.cases.steps import actions
from governance.cases.steps.forms import StepForm
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.models import AccessRecord
from petitions.models import Petition
from tests import builders, disputes
from tests.cases.clocks import day, moment
from tests.grid.events import event
from tests.security.assessments import assessment
from tests.security.hazards import hazard
from tests.security.key_areas import key_area

pytestmark = pytest.mark.django_db


def amend(case, actor, *, at=None, **told):
    """Everything as it is registered, but for what is told."""
    kept = {name: getattr(case, name) for name in ("title", "summary", "area", "place", "category")}
    return builders.step(case, "amend", actor, at=at, replay=False, note="登记时听错。", **{**kept, **told})


def test_it_corrects_name_phone_document_and_address_and_keeps_what_stood_there(cast, login):
    case = builders.petition(cast, people=[builders.person("赵秀英", "13911112222"), builders.person("李四")])
    wrong = case.participants.first()
    told = {"person": wrong, "person_name": "赵秀瑛", "phone": "13911113333", "id_number": "11010519491231002x"}
    event = amend(case, cast.clerk, **told, address="凤栖路社区3组9号")

    right = Participant.objects.get(pk=wrong.pk)
    assert (right.name, right.phone, right.id_number) == ("赵秀瑛", "13911113333", "11010519491231002X")
    assert right.address == "凤栖路社区3组9号" and case.participants.count() == 2
    assert "赵秀瑛" in case.search_text and "赵秀英" not in case.search_text
    said = str(event.facts)
    assert "信访人（第1人）：姓名、电话、证件号、住址" in said
    for secret in ("赵秀", "1391111", "110105", "3组"):
        assert secret not in said
    before = Participant.ever.get(replaced_by=wrong)
    assert (before.name, before.phone, before.id_number) == ("赵秀英", "13911112222", "")
    assert before.phone_sealed.find("13911112222") == -1

    client = login(cast.township_lead)
    address = reverse("cases:case", args=[case.number])
    page = client.get(address).content.decode()
    assert "信访人，2026-03-10 更正前" in page and "赵秀英" in page and "13911112222" not in page
    door = reverse("cases:person", args=[case.number, before.pk])
    assert "13911112222" in client.post(door, {"reason": "核对原来登记的电话"}).content.decode()
    assert AccessRecord.objects.filter(verb="unmask", subject__contains=case.number).exists()
    client = login(cast.leader)
    page = client.get(address).content.decode()
    assert "赵**" in page and "更正前" not in page and "139****2222" not in page.split("李*")[0]
    assert client.post(door, {"reason": "核对原来登记的电话"}).status_code == 403


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"phone": "13911113333"}, "person"),
        ({"person": True}, "person_name"),
        ({"person": True, "phone": "电话不详"}, "phone"),
        ({"person": True, "id_number": "110105194912310021"}, "id_number"),
    ],
)
def test_it_says_what_is_missing_or_wrong_about_a_person(cast, told, field):
    case = builders.petition(cast)
    told = told | ({"person": case.participants.get()} if "person" in told else {})
    with pytest.raises(FactMissing) as refusal:
        amend(case, cast.clerk, **told)
    assert list(refusal.value.errors) == [field]
    assert not Participant.ever.exclude(replaced_by=None).exists()


def test_it_counts_anew_from_the_right_day_of_receipt(cast):
    case = builders.petition(cast)  # Tue 03-10; fifteen days are over on Wed 03-25
    event = amend(case, cast.clerk, received_on=day("2026-03-02"))  # Mon

    assert office_day(case.opened_at) == day("2026-03-02")
    assert {clock.term_code: clock.due for clock in case.clocks.all()} == dict.fromkeys(
        ("petition.route", "petition.notice"), day("2026-03-17")
    )
    assert office_day(case.next_due_at) == day("2026-03-17")
    assert ["原收到日期", "2026-03-10"] in event.facts["told"]
    assert ["登记转办", "原到期日 2026-03-25，现到期日 2026-03-17"] in event.facts["told"]


def test_it_judges_what_was_done_in_time_by_the_right_day(cast):
    case = builders.petition(cast)
    builders.step(case, "transfer", cast.clerk, later=10, to_unit=cast.housing, **builders.TRANSFER)  # Fri 03-20
    assert case.clocks.get(term_code="petition.route").outcome == "met"
    amend(case, cast.handler, at=moment("2026-03-21"), received_on=day("2026-03-02"))
    assert case.clocks.get(term_code="petition.route").outcome == "missed"
    amend(case, cast.lead, at=moment("2026-03-22"), received_on=day("2026-03-10"))
    assert case.clocks.get(term_code="petition.route").outcome == "met"


def test_a_year_typed_wrongly_can_be_put_right_and_nothing_is_proposed_any_more(cast):
    case = builders.petition(cast, at=moment("2026-03-10 10:00"))
    Petition.objects.filter(pk=case.pk).update(opened_at=moment("1926-03-10 10:00"))
    case.refresh_from_db()
    for clock in case.clocks.all():
        deadlines.cancel(case, clock.term_code, at=clock.started_at)
        deadlines.start(case, clock.term_code, since=case.opened_at)
    deadlines.scan(moment("2026-03-11 10:00"))

    amend(case, cast.township_lead, at=moment("2026-03-11 11:00"), received_on=day("2026-03-10"))

    assert {clock.due for clock in case.clocks.filter(ended_at=None)} == {day("2026-03-25")}
    assert deadlines.scan(moment("2026-03-11 11:01")).fired == 0


def test_what_was_missed_stays_missed_beside_the_clock_of_the_right_day(cast):
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    builders.step(case, "accept", cast.handler, at=moment("2026-04-20 10:00"), **builders.ACCEPT)
    Petition.objects.filter(pk=case.pk).update(accepted_on=day("2026-03-12"))
    case.clocks.filter(term_code="petition.handle").delete()
    deadlines.start(case, "petition.handle", since=day("2026-03-12"), at=moment("2026-04-20 10:00"))
    case.refresh_from_db()
    deadlines.scan(moment("2026-06-01 09:00"))  # sixty days ended on Mon 05-11

    amend(case, cast.lead, at=moment("2026-06-01 10:00"), accepted_on=day("2026-04-20"))

    first, second = case.clocks.filter(term_code="petition.handle").order_by("start_on")
    assert (first.due, first.outcome) == (day("2026-05-11"), "missed")
    assert (second.due, second.is_running) == (day("2026-06-22"), True)  # 06-19 is a holiday
    amend(case, cast.handler, at=moment("2026-06-01 11:00"), accepted_on=day("2026-04-19"))
    outcomes = case.clocks.filter(term_code="petition.handle").values_list("outcome", flat=True)
    assert sorted(outcomes) == ["", "missed"]


def test_what_was_done_late_is_not_made_good_by_a_later_day(cast):
    case = builders.petition(cast)
    Petition.objects.filter(pk=case.pk).update(opened_at=moment("2026-03-02 10:00"))
    case.clocks.all().delete()
    deadlines.start(case, "petition.route", since=moment("2026-03-02 10:00"), at=case.opened_at)
    case.refresh_from_db()
    at = moment("2026-03-20 10:00")
    builders.step(case, "transfer", cast.clerk, at=at, to_unit=cast.housing, **builders.TRANSFER)
    amend(case, cast.lead, at=moment("2026-03-21"), received_on=day("2026-03-10"))
    clock = case.clocks.get(term_code="petition.route")
    assert (clock.due, clock.outcome) == (day("2026-03-17"), "missed")


@pytest.mark.parametrize("status", ["handling", "served"])
def test_nothing_is_accepted_or_served_after_it_was_written_down(cast, status):
    case = builders.in_status(cast, status)
    name = "accepted_on" if status == "handling" else "served_on"
    with pytest.raises(FactMissing, match="不能晚于办理"):
        amend(case, cast.handler, at=moment("2026-06-01 10:00"), **{name: day("2026-05-20")})


def accepted_late(cast):
    """Accepted on 04-20, which was written down as 03-12."""
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    builders.step(case, "accept", cast.handler, at=moment("2026-04-20 10:00"), **builders.ACCEPT)
    amend(case, cast.handler, at=moment("2026-04-20 11:00"), accepted_on=day("2026-03-12"))
    return case


def test_nobody_gives_themselves_more_time_by_a_later_day(cast):
    case = accepted_late(cast)
    assert case.accepted_on == day("2026-03-12")  # an earlier day takes time, and waits for nobody
    amend(case, cast.handler, at=moment("2026-04-21 10:00"), accepted_on=day("2026-04-20"))
    assert case.accepted_on == day("2026-03-12")
    assert case.clocks.get(term_code="petition.handle", ended_at=None).start_on == day("2026-03-12")
    proposal = case.proposals.get(decision="")
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=cast.handler, at=moment("2026-04-22 10:00"))
    actions.decide(proposal, approve=True, actor=cast.lead, at=moment("2026-04-22 10:00"))
    case.refresh_from_db()
    assert case.accepted_on == day("2026-04-20")
    assert case.clocks.get(term_code="petition.handle", ended_at=None).start_on == day("2026-04-20")


# By kind: who registers and corrects it, and whose word a later day waits for.
BY_TWO = {
    "dispute": (disputes.dispute, "clerk", "staff"),
    "grid event": (lambda cast: event(cast, then_raise=False), "grid_worker", "staff"),
    "hazard": (hazard, "clerk", "staff"),
    "key area": (key_area, "staff", "county"),
    "assessment": (assessment, "handler", "lead"),
}


@pytest.mark.parametrize("kind", BY_TWO)
def test_a_later_day_waits_for_another_person_in_every_kind(cast, kind):
    made, registrar, approver = BY_TWO[kind]
    case = made(cast)
    worker, other = getattr(cast, registrar), getattr(cast, approver)
    amend(case, worker, at=moment("2026-03-11 10:00"), received_on=day("2026-03-02"))
    assert case.received_on == day("2026-03-02") and not case.proposals.exists()
    amend(case, worker, at=moment("2026-03-11 11:00"), received_on=day("2026-03-09"))
    assert case.received_on == day("2026-03-02")
    proposal = case.proposals.get(decision="")
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=worker, at=moment("2026-03-11 12:00"))
    actions.decide(proposal, approve=True, actor=other, at=moment("2026-03-11 12:00"))
    case.refresh_from_db()
    assert case.received_on == day("2026-03-09")


def test_every_kind_whose_day_can_be_corrected_asks_for_another_person():
    for each in registry.KINDS.values():
        step = each.workflow.step("amend")
        dated = step is not None and {fact.name for fact in step.facts} & {"received_on", "accepted_on", "served_on"}
        asked = step is not None and bool(step.approval and step.approved_where and step.two_people)
        assert asked or not dated, each.workflow.kind


RESTING = {
    "petition": {"answered", "served"},
    "review": {"hearing", "decided", "served"},
    "recheck": {"hearing", "decided", "served"},
    "dispute": {"settled"},
    "people_mediation": {"agreed", "breached", "performed"},
    "hazard": {"rectifying", "rechecking"},
    "key_area": {"treating", "evaluating", "rated"},
    "grid_event": {"handling", "objected", "checking", "visiting"},
    "clue": {"handed"},
}
# From which status on the matter stays as it is: it is changed by another way alone.
FIRM = {"risk_assessment": "drafted", "joint_task": "asked"}


@pytest.mark.parametrize("kind", [*RESTING, *FIRM])
def test_what_others_acted_on_is_not_said_otherwise_by_one_person(kind):
    workflow = registry.KINDS[kind].workflow
    step = workflow.step("amend")
    known = {"title": "渗漏", "summary": "漏水。", "area": 1, "place": "", "received_on": day("2026-03-02")}
    for status in (code for code, each in workflow.statuses.items() if not each.closed):
        case = SimpleNamespace(status=status, is_restricted=False, last_taken=lambda *steps: "", **known)
        for name in ("title", "summary", "area", "place"):
            told = known | {"received_on": None, name: "另一件"}
            if kind in FIRM:
                assert list(step.refuted(case, told)) == ([] if status == FIRM[kind] else [name]), (status, name)
            else:
                assert step.approved_where.holds(case, told) is (status in RESTING[kind]), (status, name)
        assert not (step.approved_where and step.approved_where.holds(case, known))


def test_a_petition_that_was_answered_is_described_otherwise_when_the_head_agrees(cast):
    case = builders.in_status(cast, "answered")
    before = case.summary
    event = amend(case, cast.handler, at=moment("2026-04-21 10:00"), summary="与原来无关的诉求。")
    assert event.is_proposal and case.summary == before
    actions.decide(case.proposals.get(decision=""), approve=True, actor=cast.lead, at=moment("2026-04-21 11:00"))
    case.refresh_from_db()
    assert case.summary == "与原来无关的诉求。"


def test_a_head_who_handles_it_does_not_either(cast):
    case = accepted_late(cast)
    Petition.objects.filter(pk=case.pk).update(handler=cast.lead)
    amend(case, cast.lead, at=moment("2026-04-21 10:00"), accepted_on=day("2026-04-20"))
    assert case.accepted_on == day("2026-03-12") and case.proposals.get(decision="").proposed_by == cast.lead


def test_nothing_sealed_waits_in_clear_beside_a_day(cast):
    case = accepted_late(cast)
    told = {"person": case.participants.get(), "phone": "13911113333", "accepted_on": day("2026-04-20")}
    with pytest.raises(FactMissing, match="请分开办理") as refused:
        amend(case, cast.handler, at=moment("2026-04-21 10:00"), **told)
    assert list(refused.value.errors) == ["phone"] and not case.proposals.exists()


def test_a_right_that_lapsed_by_a_wrong_day_is_open_again(cast):
    case = builders.in_status(cast, "answered")
    # Written down on 04-21 as served on Tue 03-31: thirty days are over on Thu 04-30.
    told = {"method": "direct", "served_on": day("2026-03-31"), "receiver": "本人", "proof": "已签收"}
    builders.step(case, "serve", cast.handler, later=42, **told)
    deadlines.scan(moment("2026-05-06 09:00"))
    assert case.clocks.get(term_code="petition.review_apply").outcome == "lapsed"

    amend(case, cast.lead, at=moment("2026-05-06 10:00"), served_on=day("2026-04-20"))

    assert case.served_on == day("2026-04-20")
    clock = case.clocks.get(term_code="petition.review_apply")
    assert (clock.is_running, clock.due) == (True, day("2026-05-20"))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"received_on": "2026-03-12"}, "不能晚于登记之日 2026-03-10"),
        ({"received_on": "2026-12-31"}, "不能晚于今天"),
        ({"accepted_on": "2026-03-09"}, "受理日期不能早于收到日期 2026-03-10"),
    ],
)
def test_it_takes_no_day_that_cannot_be(cast, told, sentence):
    case = builders.in_status(cast, "handling")
    with pytest.raises(FactMissing, match=sentence):
        amend(case, cast.handler, at=moment("2026-03-21"), **told)


def test_it_asks_for_no_day_that_the_case_has_not(cast):
    asked = {"registered": set(), "handling": {"accepted_on"}, "served": {"accepted_on", "served_on"}}
    for status, days in asked.items():
        case = builders.in_status(cast, status)
        step = registry.workflow_of(case).step("amend")
        form = StepForm(step, case, cast.handler, at=moment("2026-06-01"))
        assert {"accepted_on", "served_on"} & form.fields.keys() == days, status


def test_it_corrects_form_and_number_of_people_and_what_follows_from_them(cast):
    case = builders.petition(cast, channel="letter")
    amend(case, cast.clerk, channel="visit", people_count=6)
    assert (case.channel, case.people_count, case.is_collective) == ("visit", 6, True)
    amend(case, cast.clerk, people_count=4)
    assert (case.channel, case.is_collective) == ("visit", False)


def test_it_corrects_a_dispute_too_and_lets_nobody_stand_on_both_sides(cast):
    whole = disputes.dispute(cast)
    respondent = whole.participants.last()
    amend(whole, cast.clerk, person=respondent, person_name="孟广天", received_on=day("2026-03-06"))
    assert whole.participants.get(pk=respondent.pk).name == "孟广天"
    assert whole.clocks.get(term_code="dispute.begin").due == day("2026-03-13")  # Fri; Fri
    with pytest.raises(FactMissing, match="不能同时是双方当事人"):
        amend(whole, cast.clerk, person=respondent, phone="13922220001")


def test_it_knows_every_form_of_a_case():
    assert [*CHANNELS, ("patrol", "巡查")] == list(Case.Channel.choices)


def test_it_finds_nobody_by_what_was_wrong(cast):
    case = builders.petition(cast)
    amend(case, cast.clerk, person=case.participants.get(), phone="13911113333")
    found = Case.objects.visible_to(cast.clerk)
    from_wrong = Participant.objects.filter(phone_hashes=Participant.ever.exclude(replaced_by=None).get().phone_hashes)
    assert found.exists() and not from_wrong.exists()


def test_it_leaves_everything_as_it_was_where_nothing_is_told(cast):
    case = builders.petition(cast)
    before = Petition.objects.values().get(pk=case.pk)
    amend(case, cast.clerk)
    after = Petition.objects.values().get(pk=case.pk)
    assert {name for name in after if after[name] != before[name]} == {"version"}


def test_the_correction_calls_everything_as_the_registration_did():
    asked = [(kind, kind.workflow.step("amend")) for kind in registry.KINDS.values() if kind.words]
    wrong = [
        f"{kind.workflow.label}: {fact.label}"
        for kind, amend in asked
        for fact in (amend.facts if amend else ())
        for column in ["opened_at" if fact.name == "received_on" else fact.name]
        if column in kind.words and fact.label not in (kind.words[column], day_of(kind.words[column]))
    ]
    assert len(asked) > 6 and not wrong, wrong
