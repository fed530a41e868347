"""What a committee lacks, said with its article; who may be appointed to it and for how long."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.organisation.accounts import actions as accounts
from governance.organisation.models import AccessRecord, Unit
from governance.organisation.standing import standing_of
from mediation.models import Committee, CommitteeCheck, Mediator, Training
from mediation.organisations import actions as appointing
from mediation.organisations import leaving
from mediation.organisations import rules as organisations
from tests.builders import CHINA

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)
TODAY = AT.date()
SET_UP = date(2024, 9, 2)


def committee(unit, kind="township", **fields):
    """A committee that lacks nothing but people."""
    values = {
        "type": kind,
        "set_up_on": SET_UP,
        "filed_on": date(2024, 9, 20),
        "room_area": Decimal("26"),
        "legal_adviser": "陈晓明",
    }
    return appointing.set_up(unit, Committee(**{**values, **fields}), actor=None, at=AT)


def mediator(unit, name, position="member", **fields):
    """A mediator in the middle of a term."""
    values = {"appointed_on": SET_UP, "term_from": SET_UP, "term_to": date(2027, 9, 1)}
    return appointing.appoint(
        Mediator(unit=unit, name=name, position=position, **{**values, **fields}), actor=None, at=AT
    )


def complete(unit, kind="township", **fields):
    """A committee that lacks nothing."""
    made = committee(unit, kind, **fields)
    mediator(unit, "任秀英", "chair", is_woman=True, is_full_time=True)
    mediator(unit, "胡建国")
    mediator(unit, "马小平")
    return made


def rules(made, on=TODAY):
    made = Committee.objects.select_related("unit").get(pk=made.pk)
    return {finding.rule: finding for finding in organisations.committee_findings(made, on)}


def test_it_finds_nothing_where_nothing_is_missing(cast):
    assert rules(complete(cast.mediation)) == {}


def test_it_says_everything_that_a_new_committee_lacks(cast):
    found = rules(committee(cast.mediation, room_area=None, legal_adviser="", filed_on=None))
    assert set(found) == {"seats_least", "chair", "women", "room", "staff", "legal_adviser", "filing"}
    assert found["seats_least"].sentence == "在任委员 0 人，应为 3 至 9 人，还缺 3 人。"
    assert found["seats_least"].article == "《人民调解法》第八条第二款"
    assert all(finding.sentence.endswith("。") and finding.article for finding in found.values())


def test_it_counts_seats_and_not_those_engaged_beside_them(cast):
    made = complete(cast.mediation)
    for number in range(6):
        mediator(cast.mediation, f"委员{number}")
    mediator(cast.mediation, "聘任者", "engaged", term_from=None, term_to=None)
    assert rules(made) == {}
    mediator(cast.mediation, "第十人")
    assert rules(made)["seats_most"].sentence == "在任委员 10 人，应为 3 至 9 人，多 1 人。"


def test_it_no_longer_counts_whose_term_has_run_out(cast):
    made = complete(cast.mediation)
    assert rules(made, date(2027, 9, 1)) == {}
    after = rules(made, date(2027, 9, 2))
    assert set(after) == {"seats_least", "chair", "women", "term"}
    assert "任秀英（2027-09-01）" in after["term"].sentence
    assert after["term"].article == "《人民调解法》第九条第二款"


@pytest.mark.parametrize(("area", "missing"), [("19.9", True), ("20", False), (None, True)])
def test_it_measures_the_room(cast, area, missing):
    made = complete(cast.mediation, room_area=area and Decimal(area))
    assert ("room" in rules(made)) == missing


def test_it_asks_of_each_type_what_is_asked_of_that_type(cast):
    made = committee(cast.mediation, "village", room_area=None, legal_adviser="")
    mediator(cast.mediation, "任秀英", "chair", is_woman=True)
    assert set(rules(made)) == {"seats_least", "full_time"}


def test_it_gives_thirty_working_days_for_filing_and_counts_the_holidays(cast):
    # Tuesday 2026-01-06. From 15 to 23 February the Spring Festival, with 14 and 28 February worked.
    made = committee(cast.mediation, set_up_on=date(2026, 1, 6), filed_on=None)
    assert organisations.filing_due(made, calendar_at_hand()) == date(2026, 2, 24)
    assert "应在 2026-02-24 前备案" in rules(made, date(2026, 2, 24))["filing"].sentence
    late = rules(made, date(2026, 2, 25))["filing"]
    assert late.sentence == "2026-01-06 设立，还没有向司法行政部门备案，已超过 2026-02-24 的期限。"
    assert late.article == "参照《宁波市人民调解条例》第十三条"


def test_it_wants_a_change_of_members_filed_again(cast):
    made = complete(cast.mediation)
    new = mediator(cast.mediation, "新委员", appointed_on=date(2026, 3, 2), term_from=date(2026, 3, 2))
    assert rules(made)["filing"].sentence.startswith("2026-03-02 人员调整，还没有向司法行政部门备案，应在 2026-04-")
    made.refresh_from_db()
    made.filed_on = TODAY
    appointing.change_committee(made, ["filed_on"], version=None, actor=None, at=AT)
    assert rules(made) == {}
    appointing.end_office(new, TODAY, actor=None, at=AT, reason="工作调动")
    assert rules(made) == {}, "filed on the day of the change"


# Terms


def refused(field, act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert list(caught.value.errors) == [field or ""]
    return str(caught.value)


@pytest.mark.parametrize(
    ("first", "last", "is_allowed"),
    [
        (date(2024, 3, 1), date(2027, 3, 1), True),
        (date(2024, 3, 1), date(2027, 3, 2), False),
        (date(2024, 2, 29), date(2027, 2, 28), True),
        (date(2024, 2, 29), date(2027, 3, 1), False),
        (date(2025, 3, 1), date(2025, 3, 1), True),
        (date(2025, 3, 1), date(2025, 2, 28), False),
    ],
)
def test_it_refuses_a_term_longer_than_three_years(cast, first, last, is_allowed):
    person = Mediator(unit=cast.mediation, name="任秀英", appointed_on=first, term_from=first, term_to=last)
    if is_allowed:
        assert appointing.appoint(person, actor=None, at=AT).pk
    else:
        sentence = refused("term_to", appointing.appoint, person, actor=None, at=AT)
        assert "每届任期 3 年" in sentence or "不能早于" in sentence
        assert not Mediator.objects.exists()


def test_it_keeps_an_endless_term_out_of_the_database_too(cast):
    person = Mediator(
        unit=cast.mediation, name="任秀英", appointed_on=SET_UP, term_from=SET_UP, term_to=date(2028, 9, 2)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save(force_insert=True)
    person.term_to = None
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save(force_insert=True)


def test_it_wants_a_term_for_a_seat_and_none_for_those_engaged(cast):
    nothing = {"term_from": None, "term_to": None}
    refused("term_from", mediator, cast.mediation, "甲", "member", **nothing)
    refused("term_to", mediator, cast.mediation, "甲", "engaged", term_to=None)
    assert mediator(cast.mediation, "甲", "engaged", **nothing).pk


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("appointed_on", {"appointed_on": date(2026, 3, 11)}),
        ("term_from", {"term_from": date(2026, 3, 11), "term_to": date(2026, 12, 1)}),
        ("term_from", {"term_from": date(2024, 9, 1)}),
        ("term_to", {"term_from": date(2025, 9, 1), "term_to": date(2025, 8, 31)}),
    ],
)
def test_it_refuses_dates_that_cannot_be(cast, field, fields):
    refused(field, mediator, cast.mediation, "任秀英", **fields)
    assert not Mediator.objects.exists()


def test_it_has_one_chair(cast):
    first = mediator(cast.mediation, "任秀英", "chair")
    assert "任秀英是在任的主任" in refused("position", mediator, cast.mediation, "胡建国", "chair")
    other = mediator(cast.mediation, "胡建国")
    other.position = "chair"
    refused("position", appointing.change_mediator, other, ["position"], version=None, actor=None, at=AT)
    appointing.end_office(first, TODAY, actor=None, at=AT, reason="退休")
    appointing.change_mediator(other, ["position"], version=None, actor=None, at=AT)
    assert Mediator.objects.get(position="chair", is_active=True).name == "胡建国"


def test_it_appoints_a_login_once_an_organisation(cast):
    mediator(cast.mediation, "白秀芳", user=cast.mediator)
    assert "已是这个组织的调解员" in refused("user", mediator, cast.mediation, "白秀芳", user=cast.mediator)
    mediator(cast.water, "白秀芳", user=cast.mediator)


def test_it_ends_an_office_once_and_not_before_it_began(cast):
    person = mediator(cast.mediation, "任秀英")
    for on in (date(2024, 9, 1), date(2026, 3, 11)):
        refused("left_on", appointing.end_office, person, on, actor=None, at=AT, reason="辞职")
    appointing.end_office(person, TODAY, actor=cast.county, at=AT, reason="辞职")
    refused(None, appointing.end_office, person, TODAY, actor=None, at=AT, reason="辞职")
    assert AccessRecord.objects.filter(actor=cast.county, reason="调解员任秀英离任：辞职").count() == 1


# Who mediates


def test_it_names_those_in_office_on_the_day_and_the_chair_first(cast):
    unit = cast.mediation
    mediator(unit, "安某", "engaged", term_from=None, term_to=None)
    mediator(unit, "卞某")
    mediator(unit, "任某", "chair")
    left = mediator(unit, "离某")
    appointing.end_office(left, date(2026, 3, 5), actor=None, at=AT, reason="迁居")

    def names(on):
        return [person.name for person in organisations.mediators_of(unit, on)]

    assert names(TODAY) == ["任某", "卞某", "安某"]
    assert names(date(2026, 3, 5)) == ["任某", "卞某", "离某", "安某"]
    assert names(date(2027, 9, 2)) == ["安某"]
    assert list(organisations.mediators_of(cast.water, TODAY)) == []


def test_it_makes_a_mediator_of_an_official_once(cast):
    first = organisations.mediator_for(cast.officer, cast.station, on=TODAY)
    assert (first.name, first.position, first.unit) == ("邓凯", "official", cast.station)
    assert organisations.mediator_for(cast.officer, cast.station, on=TODAY) == first
    assert list(organisations.mediators_of(cast.station, TODAY)) == [first]
    known = mediator(cast.mediation, "白秀芳", "chair", user=cast.mediator)
    assert organisations.mediator_for(cast.mediator, cast.mediation, on=TODAY) == known


# The checklist


def test_it_has_the_seventeen_items_of_the_standard():
    counted = [
        len([item for item in organisations.checklist() if item.group == name]) for name in ("五有", "六落实", "六统一")
    ]
    assert counted == [5, 6, 6]
    assert len({item.item for item in organisations.checklist()}) == 17


def test_it_tells_what_is_met_from_what_nobody_looked_at(cast):
    made = committee(cast.mediation)
    first = organisations.checked_groups(made)[0]
    assert (first.met, first.total, first.missing) == (0, 5, "")
    assert first.unchecked == "工作场所、标牌、印章、调解文书、统计台账"
    appointing.check_items(made, {"has_seal", "has_sign"}, TODAY, actor=cast.staff, at=AT)
    appointing.check_items(made, {"has_seal", "secured_pay"}, TODAY, actor=cast.staff, at=AT)
    groups = organisations.checked_groups(made)
    assert [(group.met, group.unchecked) for group in groups] == [(1, ""), (1, ""), (0, "")]
    assert groups[0].missing == "工作场所、标牌、调解文书、统计台账"
    assert CommitteeCheck.objects.count() == 17
    for on in (date(2026, 3, 11), date(2024, 9, 1)):
        refused("checked_on", appointing.check_items, made, set(), on, actor=cast.staff, at=AT)


# Training


def test_it_enters_a_training_for_several_and_nobody_twice(cast):
    people = [mediator(cast.mediation, name) for name in ("甲", "乙")]
    facts = {
        "on": date(2026, 3, 3),
        "kind": "hearing",
        "subject": "旁听相邻权纠纷庭审",
        "organiser": "区法院",
        "hours": Decimal("3"),
        "actor": cast.staff,
        "at": AT,
    }
    assert appointing.enter_training(people[:1], **facts) == 1
    assert appointing.enter_training(people, **facts) == 1
    assert appointing.enter_training(people, **facts) == 0
    assert Training.objects.count() == 2
    assert "还不是调解员" in refused(
        "mediators", appointing.enter_training, people, **{**facts, "on": date(2024, 9, 1)}
    )
    refused("on", appointing.enter_training, people, **{**facts, "on": date(2026, 3, 11)})


# Setting up


def test_it_opens_the_unit_with_the_committee(cast):
    unit = Unit(name="广场社区人民调解委员会", short_name="广场调委会", area=cast.area("610116001003"))
    made = committee(unit, "village")
    assert Unit.objects.get(name="广场社区人民调解委员会").committee == made
    assert made.unit.kind == Unit.Kind.MEDIATION
    with pytest.raises(Refusal):
        committee(cast.water)


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("set_up_on", {"set_up_on": date(2026, 3, 11), "filed_on": None}),
        ("filed_on", {"filed_on": date(2026, 3, 11)}),
        ("filed_on", {"filed_on": date(2024, 9, 1)}),
    ],
)
def test_it_refuses_days_of_setting_up_that_cannot_be(cast, field, fields):
    refused(field, committee, cast.mediation, **fields)
    assert not Committee.objects.exists()


def test_it_lets_the_setting_up_not_pass_a_change_of_members(cast):
    made = complete(cast.mediation)
    made.refresh_from_db()
    made.set_up_on, made.filed_on = date(2025, 1, 1), TODAY
    refused("set_up_on", appointing.change_committee, made, ["set_up_on"], version=None, actor=None, at=AT)


@pytest.mark.parametrize(
    ("type_", "field", "is_allowed"),
    [("professional", "medical", True), ("professional", "", False), ("village", "medical", False)],
)
def test_it_gives_a_field_to_professional_committees_only(cast, type_, field, is_allowed):
    made = Committee(unit=cast.mediation, type=type_, field=field, set_up_on=SET_UP)
    if is_allowed:
        made.save(force_insert=True)
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save(force_insert=True)


def test_it_lets_people_manage_the_organisations_inside_their_area(cast, monkeypatch):
    monkeypatch.setattr(organisations, "MANAGE", "cases.register_case")
    today = office_day(timezone.now())
    clerk, staff, handler = (standing_of(person, today) for person in (cast.clerk, cast.staff, cast.handler))
    places = ("610116001002", "610116001", "610116002", "610116")
    assert [organisations.may_manage(clerk, area) for area in places] == [True, True, False, False]
    assert [organisations.may_manage(staff, area) for area in places] == [True] * 4
    assert not any(organisations.may_manage(handler, area) for area in places)


def test_an_official_who_leaves_mediates_no_more_and_the_committee_is_asked_about_a_member(cast):
    unit = committee(_mediating(cast)).unit
    official = mediator(cast.weiqu, "周晓兰", "official", user=cast.clerk, term_from=None, term_to=None)
    member = mediator(unit, "周晓兰", "member", user=cast.clerk)
    assert "是 2 个调解组织的调解员" in leaving.in_hand(cast.clerk, TODAY)[0].said
    accounts.close_account(cast.clerk, reason="调离", actor=cast.security_admin, at=AT)
    for each in (official, member):
        each.refresh_from_db()
    assert (official.is_active, official.left_on, member.is_active) == (False, TODAY, True)


def _mediating(cast):
    return Unit.objects.create(
        name="韦曲街道人民调解委员会",
        short_name="韦曲调委会",
        kind="mediation",
        area=cast.weiqu.area,
        parent=cast.weiqu,
    )
