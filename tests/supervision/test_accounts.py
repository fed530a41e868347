"""Once a month every promise is accounted for: struck off with proof, or kept with reason, measure and a new day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.steps import actions
from governance.duties.meetings import decisions
from governance.duties.models import Decision, DutyTask, Meeting, MeetingKind
from governance.duties.scan import opening
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.frame.wording import in_figures
from governance.supervision.accounts import actions as accounts
from governance.supervision.accounts.actions import Promise, Provider
from governance.supervision.models import AccountItem, AccountMeeting
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.below import centre_below
from tests.duties.making import plan
from tests.papers.reading import text
from tests.security.incidents import incident
from tests.supervision.leading import DATE, TAKEN, charged, leaders
from tests.supervision.test_papers import SIGN
from tests.supervision.test_papers import order as propose

pytestmark = pytest.mark.django_db

MONTH = DATE.replace(day=1)
AT = TAKEN + timedelta(days=20)
KEEP = {"reason": "资金没有到位。", "measure": "县财政先行垫付。"}


@pytest.fixture
def meeting(cast) -> AccountMeeting:
    """The meeting of the month in which a case under a leader and the answer to a copy notice are due."""
    led = charged(cast)
    paper = propose(cast, TAKEN, cases=[led.subject])
    actions.take_step(paper, "sign", SIGN, actor=cast.county, at=TAKEN)
    return accounts.open_meeting(MONTH, cast.centre, actor=cast.staff, at=AT)


def item(meeting, provider) -> AccountItem:
    return meeting.items.get(provider=provider)


def strike(meeting, actor, row, at=AT, proof="已恢复供水，居民签字确认。"):
    files = [upload("证明.png", picture("PNG"))]
    actions.take_step(meeting, "strike_off", {"item": row, "proof": proof}, actor=actor, at=at, files=files)
    row.refresh_from_db()


def keep(meeting, actor, row, new_on=DATE + timedelta(days=26), at=AT):
    actions.take_step(meeting, "keep", {"item": row, "new_on": new_on, **KEEP}, actor=actor, at=at)
    row.refresh_from_db()


def test_the_meeting_strikes_off_nothing_that_the_record_shows_unanswered(cast):
    charged(cast, subject=builders.in_status(cast, "handling"))
    meeting = accounts.open_meeting(MONTH, cast.centre, actor=cast.staff, at=AT)
    with pytest.raises(FactMissing, match="没有依法答复当事人"):
        strike(meeting, cast.staff, item(meeting, "leader_case"))
    keep(meeting, cast.staff, item(meeting, "leader_case"))


def test_no_meeting_of_a_unit_strikes_off_what_the_unit_above_it_owes(cast):
    led = charged(cast)
    type(led).objects.filter(pk=led.pk).update(lead_unit=cast.weiqu)
    below = centre_below(cast)
    meeting = accounts.open_meeting(MONTH, below.posts.get().unit, actor=below, at=AT)
    with pytest.raises(FactMissing, match="不能自己销号"):
        strike(meeting, below, item(meeting, "leader_case"))
    led.refresh_from_db()
    assert led.ended_on is None


def test_it_lists_every_promise_of_the_month_once(cast, meeting):
    other = charged(cast, subject=builders.in_status(cast, "handling"), promised_on=DATE + timedelta(days=40))
    found = {(row.provider, row.case_id): row.promised_on for row in meeting.items.all()}
    assert {provider for provider, _ in found} == {"leader_case", "supervision"}
    assert found["leader_case", item(meeting, "leader_case").case_id] == DATE
    actions.take_step(meeting, "gather", actor=cast.staff, at=AT)
    assert meeting.items.count() == 2
    assert not meeting.items.filter(case_id=other.pk).exists()
    with pytest.raises(FactMissing, match="月的交账会已经开始"):
        accounts.open_meeting(MONTH, cast.centre, actor=cast.staff, at=AT)


def test_it_opens_no_meeting_of_a_month_that_has_not_begun(cast):
    with pytest.raises(FactMissing) as refusal:
        accounts.open_meeting(date(AT.year, AT.month + 1, 1), cast.centre, actor=cast.staff, at=AT)
    assert refusal.value.errors == {"month": "这个月还没有开始。"}


def test_it_strikes_off_with_proof_and_ends_what_was_promised(cast, meeting):
    row = item(meeting, "leader_case")
    with pytest.raises(FactMissing) as refusal:
        actions.take_step(meeting, "strike_off", {"item": row}, actor=cast.staff, at=AT)
    assert set(refusal.value.errors) == {"proof", "files"}
    strike(meeting, cast.staff, row)
    assert (row.outcome, row.by, row.proof) == ("struck_off", cast.staff, "已恢复供水，居民签字确认。")
    led = row.case.own
    assert led.status == "struck_off"
    assert ["办理人", "孙国庆"] in led.events.latest("seq").facts["told"]
    with pytest.raises(FactMissing):
        strike(meeting, cast.staff, row)
    actions.take_step(meeting, "gather", actor=cast.staff, at=AT)
    assert meeting.items.filter(outcome="struck_off").get() == row


def test_it_keeps_with_a_new_day_that_the_promise_follows(cast, meeting):
    row = item(meeting, "leader_case")
    with pytest.raises(FactMissing) as refusal:
        keep(meeting, cast.staff, row, new_on=AT.date())
    assert set(refusal.value.errors) == {"new_on"}
    keep(meeting, cast.staff, row)
    assert (row.outcome, row.new_on, row.case.own.promised_on) == ("kept", row.new_on, row.new_on)
    following = accounts.open_meeting(row.new_on, cast.centre, actor=cast.staff, at=AT + timedelta(days=30))
    history = accounts.history_of(item(following, "leader_case"))
    assert [(each.meeting, each.outcome) for each in history] == [(following, "open"), (meeting, "kept")]


def test_it_strikes_off_no_paper_that_was_not_answered_and_moves_its_day_instead(cast, meeting, login):
    row = item(meeting, "supervision")
    page = login(cast.staff).get(reverse("supervision:account_item", args=[meeting.number, row.pk])).content.decode()
    assert "责任单位还没有反馈，不能销号" in page and 'value="strike_off"' not in page and 'value="keep"' in page
    with pytest.raises(FactMissing) as refusal:
        strike(meeting, cast.staff, row)
    assert refusal.value.errors == {"item": "责任单位还没有反馈，不能销号，请保留并改期。"}
    row.refresh_from_db()
    assert row.outcome == "open"
    keep(meeting, cast.staff, row)
    answers = row.case.clocks.filter(term_code="supervision.answer")
    assert answers.get(ended_at=None).due == row.new_on
    assert sorted(answers.values_list("outcome", flat=True)) == ["", "missed"]


def test_it_makes_minutes_only_when_everything_is_accounted_for(cast, meeting):
    facts = {"held_on": AT.date(), "chair": "冯志远", "attendees": "各有关单位负责人。"}
    strike(meeting, cast.staff, item(meeting, "leader_case"))
    with pytest.raises(StepNotPossible, match="没有交账"):
        actions.take_step(meeting, "conclude", facts, actor=cast.county, at=AT)
    keep(meeting, cast.staff, item(meeting, "supervision"))
    actions.take_step(meeting, "conclude", facts, actor=cast.staff, at=AT)
    actions.decide(meeting.proposals.get(decision=""), approve=True, actor=cast.leader, at=AT)
    paper = meeting.papers.get()
    shown = text(paper)
    assert (paper.code, paper.signer) == ("account_minutes", cast.leader)
    assert "清单所列2项，已销号1项，保留并改期1项" in shown
    assert "已销号：已恢复供水" in shown
    assert f"未完成：资金没有到位。措施：县财政先行垫付。改期至 {in_figures(DATE + timedelta(days=26))}。" in shown
    assert "{{" not in shown


def test_it_hands_in_the_duty_to_hold_it(cast):
    office = {"levels": ["county"], "unit_kinds": ["office"], "kind": "meeting", "form": "done"}
    duty = plan("meeting.account", "monthly", **office)
    opening.open_plan(duty.pk, AT)
    task = DutyTask.objects.get(unit=cast.office, first__lte=AT.date(), last__gte=AT.date())
    meeting = accounts.open_meeting(MONTH, cast.office, actor=cast.county, at=AT)
    facts = {"held_on": AT.date(), "chair": "冯志远", "attendees": "各有关单位负责人。"}
    actions.take_step(meeting, "conclude", facts, actor=cast.county, at=AT)
    for waiting in meeting.proposals.filter(decision=""):
        actions.decide(waiting, approve=True, actor=cast.leader, at=AT)
    task.refresh_from_db()
    assert task.state == "returned"
    assert "主持人冯志远，交账 0 项" in task.returns.get().text


def test_it_takes_what_was_settled_in_the_month_as_struck_off(cast):
    leaders(cast)
    led = charged(cast)
    actions.take_step(led, "withdraw", {"reason": "已进入诉讼。"}, actor=cast.staff, at=AT)
    settled = charged(cast, subject=builders.in_status(cast, "served"))
    told = {"result": "已恢复供水。", "reply": "当面答复。"}
    actions.take_step(settled, "report", told, actor=cast.handler, at=TAKEN, files=[upload("证明.png", picture("PNG"))])
    actions.take_step(settled, "strike_off", {"found": "属实。"}, actor=cast.staff, at=TAKEN)
    at = TAKEN + timedelta(days=1)
    meeting = accounts.open_meeting(TAKEN.date(), cast.centre, actor=cast.staff, at=at)
    row = meeting.items.get()
    assert (row.case_id, row.outcome, "已恢复供水" in row.proof) == (settled.pk, "struck_off", True)


def test_it_lists_what_others_promise_through_the_registry(cast, monkeypatch):
    ruled = []
    promise = Promise("7", "排查结果报县委", cast.housing.pk, DATE)
    provider = Provider("other", "其他承诺", lambda *_: [promise], lambda key, _: ruled.append(key), None)
    monkeypatch.setitem(accounts.PROVIDERS._items, "other", provider)
    meeting = accounts.open_meeting(MONTH, cast.centre, actor=cast.staff, at=AT)
    strike(meeting, cast.staff, meeting.items.get())
    assert ruled == ["7"]


def test_the_second_who_accounts_for_an_item_sees_what_the_first_did(cast, meeting, login):
    row = item(meeting, "leader_case")
    address = f"/supervision/accounts/{meeting.number}/{row.pk}/"
    page = login(cast.staff).get(address).content.decode()
    assert 'name="seen" value="1"' in page
    new_on = AT.date() + timedelta(days=9)
    told = {"act": "keep", "seen": "1", "new_on": new_on.isoformat(), **KEEP}
    keep(meeting, cast.county, row)
    second = login(cast.staff).post(address, {**told, "reason": "等候鉴定。"})
    said = second.content.decode()
    assert second.status_code == 409
    assert "高敏" in said and "资金没有到位。" in said and "等候鉴定。" in said
    row.refresh_from_db()
    assert row.reason == "资金没有到位。"


def test_it_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(cast, meeting, login):
    row = item(meeting, "leader_case")
    address = f"/supervision/accounts/{meeting.number}/{row.pk}/"
    wrong = login(cast.staff).post(address, {"act": "strike_off", "seen": "1", "proof": "已办结"})
    said = wrong.content.decode()
    assert (wrong.status_code, "请附上证明材料。" in said, "已办结" in said) == (422, True, True)
    unanswered = item(meeting, "supervision")
    facts = {"act": "strike_off", "seen": "1", "proof": "已办结", "files": upload("证.png", picture("PNG"))}
    wrong = login(cast.staff).post(f"/supervision/accounts/{meeting.number}/{unanswered.pk}/", facts)
    assert "责任单位还没有反馈" in wrong.content.decode()
    assert login(cast.handler).get(address).status_code == 404


def test_it_lists_what_its_own_meetings_decided_and_carries_the_ruling_over(cast):
    kind = MeetingKind.objects.create(code="joint", name="联席会议", basis="联席会议制度")
    gathering = Meeting.objects.create(
        kind=kind,
        unit=cast.centre,
        title="六月联席会议",
        starts_at=TAKEN,
        place="三楼会议室",
        chair="冯志远",
        state=Meeting.State.HELD,
        planned_at=TAKEN,
    )
    told = {"unit": cast.housing, "actor": cast.staff, "at": TAKEN}
    for words in ("修复泵房", "公布检修计划"):
        decisions.decide(gathering, words, due_on=DATE, **told)
    meeting = accounts.open_meeting(MONTH, cast.centre, actor=cast.staff, at=AT)
    first, second = meeting.items.order_by("pk")
    assert (first.provider, first.title, first.unit) == ("decision", "修复泵房（六月联席会议）", cast.housing)
    strike(meeting, cast.staff, first)
    keep(meeting, cast.staff, second)
    states = dict(Decision.objects.values_list("text", "state"))
    assert states == {"修复泵房": "done", "公布检修计划": "open"}
    assert Decision.objects.get(text="公布检修计划").due_on == second.new_on


def test_the_unit_sees_on_its_page_what_it_has_to_account_for(cast, meeting, login):
    keep(meeting, cast.staff, item(meeting, "leader_case"))
    page = login(cast.handler).get(f"/supervision/units/{cast.housing.pk}/")
    shown = page.content.decode()
    assert [line["result"][:11] for line in page.context["items"] if line["result"]] == ["未完成：资金没有到位。"]
    assert meeting.title in shown
    assert item(meeting, "leader_case").case.number in shown
    assert meeting.number not in shown


def test_what_was_reported_in_time_is_in_time_at_whatever_meeting_it_is_struck_off(cast, meeting):
    row = item(meeting, "leader_case")
    told = {"result": "已恢复供水。", "reply": "当面答复。"}
    reported = TAKEN + timedelta(days=5)
    actions.take_step(
        row.case, "report", told, actor=cast.handler, at=reported, files=[upload("a.png", picture("PNG"))]
    )
    strike(meeting, cast.staff, row, at=AT + timedelta(days=9))
    clock = row.case.clocks.get(term_code="leader_case.resolve")
    assert (clock.outcome, clock.ended_at) == ("met", reported)


def test_a_grave_dispute_that_no_leader_has_is_accounted_for_until_it_has_ended(cast):
    grave = disputes.dispute(cast, grade="major")
    disputes.dispute(cast)
    meeting = accounts.open_meeting(MONTH, cast.centre, actor=cast.staff, at=AT)
    row = meeting.items.get()
    last = accounts.last_of(MONTH)
    assert (row.provider, row.case_id, row.unit, row.promised_on) == ("grave", grave.pk, grave.lead_unit, last)
    with pytest.raises(FactMissing, match="还没有办结，不能销号"):
        strike(meeting, cast.staff, row)
    keep(meeting, cast.staff, row, new_on=DATE + timedelta(days=26))
    said = grave.events.latest("seq")
    assert (said.label, ["措施", KEEP["measure"]] in said.facts["told"]) == ("交账会保留", True)
    # What was put off stands on the list of the month to which it was put off, and not of those before.
    following = accounts.open_meeting(row.new_on, cast.centre, actor=cast.staff, at=AT + timedelta(days=31))
    assert item(following, "grave").promised_on == row.new_on
    ended = AT + timedelta(days=31)
    deadlines.cancel_duties(grave, at=ended)
    told = {"status": "resolved", "closed_at": ended, "next_due_at": None}
    type(grave).objects.filter(pk=grave.pk).update(**told)
    actions.take_step(following, "gather", actor=cast.staff, at=AT + timedelta(days=31))
    settled = item(following, "grave")
    assert (settled.outcome, "已办结" in settled.proof) == ("struck_off", True)


def test_a_grave_dispute_put_off_to_a_later_month_is_not_accounted_for_before(cast):
    disputes.dispute(cast, grade="major")
    meeting = accounts.open_meeting(MONTH, cast.centre, actor=cast.staff, at=AT)
    keep(meeting, cast.staff, meeting.items.get(), new_on=DATE + timedelta(days=57))
    following = accounts.last_of(MONTH) + timedelta(days=1)
    between = accounts.open_meeting(following, cast.centre, actor=cast.staff, at=AT + timedelta(days=31))
    assert not between.items.filter(provider="grave").exists()


def test_an_incident_of_a_high_grade_is_no_grave_dispute(cast):
    """重大疑难 is a grade of disputes; 重大 of an incident says how many it hit."""
    incident(cast)
    disputes.dispute(cast, grade="major")
    found = accounts.open_meeting(MONTH, cast.centre, actor=cast.staff, at=AT).items
    assert [row.case.kind for row in found.filter(provider="grave")] == ["dispute"]


def test_a_grave_dispute_under_a_leader_is_accounted_for_as_the_leader_s(cast):
    charged(cast, subject=disputes.dispute(cast, grade="major"))
    meeting = accounts.open_meeting(MONTH, cast.centre, actor=cast.staff, at=AT)
    assert {row.provider for row in meeting.items.all()} <= {"leader_case"}
