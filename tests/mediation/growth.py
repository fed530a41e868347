"""More and more of everything that the lists of mediation show."""

from datetime import date, timedelta

from governance.cases.files import attachments
from governance.organisation.models import Area, Unit
from mediation.academy import actions as academy
from mediation.models import (
    Committee,
    CommitteeCheck,
    FileReview,
    GuideJudge,
    Lawyer,
    LawyerDuty,
    Mediator,
    Question,
    Subsidy,
    SubsidyRate,
    TrackMediator,
    Training,
)
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.mediation import courses


class Growth:
    """A village's committee, a file that lies archived, and the most overdue mediation of all."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now
        cast, since = self.cast, date(2026, 1, 5)
        Committee.objects.create(unit=cast.village_committee, type="village", set_up_on=since)
        self.judge = GuideJudge.objects.create(area_id="610116001", name="苏敏", court=cast.court, starts_on=since)
        lawyer = Lawyer.objects.create(name="陈晓明", firm="陕西长信律师事务所")
        self.duty = LawyerDuty.objects.create(day=date(2026, 5, 6), lawyer=lawyer, place=cast.centre)
        self.track = disputes.archived(cast)
        self._overdue_mediation()
        self.course = courses.course(cast, self.now)

    def grow(self, n: int) -> None:
        """One more dispute of each sort, committee, mediator, lawyer, paper of the file and subsidy."""
        self._dispute(n)
        self._who_mediates(n)
        self._files(n)
        self._mediation(n)

    def known(self) -> dict:
        """What the lists name."""
        return {
            "track": self.track.number,
            "organisation": self.cast.village_committee.pk,
            "judge": self.judge.pk,
            "duty": self.duty.pk,
            "course": self.course.pk,
            "dispute_ledger": "dispute",
            "mediation_ledger": "mediation",
        }

    def _dispute(self, n: int) -> None:
        """One more dispute with a track that is being mediated and one that waits."""
        whole = disputes.dispute(self.cast, at=builders.OPENED + timedelta(minutes=n), grade="major")
        under_way = disputes.track(self.cast, of=whole)
        disputes.accept(under_way, self.cast)
        disputes.sit(under_way, self.cast)
        disputes.track(self.cast, disputes.ADMINISTRATIVE, of=whole)

    def _who_mediates(self, n: int) -> None:
        """One more committee with a mediator, one more mediator of the village, one more township and lawyer."""
        cast, since = self.cast, self.now.date() - timedelta(days=60)
        township = Area.objects.create(
            code=f"610116{n + 100:03}", name=f"第{n}镇", level="township", parent_id="610116"
        )
        village = Area.objects.create(
            code=f"610116001{n + 100:03}", name=f"第{n}村", level="village", parent_id="610116001"
        )
        unit = Unit.objects.create(name=f"第{n}调委会", short_name=f"{n}调委会", kind="mediation", area=village)
        made = Committee.objects.create(unit=unit, type="village", set_up_on=since)
        CommitteeCheck.objects.create(
            committee=made, item="has_seal", is_met=True, checked_on=since, checked_by=cast.staff
        )
        for place in (unit, cast.village_committee):
            mediator = Mediator.objects.create(unit=place, name=f"吕{n}", position="engaged", appointed_on=since)
            Training.objects.create(mediator=mediator, on=since, kind="course", subject=f"第{n}课", hours=2)
        gone = since + timedelta(days=n)
        Mediator.objects.create(
            unit=cast.village_committee,
            name=f"离{n}",
            position="engaged",
            appointed_on=since,
            left_on=gone,
            is_active=False,
        )
        judge = GuideJudge.objects.create(area=township, name="苏敏", court=cast.court, starts_on=since)
        judge.villages.add(village)
        GuideJudge.objects.create(area=township, name="雷鸣", court=cast.court, starts_on=since, ends_on=since)
        lawyer = Lawyer.objects.create(name=f"陈{n}", firm="陕西长信律师事务所")
        LawyerDuty.objects.create(day=date(2026, 4, n + 1), lawyer=lawyer, place=cast.centre)
        self._academy(n)

    def _academy(self, n: int) -> None:
        """One more course that the mediator passed, and one more question and failed test of the first."""
        cast, at = self.cast, self.now - timedelta(minutes=n)
        course = courses.course(cast, at, f"第{n}门课")
        told = {"unit_id": cast.mediation.pk, "actor": cast.mediator, "at": at}
        academy.sit(course, courses.answered(course), **told)
        Question.objects.create(course=self.course, text=f"第{n}题", offered=["甲", "乙"], right=[0])
        academy.sit(self.course, {each.pk: [1] for each in academy.questions_of(self.course)}, **told)

    def _files(self, n: int) -> None:
        """The file has one more paper, attachment and review; one more subsidy waits, one more was approved."""
        cast, at = self.cast, self.now - timedelta(hours=60 - n)
        attachments.store(self.track, upload(f"证据{n}.png", picture("PNG")), actor=cast.mediator, at=at)
        FileReview.objects.create(track=self.track, reviewer=cast.justice_officer, on=self.now.date(), score=90)
        disputes.paper(self.track, "mediation_record", cast.mediator, at=at)
        begins = self.now.date() + timedelta(days=n)
        SubsidyRate.objects.create(grade="general", amount=60, effective_from=begins, source="文件")
        for state, month in (("claimed", None), ("approved", self.now.date().replace(day=1))):
            track = disputes.archived(cast)
            Subsidy.objects.create(
                track=track,
                dispute=track.dispute,
                mediator=disputes.mediator(cast),
                amount=50,
                state=state,
                claimed_on=self.now.date(),
                month=month,
            )

    def _overdue_mediation(self) -> None:
        """The most overdue of all, so that every list has a dispute and a track with all that guards read of them."""
        cast, at = self.cast, builders.OPENED - timedelta(days=20)
        track = disputes.track(cast, of=disputes.dispute(cast, at=at, grade="major"))
        disputes.accept(track, cast)
        disputes.sit(track, cast)
        disputes.agree(track, cast, items=disputes.items(track, later=6))

    def _mediation(self, n: int) -> None:
        """One more dispute that was settled and performed, by a committee and a mediator of its own."""
        cast, at = self.cast, builders.OPENED + timedelta(minutes=n)
        track = disputes.track(cast, of=disputes.dispute(cast, at=at, grade=("general", "larger", "major")[n % 3]))
        disputes.accept(track, cast)
        disputes.sit(track, cast)
        disputes.agree(track, cast)
        disputes.perform(track, cast)
        unit = Unit.objects.create(
            name=f"第{n}联合调委会", short_name=f"{n}联调", kind="mediation", area_id="610116001"
        )
        mediator = Mediator.objects.create(
            unit=unit, name=f"孙{n}", position="engaged", appointed_on=builders.OPENED.date()
        )
        other = disputes.track(cast, of=disputes.dispute(cast, at=at), organisation=unit)
        TrackMediator.objects.create(track=other, mediator=mediator, chosen_by="both", since=builders.OPENED.date())
