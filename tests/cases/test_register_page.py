"""The register page that a kind of case has without bringing more than its name."""

import re

import pytest
from django.urls import include, path, reverse
from django.utils import timezone

from governance import urls
from governance.cases.intake.people_forms import BOXES
from governance.cases.intake.views import RegisterPage, addresses
from governance.cases.workflow import Fact
from governance.frame.days import office_day
from mediation import reference
from mediation.models import Dispute
from tests import disputes

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

PAGE = RegisterPage(
    "dispute",
    facts=(
        Fact("amount", "涉及金额", "money", required=False, help="没有的不填。"),
        Fact("category", "纠纷类型", "category", required=False),
        Fact("heard_on", "听说的日期", "date", past_only=True),
    ),
    on_the_spot=(("grade", "登记并核定等级"),),
)
urlpatterns = [*urls.urlpatterns, path("plain/", include((addresses("register/", PAGE), "plain")))]


@pytest.fixture(scope="module", autouse=True)
def types(kept):
    reference.load()


def typed(**changes):
    told = {
        "channel": "phone",
        "received_on": office_day(timezone.now()).isoformat(),
        "name_1": "韩素珍",
        "phone_1": "13922220001",
        "area": "韦曲街道 / 凤栖路社区",
        "summary": "楼上漏水。已经两周。",
        "amount": "3,200元",
        "category": "邻里/相邻污染损害防止",
        "heard_on": office_day(timezone.now()).isoformat(),
        "then": "open",
    }
    return {**told, **changes}


def register(client, **changes):
    return client.post(reverse("plain:register"), typed(**changes))


def test_it_asks_what_every_case_is_asked(login, cast):
    page = login(cast.clerk).get(reverse("plain:register")).content.decode()
    assert "<h1>登记矛盾纠纷</h1>" in page and reverse("plain:preview") in page
    for label in ("渠道", "当事人", "发生地", "详细地点", "概况", "收到日期", "标题", "附件", "涉及金额", "没有的不填"):
        assert label in page


def test_it_registers_what_was_typed_and_opens_its_page(login, cast):
    response = register(login(cast.clerk))
    case = Dispute.objects.get()
    assert response.url == reverse("cases:case", args=[case.number])
    assert (case.kind, case.title, case.channel, case.lead_unit) == ("dispute", "楼上漏水", "phone", cast.weiqu)
    assert case.participants.get().part == "party"
    assert (str(case.amount), case.category.path) == ("3200.00", "邻里/相邻污染损害防止")
    told = [
        ["涉及金额", "3,200.00元"],
        ["纠纷类型", str(case.category)],
        ["听说的日期", str(office_day(timezone.now()))],
    ]
    assert case.events.get().facts["told"] == told


@pytest.mark.parametrize(("then", "goes_to"), [("another", "plain:register"), ("grade", "cases:step")])
def test_it_goes_on_to_the_next_one_or_to_the_step_on_the_spot(login, cast, then, goes_to):
    response = register(login(cast.clerk), then=then)
    args = [Dispute.objects.get().number, then] if goes_to == "cases:step" else []
    assert response.url == reverse(goes_to, args=args)


def test_it_offers_only_the_steps_that_the_person_takes(login, cast):
    page = login(cast.clerk).get(reverse("petitions:register")).content.decode()
    assert "登记并转送" in page and "登记并受理" not in page


def test_it_says_at_the_field_what_is_wrong_and_shows_what_is_half_typed(login, cast):
    client = login(cast.clerk)
    wrong = {"summary": "", "phone_1": "x", "channel": "", "amount": "-1", "heard_on": "2999-01-01"}
    response = register(client, **wrong)
    assert response.status_code == 422 and set(response.context["form"].errors) == set(wrong)
    assert client.post(reverse("plain:preview"), {"name_1": "韩"}).status_code == 200
    assert not Dispute.objects.exists()


def test_it_asks_about_earlier_cases_of_its_kind_only_and_does_as_told(login, cast):
    earlier = disputes.dispute(cast)
    client = login(cast.clerk)
    assert earlier.number in client.post(reverse("plain:preview"), typed(phone_1="13922220002")).content.decode()
    register(client, phone_1="13922220002", **{f"same_{earlier.pk}": "link"})
    assert earlier.links_in.get().kind == "repeat"


def test_it_is_for_those_who_register_that_kind(login, cast):
    assert login(cast.leader).get(reverse("plain:register")).status_code == 403


@pytest.mark.parametrize("name", ["petitions:register", "mediation:register"])
def test_it_says_of_each_box_about_a_person_what_it_is_for(cast, login, name):
    """个人信息保护法 art. 6, 17."""
    page = login(cast.clerk).get(reverse(name))
    form, notice = page.context["form"], page.context["data_notice"]
    asked = [box.name for box in form.people_groups()[0].shown[0].boxes]
    assert len(asked) == len(BOXES) and all(name.endswith(f"{box}_1") for name, box in zip(asked, BOXES, strict=True))
    assert all(said in notice for said in BOXES.values()) and notice in page.content.decode()


@pytest.mark.parametrize("name", ["petitions:register", "mediation:register", "grid:register", "plain:register"])
def test_it_lists_what_is_wrong_from_the_top_of_the_page_to_its_foot(login, cast, name):
    wrong = {f"{prefix}phone_1": "12a" for prefix in ("", "applicant_", "respondent_")} | {"on_spot": "on"}
    page = login(cast.clerk).post(reverse(name), wrong).content.decode()
    summary, _, form = page.partition("entry-form")
    listed = re.findall(r'<a href="#(id_\w+)">', summary.partition("data-error-summary")[2])
    assert len(listed) > 3
    assert listed == sorted(listed, key=lambda each: form.index(f'id="{each}"'))
    # Whose number it is, for nobody sees the row from there.
    assert re.search(r'<a href="#id_\w*phone_1">(?!电话)\w+电话：', summary)
