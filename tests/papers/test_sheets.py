"""Papers on screen: what was issued, and what would be, seen before anybody signs."""

from io import BytesIO

import pytest
from django.urls import reverse

from governance.cases.files import storage
from governance.cases.models import Event, Paper
from governance.cases.papers import issue
from governance.cases.papers import templates as paper_templates
from governance.cases.papers.sheets import sheet_of
from governance.organisation.models import AccessRecord
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def transferred(cast):
    """A petition of which the housing department has to decide whether it takes it."""
    case = builders.petition(cast, route="arbitration")
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    return case


@pytest.fixture
def proposed(cast, transferred):
    """A refusal that the handler wrote and the lead has not signed."""
    case = transferred
    builders.step(case, "not_accept", cast.handler, later=2, replay=False, **builders.REFUSAL)
    return case


def stored_files():
    return {path for path in storage.root().rglob("*") if path.is_file()}


def test_the_approver_reads_the_paper_before_it_is_signed_and_nothing_happens(client, login, cast, proposed):
    proposal = proposed.proposals.get()
    url = reverse("cases:draft", args=[proposed.number, proposal.pk])
    before = (Paper.objects.count(), Event.objects.count(), stored_files())
    login(cast.lead)
    text = client.get(url).content.decode()
    assert "不予受理告知书" in text and builders.REFUSAL["reason"] in text and cast.lead.name in text
    assert 'value="approve"' in text and 'value="reject"' in text
    assert (Paper.objects.count(), Event.objects.count(), stored_files()) == before
    proposal.refresh_from_db()
    assert proposal.decision == ""
    case_page = client.get(reverse("cases:case", args=[proposed.number])).content.decode()
    assert url in case_page
    # Nothing but the decision is blue, and it lies under the thumb.
    assert case_page.count("button-primary") == 1 and case_page.count(" thumb") == 1
    login(cast.handler)
    assert client.get(url).status_code == 403


def test_what_is_written_is_seen_before_it_is_put_forward(client, login, cast, transferred):
    case = transferred
    login(cast.handler)
    case.refresh_from_db()
    url = reverse("cases:rehearse", args=[case.number, "not_accept"])
    form = client.get(reverse("cases:step", args=[case.number, "not_accept"])).content.decode()
    assert f'formaction="{url}"' in form
    told = {**builders.REFUSAL, "version": case.version}
    text = client.post(url, told).content.decode()
    assert builders.REFUSAL["reason"] in text and 'value="approve"' not in text
    assert not case.proposals.exists()
    wrong = client.post(url, told | {"reason": ""}).content.decode()
    assert "现在还制发不了" in wrong and "sheet-title" not in wrong


def test_what_is_seen_before_it_is_put_forward_is_signed_by_nobody_yet(client, login, cast):
    case = builders.in_status(cast, "handling")
    login(cast.handler)
    told = {**builders.OPINION, "version": case.version}
    seen = client.post(reverse("cases:rehearse", args=[case.number, "issue_opinion"]), told).content.decode()
    assert "签发人：（待签发）" in seen and "一人办理" not in seen


def test_an_issued_paper_is_read_on_screen_and_the_look_is_recorded(client, login, cast, proposed):
    paper = proposed.papers.earliest("pk")
    login(cast.clerk)
    page = client.get(reverse("cases:paper_view", args=[proposed.number, paper.pk])).content.decode()
    assert paper.number in page and reverse("cases:paper", args=[proposed.number, paper.pk]) in page
    assert AccessRecord.objects.filter(verb="open", reason__contains=paper.number).exists()


@pytest.mark.parametrize("code", issue.KINDS)
def test_every_paper_can_be_shown(code):
    kind = issue.KINDS[code]
    words = issue.samples(kind) | {"标题": "<b>物业</b>"}
    sheet = sheet_of_words(code, words, kind.title)
    assert "<b>" not in sheet and 'class="sheet-' in sheet
    assert "".join(words["成文日期"].split()) in sheet or "成文日期" not in paper_templates.text_of(
        paper_templates.delivered(code)
    )


def sheet_of_words(code, words, title):
    return sheet_of(BytesIO(paper_templates.render(paper_templates.delivered(code), words, title=title)))
