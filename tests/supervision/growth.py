"""More and more of everything that the lists of supervision show."""

from datetime import date, timedelta

from governance.cases.models import Category
from governance.organisation.models import Unit, User
from governance.supervision.accounts import actions as accounts
from governance.supervision.leading import scopes
from governance.supervision.models import AccountMeeting, Leader, Portfolio, ScopeRule, SubjectLaw
from governance.supervision.models.law import load_laws
from tests import builders
from tests.supervision import leading


class Growth:
    """Leaders, and the rules of what goes to them."""

    def __init__(self, county):
        self.county, self.cast, self.now, self.busy = county, county.cast, county.now, county.busy
        self.leaders = leading.leaders(self.cast)
        leading.rules()
        load_laws()
        ScopeRule.objects.filter(code="long_unresolved").update(threshold=20)

    def grow(self, n: int) -> None:
        """One more leader with a unit of his own, one more case that a leader has and one that a leader gave up."""
        cast, unit = self.cast, Unit.objects.get(name=f"第{n}管理局")
        deputy = Leader.objects.create(user=User.objects.get(username=f"li{n}"), title="副县长", head=self.leaders[0])
        Portfolio.objects.create(leader=deputy, unit=unit)
        category = Category.objects.create(kind="petition", name=f"第{n}类", path=f"第{n}类")
        Portfolio.objects.create(leader=self.leaders[0], category=category)
        for subject in (self.county.petition(n, at=self.now), self.busy):
            led = leading.charged(cast, subject=subject, leader=deputy, at=self.now, promised_on=self.now.date())
            done = {"duty": "difficulty", "done_on": self.now.date(), "text": "协调送水。"}
            builders.step(led, "measure", cast.clerk if subject is not self.busy else cast.handler, at=self.now, **done)
            if subject is self.busy:
                builders.step(led, "withdraw", cast.staff, at=self.now, reason="已经恢复。")

    def settle(self, size: int) -> None:
        """Every month has a meeting, and the newest lists every case that a leader has."""
        unit, by = self.cast.centre, {"actor": self.cast.staff, "at": self.now}
        first = AccountMeeting.objects.order_by("month").first()
        start = first.month if first else date(2026, 5, 1)
        for _ in range(size // 2):
            start = (start - timedelta(days=1)).replace(day=1)
            accounts.open_meeting(start, unit, **by)
        self.meeting = AccountMeeting.objects.order_by("month").last()
        accounts.gather(self.meeting, self.now)
        scopes.scan(self.now)

    def known(self) -> dict:
        """What the lists name."""
        return {
            "leader": self.leaders[0].pk,
            "scope": "long_unresolved",
            "subject_law": SubjectLaw.objects.first().pk,
            "account": self.meeting.number,
            "account_item": self.meeting.items.first().pk,
        }
