"""The register page of disputes: what is typed becomes a dispute with its clocks, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.models import Case, CaseLink, Category
from governance.frame.days import office_day
from mediation import reference
from mediation.models import Dispute, Track
from tests import disputes

pytestmark = pytest.mark.django_db

TYPED = {
    "source": "application",
    "channel": "visit",
    "applicant_name_1": "韩素珍",
    "applicant_phone_1": "13922220001",
    "applicant_address_1": "凤栖路社区5号楼301室",
    "respondent_name_1": "孟广田",
    "respondent_phone_1": "13922220002",
    "category": "邻里 › 相邻污染损害防止",
    "area": "韦曲街道 / 凤栖路社区",
    "place": "5号楼",
    "summary": "楼上卫生间漏水泡坏楼下墙面。双方就赔偿数额有争议。",
    "grade": "general",
    "scale": "individual",
    "people_count": "2",
    "amount": "3,200",
    "then": "open",
}
AT_ONCE = {"direct": "on", "procedure": "general", "referral": "none", "consent": "on", "informed": "on"}


@pytest.fixture(scope="module", autouse=True)
def types(kept):
    reference.load()


# Has not come, even where midnight passes between the reading of these lines and the test.
NOT_YET = (office_day(timezone.now()) + timedelta(days=2)).isoformat()


def typed(**changes):
    return {**TYPED, "received_on": office_day(timezone.now()).isoformat(), **changes}


def register(client, **changes):
    return client.post(reverse("mediation:register"), typed(**changes))


def preview(client, **changes) -> str:
    return client.post(reverse("mediation:preview"), typed(**changes)).content.decode()


def test_it_registers_a_dispute_and_opens_its_page(login, cast):
    client = login(cast.clerk)
    response = register(client)
    dispute = Dispute.objects.get()
    assert response.url == reverse("cases:case", args=[dispute.number])
    assert (dispute.title, dispute.lead_unit, dispute.registered_by, dispute.status) == (
        "楼上卫生间漏水泡坏楼下墙面",
        cast.weiqu,
        cast.clerk,
        "registered",
    )
    assert (str(dispute.amount), dispute.category.path) == ("3200.00", "邻里/相邻污染损害防止")
    people = dispute.participants.values_list("part", "name")
    assert list(people) == [("applicant", "韩素珍"), ("respondent", "孟广田")]
    assert dispute.clocks.get().term_code == "dispute.begin" and not Track.objects.exists()


def test_it_starts_the_report_of_a_major_dispute_from_the_day_it_came(login, cast):
    day = office_day(timezone.now()) - timedelta(days=1)
    register(login(cast.clerk), grade="major", received_on=day.isoformat())
    clocks = Dispute.objects.get().clocks.values_list("term_code", "start_on")
    assert set(clocks) == {("dispute.major_report", day), ("dispute.begin", day)}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"applicant_name_1": ""}, "applicant_name_1", "请填写这位申请人的姓名"),
        ({"respondent_name_1": "", "respondent_phone_1": ""}, "respondent_name_1", "双方当事人都要登记"),
        ({"respondent_phone_1": "13922220001"}, "respondent_name_1", "同一人不能同时是双方当事人"),
        (
            {"respondent_name_2": "韩素珍", "respondent_address_2": "凤栖路社区5号楼301室"},
            "respondent_name_2",
            "同一人不能同时是双方当事人",
        ),
        ({"agent_phone_1": "13900000001"}, "agent_name_1", "请填写这位代理人的姓名"),
        ({"third_id_number_1": "610116199001011235", "third_name_1": "吴刚"}, "third_id_number_1", "校验位"),
        ({"amount": "-5"}, "amount", "金额不能小于零"),
        ({"amount": "三千"}, "amount", "请填写金额"),
        ({"people_count": "1"}, "people_count", "涉及人数至少为 2"),
        ({"category": ""}, "category", "请从列表中选择纠纷类型"),
        ({"category": "没有的类型"}, "category", "没有这个内容类别"),
        ({"area": "月球"}, "area", "没有找到这个地点"),
        ({"summary": ""}, "summary", "请填写纠纷概况"),
        ({"grade": "terrible"}, "grade", ""),
        ({"received_on": "2999-01-01"}, "received_on", "请核对年份"),
        ({"received_on": NOT_YET}, "received_on", "不能晚于今天"),
        ({**AT_ONCE, "informed": ""}, "informed", "应当告知当事人权利义务"),
        ({**AT_ONCE, "referral": "delegated_pre_filing"}, "sender", "请填写移送单位"),
        (
            {**AT_ONCE, "referral": "delegated_pre_filing", "source": "court", "sender": "韦曲派出所"},
            "sender",
            "不能作“诉前委派”",
        ),
    ],
)
def test_it_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(login, cast, changes, field, sentence):
    response = register(login(cast.mediator), **changes)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in "".join(response.context["form"].errors[field])
    assert "处需要补正" in page and "凤栖路社区5号楼301室" in page
    assert not Case.objects.exists()


def test_it_takes_third_persons_representatives_and_agents(login, cast):
    more = {f"representative_name_{place}": f"代表{place}" for place in range(1, 6)}
    register(login(cast.clerk), third_name_1="物业公司", agent_name_1="吴律师", people_count="3", **more)
    dispute = Dispute.objects.get()
    parts = list(dispute.participants.values_list("part", flat=True))
    assert parts == ["applicant", "respondent", "third", *["representative"] * 5, "agent"]
    assert dispute.people_count == 9


def test_it_lets_the_unit_that_handed_the_dispute_over_see_it(login, cast):
    register(login(cast.clerk), source="police", sender="韦曲派出所")
    dispute = Dispute.objects.get()
    assert dispute.sender_unit == cast.station
    assert Case.objects.visible_to(cast.officer).filter(pk=dispute.pk).exists()


def test_it_names_no_unit_that_handed_over_what_the_party_has_brought(login, cast):
    register(login(cast.clerk), sender="韦曲派出所")
    assert Dispute.objects.get().sender_unit is None


def test_it_opens_and_accepts_the_track_of_the_committee_that_registers(login, cast):
    response = register(login(cast.mediator), **AT_ONCE)
    dispute, track = Dispute.objects.get(), Track.objects.get()
    assert response.url == reverse("cases:case", args=[track.number])
    assert (dispute.status, dispute.lead_unit) == ("mediating", cast.mediation)
    assert (track.kind, track.status, track.lead_unit) == ("people_mediation", "accepted", cast.mediation)
    assert (track.parent_id, track.handler, track.accepted_on) == (
        dispute.pk,
        cast.mediator,
        office_day(timezone.now()),
    )
    assert track.clocks.get(ended_at=None).term_code == "mediation.people"


def test_it_opens_the_track_and_waits_with_acceptance_until_both_agree(login, cast):
    register(login(cast.mediator), **{**AT_ONCE, "consent": "", "informed": ""})
    track = Track.objects.get()
    assert (track.status, track.accepted_on) == ("referred", None)
    assert track.clocks.get().term_code == "mediation.accept"


def test_it_takes_over_what_a_court_delegates_with_the_term_of_delegation(login, cast):
    referral = {"source": "court", "sender": "区法院", "referral": "delegated_pre_filing"}
    register(login(cast.mediator), **{**AT_ONCE, **referral})
    track = Track.objects.get()
    assert (track.referral, track.sender_unit) == ("delegated_pre_filing", cast.court)
    assert "mediation.delegated" in track.clocks.values_list("term_code", flat=True)


def test_it_leaves_acceptance_to_the_police_step_that_asks_what_the_law_excludes(login, cast):
    page = login(cast.officer).get(reverse("mediation:register")).content.decode()
    assert "由本单位直接调解" in page and "双方当事人同意调解" not in page
    register(login(cast.officer), source="police", direct="on", consent="on", informed="on")
    track = Track.objects.get()
    assert (track.kind, track.status) == ("police_mediation", "referred")


def test_it_offers_no_track_of_its_own_to_a_unit_that_does_not_mediate(login, cast):
    page = login(cast.staff).get(reverse("mediation:register")).content.decode()
    assert "由本单位直接调解" not in page
    register(login(cast.staff), **AT_ONCE)
    assert not Track.objects.exists()


def test_it_registers_nothing_when_the_track_cannot_be_opened(login, cast):
    earlier = disputes.dispute(cast, actor=cast.mediator, unit=cast.mediation, at=timezone.now() - timedelta(days=2))
    response = register(login(cast.mediator), **AT_ONCE, **{f"same_{earlier.pk}": "merge"})
    assert response.status_code == 422
    assert "在已有纠纷中启动调解" in "".join(response.context["form"].errors["direct"])
    assert Dispute.objects.count() == 1


def test_it_shows_which_clocks_start_and_why(login, cast):
    client = login(cast.mediator)
    page = preview(client)
    assert "没有" not in page and "可以同时开展人民调解" in page
    assert "书面报告" in preview(client, grade="major")
    page = preview(client, **AT_ONCE)
    assert "若干规定" in page and "并受理" in page
    assert "同意后受理" in preview(client, direct="on")
    page = preview(client, **{**AT_ONCE, "procedure": "labour"})
    assert "第十四条" in page
    assert not Case.objects.exists()


def test_it_previews_what_is_half_typed(login, cast):
    response = login(cast.clerk).post(reverse("mediation:preview"), {"applicant_name_1": "韩", "amount": "x"})
    assert response.status_code == 200 and "登记后将发生" in response.content.decode()


def test_it_shows_earlier_disputes_of_either_side(login, cast):
    earlier = disputes.dispute(cast)
    client = login(cast.clerk)
    page = preview(client, applicant_name_1="另一个名字", applicant_phone_1="13922220002", area="")
    assert earlier.number in page and "同一人" in page


def test_it_shows_earlier_disputes_of_the_same_place_and_type(login, cast):
    kind = Category.objects.get(path="邻里/相邻污染损害防止")
    earlier = disputes.dispute(cast, category=kind, at=timezone.now() - timedelta(days=5))
    page = preview(login(cast.clerk), applicant_name_1="吴刚", applicant_phone_1="", respondent_phone_1="")
    assert earlier.number in page


def test_it_shows_no_dispute_that_the_reader_may_not_see(login, cast):
    hidden = disputes.dispute(cast)
    assert hidden.number not in preview(login(cast.outsider))


def test_it_links_and_merges_as_the_clerk_says(login, cast):
    earlier = disputes.dispute(cast, at=timezone.now() - timedelta(days=2))
    client = login(cast.clerk)
    register(client, **{f"same_{earlier.pk}": "link"})
    assert CaseLink.objects.get().other_id == earlier.pk
    register(client, **{f"same_{earlier.pk}": "merge"})
    assert Dispute.objects.latest("id").merged_into_id == earlier.pk


def test_it_is_not_open_to_those_who_do_not_register_disputes(login, cast):
    for person in (cast.leader, cast.county, cast.system_admin):
        assert login(person).get(reverse("mediation:register")).status_code == 403
        assert login(person).post(reverse("mediation:preview"), typed()).status_code == 403
