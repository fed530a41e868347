"""A subject marks itself, somebody above concludes, and what comes of it is as the marks say."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.utils import IntegrityError

from governance.assessment.appraisals import actions
from governance.assessment.appraisals.actions import Given
from governance.assessment.appraisals.results import by_township, gaps, lacking, results
from governance.assessment.items import Grade, grade_of, percent
from governance.assessment.models import Appraisal, AppraisalEntry
from governance.assessment.rounds.actions import open_round
from governance.assessment.standards.defining import ItemRow, add_standard
from governance.assessment.subjects import subjects
from governance.duties.models import DutyTask
from governance.frame.refusals import FactMissing, Refusal, StaleVersion, StepNotAllowed
from governance.notices.models import Notice
from governance.organisation.areas.lying import forget_joined
from governance.organisation.models import Area, Post
from governance.organisation.standing import standing_of
from governance.registers.entries.actions import open_entry
from governance.registers.kinds.defining import add_register
from governance.registers.models import Entry
from tests.assessment.pages import given_to, of_village, village_posts
from tests.attachments.samples import picture, upload
from tests.below import centre_below
from tests.builders import OPENED, forget_standing
from tests.duties.making import plan
from tests.registers.pages import stores, told

pytestmark = pytest.mark.django_db
DAY = OPENED.date()


@pytest.fixture
def standard(cast):
    return add_standard(village_posts(), actor=cast.county, at=OPENED)


@pytest.fixture
def village(cast, standard):
    return of_village(standard, cast.county, OPENED)


def by(who, at=OPENED, version=None) -> dict:
    return {"version": version, "actor": who, "at": at}


def typed(appraisal, *marks: str | None) -> dict[int, Given]:
    return {
        mark.pk: Given(None if told is None else Decimal(told), "说明")
        for mark, told in zip(appraisal.marks.all(), marks, strict=False)
    }


def photo() -> SimpleUploadedFile:
    return upload("照片.jpg", picture())


def test_a_unit_below_the_one_that_is_appraised_does_not_conclude_on_it(cast, village):
    below = centre_below(cast)
    Appraisal.objects.filter(pk=village.pk).update(unit=cast.weiqu, state="handed_in")
    village.refresh_from_db()
    with pytest.raises(StepNotAllowed, match="本单位不评定自己"):
        actions.conclude(village, typed(village, "10", "10.5"), **by(below))


@pytest.mark.parametrize(
    ("given", "weights", "reached"),
    [(("10", "20"), (10, 20), "100.0"), (("0", "0"), (10, 20), "0.0"), (("1", "1", "0"), (1, 1, 1), "66.7")],
)
def test_marks_come_to_a_share_of_the_full_marks(given, weights, reached):
    assert percent(map(Decimal, given), weights) == Decimal(reached)


def test_the_highest_grade_that_is_reached_is_given():
    grades = [Grade("合格", 60), Grade("示范", 95)]
    assert [grade_of(Decimal(x), grades) for x in ("59.9", "60", "94.9", "95")] == ["", "合格", "合格", "示范"]


def test_it_is_marked_filed_handed_in_and_concluded(cast, village):
    actions.mark_items(village, typed(village, "10", "10.5"), hands_in=False, **by(cast.grid_worker))
    first = village.marks.first()
    with pytest.raises(FactMissing) as refused:
        actions.mark_items(village, {}, hands_in=True, **by(cast.grid_worker))
    assert refused.value.errors == {f"mark-{first.pk}": "这一项要上传佐证材料。"}
    actions.file_with(village, first, [photo()], actor=cast.grid_worker, at=OPENED)
    actions.mark_items(village, {}, hands_in=True, **by(cast.grid_worker))
    village.refresh_from_db()
    assert village.state == "handed_in"
    # One person is in office where two are wanted: half the mark, by the machine.
    assert [mark.own for mark in village.marks.all()] == [Decimal("10"), Decimal("10.5"), Decimal("5")]
    assert village.marks.last().found == "在岗 1 人，应有 2 人"
    made = actions.conclude(village, typed(village, "10", "20", "5"), **by(cast.township_lead))
    assert (made.percent, made.passed, made.grade) == (Decimal("87.5"), True, "合格")
    assert (made.concluded_on, made.valid_until) == (DAY, date(DAY.year + 1, DAY.month, DAY.day))
    verbs = [entry.verb for entry in village.history.order_by("pk")]
    assert verbs == ["opened", "marked", "filed", "handed_in", "concluded"]
    assert village.history.first().facts[1] == ["有调解室", "", "20.0"]
    told = set(Notice.objects.filter(kind="appraisal").values_list("recipient__username", "text"))
    assert told == {
        ("grid_worker", f"请在 {DAY + timedelta(days=10)} 前自评：村级阵地（凤栖路社区）"),
        ("grid_worker", "评定结果：村级阵地，得分率 87.5%，达标，合格（凤栖路社区）"),
    }


def test_who_lacks_a_must_fails_whatever_the_rest_comes_to(cast, village):
    made = actions.conclude(village, typed(village, "9.5", "20", "10"), **by(cast.county))
    assert (made.percent, made.passed, made.grade, made.valid_until) == (Decimal("98.8"), False, "", None)


def test_below_the_line_nothing_is_reached(cast, village):
    made = actions.conclude(village, typed(village, "10", "3", "10"), **by(cast.county))
    assert (made.percent, made.passed) == (Decimal("57.5"), False)


def test_another_mark_than_the_units_own_says_why_and_none_is_left_out(cast, village):
    actions.mark_items(village, typed(village, "10", "20"), hands_in=False, **by(cast.grid_worker))
    first, second, third = village.marks.all()
    told = {first.pk: Given(Decimal(10)), second.pk: Given(Decimal(15)), third.pk: Given(None)}
    with pytest.raises(FactMissing) as refused:
        actions.conclude(village, told, **by(cast.county))
    assert refused.value.errors == {f"note-{second.pk}": "与自评不同的，请写明理由。", f"mark-{third.pk}": "请评分。"}
    village.refresh_from_db()
    assert village.state == "open" and village.marks.get(pk=second.pk).given is None


def test_nobody_concludes_on_their_own_unit_or_on_what_they_marked(cast, standard, village):
    own = of_village(standard, cast.county, OPENED, area="610116001003")
    with pytest.raises(StepNotAllowed, match="本单位不评定自己"):
        actions.conclude(own, given_to(own, "1", OPENED), **by(cast.township_lead))
    for who in (cast.grid_worker, cast.outsider, cast.leader):
        with pytest.raises(StepNotAllowed):
            actions.conclude(village, given_to(village, "1", OPENED), **by(who))
    actions.mark_items(village, typed(village, "10", "20"), hands_in=False, **by(cast.grid_worker))
    # Whoever marked it has meanwhile gone to the centre.
    Post.objects.filter(user=cast.grid_worker).delete()
    role = Post.objects.get(user=cast.staff).role
    Post.objects.create(user=cast.grid_worker, unit=cast.centre, role=role, starts_on=DAY)
    forget_standing(cast.grid_worker)
    for verb, more in (
        (actions.conclude, {"given": given_to(village, "1", OPENED)}),
        (actions.end_appraisal, {"reason": "重复"}),
    ):
        with pytest.raises(StepNotAllowed, match="您参加过这次自评"):
            verb(village, **more, **by(cast.grid_worker))


def test_only_the_unit_itself_marks_and_files(cast, village):
    for who in (cast.clerk, cast.county, cast.handler):
        with pytest.raises(StepNotAllowed):
            actions.mark_items(village, typed(village, "10"), hands_in=False, **by(who))
        with pytest.raises(StepNotAllowed):
            actions.file_with(village, village.marks.first(), [photo()], actor=who, at=OPENED)


def test_what_was_handed_in_rests_until_it_is_given_back(cast, village):
    actions.file_with(village, village.marks.first(), [photo()], actor=cast.grid_worker, at=OPENED)
    actions.mark_items(village, typed(village, "10", "20"), hands_in=True, **by(cast.grid_worker))
    with pytest.raises(Refusal, match="待评定"):
        actions.mark_items(village, typed(village, "1", "1"), hands_in=False, **by(cast.grid_worker))
    actions.give_back(village, reason="照片看不清。", **by(cast.township_lead))
    actions.mark_items(village, typed(village, "10", "12"), hands_in=True, **by(cast.grid_worker))
    actions.conclude(village, given_to(village, "1", OPENED), **by(cast.township_lead))
    for verb, more in (
        (actions.conclude, {"given": {}}),
        (actions.give_back, {"reason": "再看"}),
        (actions.end_appraisal, {"reason": "不评了"}),
    ):
        with pytest.raises(Refusal, match="已评定"):
            verb(village, **more, **by(cast.county))


def test_the_second_of_two_people_sees_what_the_first_did(cast, village):
    actions.mark_items(village, typed(village, "10"), hands_in=False, **by(cast.grid_worker, version=1))
    with pytest.raises(StaleVersion, match="郝小军已自评"):
        actions.mark_items(village, typed(village, "9"), hands_in=False, **by(cast.grid_worker, version=1))


def test_a_subject_is_appraised_once_at_a_time(cast, standard, village):
    chosen = subjects(standard, standing_of(cast.county, DAY), inside="610116001002")
    with pytest.raises(FactMissing, match="都在评定中"):
        actions.open_appraisals(standard, chosen, due_on=DAY, actor=cast.county, at=OPENED)
    with pytest.raises(FactMissing, match="不能早于今天"):
        actions.open_appraisals(standard, chosen, due_on=DAY - timedelta(days=1), actor=cast.county, at=OPENED)
    with pytest.raises(IntegrityError):
        Appraisal.objects.create(
            standard=standard,
            subject=village.subject,
            unit=village.unit,
            area=village.area,
            opened_at=OPENED,
            due_on=DAY,
            pass_percent=60,
        )


def test_what_lies_beyond_is_opened_by_nobody(cast, standard):
    chosen = subjects(standard, standing_of(cast.county, DAY), inside="610116002001")
    with pytest.raises(StepNotAllowed):
        actions.open_appraisals(standard, chosen, due_on=DAY, actor=cast.township_lead, at=OPENED)
    assert not Appraisal.objects.exists()


def test_the_history_stays(cast, village):
    with pytest.raises(IntegrityError):
        AppraisalEntry.objects.update(note="")


def owed(unit, *rows: tuple[int, str]) -> None:
    """What the unit had to hand in so many days ago, and what became of it."""
    weekly = plan()
    for back, state in rows:
        first, returned = DAY - timedelta(days=back), None if state in ("missing", "withdrawn") else OPENED
        told = {"first": first, "last": first, "label": str(back), "due_at": OPENED - timedelta(days=back)}
        told |= {"state": state, "opened_at": OPENED, "returned_at": returned}
        DutyTask.objects.create(plan=weekly, plan_code=weekly.code, unit=unit, area=unit.area, **told)


def test_duties_of_a_quarter_give_the_mark_and_nothing_due_gives_none(cast):
    wanted = village_posts(rows=[ItemRow("排查", "按期报送", 10, source="duties", least=80)])
    village = of_village(add_standard(wanted, actor=cast.county, at=OPENED), cast.county, OPENED)
    assert [(mark.own, mark.found) for mark in actions.looked_at(village, DAY)] == [
        (None, "近 90 天没有应报的例行任务")
    ]
    owed(cast.fengqi, (20, "returned"), (30, "zero"), (40, "late"), (50, "missing"), (60, "withdrawn"), (200, "late"))
    (mark,) = actions.looked_at(village, DAY)
    # Two of four in time are half of what is due, of four fifths.
    assert (mark.own, mark.found) == (Decimal("6.2"), "近 90 天应报 4 次，按期 2 次（50.0%）")


def test_a_register_gives_each_village_what_lies_in_it_and_in_what_was_joined_to_it(cast):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    lying = ("610116001002", "610116001002001", "610116001003", "610116001", "610116002001")
    for place, code in enumerate(lying):
        entry = open_entry(register, told(cast, f"{place}号库"), actor=cast.clerk, at=OPENED)
        Entry.objects.filter(pk=entry.pk).update(area=code, due_on=DAY - timedelta(days=1) if place == 1 else None)
    rows = [ItemRow("台账", "库房登记在册", 10, source="entries", of=register.code, least=4)]
    wanted = add_standard(village_posts(rows=rows), actor=cast.county, at=OPENED)
    county = Area.objects.get(pk="610116")
    made = open_round(wanted, name="验收", area=county, due_on=DAY, actor=cast.county, at=OPENED)

    def found() -> dict[str, str]:
        chosen = list(made.appraisals.select_related("area"))
        looked = {pk: mark for pk, (mark,) in actions.looked_at_each(chosen, DAY).items()}
        assert [(looked[each.pk].own, looked[each.pk].found) for each in chosen] == [
            (mark.own, mark.found) for each in chosen for mark in actions.looked_at(each, DAY)
        ]
        return {each.name: looked[each.pk].found for each in chosen}

    assert found() == {
        "凤栖路社区": "台账在册 2，其中逾期未检查 1，应有 4",
        "广场社区": "台账在册 1，应有 4",
        "郭北社区": "台账在册 1，应有 4",
    }
    Area.objects.filter(pk="610116002001").update(successor="610116001003")
    forget_joined()
    assert found()["广场社区"] == "台账在册 2，应有 4"
    # A unit that is no government answers for what it keeps, wherever that lies.
    Appraisal.objects.update(area="610116", unit=cast.weiqu.pk)
    assert set(found().values()) == {"台账在册 5，其中逾期未检查 1，应有 4"}


def test_a_rate_of_the_figures_gives_the_mark_and_restricted_cases_take_no_part(cast):
    """Two of four duties of the village came in time, which is half of what is wanted."""
    rows = [ItemRow("排查", "按期报送", 10, source="figures", of="例行报送 按期报送率", least=100)]
    village = of_village(add_standard(village_posts(rows=rows), actor=cast.county, at=OPENED), cast.county, OPENED)
    (mark,) = actions.looked_at(village, DAY)
    assert (mark.own, mark.found) == (None, "近 90 天例行报送按期报送率没有应办的")
    owed(cast.fengqi, (20, "returned"), (30, "zero"), (40, "late"), (50, "missing"), (200, "late"))
    (mark,) = actions.looked_at(village, DAY)
    assert (mark.own, mark.found) == (Decimal("5.0"), "近 90 天例行报送按期报送率 50.0%（2/4）")


@pytest.mark.parametrize(
    ("of", "said"), [("没有的比率", "统计指标里没有"), ("petition.repeated_rate", "不得作为考核得分")]
)
def test_a_rate_that_is_none_or_counts_petitions_gives_no_mark(cast, of, said):
    rows = [ItemRow("信访", "比率", 10, source="figures", of=of, least=90)]
    with pytest.raises(FactMissing, match=said):
        add_standard(village_posts(rows=rows), actor=cast.county, at=OPENED)


def test_a_round_takes_in_whoever_is_not_in_hand_and_says_how_many_pass(cast, standard, village, login):
    county = Area.objects.get(pk="610116")
    told = {"area": county, "due_on": DAY + timedelta(days=9), "at": OPENED}
    made = open_round(standard, name="年中验收", actor=cast.county, **told)
    assert {each.name for each in made.appraisals.all()} == {"广场社区", "郭北社区"}
    with pytest.raises(FactMissing, match="已有同名的批次"):
        open_round(standard, name="年中验收", actor=cast.county, **told)
    with pytest.raises(StepNotAllowed):
        open_round(standard, name="自己的", actor=cast.township_lead, **told)
    square, guodu = made.appraisals.order_by("area_id")
    actions.conclude(square, given_to(square, "1", OPENED), **by(cast.county))
    actions.conclude(guodu, given_to(guodu, "0.5", OPENED), **by(cast.county))
    page = login(cast.county).get(f"/assessment/rounds/{made.pk}/").content.decode()
    assert "50.0%" in page and "广场社区" in page
    passed = login(cast.county).get(f"/assessment/rounds/{made.pk}/?figure=passed").content.decode()
    assert "广场社区" in passed and "郭北社区" not in passed
    narrowed = login(cast.county).get(f"/assessment/rounds/{made.pk}/?figure=failed&inside=610116002")
    assert narrowed.context["chosen"] == ["不达标", "郭杜街道"] and narrowed.context["table"] is None
    assert "郭北社区" not in login(cast.township_lead).get(f"/assessment/rounds/{made.pk}/").content.decode()


def test_the_last_result_counts_and_what_it_lacks_is_listed(cast, standard):
    for at, share in ((OPENED, "1"), (OPENED + timedelta(days=1), "0.5")):
        made = of_village(standard, cast.county, at)
        actions.conclude(made, given_to(made, share, at), **by(cast.county, at))
    standing, later = standing_of(cast.county, DAY), DAY + timedelta(days=2)
    rows = results(standard, standing, later)
    assert {row.subject.name: row.stands for row in rows} == {
        "凤栖路社区": "failed",
        "广场社区": "never",
        "郭北社区": "never",
    }
    assert [(gap.text, gap.must, gap.short) for gap in gaps(standard, rows)] == [
        ("有综治工作室", True, 1),
        ("有调解室", False, 1),
        ("在岗人员不少于 2 名", False, 1),
    ]
    assert [row.subject.name for row in lacking(rows, "i1")] == ["凤栖路社区"]
    table = by_township(rows, "/x/")
    assert [(row.label, [cell.text for cell in row.cells]) for row in (*table.rows, table.total)] == [
        ("韦曲街道", ["2", "0", "1", "0", "0", "1", "0.0%"]),
        ("郭杜街道", ["1", "0", "0", "0", "0", "1", "—"]),
        ("合计", ["3", "0", "1", "0", "0", "2", "0.0%"]),
    ]


def test_a_result_that_has_run_out_is_no_result(cast, standard, village):
    actions.conclude(village, given_to(village, "1", OPENED), **by(cast.county))
    standing = standing_of(cast.county, DAY)
    end = date(DAY.year + 1, DAY.month, DAY.day)
    stands = [
        next(row for row in results(standard, standing, day) if row.result).stands
        for day in (end, end + timedelta(days=1))
    ]
    assert stands == ["passed", "expired"]


def test_wrong_marks_are_said_at_their_item_and_what_was_typed_stays(cast, village, login):
    first, second, _ = village.marks.all()
    page = f"/assessment/appraisals/{village.pk}/marks/"
    told = {f"mark-{first.pk}": "11", f"mark-{second.pk}": "很多", f"note-{second.pk}": "新建的", "version": 1}
    answer = login(cast.grid_worker).post(page, told)
    said = answer.content.decode()
    assert answer.status_code == 422 and "这一项满分 10 分" in said and "得分应填数字" in said
    assert "新建的" in said and "很多" in said
    assert not AppraisalEntry.objects.filter(verb="marked").exists()
