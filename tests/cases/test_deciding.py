"""Nobody approves what they have not read, and what is said otherwise meanwhile waits for approval no more."""

import pytest
from django.urls import reverse

from governance.notices.models import Notice
from tests import builders

pytestmark = pytest.mark.django_db
AMENDED = {"title": "停水五天", "summary": "改写的内容", "note": "登记有误。"}


@pytest.fixture
def waiting(cast):
    """An opinion that waits for the lead."""
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.handler, later=20, replay=False, **builders.OPINION)
    return case


def decide(client, case, proposal, **told):
    url = reverse("cases:decide", args=[case.number, proposal.pk])
    return client.post(url, {"decision": "approve", **told})


def amend(case, cast, by=None):
    told = AMENDED | {"area": case.area}
    builders.step(case, "amend", by or cast.second_handler, later=20, replay=False, **told)


def version_on(page) -> str:
    return page.context["case"]["version"]


def test_whoever_approves_says_which_version_was_read(client, login, cast, waiting):
    proposal = waiting.proposals.get()
    page = login(cast.lead).get(reverse("cases:case", args=[waiting.number]))
    read = version_on(page)
    assert f'name="version" value="{read}"' in page.content.decode()
    assert decide(client, waiting, proposal).status_code == 422
    builders.step(waiting, "comment", cast.handler, later=20, note="居民又来电话。")
    stale = decide(client, waiting, proposal, version=read, reason="同意，尽快。")
    said = stale.content.decode()
    assert stale.status_code == 409 and "已被他人更新" in said and "办理了“批注”" in said and "同意，尽快。" in said
    proposal.refresh_from_db()
    assert proposal.decision == ""
    assert decide(client, waiting, proposal, version=version_on(stale)).status_code == 302
    proposal.refresh_from_db()
    assert proposal.decision == "approved"


def test_the_sheet_of_what_would_be_issued_carries_it_too(login, cast, waiting):
    client = login(cast.lead)
    sheet = client.get(reverse("cases:draft", args=[waiting.number, waiting.proposals.get().pk]))
    waiting.refresh_from_db()
    assert f'name="version" value="{waiting.version}"' in sheet.content.decode()


def test_what_waits_lapses_when_the_case_says_something_else(client, login, cast, waiting):
    proposal = waiting.proposals.get()
    read = version_on(login(cast.lead).get(reverse("cases:case", args=[waiting.number])))
    amend(waiting, cast)
    proposal.refresh_from_db()
    assert proposal.decision == "lapsed"
    refused = decide(client, waiting, proposal, version=read, reason="同意，尽快。")
    said = refused.content.decode()
    assert refused.status_code == 409 and "其间办理了“更正登记”" in said
    assert "同意，尽快。" in said and AMENDED["title"] in said
    waiting.refresh_from_db()
    assert waiting.status == "handling"
    assert ["提请失效", f"出具处理意见（{cast.handler.name}提请）"] in waiting.events.latest("seq").facts["told"]
    assert "提请已失效" in Notice.objects.get(recipient=cast.handler, key__startswith="lapsed:").text
    login(cast.handler)
    form = client.get(reverse("cases:step", args=[waiting.number, "issue_opinion"])).context["step_form"]
    assert form.initial["opinion"] == builders.OPINION["opinion"]


def test_what_is_said_for_the_first_time_or_about_time_alone_lets_it_wait(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "extend", cast.handler, later=20, days=20, reason="需要鉴定。", told_by="post")
    amend(case, cast)
    assert case.proposals.get().decision == ""
