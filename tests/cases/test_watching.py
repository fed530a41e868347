"""Nothing open falls silent: somebody is bound by a day, or the table says in words what is waited for."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from governance.cases import deadlines, registry
from governance.cases.law import terms
from governance.cases.models import Case, Clock, Term
from governance.cases.soundness import silences
from governance.cases.workflow import ClockStart, Status, Step, Workflow
from governance.frame.days import office_day
from tests import builders, disputes
from tests.cases.clocks import day, moment

EXPLAINED = {**builders.OPINION, "outcome": "explained"}

pytestmark = pytest.mark.django_db
DUTIES = ("answer", "decide")


def table(*steps, statuses=None, opening=("decide",)) -> Workflow:
    """A case that opens, goes to work and ends."""
    stands = {"open": Status("已登记"), "at_work": Status("办理中"), "done": Status("已办结", closed=True)}
    clocks = tuple(ClockStart(term) for term in opening)
    return Workflow("toy", "事项", "T", "open", stands | (statuses or {}), steps, opening_clocks=clocks)


def move(name, source, target, *, starts=(), meets=(), cancels=()) -> Step:
    begun = tuple(start if isinstance(start, ClockStart) else ClockStart(start) for start in starts)
    return Step(name, name, (source,), target, "", starts=begun, meets=meets, cancels=cancels)


BEGIN = move("begin", "open", "at_work", starts=("answer",), meets=("decide",))
FINISH = move("finish", "at_work", "done", meets=("answer",))


def test_it_finds_nothing_where_a_duty_follows_a_duty():
    assert silences(table(BEGIN, FINISH), DUTIES) == []


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((move("begin", "open", "at_work", meets=("decide",)),), "step begin from open leaves at_work"),
        ((BEGIN, move("reply", "at_work", None, meets=("answer",))), "step reply from at_work leaves at_work"),
        ((BEGIN, move("drop", "at_work", None, cancels=("answer",))), "step drop from at_work leaves at_work"),
        # a clock on a condition is no promise, and neither is a right
        (
            (move("begin", "open", "at_work", starts=(ClockStart("answer", when=bool),), meets=("decide",)),),
            "step begin from open leaves at_work",
        ),
        ((move("begin", "open", "at_work", starts=("review",), meets=("decide",)),), "step begin from open"),
        # one way leaves it bound, the other does not
        ((BEGIN, move("skip", "open", "at_work", meets=("decide",))), "step skip from open leaves at_work"),
    ],
)
def test_it_finds_the_step_that_ends_the_last_clock(steps, sentence):
    assert sentence in "\n".join(silences(table(*steps, FINISH), DUTIES))


def test_it_finds_a_case_that_opens_without_a_clock():
    assert "opens as open" in silences(table(BEGIN, FINISH, opening=()), DUTIES)[0]


@pytest.mark.parametrize("row", [Status("办理中", clock="answer"), Status("办理中", waits="等群众补充材料")])
def test_it_takes_the_word_of_the_table(row):
    assert silences(table(move("begin", "open", "at_work"), FINISH, statuses={"at_work": row}), DUTIES) == []


def test_it_takes_no_right_for_the_clock_of_a_status():
    assert silences(table(BEGIN, FINISH, statuses={"at_work": Status("办理中", clock="review")}), DUTIES) == [
        "status at_work: review binds nobody"
    ]


def test_it_lets_no_workflow_of_the_house_fall_silent():
    found = {code: silences(kind.workflow, terms.duties()) for code, kind in registry.KINDS.items()}
    assert {code: said for code, said in found.items() if said} == {}


# What a person sees: petitions.


def running(case) -> dict[str, object]:
    found = Clock.objects.filter(case_id=case.pk, ended_at=None, is_window=False)
    return {clock.term_code: clock.due for clock in found}


def test_it_goes_on_after_the_notice_of_a_transferred_petition(cast):
    case = builders.petition(cast)  # Tue 03-10
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    told = {"organ": "区住建局", "next_route": "按信访程序办理。", "told_by": "post"}
    builders.step(case, "notify", cast.handler, later=3, replay=False, **told)

    assert running(case) == {"petition.accept": day("2026-03-30")}  # Fri 03-13; Sat 28; Mon
    deadlines.scan(moment("2026-03-31 10:00"))
    assert case.escalations.filter(clock__term_code="petition.accept").exists()

    builders.step(case, "accept", cast.handler, later=22, replay=False, **builders.ACCEPT)  # Wed 04-01
    assert running(case) == {"petition.handle": day("2026-06-01")}  # raw Sun 05-31; Mon
    assert case.clocks.get(term_code="petition.accept").outcome == "missed"


def test_it_goes_on_until_the_opinion_is_served_and_the_file_is_closed(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.lead, later=20, replay=False, **EXPLAINED)  # Mon 03-30
    assert running(case) == {"petition.serve": day("2026-04-09")}
    served = {"method": "direct", "receiver": "本人", "proof": "已签收", "served_on": day("2026-03-31")}
    builders.step(case, "serve", cast.handler, later=21, replay=False, **served)
    assert list(running(case)) == ["petition.file"]
    builders.step(case, "archive", cast.handler, later=60, replay=False, **builders.CHECKLIST)
    assert running(case) == {}
    assert case.clocks.get(term_code="petition.file").outcome == "met"


def test_it_counts_service_from_the_day_on_which_it_was_made(cast):
    case = builders.in_status(cast, "handling")
    told = builders.OPINION | {"outcome": "explained"}
    builders.step(case, "issue_opinion", cast.lead, later=20, replay=False, **told)  # till Thu 04-09
    served = {"method": "direct", "receiver": "本人", "proof": "已签收", "served_on": day("2026-04-08")}
    builders.step(case, "serve", cast.handler, later=41, replay=False, **served)  # typed on Mon 04-20

    clock = case.clocks.get(term_code="petition.serve")
    assert (clock.outcome, office_day(clock.ended_at)) == ("met", day("2026-04-08"))
    assert case.clocks.get(term_code="petition.review_apply").start_on == day("2026-04-08")
    assert case.clocks.get(term_code="petition.file").start_on == day("2026-04-08")


@pytest.mark.parametrize(
    "fields",
    [
        {"petition_class": "suggestion", "route": ""},
        *({"route": route} for route in ("litigation", "arbitration", "party_appeal", "administrative", "duty")),
    ],
)
def test_it_goes_on_in_every_class_and_by_every_route(cast, fields):
    case = builders.petition(cast, **fields)
    # What belongs before a court is separated from petitions: only political and legal organs take it (art. 28).
    unit, actor = (cast.station, cast.officer) if case.route == "litigation" else (cast.housing, cast.handler)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=unit, **builders.TRANSFER)
    builders.step(case, "accept", actor, later=2, replay=False, **builders.ACCEPT)  # Thu 03-12

    assert running(case) == {"petition.answer": day("2026-05-11")}


def test_it_gives_way_to_the_sixty_days_and_comes_back_after_them(cast):
    case = builders.petition(cast, petition_class="suggestion", route="")
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "accept", cast.handler, later=2, replay=False, **builders.ACCEPT)
    told = {"reason": "属于申诉求决。", "petition_class": "appeal_request", "route": "handling"}
    builders.step(case, "reclassify", cast.handler, later=5, replay=False, **told)
    assert list(running(case)) == ["petition.handle"]
    told = {"reason": "属于建议。", "petition_class": "suggestion"}
    builders.step(case, "reclassify", cast.handler, later=6, replay=False, **told)
    builders.agreed(case, cast.township_lead)
    assert list(running(case)) == ["petition.answer"]


# Disputes and their tracks.


def test_a_dispute_has_a_day_and_a_person_from_the_first_minute(cast):
    whole = disputes.dispute(cast, replay=False)  # Tue 03-10

    assert running(whole) == {"dispute.begin": day("2026-03-17")}
    assert whole.handler == cast.clerk
    deadlines.scan(moment("2026-03-18 10:00"))
    assert cast.clerk.notices.filter(link__contains=whole.number, kind="overdue").exists()


def test_a_dispute_is_bound_again_when_its_last_track_has_ended(cast):
    whole = disputes.dispute(cast)
    track = disputes.track(cast, of=whole)
    assert running(whole) == {}
    disputes.accept(track, cast)
    disputes.sit(track, cast)
    builders.step(track, "terminate", disputes.worker(cast, track.kind), later=8, replay=False, **disputes.ENDING)

    assert running(whole) == {
        "dispute.conclude": day("2026-04-03")
    }  # Thu 03-19, eight days after the track was opened; Fri
    whole.refresh_from_db()
    assert whole.next_due_at is not None


# The database.


def test_the_scan_gives_a_silent_case_its_clock_and_says_so(cast, capsys):
    case = builders.in_status(cast, "served")
    builders.step(case, "execute", cast.handler, later=25, executed_on=day("2026-04-03"), note="已经修复。")
    whole = disputes.dispute(cast)
    assert list(deadlines.silent(Case.objects.all())) == [Case.objects.get(pk=case.pk)]

    call_command("scan_deadlines", at="2026-05-06T10:00")

    said = capsys.readouterr().out
    assert "补计 1 件" in said and "应有而没有在计期限的在办事项 0 件。" in said
    assert running(case) == {"petition.file": day("2026-07-06")}  # raw Sun 07-05; Mon
    event = case.events.latest("seq")
    assert (event.label, event.facts["told"]) == ("开始计时", [["期限", "归档"], ["到期日", "2026-07-06"]])
    case.refresh_from_db()
    assert case.version == 1 + case.events.count()
    assert running(whole) and deadlines.scan(moment("2026-05-06 10:01")).given == 0


def test_the_scan_names_the_case_it_cannot_bind(cast, capsys, login):
    case = builders.petition(cast)
    Clock.objects.filter(case_id=case.pk).delete()
    Case.objects.filter(pk=case.pk).update(next_due_at=None)

    call_command("scan_deadlines", at="2026-05-06T10:00")

    assert f"应有而没有在计期限的在办事项 1 件：{case.number}。" in capsys.readouterr().out
    client = login(cast.staff)
    page = client.get(reverse("dashboard:workbench")).content.decode()
    assert "应有而没有期限" in page
    rows = client.get(reverse("cases:list"), {"due": "silent"}).context["rows"]
    assert [row.number for row in rows] == [case.number]


def test_a_clock_that_stands_still_binds_nobody_and_another_runs_meanwhile(cast):
    case = builders.in_status(cast, "handling")
    at = case.opened_at + timedelta(days=5)
    deadlines.pause(case, "petition.handle", on=at.date(), reason="鉴定", at=at)
    deadlines.refresh_next_due(case)

    assert deadlines.silent(Case.objects.all()).exists()
    assert deadlines.scan(at + timedelta(days=1)).given == 1
    assert not deadlines.silent(Case.objects.all()).exists()
    # A year later somebody has heard of it.
    assert deadlines.scan(at + timedelta(days=400)).notices > 0


def test_every_clock_of_a_status_proposes_no_paper():
    codes = {term for kind in registry.KINDS.values() for term in kind.workflow.status_terms}
    assert {term.ladder for term in Term.objects.filter(code__in=codes)} == {"follow"}
