"""What somebody brings to a grid worker's door: where it goes, who answers for it, and what the worker hears of it."""

import pytest
from django.urls import reverse

from governance.cases.models import Case, CaseLink
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Post
from mediation import reference
from mediation.models import Dispute
from petitions.models import Petition
from security.models import Hazard
from tests import builders
from tests.attachments.samples import picture, upload
from tests.builders import step
from tests.grid import events
from tests.mediation.test_levels import ON_SPOT
from tests.mediation.test_register import typed as quarrel
from tests.petitions.test_register import typed as petition

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def items(kept):
    reference.load()


@pytest.fixture
def phone(items, cast, login):
    return login(cast.grid_worker)


def state(client) -> dict:
    return client.get(reverse("grid:phone_state")).json()


def sent(client, name: str, typed: dict):
    answer = client.post(reverse(name), typed)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer


def test_the_phone_leads_to_what_can_be_registered_at_the_door(phone, cast, login):
    doors = [(each["text"], each["url"]) for each in state(phone)["doors"]]
    assert doors == [
        ("登记信访", "/petitions/register/"),
        ("登记矛盾纠纷", "/mediation/register/"),
        ("当场化解矛盾纠纷", "/mediation/register/?on_spot"),
    ]
    for _, url in doors:
        assert phone.get(url).status_code == 200
    # Whoever leads the township registers no petition.
    assert "登记信访" not in [each["text"] for each in state(login(cast.township_lead))["doors"]]


def test_a_quarrel_settled_at_the_door_is_registered_and_closed_on_one_page(phone, cast):
    page = phone.get("/mediation/register/?on_spot")
    assert page.context["form"]["on_spot"].value() is True and page.context["form"]["area"].value()
    assert phone.get("/mediation/register/?direct").context["form"]["on_spot"].value() is not True
    sent(phone, "mediation:register", quarrel(**ON_SPOT))
    whole = Dispute.objects.get()
    assert (whole.status, whole.solved_level, whole.lead_unit) == ("resolved", "village", cast.fengqi)
    assert state(phone)["brought"] == [{"url": f"/cases/{whole.number}/", "text": f"{whole.title} · 已化解"}]


def test_a_quarrel_brought_to_the_door_is_the_workers_until_somebody_else_has_it(phone, cast):
    sent(phone, "mediation:register", quarrel())
    whole = Dispute.objects.get()
    assert (whole.status, whole.lead_unit, whole.handler) == ("registered", cast.fengqi, cast.grid_worker)
    assert "启动调解" in phone.get(f"/cases/{whole.number}/").content.decode()


def test_a_petition_brought_to_a_village_goes_to_the_township_which_answers_for_it(phone, cast, login):
    answer = sent(phone, "petitions:register", petition())
    case = Petition.objects.get()
    assert (case.lead_unit, case.first_unit, case.sender_unit) == (cast.weiqu, cast.weiqu, None)
    assert answer["Location"] == f"/cases/{case.number}/" and phone.get(answer["Location"]).status_code == 200
    assert state(phone)["brought"][0]["url"] == answer["Location"]
    step(case, "inform", cast.clerk, later=1, **builders.INFORM)
    assert "已告知引导" in state(phone)["brought"][0]["text"]


def test_an_accusation_brought_to_a_village_is_held_past_it_and_not_listed_on_the_phone(phone, cast):
    told = {"petition_class": "accusation", "route": "", "accused_unit": "韦曲街道办"}
    sent(phone, "petitions:register", petition(**told))
    case = Petition.objects.get()
    assert case.is_restricted and case.lead_unit not in (cast.fengqi, cast.weiqu)
    assert not case.case_units.filter(unit=cast.fengqi, part="informed").exists()
    told = state(phone)
    assert told["brought"] == [] and case.number not in str(told)


# What became of an event elsewhere


def outcome(client) -> list[str]:
    return [each["outcome"] for each in state(client)["mine"]]


def test_the_worker_sees_on_the_phone_what_became_of_a_quarrel_and_a_petition(phone, cast):
    case = events.in_status(cast, "converted")
    assert outcome(phone) == [""]
    dispute = Dispute.objects.get()
    step(dispute, "withdraw", cast.clerk, later=2, reason="双方自行和好。")
    assert outcome(phone) == ["已撤回"]
    other = events.event(cast, item=events.CLUE, people=[events.resident()])
    facts = {"petition_class": "appeal_request", "reason": "要求物业维修。", "unit": None}
    step(other, "refer_to_petition", cast.clerk, later=1, **facts)
    step(Petition.objects.get(), "inform", cast.clerk, later=1, replay=False, **builders.INFORM)
    assert outcome(phone) == ["已书面告知向有权处理的机关、单位提出", "已撤回"]
    heard = cast.grid_worker.notices.filter(text__startswith="办理结果").values_list("subject_key", flat=True)
    assert list(heard) == [other.number]
    assert case.events.get(step="outcome").facts["told"] == [["结果", "已撤回"], ["矛盾纠纷编号", dispute.number]]


def heard(cast) -> list[str]:
    """What the grid worker has been told since this was asked last, by number."""
    told = cast.grid_worker.notices.order_by("pk")
    numbers = list(told.values_list("subject_key", flat=True))
    told.delete()
    return numbers


def withdraw(case, actor):
    """Whoever brought it lets it be."""
    proof = [upload("撤回申请.png", picture("PNG"))]
    facts = builders.WITHDRAWAL if case.kind == "petition" else {"reason": "双方自行和好。"}
    step(case, "withdraw", actor, later=2, replay=False, files=proof, **facts)


def test_the_worker_hears_over_any_number_of_cases_what_became_of_an_event(phone, cast):
    case = events.event(cast, item=events.CLUE, people=[events.resident()])
    facts = {"petition_class": "appeal_request", "reason": "要求物业维修。", "unit": None}
    step(case, "refer_to_petition", cast.clerk, later=1, replay=False, **facts)
    assert heard(cast) == [case.number]
    asked = Petition.objects.get()
    step(asked, "refer_to_mediation", cast.clerk, later=1, both_agree=True, reason="邻里漏水，双方愿意调解。")
    withdraw(Dispute.objects.get(), cast.clerk)
    assert heard(cast) == [case.number] and outcome(phone) == ["已撤回"]


def test_the_worker_hears_of_what_an_event_was_merged_into_as_another_matter(phone, cast):
    case = events.event(cast, item=events.CLUE, people=[events.resident()])
    facts = {"petition_class": "appeal_request", "reason": "要求物业维修。", "unit": None}
    step(case, "refer_to_petition", cast.clerk, later=1, **facts)
    asked, earlier = Petition.objects.get(), builders.petition(cast)
    step(asked, "merge", cast.clerk, later=1, into=earlier, note="同一件事。", told_by="electronic")
    assert heard(cast) == []
    withdraw(earlier, cast.township_lead)
    assert heard(cast) == [case.number]


def test_the_worker_hears_what_becomes_of_what_was_brought_to_the_door(phone, cast):
    sent(phone, "petitions:register", petition())
    sent(phone, "mediation:register", quarrel())
    asked, whole = Petition.objects.get(), Dispute.objects.get()
    Dispute.objects.update(lead_unit=cast.weiqu, handler=None)
    heard(cast)
    withdraw(asked, cast.township_lead)
    withdraw(whole, cast.clerk)
    assert heard(cast) == [asked.number, whole.number]


def test_who_left_the_village_hears_no_more_of_what_was_brought_there(phone, cast):
    sent(phone, "mediation:register", quarrel())
    Dispute.objects.update(lead_unit=cast.weiqu, handler=None)
    Post.objects.filter(user=cast.grid_worker).update(unit=cast.guodu)
    withdraw(Dispute.objects.get(), cast.clerk)
    assert heard(cast) == []


def test_the_worker_sees_on_the_phone_what_became_of_a_danger(phone, cast):
    case = events.event(cast, item="消防安全/占用堵塞消防通道")
    facts = {"hazard_kind": "fire", "place_kind": "market", "unit": None, "reason": "通道长期被占。"}
    step(case, "refer_to_hazard", cast.clerk, later=1, **facts)
    step(Hazard.objects.get(), "reject", cast.clerk, later=2, ground="untrue", reason="通道已经畅通。")
    assert outcome(phone) == ["不属于隐患"]


@pytest.mark.parametrize("title", ["", "另起的标题"])
def test_what_became_an_accusation_says_nothing_more_where_it_came_from(phone, cast, title):
    case = events.event(cast, item=events.CLUE, people=[events.resident()])
    facts = {"petition_class": "appeal_request", "reason": "要求物业维修。", "unit": None}
    step(case, "refer_to_petition", cast.clerk, later=1, **facts)
    hidden = Petition.objects.get()
    if title:
        Case.objects.filter(pk=case.pk).update(title=title)
    accused = {"petition_class": "accusation", "accused_unit": cast.water, "reason": "实为检举控告。"}
    step(hidden, "reclassify", cast.clerk, later=1, **accused)
    hidden.refresh_from_db()
    step(hidden, "withdraw", cast.township_lead, later=2, **builders.WITHDRAWAL)
    assert CaseLink.objects.get(kind="origin").other_id == case.pk
    assert outcome(phone) == [] and not case.events.filter(step="outcome").exists()


# Who checks


def test_whoever_set_it_right_does_not_check_it_though_nobody_is_named_as_handler(cast):
    case = events.event(cast, then_raise=False)
    roles = [person.posts.first().role for person in (cast.handler, cast.grid_worker, cast.clerk)]
    seats = ((cast.grid_worker, roles[0]), *((person, role) for person in (cast.clerk, cast.handler) for role in roles))
    for person, role in seats:
        Post.objects.create(user=person, unit=cast.fengqi, role=role, starts_on="2024-01-01")
    step(case, "accept", cast.clerk, later=1, grade="general", note="由本社区处置。")
    step(case, "finish", cast.grid_worker, later=2, note="已更换灯泡。")
    case.refresh_from_db()
    assert case.handler is None
    for name, facts in (("confirm", {"note": "亮了。"}), ("redo", {"reason": "不亮。", "days": 2})):
        with pytest.raises(StepNotAllowed):
            step(case, name, cast.grid_worker, later=3, **facts)
    step(case, "redo", cast.clerk, later=3, reason="不亮。", days=2)
    step(case, "finish", cast.handler, later=4, note="再次更换。")
    # Neither the first of those who set it right nor the last, whoever is named as its handler meanwhile.
    Case.objects.filter(pk=case.pk).update(handler=cast.township_lead)
    for person in (cast.grid_worker, cast.handler):
        with pytest.raises(StepNotAllowed):
            step(case, "confirm", person, later=6, note="亮了。")
    step(case, "confirm", cast.clerk, later=7, note="亮了。")
    assert case.own.status == "closed"
