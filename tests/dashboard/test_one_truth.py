"""One case says one thing: its light, its date and what comes next are the same wherever somebody meets it."""

import re
from datetime import timedelta

import pytest

from governance.cases import access, deadlines, registry
from governance.cases.lists.rows import listed, rows_of
from governance.cases.lists.views import EVERYTHING
from governance.cases.models import Case
from governance.cases.views import case as case_page
from governance.cases.views import case_parts
from governance.cases.workflow import OVERSEER
from governance.dashboard import workbench
from governance.frame.days import office_day
from governance.notices.models import Notice
from governance.organisation.standing import standing_of
from governance.supervision.papers import queue
from mediation.conditions.disputes import nothing_came_of_it
from mediation.disputes.steps import START_MEDIATION
from mediation.lists import DISPUTES
from mediation.models import Dispute
from tests import builders, disputes
from tests.access.many import NOW
from tests.grid import events
from tests.security import joint_tasks

pytestmark = pytest.mark.django_db
# Light and day, as they stand in a list and in the head of a page.
LIT = re.compile(r"light-(\w+)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
BUTTON = re.compile(r">([^<>]+)</a>")
WAITS = ("等待", "查看", "审批", "催办")
PEOPLE = ("clerk", "township_lead", "handler", "lead", "staff", "county", "mediator", "judge", "officer")
WHOLE = Case.objects.select_related("area__parent", "lead_unit", "handler", "category", "parent")


def lit(html: str) -> tuple[str, str]:
    """Which light and which day the words show."""
    light, day = LIT.search(html), DAY.search(html)
    return light[1] if light and light[1] not in ("met", "missed") else "", day[0] if day else ""


Said = tuple[str, str]


def at_the_desk(case, user, now=NOW) -> tuple[Said, str]:
    """Light, day and next step in the row of the workbench."""
    return at_their_desk([case], user, now)[case.number]


def at_their_desk(cases, user, now=NOW) -> dict[str, tuple[Said, str]]:
    """Light, day and next step of each case in its row of the workbench, by its number."""
    found = {}
    rows = listed(Case.objects.filter(pk__in=[case.pk for case in cases]), user=user, steps=True)
    for row in once_each(cases, rows_of(rows, user=user, now=now, steps=True)):
        button = BUTTON.search(row.next_step)
        found[row.number] = lit(row.due), button[1] if button else "等待审批"
    return found


def once_each(cases, rows) -> list:
    """The rows; fails where a case has none, or more than one."""
    shown = list(rows)
    assert sorted(row.number for row in shown) == sorted(case.number for case in cases)
    return shown


def on_its_page(case, user, now=NOW) -> tuple[Said, str]:
    """Light, day and the one blue button on the page of the case."""
    row = case_parts.whole(case)
    related = case_parts.related(case, user)
    clocks, of_parts = case_parts.clocks_of(case, related)
    has_parts = bool(case_parts.open_parts(case, related))
    lawful, _ = case_parts.step_views(row, user, now, clocks, has_parts=has_parts)
    blue = next((view.label for view in lawful if view.primary), "")
    return lit(case_parts.head(case, row, clocks, now, user, of_parts)["due"]), blue


def in_their_lists(cases, user) -> dict[str, Said]:
    """Light and day of each case in the list of its kind, by its number."""
    found = {}
    for listing in (DISPUTES, EVERYTHING):
        own = [case for case in cases if (case.kind == "dispute") == (listing is DISPUTES)]
        rows = Case.objects.filter(pk__in=[case.pk for case in own])
        read = listed(
            listing.prepared(rows) if listing.prepared else rows, user=user, reads=listing.reading(listing.shown)
        )
        shown = [getattr(row, "row", row) for row in listing.rows(list(read), user=user, now=NOW)]
        found |= {row.number: lit(row.due) for row in once_each(own, shown)}
    return found


def told_apart(cases, cast) -> list[str]:
    """Where two places say different things of a case to a person who sees it."""
    found = []
    for name in PEOPLE:
        user = getattr(cast, name)
        seen = list(WHOLE.visible_to(user).filter(pk__in=[case.pk for case in cases]))
        desks, lists = at_their_desk(seen, user), in_their_lists(seen, user)
        for case in seen:
            (desk, step), (page, blue) = desks[case.number], on_its_page(case, user)
            where = f"{case.kind} {case.status} {name}"
            if not desk == page == lists[case.number]:
                found.append(f"{where}: {desk} {page} {lists[case.number]}")
            if not (step.startswith(WAITS) or step == blue or is_urging(case, step)):
                found.append(f"{where}: 工作台 {step}, 事项页 {blue}")
            waiting = case.proposals.filter(decision="").exists()
            if step.startswith(("等待", "查看")) and blue and not waiting and answered_by_row(case, blue):
                found.append(f"{where}: 工作台 {step}, 事项页 {blue}")
    return found


def is_urging(case, label: str) -> bool:
    """True for what whoever oversees does about a case that is late; on its page it is one of several."""
    return all(
        step.reach == OVERSEER and not step.main for step in registry.workflow_of(case).steps if step.label == label
    )


def answered_by_row(case, label: str) -> bool:
    """True if a list can say of the step without asking once a row whether it is possible."""
    steps = [step for step in registry.workflow_of(case).steps if step.label == label]
    return not any(step.within for step in steps)


@pytest.mark.parametrize(("later", "first"), [(0, "当场处置"), (2, "受理建档")])
def test_what_is_settled_on_the_spot_comes_first_while_its_day_lasts(cast, time_machine, later, first):
    now = builders.OPENED + timedelta(days=later)
    event = events.event(cast, then_raise=False)
    time_machine.move_to(now, tick=False)
    case = Case.objects.get(pk=event.pk)
    desk, page = at_the_desk(case, cast.grid_worker, now), on_its_page(case, cast.grid_worker, now)
    assert desk == page and page[1] == first


def test_a_dispute_waits_for_the_committee_that_mediates_it(cast, time_machine):
    at = builders.OPENED + timedelta(days=60)
    time_machine.move_to(at, tick=False)
    dispute = disputes.dispute(cast)
    track = disputes.track(cast, of=dispute)
    disputes.accept(track, cast)
    dispute = Case.objects.get(pk=dispute.pk)
    user = next(each for each in cast.people if access.has_permission(each, dispute.own, "cases.work_case", "holder"))
    standing = standing_of(user, office_day(at))
    row = {each.number: each for each in workbench.working_list(user, standing, at)}[dispute.number]
    assert "超期" in row.due and track.number in row.due
    assert f"等待{track.lead_unit.short_name}" in row.next_step and "启动调解" not in row.next_step
    assert sum(load.late for load in workbench.loads(user, standing, at)) >= 1
    work = workbench.parted(user, standing, at)
    assert dispute.number not in {each.number for each in work.mine}
    assert dispute.number in {each.number for each in work.others}


def test_messages_and_the_queue_name_the_day_of_the_page_and_one_paper_for_one_case(cast, time_machine):
    case = builders.petition(cast, replay=False)
    late = builders.OPENED + timedelta(days=20)
    time_machine.move_to(late, tick=False)
    deadlines.scan(late)
    case = WHOLE.get(pk=case.pk)
    (_, day), _ = on_its_page(case, cast.clerk)
    assert day and at_the_desk(case, cast.staff)[0][1] == day
    told = Notice.objects.filter(text__contains=case.number)
    assert told and {day for notice in told for day in DAY.findall(notice.text)} == {day}
    proposing = told.filter(text__contains="建议制发督办文书")
    overseers = {
        name
        for name in PEOPLE
        if proposing.filter(recipient=getattr(cast, name)).exists()
        and "cases.oversee_case" in standing_of(getattr(cast, name), office_day(late)).permissions
    }
    queued = {
        name: [(line.due, line.rung) for group in queue.groups(getattr(cast, name), late) for line in group.lines]
        for name in overseers
    }
    # Two terms ended on that day: it is said once, and the desk says of the paper what the queue says.
    assert overseers and {len(lines) for lines in queued.values()} == {1}
    for name, lines in queued.items():
        user = getattr(cast, name)
        desk = workbench.proposed_papers(user, standing_of(user, office_day(late)), late, 5)
        assert lines[0][0].startswith(day) and [(line.due, line.rung) for _, line in desk] == lines


def test_what_waits_for_approval_waits_for_the_same_people_at_the_desk_and_on_the_page(cast, login, time_machine):
    case = builders.petition(cast, replay=False)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "accept", cast.handler, later=2, replay=False, **builders.ACCEPT)
    builders.step(case, "issue_opinion", cast.handler, later=3, replay=False, **builders.OPINION)
    at = builders.OPENED + timedelta(days=4)
    time_machine.move_to(at, tick=False)
    case = WHOLE.get(pk=case.pk)
    desk, page = set(), set()
    for name in PEOPLE:
        user = getattr(cast, name)
        waiting, _ = workbench.approvals(standing_of(user, office_day(at)), 5)
        desk |= {name} if case.pk in {proposal.case_id for proposal in waiting} else set()
        decides = any(proposal["may_decide"] for proposal in case_page.waiting(case, user))
        page |= {name} if decides and Case.objects.visible_to(user).filter(pk=case.pk).exists() else set()
    assert desk == page == {"lead"}
    assert at_the_desk(case, cast.handler)[1] == "等待审批"
    waiting_list = login(cast.lead).get("/").content.decode().split('id="approvals"')[1].split("</section>")[0]
    assert "data-list" in waiting_list and waiting_list.count('class="row-link"') == 1, "one goes on to the next of it"


def test_the_desk_says_how_much_of_what_is_open_waits_for_others(login, cast, monkeypatch):
    monkeypatch.setattr(workbench, "WAITING", 1)
    for _ in range(2):
        disputes.track(cast)
    mine = builders.petition(cast)

    def shown():
        page = login(cast.clerk).get("/")
        return page, next(figure for figure in page.context["figures"] if figure.label == "待我办理")

    page, figure = shown()
    assert (figure.value, figure.note.partition("，")[0]) == ("1", "另有 2 件等待别人办理")
    assert [row.number for row in page.context["rows"]] == [mine.number]
    assert len(page.context["others_rows"]) == 1 and "最先到期的 1 件" in page.content.decode()
    # Of a desk that nobody has gone through to its end no more is said than is known.
    monkeypatch.setattr(workbench, "GONE_THROUGH", 2)
    _, figure = shown()
    assert figure.value == "3" and figure.note.startswith("最先到期的 2 件中，")


def test_whoever_oversees_others_is_led_to_what_lies_on_their_own_desk(login, cast):
    own, others = builders.petition(cast, unit=cast.centre), builders.petition(cast)
    address = login(cast.staff).get("/").context["own_url"]
    mine = login(cast.staff).get(address).content.decode()
    assert own.number in mine and others.number not in mine
    assert [login(each).get("/").context["own_url"] for each in (cast.leader, cast.handler)] == ["", ""]


def test_what_waits_for_ones_approval_stands_once_on_the_desk(login, cast, time_machine):
    case = builders.petition(cast, replay=False)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "accept", cast.handler, later=2, replay=False, **builders.ACCEPT)
    builders.step(case, "issue_opinion", cast.handler, later=3, replay=False, **builders.OPINION)
    time_machine.move_to(builders.OPENED + timedelta(days=4), tick=False)
    page = login(cast.lead).get("/")
    assert [each["number"] for each in page.context["approvals"]] == [case.number]
    assert case.number not in {row.number for row in (*page.context["rows"], *page.context["others_rows"])}
    assert next(figure.value for figure in page.context["figures"] if figure.label == "待我办理") == "0"


def test_a_dispute_in_which_nobody_mediates_any_more_waits_for_whoever_has_it(cast, time_machine):
    at = builders.OPENED + timedelta(days=9)
    time_machine.move_to(at, tick=False)
    track = disputes.track(cast)
    disputes.decline(track, cast)
    dispute = WHOLE.get(pk=track.parent_id)
    user = next(each for each in cast.people if access.may_take(each, dispute.own, START_MEDIATION))
    assert at_the_desk(dispute, user)[1] == on_its_page(dispute, user)[1] == "启动调解"


def test_a_dispute_in_which_something_was_performed_waits_for_no_other_mediation(cast):
    track = disputes.track(cast)
    disputes.accept(track, cast)
    disputes.sit(track, cast)
    disputes.agree(track, cast)
    disputes.perform(track, cast)
    assert not nothing_came_of_it(Dispute.objects.get(pk=track.parent_id))


def test_a_joint_task_waits_for_the_unit_that_asked_for_it(cast, time_machine):
    """Whoever led it reads whose turn it is, on the desk as on the page; whoever asked has the step."""
    case = WHOLE.get(pk=joint_tasks.in_status(cast, "reported").pk)
    at = builders.OPENED + timedelta(days=21)
    time_machine.move_to(at, tick=False)
    waits = f"等待{cast.weiqu.short_name}"
    assert at_the_desk(case, cast.lead, at)[1] == waits
    assert case_parts.waits_for(case, list(case.clocks.all()), []) == f"{waits}办理。"
    assert at_the_desk(case, cast.clerk, at)[1] == on_its_page(case, cast.clerk, at)[1] == "确认办结"


def test_who_leads_a_joint_task_first_names_who_takes_part(cast, time_machine):
    task = joint_tasks.task(cast)
    joint_tasks.decided(task, cast)
    at = builders.OPENED + timedelta(days=2)
    time_machine.move_to(at, tick=False)
    case = WHOLE.get(pk=task.pk)
    assert at_the_desk(case, cast.lead, at)[1] == on_its_page(case, cast.lead, at)[1] == "确定成员"
    joint_tasks.named(task, cast)
    case = WHOLE.get(pk=task.pk)
    assert at_the_desk(case, cast.lead, at)[1] == on_its_page(case, cast.lead, at)[1] == "报告结果"


def test_an_order_in_a_joint_task_is_owed_by_the_unit_that_has_it(cast, time_machine):
    """It stands on the desk of that unit, which is late if it is; whoever leads the task waits for it."""
    task = joint_tasks.task(cast)
    joint_tasks.running(task, cast)
    at = builders.OPENED + timedelta(days=9)
    time_machine.move_to(at, tick=False)
    case = WHOLE.get(pk=task.pk)
    assert case.clocks.get(term_code="joint.receive").responsible_unit == cast.water
    assert at_the_desk(case, cast.lead, at)[1] == f"等待{cast.water.short_name}"
    assert at_the_desk(case, cast.water_handler, at)[1] == on_its_page(case, cast.water_handler, at)[1] == "签收指令"
    standing = standing_of(cast.water_handler, office_day(at))
    assert task.number in {row.number for row in workbench.parted(cast.water_handler, standing, at).mine}


def test_what_is_informed_is_closed_from_the_desk(cast, time_machine):
    case = builders.in_status(cast, "informed")
    at = builders.OPENED + timedelta(days=70)
    time_machine.move_to(at, tick=False)
    case = WHOLE.get(pk=case.pk)
    assert at_the_desk(case, cast.clerk)[1] == on_its_page(case, cast.clerk)[1] == "归档"


def test_a_file_that_is_not_whole_is_completed_first_wherever_one_meets_it(cast, time_machine):
    track = disputes.track(cast)
    disputes.accept(track, cast)
    disputes.sit(track, cast)
    disputes.agree(track, cast)
    disputes.perform(track, cast)
    time_machine.move_to(track.opened_at + timedelta(days=60), tick=False)
    case = WHOLE.get(pk=track.pk)
    assert at_the_desk(case, cast.mediator)[1] == on_its_page(case, cast.mediator)[1] == "补充卷宗材料"
    disputes.complete(track, cast)
    case = WHOLE.get(pk=track.pk)
    assert at_the_desk(case, cast.mediator)[1] == on_its_page(case, cast.mediator)[1] == "归档"
