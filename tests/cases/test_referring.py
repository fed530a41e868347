"""A case that comes out of another: both show each other, and the first one hears how it ended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases.models import Case, CaseLink
from governance.cases.steps import actions, elsewhere
from governance.cases.workflow import Fact, Hearer, Step
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Post
from petitions.intake.actions import register_petition
from petitions.models import Petition
from tests import builders
from tests.attachments.samples import picture, upload

pytestmark = pytest.mark.django_db

ASKED = {"both_agree": True, "reason": "邻里漏水，双方愿意调解。"}


def open_from(origin, actor, at, facts):
    """A petition out of another case, as a kind would open its own."""
    fresh = Petition(
        title=f"来自{origin.number}",
        summary=facts["reason"],
        area=origin.area,
        channel=origin.channel,
        petition_class="suggestion",
        opened_at=at,
        lead_unit=facts["unit"],
    )
    register_petition(fresh, actor=actor, at=at, people=[builders.person()], replay=facts["replay"])
    return fresh


SPLIT = Step(
    name="split",
    label="转出",
    sources=(),
    target=None,
    permission="cases.work_case",
    facts=(Fact("reason", "理由", "long"),),
    effect="split",
)


def split(case, *, act, facts):
    asked = {**facts, "unit": case.lead_unit, "replay": act.replay}
    opened = elsewhere.refer(case, "petition", asked, actor=act.actor, at=act.at)
    act.told.append(["转出事项", opened.number])


@pytest.fixture
def origin(cast, try_steps):
    try_steps(SPLIT, effects={"split": split}, open_from=open_from)
    return builders.in_status(cast, "handling")


@pytest.fixture
def opened(cast, origin):
    builders.step(origin, "split", cast.handler, later=3, reason="应当另行办理。")
    return Petition.objects.get(links_out__other=origin)


def test_it_shows_each_in_the_other(login, cast, origin, opened):
    link = CaseLink.objects.get()
    assert (link.case_id, link.other_id, link.kind) == (opened.pk, origin.pk, "origin")
    client = login(cast.handler)
    page = client.get(reverse("cases:case", args=[origin.number]))
    assert [(item["relation"], item["number"]) for item in page.context["linked"]] == [("转出", opened.number)]
    page = client.get(reverse("cases:case", args=[opened.number]))
    assert [(item["relation"], item["number"]) for item in page.context["linked"]] == [("来源", origin.number)]


def test_it_names_the_new_case_in_the_history_of_the_first(origin, opened):
    event = origin.events.get(step="split")
    assert event.facts["told"] == [["理由", "应当另行办理。"], ["转出事项", opened.number]]


def test_it_leaves_the_first_case_and_its_clocks_as_they_were(origin, opened):
    origin.refresh_from_db()
    assert origin.status == "handling"
    assert origin.clocks.filter(term_code="petition.handle", ended_at=None).exists()


def end(cast, opened, *, later=9, by=None):
    """The other case is withdrawn by who asked."""
    proof = [upload("撤回申请.png", picture("PNG"))]
    builders.step(opened, "withdraw", by or cast.lead, later=later, replay=False, files=proof, **builders.WITHDRAWAL)


def test_it_tells_the_first_case_how_the_other_ended(cast, origin, opened):
    origin.refresh_from_db()
    Case.objects.filter(pk=origin.pk).update(handler=cast.second_handler)
    before = origin.version
    end(cast, opened)
    event = origin.events.latest("seq")
    told = [["结果", "已由信访人撤回"], ["信访件编号", opened.number]]
    assert (event.step, event.label, event.facts["told"]) == ("outcome", "办理结果", told)
    origin.refresh_from_db()
    assert (origin.version, origin.status) == (before + 1, "handling")
    notice = Notice.objects.get(recipient=cast.second_handler, text__startswith="办理结果")
    assert "撤回" not in notice.text and origin.number in notice.text


def test_it_tells_the_head_of_the_unit_where_nobody_handles_it(cast, origin, opened):
    Case.objects.filter(pk=origin.pk).update(handler=None)
    post = Post.objects.get(user=cast.lead)
    post.pk, post.user = None, cast.water_handler
    post.save(force_insert=True)
    end(cast, opened, by=cast.water_handler)
    heard = Notice.objects.filter(text__startswith="办理结果").values_list("recipient__username", flat=True)
    # Whoever took it in hears as well.
    assert set(heard) == {"lead", "clerk"}


def test_it_tells_a_closed_case_too(cast, origin, opened):
    builders.step(origin, "issue_opinion", cast.lead, later=20, **{**builders.OPINION, "outcome": "explained"})
    served = (origin.opened_at + timedelta(days=21)).date()
    facts = {"method": "direct", "served_on": served, "receiver": "本人", "proof": "已签收"}
    builders.step(origin, "serve", cast.handler, later=21, **facts)
    builders.step(origin, "archive", cast.handler, later=60, **builders.CHECKLIST)
    end(cast, opened, later=61)
    origin.refresh_from_db()
    assert origin.next_due_at is None and origin.events.latest("seq").step == "outcome"


def test_it_tells_nothing_where_a_case_came_out_of_no_other(cast):
    end(cast, builders.in_status(cast, "handling"))
    assert not Case.objects.filter(events__step="outcome").exists()


def test_it_tells_nothing_of_a_case_that_few_may_know(cast, origin, opened):
    accused = {"petition_class": "accusation", "accused_unit": cast.water, "reason": "实为检举控告。"}
    builders.step(opened, "reclassify", cast.handler, later=1, **accused)
    opened.refresh_from_db()
    assert opened.is_restricted
    end(cast, opened)
    assert opened.own.closed_at and not origin.events.filter(step="outcome").exists()


def test_it_opens_nothing_out_of_a_case_that_few_may_know(cast, origin):
    secret = builders.accusation(cast)
    with pytest.raises(StepNotPossible, match="限制知悉"):
        elsewhere.refer(secret, "petition", {"unit": cast.weiqu, "reason": ""}, actor=cast.clerk, at=secret.opened_at)


@pytest.mark.parametrize("kind", ["nothing", "people_mediation"])
def test_it_opens_nothing_of_a_kind_that_comes_out_of_no_other(cast, kind):
    case = builders.petition(cast)
    with pytest.raises(StepNotPossible, match="不能转为"):
        elsewhere.refer(case, kind, {}, actor=cast.clerk, at=case.opened_at)


# From petition to mediation


def test_it_wants_both_sides_to_agree_to_mediation(cast):
    case = builders.in_status(cast, "handling")
    with pytest.raises(FactMissing) as refusal:
        builders.step(case, "refer_to_mediation", cast.handler, later=3, reason="邻里漏水。")
    assert refusal.value.errors == {"both_agree": "请确认：争议双方当事人同意调解。"}


def test_it_mediates_only_what_two_sides_dispute(cast):
    case = builders.petition(cast, petition_class="suggestion", route="")
    with pytest.raises(StepNotPossible, match="第三十三条"):
        builders.step(case, "refer_to_mediation", cast.clerk, later=1, **ASKED)


# Who hears of a new case, who is in a part


def test_it_tells_the_unit_that_a_case_has_been_opened_for_it(cast):
    fresh = Petition(
        kind="petition",
        title="反映停水",
        summary="请求供水。",
        area=cast.area("610116001002"),
        channel="visit",
        petition_class="appeal_request",
        route="handling",
        opened_at=builders.OPENED,
        lead_unit=cast.housing,
    )
    actions.open_case(fresh, actor=cast.clerk, at=builders.OPENED, people=[builders.person()], tells=(Hearer.STAFF,))
    told = Notice.objects.filter(subject_key=fresh.number)
    assert {(notice.recipient, notice.kind) for notice in told} == {
        (person, "assigned") for person in (cast.handler, cast.second_handler, cast.lead)
    }


def test_it_shows_in_a_part_the_people_of_the_whole(login, cast):
    whole = builders.petition(cast)
    part = builders.petition(cast, parent=whole, title="其中一部分")
    part.participants.all().delete()
    assert [person.name for person in Petition.objects.get(pk=part.pk).people] == ["赵秀英"]
    client = login(cast.clerk)
    page = client.get(reverse("cases:case", args=[part.number]))
    assert [person.name for person in page.context["people"]] == ["赵秀英"]
    address = page.context["people"][0].reveal_url
    assert "13911112222" in client.post(address, {"reason": "电话核实诉求"}).content.decode()
    listed = client.get(reverse("cases:list") + "?scope=all").context["rows"]
    assert [row.people for row in listed] == ["赵秀英", "赵秀英"]
    assert client.get(f"/api/cases/{part.number}/").json()["people"][0]["name"] == "赵秀英"
