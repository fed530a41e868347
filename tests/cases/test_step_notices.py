"""Who hears of a step, under which heading, and what leaves the building."""

import pytest

from governance.notices.delivery import deliver_due
from governance.notices.models import Notice
from tests import disputes
from tests.builders import ACCEPT, OPENED, OPINION, TRANSFER, accusation, petition, step

pytestmark = pytest.mark.django_db


def heard():
    """Who has heard, under which heading; then nobody has heard anything."""
    found = set(Notice.objects.values_list("recipient__username", "kind"))
    Notice.objects.all().delete()
    return found


def test_it_tells_those_who_should_act_under_the_heading_they_sort_by(cast):
    case = petition(cast)
    step(case, "transfer", cast.clerk, replay=False, to_unit=cast.housing, **TRANSFER)
    assert Notice.objects.filter(subject_key=case.number, link=f"/cases/{case.number}/").count() == 3
    assert heard() == {("handler", "assigned"), ("second_handler", "assigned"), ("lead", "assigned")}
    step(case, "assign", cast.lead, replay=False, handler=cast.handler)
    assert heard() == {("handler", "assigned")}
    step(case, "accept", cast.handler, replay=False, **ACCEPT)
    assert heard() == {("clerk", "case"), ("lead", "case"), ("township_lead", "case")}
    step(case, "issue_opinion", cast.handler, replay=False, **OPINION)
    assert heard() == {("lead", "approval")}


def test_it_never_tells_the_one_who_did_it(cast):
    case = petition(cast)
    step(case, "comment", cast.clerk, replay=False, note="请尽快联系。")
    assert "clerk" not in {name for name, _ in heard()}


def test_it_mails_nothing_of_an_accusation_but_that_there_is_something(cast, smtp):
    for user in cast.people:
        user.email = f"{user.username}@changan.example"
        user.save(update_fields=["email"])
    case = accusation(cast)
    step(case, "transfer", cast.clerk, replay=False, to_unit=cast.discipline, **TRANSFER)
    deliver_due(OPENED.replace(day=11, hour=15))
    for letter in smtp:
        whole = "".join([letter["Subject"], *(letter.get_body((form,)).get_content() for form in ("plain", "html"))])
        assert "您有一条新消息" in whole
        assert not [word for word in (case.number, case.title, "检举", "转送") if word in whole]
    assert len(smtp) == 1
    assert {name for name, _ in heard()} == {"inspector"}


def test_it_tells_a_committee_of_what_comes_in_and_whoever_sent_it_of_the_answer(cast):
    whole = disputes.dispute(cast, actor=cast.judge, unit=cast.court)
    facts = {"track": "people_mediation", "organisation": cast.mediation, "procedure": "general"}
    court = {"referral": "delegated_pre_filing", "referrer": cast.court}
    step(whole, "start_mediation", cast.judge, replay=False, **facts, **court)
    # The committee has neither a window nor a lead, the court no registrar.
    assert heard() == {("mediator", "assigned")}
    facts = {"ground": "misdirected", "reason": "不属于本组织调解范围。", "ways": ["lawsuit"]}
    step(whole.parts.get(), "decline", cast.mediator, replay=False, **facts)
    assert heard() == {("judge", "case")}


def test_it_tells_those_who_took_in_the_whole_of_what_happens_to_a_part(cast):
    whole = disputes.dispute(cast)
    court = {"referral": "delegated_pre_filing", "referrer": cast.court}
    case = disputes.track(cast, of=whole, **court)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    step(case, "terminate", cast.mediator, later=10, replay=False, **disputes.ENDING)
    assert heard() == {("clerk", "case")}


def test_it_tells_a_unit_that_it_is_asked_to_take_part(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    told = {"unit": cast.housing, "both_agree": True, "note": "涉及房屋防水鉴定。"}
    step(case, "invite", cast.mediator, replay=False, **told)
    assert heard() == {("handler", "assigned"), ("second_handler", "assigned"), ("lead", "assigned")}
