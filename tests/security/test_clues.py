"""Who learns of a clue and who does not, where it goes, and what is counted of it."""

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.cases import access
from governance.cases.access.proof import breaches
from governance.cases.law import county
from governance.cases.models import Case, CaseAccusedPerson, CaseUserObjectPermission, CountyRule
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.notices.models import Notice
from governance.organisation.models import Post, Unit
from security.clues.opening import take_in
from security.clues.views import _sums
from security.clues.vocabulary import COMPETENT, FEWEST
from security.models import Clue
from tests.builders import OPENED, step
from tests.security import clues

pytestmark = pytest.mark.django_db


def knowing(case, cast) -> set[str]:
    return {user.username for user in cast.people if access.may_know(user, case) and case in seen_by(user)}


def seen_by(user):
    return Clue.objects.visible_to(user)


def plain(page) -> str:
    """The page as it would be if nothing that was looked for were marked."""
    return re.sub("</?mark>", "", page.content.decode())


def test_it_is_secret_from_the_first_moment(cast):
    case = clues.clue(cast)
    assert case.is_restricted and case.events.count() == 1
    assert knowing(case, cast) == {"clerk", "township_lead"}
    assert int(case.number.rpartition("-")[2]) > 999_999
    assert breaches(office_day(OPENED)) == []


def test_the_proof_of_secrecy_finds_a_clue_that_lies_open_or_lets_somebody_in_whom_it_is_about(cast):
    case = clues.clue(cast, accused_unit=None, accused_names="何建军")
    assert breaches(office_day(OPENED)) == []
    CaseAccusedPerson.objects.filter(case=case).delete()
    access.grant(case, [cast.township_lead], on=office_day(OPENED))
    assert any("township_lead" in each.sentence for each in breaches(office_day(OPENED)))
    Case.objects.filter(pk=case.pk).update(confidentiality="normal")
    assert any("没有限制知悉" in each.sentence for each in breaches(office_day(OPENED)))


def test_the_window_whose_head_it_is_about_does_not_keep_it(cast):
    case = clues.clue(cast, accused_unit=None, accused_names="何建军")
    assert case.lead_unit == cast.centre and "township_lead" not in knowing(case, cast)
    nobody = clues.clue(cast, accused_unit=None, accused_unknown=True)
    assert nobody.lead_unit == cast.centre and "township_lead" not in knowing(nobody, cast)


def test_only_organs_that_check_are_offered_for_it(cast, login):
    case, client = clues.clue(cast), login(cast.clerk)
    form = client.get(reverse("cases:step", args=[case.number, "hand_over"])).context["step_form"]
    address = str(form.fields["to_unit"].widget.attrs["data-picker"])
    offered = client.get(f"{address}&q=长安").json()["results"]
    assert {Unit.objects.get(pk=each["key"]).kind for each in offered} == set(COMPETENT)


def test_it_goes_only_to_an_organ_that_checks_and_never_to_those_it_is_about(cast):
    case = clues.clue(cast, accused_unit=cast.police)
    with pytest.raises(FactMissing) as refused:
        clues.hand_over(case, cast, to_unit=cast.water)
    assert "公安机关、纪检监察机关或者检察机关" in refused.value.errors["to_unit"]
    with pytest.raises(FactMissing):
        clues.hand_over(case, cast, to_unit=cast.station)
    clues.hand_over(case, cast)
    assert knowing(case, cast) == {"clerk", "township_lead", "inspector"}


def test_whoever_must_check_it_hears_of_it_though_the_organ_has_no_head_and_nobody_else_does(cast):
    case = clues.clue(cast)
    told = {"to_unit": cast.discipline, "reason": "涉及公职人员。"}
    step(case, "hand_over", cast.clerk, later=1, replay=False, **told)
    heard = Notice.objects.filter(subject_key=case.number, kind="assigned")
    assert set(heard.values_list("recipient__username", flat=True)) == {"inspector"}
    step(case, "return_clue", cast.inspector, later=2, replay=False, reason="属于公安机关。")
    assert "clerk" in heard.values_list("recipient__username", flat=True)


def test_the_receiver_gives_it_back_or_says_what_came_of_it(cast):
    case = clues.clue(cast)
    clues.hand_over(case, cast)
    step(case, "return_clue", cast.inspector, later=2, reason="属于公安机关。")
    own = case.own
    assert (own.status, own.lead_unit) == ("received", cast.weiqu)
    clues.hand_over(case, cast, later=3)
    step(case, "report_result", cast.inspector, later=20, result="true", note="已立案。")
    own = case.own
    assert (own.status, own.get_result_display()) == ("closed", "查证属实")
    assert set(case.clocks.values_list("term_code", "outcome")) >= {("clue.hand_over", "met"), ("clue.result", "met")}


def test_whoever_it_turns_out_to_be_about_knows_no_more(cast):
    case = clues.clue(cast)
    assert "township_lead" in knowing(case, cast)
    told = {"accused_unit": None, "accused_names": "何建军", "accused_unknown": False, "reason": "补充说明。"}
    step(case, "name_accused", cast.clerk, later=1, **told)
    case.refresh_from_db()
    assert case.own.lead_unit == cast.centre and "township_lead" not in knowing(case, cast)
    assert breaches(office_day(OPENED)) == []
    with pytest.raises(FactMissing):
        step(case, "name_accused", cast.staff, later=2, **told | {"accused_names": ""})


def typed(cast, **told) -> dict[str, str]:
    words = {
        "clue_kind": "gang",
        "source": "letter",
        "area": "610116001002",
        "summary": "沙场强揽工程，何建军通风报信。",
        "received_on": office_day(OPENED).isoformat(),
    }
    return words | told


def test_the_page_asks_whom_it_is_about_and_who_is_only_mentioned(cast, login, time_machine):
    time_machine.move_to(OPENED)
    client, page = login(cast.clerk), reverse("security:clues:register")
    refused = client.post(page, typed(cast))
    assert refused.status_code == 422 and "没有指明的，请勾选" in refused.content.decode()
    refused = client.post(page, typed(cast, accused_unknown="on"))
    assert "文中提到何建军" in refused.content.decode()
    assert client.post(page, typed(cast, accused_names="何建军")).status_code == 302
    case = Clue.objects.get()
    assert case.is_restricted and case.lead_unit == cast.centre
    assert not CaseUserObjectPermission.objects.filter(content_object_id=case.pk, user=cast.township_lead).exists()


def test_nobody_says_alone_that_it_is_none(cast):
    case = clues.clue(cast)
    step(case, "not_a_clue", cast.clerk, later=1, replay=False, reason="属于邻里纠纷。")
    waiting = case.proposals.get(decision="")
    assert case.status == "received"
    with pytest.raises(StepNotAllowed, match="不能审批自己提请"):
        actions.decide(waiting, approve=True, actor=cast.clerk, at=OPENED + timedelta(days=2))
    assert knowing(case, cast) == {"clerk", "township_lead"}, "somebody of the unit itself can agree"
    actions.decide(waiting, approve=True, actor=cast.township_lead, at=OPENED + timedelta(days=2))
    case.refresh_from_db()
    assert case.status == "rejected"


def test_where_nobody_else_of_the_unit_knows_of_it_the_unit_above_says_whether_it_is_none(cast):
    case = clues.clue(cast)
    Post.objects.filter(user=cast.township_lead).update(ends_on=office_day(OPENED))
    step(case, "not_a_clue", cast.clerk, later=1, reason="属于邻里纠纷。")
    waiting = case.proposals.get(decision="")
    assert case.status == "received" and waiting.unit == cast.centre and "staff" in knowing(case, cast)
    actions.decide(waiting, approve=True, actor=cast.staff, at=OPENED + timedelta(days=2))
    case.refresh_from_db()
    assert case.status == "rejected"


def test_the_county_may_leave_it_to_one_person(cast):
    county.load_reference()
    CountyRule.objects.filter(code="one_person_clues").update(value="one")
    case = clues.clue(cast)
    step(case, "not_a_clue", cast.clerk, later=1, reason="属于邻里纠纷。")
    assert case.status == "rejected"


def test_only_totals_are_told_and_none_so_small_that_it_points_at_one(cast, login, time_machine):
    time_machine.move_to(OPENED)
    client, page = login(cast.county), reverse("security:clues:totals")

    def came(number: int) -> bool:
        return f'<td data-label="登记">{number}</td>' in client.get(page).content.decode()

    for _ in range(4):
        clues.hand_over(clues.clue(cast), cast)
    assert came(0) and "少于 5" in client.get(page).content.decode()
    for _ in range(3):
        clues.clue(cast)
    assert came(5) and "沙场" not in client.get(page).content.decode()
    clues.clue(cast)
    assert came(5), "one more does not show"
    for _ in range(2):
        clues.clue(cast)
    assert came(10)
    assert login(cast.staff).get(page).status_code == 403


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
@given(told=st.lists(st.tuples(st.integers(2022, 2026), st.none() | st.integers(0, 4)), max_size=60))
def test_the_rough_totals_of_a_year_go_on_from_those_of_the_year_before(told):
    """Opening and new less closed is closing, and that the opening of the next, whatever came and was closed."""
    came = Counter(year for year, _ in told)
    went = Counter(year + later for year, later in told if later is not None)
    rows = [_sums(came, went, year) for year in range(2022, 2031)]
    for row, after in pairwise(rows):
        assert row["opening"] + row["came"] - row["went"] == row["closing"] == after["opening"] >= 0
        assert all(number % FEWEST == 0 for number in row.values())


def test_nobody_finds_by_name_whom_a_clue_is_about(cast, login):
    case = clues.clue(cast, accused_unit=None, accused_names="慕容麒麟", accused_unknown=False)
    for person in (cast.leader, cast.county, cast.handler, cast.township_lead):
        for word in ("慕容麒麟", "沙场", case.number):
            answer = login(person).get(reverse("cases:search"), {"q": word})
            assert answer.status_code == 200
            said = plain(answer)
            assert case.title not in said and f"/cases/{case.number}/" not in said
    found = login(cast.clerk).get(reverse("cases:search"), {"q": "沙场"})
    assert case.title in plain(found) and "<mark>沙场</mark>长期强揽工程" in found.content.decode()
    assert case.title not in login(cast.leader).get(reverse("security:clues:list")).content.decode()


def test_a_clue_that_names_nobody_is_not_taken_in_by_mistake_as_an_open_one(cast):
    made = take_in(
        Clue(
            title="来源不明",
            summary="匿名信。",
            area=cast.area("610116001002"),
            clue_kind="other",
            source="letter",
            channel="patrol",
            confidentiality="normal",
            accused_unknown=True,
            lead_unit=cast.weiqu,
            opened_at=OPENED,
        ),
        actor=cast.clerk,
        at=OPENED,
    )
    assert made.is_restricted
