import pytest

from governance.cases import deadlines
from governance.cases.models import Clock, Pause, Term
from governance.frame.refusals import StepNotPossible
from tests.cases.clocks import day, make_case, moment


@pytest.fixture
def case(cast, law):
    return make_case(cast)


def start(case, code="petition.handle", since="2026-02-10", **options):
    return deadlines.start(case, code, since=day(since), **options)


def test_it_starts_a_clock_with_its_day_its_ledger_and_its_alerts(case):
    clock = start(case)  # Tue

    clock.refresh_from_db()
    assert (clock.raw_due, clock.due) == (day("2026-04-11"), day("2026-04-13"))  # Sat; Mon
    assert clock.ledger[0]["why"] == "start"
    assert [f"{at:%m-%d %H:%M}" for at in map(_local, clock.alert_plan)] == [
        "04-08 09:00",  # Wed, three working days before
        "04-13 09:00",
        "04-14 09:00",
        "04-21 09:00",
        "04-28 09:00",
    ]
    assert clock.alert_at == clock.alert_plan[0]
    assert not clock.provisional


def _local(at):
    return at.astimezone(moment("2026-01-01").tzinfo)


def test_it_warns_of_a_short_term_when_a_fifth_of_it_is_left(case):
    clock = start(case, "petition.simple_handle", "2026-03-02")  # Mon; due Mon 03-16

    assert [f"{_local(at):%m-%d}" for at in clock.alert_plan[:2]] == ["03-12", "03-16"]


def test_it_does_not_warn_before_the_clock_has_started(case):
    clock = deadlines.start(case, "event.simple", since=moment("2026-03-02 15:00"))  # due Tue

    assert clock.rung == 1
    assert _local(clock.alert_at) == moment("2026-03-03")


def test_it_takes_the_version_in_effect_on_the_first_day(case):
    assert start(case, since="2022-04-30").term.article.startswith("《信访条例》")
    deadlines.cancel(case, "petition.handle", at=moment("2022-05-01"))
    assert start(case, since="2022-05-01").term.article.startswith("《信访工作条例》")
    deadlines.cancel(case, "petition.handle", at=moment("2022-05-01"))
    assert start(case, since="2001-05-01").term.version == 1


def test_it_knows_no_term_that_the_law_does_not_know(case):
    with pytest.raises(Term.DoesNotExist):
        start(case, "petition.answer_when_convenient")


def test_it_lets_the_assigning_organ_set_the_amount(case):
    assert start(case, "petition.assign_report", "2026-03-02", amount=10).due == day("2026-03-12")


def test_it_counts_hours_from_the_moment(case):
    clock = deadlines.start(case, "police.misrouted", since=moment("2026-04-30 16:20"))

    assert clock.due_at == moment("2026-05-01 16:20")
    assert [clock.due_at - at for at in clock.alert_plan[:2]] == [(clock.due_at - clock.started_at) / 5, 0 * _hour()]


def _hour():
    return moment("2026-01-01 01:00") - moment("2026-01-01 00:00")


@pytest.mark.parametrize(
    ("at", "outcome"),
    [("2026-04-13 23:59", "met"), ("2026-04-14 00:00", "missed")],
)
def test_it_is_met_until_midnight_of_the_last_day(case, at, outcome):
    start(case)

    clock = deadlines.meet(case, "petition.handle", at=moment(at))

    clock.refresh_from_db()
    assert (clock.outcome, clock.ended_at, clock.alert_at) == (outcome, moment(at), None)


def test_it_meets_nothing_where_nothing_runs(case):
    assert deadlines.meet(case, "petition.handle", at=moment("2026-04-13")) is None
    assert deadlines.cancel(case, "petition.handle", at=moment("2026-04-13")) is None


def test_it_never_calls_the_petitioner_late(case):
    start(case, "petition.review_apply", "2026-03-02")  # Mon; due Wed 04-01

    clock = deadlines.meet(case, "petition.review_apply", at=moment("2026-04-02"))

    assert clock.outcome == "lapsed"
    assert clock.alert_plan == []


def test_it_cancels_duties_and_leaves_the_rights_of_the_petitioner(case):
    start(case)
    start(case, "petition.review_apply", "2026-03-02")

    deadlines.cancel_duties(case, at=moment("2026-03-05"))

    assert deadlines.running(case, "petition.handle") is None
    assert deadlines.running(case, "petition.review_apply").is_running


def test_it_extends_from_the_raw_last_day(case):
    start(case)

    clock = deadlines.extend(case, "petition.handle", days=30, at=moment("2026-04-01"))

    clock.refresh_from_db()
    assert clock.due == day("2026-05-11")  # Mon; from Sat 04-11, not from Mon 04-13
    assert (clock.extension, clock.generation) == (30, 2)


def test_it_takes_back_a_warning_that_the_extension_has_overtaken(case):
    clock = start(case)
    Clock.objects.filter(pk=clock.pk).update(rung=1, alert_at=clock.alert_plan[1])

    clock = deadlines.extend(case, "petition.handle", days=30, at=moment("2026-04-09"))

    assert clock.rung == 0
    assert clock.alert_at == clock.alert_plan[0]


@pytest.mark.parametrize(
    ("code", "days", "sentence"),
    [
        ("petition.handle", 31, "最长延长30日"),
        ("petition.handle", 0, "至少为1"),
        ("petition.notice", 1, "不能延长"),
        ("petition.review_decide", 1, "没有正在计算的期限"),
    ],
)
def test_it_refuses_an_extension_that_the_law_does_not_give(case, code, days, sentence):
    start(case)
    start(case, "petition.notice")

    with pytest.raises(StepNotPossible, match=sentence):
        deadlines.extend(case, code, days=days, at=moment("2026-03-01"))


def test_it_extends_nothing_that_is_over(case):
    start(case)  # due Mon 04-13

    with pytest.raises(StepNotPossible, match="期限已于2026-04-13届满"):
        deadlines.extend(case, "petition.handle", days=30, at=moment("2026-04-14 00:00"))


def test_it_ends_as_missed_whoever_stops_it_after_its_day(case):
    start(case)
    start(case, "petition.notice", "2026-03-20")  # Fri; due Tue 04-07, after Qingming
    start(case, "petition.review_apply", "2026-03-02")  # a right: due 04-01
    start(case, "petition.assign_report")

    cancelled = deadlines.cancel(case, "petition.notice", at=moment("2026-04-10"))
    lapsed = deadlines.cancel(case, "petition.review_apply", at=moment("2026-04-10"))
    deadlines.cancel_duties(case, at=moment("2026-04-16"))

    assert (cancelled.outcome, lapsed.outcome) == ("missed", "cancelled")
    ended = Clock.objects.filter(term_code__in=["petition.handle", "petition.assign_report"])
    assert {clock.outcome for clock in ended} == {"missed"}
    assert deadlines.light(cancelled, moment("2026-06-01")).left == "超期 3 天办结"
    assert deadlines.worst_lateness(case.clocks.select_related("term")) == "3 天"


def test_it_keeps_the_lateness_of_a_clock_that_is_stopped_with_a_day_before_its_end(case):
    start(case, "mediation.delegated", "2026-03-02")  # Mon; due Wed 04-01

    standing = deadlines.pause(
        case, "mediation.delegated", on=day("2026-03-20"), reason="鉴定", at=moment("2026-04-10")
    )

    late, going_on = Clock.objects.order_by("id")
    assert (late.outcome, late.due, deadlines.light(late, moment("2026-06-01")).left) == (
        "missed",
        day("2026-04-01"),
        "超期 9 天办结",
    )
    assert (going_on, going_on.start_on, going_on.due) == (standing, late.start_on, None)
    assert [pause.starts_on for pause in going_on.pauses.all()] == [day("2026-03-20")]


def test_it_gives_a_duty_that_comes_back_what_it_was_granted(case):
    start(case)
    deadlines.extend(case, "petition.handle", days=30, at=moment("2026-03-01"))
    deadlines.pause(case, "petition.handle", on=day("2026-03-03"), reason="鉴定", at=moment("2026-03-03"))
    deadlines.resume(case, "petition.handle", on=day("2026-03-04"), at=moment("2026-03-04"))
    deadlines.cancel(case, "petition.handle", at=moment("2026-03-05"))

    again = start(case, at=moment("2026-03-06"))

    assert (again.extension, again.due) == (30, day("2026-05-13"))  # raw Mon 05-11, and two days more
    with pytest.raises(StepNotPossible, match="只能延长一次"):
        deadlines.extend(case, "petition.handle", days=1, at=moment("2026-03-07"))


def test_it_extends_only_once_where_the_law_sets_a_ceiling(case):
    start(case)
    deadlines.extend(case, "petition.handle", days=10, at=moment("2026-03-01"))

    with pytest.raises(StepNotPossible, match="只能延长一次"):
        deadlines.extend(case, "petition.handle", days=10, at=moment("2026-03-02"))


def test_it_extends_as_often_as_both_parties_agree(case):
    start(case, "mediation.delegated", "2026-03-02")  # Mon; due Wed 04-01
    deadlines.extend(case, "mediation.delegated", days=10, at=moment("2026-03-20"))

    assert deadlines.extend(case, "mediation.delegated", days=10, at=moment("2026-03-21")).due == day("2026-04-21")


def test_it_stands_still_and_goes_on_for_exactly_the_paused_days(case):
    before = start(case, "petition.recheck_decide", "2026-03-02")  # Mon; due Wed 04-01

    paused = deadlines.pause(
        case, "petition.recheck_decide", on=day("2026-03-10"), reason="听证", at=moment("2026-03-10")
    )
    assert (paused.due, paused.due_at, paused.alert_at, paused.alert_plan) == (None, None, None, [])

    clock = deadlines.resume(case, "petition.recheck_decide", on=day("2026-03-14"), at=moment("2026-03-14"))
    clock.refresh_from_db()
    assert (clock.raw_due - before.raw_due).days == 5
    assert clock.due == day("2026-04-07")  # raw Mon 04-06 of the Qingming holiday; Tue
    assert clock.alert_at == clock.alert_plan[0]


def test_it_does_not_rescue_a_clock_that_has_run_out(case):
    start(case, "petition.recheck_decide", "2026-03-02")

    clock = deadlines.pause(
        case, "petition.recheck_decide", on=day("2026-04-02"), reason="听证", at=moment("2026-04-02")
    )

    assert clock.due == day("2026-04-01")
    assert deadlines.light(clock, moment("2026-04-03")).code == "overdue"


@pytest.mark.parametrize("verb", ["twice", "backwards", "without a pause", "without a clock"])
def test_it_refuses_a_pause_that_makes_no_sense(case, verb):
    code = "petition.recheck_decide"
    if verb != "without a clock":
        start(case, code, "2026-03-02")
    if verb in ("twice", "backwards"):
        deadlines.pause(case, code, on=day("2026-03-10"), reason="听证", at=moment("2026-03-10"))

    with pytest.raises(StepNotPossible):
        if verb in ("twice", "without a clock"):
            deadlines.pause(case, code, on=day("2026-03-11"), reason="听证", at=moment("2026-03-11"))
        else:
            deadlines.resume(case, code, on=day("2026-03-09"), at=moment("2026-03-11"))


def test_it_closes_an_open_pause_with_the_clock(case):
    start(case)
    deadlines.pause(case, "petition.handle", on=day("2026-03-10"), reason="鉴定", at=moment("2026-03-10"))

    clock = deadlines.meet(case, "petition.handle", at=moment("2026-03-12"))

    assert clock.outcome == "met"
    assert Pause.objects.get().ends_on == day("2026-03-12")


def test_it_keeps_the_nearest_duty_of_the_case(case):
    start(case)
    start(case, "petition.notice", "2026-02-13")  # due Sat 02-28, a working day
    start(case, "petition.objection", "2026-02-13")

    deadlines.refresh_next_due(case)
    case.refresh_from_db()
    assert case.next_due_at.astimezone(moment("2026-01-01").tzinfo).date() == day("2026-02-28")

    deadlines.cancel_duties(case, at=moment("2026-02-20"))
    deadlines.refresh_next_due(case)
    case.refresh_from_db()
    assert case.next_due_at is None


def test_it_finds_the_binding_clocks_of_a_whole_list_in_one_query(cast, law, django_assert_num_queries):
    cases = [make_case(cast) for _ in range(3)]
    for case in cases[:2]:
        start(case)
        start(case, "petition.notice", "2026-02-13")

    with django_assert_num_queries(1):
        found = deadlines.binding_clocks([case.pk for case in cases])

    assert {pk: clock.term_code for pk, clock in found.items()} == {case.pk: "petition.notice" for case in cases[:2]}


@pytest.mark.parametrize(
    ("code", "since", "today", "light", "left"),
    [
        ("petition.handle", "2026-02-10", "2026-03-01", "normal", "还剩 43 天"),
        ("petition.handle", "2026-02-10", "2026-04-07", "normal", "还剩 6 天"),  # Tue
        ("petition.handle", "2026-02-10", "2026-04-08", "near", "还剩 5 天"),  # Wed
        ("petition.handle", "2026-02-10", "2026-04-13", "today", "今天到期"),
        ("petition.handle", "2026-02-10", "2026-04-15", "overdue", "超期 2 天"),
        ("petition.simple_handle", "2026-09-28", "2026-09-30", "normal", "还剩 8 个工作日"),
        ("petition.simple_handle", "2026-09-28", "2026-10-19", "overdue", "超期 1 个工作日"),  # Mon after Fri
        ("petition.simple_handle", "2026-09-28", "2026-10-17", "overdue", "超期 1 个工作日"),  # Sat after Fri
        ("petition.review_apply", "2026-03-02", "2026-03-31", "normal", "还剩 1 天"),
        ("petition.review_apply", "2026-03-02", "2026-04-02", "ended", "期限届满"),
    ],
)
def test_it_shows_its_light_and_the_distance_in_the_unit_of_its_law(case, code, since, today, light, left):
    found = deadlines.light(start(case, code, since), moment(today))

    assert (found.code, found.left) == (light, left)


def test_it_shows_the_hour_at_which_a_term_in_hours_ends(case):
    clock = deadlines.start(case, "police.misrouted", since=moment("2026-04-30 16:20"))

    assert deadlines.light(clock, moment("2026-05-01")).left == "今天 16:20 到期"
    late = deadlines.light(clock, moment("2026-05-01 16:55"))
    assert (late.code, late.left) == ("overdue", "超期 35 分钟")
    assert deadlines.light(clock, moment("2026-05-01 18:30")).left == "超期 2 小时 10 分"
    assert deadlines.light(clock, moment("2026-05-02 16:20")).left == "超期 1 天"


@pytest.mark.parametrize(
    ("at", "light", "left"),
    [
        ("2026-04-13", "met", "按期办结"),
        ("2026-04-15", "missed", "超期 2 天办结"),
    ],
)
def test_it_keeps_its_light_after_the_end(case, at, light, left):
    start(case)

    found = deadlines.light(deadlines.meet(case, "petition.handle", at=moment(at)), moment("2026-06-01"))

    assert (found.code, found.left) == (light, left)


def test_it_shows_a_standing_and_a_cancelled_clock(case):
    start(case)
    paused = deadlines.pause(case, "petition.handle", on=day("2026-03-10"), reason="鉴定", at=moment("2026-03-10"))
    assert deadlines.light(paused, moment("2026-03-11")).code == "paused"

    cancelled = deadlines.cancel(case, "petition.handle", at=moment("2026-03-12"))
    assert deadlines.light(cancelled, moment("2026-03-13")).left == "终止计时"


def test_it_explains_why_this_day(case):
    start(case, "petition.handle", "2026-02-10")
    deadlines.pause(case, "petition.handle", on=day("2026-03-02"), reason="鉴定", at=moment("2026-03-02"))
    deadlines.resume(case, "petition.handle", on=day("2026-03-04"), at=moment("2026-03-04"))
    clock = deadlines.extend(case, "petition.handle", days=30, at=moment("2026-04-01"))

    why = deadlines.explain(clock)

    assert why.start == "受理信访事项：2026-02-10 周二，当日不计入"
    assert why.article == "《信访工作条例》第三十四条"
    assert why.pauses == ["2026-03-02 周一 至 2026-03-04 周三 不计入（鉴定）"]
    assert why.extension == "延长30日，由本机关、单位负责人批准，自原届满日起计算"
    assert why.weeks[0].days == "2026-02-10 周二 至 2026-02-15 周日"
    assert why.weeks[0].note == "起算日不计入、春节 1 天计入"
    assert [week.counted for week in why.weeks[:4]] == [5, 7, 7, 4]
    assert why.weeks[3].note == "停表 3 天不计入"
    assert why.weeks[-1].total == 90
    assert why.conclusion == "2026-05-14 周四 24时届满"


def test_it_explains_how_the_end_moved_over_a_holiday(case):
    why = deadlines.explain(start(case, "petition.notice", "2026-02-02"))

    assert why.conclusion == "届满日 2026-02-17 周二 为春节，顺延至 2026-02-24 周二"
    assert why.weeks[-1].note == "春节 1 天顺延、顺延至此日"


def test_it_explains_hours_by_the_day(case):
    why = deadlines.explain(deadlines.start(case, "police.misrouted", since=moment("2026-04-30 16:20")))

    assert why.hours == ["2026-04-30 周四：7小时40分计入", "2026-05-01 周五：16小时20分计入"]
    assert why.conclusion == "2026-05-01 周五 16:20 届满"
    assert why.weeks == []


def test_it_says_that_a_date_is_provisional(case):
    why = deadlines.explain(start(case, "petition.notice", "2026-12-20"))

    assert why.provisional.startswith("暂定：2027年的放假安排通知尚未载入")


def test_it_explains_a_standing_clock(case):
    start(case)
    clock = deadlines.pause(case, "petition.handle", on=day("2026-03-02"), reason="鉴定", at=moment("2026-03-02"))

    why = deadlines.explain(clock)

    assert why.pauses == ["2026-03-02 周一 起，尚未恢复 不计入（鉴定）"]
    assert why.conclusion == "停表期间没有到期日，恢复计算后重新确定"
