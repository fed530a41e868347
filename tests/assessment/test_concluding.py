"""Many of a round concluded at once: chosen alike or by a sheet, shown first, each as it was shown or not at all."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from governance.assessment.appraisals.actions import Given, conclude, looked_at, looked_at_each, mark_items
from governance.assessment.models import Appraisal
from governance.assessment.rounds.actions import open_round
from governance.assessment.standards.defining import add_standard
from governance.cases.models import Case
from governance.frame.days import office_day
from governance.notices.models import Notice
from governance.organisation.models import Area, Post, Unit
from tests import builders
from tests.assessment.pages import village_posts

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(cast):
    """Three villages: 凤栖路社区 and 广场社区 of 韦曲, 郭北社区 of 郭杜."""
    at = timezone.now()
    rows = village_posts().rows[1:]
    standard = add_standard(village_posts(name="村级验收", rows=rows), actor=cast.county, at=at)
    due_on = office_day(at) + timedelta(days=9)
    area = Area.objects.get(pk="610116")
    return open_round(standard, name="年中验收", area=area, due_on=due_on, actor=cast.county, at=at)


def of(round_, name: str) -> Appraisal:
    return round_.appraisals.get(name=name)


def page(round_, what: str = "conclude") -> str:
    return f"/assessment/rounds/{round_.pk}/{what}/"


def ticked(round_, **more) -> dict:
    return {"n": list(round_.appraisals.values_list("pk", flat=True)), "reason": ""} | more


def sent(client, round_, shown):
    return client.post(page(round_, "concluded"), {"sealed": shown.context["sealed"]})


def test_all_that_were_ticked_have_the_marks_that_were_given_and_what_the_machine_found(cast, round_, login):
    client = login(cast.county)
    shown = client.post(page(round_), ticked(round_, i1="20", i2="10"))
    words = shown.content.decode()
    assert "可以评定 3 个" in words and "已评定 3 个" in words and "还没有写入" in words
    assert not Appraisal.objects.filter(state="concluded").exists()
    assert "已评定 3 个" in sent(client, round_, shown).content.decode()
    # One person in office where two are wanted gives half of the second item.
    assert {each.name: (each.percent, each.passed) for each in round_.appraisals.all()} == {
        "凤栖路社区": (Decimal("83.3"), True),
        "广场社区": (Decimal("100.0"), True),
        "郭北社区": (Decimal("83.3"), True),
    }
    assert [entry.by for each in round_.appraisals.all() for entry in each.history.filter(verb="concluded")] == (
        [cast.county] * 3
    )
    assert "100.0%" in client.get(f"/assessment/rounds/{round_.pk}/").content.decode()


def test_an_item_left_open_has_what_each_gave_itself_and_who_gave_nothing_is_named(cast, round_, login):
    village = of(round_, "凤栖路社区")
    first = village.marks.first()
    given = {first.pk: Given(Decimal(15))}
    mark_items(village, given, hands_in=True, version=None, actor=cast.grid_worker, at=timezone.now())
    shown = login(cast.county).post(page(round_), ticked(round_))
    assert [(each.appraisal.name, each.appraisal.percent) for each in shown.context["weighing"].ready] == [
        ("凤栖路社区", Decimal("66.7"))
    ]
    assert shown.context["weighing"].faults == ["广场社区“有调解室”：请评分。", "郭北社区“有调解室”：请评分。"]
    lower = login(cast.county).post(page(round_), ticked(round_, i1="10"))
    assert "凤栖路社区“有调解室”：与自评不同的，请写明理由。" in lower.context["weighing"].faults
    why = login(cast.county).post(page(round_), ticked(round_, i1="10", reason="现场没有桌椅。"))
    assert len(why.context["weighing"].ready) == 3 and "现场没有桌椅。" in why.content.decode()


def test_nothing_ticked_and_wrong_marks_are_said(cast, round_, login):
    client = login(cast.county)
    nothing = client.post(page(round_), {"i1": "20"})
    assert nothing.status_code == 422 and "请先勾选要评定的。" in nothing.content.decode()
    wrong = client.post(page(round_), ticked(round_, i1="21"))
    assert wrong.status_code == 422 and "这一项满分 20 分。" in wrong.content.decode()
    assert wrong.content.decode().count(" checked") == 3


def test_what_somebody_changed_since_it_was_shown_is_left_and_the_others_go(cast, round_, login):
    client = login(cast.county)
    shown = client.post(page(round_), ticked(round_, i1="20"))
    village = of(round_, "凤栖路社区")
    given = {village.marks.first().pk: Given(Decimal(5))}
    mark_items(village, given, hands_in=True, version=None, actor=cast.grid_worker, at=timezone.now())
    said = sent(client, round_, shown).content.decode()
    assert "已评定 2 个，1 个没有评" in said and "已被他人更新（郝小军已报送自评）" in said
    assert of(round_, "凤栖路社区").state == "handed_in" and of(round_, "广场社区").passed


def test_what_was_hidden_since_it_was_shown_is_left_without_a_name_and_the_others_go(cast, round_, login):
    client = login(cast.county)
    shown = client.post(page(round_), ticked(round_, i1="20"))
    hidden = builders.petition(cast)
    Case.objects.filter(pk=hidden.pk).update(confidentiality="restricted")
    Appraisal.objects.filter(pk=of(round_, "凤栖路社区").pk).update(case=hidden)
    said = sent(client, round_, shown).content.decode()
    assert "已评定 2 个" in said and "另有 1 个，核对以后您已不能查看，没有评。" in said and "凤栖路社区" not in said
    assert of(round_, "凤栖路社区").state == "open" and of(round_, "广场社区").passed


def test_it_holds_for_who_was_shown_it_and_only_where_they_oversee(cast, round_, login):
    township = login(cast.township_lead)
    shown = township.post(page(round_), ticked(round_, i1="20"))
    # 广场社区 has no unit: its township marks for it, and does not conclude on itself.
    assert [each.appraisal.name for each in shown.context["weighing"].ready] == ["凤栖路社区"]
    stolen = login(cast.county).post(page(round_, "concluded"), {"sealed": shown.context["sealed"]})
    assert stolen.status_code == 409 and "这不是您在这个批次里核对的" in stolen.content.decode()
    forged = township.post(page(round_, "concluded"), {"sealed": shown.context["sealed"] + "x"})
    assert forged.status_code == 409 and not Appraisal.objects.filter(state="concluded").exists()
    for who in (cast.grid_worker, cast.clerk, cast.leader):
        assert login(who).get(page(round_)).status_code == 403
        assert login(who).post(page(round_, "concluded"), {"sealed": ""}).status_code == 403


def test_a_unit_that_answers_for_several_has_one_message(cast, round_, login):
    Appraisal.objects.filter(round=round_).update(unit=Unit.objects.get(pk=cast.weiqu.pk))
    Notice.objects.all().delete()
    client = login(cast.county)
    sent(client, round_, client.post(page(round_), ticked(round_, i1="20")))
    texts = set(Notice.objects.filter(kind="appraisal").values_list("text", flat=True))
    assert texts == {"评定结果：村级验收，达标 3 个，不达标 0 个（凤栖路社区等 3 个）"}


def downloaded(client, round_) -> list[list]:
    content = b"".join(client.get(page(round_, "sheet/file")).streaming_content)
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def handed_in(client, round_, rows: list[list]):
    text = "\n".join(",".join(map(str, row)) for row in rows)
    return client.post(page(round_, "sheet"), {"file": SimpleUploadedFile("评定表.csv", text.encode())})


def test_the_sheet_comes_filled_with_what_is_known_and_goes_back_row_by_row(cast, round_, login):
    client = login(cast.county)
    _, head, *rows = downloaded(client, round_)
    assert head == ["编号", "评定对象", "所在地", "1.有调解室（20分）", "2.在岗人员不少于 2 名（10分）", "理由"]
    assert [row[1:5] for row in rows] == [
        ["凤栖路社区", "韦曲街道 / 凤栖路社区", "", 5.0],
        ["广场社区", "韦曲街道 / 广场社区", "", 10.0],
        ["郭北社区", "郭杜街道 / 郭北社区", "", 5.0],
    ]
    rows[0][3], rows[1][3:] = 20, [2, 0, "台账不全。"]
    shown = handed_in(client, round_, [head, *rows])
    assert "可以评定 2 个，其中达标 1 个；1 行没有填写" in shown.content.decode()
    assert "达标率 50.0%" in shown.content.decode()
    sent(client, round_, shown)
    assert [(each.name, each.passed) for each in round_.appraisals.order_by("area_id")] == [
        ("凤栖路社区", True),
        ("广场社区", False),
        ("郭北社区", None),
    ]


def test_every_bad_row_of_a_sheet_is_named_and_then_nothing_is_taken(cast, round_, login):
    client = login(cast.county)
    _, head, first, second, third = downloaded(client, round_)
    first[3], second[3], third[3] = "很多", 21, 20
    bad = [head, first, second, third, [*third], [999999, "别处", "", 1, 1, ""], [third[0], "改了名", "", 1, 1, ""]]
    shown = handed_in(client, round_, bad)
    assert shown.status_code == 422 and shown.context["sealed"] == ""
    assert shown.context["weighing"].faults == [
        "第 2 行“有调解室”：得分应填数字。",
        "第 3 行“有调解室”：这一项满分 20 分。",
        "第 5 行“编号”：与第 4 行是同一个对象。",
        "第 6 行“编号”：不是这个批次中等您评定的，可能已经评定。请重新下载这张表。",
        "第 7 行“编号”：这个编号是郭北社区，与这一行的评定对象不同。",
    ]
    headless = handed_in(client, round_, [["村", "得分"], ["凤栖路社区", "20"]])
    assert headless.status_code == 422 and "没有找到表头" in headless.content.decode()


def conclude_one(round_, name: str, actor) -> None:
    one = of(round_, name)
    given = {mark.pk: Given(Decimal(1), "说明") for mark in one.marks.all()}
    conclude(one, given, version=None, actor=actor, at=timezone.now())


def test_a_page_of_many_costs_no_more_than_a_page_of_one(cast, round_, login):
    client = login(cast.county)
    client.get(page(round_))
    with CaptureQueriesContext(connection) as of_three:
        client.get(page(round_))
    for name in ("广场社区", "郭北社区"):
        conclude_one(round_, name, cast.county)
    with CaptureQueriesContext(connection) as of_one:
        client.get(page(round_))
    assert len(of_three) == len(of_one)


def test_concluding_two_asks_no_more_of_the_database_than_concluding_one(cast, round_, login):
    client = login(cast.county)
    guodu, *weiqu = (of(round_, name) for name in ("郭北社区", "凤栖路社区", "广场社区"))
    counts = []
    for chosen in ([guodu], weiqu):
        with CaptureQueriesContext(connection) as asked:
            shown = client.post(page(round_), {"n": [each.pk for each in chosen], "reason": "", "i1": "20"})
            assert f"已评定 {len(chosen)} 个" in sent(client, round_, shown).content.decode()
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def test_what_the_machine_finds_of_many_is_what_it_finds_of_each(cast, round_):
    Appraisal.objects.filter(name="郭北社区").update(area="610116002")
    chosen = list(round_.appraisals.select_related("area"))
    on = office_day(timezone.now())
    together = looked_at_each(chosen, on)
    for each in chosen:
        alone = looked_at(each, on)
        assert [(mark.own, mark.found) for mark in together[each.pk]] == [(mark.own, mark.found) for mark in alone]


def test_who_was_ticked_and_waits_no_more_is_named(cast, round_, login):
    conclude_one(round_, "广场社区", cast.staff)
    shown = login(cast.county).post(page(round_), ticked(round_, i1="20"))
    assert shown.context["weighing"].faults == ["广场社区：已评定，不再等您评定。"]
    assert "共 3 个，可以评定 2 个" in shown.content.decode()


def test_what_the_machine_finds_otherwise_since_it_was_shown_is_left_and_said(cast, round_, login):
    client = login(cast.county)
    shown = client.post(page(round_), ticked(round_, i1="20"))
    Post.objects.filter(unit=of(round_, "凤栖路社区").unit_id).delete()
    said = sent(client, round_, shown).content.decode()
    assert "已评定 2 个，1 个没有评" in said and "核对以后系统核实的结果变了，请重新核对。" in said
