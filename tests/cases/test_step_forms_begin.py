"""What a step's form asks only where it applies, and what stands in its boxes already."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases import registry
from governance.cases.common_facts import at_once
from governance.cases.law import county
from governance.cases.models import Category, CountyRule
from governance.cases.steps.forms import StepForm
from governance.cases.workflow import QUESTIONS
from governance.frame.days import minute_text, office_day
from governance.organisation.models import Unit
from mediation.models import Mediator
from petitions.conditions.routing import within_its_powers
from petitions.models import Petition
from tests import builders, disputes
from tests.petitions import reviews

pytestmark = pytest.mark.django_db


# Days and moments that nearly always lie before the one at which they are written down.
EARLIER = {
    *("since", "performed_on", "applied_on", "transferred_on", "asked_on", "decided_on", "known_on", "ended_on"),
    *("happened_at", "reported_at", "told_at", "held_at"),
}


def form_of(client, case, step):
    return client.get(reverse("cases:step", args=[case.number, step]))


def test_a_day_that_is_written_down_at_once_begins_with_it_and_a_moment_is_that_of_sending_it(cast):
    steps = [step for kind in registry.KINDS.values() for step in kind.workflow.steps]
    facts = [(step.name, fact) for step in steps for fact in step.facts if fact.past_only]
    days = [(name, fact) for name, fact in facts if fact.kind in ("date", "moment")]
    asked = {(name, fact.name) for name, fact in days if fact.required and not fact.begins and fact.name != "held_on"}
    assert {(name, fact) for name, fact in asked if fact not in EARLIER} == set()
    # A form that lies open for an hour says nothing of the minute in which it was opened.
    assert [name for name, fact in days if fact.kind == "moment" and fact.begins is at_once] == []
    case = builders.in_status(cast, "served")
    event = builders.step(case, "call_back", cast.clerk, later=25, unheard="no_answer")
    assert event.said(registry.workflow_of(case), "called_at") == minute_text(event.at)


@pytest.mark.parametrize(("channel", "way"), [("online", "electronic"), ("visit", "post"), ("phone", "post")])
def test_serving_begins_with_the_one_who_asked_and_with_today_where_nothing_travels(client, login, cast, channel, way):
    case = builders.in_status(cast, "answered", channel=channel)
    login(cast.handler)
    form = form_of(client, case, "serve").context["step_form"]
    assert form["method"].initial == way
    assert form["served_on"].initial == (None if way == "post" else form.setting.on)
    assert form["receiver"].initial == case.own.petitioners[0].name


def test_an_opinion_begins_with_the_organ_above_and_asks_of_execution_only_where_supported(client, login, cast):
    case = builders.in_status(cast, "handling")
    login(cast.handler)
    page = form_of(client, case, "issue_opinion")
    assert page.context["step_form"]["review_organ"].initial == "长安区人民政府", "of a department, where no tree says"
    assert 'data-when="outcome=supported"' in page.content.decode()
    Unit.objects.filter(pk=case.lead_unit_id).update(parent=cast.petitions)
    assert initial(client, case, "issue_opinion", "review_organ") == [cast.petitions.name]


def test_the_organ_above_is_told_where_the_law_tells_it_and_nowhere_else(cast):
    """Of a township's government the county's; a court, a village and the county itself have none that is known."""
    weiqu, whole = cast.area("610116001"), cast.area("610116")
    named = {
        kind: Unit(name=kind, kind=kind, area=area).organ_above
        for kind, area in (("government", weiqu), ("police", whole), ("court", whole))
    }
    assert named == {"government": "长安区人民政府", "police": "长安区人民政府", "court": ""}
    own = Unit.objects.create(name="长安区政府、人民政府", short_name="政府", kind="government", area=whole)
    assert Unit(name="局", kind="department", area=whole).organ_above == own.name
    assert own.organ_above == Unit(name="村", kind="village", area=weiqu).organ_above == ""


def test_mediation_begins_with_the_committee_of_the_place(client, login, cast):
    dispute = disputes.dispute(cast)
    committee = (
        Unit.objects.filter(kind="mediation", area=dispute.area_id).order_by("area_id", "position", "id").first()
    )
    login(cast.clerk)
    page = form_of(client, dispute, "start_mediation")
    form = page.context["step_form"]
    initial = {name: form[name].initial for name in ("track", "referral", "organisation")}
    assert (initial["track"], initial["referral"]) == ("people_mediation", "none")
    assert initial.get("organisation") == (committee.pk if committee else None)
    text = page.content.decode()
    assert 'data-narrow="track=people_mediation:general labour medical;' in text
    assert 'data-when="referral=delegated_pre_filing' in text
    # What organises the other ways is not offered with this one.
    assert 'data-narrow="track=people_mediation:mediation;administrative_mediation:department' in text
    kinds = dict(re.findall(r'<option value="(\d+)" data-kind="(\w+)"', text))
    assert {kinds[str(unit.pk)] for unit in (cast.court, cast.police)} == {"court", "police"}


def initial(client, case, step, *names):
    form = form_of(client, case, step).context["step_form"]
    return [form[name].initial for name in names]


def test_what_alone_can_be_picked_is_picked(client, login, cast):
    login(cast.mediator)
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.name(case, cast)
    assert initial(client, case, "recuse", "mediator") == [case.mediators.get().pk]
    term = {"term_from": disputes.day(case, -100), "term_to": disputes.day(case, 900)}
    other = Mediator.objects.create(unit=cast.mediation, name="牛志刚", appointed_on=term["term_from"], **term)
    case.mediators.create(mediator=other, chosen_by="both", since=disputes.day(case, 2))
    assert initial(client, case, "recuse", "mediator") == [None]


@pytest.mark.parametrize(
    ("channel", "later", "way"),
    [("visit", 0, "on_the_spot"), ("visit", 2, "post"), ("letter", 0, "post"), ("online", 3, "electronic")],
)
def test_routing_begins_with_its_reason_and_the_way_people_are_likeliest_told(
    client, login, cast, time_machine, channel, later, way
):
    petition = builders.petition(cast, channel=channel)
    time_machine.move_to(petition.opened_at + timedelta(days=later))
    login(cast.clerk)
    reason, told = initial(client, petition, "transfer", "reason", "told_by")
    assert reason.startswith("所反映的事项") and told == way


def test_the_reason_of_a_routing_names_what_a_matter_of_other_kinds_belongs_to(cast):
    Category.grow("petition", ["商贸旅游/市场监管/其他"])
    petition = builders.petition(cast, category=Category.objects.get(path="商贸旅游/市场监管/其他"))
    assert within_its_powers(petition, petition.opened_at.date()) == "所反映的事项（市场监管）属于该单位职权范围。"


@pytest.mark.parametrize(
    ("of", "asked"), [({"petition_class": "suggestion", "route": ""}, True), ({"route": "litigation"}, False)]
)
def test_what_is_adopted_is_asked_of_suggestions_alone(cast, of, asked):
    case = builders.petition(cast, **of)
    form = StepForm(registry.workflow_of(case).step("reply"), case, cast.handler, at=case.opened_at)
    assert [name in form.fields for name in ("adopted", "execution_days")] == [asked, asked]


def test_nobody_stands_at_the_counter_of_the_organ_it_was_sent_to(client, login, cast, time_machine):
    petition = builders.in_status(cast, "routed", channel="visit")
    time_machine.move_to(petition.opened_at)
    login(cast.handler)
    assert initial(client, petition, "accept", "told_by") == ["post"]


def test_what_is_presumed_is_said_to_be_where_it_stands_there_and_nowhere_else(client, login, cast):
    login(cast.handler)
    for people, way in (([builders.person()], "post"), ([builders.person(address="")], "")):
        case = builders.in_status(cast, "routed", channel="visit", people=people)
        page = form_of(client, case, "accept")
        assert page.context["step_form"]["told_by"].initial == way
        assert ("先填好的" in page.content.decode()) == bool(way)


def test_the_reason_of_a_correction_stands_last_and_files_stand_after_all_else():
    steps = [step for kind in registry.KINDS.values() for step in kind.workflow.steps]
    asked = [(step.name, [fact for fact in step.facts if fact not in QUESTIONS]) for step in steps]
    assert {facts[-1].name for name, facts in asked if name == "amend"} == {"note"}
    assert {name for name, facts in asked if any(fact.kind == "files" for fact in facts[:-1])} == set()


def test_what_is_chosen_is_asked_for_by_a_name():
    steps = [step for kind in registry.KINDS.values() for step in kind.workflow.steps]
    labels = {fact.label for step in steps for fact in step.facts if fact.kind in ("choice", "pick")}
    assert {label for label in labels if label.startswith("对") and not label.endswith("评价")} == set()


def test_what_only_another_answer_asks_for_comes_with_that_answer(client, login, cast):
    case = builders.in_status(cast, "handling")
    login(cast.handler)
    form = form_of(client, case, "issue_opinion").context["step_form"]
    begun = {name: form.fields[name].widget.attrs["data-begins"] for name in ("executor", "execution_days")}
    assert begun == {"executor": case.lead_unit.name, "execution_days": 30}
    assert not form["executor"].initial and not form["execution_days"].initial


def test_nobody_has_it_ticked_for_them_what_they_say_themselves():
    steps = [step for kind in registry.KINDS.values() for step in kind.workflow.steps]
    said = [(step.name, fact) for step in steps for fact in step.facts if fact.kind == "confirm"]
    assert len(said) > 20 and [(name, fact.name) for name, fact in said if fact.begins or fact.column] == []


@pytest.mark.parametrize("known", [{"rating": "satisfied"}, {"is_repeat": True}])
def test_the_file_is_closed_without_the_question_that_the_record_answers(client, login, cast, known):
    case = builders.in_status(cast, "served")
    builders.executed(case, cast)
    login(cast.handler)
    ticked = initial(client, case, "archive", "papers_complete", "rating_asked")
    assert [bool(each) for each in ticked] == [False, False]
    county.load_reference()
    CountyRule.objects.filter(code="rating_scope").update(value="first")
    Petition.objects.filter(pk=case.pk).update(**known)
    form = form_of(client, case, "archive").context["step_form"]
    assert [name for name in form.fields if name != "note"] == ["papers_complete"]


def test_who_mediates_is_whoever_takes_it_and_what_comes_at_once_opens_at_once(client, login, cast):
    track, serving = disputes.track(cast), disputes.mediator(cast)
    login(serving.user)
    agreed = {"consent": "on", "informed": "on"}
    told = {"version": track.version, "accepted_on": f"{office_day(track.opened_at)}", **agreed}
    sent = client.post(reverse("cases:step", args=[track.number, "accept"]), told)
    assert sent.url == reverse("cases:step", args=[track.number, "name_mediator"])
    assert initial(client, track, "name_mediator", "mediator", "chosen_by") == [serving.pk, None]


def test_what_follows_at_once_is_a_step_of_the_same_table():
    followed = [(kind.workflow, step) for kind in registry.KINDS.values() for step in kind.workflow.steps]
    followed = [(workflow, step) for workflow, step in followed if step.followed_by]
    assert followed and all(workflow.step(step.followed_by).main for workflow, step in followed)


def test_a_review_is_served_on_whoever_asked_and_names_who_would_recheck_it(client, login, cast):
    review = reviews.asked(cast, reviews.answered(cast))
    reviews.accepted(cast, review)
    login(cast.bureau_handler)
    assert initial(client, review, "decide", "recheck_organ") == [review.lead_unit.organ_above] != [""]
    reviews.decided(cast, review)
    assert initial(client, review, "serve", "receiver") == ["赵秀英"]


def test_what_is_asked_of_the_organ_above_begins_with_what_can_be_asked_and_of_whom(client, login, cast):
    petition = reviews.answered(cast)
    login(cast.clerk)
    # It names another organ than the one above in the tree: whoever registers the request says which.
    assert initial(client, petition, "appeal", "stage", "to_unit") == ["review", None]
    # So it is where the head has signed what another put forward.
    for drafted in ({}, {"by": cast.officer}):
        named = reviews.answered(cast, organ=cast.police.name, **drafted)
        assert initial(client, named, "appeal", "stage", "to_unit") == ["review", cast.police.pk]
    for organ, begins in ((cast.petitions.name, cast.petitions.pk), ("西安市公安局", None)):
        asked = reviews.answered(cast)
        reviews.through(cast, asked, told=reviews.MAINTAIN | {"recheck_organ": organ})
        assert initial(client, asked, "appeal", "stage", "to_unit") == ["recheck", begins]


def test_a_hearing_begins_with_the_two_sides_that_the_record_knows(client, login, cast):
    case = builders.in_status(cast, "handling")
    login(cast.handler)
    page = form_of(client, case, "call_hearing")
    sides = [(row["side"], row["name"]) for row in page.context["step_form"]["sides"].value()]
    assert sides == [("petitioner", "赵秀英"), ("organ", case.lead_unit.short_name)]
    assert 'name="sides-1-name" value="' in page.content.decode()


def test_a_hearing_of_a_recheck_hears_the_organ_whose_review_it_is(client, login, cast):
    petition = reviews.answered(cast)
    reviews.through(cast, petition)
    recheck = reviews.asked(cast, petition, 40, stage="recheck")
    reviews.accepted(cast, recheck)
    login(cast.office_lead)
    page = form_of(client, recheck, "call_hearing")
    sides = [(row["side"], row["name"]) for row in page.context["step_form"]["sides"].value()]
    assert sides == [("petitioner", "赵秀英"), ("organ", recheck.answering_unit.short_name)]
    assert recheck.answering_unit != recheck.matter.lead_unit


def test_who_asks_for_a_review_cannot_be_told_by_telephone_either(client, login, cast):
    review = reviews.asked(cast, reviews.answered(cast))
    login(cast.bureau_handler)
    told = {"version": review.version, "told_by": "phone"}
    sent = client.post(reverse("cases:step", args=[review.number, "accept"]), told)
    assert sent.status_code == 422 and "书面告知" in sent.content.decode()


def test_what_only_an_accusation_asks_is_not_asked_of_others(client, login, cast):
    login(cast.clerk)
    assert "other_organ" not in form_of(client, builders.petition(cast), "transfer").context["step_form"].fields
    accusation = builders.accusation(cast, actor=cast.petition_clerk, unit=cast.petitions)
    login(cast.petition_clerk)
    assert "other_organ" in form_of(client, accusation, "transfer").context["step_form"].fields


def test_new_facts_are_asked_only_where_an_opinion_was_revoked(client, login, cast, monkeypatch):
    case = builders.in_status(cast, "handling")
    login(cast.handler)
    assert "new_facts" not in form_of(client, case, "issue_opinion").context["step_form"].fields
    monkeypatch.setattr(Petition, "revoked_opinion", {"outcome": "explained", "facts": "属实。"})
    assert "new_facts" in form_of(client, case, "issue_opinion").context["step_form"].fields


def test_one_of_several_is_for_the_person_to_pick(client, login, cast):
    track, court = disputes.track(cast), cast.court
    for come in (disputes.accept, disputes.sit, disputes.agree):
        come(track, cast)
    login(cast.mediator)
    assert initial(client, track, "apply_confirmation", "court") == [court.pk]
    Unit.objects.create(name="雁塔区人民法院", short_name="雁塔法院", kind="court", area=court.area)
    assert initial(client, track, "apply_confirmation", "court") == [None]
    told = {"name": "长安区人民法院韦曲人民法庭", "short_name": "韦曲法庭", "kind": "court", "parent": court}
    tribunal = Unit.objects.create(area=cast.area("610116001"), **told)
    Unit.objects.create(area=cast.area("610116002"), **told | {"name": "郭杜人民法庭", "short_name": "郭杜法庭"})
    assert initial(client, track, "apply_confirmation", "court") == [None]
    Unit.objects.filter(pk=track.lead_unit_id).update(area=tribunal.area)
    assert initial(client, track, "apply_confirmation", "court") == [tribunal.pk], "that of the committee's township"
