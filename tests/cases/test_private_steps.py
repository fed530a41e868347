"""What is told, filed and issued at a private step: for the case's own people, by whatever door others come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases import access, deadlines
from governance.cases.files import storage
from governance.cases.models import Paper
from governance.cases.papers import issue as papers
from governance.cases.steps import actions
from governance.cases.workflow import Fact, Standstill, Step
from governance.notices.models import Notice
from mediation.models import Track
from mediation.vocabulary import ADMINISTRATIVE
from tests import builders, disputes
from tests.attachments import samples
from tests.cast import known

pytestmark = pytest.mark.django_db

WORDS = "楼上愿意让步五千元"
PLEDGE = "当面赔礼并公开致歉"
FILE = "让步笔录.jpg"
PAPER = "调解笔录副本"
SECRETS = (WORDS, PLEDGE, FILE, PAPER)
# The centre, the county and its leaders, the township that registered it, the court that referred it, the justice
# bureau that guides, and the department that mediates the same dispute on its own track.
LOOKERS_ON = ("staff", "leader", "county", "township_lead", "clerk", "judge", "justice_officer", "handler")


@pytest.fixture(scope="module")
def told(kept) -> int:
    """A court's case with a people's committee, another track beside it, a private sitting and an agreement."""
    cast = known()
    whole = disputes.dispute(cast)
    made = disputes.track(cast, of=whole, referral="delegated_pre_filing", referrer=cast.court)
    disputes.track(cast, ADMINISTRATIVE, of=whole, later=1)
    disputes.accept(made, cast, later=2)
    disputes.name(made, cast, later=2)
    file = samples.upload(FILE, samples.picture())
    held_at = made.opened_at + timedelta(days=3)
    facts = {**disputes.SESSION, "content": WORDS, "held_at": held_at}
    event = builders.step(made, "hold_session", cast.mediator, later=3, files=[file], **facts)
    promises = [{"what": PLEDGE, "manner": "act", "due_on": disputes.day(made, 30)}]
    disputes.agree(made, cast, later=5, replay=False, content=WORDS, items=promises)
    stored = storage.keep([b"docx"])
    Paper.objects.create(
        case=made.case_ptr,
        event=event,
        code="transfer_letter",
        title=PAPER,
        number="长调笔〔2026〕1号",
        unit=cast.mediation,
        signer=cast.mediator,
        signer_name=cast.mediator.name,
        issued_on=held_at.date(),
        path=stored.path,
        sha256=stored.sha256,
    )
    return made.pk


@pytest.fixture
def track(db, told) -> Track:
    return Track.objects.get(pk=told)


def doors(case) -> list[str]:
    """Every address at which something of the case, or of the dispute it belongs to, can be read."""
    found = []
    for each in (case, case.parent):
        page = reverse("cases:case", args=[each.number])
        found += [page, f"{page}?show=steps", f"{page}?show=papers", f"{page}?show=comments", f"{page}print/"]
        found += [f"{page}changes/?version=1", f"/api/cases/{each.number}/", f"/api/cases/{each.number}/steps/"]
    found += [f"{page}clocks/{clock.pk}/" for clock in case.clocks.all()]
    found += [reverse("cases:list") + "?scope=all", reverse("dashboard:workbench"), "/api/cases/?scope=all"]
    return [address for address in found if address]


@pytest.mark.parametrize("reader", LOOKERS_ON)
def test_it_shows_others_that_it_happened_and_no_more(login, cast, track, reader):
    client = login(getattr(cast, reader))
    for address in doors(track):
        response = client.get(address)
        said = response.content.decode()
        assert [secret for secret in SECRETS if secret in said] == [], address
    page = client.get(reverse("cases:case", args=[track.number]))
    entry = next(entry for entry in page.context["timeline"] if entry.verb == "记录调解")
    assert page.status_code == 200
    assert "白秀芳" in entry.by and entry.at.startswith("2026-03-14")
    assert entry.text == "内容仅供本件的承办人员查阅。" and not (entry.facts or entry.files or entry.papers)


@pytest.mark.parametrize("reader", LOOKERS_ON)
def test_it_hands_its_files_and_papers_to_nobody_else(login, cast, track, reader):
    client = login(getattr(cast, reader))
    file, paper = track.attachments.get(), track.papers.get(title=PAPER)
    assert client.get(reverse("cases:file", args=[track.number, file.pk])).status_code == 404
    assert client.get(reverse("cases:paper", args=[track.number, paper.pk])).status_code == 404
    assert client.get(reverse("cases:file", args=[track.parent.number, file.pk])).status_code == 404
    row = client.get(f"/api/cases/{track.number}/").json()
    assert row["papers"] == []
    told = {event["step"]: event for event in row["events"]}
    assert (told["hold_session"]["told"], told["hold_session"]["private"]) == ([], True)
    assert told["accept"]["told"] and told["accept"]["private"] is False


@pytest.mark.parametrize("reader", LOOKERS_ON)
def test_it_does_not_open_the_form_of_a_step_that_is_not_theirs(login, cast, track, reader):
    client = login(getattr(cast, reader))
    for name in ("record_performance", "record_breach", "urge_performance"):
        address = reverse("cases:step", args=[track.number, name])
        answers = [client.get(address), client.post(address, {"version": 1}), client.post(address, {})]
        assert [answer.status_code for answer in answers] == [403, 403, 403]
        assert not any(PLEDGE in answer.content.decode() for answer in answers)


def test_it_lets_an_outsider_know_nothing_at_all(login, cast, track):
    client = login(cast.outsider)
    assert {client.get(address).status_code for address in doors(track)[:8]} == {404}


def test_it_shows_everything_to_those_who_mediate(login, cast, track):
    client = login(cast.mediator)
    page = client.get(reverse("cases:case", args=[track.number])).content.decode()
    whole = client.get(reverse("cases:case", args=[track.parent.number])).content.decode()
    printed = client.get(reverse("cases:print", args=[track.number])).content.decode()
    for secret in (WORDS, PLEDGE, FILE, PAPER):
        assert secret in page and secret in whole and secret in printed
    assert client.get(reverse("cases:file", args=[track.number, track.attachments.get().pk])).status_code == 200
    assert client.get(reverse("cases:paper", args=[track.number, track.papers.get(title=PAPER).pk])).status_code == 200
    events = client.get(f"/api/cases/{track.number}/").json()["events"]
    assert WORDS in str(events)


def test_it_lets_in_a_unit_that_works_on_the_case_together_and_only_while_it_does(login, cast, track):
    assert not access.may_read_within(cast.officer, track)
    track.case_units.create(unit=cast.station, part="co_handler", since=track.opened_at)
    assert access.may_read_within(cast.officer, track)
    track.case_units.update(part="former")
    assert not access.may_read_within(cast.officer, track)


def test_it_keeps_private_words_out_of_notices_and_search(login, cast, track):
    deadlines.scan(track.opened_at + timedelta(days=60))
    late = Notice.objects.filter(subject_key=track.number, text__contains="履行").values_list("text", flat=True)
    assert any("· 第1项" in text for text in late)
    # The mediators hear where no handler is named.
    assert Notice.objects.filter(recipient=cast.mediator, text__contains="· 第1项").exists()
    assert not [notice.text for notice in Notice.objects.all() if any(secret in notice.text for secret in SECRETS)]
    for reader in ("mediator", "staff"):
        for words in (WORDS, PLEDGE):
            found = login(getattr(cast, reader)).get(reverse("cases:search"), {"q": words})
            assert found.context["rows"] == []


def test_it_asks_once_for_all_parts_who_may_read_them(cast, track, django_assert_num_queries):
    others = [disputes.track(cast) for _ in range(3)]
    access.may_read_within(cast.handler, track)
    with django_assert_num_queries(1):
        assert access.read_within(cast.handler, [track, *others]) == set()


# Steps that wait for approval, and what moves clocks

SECRET_STEP = Step(
    name="confide",
    label="私下商谈",
    sources=(),
    target=None,
    permission="cases.work_case",
    facts=(Fact("note", "内容", "long"),),
    approval="cases.approve_case",
    pauses=Standstill(("petition.route",), reason="note"),
    private=True,
)


@pytest.fixture
def waiting(cast, try_steps):
    try_steps(SECRET_STEP)
    case = builders.petition(cast)
    builders.step(case, "confide", cast.clerk, note=WORDS, replay=False)
    return case


def test_it_shows_what_waits_for_approval_to_its_own_people_only(login, cast, waiting):
    address = reverse("cases:case", args=[waiting.number])
    assert WORDS in login(cast.township_lead).get(address).content.decode()
    page = login(cast.staff).get(address).content.decode()
    assert "等待审批：私下商谈" in page and WORDS not in page


def test_it_keeps_the_reason_of_a_refusal_private_too(login, cast, waiting):
    actions.decide(waiting.proposals.get(), approve=False, actor=cast.township_lead, at=timezone.now(), reason=PLEDGE)
    address = reverse("cases:case", args=[waiting.number])
    assert PLEDGE in login(cast.clerk).get(address).content.decode()
    for door in (address, f"/api/cases/{waiting.number}/"):
        assert PLEDGE not in login(cast.staff).get(door).content.decode()


def test_it_does_not_say_why_a_clock_stands_still(login, cast, waiting):
    at = waiting.opened_at + timedelta(days=1)
    actions.decide(waiting.proposals.get(), approve=True, actor=cast.township_lead, at=at)
    clock = waiting.clocks.get(term_code="petition.route")
    page = login(cast.staff).get(reverse("cases:clock", args=[waiting.number, clock.pk])).content.decode()
    assert clock.due is None and "私下商谈" in page and WORDS not in page


def test_it_stays_private_when_the_table_changes(login, cast, waiting, try_steps):
    open_step = {name: getattr(SECRET_STEP, name) for name in SECRET_STEP.__dataclass_fields__}
    try_steps(Step(**{**open_step, "name": "confide_openly", "private": False}))
    event = waiting.events.get(step="confide.proposed")
    assert event.is_private and event.facts["private"] is True


def test_it_issues_a_paper_only_where_it_is_needed(cast, try_steps, monkeypatch):
    kind = papers.KINDS["inform_notice"]
    asked = []
    monkeypatch.setitem(
        papers.KINDS._items,
        "inform_notice",
        papers.PaperKind(**{**vars(kind), "needed": lambda issuing: asked.append(issuing.facts["organ"])}),
    )
    case = builders.petition(cast)
    builders.step(case, "inform", cast.clerk, later=1, replay=False, **builders.INFORM)
    assert asked == [builders.INFORM["organ"]] and not case.papers.exists()
