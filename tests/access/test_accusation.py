"""An accusation is restricted from its first second; the accused unit and everyone under it are shut out."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.http import Http404
from django.urls import get_resolver

from governance.assessment.periods import forms as periods
from governance.cases import access, registry
from governance.cases.accusations import why_accusing
from governance.cases.common_facts import ASKED
from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.models import Case
from governance.cases.search import cases as search
from governance.cases.steps import actions
from governance.cases.views.case_parts import related
from governance.duties.findings import forms as findings
from governance.duties.meetings import forms as meetings
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.notices.models import Notice
from governance.organisation.models import Post, Unit, User
from tests import builders
from tests.builders import sees
from tests.cases.clocks import moment

POOR = {"alike": "apart", "rating": "dissatisfied", "office_rating": "fair"}


@pytest.fixture
def case(cast):
    return builders.accusation(cast)


def test_it_is_known_only_to_who_took_it_in_and_to_their_lead(cast, case):
    assert case.confidentiality == "restricted"
    knowing = {person.username for person in cast.people if sees(person, case)}
    assert knowing == {"clerk", "township_lead"}


def test_it_stays_hidden_from_those_who_oversee_the_whole_area(cast, case):
    ordinary = builders.petition(cast)
    for person in (cast.staff, cast.county, cast.leader):
        assert sees(person, ordinary)
        assert not sees(person, case)
        with pytest.raises(Http404):
            access.case_for(person, case.number)


def test_it_cannot_be_found_by_its_words_or_its_people(cast, case):
    for person in (cast.handler, cast.lead, cast.staff):
        assert not search.search(person, "收受好处").exists()
        assert not search.search(person, "13911112222").exists()
    assert search.search(cast.clerk, "收受好处").get() == Case.objects.get(pk=case.pk)


def test_it_is_not_transferred_to_the_accused_unit_nor_to_one_under_it(cast, case):
    under = Unit.objects.create(
        name="住建局质监站", short_name="质监站", kind="department", area_id="610116", parent=cast.housing
    )
    for unit in (cast.housing, under):
        with pytest.raises(FactMissing) as refused:
            builders.step(case, "transfer", cast.clerk, later=1, to_unit=unit, **builders.TRANSFER)
        assert "不得将检举控告材料" in refused.value.errors["to_unit"]


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("share", {"person": "handler", "note": "请协助。"}),
        ("share", {"person": "township_lead", "note": "请协助。"}),
        ("invite", {"unit": "housing", "note": "请核查。"}),
        ("assign", {"handler": "township_lead"}),
    ],
)
def test_no_part_of_it_is_given_to_the_accused(cast, name, facts):
    """One of the accused unit, and the accused head of the very window that took it in."""
    case = builders.accusation(cast, accused_names=cast.township_lead.name)
    assert case.lead_unit == cast.centre
    told = {word: getattr(cast, who, who) for word, who in facts.items()}
    lead = User.objects.create(username="centre_lead", name="中心主任", phone="13800000055")
    role = Group.objects.get(name="unit_lead")
    Post.objects.create(user=lead, unit=cast.centre, role=role, starts_on=date(2024, 1, 1))
    builders.let_in(case, lead)
    with pytest.raises(FactMissing) as refused:
        builders.step(case, name, lead, later=1, **told)
    assert set(refused.value.errors) <= {"person", "unit", "handler"}
    assert not any(sees(person, case) for person in (cast.handler, cast.township_lead, cast.lead))


def test_it_reaches_the_discipline_organ_and_nobody_else(cast, case):
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    knowing = {person.username for person in cast.people if sees(person, case)}
    assert knowing == {"clerk", "township_lead", "inspector"}
    heard = set(Notice.objects.values_list("recipient__username", flat=True))
    assert heard <= knowing


def test_it_shuts_out_a_holder_of_the_permission_who_joins_the_accused_unit(cast, case):
    builders.let_in(case, cast.handler)
    assert not sees(cast.handler, case)
    builders.given_post(cast.clerk, cast.housing, Group.objects.get(name="handler"))
    assert not sees(cast.clerk, case)


def test_it_is_held_by_the_centre_when_the_window_itself_is_accused(cast):
    case = builders.accusation(cast, accused_unit=cast.weiqu, title="反映街道办工作人员推诿")
    assert case.lead_unit == cast.centre
    knowing = {person.username for person in cast.people if sees(person, case)}
    assert knowing == {"staff"}


def test_it_tells_nothing_more_to_a_person_who_joins_the_accused_unit(cast, case):
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.discipline, **builders.TRANSFER)
    Post.objects.create(
        user=cast.clerk, unit=cast.housing, role=Group.objects.get(name="handler"), starts_on=date(2024, 1, 1)
    )
    builders.step(case, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"township_lead"}


def test_it_goes_back_to_the_window_when_its_holder_turns_out_to_be_accused(cast):
    case = builders.in_status(cast, "routed")
    change = {"petition_class": "accusation", "accused_unit": cast.housing, "reason": "实为反映该局工作人员问题。"}
    builders.step(case, "reclassify", cast.handler, later=2, replay=False, **change)
    assert (case.lead_unit, case.accused_unit, case.is_restricted) == (cast.weiqu, cast.housing, True)
    knowing = {person.username for person in cast.people if sees(person, case)}
    assert knowing == {"township_lead"}
    builders.step(case, "hand_on", cast.township_lead, later=3, to_unit=cast.discipline, **builders.HAND_ON)
    assert sees(cast.inspector, case)


def test_it_is_not_named_in_a_file_that_its_accused_may_read(cast, case):
    ordinary = builders.petition(cast)
    with pytest.raises(FactMissing) as refused:
        builders.step(ordinary, "link", cast.clerk, later=2, other=case, relation="repeat")
    assert "限制知悉" in refused.value.errors["other"]
    elsewhere = builders.accusation(cast, accused_unit=cast.water)
    with pytest.raises(FactMissing):
        builders.step(elsewhere, "merge", cast.clerk, later=2, into=case, note="同一人提出。", told_by="post")
    builders.step(case, "link", cast.clerk, later=2, other=ordinary, relation="repeat")
    assert related(case, cast.clerk) and sees(cast.staff, ordinary) and not related(ordinary, cast.staff)


def test_it_becomes_restricted_when_its_class_changes_and_never_opens_again(cast):
    case = builders.in_status(cast, "registered")
    assert sees(cast.staff, case)
    change = {"petition_class": "accusation", "route": "", "reason": "实为反映工作人员问题。"}
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "reclassify", cast.clerk, later=1, **change)
    assert "没有说明的，请勾选" in refused.value.errors["accused_unknown"]
    builders.step(case, "reclassify", cast.clerk, later=1, **change, accused_names="某科长")
    assert not sees(cast.staff, case)
    assert sees(cast.clerk, case)
    with pytest.raises(FactMissing) as refused:
        builders.step(
            case,
            "reclassify",
            cast.clerk,
            later=2,
            petition_class="suggestion",
            reason="改回。",
            accused_names="某科长",
        )
    assert "petition_class" in refused.value.errors


def test_whoever_was_complained_of_is_not_passed_over_when_it_turns_out_to_be_an_accusation(cast):
    case = builders.petition(cast, complained_unit=cast.housing)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    change = {"petition_class": "accusation", "reason": "实为反映该局工作人员问题。"}
    with pytest.raises(FactMissing, match="已登记被投诉单位区住建局") as refused:
        builders.step(case, "reclassify", cast.handler, later=2, **change, accused_unknown=True)
    assert set(refused.value.errors) == {"accused_unknown"} and sees(cast.handler, case)
    builders.step(case, "reclassify", cast.handler, later=2, **change, accused_unit=cast.housing)
    assert case.complained_unit is None and not sees(cast.handler, case)
    assert ["不再登记的被投诉单位", "区住建局"] in case.events.latest("seq").facts["told"]
    written = {"title": case.title, "summary": case.summary, "area": case.area, "note": "标题写错了。"}
    builders.step(case, "amend", cast.township_lead, later=3, **written, complained_unit=cast.housing)
    assert case.complained_unit is None


@pytest.mark.parametrize("window", ["clerk", "petition_clerk", "staff"])
def test_it_finds_a_holder_beside_when_the_whole_government_is_accused(cast, window):
    government = Unit.objects.create(name="长安区人民政府", short_name="区政府", kind="government", area_id="610116")
    inside = ("centre", "office", "petitions", "weiqu", "housing")
    Unit.objects.filter(pk__in=[getattr(cast, unit).pk for unit in inside]).update(parent=government)
    unit = {"clerk": cast.weiqu, "petition_clerk": cast.petitions, "staff": cast.centre}[window]
    case = builders.accusation(cast, actor=getattr(cast, window), unit=unit, accused_unit=government)
    assert case.lead_unit == cast.discipline
    assert {person.username for person in cast.people if sees(person, case)} == {"inspector"}


def test_it_goes_past_the_head_of_the_window_when_nobody_says_whom_it_is_about(cast):
    case = builders.accusation(cast, accused_unit=None, accused_unknown=True)
    assert (case.lead_unit, case.sender_unit) == (cast.centre, cast.weiqu)
    assert {person.username for person in cast.people if sees(person, case)} == {"clerk", "staff"}


def test_knowing_ends_when_the_post_ends(cast, case):
    Post.objects.create(
        user=cast.clerk, unit=cast.water, role=Group.objects.get(name="handler"), starts_on=date(2024, 1, 1)
    )
    Post.objects.filter(user=cast.clerk, unit=cast.weiqu).update(ends_on=date(2026, 3, 11))
    moved = User.objects.get(pk=cast.clerk.pk)
    assert not sees(moved, case)
    builders.step(case, "comment", cast.township_lead, later=2, note="续办。")
    assert not case.user_permissions.filter(user=moved).exists()


def test_knowing_ends_when_the_case_has_gone_on(cast, case):
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    builders.step(case, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    assert sees(cast.clerk, case) and sees(cast.inspector, case)
    builders.step(case, "recall", cast.clerk, later=3, replay=False, reason="由区中心接办。")
    builders.step(case, "transfer", cast.clerk, later=4, replay=False, to_unit=cast.centre, **builders.TRANSFER)
    knowing = {person.username for person in cast.people if sees(User.objects.get(pk=person.pk), case)}
    assert knowing == {"clerk", "township_lead", "staff"}
    told = Notice.objects.filter(recipient=cast.inspector, text__contains=case.title)
    assert not told.exists()


def test_it_leaves_no_gap_in_the_numbers_and_takes_no_neighbour_of_them(cast, monkeypatch):
    monkeypatch.setattr(actions, "passed_over", lambda: 0)
    made = [builders.petition(cast), builders.accusation(cast), builders.accusation(cast), builders.petition(cast)]
    counted = [int(case.number.rpartition("-")[2]) for case in made]
    assert counted[3] == counted[0] + 1
    assert all(number >= 10_000_000 for number in counted[1:3]) and abs(counted[1] - counted[2]) > 1
    for case in made[1:3]:
        builders.step(case, "accept", cast.township_lead, later=1, replay=False, **builders.ACCEPT)
    builders.step(made[0], "accept", cast.township_lead, later=1, replay=False, **builders.ACCEPT)
    assert "〕1号" in made[0].papers.get().number
    assert not made[1].papers.filter(number__regex="〕.{1,7}号").exists()


def test_nobody_approves_what_they_put_forward_themselves(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.handler, later=3, **builders.OPINION)
    waiting = case.proposals.get(decision="")
    Post.objects.create(
        user=cast.handler, unit=cast.housing, role=Group.objects.get(name="unit_lead"), starts_on=date(2024, 1, 1)
    )
    promoted = type(cast.handler).objects.get(pk=cast.handler.pk)
    with pytest.raises(StepNotAllowed, match="自己提请"):
        actions.decide(waiting, approve=True, actor=promoted, at=case.opened_at)
    assert actions.decide(waiting, approve=True, actor=cast.lead, at=case.opened_at).to_status == "answered"


SAID = "承办人收受好处费，不给钱不办。"
ILL = "其子患精神分裂症，多次报警。"
LATER = {
    "amend": ("routed", "handler", {"title": "停水", "summary": SAID, "note": "补充。"}),
    "receive_materials": ("handling", "handler", {"brought_on": date(2026, 3, 14), "reason": SAID}),
    "call_back": ("served", "clerk", {"called_at": moment("2026-04-02 10:00"), "unheard": "later", "note": SAID}),
    "rate": ("served", "clerk", {"rated_on": date(2026, 4, 2), "heard_by": "phone", "note": SAID, **POOR}),
    "appeal": ("served", "clerk", {"stage": "review", "asked_on": date(2026, 4, 2), "claim": SAID}),
}


@pytest.mark.parametrize("name", LATER)
def test_what_a_petitioner_says_later_goes_into_no_matter_that_the_accused_reads_unasked(cast, name):
    """信访工作条例 art. 30 para 3: whoever handles an ordinary matter reads all of its history."""
    status, who, facts = LATER[name]
    case, actor = builders.in_status(cast, status), getattr(cast, who)
    if name == "amend":
        facts = facts | {"area": case.area}
    if name == "appeal":
        facts = facts | {"to_unit": cast.petitions}
    with pytest.raises(FactMissing) as asked:
        builders.step(case, name, actor, at=moment("2026-04-03 10:00"), **facts)
    assert list(asked.value.errors) == ["not_accusing"] and "选“检举控告”" in str(asked.value)
    builders.step(case, name, actor, at=moment("2026-04-03 10:00"), not_accusing=True, **facts)
    assert case.events.filter(step=name).exists()


# What only the system writes into a case was asked about where somebody wrote it.
WRITTEN_ELSEWHERE = {
    ("petition", "supplement"): "群众端、12345 补充材料的表",
    ("petition", "ask_to_withdraw"): "群众端申请撤回的表",
    ("petition", "change_outcome"): "复查、复核意见这一步",
    ("petition", "redo"): "复查、复核意见这一步",
    ("leader_case", "follow"): "系统写明承办单位",
    ("leader_case", "struck_at_meeting"): "交账会销号这一步",
}


def test_every_step_in_which_people_write_asks():
    case = SimpleNamespace(is_restricted=False, status="")
    silent = set()
    for kind, each in registry.KINDS.items():
        for step in each.workflow.steps:
            alone = replace(step, refuted=None, hides=None)
            for fact in filter(lambda fact: fact.is_written, step.facts):
                said = [{column.name: SAID for column in fact.columns}] if fact.columns else SAID
                if "not_accusing" not in alone.why_refuted(case, {fact.name: said}):
                    silent.add((kind, step.name))
    assert silent == set(WRITTEN_ELSEWHERE)


def test_every_step_in_which_people_write_asks_of_an_illness_too():
    """精神卫生法 art. 4."""
    case, silent = SimpleNamespace(is_restricted=False, status=""), set()
    for kind, each in registry.KINDS.items():
        for step in each.workflow.steps:
            alone = replace(step, refuted=None, hides=None)
            for fact in filter(lambda fact: fact.is_written, step.facts):
                said = [{column.name: ILL for column in fact.columns}] if fact.columns else ILL
                asked = alone.why_refuted(case, {fact.name: said})
                if list(asked) != ["illness_needed"] or alone.why_refuted(case, {fact.name: said} | ASKED):
                    silent.add((kind, step.name))
    assert silent == set(WRITTEN_ELSEWHERE)


@pytest.mark.parametrize(
    ("form", "name", "more"),
    [
        (findings.ResultForm, "result", {"user": None}),
        (findings.DismissForm, "reason", {"user": None}),
        (findings.AssignForm, "reason", {"user": None}),
        (meetings.CancelForm, "reason", {}),
        (meetings.RedateForm, "reason", {}),
        (meetings.ReasonForm, "reason", {}),
        (periods.CancelForm, "reason", {}),
        (periods.ObjectionForm, "reason", {}),
        (periods.AnswerForm, "text", {}),
    ],
)
def test_what_colleagues_write_beside_cases_asks_as_steps_do(form, name, more):
    """Others read it: results of sweeps, decisions of meetings, objections to points."""
    assert "not_accusing" in form({"version": "1", name: SAID}, **more).errors
    assert "not_accusing" not in form({"version": "1", name: SAID, "not_accusing": "on"}, **more).errors
    assert "应当保密" in form({"version": "1", name: ILL}, **more).errors[name][0]


# What a county lays down for all of its matters and is about none of them.
LAID_DOWN = {
    "governance.cases.views.calendar.NoticeForm",
    "governance.cases.views.phrases.PhraseForm",
    "governance.duties.meetings.forms.MeetingForm",
    "governance.duties.plans.forms.PlanForm",
    "governance.duties.programmes.forms.TaskForm",
    "mediation.academy.forms.QuestionForm",
}
# What is kept sealed until it is registered, and what is looked through before anybody else reads it.
ASKED_LATER = {"governance.counter.forms.IntakeForm", "governance.publications.issuing.forms.PublicationForm"}


def test_every_form_in_which_colleagues_write_at_length_asks():
    get_resolver()._populate()
    silent = {
        f"{form.__module__}.{form.__qualname__}"
        for form in _below(forms.Form)
        if not issubclass(form, AccusingForm) and form.__module__.split(".")[0] != "tests"
        for field in form.base_fields.values()
        if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea)
    }
    assert silent == LAID_DOWN | ASKED_LATER


def _below(form):
    return {form, *(each for below in form.__subclasses__() for each in _below(below))}


def test_a_change_of_class_asks_unless_it_hides_the_matter_from_the_accused():
    step = registry.KINDS["petition"].workflow.step("reclassify")
    told = {"petition_class": "appeal_request", "reason": SAID}
    case = SimpleNamespace(is_restricted=False, status="")
    assert "not_accusing" in step.why_refuted(case, told)
    assert not step.why_refuted(case, told | {"petition_class": "accusation"})
    assert not step.why_refuted(case, told | {"not_accusing": True})


def test_whoever_sends_back_what_waits_is_asked_too(cast, login):
    case = builders.in_status(cast, "handling")
    builders.step(case, "extend", cast.handler, later=2, days=10, reason="取证。", told_by="post")
    waiting = case.proposals.get()
    url = f"/cases/{case.number}/proposals/{waiting.pk}/"
    told = {"decision": "reject", "reason": SAID, "version": Case.objects.get(pk=case.pk).version}
    answer = login(cast.lead).post(url, told)
    waiting.refresh_from_db()
    assert answer.status_code == 422 and 'name="not_accusing"' in answer.content.decode() and not waiting.decision
    assert login(cast.lead).post(url, told | {"not_accusing": "on"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.decision == "rejected"


def test_what_is_added_to_an_accusation_is_written_there_unasked(cast, case):
    told = {"brought_on": date(2026, 3, 11), "reason": SAID}
    builders.step(case, "receive_materials", cast.clerk, later=2, **told)
    assert not why_accusing(case, [SAID])


def test_what_stands_there_already_is_not_asked_about_again(cast):
    case = builders.in_status(cast, "routed", summary="举报人称有人截留补贴，经核实没有。")
    told = {
        "title": case.title,
        "summary": f"{case.summary}已经答复。",
        "area": case.area,
        "place": "三组",
        "note": "更正。",
    }
    builders.step(case, "amend", cast.handler, later=2, **told)
    assert case.place == "三组"


def test_on_paper_it_says_across_every_sheet_who_printed_it(cast, case, login):
    client = login(cast.clerk)
    for address in ("", "print/"):
        page = client.get(f"/cases/{case.number}/{address}").content.decode()
        assert f'aria-hidden="true">限制知悉 {cast.clerk.name} ' in page
    ordinary = builders.petition(cast)
    assert "watermark" not in client.get(f"/cases/{ordinary.number}/print/").content.decode()
