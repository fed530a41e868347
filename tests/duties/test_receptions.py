"""Receptions: written down without names, made into cases in one step, handed in with one click, absences in sight."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from governance.cases.models import Case
from governance.duties.models import DutyTask, Reception, ReceptionDay, RosterDay, RosterPerson
from governance.duties.receptions import actions as receptions
from governance.duties.receptions import rows as reception_showing
from governance.duties.receptions.actions import ReceptionInput
from governance.duties.scan import opening
from governance.frame.refusals import FactMissing, Refusal, StaleVersion, StepNotAllowed
from governance.organisation.models import AccessRecord
from governance.organisation.standing import standing_of
from petitions.models import Petition
from tests import builders
from tests.duties.gatherings import roster
from tests.duties.making import NOW, TODAY, moment, plan


@pytest.fixture
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def seat(cast) -> RosterDay:
    """何建军 sits in 韦曲街道办 today."""
    return roster(cast, NOW)


@pytest.fixture
def duty(cast) -> DutyTask:
    """The street owes a leader's reception today."""
    made = plan(
        "reception",
        kind="reception",
        form="done",
        levels=["township"],
        unit_kinds=["government"],
        rest_days="skip",
        opens_days_ahead=0,
    )
    opening.open_plan(made.pk, NOW)
    return DutyTask.objects.get(unit=cast.weiqu)


def told(**fields) -> ReceptionInput:
    values = {"at_time": time(8, 30), "visitors": 2, "summary": "反映小区停水。", "outcome": "registered"}
    return ReceptionInput(**{**values, **fields})


def write(cast, *, actor=None, day=TODAY, **fields) -> Reception:
    return receptions.write(cast.weiqu, day, told(**fields), actor=actor or cast.clerk, at=NOW)


def hand_in(cast, *, version=None, at=NOW, leader="", day=TODAY, actor=None):
    known = ReceptionDay.objects.filter(unit=cast.weiqu, day=day).first()
    seen = (known.version if known else 0) if version is None else version
    return receptions.hand_in(cast.weiqu, day, leader=leader, version=seen, actor=actor or cast.clerk, at=at)


def row(cast, who=None, day=TODAY):
    rows = reception_showing.rows_of(standing_of(who or cast.staff, TODAY), day, TODAY)
    return next((each for each in rows if each.unit == cast.weiqu.short_name), None)


def test_it_hands_in_a_day_without_visitors_and_the_duty_with_it(cast, seat, duty):
    made = hand_in(cast)
    assert made.text == "2026-11-18 何建军（书记）接访，没有群众来访。"
    duty.refresh_from_db()
    assert duty.state == "returned"
    assert row(cast).state == "没有来访"


def test_it_hands_in_what_the_records_say_and_corrects_it_with_what_came_later(cast, seat, duty):
    write(cast)
    twice = write(cast, visitors=90)
    with pytest.raises(FactMissing, match="最多 60 字，现在有 61 字"):
        receptions.make_void(twice, "重" * 61, actor=cast.clerk, at=NOW)
    receptions.make_void(twice, "记重了", actor=cast.clerk, at=NOW)
    assert hand_in(cast).text.endswith("接访 1 批 2 人次，登记 0 件。")
    write(cast, visitors=3, outcome="answered", answer="已答复。")
    again = hand_in(cast, at=NOW + timedelta(hours=1))
    assert (again.version, again.reason) == (2, receptions.MORE)
    assert again.text.endswith("接访 2 批 5 人次，登记 0 件。")


def test_it_does_not_take_a_day_on_which_no_leader_came(cast, seat, duty):
    RosterDay.objects.update(is_absent=True, absent_reason="开会")
    with pytest.raises(Refusal, match="缺席"):
        hand_in(cast)
    duty.refresh_from_db()
    assert duty.state == "open"
    first = reception_showing.rows_of(standing_of(cast.staff, TODAY), TODAY, TODAY)[0]
    assert (first.unit, first.state, first.is_absent, first.one_click) == ("韦曲街道办", "领导缺席", True, False)


def test_it_names_whoever_stood_in(cast, seat, duty):
    other = RosterPerson.objects.create(unit=cast.weiqu, kind=seat.roster.kind, name="谭伟")
    RosterDay.objects.update(is_absent=True, absent_reason="开会", stand_in=other)
    assert "谭伟接访" in hand_in(cast).text
    assert (row(cast).planned, row(cast).came, row(cast).is_absent) == ("何建军", "谭伟", True)


def test_it_asks_for_the_leader_where_nobody_is_on_the_roster(cast, duty):
    with pytest.raises(FactMissing):
        hand_in(cast)
    assert not ReceptionDay.objects.exclude(handed_at=None).exists()
    assert "彭飞接访" in hand_in(cast, leader="彭飞").text


def test_it_keeps_the_record_of_a_day_that_owes_nothing(cast, seat):
    write(cast)
    assert hand_in(cast) is None
    assert ReceptionDay.objects.get().handed_by == cast.clerk


def test_it_is_late_and_never_refused(cast, seat, duty):
    assert hand_in(cast, at=moment("2026-11-25T09:00")).is_late


def test_it_tells_the_second_who_hands_in_that_something_came_meanwhile(cast, seat, duty):
    write(cast)
    with pytest.raises(StaleVersion, match="这一天的记录已被他人更新"):
        hand_in(cast, version=0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"visitors": 0}, "visitors"),
        ({"summary": " "}, "summary"),
        ({"outcome": "answered"}, "answer"),
        ({"at_time": time(23, 0)}, "at_time"),
        ({"day": TODAY + timedelta(days=1)}, "day"),
    ],
)
def test_it_refuses_what_cannot_have_been(cast, seat, wrong, field):
    with pytest.raises(FactMissing) as refusal:
        write(cast, **wrong)
    assert set(refusal.value.errors) == {field}
    assert not Reception.objects.exists()


def test_it_is_written_by_the_units_own_people_only(cast, seat):
    for stranger in (cast.outsider, cast.staff):
        with pytest.raises(StepNotAllowed):
            write(cast, actor=stranger)


def test_it_is_seen_by_the_unit_and_those_above_it_only(cast, seat, duty):
    assert row(cast, cast.clerk).one_click
    assert row(cast, cast.county) is not None
    assert row(cast, cast.outsider) is None


def test_it_says_the_month_in_figures(cast, seat, duty):
    write(cast)
    write(cast, outcome="answered", answer="已答复。", visitors=3)
    hand_in(cast)
    said = reception_showing.month_sentence(standing_of(cast.county, TODAY), TODAY)
    received = "接访 1 天次，接待 2 批 5 人次，登记 0 件，已办结 0 件，当场答复和已办结的 1 批 3 人次"
    assert said == f"11 月 1 日至 18 日：{received}；领导缺席无人顶班 0 天次。今年以来：{received}。"
    first = reception_showing.month_sentence(standing_of(cast.county, TODAY), TODAY.replace(day=1))
    assert first.startswith("11 月 1 日：")


def page(cast):
    return reverse("duties:reception_day", args=[cast.weiqu.pk, str(TODAY)])


RECORD = {"act": "write", "at_time": "08:30", "visitors": "3", "summary": "反映工地扬尘。", "outcome": "registered"}
PETITION = {
    "channel": "visit",
    "name_1": "赵秀英",
    "phone_1": "13911112222",
    "people_count": "3",
    "area": "610116001002",
    "petition_class": "appeal_request",
    "route": "handling",
    "summary": "反映工地扬尘。",
    "received_on": str(TODAY),
}


def test_it_leads_from_the_record_to_the_petition_and_back(cast, seat, now, login):
    clerk = login(cast.clerk)
    answer = clerk.post(page(cast), {**RECORD, "then": "petition"})
    reception = Reception.objects.get()
    assert answer["Location"] == f"{reverse('petitions:register')}?from=reception-{reception.pk}"
    form = clerk.get(answer["Location"]).content.decode()
    assert "反映工地扬尘。" in form
    assert 'value="3"' in form
    assert f'name="from" value="reception-{reception.pk}"' in form
    answer = clerk.post(reverse("petitions:register"), {**PETITION, "from": f"reception-{reception.pk}"}, follow=True)
    reception.refresh_from_db()
    petition = Petition.objects.get()
    assert reception.case_id == petition.pk
    assert "已与接访记录关联" in answer.content.decode()
    assert f"{page(cast)}#reception-{reception.pk}" in answer.content.decode()
    assert petition.number in clerk.get(page(cast)).content.decode()


def test_it_keeps_the_source_when_the_petition_is_not_complete(cast, seat, now, login):
    reception = write(cast)
    sent = {**PETITION, "name_1": "", "from": f"reception-{reception.pk}"}
    answer = login(cast.clerk).post(reverse("petitions:register"), sent)
    assert answer.status_code == 422
    assert f'name="from" value="reception-{reception.pk}"' in answer.content.decode()
    assert Reception.objects.get().case_id is None


def test_it_knows_no_source_that_is_not_there_or_not_theirs(cast, seat, now, login):
    reception = write(cast)
    url = reverse("petitions:register")
    assert login(cast.clerk).get(f"{url}?from=reception-{reception.pk}").status_code == 200
    for token in (f"reception-{reception.pk + 1}", "nothing-1", "reception-", "reception-99999999999999999999"):
        assert login(cast.clerk).get(f"{url}?from={token}").status_code == 404
    assert login(cast.petition_clerk).get(f"{url}?from=reception-{reception.pk}").status_code == 404


def test_it_says_nothing_of_what_became_an_accusation_to_who_may_not_know(cast, seat, now, login):
    accusation = builders.accusation(cast)
    reception = write(cast, summary="检举住建局某人")
    receptions.link(reception, Case.objects.get(pk=accusation.pk), actor=cast.clerk, at=NOW)
    seen = login(cast.leader).get(page(cast)).content.decode()
    assert "检举住建局某人" not in seen
    assert accusation.number not in seen
    assert "限制知悉" not in seen and "2 人" not in seen and "检举控告</span>" not in seen
    assert "检举住建局某人" in login(cast.clerk).get(page(cast)).content.decode()


def test_what_accuses_somebody_stands_in_no_open_book_unasked(cast, seat, duty, now, login):
    client, told = login(cast.clerk), RECORD | {"summary": "检举街道干部收受好处"}
    answer = client.post(page(cast), told)
    assert answer.status_code == 422 and "在处理中选“检举控告”" in answer.content.decode()
    assert not Reception.objects.exists()
    assert client.post(page(cast), told | {"outcome": "accusation"}).status_code == 302
    assert Reception.objects.get().outcome == "accusation"


def test_it_shows_who_came_to_accuse_somebody_to_nobody_but_who_wrote_it_down(cast, seat, duty, now, login):
    write(cast)
    before = ReceptionDay.objects.get().version
    accusing = write(cast, visitors=3, summary="检举街道干部收受好处", outcome="accusation")
    assert ReceptionDay.objects.get().version == before
    for person in (cast.township_lead, cast.staff, cast.leader):
        seen = login(person).get(page(cast)).content.decode()
        assert "检举街道干部" not in seen and "3 人" not in seen and f"reception-{accusing.pk}" not in seen
        assert "1 批 2 人次" in seen
    assert row(cast).groups == 1
    assert hand_in(cast).text.endswith("接访 1 批 2 人次，登记 0 件。")
    seen = login(cast.clerk).get(page(cast)).content.decode()
    assert "检举街道干部收受好处" in seen and "1 批 2 人次" in seen
    url = f"{reverse('petitions:register')}?from=reception-{accusing.pk}"
    assert "检举街道干部收受好处" in login(cast.clerk).get(url).content.decode()
    assert login(cast.township_lead).get(url).status_code in (403, 404)
    told = {"act": "void", "reception": accusing.pk, "reason": "重了"}
    assert "没有这条接访记录" in login(cast.township_lead).post(page(cast), told).content.decode()


def test_what_was_ticked_as_an_accusation_stays_so_whatever_it_is_registered_as(cast, seat, now):
    accusing = write(cast, outcome="accusation")
    receptions.link(accusing, Case.objects.get(pk=builders.accusation(cast).pk), actor=cast.clerk, at=NOW)
    accusing.refresh_from_db()
    assert accusing.outcome == "accusation" and not accusing.is_counted
    written = write(cast, outcome="registered", case=Case.objects.get(pk=builders.accusation(cast).pk))
    assert written.outcome == "accusation"


def test_it_becomes_one_case_only(cast, seat):
    reception = write(cast)
    receptions.link(reception, builders.petition(cast), actor=cast.clerk, at=NOW)
    with pytest.raises(Refusal):
        receptions.link(reception, builders.petition(cast, title="另一件"), actor=cast.clerk, at=NOW)
    with pytest.raises(Refusal):
        receptions.make_void(reception, "错了", actor=cast.clerk, at=NOW)


def test_it_keeps_what_was_typed_of_a_wrong_record(cast, seat, now, login):
    answer = login(cast.clerk).post(page(cast), {**RECORD, "visitors": "0", "number": "XF9-1"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "来访人数至少为 1。" in said
    assert "没有找到编号为 XF9-1 的事项" in said
    assert "反映工地扬尘。" in said


def test_it_is_handed_in_with_one_click_from_the_list(cast, seat, duty, now, login):
    clerk = login(cast.clerk)
    assert "没有来访" in clerk.get(reverse("duties:receptions")).content.decode()
    answer = clerk.post(page(cast), {"act": "hand_in", "version": "0", "back": "list"})
    assert answer["Location"] == f"{reverse('duties:receptions')}?day={TODAY}"
    duty.refresh_from_db()
    assert duty.state == "returned"
    assert page(cast) in clerk.get(reverse("duties:task", args=[duty.pk])).content.decode()


def test_it_prints_the_book_of_the_month_and_a_card_for_each_group(cast, seat, now, login):
    write(cast, summary="反映工地扬尘。")
    receptions.make_void(write(cast, summary="记错了的一批。"), "重了", actor=cast.clerk, at=NOW)
    accusing = write(cast, visitors=3, summary="检举街道干部收受好处", outcome="accusation")
    book, cards = (reverse(f"duties:reception_{name}", args=[cast.weiqu.pk, str(TODAY)]) for name in ("book", "cards"))
    for url in (book, cards):
        seen = login(cast.township_lead).get(url).content.decode()
        assert "反映工地扬尘。" in seen and seat.person.name in seen
        assert "记错了的一批。" not in seen and accusing.summary not in seen
        assert accusing.summary in login(cast.clerk).get(url).content.decode()
    assert "1 批 2 人次" in login(cast.township_lead).get(book).content.decode()
    assert AccessRecord.objects.filter(verb="print", actor=cast.township_lead).count() == 3
