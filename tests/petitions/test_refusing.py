"""A ground of refusal stands in the record, or it does not stand; nobody is sent away without being told where to."""

from datetime import datetime, timedelta

import pytest

from governance.cases import deadlines
from governance.cases.models import CaseLink
from governance.frame.days import CHINA
from governance.frame.refusals import FactMissing, StepNotPossible
from petitions.vocabulary import REFUSAL_GROUNDS
from tests import builders
from tests.papers.reading import text

pytestmark = pytest.mark.django_db


def refuse(case, actor, ground, later=3, **told):
    builders.step(case, "not_accept", actor, later=later, **{**builders.REFUSAL, "ground": ground, **told})


def repeated(cast, earlier, **fields):
    """A petition that the record links with an earlier one."""
    case = builders.petition(cast, **fields)
    CaseLink.objects.create(case=case, other=earlier, kind=CaseLink.Kind.REPEAT)
    return case


def said(refused) -> str:
    return refused.value.errors["ground"]


def test_it_knows_no_ground_that_the_law_does_not_carry():
    assert [ground for ground, _ in REFUSAL_GROUNDS] == ["competence", "pending", "legal_route", "concluded"]


@pytest.mark.parametrize("ground", ["pending", "legal_route", "concluded"])
def test_a_first_petition_is_not_refused_on_a_ground_that_the_record_does_not_show(cast, ground):
    case = builders.in_status(cast, "routed")
    with pytest.raises(FactMissing) as refused:
        refuse(case, cast.lead, ground, opinion_number="长信复核〔2025〕1号")
    assert said(refused) and case.status == "routed"


def test_what_is_being_dealt_with_is_refused_by_the_superior_alone(cast):
    earlier = builders.in_status(cast, "handling")
    by_the_same = repeated(cast, earlier, unit=cast.housing, actor=cast.handler)
    with pytest.raises(FactMissing) as refused:
        refuse(by_the_same, cast.lead, "pending")
    assert "上级" in said(refused)
    below = accepted_below(cast)
    above = repeated(cast, below)
    refuse(above, cast.township_lead, "pending")
    assert above.status == "not_accepted"


def below_the_township(cast):
    below = builders.petition(cast)
    builders.step(below, "transfer", cast.clerk, to_unit=cast.fengqi, **builders.TRANSFER)
    assert below.lead_unit == cast.fengqi
    return below


def accepted_below(cast):
    below = below_the_township(cast)
    builders.step(below, "accept", None, later=1, **builders.ACCEPT)
    return below


def test_what_nobody_has_accepted_or_whose_limit_is_over_or_what_others_asked_is_not_pending(cast):
    idle = below_the_township(cast)  # never accepted
    stranger = [builders.person(name="钱大海", phone="13955556666", address="广场社区1号")]
    below = accepted_below(cast)  # accepted 03-11, to be answered by 05-11
    for earlier, fields in (
        (idle, {}),
        (below, {"people": stranger}),
        (below, {"at": builders.OPENED + timedelta(days=92)}),
    ):
        case = repeated(cast, earlier, **fields)
        with pytest.raises(FactMissing) as refused:
            refuse(case, cast.township_lead, "pending")
        assert "规定期限" in said(refused)


def test_what_was_concluded_names_the_opinion_that_concluded_it(cast):
    earlier = builders.in_status(cast, "served")  # on 03-31: a review can be asked for until 04-30
    deadlines.scan(datetime(2026, 5, 6, 9, tzinfo=CHINA))
    at = datetime(2026, 5, 6, 10, tzinfo=CHINA)
    case = repeated(cast, earlier, unit=cast.housing, actor=cast.handler, at=at)
    with pytest.raises(FactMissing) as refused:
        refuse(case, cast.lead, "concluded")
    assert list(refused.value.errors) == ["opinion_number"]
    number = "西信复核〔2025〕12号"
    told = {**builders.REFUSAL, "ground": "concluded", "opinion_number": number}
    builders.step(case, "not_accept", cast.lead, later=3, replay=False, **told)
    paper = text(case.papers.get())
    assert number in paper and "第三十六条第三款" in paper


def test_what_can_still_be_reviewed_or_what_others_were_answered_is_not_concluded(cast):
    earlier = builders.in_status(cast, "served")
    told = {"opinion_number": "西信复核〔2025〕12号"}
    with pytest.raises(FactMissing) as refused:
        refuse(repeated(cast, earlier, unit=cast.housing, actor=cast.handler), cast.lead, "concluded", **told)
    assert "没有终结" in said(refused)
    deadlines.scan(datetime(2026, 5, 6, 9, tzinfo=CHINA))
    stranger = [builders.person(name="钱大海", phone="13955556666", address="广场社区1号")]
    for people, number, field in ((stranger, told["opinion_number"], "ground"), (None, "无", "opinion_number")):
        case = repeated(cast, earlier, unit=cast.housing, actor=cast.handler, people=people)
        with pytest.raises(FactMissing) as refused:
            refuse(case, cast.lead, "concluded", opinion_number=number)
        assert list(refused.value.errors) == [field]


def test_a_petition_department_does_not_refuse_what_it_is_to_transfer(cast):
    for fields in ({"channel": "letter", "route": "litigation"}, {"route": "administrative"}):
        case = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk, **fields)
        with pytest.raises(FactMissing) as refused:
            refuse(case, None, "legal_route")
        assert "转送" in said(refused)


def test_what_turns_out_to_be_litigation_is_not_replied_to_as_a_petition(cast):
    case = builders.petition(cast)
    builders.step(case, "accept", cast.township_lead, later=1, **builders.ACCEPT)
    told = {"petition_class": "appeal_request", "route": "litigation", "reason": "属于涉诉。"}
    builders.step(case, "reclassify", None, later=2, **told)
    with pytest.raises(StepNotPossible, match="第二十八条"):
        builders.step(case, "reply", cast.township_lead, later=3, answer="请补充。")


@pytest.mark.parametrize("words", ["无", "没有", "另行告知", "没有其他途径可以走了"])
@pytest.mark.parametrize("step", ["not_accept", "inform", "notify"])
def test_nobody_is_told_that_there_is_nowhere_to_go(cast, step, words):
    case = builders.petition(cast, route="arbitration")
    told = builders.REFUSAL if step == "not_accept" else builders.INFORM
    actor = cast.township_lead if step == "not_accept" else cast.clerk
    with pytest.raises(FactMissing) as refused:
        builders.step(case, step, actor, later=1, **{**told, "next_route": words})
    assert list(refused.value.errors) == ["next_route"]


def test_a_refusal_can_be_undone(cast):
    case = builders.in_status(cast, "not_accepted")
    builders.step(case, "reconsider", cast.lead, later=5, reason="上级责令改正。")
    builders.step(case, "accept", cast.handler, later=6, **builders.ACCEPT)
    assert case.status == "handling"


def test_a_petition_department_transfers_and_guides_only_who_comes_about_litigation(cast):
    def taken_in(**fields):
        return builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk, **fields)

    with pytest.raises(StepNotPossible, match="应当转送、交办"):
        builders.step(taken_in(), "inform", cast.petition_clerk, later=1, **builders.INFORM)
    with pytest.raises(StepNotPossible, match="应当转送、交办"):
        letter = taken_in(channel="letter", route="litigation")
        builders.step(letter, "inform", cast.petition_clerk, later=1, **builders.INFORM)
    came = taken_in(route="litigation")
    builders.step(came, "inform", cast.petition_clerk, later=1, **builders.INFORM)
    assert came.status == "informed"
    builders.step(came, "resume", cast.petition_clerk, later=4, ground="turned_away", reason="法院没有接收。")
    assert came.status == "registered" and came.clocks.filter(term_code="petition.route", ended_at=None).exists()


def test_litigation_is_separated_from_petitions(cast):
    case = builders.petition(cast, route="litigation")
    with pytest.raises(FactMissing, match="转送同级政法部门"):
        builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    with pytest.raises(StepNotPossible, match="第二十八条"):
        builders.step(case, "accept", cast.township_lead, later=2, **builders.ACCEPT)
    theirs = builders.petition(cast, route="litigation")
    builders.step(theirs, "transfer", cast.clerk, later=1, to_unit=cast.station, **builders.TRANSFER)
    builders.step(theirs, "accept", cast.officer, later=2, replay=False, **builders.ACCEPT)
    paper = text(theirs.papers.get())
    assert "从普通信访中分离出来" in paper and "第三十一条第一项" in paper


def test_the_acceptance_says_where_one_can_ask_and_what_becomes_of_the_data(cast):
    case = builders.in_status(cast, "routed")
    builders.step(case, "accept", cast.handler, later=2, replay=False, **builders.ACCEPT)
    paper = text(case.papers.get())
    assert (
        "凭事项编号和登记的电话或者证件号末四位，当面或者打电话向韦曲街道办事处或者长安区住房和城乡建设局查询。"
        in paper
    )
    assert "个人信息，只用于登记、转送、交办、办理、答复本事项" in paper


def test_what_was_taken_on_is_answered_whoever_holds_it_by_then(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "recall", cast.clerk, later=10, reason="转送有误。")
    with pytest.raises(StepNotPossible, match="已经受理的，应当办理并答复"):
        builders.step(case, "inform", cast.clerk, later=11, **builders.INFORM)
    builders.step(case, "transfer", cast.clerk, later=11, to_unit=cast.water, **builders.TRANSFER)
    builders.step(case, "reclassify", cast.water_handler, later=12, **builders.ARBITRATION)
    builders.agreed(case, cast.township_lead)
    with pytest.raises(StepNotPossible, match="已经受理的，应当办理并答复"):
        builders.step(case, "not_accept", cast.water_handler, later=12, **builders.REFUSAL)
    builders.step(case, "accept", cast.water_handler, later=12, **builders.ACCEPT)
    assert case.status == "handling"


@pytest.mark.parametrize(("ground", "since"), [("mistaken", 0), ("more", 100)])
def test_what_the_organ_mistook_is_late_since_it_came_in(cast, ground, since):
    case = builders.in_status(cast, "informed")
    builders.step(case, "resume", cast.clerk, later=100, ground=ground, reason="属于本街道职权。")
    clock = case.clocks.get(term_code="petition.route", ended_at=None)
    assert (clock.start_on - builders.OPENED.date()).days == since
