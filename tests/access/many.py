"""A county that has more and more of everything a list can show."""

from datetime import date, datetime, time, timedelta

from django.urls import reverse

from governance.cases import deadlines
from governance.cases.files import attachments
from governance.cases.models import Category, Paper, PaperTemplate
from governance.duties.models import DutyTask
from governance.duties.returns import actions as returns
from governance.duties.returns.actions import ReturnInput
from governance.duties.scan import opening, reminding, weighing
from governance.jobs.models import Job
from governance.notices import outbox
from governance.notices.models import Delivery
from governance.organisation.models import AccessRecord, Area, Post, Unit, User
from governance.supervision.accounts import actions as accounts
from governance.supervision.leading import scopes
from governance.supervision.models import AccountMeeting, Leader, Portfolio, ScopeRule
from mediation.models import (
    Committee,
    CommitteeCheck,
    FileReview,
    GuideJudge,
    Lawyer,
    LawyerDuty,
    Mediator,
    Subsidy,
    SubsidyRate,
    TrackMediator,
    Training,
)
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.duties import making as duties
from tests.duties.gatherings import Gatherings
from tests.duties.tasking import Tasking
from tests.supervision import leading

# Six weeks after the first petition was taken in: some are late, some are done.
NOW = datetime(2026, 4, 20, 10, 0, tzinfo=builders.CHINA)


class County:
    """Grows to any size; ``url`` says where a list of it stands."""

    def __init__(self, cast):
        self.cast = cast
        self.size = 0
        self.category = Category.objects.create(kind="petition", name="供水", path="城乡建设/供水")
        self.busy = builders.petition(cast, category=self.category, title="一件经过很多的停水")
        builders.step(self.busy, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
        builders.step(self.busy, "accept", cast.handler, later=2, **builders.ACCEPT)
        self.job = None
        self.leaders = leading.leaders(cast)
        leading.rules()
        ScopeRule.objects.filter(code="long_unresolved").update(threshold=20)
        Committee.objects.create(unit=cast.village_committee, type="village", set_up_on=date(2026, 1, 5))
        self.judge = GuideJudge.objects.create(
            area_id="610116001", name="苏敏", court=cast.court, starts_on=date(2026, 1, 5)
        )
        lawyer = Lawyer.objects.create(name="陈晓明", firm="陕西长信律师事务所")
        self.duty = LawyerDuty.objects.create(day=date(2026, 5, 6), lawyer=lawyer, place=cast.centre)
        self.track = disputes.archived(cast)
        self.sweep = duties.plan("sweep", opens_days_ahead=0, reminders=[(0, 16, "handler")])
        self._missed("missed")
        self.gatherings = Gatherings(cast, NOW)
        self._overdue_mediation()
        self.tasking = Tasking(cast, NOW)

    def grow(self, size: int) -> None:
        """There are that many of everything that a list can show."""
        for n in range(self.size, size):
            self._petitions(n)
            self._dispute(n)
            self._events(n)
            self._organisation(n)
            self._errands(n)
            self._who_mediates(n)
            self._files(n)
            self._mediation(n)
            self._missed(f"missed{n}", levels=["county"], unit_kinds=["department"])
            self.gatherings.grow(n)
            self._leading(n)
            self.tasking.grow(n)
        duties.villages(size - self.size)
        opening.open_windows(NOW)
        reminding.close(NOW)
        weighing.weigh(NOW)
        self._returns()
        self.size = size
        self._accounts()
        deadlines.scan(NOW)
        scopes.scan(NOW)

    @staticmethod
    def _missed(code: str, **units) -> None:
        """A plan whose windows are missed the moment they begin, and stand in the queue of papers."""
        duties.rungs(duties.plan(code, due_time=time(0, 0), **units), ("copy_notice", "row", 1))

    def _returns(self) -> None:
        """Every village has found something, and corrected it once; the one of the cast owes."""
        for task in DutyTask.objects.exclude(unit=self.cast.fengqi).filter(plan_code="sweep", state="open"):
            found = ReturnInput("found", cases=[self.busy], matters=["邻里噪声"], phoned_by="村主任", reason="补一件")
            for version in (0, 1):
                returns.hand_in(task, found, actor=self.cast.clerk, at=NOW, version=version)
        duties.period("sweep", self.cast.county)
        duties.plan(f"other{self.size}", "weekly", levels=["county"], unit_kinds=["court"])

    def _petitions(self, n: int) -> None:
        """One more that waits, one late and answered, one with a step to be approved, one done with, one restricted."""
        cast, at = self.cast, builders.OPENED + timedelta(minutes=n)
        self._petition(n, at=at)
        done = self._petition(n, at=at)
        builders.step(done, "withdraw", cast.clerk, in_writing=True, reason="已经解决。")
        fresh = self._petition(n, at=NOW - timedelta(days=10, minutes=n), unit=cast.housing)
        builders.step(fresh, "accept", cast.handler, later=1, **builders.ACCEPT)
        facts = {"days": 10, "reason": "需要鉴定。", "told_by": "post"}
        builders.step(fresh, "extend", cast.handler, at=NOW - timedelta(days=1), replay=False, **facts)
        builders.step(self.busy, "link", cast.handler, at=NOW, other=fresh, relation="related")
        builders.accusation(cast, at=at, accused_unit=cast.water, category=self.category)

    def _petition(self, n: int, **fields):
        people = [builders.person(phone=f"139{k}111{n:04}") for k in range(2)]
        return builders.petition(self.cast, category=self.category, people=people, **fields)

    def _events(self, n: int) -> None:
        """The busy case has one more comment, file, paper, person and co-handling unit."""
        cast, at = self.cast, NOW - timedelta(hours=60 - n)
        files = [upload(f"照片{n}.png", picture("PNG"))]
        event = builders.step(self.busy, "comment", cast.lead, at=at, replay=False, note="请抓紧。", files=files)
        Paper.objects.create(
            case_id=self.busy.pk,
            event_id=event.pk,
            unit=cast.housing,
            code="transfer_letter",
            title="转送函",
            number=f"长住转〔2026〕{n + 1}号",
            issued_on=NOW.date(),
            signer_name="王海涛",
            path=f"papers/{n}.docx",
        )
        builders.petition(cast, parent=self.busy, title=f"第{n}部分", at=builders.OPENED + timedelta(hours=n))
        extra = builders.person(name=f"钱{n}")
        extra.case_id = self.busy.pk
        extra.save(force_insert=True)

    def _dispute(self, n: int) -> None:
        """One more dispute with a track that is being mediated and one that waits."""
        whole = disputes.dispute(self.cast, at=builders.OPENED + timedelta(minutes=n), grade="major")
        under_way = disputes.track(self.cast, of=whole)
        disputes.accept(under_way, self.cast)
        disputes.sit(under_way, self.cast)
        disputes.track(self.cast, disputes.ADMINISTRATIVE, of=whole)

    def _organisation(self, n: int) -> None:
        cast = self.cast
        unit = Unit.objects.create(
            name=f"第{n}管理局", short_name=f"{n}局", kind="department", area_id="610116", parent=cast.water
        )
        person = User.objects.create(username=f"li{n}", name=f"李{n}", phone=f"1380001{n:04}")
        role = cast.handler.posts.get().role
        for place in (unit, cast.water):
            Post.objects.create(user=person, unit=place, role=role, starts_on=NOW.date())
        ended = NOW.date() - timedelta(days=n + 2)
        Post.objects.create(user=cast.mediator, unit=unit, role=role, starts_on=ended, ends_on=ended)
        builders.step(self.busy, "invite", cast.lead, at=NOW, unit=unit, note="请协办。")

    def _who_mediates(self, n: int) -> None:
        """One more committee with a mediator, one more mediator of the village, one more township and lawyer."""
        cast, since = self.cast, NOW.date() - timedelta(days=60)
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

    def _errands(self, n: int) -> None:
        cast = self.cast
        Job.objects.create(kind="cases.export", owner=cast.clerk, created_at=NOW, heartbeat_at=NOW)
        AccessRecord.objects.create(at=NOW, actor=cast.clerk, actor_name="周晓兰", verb="print", subject="XF2026-1")
        PaperTemplate.objects.create(
            code="transfer_letter",
            version=n + 1,
            name="转送函.docx",
            path=f"templates/{n}.docx",
            uploaded_by=cast.county,
            uploaded_at=NOW,
            is_active=n == 0,
        )
        cast.leader.email = "feng@example.org"
        cast.leader.save(update_fields=["email"])
        outbox.post(cast.leader, text="有新消息", key=f"k{n}", kind="case", at=NOW, link="/")
        Delivery.objects.filter(state="waiting").update(
            state="failed", attempts=8, next_try_at=None, last_error="收件地址被拒绝"
        )

    def _files(self, n: int) -> None:
        """The file has one more paper, attachment and review; one more subsidy waits, one more was approved."""
        cast, at = self.cast, NOW - timedelta(hours=60 - n)
        attachments.store(self.track, upload(f"证据{n}.png", picture("PNG")), actor=cast.mediator, at=at)
        FileReview.objects.create(track=self.track, reviewer=cast.justice_officer, on=NOW.date(), score=90)
        disputes.paper(self.track, "mediation_record", cast.mediator, at=at)
        begins = NOW.date() + timedelta(days=n)
        SubsidyRate.objects.create(grade="general", amount=60, effective_from=begins, source="文件")
        for state, month in (("claimed", None), ("approved", NOW.date().replace(day=1))):
            track = disputes.archived(cast)
            Subsidy.objects.create(
                track=track,
                dispute=track.dispute,
                mediator=disputes.mediator(cast),
                amount=50,
                state=state,
                claimed_on=NOW.date(),
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

    def _leading(self, n: int) -> None:
        """One more leader with a unit of his own, one more case that a leader has and one that a leader gave up."""
        cast, unit = self.cast, Unit.objects.get(name=f"第{n}管理局")
        deputy = Leader.objects.create(user=User.objects.get(username=f"li{n}"), title="副县长", head=self.leaders[0])
        Portfolio.objects.create(leader=deputy, unit=unit)
        category = Category.objects.create(kind="petition", name=f"第{n}类", path=f"第{n}类")
        Portfolio.objects.create(leader=self.leaders[0], category=category)
        for subject in (self._petition(n, at=NOW), self.busy):
            led = leading.charged(cast, subject=subject, leader=deputy, at=NOW, promised_on=NOW.date())
            done = {"duty": "difficulty", "done_on": NOW.date(), "text": "协调送水。"}
            builders.step(led, "measure", cast.clerk if subject is not self.busy else cast.handler, at=NOW, **done)
            if subject is self.busy:
                builders.step(led, "withdraw", cast.staff, at=NOW, reason="已经恢复。")

    def _accounts(self) -> None:
        """Every month has a meeting, and the newest lists every case that a leader has."""
        unit, by = self.cast.centre, {"actor": self.cast.staff, "at": NOW}
        first = AccountMeeting.objects.order_by("month").first()
        start = first.month if first else date(2026, 5, 1)
        for _ in range(self.size // 3):
            start = (start - timedelta(days=1)).replace(day=1)
            accounts.open_meeting(start, unit, **by)
        self.meeting = AccountMeeting.objects.order_by("month").last()
        accounts.gather(self.meeting, NOW)

    def url(self, entry) -> str:
        known = {
            "kind": "petition",
            "number": self.busy.number,
            "track": self.track.number,
            "step": "issue_opinion",
            "clock": self.busy.clocks.get(term_code="petition.handle").pk,
            "unit": self.cast.water.pk,
            "organisation": self.cast.village_committee.pk,
            "judge": self.judge.pk,
            "duty": self.duty.pk,
            "person": self.cast.mediator.pk,
            "petition_ledger": "petition",
            "dispute_ledger": "dispute",
            "mediation_ledger": "mediation",
            "paper_code": "transfer_letter",
            "year": 2026,
            "plan": "sweep",
            "leader": self.leaders[0].pk,
            "scope": "long_unresolved",
            "reception_day": str(NOW.date()),
            "visiting_leader": self.tasking.leader.pk,
            "programme": self.tasking.programme.pk,
            "programme_task": self.tasking.task.pk,
            **self.gatherings.world,
            "account": self.meeting.number,
            "account_item": self.meeting.items.first().pk,
            "task": DutyTask.objects.exclude(unit=self.cast.fengqi).filter(plan_code="sweep").latest("pk").pk,
        }
        return f"{reverse(entry.name, args=[known[word] for word in entry.args])}?{entry.query}"
