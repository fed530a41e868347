"""Lists that the county extends: chosen from at once, gone once off, and what was chosen keeps its words."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from governance.cases.choices import lists
from governance.cases.common_facts import CAME_BY
from governance.cases.lists import ledger
from governance.cases.models import ListChoice
from governance.frame.refusals import FactMissing
from governance.jobs.made import Made
from mediation.disputes.from_other_case import open_from
from mediation.vocabulary import COMMITTEE_FIELDS
from petitions.lists import LEDGER
from petitions.models import Petition
from tests import builders

pytestmark = pytest.mark.django_db
NEW = reverse("cases:new_choice", args=[COMMITTEE_FIELDS])
PROPERTY = {"name": "物业", "basis": "县司法局通知", "is_active": "on"}


@pytest.fixture(autouse=True)
def delivered(db):
    lists.load_reference()


def change(client, choice: ListChoice, **told):
    typed = {"name": choice.name, "basis": "县司法局通知", "version": choice.version} | told
    return client.post(reverse("cases:choice", args=[choice.list, choice.code]), typed)


def test_a_choice_of_the_county_s_own_is_offered_at_once(cast, login):
    county = login(cast.county)
    assert county.post(NEW, PROPERTY).url == reverse("cases:choices")
    assert "物业" in county.get(reverse("cases:choices")).content.decode()
    made = ListChoice.objects.get(name="物业")
    form = login(cast.justice_officer).get(reverse("mediation:new_organisation")).content.decode()
    assert f'value="{made.code}"' in form and 'value="medical"' in form


def test_what_is_off_is_not_offered_and_stays_where_it_was_chosen(cast, login):
    medical = ListChoice.objects.get(code="medical")
    assert change(login(cast.county), medical, name="医疗卫生").status_code == 302
    assert "medical" not in dict(lists.offered(COMMITTEE_FIELDS))
    assert dict(lists.offered(COMMITTEE_FIELDS, "medical"))["medical"] == "医疗卫生"
    assert lists.Worded(COMMITTEE_FIELDS)["medical"] == "医疗卫生"
    assert lists.load_reference() == 0 and not ListChoice.objects.get(code="medical").is_active


def test_what_is_wrong_is_said_and_nothing_is_kept(cast, login):
    county, medical = login(cast.county), ListChoice.objects.get(code="medical")
    answer = county.post(NEW, PROPERTY | {"name": "医疗"})
    assert answer.status_code == 422 and "这张表里已经有同名的选项。" in answer.content.decode()
    assert county.post(NEW, PROPERTY | {"basis": ""}).status_code == 422
    assert change(county, medical, name="婚姻").status_code == 422
    assert change(county, medical).status_code == 302
    assert change(county, medical, name="医疗卫生").status_code == 409
    assert county.get(reverse("cases:new_choice", args=["nothing"])).status_code == 404
    assert ListChoice.objects.filter(list=COMMITTEE_FIELDS).count() == 8


@pytest.fixture
def mailbox(cast) -> ListChoice:
    """A way of the county's own, known at once."""
    caches["remembered"].clear()
    yield ListChoice.objects.create(list="came_by", code="local-1", name="领导信箱", basis="县委办通知")
    caches["remembered"].clear()


def test_a_way_that_was_chosen_wrongly_is_put_right(cast, login, mailbox):
    other = ListChoice.objects.create(list="came_by", code="local-2", name="随手拍", basis="县委办通知")
    case = builders.petition(cast, came_by=mailbox.code)
    form = login(cast.clerk).get(reverse("cases:step", args=[case.number, "amend"])).content.decode()
    assert f'value="{mailbox.pk}" selected' in form and f'value="{other.pk}"' in form
    kept = {name: getattr(case, name) for name in ("title", "summary", "area", "place", "category")}
    event = builders.step(case, "amend", cast.clerk, replay=False, note="选错了。", came_by=other, **kept)
    case.refresh_from_db()
    assert case.came_by == other.code and ["来源渠道", "随手拍"] in event.facts["told"]
    builders.step(case, "amend", cast.clerk, replay=False, note="标题写错了。", **kept)
    case.refresh_from_db()
    assert case.came_by == other.code, "what is not told stays"
    amend = reverse("cases:step", args=[case.number, "amend"])
    assert 'name="came_by_none"' in login(cast.clerk).get(amend).content.decode()
    with pytest.raises(FactMissing) as refusal:
        builders.step(case, "amend", cast.clerk, replay=False, note="x", came_by=mailbox, came_by_none=True, **kept)
    assert "不用勾选取消" in refusal.value.errors["came_by_none"]
    event = builders.step(
        case, "amend", cast.clerk, replay=False, note="是来访的。", came_by=other, came_by_none=True, **kept
    )
    case.refresh_from_db()
    assert case.came_by == "" and "没有来源渠道，取消登记的" in str(event.facts["told"])
    assert 'name="came_by_none"' not in login(cast.clerk).get(amend).content.decode(), "there is nothing to take away"


def test_the_eight_ways_of_the_papers_are_delivered(cast, login):
    assert [name for _, name in lists.offered(CAME_BY)] == [
        "热线电话",
        "互联网站",
        "干部问访",
        "社会评议",
        "民意调查",
        "干群联系卡",
        "社情民意联络员",
        "意见箱、举报箱",
    ]
    assert "干群联系卡" in login(cast.clerk).get(reverse("petitions:register")).content.decode()


@pytest.fixture
def no_ways(cast):
    """The county takes matters in by no ways of its own."""
    ListChoice.objects.filter(list=CAME_BY).update(is_active=False)
    caches["remembered"].clear()
    yield
    caches["remembered"].clear()


def test_where_the_county_has_no_ways_a_correction_asks_for_none(cast, login, no_ways):
    case = builders.petition(cast)
    assert "来源渠道" not in login(cast.clerk).get(reverse("cases:step", args=[case.number, "amend"])).content.decode()


def test_programs_read_it_filter_by_it_and_correct_it(cast, login, no_ways, mailbox):
    by_mail, plainly = builders.petition(cast, came_by=mailbox.code), builders.petition(cast)
    clerk = login(cast.clerk)
    listed = clerk.get("/api/cases/", {"came_by": mailbox.code}).json()["results"]
    assert [(row["number"], row["came_by"], row["came_by_label"]) for row in listed] == [
        (by_mail.number, mailbox.code, "领导信箱")
    ]
    one = clerk.get(f"/api/cases/{plainly.number}/").json()
    assert (one["came_by"], one["came_by_label"]) == ("", "")
    steps = clerk.get(f"/api/cases/{plainly.number}/steps/").json()["steps"]
    amend = next(step for step in steps if step["name"] == "amend")
    assert amend["facts"]["properties"]["came_by"]["oneOf"] == [{"const": mailbox.pk, "title": "领导信箱"}]
    assert clerk.get("/api/cases/", {"came_by": "nothing"}).status_code == 400
    ListChoice.objects.all().delete()
    caches["remembered"].clear()
    refused = clerk.get("/api/cases/", {"came_by": mailbox.code})
    assert refused.status_code == 400 and "来源渠道" in refused.content.decode()


def test_a_way_of_the_county_s_own_is_asked_read_and_filtered_by(cast, login, no_ways):
    clerk = login(cast.clerk)
    register, listed = reverse("petitions:register"), reverse("petitions:list")
    assert "来源渠道" not in clerk.get(register).content.decode(), "nothing is asked where there is nothing to choose"
    typed = {"name": "领导信箱", "basis": "县委办通知", "is_active": "on"}
    assert login(cast.county).post(reverse("cases:new_choice", args=["came_by"]), typed).status_code == 302
    caches["remembered"].clear()
    clerk = login(cast.clerk)
    way = ListChoice.objects.get(name="领导信箱")
    assert f'value="{way.code}"' in clerk.get(register).content.decode()
    by_mail, plainly = builders.petition(cast, channel="online", came_by=way.code), builders.petition(cast)
    page = clerk.get(reverse("cases:case", args=[by_mail.number])).content.decode()
    assert "来源渠道" in page and "领导信箱" in page
    found = clerk.get(listed, {"scope": "all", "came_by": way.code}).content.decode()
    assert by_mail.number in found and plainly.number not in found
    told = {"unit": cast.weiqu, "source": "petition", "reason": "两家争水。"}
    assert open_from(by_mail, cast.clerk, by_mail.opened_at, told).came_by == way.code
    reader = ledger.reader(cast.clerk, now=timezone.now(), in_clear=False)
    keys = ledger.keys_of(Petition.objects.order_by("pk"))
    rows = ledger.rows(LEDGER, keys, reader, Made(2))
    assert [row[2] for row in rows] == ["网上（领导信箱）", "走访"]
