"""Nobody is named: a sheet becomes counts, nobody reads what a handful ticked, and a slip is one answer."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.assessment.periods.actions import hand_items
from governance.citizens.models import Questionnaire, QuestionnaireCode, QuestionnaireCount
from governance.citizens.questionnaires import actions, answering, results
from governance.citizens.questionnaires.reference import forms
from governance.citizens.questionnaires.scales import SCALES
from governance.citizens.questionnaires.suppressing import is_few, withheld
from governance.frame.days import CHINA
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.models import AccessRecord, Area
from governance.publications.kinds.defining import add_kind
from governance.publications.models import Publication
from tests.assessment.scored import opened, scheme_of, typed
from tests.publications.pages import OPEN_BOOKS
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)
OVER = datetime(2026, 4, 2, 10, 0, tzinfo=CHINA)
WEIQU, GUODU = "610116001", "610116002"


@pytest.fixture(autouse=True)
def march(time_machine):
    time_machine.move_to(NOW, tick=False)


def written(cast, **more) -> Questionnaire:
    told = {"title": "公众安全感调查", "about": "不记名", "first": date(2026, 3, 1), "last": date(2026, 3, 31)}
    told |= {"level": "township", "questions": [("您觉得安全吗？", "safe"), ("对治安满意吗？", "satisfied")]} | more
    return actions.write("safety", actions.QuestionnaireInput(**told), actor=cast.county, at=NOW)


def running(cast, **more) -> Questionnaire:
    made = written(cast, **more)
    actions.release(made, version=None, actor=cast.staff, at=NOW)
    made.refresh_from_db()
    return made


def send(made, client=None, **changes):
    told = {"area": WEIQU, "q1": "0", "q2": "1", "key": "k"} | changes
    return (client or Client()).post(f"/public/questionnaires/{made.key}/", told)


def counted(made, area: str, *sheets: tuple[int, int], times: int = 1) -> None:
    """So many sheets of the area ticked this."""
    place = Area.objects.get(pk=area)
    for _ in range(times):
        for first, second in sheets:
            actions.take(made, place, {"q1": first, "q2": second}, "", at=NOW)


def test_what_is_delivered_asks_nothing_of_persons_and_can_be_written(cast):
    for code, form in forms().items():
        told = actions.QuestionnaireInput(
            form.title, form.about, NOW.date(), NOW.date() + timedelta(days=9), form.level, list(form.questions)
        )
        assert actions.write(code, told, actor=cast.county, at=NOW).is_draft
        assert {scale for _, scale in form.questions} <= set(SCALES)


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"last": date(2026, 2, 1)}, "last", "截止日期不能早于开始日期"),
        ({"first": date(2026, 2, 1), "last": date(2026, 2, 9)}, "last", "截止日期已过"),
        ({"questions": []}, "questions", "请写题目"),
        ({"questions": [("您信仰什么宗教？", "safe")]}, "questions-0-text", "不得问"),
        ({"questions": [("安全吗？", "safe"), ("安全吗？", "safe")]}, "questions-1-text", "与上面的题目相同"),
        ({"questions": [(f"第{n}题", "safe") for n in range(21)]}, "questions", "最多 20 题"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(cast, more, field, said):
    with pytest.raises(FactMissing) as refused:
        written(cast, **more)
    assert list(refused.value.errors) == [field] and said in refused.value.errors[field]
    assert not Questionnaire.objects.exists()


def test_somebody_else_releases_it_and_then_it_stays(cast, login):
    made = written(cast)
    assert Client().get(f"/public/questionnaires/{made.key}/").status_code == 404
    with pytest.raises(StepNotAllowed, match="起草、修改过的人不能发布"):
        actions.release(made, version=None, actor=cast.county, at=NOW)
    page = f"/questionnaires/{made.pk}/"
    told = login(cast.staff).post(f"{page}release/", {"version": made.version}, follow=True).content.decode()
    assert "问卷已发布" in told and f"/public/questionnaires/{made.key}/" in told
    again = login(cast.county).post(f"{page}change/", {"version": made.version + 1}).content.decode()
    assert "请填写" in again and Questionnaire.objects.get().title == "公众安全感调查"
    assert (
        "不能再改"
        in login(cast.county).post(f"{page}drop/", {"version": made.version + 1}, follow=True).content.decode()
    )
    assert AccessRecord.objects.filter(subject="问卷 公众安全感调查", reason="发布", actor=cast.staff).exists()
    for who in (cast.clerk, cast.handler, cast.township_lead):
        assert login(who).get(page).status_code == 403


def test_a_sheet_becomes_counts_and_nothing_else_is_kept(cast):
    made = running(cast)
    answer = send(made)
    assert answer.status_code == 302 and "谢谢" in Client().get(answer.url).content.decode()
    rows = {(c.area_id, c.question, c.option, c.count) for c in QuestionnaireCount.objects.all()}
    assert rows == {(WEIQU, "", 0, 1), (WEIQU, "q1", 0, 1), (WEIQU, "q2", 1, 1)}
    names = {field.name for field in QuestionnaireCount._meta.get_fields()}
    assert names == {"id", "questionnaire", "area", "question", "option", "count"}
    send(made)
    assert results.sheets(made) == 1, "sent twice is one"
    send(made, key="other")
    assert results.sheets(made) == 2


def test_what_is_left_out_is_said_at_its_place_and_the_rest_is_kept(cast):
    made = running(cast)
    page = send(made, q2="", area="610199")
    told = page.content.decode()
    assert page.status_code == 422 and told.count("请选一项。") >= 1 and "请从列表中选地方" in told
    assert "？：" not in told
    assert 'name="q1" value="0"' in told and "checked" in told and not QuestionnaireCount.objects.exists()


def test_outside_its_days_nobody_answers(cast, time_machine):
    made = running(cast)
    time_machine.move_to(OVER, tick=False)
    assert "不在填写的日期内" in send(made).content.decode() and not QuestionnaireCount.objects.exists()


def test_a_flood_from_one_address_is_stopped(cast):
    made = running(cast)
    answers = [send(made, key=f"{n}").status_code for n in range(answering.ANSWER.address + 2)]
    assert answers == [302] * answering.ANSWER.address + [429] * 2


def test_a_slip_is_one_answer_and_nobody_knows_whose(cast, login):
    made = running(cast, by_code=True)
    page = f"/questionnaires/{made.pk}/codes/"
    assert "请填写制多少个码" in login(cast.county).post(page, {}).content.decode()
    client, told = login(cast.county), {"number": "3", "csrfmiddlewaretoken": "x" * 64}
    book = client.post(page, told)
    assert client.post(page, told).status_code == 302 and made.codes.count() == 3
    rows = sheet_in(book).rows
    codes = [row[2] for row in rows]
    assert len(set(codes)) == 3 and made.key in rows[0][1]
    assert not set(codes) & set(QuestionnaireCode.objects.values_list("code_hash", flat=True))
    wrong = send(made, code="AAAA-BBBB-CCCC")
    assert wrong.status_code == 422 and "没有这个问卷码，或者已经用过" in wrong.content.decode()
    assert send(made, code=codes[0].lower(), key="a").status_code == 302
    assert send(made, code=codes[0], key="b").status_code == 422
    assert results.sheets(made) == 1
    assert {field.name for field in QuestionnaireCode._meta.get_fields()} == {
        *("id", "questionnaire", "code_hash", "is_used")
    }


def test_while_it_runs_nobody_reads_what_was_ticked(cast, login):
    made = running(cast)
    counted(made, WEIQU, (0, 0), times=9)
    page = login(cast.county).get(f"/questionnaires/{made.pk}/").content.decode()
    assert "已收到 <b>9</b> 份" in page and "100.0%" not in page
    assert login(cast.county).get(f"/questionnaires/{made.pk}/export/").status_code == 404
    assert login(cast.county).post(f"/questionnaires/{made.pk}/publish/").status_code == 404


def test_what_came_of_it_hides_a_handful_and_what_would_give_it_away(cast, login, time_machine):
    made = running(cast)
    counted(made, WEIQU, (0, 0), times=14)
    counted(made, WEIQU, (3, 3), times=6)
    counted(made, GUODU, (0, 3), times=3)
    # Three sheets of 郭杜 are few, and the whole less those of 韦曲 would give them away.
    assert results.told(made).lines == [
        ["韦曲街道", "不公布", "不公布", "不公布"],
        ["郭杜街道", "少于5", "不公布", "不公布"],
        ["合计", "23", "73.9%", "60.9%"],
    ]
    counted(made, GUODU, (0, 0), times=17)
    told = results.told(made)
    assert told.lines[0] == ["韦曲街道", "20", "70.0%", "不公布"]
    assert told.lines[1] == ["郭杜街道", "20", "100.0%", "不公布"]
    assert told.lines[2][:3] == ["合计", "40", "85.0%"]
    time_machine.move_to(OVER, tick=False)
    page = login(cast.leader).get(f"/questionnaires/{made.pk}/").content.decode()
    assert "70.0%" in page and "不公布" in page
    book = login(cast.county).get(f"/questionnaires/{made.pk}/export/")
    assert sheet_in(book).rows[0][:3] == ["韦曲街道", "20", "70.0%"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1))
def test_no_hidden_share_follows_from_those_that_are_shown(found):
    shares = {place: (part, part + rest) for place, (part, rest) in found.items()}
    hidden, shown = withheld(shares)
    assert all(place in hidden for place, each in shares.items() if is_few(*each))
    assert not (shown and len(hidden) == 1)


def test_the_time_before_stands_beside_it(cast, time_machine):
    first = running(cast)
    counted(first, WEIQU, (0, 0), times=10)
    time_machine.move_to(OVER, tick=False)
    second = running(cast, title="第二次", first=OVER.date(), last=OVER.date())
    actions.take(second, Area.objects.get(pk=WEIQU), {"q1": 3, "q2": 3}, "", at=OVER)
    later = results.trend(second, OVER.date() + timedelta(days=1))
    assert [line[1:] for line in later.lines] == [["10", "100.0%", "100.0%"], ["少于5", "不公布", "不公布"]]
    assert [line[1] for line in results.trend(second, OVER.date()).lines] == ["10"]


def test_it_becomes_a_publication_that_others_approve(cast, login, time_machine):
    kind = replace(OPEN_BOOKS, name="公布的数据", drafters=["office"], hides_small=True)
    add_kind(kind, actor=None, at=NOW, code="statistics")
    made = running(cast)
    counted(made, WEIQU, (0, 0), times=20)
    time_machine.move_to(OVER, tick=False)
    answer = login(cast.county).post(f"/questionnaires/{made.pk}/publish/")
    draft = Publication.objects.get()
    assert answer.url.endswith(f"/publications/{draft.pk}/") and draft.state == "draft"
    assert "|韦曲街道|20|100.0%|100.0%" in draft.body and draft.kind.code == "statistics"


def test_whoever_marks_a_township_by_hand_has_it_beside_the_points(cast, login, time_machine):
    made = running(cast)
    counted(made, WEIQU, (0, 0), times=20)
    time_machine.move_to(OVER, tick=False)
    by_hand = typed(weight=100, text="公众安全感", way="hand", source="questionnaires", target=0)
    period = opened(cast, scheme_of(cast, by_hand))
    (item,) = hand_items(period.scheme)
    page = login(cast.county).get(f"/assessment/periods/{period.pk}/items/{item.name}/").content.decode()
    assert "公众安全感调查：份数 20，您觉得安全吗？（安全率） 100.0%" in page


def test_what_stands_around_the_questions_is_read_in_english_too(cast, time_machine):
    client, address = Client(), f"/public/questionnaires/{running(cast).key}/"
    page = client.get(address, {"lang": "en"}).content.decode()
    assert "Without a name, time or address" in page and "不记名，不留" not in page
    time_machine.move_to(OVER, tick=False)
    assert "is open from 2026-03-01 to 2026-03-31" in client.get(address).content.decode()


def test_what_is_delivered_is_asked_and_refused_in_english_too(cast, time_machine):
    client, codes = Client(), {"by_code": True}
    places = re.compile("长安区|[^<>]*街道|中文")
    for form in forms().values():
        made = running(cast, title=f"2026年{form.title}", about=form.about, questions=list(form.questions), **codes)
        client.get(f"/public/questionnaires/{made.key}/", {"lang": "en"})
        for page in (client.get(f"/public/questionnaires/{made.key}/"), send(made, client, area="", q1="", q2="")):
            main = re.search(r"<main.*?</main>", page.content.decode(), re.S)[0]
            assert re.findall("[\u4e00-\u9fff]+", places.sub("", main)) == [], form.title
            assert ", 2026" in main
    every = {f"q{place}": "0" for place in range(1, 6)}
    assert "There is no such code" in send(made, client, code="ABCD-EFGH-JKMN", **every).content.decode()
