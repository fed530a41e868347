"""A county that has more and more of everything a list can show."""

from datetime import datetime, timedelta

from django.urls import reverse

from governance.cases import deadlines
from governance.cases.models import Category, Paper, PaperTemplate, RoutingRule
from governance.jobs.models import Job
from governance.notices import outbox
from governance.notices.models import Delivery
from governance.organisation.models import AccessRecord, AccountDeed, Post, Unit, User
from tests import builders
from tests.access.pages import PAGES
from tests.attachments.samples import picture, upload
from tests.cases.pages import county_rule

# Six weeks after the first petition was taken in: some are late, some are done.
NOW = datetime(2026, 4, 20, 10, 0, tzinfo=builders.CHINA)


class County:
    """Grows to any size, and with it what each app adds; ``url`` says where a list of it stands."""

    def __init__(self, cast):
        self.cast, self.now = cast, NOW
        self.size, self.known = 0, {}
        self.category = Category.objects.create(kind="petition", name="供水", path="城乡建设/供水")
        self.busy = builders.petition(cast, category=self.category, title="一件经过很多的停水")
        builders.step(self.busy, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
        builders.step(self.busy, "accept", cast.handler, later=2, **builders.ACCEPT)
        self.rule = county_rule()
        self.growths = [module.Growth(self) for module in PAGES if hasattr(module, "Growth")]

    def grow(self, size: int) -> None:
        """There are that many of everything that a list can show."""
        for n in range(self.size, size):
            self._petitions(n)
            self._events(n)
            self._organisation(n)
            self._errands(n)
            for growth in self.growths:
                growth.grow(n)
        self.size = size
        deadlines.scan(NOW)
        for growth in self.growths:
            if hasattr(growth, "settle"):
                growth.settle(size)
        self.known = self._known()

    def _petitions(self, n: int) -> None:
        """One more that waits, one late and answered, one with a step to be approved, one done with, one restricted."""
        cast, at = self.cast, builders.OPENED + timedelta(minutes=n)
        self.petition(n, at=at)
        done = self.petition(n, at=at)
        builders.step(done, "withdraw", cast.township_lead, by_all=True, **builders.WITHDRAWAL)
        fresh = self.petition(n, at=NOW - timedelta(days=10, minutes=n), unit=cast.housing)
        builders.step(fresh, "accept", cast.handler, later=1, **builders.ACCEPT)
        facts = {"days": 10, "reason": "需要鉴定。", "told_by": "post"}
        builders.step(fresh, "extend", cast.handler, at=NOW - timedelta(days=1), replay=False, **facts)
        builders.step(self.busy, "link", cast.handler, at=NOW, other=fresh, relation="related")
        builders.accusation(cast, at=at, accused_unit=cast.water, category=self.category)

    def petition(self, n: int, **fields):
        """A petition of two people."""
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

    def _organisation(self, n: int) -> None:
        cast = self.cast
        unit = Unit.objects.create(
            name=f"第{n}管理局", short_name=f"{n}局", kind="department", area_id="610116", parent=cast.water
        )
        person = User.objects.create(
            username=f"li{n}",
            name=f"李{n}",
            phone=f"1380001{n:04}",
            must_change_password=False,
            password_changed_at=NOW,
            handed_by=cast.county,
        )
        AccountDeed.objects.create(kind="reset", user=person, asked_by=cast.security_admin, asked_at=NOW)
        role = cast.handler.posts.get().role
        for place in (unit, cast.water):
            Post.objects.create(user=person, unit=place, role=role, starts_on=NOW.date())
        ended = NOW.date() - timedelta(days=n + 2)
        Post.objects.create(user=cast.mediator, unit=unit, role=role, starts_on=ended, ends_on=ended)
        builders.step(self.busy, "invite", cast.lead, at=NOW, unit=unit, note="请协办。")
        category = Category.objects.create(kind="petition", name=f"归口{n}", path=f"归口{n}")
        RoutingRule.objects.create(category=category, area_id="610116", unit=unit)

    def _errands(self, n: int) -> None:
        cast = self.cast
        Job.objects.create(kind="cases.export", owner=cast.clerk, created_at=NOW, heartbeat_at=NOW)
        AccessRecord.objects.create(
            at=NOW, actor=cast.clerk, actor_name="周晓兰", verb="print", subject="XF2026-000001"
        )
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

    def _known(self) -> dict:
        """Everything that a list can name."""
        known = {
            "kind": "petition",
            "number": self.busy.number,
            "step": "comment",
            "together_step": "urge",
            "clock": self.busy.clocks.get(term_code="petition.handle").pk,
            "unit": self.cast.water.pk,
            "person": self.cast.mediator.pk,
            "petition_ledger": "petition",
            "paper_code": "transfer_letter",
            "year": 2026,
            "matter": "petition",
            "county_rule": self.rule.code,
        }
        for growth in self.growths:
            known |= growth.known()
        return known

    def url(self, entry) -> str:
        """Where the list stands; a word that names nothing in the county is itself part of the address."""
        return f"{reverse(entry.name, args=[self.known.get(word, word) for word in entry.args])}?{entry.query}"
