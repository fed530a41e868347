"""A day that may still move says so wherever it is read: on papers and in notices."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from governance.cases import deadlines
from governance.cases.deadlines.scanning import scan
from governance.cases.models import CalendarYear
from governance.frame.days import CHINA
from governance.notices.models import Notice
from tests import builders
from tests.papers.reading import text

pytestmark = pytest.mark.django_db
APPS = ("governance", "petitions", "mediation", "grid", "security")
# A day of a clock put into a sentence, or into the form that papers and pages give it.
BARE = re.compile(r"\{[a-z_.]*(clock|possible)\.due\b|(in_figures|day_text|str)\([a-z_.]*(clock|possible)\.due\)")
AT = datetime(2026, 12, 28, 10, tzinfo=CHINA)


def test_no_sentence_says_the_day_of_a_clock_by_itself():
    sources = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    assert [path.name for path in sources if BARE.search(path.read_text(encoding="utf-8"))] == []
    assert BARE.search('f"至 {row.clock.due} 止"') and BARE.search("in_figures(clock.due)")


@pytest.fixture
def unknown_year(db):
    """2027 is not loaded."""
    CalendarYear.objects.filter(year=2027).delete()


@pytest.fixture
def accepted(cast, unknown_year):
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler, at=AT)
    builders.step(case, "accept", cast.handler, later=1, replay=False, **builders.ACCEPT)
    return case


def test_the_papers_of_a_petition_say_it(cast, accepted):
    clock = deadlines.running(accepted, "petition.handle")
    assert clock.provisional
    said = f"{clock.due.year}年{clock.due.month}月{clock.due.day}日（暂定）"
    assert f"（至{said}）办结" in text(accepted.papers.get(code="acceptance_notice"))
    facts = {"reason": "需要勘验。", "days": 30, "told_by": "post"}
    builders.step(accepted, "extend", cast.lead, later=2, replay=False, **facts)
    clock.refresh_from_db()
    assert f"{clock.due.year}年{clock.due.month}月{clock.due.day}日（暂定）" in text(
        accepted.papers.get(code="extension_notice")
    )


def test_a_notice_of_what_comes_due_says_it(cast, accepted):
    clock = deadlines.running(accepted, "petition.handle")
    scan(clock.alert_plan[0] + timedelta(minutes=1))
    assert Notice.objects.filter(text__contains=f"将于 {clock.due}（暂定） 到期").exists()
