"""Who hears of a step, under which heading, and what leaves the building."""

import pytest

from governance.notices.delivery import deliver_due
from governance.notices.models import Notice
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
