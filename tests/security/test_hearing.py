"""A project walked through its terms day by day on the pages: thirty days in public, seven to the hearing, seven
working days for the review of its legality; too early is refused each day, and taken on the first on which it may be.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases.models import CalendarDay
from governance.frame.days import ONE_DAY, office_day
from security.assessments.workflow import WORKFLOW
from tests.attachments.samples import picture, upload
from tests.builders import OPENED
from tests.security import assessments as built

pytestmark = pytest.mark.django_db
MONTHS = 120


class Office:
    """The people of the case at their desks, a day after the other."""

    def __init__(self, case, login, time_machine):
        self.case = case
        self.login = login
        self.clock = time_machine
        self.now = OPENED

    @property
    def today(self):
        return office_day(self.now)

    def next_day(self) -> None:
        self.now += ONE_DAY
        self.clock.move_to(self.now)

    def tries(self, person, name: str, **told) -> int:
        """How the page answers."""
        self.case.refresh_from_db()
        address = reverse("cases:step", args=[self.case.number, name])
        proof = {} if name == "report" else {"files": [upload("材料.png", picture("PNG"))]}
        answer = self.login(person).post(address, {"version": self.case.version, **told, **proof})
        self.said = answer.content.decode()
        return answer.status_code

    def passes(self, person, name: str, **told) -> None:
        assert self.tries(person, name, **told) == 302, (name, self.said)

    def first_day_on_which(self, person, name: str, told) -> int:
        """How many days it is refused, each of which changes nothing, before it is taken."""
        for waited in range(MONTHS):
            before = self.case.events.count()
            if self.tries(person, name, **told(self.today)) == 302:
                return waited
            assert self.case.events.count() == before
            self.next_day()
        raise AssertionError(f"{name} is never taken")


def rows(name: str, given) -> dict[str, str]:
    """What is typed into a table of a form."""
    return {f"{name}-{place}-{column}": value for place, row in enumerate(given) for column, value in row.items()}


def test_a_hearing_walked_through_its_terms_day_by_day(cast, login, time_machine):
    time_machine.move_to(OPENED, tick=False)
    case = built.assessment(cast)
    office = Office(case, login, time_machine)
    public = {"published_on": office.today, "places": ["website", "site"]}
    assert office.tries(cast.handler, "publish", **public, days=29) == 422 and "一般不少于 30 日" in office.said
    office.passes(cast.handler, "publish", **public, days=30)
    closing = {"received": 12, "note": "关注补偿标准。"}
    # The day of publication does not count, and the thirtieth is the public's to its end.
    assert office.first_day_on_which(cast.handler, "close_publicity", lambda today: closing) == 31
    office.passes(cast.handler, "survey", surveyed_on=office.today, units="街道、社区", note="房屋多为危房。")
    called = {"papers_on": office.today, "place": "街道会议室", **rows("sides", built.SIDES)}
    sent = office.today
    too_soon = called | {"hearing_on": sent + timedelta(days=6)}
    assert office.tries(cast.handler, "call_hearing", **too_soon) == 422 and "7 日前送达" in office.said
    assert "街道会议室" in office.said, "what was typed is kept"
    office.passes(cast.handler, "call_hearing", **called, hearing_on=sent + timedelta(days=7))
    held = office.first_day_on_which(
        cast.handler, "hold_hearing", lambda today: {"held_on": today, "note": "各方陈述了意见。"}
    )
    assert held == 7
    answered = rows("opinions", built.OPINIONS) | {"told": "社区张贴"}
    office.passes(cast.handler, "feed_back", **answered)
    told = {"argued_on": office.today, "way": "meeting", "experts": "规划、结构专家五人", "neutral": "on"}
    office.passes(cast.handler, "argue", **told, note="改造可行。")
    alone = built.FINDINGS | rows("plans", built.PLANS) | rows("risks", built.FINDINGS["risks"])
    del alone["plans"], alone["risks"]
    office.passes(cast.lead, "report", **alone)
    office.passes(cast.staff, "check", note="报告完整。")
    asked = {"unit": cast.justice.name}
    assert office.tries(cast.handler, "send_to_review", **asked, days=6) == 422 and "不少于 7 个工作日" in office.said
    office.passes(cast.handler, "send_to_review", **asked, days=7)
    clock = case.clocks.get(term_code="risk.legality")

    def seen() -> str:
        return login(cast.justice_officer).get(reverse("cases:case", args=[case.number])).content.decode()

    working = 0
    while office.today < clock.due:
        office.next_day()
        kind = CalendarDay.objects.filter(day=office.today).values_list("kind", flat=True).first()
        working += kind == "makeup" or (kind is None and office.today.weekday() < 5)
        assert "超期" not in seen(), office.today
    assert working == 7
    office.next_day()
    assert "超期" in seen()
    lawful = {"note": "程序完备，内容合法。", "done_on": clock.due}
    office.passes(cast.justice_officer, "lawful", **lawful)
    clock.refresh_from_db()
    assert clock.outcome == "met"
    case.refresh_from_db()
    assert case.status == "deciding"


def test_once_the_hearing_is_called_what_comes_next_is_to_hold_it():
    call, hold = (WORKFLOW.step(name) for name in ("call_hearing", "hold_hearing"))
    assert call.comes_next("consulting", has_parts=False) and not call.comes_next("hearing", has_parts=False)
    assert hold.comes_next("hearing", has_parts=False)
