"""Whom a warning reaches and by when each confirms; what is refused; how it is changed, lifted and ends by itself."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.models import Proposal
from governance.cases.papers.issue import Issuing
from governance.cases.steps import actions
from governance.frame.days import CHINA
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.frame.wording import minute_in_figures
from governance.maps.models import Boundary
from governance.notices.models import Notice
from governance.organisation.models import Post, Unit
from security.models import Warning
from security.warnings import map_layer, rows
from security.warnings.papers import TEXTS
from security.warnings.sending import addressed, end_past, unreached
from tests.builders import OPENED
from tests.cast import SINCE
from tests.papers.reading import text
from tests.security import warnings

pytestmark = pytest.mark.django_db


def told(case) -> set[str]:
    found = Notice.objects.filter(subject_key=case.number, kind="emergency", text__contains="请确认收到")
    return set(found.values_list("recipient__username", flat=True))


def units(case) -> list[str]:
    return sorted(case.orders.filter(withdrawn_at=None).values_list("unit__short_name", flat=True))


def test_it_reaches_every_unit_that_answers_there_once_a_leader_has_signed(cast):
    case = warnings.warning(cast, replay=False)
    assert told(case) == set()
    warnings.soon(case, "issue_grave", cast.staff, minutes=5, replay=False)
    proposal = Proposal.objects.get()
    assert case.status == "draft" and not case.orders.exists()
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=cast.county, at=OPENED + timedelta(minutes=9))
    actions.decide(proposal, approve=True, actor=cast.leader, at=OPENED + timedelta(minutes=10))
    case.refresh_from_db()
    assert case.status == "in_force" and case.issued_at == OPENED + timedelta(minutes=10)
    assert units(case) == ["凤栖路社区", "韦曲派出所", "韦曲街道办"]
    assert told(case) == {"clerk", "township_lead", "officer", "grid_worker"}
    paper = case.papers.get()
    words = text(paper)
    assert paper.title == "预警通知" and "现发布自然灾害橙色预警：强降雨预警。" in words and warnings.ADVICE in words
    assert minute_in_figures(case.ends_at.astimezone(CHINA)) in words


def test_a_low_one_is_released_by_another_person_of_the_unit(cast):
    case = warnings.warning(cast, level="blue", lead_unit=cast.weiqu, actor=cast.clerk, whom=["village"])
    with pytest.raises(StepNotPossible, match="领导签发"):
        warnings.soon(warnings.warning(cast), "issue", cast.staff, minutes=1)
    warnings.soon(case, "issue", cast.clerk, minutes=2)
    assert case.status == "draft"
    actions.decide(Proposal.objects.get(), approve=True, actor=cast.township_lead, at=OPENED + timedelta(minutes=3))
    case.refresh_from_db()
    assert case.status == "in_force" and units(case) == ["凤栖路社区"]


def test_who_drafts_a_low_one_does_not_release_it(cast):
    case = warnings.warning(cast, level="yellow")
    warnings.soon(case, "issue", cast.staff, minutes=1)
    assert case.status == "draft"
    with pytest.raises(StepNotAllowed, match="不能审批自己提请的事项"):
        actions.decide(Proposal.objects.get(), approve=True, actor=cast.staff, at=OPENED + timedelta(minutes=2))


AMENDED = {"summary": "六小时降雨八十毫米以上。", "note": "雨量更正。"}


@pytest.mark.parametrize("what", ["amend", "address"])
def test_who_wrote_at_the_draft_does_not_release_it(cast, what):
    case = warnings.warning(cast, level="blue", lead_unit=cast.weiqu, actor=cast.clerk, whom=["village"])
    fields = {"title": case.title, "area": case.area, **AMENDED} if what == "amend" else {"unit": cast.station}
    warnings.soon(case, what, cast.township_lead, minutes=1, **fields)
    warnings.soon(case, "issue", cast.clerk, minutes=2)
    with pytest.raises(StepNotAllowed):
        actions.decide(Proposal.objects.get(), approve=True, actor=cast.township_lead, at=OPENED + timedelta(minutes=3))
    assert case.status == "draft" and not case.orders.exists()
    # Nor alone: what the head puts forward waits for another person too.
    other = warnings.warning(cast, level="blue", lead_unit=cast.weiqu, actor=cast.clerk, whom=["village"])
    warnings.soon(other, what, cast.township_lead, minutes=1, **fields)
    warnings.soon(other, "issue", cast.township_lead, minutes=2)
    assert other.status == "draft"


def test_a_leader_does_not_change_a_grave_one_alone(cast):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    told = {"level": "red", "ends_at": case.ends_at, "advice": case.advice, "reason": "雨势变化。"}
    warnings.soon(case, "change_grave", cast.leader, minutes=30, **told)
    assert case.level == "orange"


@pytest.mark.parametrize(
    ("fields", "where", "sentence"),
    [
        ({"ends_at": OPENED - timedelta(minutes=1)}, "ends_at", "结束时间应当晚于开始时间"),
        (
            {"begins_at": OPENED - timedelta(days=2), "ends_at": OPENED - timedelta(days=1)},
            "ends_at",
            "结束时间已经过去",
        ),
        ({"whom": []}, "whom", "没有可以确认的单位"),
        ({"ends_at": OPENED + timedelta(days=700)}, "ends_at", "一次预警最长 30 日"),
        (
            {"begins_at": OPENED + timedelta(days=700), "ends_at": OPENED + timedelta(days=701)},
            "begins_at",
            "开始时间应在今后 7 日以内",
        ),
        ({"begins_at": OPENED - timedelta(days=300)}, "begins_at", "开始时间早于现在 1 日以上"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_the_draft(cast, fields, where, sentence):
    with pytest.raises(FactMissing) as refused:
        warnings.warning(cast, **fields)
    assert sentence in refused.value.errors[where]
    assert not Warning.objects.exists()


def test_a_township_does_not_warn_another(cast):
    with pytest.raises(FactMissing) as refused:
        warnings.warning(cast, lead_unit=cast.guodu, actor=cast.outsider)
    assert "不管这个地方" in refused.value.errors["area"]


def test_what_ended_while_it_was_a_draft_is_not_sent(cast):
    case = warnings.warning(cast)
    with pytest.raises(FactMissing, match="结束时间已经过去"):
        warnings.signed(case, cast, minutes=60 * 7)


def test_the_departments_of_the_county_are_reached_and_a_village_only_inside(cast):
    case = warnings.warning(cast, whom=["department", "village"], area=cast.area("610116002"))
    assert {unit.short_name for unit in addressed(case, OPENED.date())} == {"区住建局", "区水务局"}


def test_each_confirms_by_the_clock_of_the_level_and_who_was_late_is_seen(cast):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    clock = case.clocks.get(term_code="warning.confirm_orange")
    assert clock.due_at == OPENED + timedelta(minutes=40)
    warnings.soon(case, "confirm", cast.clerk, minutes=20, note="已通知到户。")
    with pytest.raises(StepNotAllowed, match="由还没有确认的单位办理"):
        warnings.soon(case, "confirm", cast.township_lead, minutes=21)
    late = OPENED + timedelta(minutes=41)
    shown = rows.receipts(case, "open", late)
    assert [row["unit"] for row in shown] == ["韦曲派出所", "凤栖路社区"]
    assert all("逾期未确认" in row["received"] for row in shown)
    # Who has not confirmed when it was due is among the late ones; nobody is before.
    assert rows.receipts(case, "late", late) == shown and rows.counts(case, late)["late"] == 2
    assert not rows.receipts(case, "late", clock.due_at) and not rows.counts(case, clock.due_at)["late"]
    deadlines.scan(late)
    assert Notice.objects.filter(recipient=cast.leader, text__contains="确认橙色预警").exists()
    warnings.soon(case, "confirm", cast.officer, minutes=45)
    warnings.soon(case, "remind", cast.staff, minutes=46, replay=False)
    assert told(case) == {"grid_worker"}
    warnings.soon(case, "confirm", cast.grid_worker, minutes=50)
    clock.refresh_from_db()
    assert clock.outcome == "missed"
    assert [row["unit"] for row in rows.receipts(case, "late", late)] == ["韦曲派出所", "凤栖路社区"]
    assert rows.counts(case, late) == {"open": 0, "late": 2, "done": 3, "all": 3}
    with pytest.raises(StepNotPossible, match="各单位都已经确认"):
        warnings.soon(case, "remind", cast.staff, minutes=51)


def test_a_raised_level_is_confirmed_anew_and_the_former_stays_in_the_record(cast):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    warnings.soon(case, "confirm", cast.clerk, minutes=20)
    same = {"level": "orange", "ends_at": case.ends_at, "advice": case.advice, "reason": "同前"}
    with pytest.raises(FactMissing, match="都没有变化"):
        warnings.soon(case, "change_grave", cast.leader, minutes=21, **same)
    warnings.changed(case, cast, minutes=30, replay=False)
    assert case.level == "red" and case.orders.count() == 6
    assert rows.counts(case, OPENED) == {"open": 3, "late": 0, "done": 1, "all": 6}
    running = case.clocks.get(ended_at=None)
    assert (running.term_code, running.due_at) == ("warning.confirm_red", OPENED + timedelta(minutes=45))
    assert case.events.filter(step="change_grave").count() == 1


def test_a_warning_goes_on_for_longer_at_the_level_that_it_has(cast):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    longer = {"level": case.level, "ends_at": case.ends_at + timedelta(hours=12), "advice": case.advice}
    warnings.soon(case, "change_grave", cast.staff, minutes=21, reason="降雨持续。", **longer)
    at = case.opened_at + timedelta(minutes=22)
    actions.decide(case.proposals.get(decision=""), approve=True, actor=cast.leader, at=at)
    case.refresh_from_db()
    assert (case.level, case.ends_at) == ("orange", longer["ends_at"])
    assert rows.counts(case, OPENED)["open"] == 3


def test_nobody_changes_a_warning_in_force_alone(cast):
    case = warnings.warning(cast, level="yellow")
    role = Group.objects.get(name="centre_staff")
    Post.objects.create(user=cast.county, unit=cast.centre, role=role, starts_on=SINCE)
    county = type(cast.county).objects.get(pk=cast.county.pk)
    warnings.soon(case, "issue", county, minutes=5)
    told = {"level": "blue", "ends_at": case.ends_at, "advice": "一个人写的。", "reason": "雨势减弱。"}
    # The centre's staff draft warnings and release them: what one of them changes waits for another all the same.
    warnings.soon(case, "change", county, minutes=20, **told)
    proposal = Proposal.objects.get(step="change")
    assert (case.level, case.advice) == ("yellow", warnings.ADVICE) and not proposal.decision
    with pytest.raises(StepNotAllowed, match="不能审批自己提请的事项"):
        actions.decide(proposal, approve=True, actor=county, at=OPENED + timedelta(minutes=21))
    actions.decide(proposal, approve=True, actor=cast.staff, at=OPENED + timedelta(minutes=22))
    case.refresh_from_db()
    assert (case.level, case.advice) == ("blue", "一个人写的。")


def test_one_more_unit_is_named_before_and_after_it_is_sent(cast):
    case = warnings.warning(cast)
    warnings.soon(case, "address", cast.staff, minutes=2, unit=cast.water)
    warnings.signed(case, cast)
    assert "区水务局" in units(case)
    with pytest.raises(FactMissing, match="已经在发送范围内"):
        warnings.soon(case, "address", cast.staff, minutes=11, unit=cast.water)
    with pytest.raises(FactMissing, match="没有可以确认的人员"):
        warnings.soon(case, "address", cast.staff, minutes=12, unit=cast.police)
    for place, who in enumerate((cast.clerk, cast.officer, cast.grid_worker, cast.water_handler)):
        warnings.soon(case, "confirm", who, minutes=13 + place)
    assert not case.clocks.filter(ended_at=None).exists()
    warnings.soon(case, "address", cast.staff, minutes=20, unit=cast.housing, replay=False)
    assert told(case) == {"handler", "second_handler", "lead"}
    assert case.clocks.get(ended_at=None).due_at == OPENED + timedelta(minutes=50)


def test_it_ends_by_itself_and_what_was_not_confirmed_is_seen(cast):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    assert end_past(case.ends_at - timedelta(seconds=1)) == 0
    assert end_past(case.ends_at) == 1 and end_past(case.ends_at) == 0
    case.refresh_from_db()
    assert (case.status, case.closed_at) == ("lapsed", case.ends_at)
    assert case.clocks.get(term_code="warning.confirm_orange").outcome == "missed"
    assert rows.counts(case, OPENED)["open"] == 3


def test_lifting_is_a_paper_and_only_of_who_sent_it(cast):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    with pytest.raises(StepNotAllowed):
        warnings.soon(case, "lift_grave", cast.township_lead, minutes=59, reason="降雨停止。")
    warnings.soon(case, "lift_grave", cast.leader, minutes=60, replay=False, reason="降雨停止。")
    assert case.status == "lifted" and case.papers.get().title == "预警解除通知"
    assert "降雨停止" in text(case.papers.get())
    # A centre is no government: what it sends rests on the county's own rule.
    assert "突发事件应对法" not in text(case.papers.get()) and "本县预警信息发布和传播约定" in text(case.papers.get())


def test_the_alarm_of_the_statute_is_given_by_the_government_of_the_county_alone(cast):
    area = cast.area("610116")
    government = Unit.objects.create(
        name="长安区人民政府", short_name="区政府", kind="government", area=area, sees="area"
    )
    for unit, kind, statute in (
        (government, "nature", True),
        (government, "order", False),
        (cast.weiqu, "nature", False),
    ):
        case = warnings.warning(cast, level="blue", warning_kind=kind, whom=["village"])
        Warning.objects.filter(pk=case.pk).update(lead_unit=unit)
        told = Issuing(case.own, case.events.get(), {}, unit, cast.leader, OPENED.date())
        assert (TEXTS["warning_notice"].write(told)["依据"] == "《中华人民共和国突发事件应对法》第六十四条") is statute


def test_nobody_lowers_or_lifts_a_grave_one_without_a_leader(cast):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    told = {"level": "blue", "ends_at": case.ends_at, "advice": "照常。", "reason": "雨势减弱。"}
    with pytest.raises(StepNotPossible, match="领导签发调整"):
        warnings.soon(case, "change", cast.staff, minutes=20, **told)
    with pytest.raises(StepNotPossible, match="领导签发解除"):
        warnings.soon(case, "lift", cast.staff, minutes=20, reason="雨势减弱。")
    for name, facts in (("change_grave", told), ("lift_grave", {"reason": "雨势减弱。"})):
        warnings.soon(case, name, cast.staff, minutes=21, **facts)
        assert (case.level, case.status) == ("orange", "in_force")
        assert case.proposals.get(step=name).decision == ""
    leader = {"approve": True, "actor": cast.leader, "at": OPENED + timedelta(minutes=22)}
    actions.decide(case.proposals.get(step="change_grave"), **leader)
    case.refresh_from_db()
    assert case.level == "blue"


def test_the_workbench_of_a_unit_that_was_warned_shows_it_and_no_other(cast, login):
    now = datetime.now(CHINA)
    case = warnings.warning(cast, at=now - timedelta(hours=1))
    warnings.signed(case, cast)
    page = login(cast.officer).get("/").content.decode()
    assert "橙色预警：强降雨预警" in page and "请确认收到" in page
    warnings.soon(case, "confirm", cast.officer, minutes=20)
    page = login(cast.officer).get("/").content.decode()
    assert "橙色预警：强降雨预警" in page and "请确认收到" not in page
    assert "强降雨预警" not in login(cast.outsider).get("/").content.decode()


def test_the_tabs_narrow_who_has_confirmed(cast, login):
    case = warnings.in_status(cast, "in_force")
    warnings.soon(case, "confirm", cast.officer, minutes=20)
    url, client = reverse("security:warnings:receipts", args=[case.number]), login(cast.staff)
    shown = client.get(url).content.decode()
    assert "凤栖路社区" in shown and "韦曲派出所" not in shown
    shown = client.get(url, {"state": "done"}).content.decode()
    assert "凤栖路社区" not in shown and "韦曲派出所" in shown
    assert login(cast.outsider).get(url).status_code == 404


def test_it_stands_on_the_map_in_the_middle_of_its_area(cast):
    case = warnings.in_status(cast, "in_force")
    square = [[[108.9, 34.1], [109.1, 34.1], [109.1, 34.3], [108.9, 34.3], [108.9, 34.1]]]
    Boundary.objects.create(area=case.area, geometry={"type": "Polygon", "coordinates": square}, loaded_at=OPENED)
    seen = list(map_layer.points(cast.staff, cast.area("610116"), OPENED))
    assert [(point.title, point.state) for point in seen] == [("强降雨预警", "橙色预警")]
    assert 108.9 < seen[0].longitude < 109.1
    assert list(map_layer.points(cast.outsider, cast.area("610116"), OPENED)) == []


def test_the_form_refuses_in_place_what_ends_before_it_begins(cast, login):
    now = datetime.now(CHINA)
    sent = {
        "warning_kind": "nature",
        "level": "blue",
        "area": "610116001",
        "summary": "大风。",
        "advice": "加固广告牌。",
        "begins_at": f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}",
        "ends_at": f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "whom": ["township"],
    }
    client, url = login(cast.staff), reverse("security:warnings:register")
    answer = client.post(url, sent)
    assert answer.status_code == 422 and "结束时间应当晚于开始时间" in answer.content.decode()
    answer = client.post(url, sent | {"ends_at": f"{now + timedelta(hours=9):%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 302 and Warning.objects.get().whom == ["township"]


def test_units_in_which_nobody_can_confirm_are_named_to_who_sends_it(cast, login, time_machine):
    time_machine.move_to(OPENED, tick=False)
    Post.objects.filter(unit=cast.fengqi).update(ends_on=OPENED.date() - timedelta(days=1))
    case = warnings.in_status(cast, "in_force")
    assert cast.fengqi in unreached(case, OPENED.date())
    assert not case.orders.filter(unit=cast.fengqi).exists()
    page = login(cast.staff).get(reverse("cases:case", args=[case.number])).content.decode()
    assert "没有可以确认的人员，请另行通知" in page and cast.fengqi.short_name in page


def test_who_was_late_when_the_level_changed_is_late_still(cast):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    warnings.changed(case, cast, minutes=200)
    assert (
        rows.counts(case, OPENED + timedelta(minutes=201))["late"]
        == case.orders.filter(withdrawn_at__isnull=False).count()
        > 0
    )
    (row, *_) = rows.receipts(case, "late", OPENED + timedelta(minutes=201))
    assert "逾期未确认，调整后不再要求" in row["received"]
