"""What a sweep found in words waits for the township with a person and a day, until it is registered or settled."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.calendar.notice import parse_notice
from governance.cases.deadlines.reloading import load_year
from governance.cases.models import CalendarYear, Case
from governance.duties.findings import actions as findings
from governance.duties.models import DutyTask, SweepFinding
from governance.duties.returns import actions as returns
from governance.duties.returns.actions import ReturnInput
from governance.duties.returns.forms import ReturnForm
from governance.duties.scan import opening
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.notices.models import Notice
from governance.organisation.standing import standing_of
from tests import builders
from tests.cases.test_calendar import NOTICE_2027
from tests.duties.making import NOW, plan

LAND = "3组两家争宅基地"
# A Monday, six days before the end of a year after which nothing is known.
YEAR_END = NOW.replace(month=12, day=28)


@pytest.fixture
def sweep(cast, no_plans):
    """The sweep that 凤栖路社区 owes today."""
    plan()
    opening.open_windows(NOW)
    return DutyTask.objects.get(first=NOW.date())


def hand_in(task, cast, *matters, version=0, **told):
    handed = ReturnInput("found", matters=list(matters), **told)
    return returns.hand_in(task, handed, actor=cast.grid_worker, at=NOW, version=version)


@pytest.fixture
def found(cast, sweep):
    hand_in(sweep, cast, LAND)
    return SweepFinding.objects.get()


def test_it_waits_for_the_township_with_a_person_and_a_day(cast, found):
    assert (found.unit, found.person, found.state) == (cast.weiqu, cast.clerk, "waiting")
    # Wed 11-18: 19, 20, 23, 24, Wed 25
    assert found.due_on == date(2026, 11, 25)
    assert set(Notice.objects.filter(link="/duties/findings/").values_list("recipient", flat=True)) == {
        cast.clerk.pk,
        cast.township_lead.pk,
    }


def test_it_ends_as_a_case_or_with_how_it_was_settled(cast, found, sweep):
    case = builders.petition(cast, at=NOW)
    with pytest.raises(StepNotAllowed):
        findings.settle(found, "当场劝和。", 1, actor=cast.grid_worker, at=NOW)
    with pytest.raises(FactMissing):
        findings.register(found, builders.accusation(cast), version=1, actor=cast.clerk, at=NOW)
    findings.register(found, case, version=1, actor=cast.clerk, at=NOW)
    found.refresh_from_db()
    assert (found.state, found.case_id, found.ended_by) == ("registered", case.pk, cast.clerk)
    with pytest.raises(Refusal):
        findings.settle(found, "当场劝和。", found.version, actor=cast.clerk, at=NOW)
    hand_in(sweep, cast, LAND, "4组道路积水", version=1, reason="又排查到一件")
    other = SweepFinding.objects.get(state="waiting")
    with pytest.raises(FactMissing):
        findings.settle(other, " ", 1, actor=cast.clerk, at=NOW)
    findings.settle(other, "已经疏通。", 1, actor=cast.clerk, at=NOW)
    assert not SweepFinding.objects.filter(state="waiting").exists()


def test_what_was_found_waits_for_the_township_though_a_correction_takes_it_back(cast, found, sweep):
    later = NOW + timedelta(days=30)  # due on 11-25, and reminded of
    findings.remind(later - timedelta(days=1))
    told = ReturnInput("zero", reason="更正")
    returns.hand_in(sweep, told, actor=cast.grid_worker, at=later, version=1)
    found.refresh_from_db()
    assert (found.state, found.due_on, found.result) == ("waiting", date(2026, 11, 25), "排查单位更正时撤下：更正")
    assert Notice.objects.filter(recipient=cast.clerk, text__contains="被排查单位撤下（更正），请核实").count() == 1
    for actor, reason in ((cast.grid_worker, "没有。"), (cast.clerk, " "), (cast.clerk, "长" * 201)):
        with pytest.raises((StepNotAllowed, FactMissing)):
            findings.dismiss(found, reason, found.version, actor=actor, at=later)
    findings.dismiss(found, "入户核实，两家没有争议。", found.version, actor=cast.clerk, at=later)
    found.refresh_from_db()
    assert (found.state, found.ended_by, found.result) == ("dropped", cast.clerk, "入户核实，两家没有争议。")
    hand_in(sweep, cast, LAND, version=2, reason="又写上")
    found.refresh_from_db()
    assert found.state == "dropped"


def test_only_what_came_of_it_is_what_it_was_registered_as(cast, found):
    how = {"version": 1, "actor": cast.clerk, "at": NOW}
    with pytest.raises(FactMissing, match="发生在郭北社区") as refused:
        findings.register(found, builders.petition(cast, at=NOW, area=cast.area("610116002001")), **how)
    assert list(refused.value.errors) == ["number"]
    earlier = builders.petition(cast, at=NOW - timedelta(days=300))
    with pytest.raises(FactMissing, match="早于排查") as refused:
        findings.register(found, earlier, **how)
    assert list(refused.value.errors) == ["same"]
    findings.register(found, earlier, True, **how)
    found.refresh_from_db()
    assert (found.state, found.result) == ("registered", "2026-01-22 已经登记，经核对为同一件。")


def test_a_correction_doubles_nothing(cast, found, sweep):
    hand_in(sweep, cast, "4组道路积水", version=1, reason="写错了")
    hand_in(sweep, cast, LAND, "4组道路积水", version=2, reason="两件都有")
    assert list(SweepFinding.objects.order_by("text").values_list("text", "state")) == [
        (LAND, "waiting"),
        ("4组道路积水", "waiting"),
    ]


def test_another_person_or_day_wants_a_reason_and_says_what_was_late(cast, found):
    later = NOW + timedelta(days=10)
    told = {"actor": cast.township_lead, "at": later}
    with pytest.raises(FactMissing):
        findings.assign(found, cast.handler, later.date(), "换人。", 1, **told)
    findings.assign(found, cast.township_lead, later.date(), "周晓兰请假。", 1, **told)
    found.refresh_from_db()
    assert found.person == cast.township_lead and "原期限 2026-11-25 已过" in found.result


def test_whoever_lets_the_day_pass_is_reminded_once(cast, found):
    assert findings.remind(NOW + timedelta(days=7)) == 0
    assert findings.remind(NOW + timedelta(days=8)) == 1
    assert findings.remind(NOW + timedelta(days=9)) == 0
    assert Notice.objects.filter(recipient=cast.clerk, text__contains="超过期限").count() == 1


def test_it_is_dealt_with_on_its_page_and_hidden_from_others(cast, found, login, time_machine):
    time_machine.move_to(NOW, tick=False)
    assert [row["text"] for row in login(cast.clerk).get("/duties/findings/").context["rows"]] == [LAND]
    url = f"/duties/findings/{found.pk}/"
    assert login(cast.outsider).get(url).status_code == 404
    assert login(cast.clerk).post(url, {"act": "register", "version": 1, "number": "XF2026-999999"}).status_code == 422
    told = {"act": "settle", "version": 1, "result": "当场劝和，双方握手。"}
    assert login(cast.clerk).post(url, told).status_code == 302
    assert "已就地化解" in login(cast.clerk).get("/duties/findings/?show=closed").content.decode()


def test_what_became_a_hidden_matter_stays_in_a_correction_unseen(cast, found, sweep):
    """Whoever corrects the return meets neither its words nor a refusal that tells of it, and takes nothing out."""
    known = builders.petition(cast)
    hand_in(sweep, cast, LAND, version=1, reason="补充", cases=[known])
    case = builders.petition(cast, at=NOW)
    findings.register(found, case, version=found.version, actor=cast.clerk, at=NOW)
    Case.objects.filter(pk__in=(case.pk, known.pk)).update(confidentiality="restricted")
    sweep.refresh_from_db()
    current = sweep.returns.get(is_current=True)
    about = {
        "task": sweep,
        "user": cast.grid_worker,
        "candidates": Case.objects.none(),
        "current": current,
        "own": True,
    }
    form = ReturnForm(**about)
    assert LAND not in form.initial["matters"] and known.number not in form.initial["numbers"]
    told = {"version": 2, "kind": "found", "matters": "4组道路积水", "category": "area", "reason": "又排查到一件"}
    form = ReturnForm(told, **about)
    assert form.is_valid(), form.errors
    made = returns.hand_in(sweep, form.handed(), actor=cast.grid_worker, at=NOW, version=2)
    assert {item.text or item.case_id for item in made.items.all()} == {LAND, "4组道路积水", known.pk}
    assert findings.hidden_words(sweep, cast.grid_worker) == {LAND}
    assert not findings.visible_to(standing_of(cast.grid_worker, NOW.date())).filter(pk=found.pk).exists()


def test_the_day_of_a_finding_says_it_until_the_year_is_known(login, cast, no_plans):
    CalendarYear.objects.filter(year=2027).delete()
    plan()
    opening.open_windows(YEAR_END)
    task = DutyTask.objects.get(first=YEAR_END.date())
    handed = ReturnInput("found", matters=["3组两家争宅基地", "4组道路积水"])
    returns.hand_in(task, handed, actor=cast.grid_worker, at=YEAR_END, version=0)
    found, agreed = SweepFinding.objects.order_by("text")
    # Mon 12-28: 29, 30, 31, Mon 01-04, Tue 05: 1 January alone is a holiday of the law
    assert (str(found.due_on), found.provisional) == ("2027-01-05", True)
    assert Notice.objects.filter(text__contains="请于 2027-01-05（暂定） 前登记").exists()
    client = login(cast.clerk)
    for url in (reverse("duties:findings"), reverse("duties:finding", args=[found.pk])):
        assert "暂定" in client.get(url).content.decode()
    findings.assign(agreed, cast.clerk, found.due_on + timedelta(days=1), "约定。", 1, actor=cast.clerk, at=YEAR_END)
    agreed.refresh_from_db()
    assert not agreed.provisional
    assert findings.recount(timezone.now()) == 0
    longer = NOTICE_2027.replace("至3日（周日）放假，共3天", "至4日（周一）放假，共4天")
    load_year(2027, parse_notice(longer, 2027), title="通知", at=YEAR_END)
    assert findings.recount(timezone.now()) == 1
    found.refresh_from_db()
    agreed.refresh_from_db()
    assert (str(found.due_on), found.provisional, str(agreed.due_on)) == ("2027-01-06", False, "2027-01-06")
