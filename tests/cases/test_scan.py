import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections, transaction

from governance.cases import deadlines, tasks
from governance.cases.deadlines import scan, scanning
from governance.cases.models import CaseUnit, CaseUserObjectPermission, Clock, Escalation, Heartbeat, LadderRung
from governance.notices.models import Notice
from governance.organisation.models import Post, Unit
from tests.cases.clocks import day, make_case, moment

# petition.handle from Tue 2026-02-10 is due on Mon 2026-04-13
YELLOW, ORANGE, RED = moment("2026-04-08 09:00"), moment("2026-04-13 09:00"), moment("2026-04-14 09:00")


@pytest.fixture
def case(cast, law):
    return make_case(cast)


@pytest.fixture
def clock(case):
    return deadlines.start(case, "petition.handle", since=day("2026-02-10"))


def heard():
    return sorted(Notice.objects.values_list("recipient__username", flat=True))


def test_it_says_nothing_before_its_time(clock):
    assert scan(YELLOW - timedelta(seconds=1)) == deadlines.ScanResult()
    assert heard() == []


@pytest.mark.parametrize(
    ("at", "light", "people", "proposes"),
    [
        (YELLOW, "yellow", ["handler"], ""),
        (ORANGE, "orange", ["handler", "lead"], ""),
        (RED, "red", ["handler", "lead", "staff"], "copy_notice"),
        (moment("2026-04-21"), "red", ["handler", "lead", "leader", "staff"], "supervision_order"),
        (moment("2026-04-28"), "red", ["handler", "lead", "leader", "staff"], "rectification_order"),
    ],
)
def test_it_tells_the_people_of_the_rung(clock, at, light, people, proposes):
    scan(at)

    escalation = Escalation.objects.get()
    assert (escalation.light, escalation.proposes) == (light, proposes)
    assert heard() == people


def test_it_climbs_rung_by_rung_and_says_each_once(clock):
    for at in (YELLOW, YELLOW, ORANGE, ORANGE, RED, RED + timedelta(hours=1)):
        scan(at)

    assert list(Escalation.objects.order_by("rung").values_list("rung", flat=True)) == [1, 2, 3]
    assert Notice.objects.count() == 1 + 2 + 3
    clock.refresh_from_db()
    assert clock.alert_at == moment("2026-04-21")


def test_it_announces_only_the_highest_of_the_rungs_it_has_missed(clock):
    result = scan(RED)

    assert result.fired == 1
    assert Escalation.objects.get().rung == 3


def test_it_dates_what_happened_at_the_deadline_at_the_deadline(clock):
    late = RED + timedelta(hours=7)

    scan(late)

    escalation = Escalation.objects.get()
    assert (escalation.at, escalation.fired_at) == (RED, late)


def test_it_says_in_the_notice_what_is_due_when_and_what_may_follow(clock):
    scan(RED)

    notice = Notice.objects.get(recipient__username="staff")
    number = clock.case.number
    assert notice.text == f"办结答复 2026-04-13 到期，超期未办结，建议制发督办文书：{number} 反映小区停水"
    assert (notice.link, notice.kind) == (f"/cases/{number}/", "overdue")


def test_it_is_silent_about_clocks_that_stand_still_or_have_ended(cast, law):
    paused, ended = make_case(cast), make_case(cast)
    for case in (paused, ended):
        deadlines.start(case, "petition.handle", since=day("2026-02-10"))
    deadlines.pause(paused, "petition.handle", on=day("2026-03-02"), reason="鉴定", at=moment("2026-03-02"))
    deadlines.meet(ended, "petition.handle", at=moment("2026-03-02"))

    assert scan(RED) == deadlines.ScanResult(given=2)  # nothing binds either any more


def test_it_climbs_anew_after_an_extension(clock):
    scan(ORANGE)
    deadlines.extend(clock.case, "petition.handle", days=30, at=ORANGE)

    assert scan(moment("2026-04-20")).fired == 0
    assert scan(moment("2026-05-11 09:00")).fired == 1  # the new due day
    assert list(Escalation.objects.order_by("id").values_list("generation", "rung")) == [(1, 2), (2, 2)]


def test_it_passes_over_what_was_due_before_the_case_came_to_us(cast, law):
    taken_over, own = make_case(cast), make_case(cast)
    for case in (taken_over, own):
        deadlines.start(case, "petition.handle", since=day("2026-02-10"))

    deadlines.pass_over([taken_over.pk], at=ORANGE)

    assert scan(ORANGE).fired == 1
    assert Escalation.objects.get().case == own
    assert scan(RED).fired == 2


def test_it_lets_rights_lapse_on_their_last_day_without_a_word(case):
    clock = deadlines.start(case, "petition.review_apply", since=day("2026-03-02"))

    assert scan(moment("2026-04-01 23:00")).lapsed == 0
    assert scan(moment("2026-04-03")).lapsed == 1

    clock.refresh_from_db()
    assert (clock.outcome, clock.ended_at) == ("lapsed", clock.due_at)
    assert heard() == []


def test_it_lets_any_number_of_rights_lapse(cast, law):
    for _ in range(3):
        deadlines.start(make_case(cast), "petition.review_apply", since=day("2026-03-02"))

    assert scan(moment("2026-04-03"), limit=2).lapsed == 3


def test_it_tells_the_unit_where_nobody_handles_the_case(cast, law):
    case = make_case(cast, handler=None)
    deadlines.start(case, "petition.handle", since=day("2026-02-10"))

    scan(YELLOW)

    assert heard() == ["handler", "second_handler"]


def test_it_tells_the_unit_when_the_handler_has_moved_on(cast, law):
    case = make_case(cast)
    cast.handler.posts.update(ends_on=day("2026-03-31"))
    deadlines.start(case, "petition.handle", since=day("2026-02-10"))

    scan(YELLOW)

    assert heard() == ["second_handler"]


def test_it_tells_the_lead_where_nobody_is_left(cast, law):
    case = make_case(cast, lead_unit=cast.weiqu, handler=None)
    cast.clerk.posts.update(ends_on=day("2026-03-31"))
    deadlines.start(case, "petition.handle", since=day("2026-02-10"))

    scan(YELLOW)

    assert heard() == ["township_lead"]


def test_it_tells_of_a_restricted_case_only_those_who_were_let_in(cast, law):
    case = make_case(cast, confidentiality="restricted", lead_unit=cast.discipline, handler=cast.inspector)
    permission = Permission.objects.get(codename="view_case", content_type__app_label="cases")
    # The lead belongs to the accused unit, the staff member has a desk under it, the leader has left office.
    for person in (cast.inspector, cast.lead, cast.staff, cast.leader):
        CaseUserObjectPermission.objects.create(user=person, permission=permission, content_object=case)
    CaseUnit.objects.create(case=case, unit=cast.housing, part="accused", since=case.opened_at)
    desk = Unit.objects.create(
        name="住建局信息科", short_name="信息科", kind="department", area_id="610116", parent=cast.housing
    )
    role = Group.objects.get(name="handler")
    Post.objects.create(user=cast.staff, unit=desk, role=role, starts_on=day("2026-01-01"))
    cast.leader.posts.update(ends_on=day("2026-03-31"))
    deadlines.start(case, "petition.handle", since=day("2026-02-10"))

    scan(RED)

    assert heard() == ["inspector"]
    assert Notice.objects.get().restricted


def test_it_tells_the_centre_that_oversees_the_place(cast, law):
    elsewhere = make_case(cast, area_id="610116002001")
    deadlines.start(elsewhere, "petition.handle", since=day("2026-02-10"))
    cast.centre.sees = "own"
    cast.centre.save(update_fields=["sees"])

    scan(RED)

    assert heard() == ["handler", "lead"]


def test_it_puts_a_row_off_that_fails_and_goes_on(cast, law, monkeypatch, caplog):
    bad, good = make_case(cast, title="坏"), make_case(cast, title="好")
    clocks = [deadlines.start(case, "petition.handle", since=day("2026-02-10")) for case in (bad, good)]
    plain = scanning._text

    def stumble(rows, terms, rung):
        if rows[0].title == "坏":
            raise LookupError("no such unit")
        return plain(rows, terms, rung)

    monkeypatch.setattr(scanning, "_text", stumble)

    result = scan(YELLOW)

    assert (result.fired, result.failed) == (1, 1)
    assert Escalation.objects.get().clock == clocks[1]
    clocks[0].refresh_from_db()
    assert (clocks[0].rung, clocks[0].alert_at) == (0, YELLOW + timedelta(hours=1))
    assert bad.number in caplog.text

    monkeypatch.setattr(scanning, "_text", plain)
    assert scan(YELLOW + timedelta(minutes=59)).fired == 0
    assert scan(YELLOW + timedelta(hours=1)).fired == 1
    assert Escalation.objects.get(clock=clocks[0]).at == YELLOW


def test_it_does_not_fail_over_a_rung_that_is_gone(clock):
    LadderRung.objects.filter(rung=1).delete()

    assert scan(YELLOW).failed == 1


def test_it_works_through_more_than_one_batch(cast, law):
    for _ in range(7):
        deadlines.start(make_case(cast), "petition.handle", since=day("2026-02-10"))

    assert scan(YELLOW, limit=3).fired == 7
    assert scan(YELLOW, limit=3).fired == 0


def test_it_asks_the_same_questions_for_one_clock_and_for_thirty(cast, law, django_assert_num_queries):
    def cost():
        with connection.execute_wrapper(counter := _Counter()):
            scan(YELLOW)
        return counter.number

    deadlines.start(make_case(cast), "petition.handle", since=day("2026-02-10"))
    one = cost()
    for _ in range(30):
        deadlines.start(make_case(cast), "petition.handle", since=day("2026-02-10"))

    assert cost() == one


class _Counter:
    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def test_it_leaves_its_heartbeat_whatever_time_it_was_asked_about(law):
    scan(moment("2030-01-01"))

    assert Heartbeat.objects.get(name="scan_deadlines").at < moment("2030-01-01")


def test_it_rings_by_command_as_by_task(clock, capsys):
    call_command("scan_deadlines", at="2026-04-08T09:00")
    assert capsys.readouterr().out == (
        "提醒 1 项，发出消息 1 条，届满 0 项，搁置 0 项，补计 0 件。\n应有而没有在计期限的在办事项 0 件。\n"
    )

    call_command("scan_deadlines", at="2026-04-08T09:00+08:00")
    assert capsys.readouterr().out.startswith("提醒 0 项")

    tasks.scan_deadlines()
    assert Escalation.objects.count() == 2  # the machine's clock is past the last rung
    with pytest.raises(CommandError, match="应写成"):
        call_command("scan_deadlines", at="half past nine")


@pytest.mark.django_db(transaction=True)
def test_it_shares_the_work_when_two_scan_at_once(cast, law):
    for _ in range(40):
        deadlines.start(make_case(cast), "petition.handle", since=day("2026-02-10"))
    barrier = threading.Barrier(2)
    results = []

    def work():
        barrier.wait()
        results.append(scan(RED, limit=5))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    scan(RED)

    assert sum(result.fired for result in results) <= 40
    assert Escalation.objects.count() == 40
    assert Notice.objects.count() == 40 * 3


@pytest.mark.django_db(transaction=True)
def test_it_does_not_wait_for_a_case_that_somebody_is_working_on(cast, law):
    busy, free = make_case(cast), make_case(cast)
    for case in (busy, free):
        deadlines.start(case, "petition.handle", since=day("2026-02-10"))
    found = []

    def work():
        found.append(scan(RED).fired)
        connections.close_all()

    with transaction.atomic():
        deadlines.meet(busy, "petition.handle", at=RED)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(timeout=20)
    scan(RED)

    assert found == [1]
    assert list(Escalation.objects.values_list("case", flat=True)) == [free.pk]
    assert Clock.objects.get(case=busy, term_code="petition.handle").outcome == "missed"
