"""Who mediates and who sits down with whom, and what they agree on."""

from datetime import timedelta

import pytest

from governance.cases import registry
from governance.cases.steps.forms import StepForm
from governance.frame.refusals import FactMissing, StepNotPossible
from mediation.disputes.actions import register_dispute
from mediation.models import Dispute, Mediator, Track
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.disputes import day
from tests.mediation.tracking import agreement, refused, running

pytestmark = pytest.mark.django_db


def test_it_refuses_one_person_on_both_sides(cast):
    twice = [
        disputes.party("韩素珍", "applicant", phone="13922220001"),
        disputes.party("韩素贞", "respondent", phone="13922220001"),
    ]
    whole = Dispute(title="纠纷", summary="概况", area=cast.area("610116001002"), channel="visit", source="sweep")
    whole.lead_unit, whole.opened_at = cast.weiqu, builders.OPENED
    with pytest.raises(FactMissing) as refusal:
        register_dispute(whole, actor=cast.clerk, at=builders.OPENED, people=twice)
    assert refusal.value.errors == {"people-1-name": "韩素贞已经是申请人，同一人不能同时是双方当事人。"}
    assert not Dispute.objects.exists()


def test_it_knows_a_person_by_name_only_where_no_number_says_otherwise(cast):
    named_alike = [
        disputes.party("韩素珍", "applicant", phone="13922220001"),
        disputes.party("韩素珍", "respondent", phone="13922220009"),
    ]
    assert disputes.dispute(cast, people=named_alike).participants.count() == 2


def test_it_reaches_no_agreement_before_the_parties_have_sat_down(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.name(case, cast)
    with pytest.raises(StepNotPossible):
        builders.step(case, "sign_agreement", cast.mediator, later=5, **agreement(case))


@pytest.mark.parametrize(
    ("facts", "field", "part"),
    [
        ({"signed": 2}, "signed_on", "不能早于第一次调解"),
        ({"effective": 4}, "effective_on", "不能早于达成（签名）日期"),
        ({"form": "oral", "effective": 6, "at": 6}, "effective_on", "口头协议自达成协议之日起生效"),
        ({"due": 4}, "items-0-due_on", "不能早于协议生效日期"),
        ({"amount": None}, "items-0-amount", "写明金额"),
        ({"amount": "0"}, "items-0-amount", "大于零"),
        ({"amount": "-1"}, "items-0-amount", "不能小于零"),
        ({"facts": ""}, "facts", "请填写"),
        ({"items": []}, "items", "请填写"),
    ],
)
def test_it_refuses_an_agreement_that_is_wrong_or_unclear(cast, sitting, facts, field, part):
    row = {"what": "赔偿", "manner": "transfer", "amount": "500", "due_on": day(sitting, facts.pop("due", 30))}
    told = {
        "signed_on": day(sitting, facts.pop("signed", 5)),
        "effective_on": day(sitting, facts.pop("effective", 5)),
        "items": facts.pop("items", [row]),
    }
    later = facts.pop("at", 5)
    if "amount" in facts:
        row["amount"] = facts.pop("amount")
    errors = refused(sitting, "sign_agreement", cast.mediator, later=later, **agreement(sitting, **told, **facts))
    assert part in errors[field], errors
    assert sitting.agreement is None


def test_what_is_said_to_be_signed_electronically_is_shown(cast, sitting):
    """人民法院在线调解规则 art. 19: the signed agreement is made or brought onto the platform."""
    told = {"later": 5, "replay": False, **agreement(sitting, electronic=True)}
    assert refused(sitting, "sign_agreement", cast.mediator, **told) == {"files": "请附上签名的协议。"}
    builders.step(sitting, "sign_agreement", cast.mediator, files=[upload("协议.jpg", picture())], **told)
    assert sitting.status == "agreed"


def test_it_runs_a_clock_for_every_promise_to_the_agreed_day(cast, sitting):
    disputes.agree(sitting, cast)
    clocks = sitting.clocks.filter(term_code="mediation.perform").order_by("due")
    assert [(clock.subject, clock.due) for clock in clocks] == [
        ("第1项", day(sitting, 30)),
        ("第2项", day(sitting, 40)),
    ]
    assert running(sitting) == {"mediation.perform", "mediation.confirm_apply"}
    assert sitting.clocks.get(term_code="mediation.people").outcome == "met"
    whole = sitting.dispute
    assert whole.status == "settled"


def test_it_counts_what_is_done_at_once_as_performed(cast, sitting):
    on = day(sitting, 5)
    later = {"what": "维修完毕", "manner": "act"}
    with pytest.raises(FactMissing, match="请填写履行期限"):
        disputes.agree(sitting, cast, items=[later])
    disputes.agree(sitting, cast, items=[{"what": "当面赔礼", "manner": "at_once"}])
    assert sitting.agreement.items.get().due_on == on
    assert sitting.agreement.items.get().performed_on == on
    assert "mediation.perform" not in running(sitting)
    builders.step(sitting, "confirm_performed", cast.mediator, later=6)
    assert sitting.status == "performed"


def test_it_never_takes_back_a_mediator_who_was_recused(cast, sitting):
    row = sitting.mediators.get()
    builders.step(sitting, "recuse", cast.mediator, later=4, mediator=row, ground="relative")
    assert sitting.handler is None
    errors = refused(sitting, "name_mediator", None, mediator=row.mediator, chosen_by="both")
    assert "已经回避（是一方当事人或者其代理人近亲属）" in errors["mediator"]


def test_it_offers_only_mediators_whose_term_runs(cast, sitting):
    past = Mediator.objects.create(
        unit=cast.mediation,
        name="牛志刚",
        appointed_on=day(sitting, -900),
        term_from=day(sitting, -900),
        term_to=day(sitting, -1),
    )
    errors = refused(sitting, "name_mediator", cast.mediator, mediator=past, chosen_by="both")
    assert set(errors) == {"mediator"}


def test_before_a_screen_nobody_sits_down_unasked_and_unknown(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.name(case, cast, later=2)
    link = "https://meeting.changan.gov.cn/j/8841"
    online = {**disputes.SESSION, "held_at": case.opened_at + timedelta(days=3), "mode": "video", "place": link}
    told = refused(case, "hold_session", cast.mediator, **online)
    assert set(told) == {"online_consent", "identified"}
    assert told["online_consent"] == "请确认：各方当事人同意以视频方式调解。"
    arranged = {"meets_at": online["held_at"] + timedelta(days=4), "mode": "video", "place": link, "attendants": "双方"}
    assert set(refused(case, "arrange_session", cast.mediator, later=2, **arranged)) == {"online_consent"}
    builders.step(case, "arrange_session", cast.mediator, later=2, online_consent=True, **arranged)
    assert case.events.last().facts["private"], "where they meet stays among those who take part"
    builders.step(case, "hold_session", cast.mediator, later=5, online_consent=True, identified=True, **online)
    assert case.sessions.get().place == link


def begun(case, cast, at):
    form = StepForm(
        registry.workflow_of(case).step("hold_session"), Track.objects.get(pk=case.pk), cast.mediator, at=at
    )
    return {name: form[name].initial for name in ("held_at", "mode", "place", "attendants")}


def test_a_sitting_is_arranged_ahead_and_its_record_begins_with_that(cast, sitting):
    at, ahead = sitting.opened_at + timedelta(days=6), sitting.opened_at + timedelta(days=8)
    told = {"mode": "onsite", "place": "凤栖路社区三号楼前", "attendants": "双方和社区书记"}
    past = refused(sitting, "arrange_session", cast.mediator, later=6, meets_at=at, **told)
    assert "晚于现在" in past["meets_at"]
    unarranged = begun(sitting, cast, at)
    assert unarranged == unarranged | {"mode": "room", "place": sitting.lead_unit.name, "held_at": None}
    builders.step(sitting, "arrange_session", cast.mediator, later=6, meets_at=ahead, **told)
    assert begun(sitting, cast, at) == told | {"held_at": None}, "what was arranged has not come yet"
    later = ahead + timedelta(hours=3)
    assert begun(sitting, cast, later) == told | {"held_at": ahead.replace(second=0, microsecond=0)}
    unsaid = refused(sitting, "hold_session", cast.mediator, later=9, **{**disputes.SESSION, **told, "held_at": ""})
    assert set(unsaid) == {"held_at"}, "the record of a sitting, and the police's second one, hang on its time"
    held = {**disputes.SESSION, **told, "held_at": ahead}
    builders.step(sitting, "hold_session", cast.mediator, later=9, **held)
    assert begun(sitting, cast, later)["place"] == sitting.lead_unit.name
