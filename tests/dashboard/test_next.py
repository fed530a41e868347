"""From one case to the next without the way over the workbench."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.law import county
from governance.cases.models import Case, CountyRule
from tests import builders

pytestmark = pytest.mark.django_db


def on_from(client, case=None) -> str:
    asked = {"besides": case.number} if case else {}
    return client.get(reverse("dashboard:next"), asked).url


def form(case, step) -> str:
    return reverse("cases:step", args=[case.number, step])


def test_it_goes_to_the_form_of_the_first_case_that_is_theirs_to_do(login, cast):
    first = builders.petition(cast)
    second = builders.petition(cast, at=builders.OPENED + timedelta(days=1))
    client = login(cast.clerk)
    assert on_from(client) == form(first, "transfer")
    assert on_from(client, first) == form(second, "transfer")


def test_what_waits_for_approval_comes_first_and_of_the_case_itself_never(login, cast):
    told = {"facts": "属实。", "opinion": "限期整改。", "legal_basis": "物业管理条例。", "outcome": "explained"}
    waiting = builders.in_status(cast, "handling")
    builders.step(waiting, "issue_opinion", cast.handler, replay=False, request="噪声", review_organ="区政府", **told)
    client = login(cast.lead)
    assert on_from(client) == reverse("cases:case", args=[waiting.number])
    assert on_from(client, waiting) == reverse("dashboard:workbench")


def test_it_says_that_nothing_is_left(login, cast):
    page = login(cast.handler).get(reverse("dashboard:next"), follow=True)
    assert "没有别的事项等您办理、审批" in page.content.decode()


def test_whoever_sends_a_form_goes_on_with_the_next_one(login, cast):
    first = builders.in_status(cast, "routed")
    client = login(cast.handler)
    assert "办理并接着办下一件" in client.get(form(first, "accept")).content.decode()
    told = {"version": first.version, "told_by": "post", "then": "next"}
    sent = client.post(form(first, "accept"), told)
    assert sent.url == f"{reverse('dashboard:next')}?besides={first.number}"
    page = client.get(sent.url, follow=True).content.decode()
    assert f"{first.number} “受理”已办理。" in page and "/next/?besides=" not in page


def test_whoever_stays_reads_the_way_on(login, cast):
    case = builders.in_status(cast, "routed")
    told = {"version": case.version, "told_by": "post"}
    page = login(cast.handler).post(form(case, "accept"), told, follow=True).content.decode()
    assert f"/next/?besides={case.number}" in page


def test_whoever_approves_goes_on_to_what_waits_next(login, cast):
    told = {"facts": "属实。", "opinion": "限期整改。", "legal_basis": "物业管理条例。", "outcome": "explained"}
    waiting = [builders.in_status(cast, "handling") for _ in range(2)]
    for case in waiting:
        builders.step(case, "issue_opinion", cast.handler, replay=False, request="噪声", review_organ="区政府", **told)
    client = login(cast.lead)
    first = waiting[0]
    address = reverse("cases:decide", args=[first.number, first.proposals.get().pk])
    sent = client.post(address, {"decision": "approve_next", "version": first.version}, follow=True)
    assert sent.redirect_chain[-1][0] == reverse("cases:case", args=[waiting[1].number])
    page = sent.content.decode()
    assert f"{first.number} “出具处理意见”已批准。" in page and "/next/?besides=" not in page
    first.refresh_from_db()
    assert first.status == "answered"


def test_nobody_goes_back_and_forth_between_two_cases(login, cast, time_machine):
    cases = [builders.in_status(cast, "routed", at=builders.OPENED + timedelta(days=day)) for day in range(3)]
    time_machine.move_to(builders.OPENED + timedelta(days=4), tick=True)
    client, ways = login(cast.handler), []
    case = cases[0]
    for _ in range(4):
        ways.append(case.number)
        builders.step(case, "comment", cast.handler, at=timezone.now(), note="已核实。")
        case = next(each for each in cases if each.number in on_from(client, case))
    assert ways == [cases[n].number for n in (0, 1, 2, 0)]


def test_it_does_not_lead_to_an_approval_that_is_somebody_elses_to_give(login, cast):
    told = {"facts": "属实。", "opinion": "限期整改。", "legal_basis": "物业管理条例。", "outcome": "explained"}
    waiting = builders.in_status(cast, "handling")
    builders.step(waiting, "issue_opinion", cast.handler, replay=False, request="噪声", review_organ="区政府", **told)
    client = login(cast.lead)
    assert on_from(client) == reverse("cases:case", args=[waiting.number])
    county.load_reference()
    CountyRule.objects.filter(code="one_person_opinions").update(value="two")
    Case.objects.filter(pk=waiting.pk).update(handler=cast.lead)
    assert on_from(client) != reverse("cases:case", args=[waiting.number])
    later = builders.in_status(cast, "handling")
    builders.step(later, "issue_opinion", cast.handler, replay=False, **builders.OPINION)
    desk = client.get(reverse("dashboard:workbench")).content.decode()
    asked = desk.partition('id="approvals"')[2].partition("</section>")[0]
    assert waiting.number not in asked and re.findall(r'hx-get="/cases/([^/]+)/', asked) == [later.number]


def test_what_waits_longest_is_read_and_approved_on_the_desk_itself(login, cast, monkeypatch):
    waiting = [builders.in_status(cast, "handling") for _ in range(2)]
    for case in waiting:
        builders.step(case, "issue_opinion", cast.handler, replay=False, **builders.OPINION)
    client, desk = login(cast.lead), reverse("dashboard:workbench")
    first, second = (reverse("cases:decide", args=[case.number, case.proposals.get().pk]) for case in waiting)
    shown = client.get(desk).content.decode()
    assert f'hx-get="{first}"' in shown and f'hx-get="{second}"' not in shown
    card = client.get(first, headers={"hx-request": "true"}).content.decode()
    assert waiting[0].summary in card and builders.OPINION["opinion"] in card and f"{first}papers/" in card
    told = {name: re.search(f'name="{name}" value="([^"]*)"', card)[1] for name in ("back", "version")}
    refused = client.post(first, told | {"decision": "reject"})
    assert refused.status_code == 422 and 'name="back" value="desk"' in refused.content.decode(), "it leads back there"
    sent = client.post(first, told | {"decision": "approve"})
    assert sent.url == desk
    shown = client.get(desk).content.decode()
    assert f"{waiting[0].number} “出具处理意见”已批准。" in shown and f'hx-get="{second}"' in shown
    assert client.get(first, headers={"hx-request": "true"}).status_code == 404
    monkeypatch.setattr(Case, "is_restricted", True)
    shown = client.get(desk).content.decode()
    assert waiting[1].number in shown and "hx-get" not in shown.partition("approvals")[2], "it is read on its own page"
