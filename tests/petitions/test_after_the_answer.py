"""After the answer: the petitioner's thirty days are waited for, the petitioner rates, what was found right is done."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from governance.cases import deadlines
from governance.cases.law import county
from governance.cases.models import Case, CountyRule
from governance.cases.steps import actions, possible
from governance.figures.asked import Asked
from governance.figures.counting import Share, share, value
from governance.figures.periods import Period
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.organisation.models import Post
from governance.organisation.standing import standing_of
from petitions.conditions.rating import likely_heard
from petitions.models import Petition
from tests import builders
from tests.cases.clocks import day
from tests.papers.reading import text

from . import reviews

pytestmark = pytest.mark.django_db
RATED = {
    "alike": "apart",
    "rating": "fair",
    "office_rating": "satisfied",
    "heard_by": "phone",
    "rated_on": day("2026-04-02"),
}
DONE = {"executed_on": day("2026-04-10"), "note": "水泵已经更换。"}


@pytest.fixture
def served(cast):
    """Served on Tue 03-31: the petitioner's thirty days end on Thu 04-30."""
    return builders.in_status(cast, "served")


def archive(case, cast, later):
    builders.step(case, "archive", cast.handler, later=later, **builders.CHECKLIST)


def offered(case, user, later) -> set[str]:
    return {step.name for step in possible.open_steps(case, user, case.opened_at + timedelta(days=later))}


def running(case) -> dict[str, str]:
    return {clock.term_code: clock.due.isoformat() for clock in case.clocks.filter(ended_at=None)}


def test_the_days_to_rate_start_with_service(served):
    assert running(served)["petition.rating"] == "2026-04-30"


def test_it_is_written_down_where_it_was_sent_from_and_never_by_who_is_rated(cast, served):
    for person in (cast.handler, cast.lead, cast.second_handler):
        with pytest.raises(StepNotAllowed):
            builders.step(served, "rate", person, later=25, **RATED)
    builders.step(served, "rate", cast.clerk, later=25, **RATED)
    assert (served.rating, served.office_rating) == ("fair", "satisfied")
    kept = builders.kept(cast)
    builders.step(kept, "issue_opinion", cast.lead, later=20, **builders.OPINION)
    told = {"method": "direct", "served_on": day("2026-03-31"), "receiver": "本人", "proof": "已签收"}
    builders.step(kept, "serve", cast.handler, later=21, **told)
    with pytest.raises(StepNotAllowed):
        builders.step(kept, "rate", cast.handler, later=25, **RATED)


def test_neither_who_signed_nor_who_leads_the_rated_unit_writes_it_down(cast):
    kept = builders.kept(cast)
    builders.step(kept, "issue_opinion", cast.handler, later=20, **builders.OPINION)
    proposal = kept.proposals.get(decision="")
    actions.decide(proposal, approve=True, actor=cast.lead, at=kept.opened_at + timedelta(days=20, hours=2))
    told = {"method": "direct", "served_on": day("2026-03-31"), "receiver": "本人", "proof": "已签收"}
    kept.refresh_from_db()
    builders.step(kept, "serve", cast.handler, later=21, **told)
    for person in (cast.lead, another_lead(cast)):
        with pytest.raises(StepNotAllowed):
            builders.step(kept, "rate", person, later=23, **RATED)
    builders.step(kept, "rate", cast.second_handler, later=24, **RATED)
    assert kept.rating == "fair"


def another_lead(cast):
    """Somebody who came to lead the housing department after the opinion was signed."""
    post = Post.objects.get(user=cast.lead)
    post.pk, post.user = None, cast.water_handler
    post.save(force_insert=True)
    return cast.water_handler


@pytest.mark.parametrize("organ", ["长安区住房和城乡建设局", "区住建局", "区住建局 信访科"])
def test_the_organ_that_decided_does_not_review(cast, organ):
    case = builders.in_status(cast, "handling")  # in the hands of 长安区住房和城乡建设局
    with pytest.raises(FactMissing, match="上一级") as refused:
        builders.step(case, "issue_opinion", cast.lead, later=20, **builders.OPINION | {"review_organ": organ})
    assert list(refused.value.errors) == ["review_organ"]
    builders.step(case, "issue_opinion", cast.lead, later=20, **builders.OPINION)
    assert case.status == "answered"


def test_both_organs_are_rated(cast, served):
    with pytest.raises(FactMissing) as refused:
        builders.step(served, "rate", cast.clerk, later=25, **RATED | {"office_rating": ""})
    assert list(refused.value.errors) == ["office_rating"]


def test_the_county_may_ask_only_of_first_petitions_what_is_thought_of_them(cast):
    county.load_reference()
    CountyRule.objects.filter(code="rating_scope").update(value="first")
    assert "petition.rating" in running(builders.in_status(cast, "served"))
    again = builders.in_status(cast, "answered")
    Petition.objects.filter(pk=again.pk).update(is_repeat=True)
    told = {"method": "direct", "served_on": day("2026-03-31"), "receiver": "本人", "proof": "已签收"}
    builders.step(again, "serve", cast.handler, later=22, **told)
    assert "petition.rating" not in running(again)
    with pytest.raises(StepNotPossible, match="本县只评价初次提出的"):
        builders.step(again, "rate", cast.clerk, later=25, **RATED)


def test_it_is_not_rated_after_its_days(cast, served):
    with pytest.raises(FactMissing, match="评价日期应在 2026-03-31 至 2026-04-30 之间"):
        builders.step(served, "rate", cast.clerk, later=200, **RATED | {"rated_on": day("2026-05-01")})


def test_what_the_petitioner_said_in_time_is_in_time_whenever_it_is_written_down(cast, served):
    deadlines.scan(served.opened_at + timedelta(days=60))
    builders.step(served, "rate", cast.clerk, later=200, **RATED | {"rated_on": day("2026-04-29")})
    assert served.clocks.get(term_code="petition.rating").outcome == "met"
    with pytest.raises(StepNotPossible, match="已经评价"):
        builders.step(served, "rate", cast.clerk, later=201, **RATED)


def test_what_was_executed_in_time_is_in_time_whenever_it_is_written_down(cast, served):
    with pytest.raises(FactMissing, match="不能早于送达日期"):
        builders.step(served, "execute", cast.handler, later=71, **DONE | {"executed_on": day("2026-03-30")})
    builders.step(served, "execute", cast.handler, later=71, **DONE)
    assert served.clocks.get(term_code="petition.execution").outcome == "met"


def test_the_file_stays_open_for_the_petitioners_days(cast, served, login, time_machine):
    builders.step(served, "execute", cast.handler, later=31, **DONE)
    with pytest.raises(StepNotPossible, match=r"请求复查.*2026-04-30"):
        archive(served, cast, 40)
    time_machine.move_to(served.opened_at + timedelta(days=40), tick=False)
    page = login(cast.handler).get(f"/cases/{served.number}/")
    (filing,) = [step for step in page.context["steps"] if step.name == "archive"]
    assert "2026-04-30" in filing.lacks and "此前不能“归档”" in page.content.decode()
    assert f'/cases/{served.number}/steps/archive/"' not in page.content.decode()
    builders.step(served, "rate", cast.clerk, later=45, **RATED)
    with pytest.raises(StepNotPossible, match="请求复查"):
        archive(served, cast, 46)
    archive(served, cast, 52)
    assert served.status == "archived"


def test_what_was_found_right_is_followed_until_it_is_done(cast, served):
    assert running(served)["petition.execution"] == "2026-04-20"
    with pytest.raises(StepNotPossible, match="“执行处理意见”还没有办"):
        archive(served, cast, 60)
    assert "archive" not in offered(served, cast.handler, 60)
    builders.step(served, "execute", cast.handler, later=31, **DONE)
    assert served.clocks.get(term_code="petition.execution").outcome == "met"


@pytest.mark.parametrize("outcome", ["explained", "not_supported"])
def test_nothing_is_carried_out_where_nothing_was_found_right(cast, outcome):
    case = builders.in_status(cast, "handling")
    told = {**builders.OPINION, "outcome": outcome, "executor": "", "execution_days": None}
    builders.step(case, "issue_opinion", cast.lead, later=20, **told)
    told = {"method": "direct", "served_on": day("2026-03-31"), "receiver": "本人", "proof": "已签收"}
    builders.step(case, "serve", cast.handler, later=21, **told)
    assert "petition.execution" not in running(case)


def test_the_opinion_says_who_carries_it_out_and_by_when(cast):
    case = builders.in_status(cast, "handling")
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "issue_opinion", cast.lead, later=20, **{**builders.OPINION, "executor": ""})
    assert list(refused.value.errors) == ["executor"]
    builders.step(case, "issue_opinion", cast.lead, later=20, replay=False, **builders.OPINION)
    assert "由物业服务企业自本意见书送达之日起20日内执行" in text(case.papers.get())


FOLLOWED = {"followed_on": day("2026-04-10"), "cause": ["result"], "note": "没有修好。", "measures": "督促返修。"}


@pytest.mark.parametrize("which", ["rating", "office_rating"])
def test_a_poor_rating_is_followed_up_by_where_it_was_sent_from(cast, served, which):
    builders.step(served, "rate", cast.clerk, later=25, **RATED | {which: "dissatisfied"})
    clock = served.clocks.get(term_code="petition.follow_up")
    assert (f"{clock.due}", clock.charged_to) == ("2026-04-17", cast.weiqu)  # rated on Thu 04-02
    builders.step(served, "execute", cast.handler, later=31, **DONE)
    with pytest.raises(StepNotPossible, match="“不满意评价回访”还没有办"):
        archive(served, cast, 60)
    for person in (cast.handler, cast.lead):
        with pytest.raises(StepNotAllowed):
            builders.step(served, "follow_up", person, later=32, **FOLLOWED)
    with pytest.raises(FactMissing, match="不能早于信访人评价"):
        early = FOLLOWED | {"followed_on": served.served_on}
        builders.step(served, "follow_up", cast.clerk, later=32, **early)
    builders.step(served, "follow_up", cast.clerk, later=32, **FOLLOWED)
    assert served.clocks.get(term_code="petition.follow_up").outcome == "met"
    assert getattr(served, which) == "dissatisfied"
    archive(served, cast, 60)


def test_what_is_found_fair_is_not_followed_up(cast, served):
    builders.step(served, "rate", cast.clerk, later=25, **RATED)
    assert "petition.follow_up" not in running(served)
    with pytest.raises(StepNotPossible):
        builders.step(served, "follow_up", cast.clerk, later=32, **FOLLOWED)


def test_a_call_that_nobody_answers_is_no_rating(cast, served):
    told = {"called_at": served.opened_at + timedelta(days=24), "unheard": "no_answer"}
    builders.step(served, "call_back", cast.clerk, later=25, **told)
    assert (served.rating, served.office_rating) == ("", "") and "petition.rating" in running(served)
    early = told | {"called_at": served.opened_at + timedelta(days=20)}
    with pytest.raises(FactMissing) as refused:
        builders.step(served, "call_back", cast.clerk, later=26, **early)
    assert list(refused.value.errors) == ["called_at"]
    for person in (cast.handler, cast.lead):
        with pytest.raises(StepNotAllowed):
            builders.step(served, "call_back", person, later=26, **told)


@pytest.mark.parametrize("status", ["registered", "handling", "answered"])
def test_nobody_rates_what_was_not_answered(cast, status):
    case = builders.in_status(cast, status)
    with pytest.raises(StepNotPossible, match="答复送达信访人以后才能评价"):
        builders.step(case, "rate", cast.clerk, later=25, **RATED)


def test_a_new_answer_is_rated_anew(cast):
    petition = reviews.answered(cast)
    builders.step(petition, "rate", cast.clerk, later=23, **RATED | {"rating": "dissatisfied"})
    reviews.through(cast, petition, told=reviews.REVOKE)
    assert (petition.rating, petition.office_rating) == ("", "")
    assert not {"petition.follow_up", "petition.rating"} & set(running(petition))


def test_satisfied_is_who_said_so_of_all_who_rated_and_silence_is_not(cast):
    fair, poor, _ = (builders.in_status(cast, "served") for _ in range(3))
    revoked = reviews.answered(cast)
    for case, rating in ((fair, "fair"), (poor, "dissatisfied"), (revoked, "satisfied")):
        builders.step(case, "rate", cast.clerk, later=25, **RATED | {"rating": rating})
    reviews.through(cast, revoked, told=reviews.REVOKE)
    today = day("2026-12-01")
    months = Period(day("2026-04-01"), day("2026-04-30"))
    asked = Asked(standing_of(cast.county, today), months, today)
    counted = [value(f"petition.{name}", asked) for name in ("rated", "satisfied", "dissatisfied")]
    assert (counted, share("petition.satisfied_rate", asked)) == ([2, 1, 1], Share(1, 2))
    before = Asked(standing_of(cast.county, today), Period(day("2026-03-01"), day("2026-04-01")), today)
    assert value("petition.rated", before) == 0


def test_what_was_settled_in_village_and_township_is_told_of_all_that_was_archived(cast):
    """信访工作条例 art. 27."""
    there, _ = (builders.in_status(cast, "archived") for _ in range(2))
    builders.in_status(cast, "withdrawn")
    Case.objects.filter(pk=there.pk).update(lead_unit=cast.weiqu)
    today = day("2026-12-01")
    asked = Asked(standing_of(cast.county, today), Period(day("2026-01-01"), today), today)
    assert [value(f"petition.{name}", asked) for name in ("archived", "archived_near", "closed")] == [2, 1, 3]
    assert share("petition.near_rate", asked) == Share(1, 2)


GUIDED = {"way": "visit", "taking_part": "住建局、韦曲街道办", "note": "再次解释不予支持的理由，愿意通过诉讼解决。"}


def test_how_it_was_talked_over_is_written_down_after_the_answer_and_after_the_end(cast, login):
    """信访工作条例 art. 32 para 2 and art. 37 para 3: read by whoever works on the matter, and no row of a person."""
    handled = builders.in_status(cast, "handling")
    with pytest.raises(StepNotPossible):
        builders.step(handled, "guide", cast.handler, later=20, guided_on=day("2026-03-20"), **GUIDED)
    for status, on in (("served", "2026-04-02"), ("archived", "2026-05-20")):
        case = builders.in_status(cast, status)
        with pytest.raises(FactMissing, match="不能早于答复"):
            builders.step(case, "guide", cast.handler, later=80, guided_on=day("2026-03-12"), **GUIDED)
        builders.step(case, "guide", cast.handler, later=80, guided_on=day(on), **GUIDED)
        assert case.status == status
        url = f"/cases/{case.number}/"
        assert GUIDED["note"] in login(cast.handler).get(url).content.decode()
        assert GUIDED["note"] not in login(cast.staff).get(url).content.decode()


FILED = {"papers_complete": True, "rating_asked": True}


def test_a_visit_is_planned_after_the_answer_and_due_until_it_is_written_down(cast):
    case = builders.in_status(cast, "not_accepted")
    on = office_day(case.opened_at)
    visit = {"guided_on": on + timedelta(days=40), **GUIDED}
    with pytest.raises(FactMissing, match="应当晚于今天"):
        builders.step(case, "guide", cast.handler, later=40, next_on=on + timedelta(days=40), **visit)
    builders.step(case, "guide", cast.handler, later=40, next_on=on + timedelta(days=70), **visit)
    due = case.clocks.get(term_code="petition.revisit")
    assert (due.due, due.ended_at) == (on + timedelta(days=70), None)
    with pytest.raises(StepNotPossible, match="“定期回访”还没有办"):
        builders.step(case, "archive", cast.handler, later=60, **FILED)
    # One that was made before or while this one was planned is written down late and is not the planned one.
    builders.step(case, "guide", cast.handler, later=60, **visit | {"guided_on": on + timedelta(days=39)})
    builders.step(case, "guide", cast.handler, later=60, **visit)
    assert case.clocks.get(term_code="petition.revisit").ended_at is None
    builders.step(case, "guide", cast.handler, later=80, **visit | {"guided_on": on + timedelta(days=70)})
    assert case.clocks.get(term_code="petition.revisit").outcome == "met"
    builders.step(case, "archive", cast.handler, later=81, **FILED)
    with pytest.raises(FactMissing, match="已经归档的事项"):
        builders.step(case, "guide", cast.handler, later=90, next_on=on + timedelta(days=120), **visit)


@pytest.mark.parametrize(
    ("phones", "channel", "heard"),
    [(["", "139****1111"], "letter", "phone"), ([""], "visit", "visit"), ([], "letter", "")],
)
def test_how_a_rating_was_heard_begins_with_the_likeliest_way(phones, channel, heard):
    people = [SimpleNamespace(phone_mask=phone) for phone in phones]
    assert likely_heard(SimpleNamespace(petitioners=people, channel=channel), None) == heard


def test_who_thinks_the_same_of_both_is_asked_once(served, cast, login, time_machine):
    time_machine.move_to(served.opened_at + timedelta(days=25), tick=False)
    page = login(cast.clerk).get(f"/cases/{served.number}/steps/rate/").content.decode()
    assert re.search(r'name="heard_by"[^>]*value="phone"[^>]*checked', page), "the record has a telephone"
    assert not re.search(r'name="(alike|rating|office_rating)"[^>]*checked', page), "nobody answers for the petitioner"
    told = {"alike": "dissatisfied", "heard_by": "phone", "rated_on": day("2026-04-02")}
    builders.step(served, "rate", cast.clerk, later=25, **told)
    assert (served.rating, served.office_rating) == ("dissatisfied", "dissatisfied")
    assert "petition.follow_up" in running(served)


def test_what_is_said_of_one_organ_is_not_undone_by_what_is_said_of_both(served, cast):
    """国信发〔2022〕11号: a poor rating is followed, and none is written over by a good one."""
    told = {"alike": "satisfied", "rating": "dissatisfied", "heard_by": "phone", "rated_on": day("2026-04-02")}
    with pytest.raises(FactMissing) as refused:
        builders.step(served, "rate", cast.clerk, later=25, **told)
    assert list(refused.value.errors) == ["rating"]
    served.refresh_from_db()
    assert served.rating == "" and "petition.follow_up" not in running(served)
