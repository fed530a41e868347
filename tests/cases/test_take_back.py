"""Whoever put a step forward can take it back, and what was written is there to be changed."""

import pytest
from django.urls import reverse

from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast):
    """An opinion that waits for the lead."""
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.handler, later=20, replay=False, **builders.OPINION)
    return case


def page_of(client, case):
    return client.get(reverse("cases:case", args=[case.number]))


def test_it_is_taken_back_changed_and_put_forward_again(client, login, cast, waiting):
    proposal = waiting.proposals.get()
    url = reverse("cases:take_back", args=[waiting.number, proposal.pk])
    login(cast.handler)
    page = page_of(client, waiting)
    assert url in page.content.decode()
    assert "issue_opinion" not in {step.name for step in page.context["steps"]}
    form = client.post(url, follow=True).context["step_form"]
    assert form.initial["opinion"] == builders.OPINION["opinion"]
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.decided_by) == ("taken_back", cast.handler)
    assert waiting.events.latest("seq").label == "撤回提请：出具处理意见"
    assert "issue_opinion" in {step.name for step in page_of(client, waiting).context["steps"]}
    login(cast.lead)
    assert client.post(url).status_code == 403


def test_what_was_sent_back_is_there_to_be_changed_too(client, login, cast, waiting):
    proposal = waiting.proposals.get()
    login(cast.lead)
    waiting.refresh_from_db()
    sent_back = {"decision": "reject", "reason": "写清楚。", "version": waiting.version}
    client.post(reverse("cases:decide", args=[waiting.number, proposal.pk]), sent_back)
    login(cast.handler)
    form = client.get(reverse("cases:step", args=[waiting.number, "issue_opinion"])).context["step_form"]
    assert form.initial["opinion"] == builders.OPINION["opinion"]
    login(cast.second_handler)
    other = client.get(reverse("cases:step", args=[waiting.number, "issue_opinion"])).context["step_form"]
    assert "opinion" not in other.initial
