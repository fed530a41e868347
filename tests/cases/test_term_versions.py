"""A term of the law is otherwise from a day on: new clocks follow it, running ones do not."""

from datetime import timedelta

import pytest

from governance.cases.law import terms
from governance.cases.law.in_force import term_for
from governance.cases.models import Clock, Term
from governance.organisation.models import AccessRecord
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = builders.OPENED.date()
PAGE = "/settings/terms/petition.route/"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(builders.OPENED, tick=False)


def sent(**told) -> dict:
    newest = Term.objects.filter(code="petition.route").latest("version")
    day = TODAY + timedelta(days=7)
    stands = {"amount": 10, "extension_cap": 0, "article": "《新条例》第二十条", "basis": "自收到之日起10日内转送"}
    return {**stands, "effective_from": f"{day}", "version": newest.version, **told}


def test_it_holds_from_its_day_and_what_runs_keeps_the_version_it_began_with(cast, login):
    running = builders.petition(cast, at=builders.OPENED, replay=False)
    client = login(cast.county)
    assert "现在第" in client.get(PAGE).content.decode()
    assert client.post(PAGE, sent()).status_code == 302
    added = Term.objects.filter(code="petition.route").latest("version")
    before = Term.objects.get(code="petition.route", version=added.version - 1)
    assert before.effective_to == added.effective_from - timedelta(days=1) and added.source == "MEM"
    assert term_for("petition.route", TODAY).amount == before.amount
    assert term_for("petition.route", added.effective_from).amount == 10
    assert Clock.objects.get(case=running, term_code="petition.route").term == before
    later = builders.petition(cast, at=builders.OPENED + timedelta(days=8), replay=False)
    assert Clock.objects.get(case=later, term_code="petition.route").term == added
    listed = client.get("/settings/terms/", {"q": added.name}).content.decode()
    assert f"第 {added.version} 版 {added.effective_from} 起 10日" in listed
    row = AccessRecord.objects.filter(verb="setting").latest("id")
    assert "法定期限" in row.subject and "《新条例》第二十条" in row.reason
    # The files of the law, loaded again, leave it as it is.
    terms.load_reference(builders.OPENED)
    assert Term.objects.filter(code="petition.route").latest("version") == added


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"effective_from": f"{TODAY - timedelta(days=1)}"}, "施行日期不早于今天"),
        ({"effective_from": "2099-01-01"}, "请核对年份"),
        ({"article": ""}, "请写明条文。"),
        ({"basis": " "}, "请写明依据。"),
        ({"amount": "0"}, "1"),
        ({"version": 0}, "已被他人更新"),
    ],
)
def test_what_cannot_be_changes_nothing_and_stays_on_the_form(cast, login, told, sentence):
    known = Term.objects.count()
    answer = login(cast.county).post(PAGE, sent(**told))
    assert answer.status_code in (409, 422) and sentence in answer.content.decode()
    assert Term.objects.count() == known


def test_the_same_again_is_no_version(cast, login):
    newest = Term.objects.filter(code="petition.route").latest("version")
    same = {"amount": newest.amount, "extension_cap": newest.extension_cap, "article": newest.article}
    answer = login(cast.county).post(PAGE, sent(**same))
    assert answer.status_code == 422 and "没有要改的" in answer.content.decode()
