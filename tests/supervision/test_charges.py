"""Papers about duties: what was missed comes to the queue, into a paper with its windows, and up the ladder."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases.law.terms import delivered_term
from governance.cases.models import Case
from governance.duties.models import DutyEscalation, DutyPlan, DutyTask
from governance.duties.returns import actions as returns
from governance.duties.returns.actions import ReturnInput
from governance.duties.scan import reminding
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.supervision.models import SetAside, SupervisionPaper
from governance.supervision.papers import queue
from governance.supervision.papers.actions import propose, set_aside
from governance.supervision.papers.charges import charges
from tests import builders
from tests.dashboard.desks import awaited
from tests.duties.making import moment, plan, rungs
from tests.supervision.test_papers import order, refused, sign, step

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02T09:00")
WEEK = timedelta(weeks=1)


@pytest.fixture
def now(cast, time_machine):
    """Two townships owe a weekly sweep and missed two weeks; it is Monday of the third."""
    DutyPlan.objects.all().delete()
    made = plan("week", "weekly", name="周排查", levels=["township"], unit_kinds=["government"], opens_days_ahead=0)
    rungs(made, ("copy_notice", "row", 2), ("supervision_order", "row", 3))
    reminding.scan(MONDAY)
    reminding.scan(MONDAY + WEEK)
    at = MONDAY + 2 * WEEK
    time_machine.move_to(at, tick=False)
    reminding.scan(at)
    return at


def line(cast, unit, at) -> queue.QueueLine:
    """The line about the unit in the centre's queue."""
    return next(group for group in queue.groups(cast.staff, at) if group.unit_id == unit.pk).lines[0]


def about(cast, unit, at) -> list:
    return [row for row in queue.missed(cast.staff, at) if row.unit_id == unit.pk]


def test_it_queues_what_a_unit_missed_with_the_windows(cast, now):
    assert [group.unit for group in queue.groups(cast.staff, now)] == ["郭杜街道办事处", "韦曲街道办事处"]
    found = line(cast, cast.weiqu, now)
    assert (found.number, found.title) == ("周排查", "2026年第45周、2026年第46周")
    assert (found.term, found.due, found.rung, found.held) == ("连续缺 2 期", "2026-11-15", "抄告单", "")


def test_it_makes_one_paper_of_cases_and_duties_of_one_unit(cast, now):
    case = builders.petition(cast)
    paper = order(cast, now, target=cast.weiqu, cases=[case], missed=about(cast, cast.weiqu, now))
    assert paper.subjects.count() == 3 and about(cast, cast.weiqu, now) == []
    charge = charges(paper)[0]
    assert (
        charge.sentence()
        == "韦曲街道办 周排查：缺报 2 期，2026年第45周（11-02 至 11-08）、2026年第46周（11-09 至 11-15）"
    )
    assert [unit.unit_id for unit in queue.missed(cast.staff, now)] == [cast.guodu.pk]


def test_it_prints_the_missed_windows_on_the_paper(cast, now):
    paper = order(cast, now, target=cast.weiqu, missed=about(cast, cast.weiqu, now))
    paper.ground = "missing"
    paper.save(update_fields=["ground"])
    sign(paper, cast, now)
    words = paper.papers.get().contents
    assert words["依据"] == "周排查（试验）", "no article on petitions where nobody petitioned"
    assert "1. 韦曲街道办 周排查：缺报 2 期，2026年第45周（11-02 至 11-08）" in str(words)


def test_it_climbs_to_the_order_only_when_the_notice_ran_out(cast, now):
    first = order(cast, now, target=cast.weiqu, missed=about(cast, cast.weiqu, now))
    sign(first, cast, now, answer_days=10)
    later = now + WEEK
    reminding.scan(later)
    held = line(cast, cast.weiqu, later)
    assert (held.rung, held.title) == ("督办单", "2026年第47周")
    assert held.held == f"抄告单 {first.number}在效，反馈期限11-26 届满后可提请"
    missed = about(cast, cast.weiqu, later)
    for rung in ("copy_notice", "supervision_order"):
        with pytest.raises(FactMissing) as refusal:
            order(cast, later, rung=rung, target=cast.weiqu, missed=missed)
        assert set(refusal.value.errors) == {"rung"}
    over = now + timedelta(days=11)
    assert (line(cast, cast.weiqu, over).rung, line(cast, cast.weiqu, over).held) == ("督办单", "")
    second = order(cast, over, rung="supervision_order", target=cast.weiqu, missed=missed)
    assert second.former == first
    assert [task.label for task in charges(second)[0].tasks] == ["2026年第45周", "2026年第46周", "2026年第47周"]


def test_an_answer_waits_for_its_check_and_none_is_taken_after_the_lift(cast, now):
    paper = order(cast, now, target=cast.weiqu, missed=about(cast, cast.weiqu, now))
    sign(paper, cast, now)
    step(paper, "receive", cast.township_lead, now, receiver="何建军")
    step(paper, "answer", cast.township_lead, now, cause="换人。", measures="已补报。")
    asked = {"title": "核查督办反馈：1 件", "url": "/supervision/?status=answered"}
    assert [asked in awaited(who) for who in (cast.staff, cast.township_lead)] == [True, False]
    step(paper, "lift", cast.staff, now, found="已补报。")
    assert asked not in awaited(cast.staff)
    with pytest.raises(Refusal):
        step(paper, "answer", cast.township_lead, now, cause="换人。", measures="已补报。")


def test_it_charges_a_unit_or_one_above_it_and_no_other(cast, now):
    missed = about(cast, cast.weiqu, now)
    with pytest.raises(FactMissing) as refusal:
        order(cast, now, target=cast.guodu, missed=missed)
    assert "韦曲街道办的缺报不由郭杜街道办负责" in refusal.value.errors["target_unit"]
    with pytest.raises(FactMissing) as refusal:
        propose(
            "copy_notice",
            sender=cast.fengqi,
            target=cast.weiqu,
            ground="missing",
            reason="缺报。",
            actor=cast.staff,
            at=now,
            missed=missed,
        )
    assert "是上级单位" in refusal.value.errors["target_unit"]
    assert not SupervisionPaper.objects.exists() and about(cast, cast.weiqu, now)


def test_it_tells_the_second_of_two_that_somebody_else_was_faster(cast, now):
    missed = about(cast, cast.weiqu, now)
    order(cast, now, target=cast.weiqu, missed=missed)
    with pytest.raises(FactMissing):
        order(cast, now, target=cast.weiqu, missed=missed)
    with pytest.raises(Refusal, match="已被他人处理"):
        set_aside([], missed, reason="已补报。", actor=cast.staff, at=now)
    assert SupervisionPaper.objects.count() == 1 and not SetAside.objects.exists()


def test_it_sets_what_was_missed_aside_with_a_reason(cast, now, login):
    client = login(cast.staff)
    row = about(cast, cast.weiqu, now)[0]
    wrong = client.post("/supervision/queue/aside/", {"missed": row.pk})
    assert wrong.status_code == 422 and "请写明不予制发的理由。" in wrong.content.decode()
    long = client.post("/supervision/queue/aside/", {"missed": row.pk, "why_not": "长" * 301})
    assert long.status_code == 422 and "最多 300 字，现在有 301 字" in long.content.decode()
    client.post("/supervision/queue/aside/", {"missed": row.pk, "why_not": "当周抗洪抢险。"})
    assert SetAside.objects.get().duty_escalation == row
    assert about(cast, cast.weiqu, now) == []


def test_a_refused_act_keeps_what_was_typed_for_the_other(cast, now, login):
    client = login(cast.staff)
    typed = {"rung": "copy_notice", "target_unit": "郭杜街道办事处", "reason": "连续缺报。", "ground": "overdue"}
    aside = client.post("/supervision/queue/aside/", {**typed, "why_not": "抗洪抢险。"})
    page = aside.content.decode()
    assert aside.status_code == 422 and "请先勾选不予制发的事项。" in page
    assert "抗洪抢险。" in page and "连续缺报。" in page and 'value="郭杜街道办事处"' in page
    assert 'value="copy_notice" selected' in page and 'value="overdue" selected' in page
    made = client.post("/supervision/queue/", {**typed, "rung": "", "why_not": "抗洪抢险。"})
    page = made.content.decode()
    assert made.status_code == 422 and "请选择措施。" in page
    assert "抗洪抢险。" in page and "请写明不予制发的理由。" not in page


def test_after_a_refused_act_the_other_one_and_the_units_lead_where_they_say(cast, now, login):
    client = login(cast.staff)
    here = f"?unit={cast.weiqu.pk}"
    page = client.post(f"/supervision/queue/aside/{here}", {"why_not": "抗洪抢险。"}).content.decode()
    assert f'<form method="post" action="/supervision/queue/{here}"' in page
    assert f'formaction="/supervision/queue/aside/{here}"' in page
    assert f'href="/supervision/queue/?unit={cast.guodu.pk}"' in page and "郭杜街道办事处</h2>" not in page


def test_signing_begins_with_the_days_that_are_usual_for_an_answer(cast, now, login):
    paper = order(cast, now, target=cast.weiqu, missed=about(cast, cast.weiqu, now))
    page = login(cast.staff).get(reverse("cases:step", args=[paper.number, "sign"]))
    assert (
        page.context["step_form"]["answer_days"].value() == delivered_term("supervision.answer", office_day(now)).amount
    )


def test_it_makes_a_paper_from_the_queue_to_the_unit_of_what_was_ticked(cast, now, login):
    client = login(cast.staff)
    page = client.get("/supervision/queue/").content.decode()
    assert "2026年第45周、2026年第46周" in page and "连续缺 2 期" in page
    told = {"rung": "copy_notice", "ground": "missing", "reason": "连续两周没有报送。"}
    both = [row.pk for row in queue.missed(cast.staff, now)]
    wrong = client.post("/supervision/queue/", {**told, "missed": both})
    assert wrong.status_code == 422 and "属于不同的单位" in wrong.content.decode()
    assert wrong.content.decode().count(" checked") == 2 and "连续两周没有报送。" in wrong.content.decode()
    assert "请勾选督办的事项；不在列表中的，选择责任单位" in client.post("/supervision/queue/", told).content.decode()
    one = about(cast, cast.weiqu, now)[0]
    page = client.post("/supervision/queue/", {**told, "missed": one.pk}, follow=True).content.decode()
    paper = SupervisionPaper.objects.get()
    assert paper.target_unit == cast.weiqu and f"已拟制抄告单 {paper.number}" in page
    assert "缺报 2 期" in page and "2026年第46周（11-09 至 11-15）" in page


def test_it_joins_what_two_proposals_charge(cast, now):
    one = order(cast, now, target=cast.weiqu, missed=about(cast, cast.weiqu, now))
    two = order(cast, now, target=cast.weiqu, cases=[builders.petition(cast)])
    step(two, "join", cast.staff, now, into=one)
    assert one.subjects.count() == 3
    assert "into" in refused(one, "join", cast.staff, now, into=order(cast, now, target=cast.guodu))


def test_it_says_on_the_page_of_a_unit_what_it_owes_and_what_it_was_sent(cast, now, login):
    paper = order(cast, now, target=cast.weiqu, missed=about(cast, cast.weiqu, now))
    sign(paper, cast, now)
    task = DutyTask.objects.get(unit=cast.weiqu, label="2026年第45周")
    page = login(cast.staff).get(f"/supervision/units/{cast.weiqu.pk}/").content.decode()
    assert "2026年第45周" in page and "2026年第47周" in page and paper.number in page
    assert "近一月缺报" in page
    returns.hand_in(task, ReturnInput("zero"), actor=cast.township_lead, at=now, version=0)
    page = login(cast.staff).get(f"/supervision/units/{cast.weiqu.pk}/").content.decode()
    assert "2026年第45周" not in page
    own = login(cast.staff).get(f"/cases/{paper.number}/").content.decode()
    assert "缺报 2 期，其中 1 期已补报" in own


def test_it_shows_what_was_missed_on_the_workbench_of_the_centre_and_not_of_the_unit(cast, now, login):
    assert "拟抄告单：韦曲街道办" in login(cast.staff).get("/").content.decode()
    assert "周排查连续缺 2 期" in login(cast.county).get("/").content.decode()
    assert "拟抄告单" not in login(cast.township_lead).get("/").content.decode()


def test_it_lets_nobody_see_the_missed_of_others(cast, now):
    assert not queue.missed(cast.outsider, now).filter(unit=cast.weiqu).exists()
    assert DutyEscalation.objects.count() == 2 and Case.objects.count() == 0


def test_a_paper_says_itself_how_it_stands_with_what_was_ticked(cast, now, login):
    client, row = login(cast.staff), about(cast, cast.weiqu, now)[0]
    assert "到期没有办结、报送" not in client.get("/supervision/queue/").content.decode()
    told = {"rung": "copy_notice", "missed": row.pk}
    for ground in ("other", "undone"):
        unsaid = client.post("/supervision/queue/", {**told, "ground": ground})
        assert unsaid.status_code == 422, ground
    assert "请写明提请的理由。" in client.post("/supervision/queue/", {**told, "ground": "other"}).content.decode()
    client.post("/supervision/queue/", {**told, "ground": "missing"})
    assert SupervisionPaper.objects.get().summary == "下列排查、报告没有按期报送。"
