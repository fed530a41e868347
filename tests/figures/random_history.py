"""What may become of cases, of what units owe and of papers: random things, done as the verbs leave the rows."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Case as Either
from django.db.models import Q, Value, When
from django.db.models.functions import Coalesce
from hypothesis import strategies as st

from governance.cases.models import Case, CaseLink, Category, Clock
from governance.duties.models import DutyPlan, DutyTask
from governance.figures import tallying
from governance.frame.days import ONE_DAY, office_moment
from governance.supervision.models import SupervisionPaper
from governance.supervision.papers.actions import propose
from mediation.models import Confirmation, Dispute, Mediator, Track
from petitions.models import Petition
from tests import builders
from tests.duties.making import plan
from tests.figures.histories import FIRST, at, copied, numbers

TODAY = date(2026, 7, 1)
CONFIRM = "mediation.confirm_apply"
days = st.integers(0, 170)
AREAS = ("610116001002", "610116002001", "610116")
UNITS = ("housing", "weiqu", "guodu")
STATES = ("open", "returned", "zero", "late", "missing", "withdrawn")
PROMISED = ("promise", "give_up", "lapse", "confirm")
RUNGS = ("copy_notice", "supervision_order", "yellow_card")

# What may become of a row, as the verbs leave it: each names a case by its place, and a day.
moves = st.lists(
    st.one_of(
        st.tuples(st.just("register"), days, st.sampled_from(AREAS), st.booleans()),
        st.tuples(st.just("transfer"), st.integers(0, 9), st.sampled_from(["housing", "weiqu", "guodu"])),
        st.tuples(st.just("close"), st.integers(0, 9), days, st.sampled_from(["archived", "withdrawn", "merged"])),
        st.tuples(st.just("reopen"), st.integers(0, 9)),
        st.tuples(st.just("hide"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("date"), st.integers(0, 9), days),
        st.tuples(st.just("clock"), st.integers(0, 9), days, st.sampled_from(["", "met", "missed", "cancelled"])),
        st.tuples(st.just("charge"), st.integers(0, 9), st.sampled_from(["housing", "weiqu"])),
        st.tuples(st.just("competent"), st.integers(0, 9), st.sampled_from(["housing", "weiqu", None])),
        st.tuples(st.just("reach_by"), st.integers(0, 9), st.sampled_from(["visit", "letter"])),
        st.tuples(st.just("sort"), st.integers(0, 9), st.integers(0, 30)),
        st.tuples(st.just("rename"), st.integers(0, 30), st.sampled_from(["甲/乙", "丙"])),
        st.tuples(st.just("merge_into"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("link"), st.integers(0, 9), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("repeat"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("rate"), st.integers(0, 9), days, st.sampled_from(["", "satisfied", "dissatisfied"])),
        st.tuples(st.just("revoke"), st.integers(0, 9)),
        st.tuples(st.just("agree"), st.integers(0, 9), st.one_of(days, st.none()), st.sampled_from(["", "apart"])),
        st.tuples(st.just("decline"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("regroup"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("solve"), st.integers(0, 9), st.sampled_from(["", "village", "county"]), days),
        st.tuples(st.just("come_from"), st.integers(0, 9), st.sampled_from(["application", "screening"])),
        st.tuples(st.just("graded"), st.integers(0, 9), st.sampled_from(["larger", "major"])),
        st.tuples(st.just("sort_dispute"), st.integers(0, 9), st.integers(0, 2)),
        st.tuples(st.just("mediate"), st.integers(0, 9), st.integers(0, 1), st.booleans()),
        st.tuples(st.just("take_up"), st.integers(0, 9), days),
        st.tuples(st.just("promise"), st.integers(0, 9), days, st.one_of(days, st.none()), st.booleans()),
        st.tuples(st.just("give_up"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("lapse"), st.integers(0, 9), days, st.sampled_from(["lapsed", "met", "cancelled"])),
        st.tuples(st.just("confirm"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("owe"), st.integers(0, 9), days, st.sampled_from(STATES), st.sampled_from(UNITS)),
        st.tuples(st.just("issue"), st.integers(0, 9), st.one_of(days, st.none()), st.sampled_from(RUNGS)),
        st.tuples(st.just("end"), st.integers(0, 9), days, st.sampled_from(["lifted", "revoked", "received"])),
        st.tuples(st.just("pass_paper"), st.integers(0, 9), st.sampled_from(UNITS)),
        st.tuples(st.just("delete"), st.integers(0, 9)),
        st.tuples(st.just("fold"), st.integers(1, 7)),
    ),
    min_size=15,
    max_size=45,
)


def due_on(day: date) -> dict[str, date | datetime]:
    """The columns of a term that ends with that day."""
    return {"raw_due": day, "due": day, "due_at": office_moment(day + ONE_DAY)}


def done_by(clock: Clock, days: int) -> datetime:
    """So many days after the clock began, or today: nothing is done before its day has come."""
    return min(clock.started_at + timedelta(days=days), datetime.combine(TODAY, FIRST.timetz()))


def unmet(ended: datetime | Coalesce) -> Either:
    """How a term ends at that moment that nobody met: what was late stays late."""
    return Either(When(due_at__lt=ended, then=Value("missed")), default=Value("cancelled"))


class History:
    """Petitions, and disputes with two tracks each, to which random things happen."""

    def __init__(self, cast, track, paper):
        self.cast = cast
        self.track = track
        self.papers = [copied(paper, opened_at=at(day)) for day in (3, 60)]
        self.tasks = [self.owed(day) for day in (0, 40, 90)]
        self.telling = Permission.objects.get(content_type__app_label="cases", codename="view_case")
        self.model = Clock.objects.filter(term_code="petition.route").first()
        self.categories = [Category.objects.create(kind="petition", name=name, path=name) for name in ("水", "路")]
        told = {"unit": cast.mediation, "position": "official", "appointed_on": FIRST.date()}
        self.mediators = [Mediator.objects.create(name=name, **told) for name in ("甲", "乙")]
        self.made: list[Case] = []
        self.disputes: list[Dispute] = []
        self.tracks: list[Track] = []
        for place, area in enumerate(AREAS):
            self.register(place * 40, area, False)
            self.quarrel(place * 40, area)

    def play(self, told) -> None:
        for name, *how in told:
            if name == "fold":
                tallying.fold(*how)
            elif name == "register":
                self.register(*how)
            elif name == "rename":
                place, path = how
                category = self.categories[place % len(self.categories)]
                Category.objects.filter(pk=category.pk).update(path=f"{path}/{next(numbers)}")
            elif name in ("agree", "decline", "regroup", "mediate", "take_up", *PROMISED):
                self._of(self.tracks, name, *how)
            elif name in ("solve", "come_from", "graded", "sort_dispute"):
                self._of(self.disputes, name, *how)
            elif name in ("issue", "end", "pass_paper"):
                self._of(self.papers, name, *how)
            elif name == "owe":
                self._of(self.tasks, name, *how)
            else:
                self._of(self.made, name, *how)

    def _of(self, cases, name, place, *how):
        if cases:
            getattr(self, name)(cases[place % len(cases)], *how)

    def register(self, day, area, restricted):
        confidentiality = "restricted" if restricted else "normal"
        told = {"opened_at": at(day), "area": self.cast.area(area), "confidentiality": confidentiality}
        case = copied(self.model.case.own, **told)
        clock = Clock.objects.get(pk=self.model.pk)
        clock.pk, clock.case_id, clock._state.adding = None, case.pk, True
        clock.started_at = at(day)
        for name, said in due_on(at(day + 15).date()).items():
            setattr(clock, name, said)
        clock.save(force_insert=True)
        self.made.append(case)
        # Told of it, restricted or not, is one who oversees nothing.
        Case.objects.get(pk=case.pk).user_permissions.create(user=self.cast.inspector, permission=self.telling)

    def quarrel(self, day, area):
        told = {"opened_at": at(day), "area": self.cast.area(area)}
        whole = copied(self.track.dispute, **told)
        self.disputes.append(whole)
        self.tracks += [copied(self.track, parent=whole, **told) for _ in range(2)]

    def owed(self, day) -> DutyTask:
        made = DutyPlan.objects.filter(code="weekly").first() or plan("weekly")
        unit, first = self.cast.weiqu, at(day).date()
        told = {"first": first, "last": first, "label": "周报", "due_at": at(day), "opened_at": at(day)}
        return DutyTask.objects.create(plan=made, plan_code="weekly", unit=unit, area=unit.area, **told)

    def owe(self, task, day, state, unit):
        told = {"due_at": at(day), "returned_at": at(day) if state in ("returned", "zero", "late") else None}
        told |= {"state": state, "unit": getattr(self.cast, unit), "area": getattr(self.cast, unit).area}
        DutyTask.objects.filter(pk=task.pk).update(**told)

    def issue(self, paper, day, rung):
        paper.refresh_from_db()
        if paper.closed_at:  # nobody signs what has ended, nor takes its signature away
            return
        signed_on, signed_by = (None, None) if day is None else (at(day).date(), self.cast.leader)
        SupervisionPaper.objects.filter(pk=paper.pk).update(signed_on=signed_on, signed_by=signed_by, rung=rung)

    def end(self, paper, day, status):
        paper.refresh_from_db()
        signed = at((paper.signed_on - FIRST.date()).days) if paper.signed_on else paper.opened_at
        closed_at = None if status == "received" else max(paper.opened_at, signed, at(day))
        Case.objects.filter(pk=paper.pk).update(closed_at=closed_at, status=status, next_due_at=None)

    def pass_paper(self, paper, unit):
        Case.objects.filter(pk=paper.pk).update(lead_unit=getattr(self.cast, unit))

    def transfer(self, case, unit):
        Case.objects.filter(pk=case.pk).update(lead_unit=getattr(self.cast, unit))

    def competent(self, case, unit):
        Case.objects.filter(pk=case.pk).update(competent_unit=unit and getattr(self.cast, unit))

    def reach_by(self, case, channel):
        Case.objects.filter(pk=case.pk).update(channel=channel)

    def sort(self, case, place):
        category = self.categories[place % len(self.categories)] if place else None
        Case.objects.filter(pk=case.pk).update(category=category)

    def merge_into(self, case, place):
        other = self.made[place % len(self.made)]
        Case.objects.filter(pk=case.pk).update(merged_into=None if other == case else other)

    def link(self, case, place, linked):
        other = self.made[place % len(self.made)]
        if other != case and linked:
            CaseLink.objects.get_or_create(case=case, other=other, kind="repeat")
        elif not linked:
            case.links_out.all().delete()

    def repeat(self, case, repeats):
        Petition.objects.filter(pk=case.pk).update(is_repeat=repeats)

    def rate(self, case, day, rating):
        clock = Clock.objects.get(pk=self.model.pk)
        clock.pk, clock.case_id, clock._state.adding, clock.term_code = None, case.pk, True, "petition.rating"
        Clock.objects.filter(case=case, term_code=clock.term_code, ended_at=None).update(
            ended_at=clock.started_at, outcome=unmet(clock.started_at), alert_at=None
        )
        ended = done_by(clock, day) if rating else None
        clock.ended_at, clock.outcome, clock.alert_at = ended, "met" if rating else "", None if rating else at(day)
        clock.due_at = ended or clock.due_at
        clock.save(force_insert=True)
        Petition.objects.filter(pk=case.pk).update(rating=rating)

    def revoke(self, case):
        """A rating that counts no more: one that was asked for too late was so all the same."""
        Petition.objects.filter(pk=case.pk).update(rating="")
        ended = Coalesce("ended_at", "started_at")
        case.clocks.filter(term_code="petition.rating").update(outcome=unmet(ended), ended_at=ended, alert_at=None)

    def agree(self, track, day, ground):
        ended_on = None if day is None else at(day).date()
        Track.objects.filter(pk=track.pk).update(ended_on=ended_on, ending_ground=ground)

    def decline(self, track, declined):
        Case.objects.filter(pk=track.pk).update(status="declined" if declined else "mediating")

    def regroup(self, track, place):
        Case.objects.filter(pk=track.pk).update(parent=self.disputes[place % len(self.disputes)])

    def solve(self, dispute, level, day):
        dispute.refresh_from_db()
        closed = {"closed_at": max(dispute.opened_at, at(day)), "status": "resolved" if level else "failed"}
        Case.objects.filter(pk=dispute.pk).update(next_due_at=None, **closed)
        Dispute.objects.filter(pk=dispute.pk).update(solved_level=level)

    def come_from(self, dispute, source):
        Dispute.objects.filter(pk=dispute.pk).update(source=source)

    def graded(self, dispute, grade):
        Dispute.objects.filter(pk=dispute.pk).update(grade=grade)

    def sort_dispute(self, dispute, place):
        category = self.categories[place] if place < len(self.categories) else None
        Case.objects.filter(pk=dispute.pk).update(category=category)

    def mediate(self, track, place, serves):
        serving = {"since": FIRST.date(), "until": None if serves else TODAY, "chosen_by": "both"}
        track.mediators.update_or_create(mediator=self.mediators[place], defaults=serving)

    def take_up(self, track, day):
        Case.objects.filter(pk=track.pk).update(opened_at=at(day))

    def promise(self, track, due, kept, broken):
        first = FIRST.date()
        told = {"form": "oral", "signed_on": first, "effective_on": first, "content": "还款。"}
        agreement = track.agreements.filter(is_void=False).first() or track.agreements.create(**told)
        kept_on = None if kept is None else at(kept).date()
        day = {"due_on": at(due).date(), "performed_on": kept_on, "breached_on": TODAY if broken else None}
        agreement.items.update_or_create(position=due % 3, defaults=day | {"what": "还款", "manner": "cash"})

    def give_up(self, track, whole):
        for agreement in track.agreements.all():
            agreement.items.filter(position=0).delete()
        if whole:
            track.agreements.update(is_void=True)

    def lapse(self, track, day, outcome):
        clock = Clock.objects.get(pk=self.model.pk)
        clock.pk, clock.case_id, clock._state.adding = None, track.pk, True
        clock.term_code, clock.is_window, clock.outcome, clock.alert_at = CONFIRM, True, outcome, None
        for name, said in due_on(max(at(day), at(20)).date()).items():
            setattr(clock, name, said)
        clock.started_at = clock.ended_at = at(20)
        clock.save(force_insert=True)

    def confirm(self, track, applied):
        agreement = track.agreements.filter(is_void=False).first()
        if agreement and applied:
            told = {"court": self.cast.court, "applied_on": FIRST.date()}
            Confirmation.objects.get_or_create(agreement=agreement, defaults=told)
        elif agreement:
            Confirmation.objects.filter(agreement=agreement).delete()

    def close(self, case, day, status):
        """Whoever closes a case ends its terms: what was late stays late."""
        case.refresh_from_db()
        done = case.clocks.exclude(ended_at=None).values_list("ended_at", flat=True)
        closed_at = max(case.opened_at, at(day), *case.clocks.values_list("started_at", flat=True), *done)
        case.clocks.filter(ended_at=None).update(outcome=unmet(closed_at), ended_at=closed_at, alert_at=None)
        Case.objects.filter(pk=case.pk).update(closed_at=closed_at, status=status, next_due_at=None)

    def reopen(self, case):
        Case.objects.filter(pk=case.pk).update(closed_at=None, status="handling")

    def hide(self, case, restricted):
        Case.objects.filter(pk=case.pk).update(confidentiality="restricted" if restricted else "normal")

    def date(self, case, day):
        Case.objects.filter(pk=case.pk, closed_at=None).update(opened_at=at(day))

    def clock(self, case, day, outcome):
        case.refresh_from_db()
        if case.closed_at:  # no step of a closed case begins or ends a term
            return
        clock = case.clocks.first()
        ended = done_by(clock, 30 + day)
        # What is met or counts no more has ended before its day was over.
        due = due_on(at(day).date() if outcome in ("", "missed") else ended.date())
        Clock.objects.filter(pk=clock.pk).update(
            outcome=outcome, ended_at=ended if outcome else None, alert_at=None, **due
        )

    def charge(self, case, unit):
        case.clocks.update(charged_to=getattr(self.cast, unit))

    def delete(self, case):
        self.made.remove(case)
        case.clocks.all().delete()
        case.user_permissions.all().delete()
        CaseLink.objects.filter(Q(case=case) | Q(other=case)).delete()
        Case.objects.filter(merged_into=case).update(merged_into=None)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM petitions_petition WHERE case_ptr_id = %s", [case.pk])
            cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])


def copy_notice(cast):
    told = {"ground": "other", "reason": "迟缓。", "actor": cast.staff, "at": builders.OPENED}
    return propose("copy_notice", target=cast.housing, sender=cast.centre, **told)
