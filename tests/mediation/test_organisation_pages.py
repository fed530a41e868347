"""The pages about who mediates: what they show, what they refuse at the field, and to whom they open."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from governance.cases.choices import lists
from governance.organisation.models import AccessRecord, Post, Unit, User
from mediation.models import Committee, GuideJudge, Lawyer, LawyerDuty, Mediator, Training
from mediation.organisations import actions as appointing
from tests.builders import CHINA

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)


def url(name, *args):
    return reverse(f"mediation:{name}", args=args)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(scope="module", autouse=True)
def delivered(kept):
    lists.load_reference()


@pytest.fixture
def desk(cast, login):
    """The justice bureau's browser."""
    return login(cast.justice_officer)


@pytest.fixture
def committee(cast):
    made = Committee(type="village", set_up_on=date(2025, 3, 3), filed_on=date(2025, 3, 20), room_area=Decimal("18.5"))
    return appointing.set_up(cast.village_committee, made, actor=None, at=NOW)


def person(unit, name="任秀英", position="chair", **fields):
    facts = {"appointed_on": date(2025, 3, 3), "term_from": date(2025, 3, 3), "term_to": date(2028, 3, 2)}
    return appointing.appoint(
        Mediator(unit=unit, name=name, position=position, **{**facts, **fields}), actor=None, at=NOW
    )


def township_staff(cast):
    """Somebody of a centre that only answers for 郭杜."""
    unit = Unit.objects.create(
        name="郭杜街道综治中心", short_name="郭杜综治中心", kind="centre", area_id="610116002", sees="area"
    )
    user = User.objects.create(username="guodu_staff", name="段萍", must_change_password=False)
    Post.objects.create(user=user, unit=unit, role=cast.staff.posts.get().role, starts_on=date(2024, 1, 1))
    return user


# The list


def test_it_lists_organisations_with_what_they_lack(cast, desk, committee):
    page = desk.get(url("organisations")).content.decode()
    assert "凤栖路社区人民调解委员会" in page
    assert "在任委员 0 人，应为 3 至 9 人" in page
    assert "尚未登记情况" in page, "the county's committee has no facts yet"


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=凤栖路", {"village"}),
        ("type=village", {"village"}),
        ("type=none", {"county"}),
        ("type=township", set()),
        ("township=610116001", {"village"}),
        ("township=610116", {"county"}),
        ("state=lacking", {"village", "county"}),
    ],
)
def test_it_filters_the_list(cast, desk, committee, query, shown):
    page = desk.get(f"{url('organisations')}?{query}").content.decode()
    names = {"village": cast.village_committee.name, "county": cast.mediation.name}
    assert {key for key, name in names.items() if f">{name}</a>" in page} == shown


def test_it_leaves_out_committees_in_order_where_lacks_are_asked_for(cast, desk, committee):
    person(cast.village_committee, is_woman=True, is_full_time=True)
    person(cast.village_committee, "杨永平", "member")
    person(cast.village_committee, "吕桂兰", "member")
    assert (
        f">{cast.village_committee.name}</a>" not in desk.get(f"{url('organisations')}?state=lacking").content.decode()
    )


def test_it_pages_through_many_and_shows_each_once(cast, desk):
    for number in range(60):
        Unit.objects.create(
            name=f"第{number:02}调委会", short_name=f"{number}", kind="mediation", area_id="610116002001"
        )
    seen, address = [], url("organisations")
    while address:
        response = desk.get(address)
        seen += [row["name"] for row in response.context["rows"]]
        address = response.context["page"].next_url
    assert len(seen) == len(set(seen)) == 62


# One organisation


def test_it_shows_everybody_what_a_committee_lacks_and_managers_the_buttons(cast, login, committee):
    person(cast.village_committee)
    for who, may in ((cast.handler, False), (cast.staff, True)):
        page = login(who).get(url("organisation", cast.village_committee.pk)).content.decode()
        assert "没有专职调解员。" in page
        assert "《人民调解法》第八条第三款" in page
        assert ("新增调解员" in page) == may


def test_it_is_no_page_of_other_units(cast, desk):
    assert desk.get(url("organisation", cast.housing.pk)).status_code == 404


def test_it_lets_a_township_manage_its_own_organisations_only(cast, login, committee):
    client = login(township_staff(cast))
    assert "新增调解员" not in client.get(url("organisation", cast.village_committee.pk)).content.decode()
    for name in ("edit_organisation", "check_organisation", "new_mediator", "new_training"):
        assert client.get(url(name, cast.village_committee.pk)).status_code == 403
    facts = {"name": "郭北社区人民调解委员会", "short_name": "郭北调委会", "type": "village", "set_up_on": "2026-03-01"}
    assert client.post(url("new_organisation"), facts | {"area": "610116001003"}).status_code == 403
    assert client.post(url("new_organisation"), facts | {"area": "610116002001"}).status_code == 302
    assert Unit.objects.get(name="郭北社区人民调解委员会").committee.set_up_on == date(2026, 3, 1)


def test_it_sets_up_a_committee_with_its_unit(cast, desk):
    facts = {
        "name": "广场社区人民调解委员会",
        "short_name": "广场调委会",
        "area": "广场社区",
        "type": "village",
        "set_up_on": "2026-03-02",
        "room_area": "22",
    }
    response = desk.post(url("new_organisation"), facts)
    made = Unit.objects.get(name="广场社区人民调解委员会")
    assert response["Location"] == url("organisation", made.pk)
    assert (made.kind, made.sees, made.committee.room_area) == ("mediation", "own", Decimal("22"))
    again = desk.post(url("new_organisation"), facts)
    assert again.status_code == 422
    assert "已有同名单位。" in again.content.decode()


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"type": "professional"}, "field", "请选择专业领域。"),
        ({"field": "medical"}, "field", "只有行业性、专业性调解组织才有专业领域"),
        ({"room_area": "0"}, "room_area", "面积应大于 0。"),
        ({"room_area": "很大"}, "room_area", "面积请填数字"),
        ({"filed_on": "2025-03-02"}, "filed_on", "备案日期不能早于设立日期。"),
        ({"filed_on": "2026-03-11"}, "filed_on", "备案日期不能晚于今天。"),
        ({"set_up_on": "2026-03-11"}, "set_up_on", "设立日期不能晚于今天。"),
        ({"set_up_on": ""}, "set_up_on", "请填写设立日期。"),
    ],
)
def test_it_refuses_facts_that_cannot_be_at_their_field(cast, desk, committee, change, field, sentence):
    facts = {"type": "village", "set_up_on": "2025-03-03", "legal_adviser": "陈晓明", "version": 1} | change
    response = desk.post(url("edit_organisation", cast.village_committee.pk), facts)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert sentence in str(response.context["form"].errors[field])
    assert "陈晓明" in response.content.decode(), "what was typed is kept"
    committee.refresh_from_db()
    assert (committee.legal_adviser, committee.room_area) == ("", Decimal("18.5"))


def test_it_files_a_committee(cast, desk, committee):
    facts = {"type": "village", "set_up_on": "2025-03-03", "filed_on": "2026-03-09", "room_area": "18.5", "version": 1}
    desk.post(url("edit_organisation", cast.village_committee.pk), facts)
    committee.refresh_from_db()
    assert committee.filed_on == date(2026, 3, 9)
    assert AccessRecord.objects.filter(actor=cast.justice_officer, reason="修改备案日期").count() == 1


def test_it_keeps_the_checklist(cast, desk, committee):
    address = url("check_organisation", cast.village_committee.pk)
    facts = {"group_0": ["has_seal", "has_sign"], "group_1": ["secured_pay"], "checked_on": "2026-03-10"}
    assert desk.post(address, facts).status_code == 302
    page = desk.get(url("organisation", cast.village_committee.pk)).content.decode()
    assert "缺：工作场所、调解文书、统计台账" in page
    assert 'value="has_seal" id="id_group_0_2" checked' in desk.get(address).content.decode()
    late = desk.post(address, facts | {"checked_on": "2026-03-11"})
    assert "核对日期不能晚于今天。" in late.content.decode()


# Mediators


MEDIATOR = {
    "name": "吕桂兰",
    "position": "member",
    "appointed_on": "2026-03-10",
    "term_from": "2026-03-10",
    "term_to": "2029-03-09",
    "fit": "on",
}


def test_it_appoints_a_mediator_with_and_without_a_login(cast, desk, committee):
    address = url("new_mediator", cast.village_committee.pk)
    assert "2029-03-09" in desk.get(address).content.decode(), "three years are offered"
    desk.post(address, MEDIATOR | {"is_woman": "on"})
    desk.post(address, MEDIATOR | {"name": "", "user": "village_mediator", "position": "chair"})
    made = {row.name: row for row in Mediator.objects.all()}
    assert set(made) == {"吕桂兰", "任秀英"}
    assert (made["吕桂兰"].user, made["吕桂兰"].is_woman) == (None, True)
    assert made["任秀英"].user == cast.village_mediator
    committee.refresh_from_db()
    assert committee.changed_on == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"term_to": "2029-03-11"}, "term_to", "每届任期 3 年，最迟到 2029-03-10（《人民调解法》第九条第二款）"),
        ({"term_to": "2026-03-09"}, "term_to", "任期的截止日期不能早于起始日期。"),
        ({"term_to": ""}, "term_to", "请填写任期的截止日期。"),
        ({"term_from": ""}, "term_from", "主任、副主任和委员应有任期"),
        ({"term_from": "2026-03-11"}, "term_from", "不能晚于今天"),
        ({"appointed_on": "2026-03-11"}, "appointed_on", "任职日期不能晚于今天。"),
        ({"name": " "}, "name", "请填写姓名，或者选择登录账号。"),
        ({"position": "chair"}, "position", "任秀英是在任的主任，主任只设一人"),
        ({"user": "village_mediator"}, "user", "任秀英已是这个组织的调解员。"),
        ({"user": "没有这个人"}, "user", "没有找到这个人员"),
        ({"position": "official"}, "position", ""),
    ],
)
def test_it_refuses_a_mediator_at_the_field(cast, desk, committee, change, field, sentence):
    person(cast.village_committee, user=cast.village_mediator)
    response = desk.post(url("new_mediator", cast.village_committee.pk), MEDIATOR | change)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert field in errors
    assert "__all__" not in errors
    assert sentence in str(errors[field])
    assert Mediator.objects.count() == 1


def test_a_new_mediator_is_an_adult_and_fit_and_nobody_is_asked_again(cast, desk, committee):
    """人民调解法 art. 14."""
    address = url("new_mediator", cast.village_committee.pk)
    refused = desk.post(address, {name: said for name, said in MEDIATOR.items() if name != "fit"})
    assert refused.status_code == 422 and "成年公民" in str(refused.context["form"].errors["fit"])
    assert "吕桂兰" in refused.content.decode() and not Mediator.objects.exists()
    desk.post(address, MEDIATOR)
    assert "fit" not in desk.get(url("edit_mediator", Mediator.objects.get().pk)).context["form"].fields


def test_the_court_is_told_of_each_committee_and_of_each_change_once(cast, desk, committee, login):
    """人民调解法 art. 10: the county's justice bureau tells the basic court of setting-ups and changes."""
    page = url("court_notice")
    assert page in desk.get(url("organisations")).content.decode()
    said = desk.get(page).content.decode()
    assert cast.village_committee.name in said and "2025-03-03" in said and "没有登记" in said
    desk.post(page)
    committee.refresh_from_db()
    assert committee.court_told_on == NOW.date()
    assert cast.village_committee.name not in desk.get(page).content.decode()
    told = AccessRecord.objects.get(subject="通报基层人民法院")
    assert (told.actor, told.reason) == (cast.justice_officer, "1 个人民调解委员会的组成和调整情况，2026-03-10")
    Committee.objects.update(court_told_on=date(2026, 3, 9))
    desk.post(url("new_mediator", cast.village_committee.pk), MEDIATOR)
    said = desk.get(page).content.decode()
    assert "人员调整" in said and "吕桂兰（委员）" in said and "上次通报日期为 2026-03-09" in said
    assert login(cast.mediator).post(page).status_code == 403


def test_it_renews_a_term_and_ends_an_office(cast, desk, committee):
    chair = person(cast.village_committee, term_to=date(2026, 3, 9))
    page = url("organisation", cast.village_committee.pk)
    assert "已届满" in desk.get(page).content.decode()
    renewed = {"name": chair.name, "position": "chair", "appointed_on": "2025-03-03", "version": 1}
    desk.post(url("edit_mediator", chair.pk), renewed | {"term_from": "2026-03-10", "term_to": "2029-03-09"})
    chair.refresh_from_db()
    assert chair.term_to == date(2029, 3, 9)
    assert "已届满" not in desk.get(page).content.decode()
    late = desk.post(url("end_mediator", chair.pk), {"left_on": "2026-03-11", "reason": "辞职"})
    assert "离任日期不能晚于今天。" in late.content.decode()
    desk.post(url("end_mediator", chair.pk), {"left_on": "2026-03-10", "reason": "辞职"})
    assert "已离任 1 人" in desk.get(page).content.decode()
    assert desk.get(url("edit_mediator", chair.pk)).status_code == 404


@pytest.mark.parametrize("changed", ["committee", "mediator", "lawyer"])
def test_what_another_person_changed_meanwhile_is_not_written_over(cast, desk, committee, changed):
    chair, lawyer = person(cast.village_committee), Lawyer.objects.create(name="甲某", firm="长信律师事务所")
    pages = {
        "committee": (committee, url("edit_organisation", cast.village_committee.pk), "legal_adviser"),
        "mediator": (chair, url("edit_mediator", chair.pk), "name"),
        "lawyer": (lawyer, url("lawyer", lawyer.pk), "firm"),
    }
    row, address, column = pages[changed]
    form = desk.get(address).context["form"]
    told = {name: box.value() for name, box in ((box.name, box) for box in form) if box.value() not in (None, False)}
    assert desk.post(address, told | {column: "先改的"}).status_code == 302
    late = desk.post(address, told | {column: "后改的"})
    row.refresh_from_db()
    assert getattr(row, column) == "先改的" and row.version == 2
    assert late.status_code == 409 and "后改的" in late.content.decode(), "what was typed is kept"


def test_it_saves_nothing_and_records_nothing_when_nothing_was_changed(cast, desk, committee):
    chair = person(cast.village_committee, user=cast.village_mediator)
    before = AccessRecord.objects.count()
    facts = {"user": "village_mediator", "name": chair.name, "position": "chair", "version": 1}
    dates = {"appointed_on": "2025-03-03", "term_from": "2025-03-03", "term_to": "2028-03-02"}
    assert desk.post(url("edit_mediator", chair.pk), facts | dates).status_code == 302
    assert AccessRecord.objects.count() == before


def test_it_enters_a_training_and_adds_up_the_hours(cast, desk, committee):
    first = person(cast.village_committee)
    second = person(cast.village_committee, "杨永平", "member")
    address = url("new_training", cast.village_committee.pk)
    facts = {"on": "2026-03-05", "kind": "hearing", "subject": "旁听庭审", "organiser": "区法院", "hours": "2.5"}
    desk.post(address, facts | {"mediators": [first.pk, second.pk]})
    desk.post(address, facts | {"mediators": [first.pk], "on": "2026-03-06"})
    rows = {
        row["name"]: row["hours"]
        for row in desk.get(url("organisation", cast.village_committee.pk)).context["mediators"]
    }
    assert rows == {"任秀英": "5", "杨永平": "2.5"}
    for change, field in (({"hours": "0"}, "hours"), ({"mediators": []}, "mediators"), ({"on": "2026-03-11"}, "on")):
        response = desk.post(address, facts | {"mediators": [first.pk]} | change)
        assert list(response.context["form"].errors) == [field]
    assert Training.objects.count() == 3


# Guide judges


def test_it_sends_a_judge_and_pairs_villages(cast, desk):
    facts = {"area": "韦曲街道", "name": "苏敏", "court": "长安区人民法院", "starts_on": "2026-03-01"}
    desk.post(url("new_judge"), facts)
    judge = GuideJudge.objects.get()
    page = desk.get(url("judges")).content.decode()
    assert "2 个乡镇（街道）中 1 个有法官指导员，缺 1 个：郭杜街道。" in page
    assert "结对 0 个村（社区），应为 2 至 3 个。" in page
    desk.post(url("judge", judge.pk), {"act": "pair", "villages": ["610116001002", "610116001003"]})
    assert "凤栖路社区、广场社区" in desk.get(url("judges")).content.decode()
    again = desk.post(url("new_judge"), facts | {"name": "雷鸣"})
    assert "韦曲街道的法官指导员现在是苏敏" in again.content.decode()
    early = desk.post(url("judge", judge.pk), {"act": "end", "ends_on": "2026-02-28"})
    assert "结束日期不能早于开始日期" in early.content.decode()
    desk.post(url("judge", judge.pk), {"act": "end", "ends_on": "2026-03-09"})
    assert "缺 2 个" in desk.get(url("judges")).content.decode()
    assert desk.get(url("judge", judge.pk)).status_code == 404


def test_it_takes_villages_of_the_township_only(cast, desk):
    judge = GuideJudge.objects.create(area_id="610116001", name="苏敏", court=cast.court, starts_on=date(2026, 3, 1))
    response = desk.post(url("judge", judge.pk), {"act": "pair", "villages": ["610116002001"]})
    assert response.status_code == 422
    assert not judge.villages.exists()


# The roster


@pytest.fixture
def lawyers(cast):
    return [Lawyer.objects.create(name=name, firm="长信律师事务所") for name in ("甲某", "乙某", "丙某")]


def test_it_makes_the_month_and_prints_the_notice(cast, desk, lawyers):
    assert "这个月还没有排班。" in desk.get(url("roster")).content.decode()
    response = desk.post(url("generate_roster"), {"month": "2026-03", "place": cast.centre.pk, "a_day": "2"})
    assert response.status_code == 302
    assert LawyerDuty.objects.count() == 32, "sixteen working days from the tenth on"
    page = desk.get(response["Location"]).content.decode()
    assert page.count("甲某") >= 10
    notice = desk.get(f"{url('roster_notice')}?month=2026-03").content.decode()
    assert "2026年3月律师值班公示" in notice
    assert "2026-03-10" in notice
    assert cast.centre.name in notice


@pytest.mark.parametrize("month", ["2026-13", "明天", "26", "0000-01", "0001-01", "9999-12"])
def test_it_shows_this_month_when_the_address_names_none(cast, desk, lawyers, month):
    response = desk.get(url("roster"), {"month": month})
    assert response.status_code == 200
    assert "律师值班 2026年3月" in response.content.decode()
    assert response.context["asked"].form.errors["month"]


def test_it_says_why_a_month_cannot_be_made(cast, desk):
    facts = {"month": "2026-03", "place": cast.centre.pk, "a_day": "1"}
    assert "先登记律师" in desk.post(url("generate_roster"), facts).content.decode()
    Lawyer.objects.create(name="甲某", firm="长信律师事务所")
    past = desk.post(url("generate_roster"), facts | {"month": "2026-02"})
    assert past.status_code == 422
    assert "没有今天以后的工作日" in past.content.decode()


def test_it_swaps_replaces_and_strikes_out_a_day(cast, desk, lawyers):
    first, second = (
        LawyerDuty.objects.create(day=day, lawyer=lawyer, place=cast.centre)
        for day, lawyer in ((date(2026, 3, 11), lawyers[0]), (date(2026, 3, 12), lawyers[1]))
    )
    address = url("duty", first.pk)
    assert desk.post(address, {"act": "swap", "other": second.pk}).status_code == 302
    first.refresh_from_db()
    assert first.lawyer == lawyers[1]
    assert desk.post(address, {"act": "replace", "lawyer": lawyers[2].pk}).status_code == 302
    wrong = desk.post(address, {"act": "replace", "lawyer": ""})
    assert "请选择改由哪位律师值班。" in wrong.content.decode()
    assert desk.post(address, {"act": "cancel", "reason": "律师请假。"}).status_code == 302
    assert LawyerDuty.objects.count() == 1


def test_it_leaves_a_day_that_is_over(cast, desk, lawyers):
    duty = LawyerDuty.objects.create(day=date(2026, 3, 9), lawyer=lawyers[0], place=cast.centre)
    assert "已经过去的值班不能再改动。" in desk.get(url("duty", duty.pk)).content.decode()
    response = desk.post(url("duty", duty.pk), {"act": "cancel", "reason": "律师请假。"})
    assert response.status_code == 422 and "已经过去的值班不能再改动。" in response.content.decode()
    assert LawyerDuty.objects.exists()


def test_it_enters_a_lawyer_once_and_keeps_one_with_coming_duties(cast, desk):
    facts = {"name": "甲某", "firm": "长信律师事务所"}
    desk.post(url("new_lawyer"), facts)
    assert "这位律师已经登记。" in desk.post(url("new_lawyer"), facts).content.decode()
    lawyer = Lawyer.objects.get()
    LawyerDuty.objects.create(day=date(2026, 3, 11), lawyer=lawyer, place=cast.centre)
    kept = desk.post(url("lawyer", lawyer.pk), facts | {"version": 1})
    assert "还有 1 天值班" in kept.content.decode()
    LawyerDuty.objects.all().delete()
    desk.post(url("lawyer", lawyer.pk), facts | {"version": 1})
    assert not Lawyer.objects.get().is_active


def test_it_leaves_the_countys_lawyers_to_the_county(cast, login):
    client = login(township_staff(cast))
    assert client.get(url("new_lawyer")).status_code == 403
    assert client.get(url("lawyers")).status_code == 200
    place = {"month": "2026-03", "place": cast.centre.pk, "a_day": "1"}
    assert client.post(url("generate_roster"), place).status_code == 403


def test_the_list_says_for_which_fields_nobody_has_set_up_a_committee(cast, desk):
    shown = desk.get(url("organisations")).content.decode()
    said = shown[shown.index("fields-without-committee") :].partition("</p>")[0]
    assert "医疗、婚姻、征地拆迁、社保、企业改制、环境污染、交通事故。" in said
    made = Committee(type="professional", field="medical", set_up_on=date(2025, 3, 3))
    appointing.set_up(cast.village_committee, made, actor=None, at=NOW)
    shown = desk.get(url("organisations")).content.decode()
    said = shown[shown.index("fields-without-committee") :].partition("</p>")[0]
    assert "婚姻" in said and "医疗" not in said
