"""Minor criminal cases that the parties settle before the procuratorate (刑事诉讼法 art. 288 to 290)."""

from datetime import date, timedelta

import pytest

from governance.cases.access.proof import breaches
from governance.cases.models import Case
from governance.cases.steps.actions import decide
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotPossible
from mediation.vocabulary import RECONCILIATION
from tests import disputes
from tests.builders import step

pytestmark = pytest.mark.django_db


def accepted(cast, **changes):
    case = disputes.track(cast, RECONCILIATION)
    told = {**disputes.CRIMINAL_ACCEPT, "accepted_on": disputes.day(case, 1), **changes}
    step(case, "accept", cast.prosecutor, later=1, replay=False, **told)
    return case


def agreed(cast):
    case = accepted(cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    return case


def test_the_month_of_the_prosecution_runs_from_the_day_the_case_came_and_settling_stops_nothing(cast):
    case = accepted(cast)
    clock = case.clocks.get(term_code="criminal.prosecution")
    assert (office_day(clock.started_at), clock.due) == (date(2026, 3, 10), date(2026, 4, 10))
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    clock.refresh_from_db()
    assert clock.ended_at is None
    head, more = disputes.head_of(cast.procuratorate), {"approved_by": "检察长", "reason": "案情复杂。"}
    step(case, "extend_prosecution", cast.prosecutor, later=8, days=15, **more)
    clock.refresh_from_db()
    assert clock.extension == 0
    decide(case.proposals.get(), approve=True, actor=head, at=case.opened_at + timedelta(days=8, hours=2))
    clock.refresh_from_db()
    # 04-25 is a Saturday.
    assert clock.due == date(2026, 4, 27)
    with pytest.raises(StepNotPossible, match="只能延长一次"):
        step(case, "extend_prosecution", cast.prosecutor, later=9, days=1, approved_by="检察长", reason="再延长。")


@pytest.mark.parametrize(
    "exclusion", ["intentional_before", "dereliction", "no_victim", "unclear", "no_remorse", "unwilling"]
)
def test_what_the_law_excludes_is_not_settled(cast, exclusion):
    with pytest.raises(FactMissing, match="不适用当事人和解"):
        accepted(cast, exclusion=exclusion)


@pytest.mark.parametrize("missing", ["consent", "informed", "remorse_shown", "guardian_told"])
def test_both_sides_agree_and_the_suspect_repents(cast, missing):
    with pytest.raises(FactMissing):
        accepted(cast, **{missing: False})


def test_only_the_procuratorate_does_it_and_private_prosecutions_are_for_the_court(cast):
    whole = disputes.dispute(cast)
    told = {"track": RECONCILIATION, "procedure": "criminal", "referral": "none", "organisation": cast.station}
    with pytest.raises(FactMissing, match="不是这种调解的组织"):
        step(whole, "start_mediation", cast.clerk, later=1, **told)
    with pytest.raises(FactMissing, match="没有"):
        told |= {"organisation": cast.procuratorate, "referral": "police_referral", "referrer": cast.station}
        step(whole, "start_mediation", cast.clerk, later=1, **told)


def test_the_agreement_is_written_reviewed_and_bargains_about_no_punishment(cast):
    case = accepted(cast)
    disputes.sit(case, cast)
    for refused in ({"form": "oral"}, {"reviewed": False}, {"only_civil": False}, {"remorse": ""}, {"forgiveness": ""}):
        with pytest.raises(FactMissing):
            disputes.agree(case, cast, **refused)
    disputes.agree(case, cast, replay=False)
    paper = case.papers.get(code="reconciliation_agreement")
    assert paper.title == "和解协议书"
    assert {"认罪" in paper.contents["悔罪情况"], "谅解" in paper.contents["谅解意见"]} == {True}
    assert "当事人：韩素珍" in paper.contents["当事人情况"]
    assert not case.clocks.filter(term_code="mediation.confirm_apply").exists()


def test_who_admits_guilt_and_is_tried_fast_has_ten_days_and_five_more(cast):
    """刑事诉讼法 art. 172."""
    case = disputes.track(cast, RECONCILIATION, procedure="fast_track")
    step(case, "accept", cast.prosecutor, later=1, **disputes.CRIMINAL_ACCEPT, accepted_on=disputes.day(case, 1))
    clock = case.clocks.get(term_code="criminal.fast")
    assert (clock.due - office_day(clock.started_at)).days == 10
    assert not case.clocks.filter(term_code="criminal.prosecution").exists()
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    more = {"approved_by": "检察长", "reason": "可能判处有期徒刑超过一年。"}
    with pytest.raises(FactMissing, match="5"):
        step(case, "extend_prosecution", cast.prosecutor, later=8, days=6, **more)
    step(case, "extend_prosecution", cast.prosecutor, later=8, days=5, **more)
    told = {"decision": "not_prosecuted", "decided_on": disputes.day(case, 9), "told": True}
    step(case, "record_prosecution", cast.prosecutor, later=9, secured=True, **told)
    clock.refresh_from_db()
    assert clock.outcome == "met"


def test_the_procuratorate_says_as_it_accepts_whether_the_case_is_tried_fast(cast):
    case = disputes.track(cast, RECONCILIATION)
    told = {**disputes.CRIMINAL_ACCEPT, "accepted_on": disputes.day(case, 1), "procedure": "fast_track"}
    step(case, "accept", cast.prosecutor, later=1, **told)
    assert case.procedure == "fast_track"
    assert {clock.term_code for clock in case.clocks.filter(term_code__startswith="criminal.")} == {"criminal.fast"}


def test_leniency_waits_for_what_was_promised_or_for_security(cast):
    case = agreed(cast)
    told = {"decision": "not_prosecuted", "decided_on": disputes.day(case, 10), "told": True}
    with pytest.raises(FactMissing, match="第四百九十九条"):
        step(case, "record_prosecution", cast.prosecutor, later=10, **told)
    step(case, "record_prosecution", cast.prosecutor, later=10, secured=True, **told)
    clock = case.clocks.get(term_code="criminal.prosecution")
    assert (clock.outcome, clock.ended_at.date()) == ("met", disputes.day(case, 10))
    with pytest.raises(StepNotPossible, match="已经记录"):
        step(case, "record_prosecution", cast.prosecutor, later=11, secured=True, **told)


def test_it_is_not_filed_before_it_is_said_what_becomes_of_the_case(cast):
    case = agreed(cast)
    disputes.perform(case, cast)
    with pytest.raises(StepNotPossible, match="处理决定"):
        disputes.archive(case, cast)
    told = {"decision": "lenient", "decided_on": disputes.day(case, 21), "told": True}
    step(case, "record_prosecution", cast.prosecutor, later=21, **told)
    disputes.archive(case, cast)
    assert case.status == "archived"


def test_without_a_settlement_the_case_goes_on_by_law(cast):
    case = accepted(cast)
    disputes.sit(case, cast)
    step(case, "terminate", cast.prosecutor, later=10, replay=False, **disputes.ENDING)
    assert case.status == "failed"
    assert not case.clocks.filter(ended_at=None, is_window=False).exists()
    assert "刑事案件由人民检察院依法继续办理" in case.papers.get(code="termination_notice").contents["依法处理"]


def test_it_is_kept_from_the_justice_bureau_and_supervised_by_nobody(cast):
    case = accepted(cast)
    assert not Case.objects.visible_to(cast.justice_officer).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(cast.prosecutor).filter(pk=case.pk).exists()
    assert case.clocks.get(term_code="criminal.prosecution").term.ladder == "court"


def test_what_the_parties_are_told_of_their_rights(cast):
    case = accepted(cast)
    rights = case.papers.get(code="rights_notice").contents
    assert "定罪量刑不得协商" in rights["当事人权利"] and "从宽处理决定前履行" in rights["协议效力"]


def test_what_was_decided_of_a_minor_is_known_to_those_alone_who_deal_with_it(cast):
    """预防未成年人犯罪法 art. 59, 人民检察院刑事诉讼规则 art. 486: of whoever is not prosecuted."""
    case = agreed(cast)
    told = {"decision": "lenient", "decided_on": disputes.day(case, 10), "told": True, "secured": True, "minor": True}
    with pytest.raises(FactMissing, match="决定不起诉"):
        step(case, "record_prosecution", cast.prosecutor, later=10, **told)
    seen = {cast.prosecutor, cast.staff, cast.leader, cast.county, cast.handler}
    step(case, "record_prosecution", cast.prosecutor, later=10, **told | {"decision": "not_prosecuted"})
    for each in (case, case.parent):
        kept = {user for user in seen if Case.objects.visible_to(user).filter(pk=each.pk).exists()}
        assert kept <= {cast.prosecutor}
    assert Case.objects.visible_to(cast.prosecutor).filter(pk=case.pk).exists()
    assert not list(breaches(disputes.day(case, 11)))
