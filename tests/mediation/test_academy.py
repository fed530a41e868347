"""The academy: who keeps a course lays its test down, a test is marked at once, who passes has a certificate."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from governance.frame.refusals import Refusal
from governance.registers.entries.actions import end_entry
from governance.registers.fields import Field
from governance.registers.models import Entry, Register
from governance.registers.reference import load_reference
from mediation.academy import actions as academy
from mediation.academy.forms import QuestionForm
from mediation.models import Mediator, Question, Sitting, Training
from tests.builders import CHINA
from tests.mediation import courses

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)
LEFT = {"is_active": False, "left_on": NOW.date()}
WORDS = "几名委员？\n一名\n√三至九名"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def course(cast):
    """Three questions, of which two are wanted."""
    return courses.course(cast, NOW)


def url(name, *args):
    return reverse(f"mediation:{name}", args=args)


def answers(*said):
    return {f"q{question.pk}": raw for question, raw in zip(Question.objects.order_by("pk"), said, strict=True)}


def test_its_fields_are_those_that_were_delivered(db):
    load_reference()
    labels = {field.name: (field.label, field.kind) for field in Register.objects.get(code=academy.COURSES).asked}
    names = (academy.KIND, academy.SPEAKER, academy.HOURS, academy.MATERIAL, academy.WANTED)
    assert [labels[name] for name in names] == [
        ("类型", "choice"),
        ("主讲人", "text"),
        ("学时", "number"),
        ("学习地址或者资料", "long"),
        ("及格分", "number"),
    ]


def test_a_course_is_worth_the_same_whatever_the_county_calls_its_fields(course):
    Register.objects.update(fields=[{**row, "label": f"本县{row['label']}"} for row in course.register.fields])
    found = academy.read(academy.courses().get())
    assert (found.kind, found.hours, found.wanted, found.material) == ("文书制作", 2, 60, "培训室")


def test_who_answers_enough_has_a_certificate_and_the_hours(cast, login, course):
    Mediator.objects.create(
        unit=cast.mediation, user=cast.mediator, name="白秀芳", appointed_on=date(2025, 1, 1), position="engaged"
    )
    desk = login(cast.mediator)
    assert "测试" in desk.get(url("course", course.pk)).content.decode()
    desk.post(url("course_test", course.pk), answers("1", "0", ["0"]))
    sitting = Sitting.objects.get()
    assert (sitting.marks, sitting.has_passed, sitting.number) == (66, True, "网学〔2026〕1号")
    training = Training.objects.get()
    assert (training.kind, training.subject, training.hours) == ("online", "调解协议书", Decimal(2))
    paper = desk.get(url("certificate", sitting.pk)).content.decode()
    assert "网学〔2026〕1号" in paper and cast.mediator.name in paper and "66 分" in paper
    again = desk.post(url("course_test", course.pk), answers("1", "0", ["0", "2"]), follow=True)
    assert "已经合格" in again.content.decode() and Sitting.objects.count() == 1


@pytest.mark.parametrize("tick", ["√", "✓", "✔", "☑️"])
def test_what_is_right_is_ticked_as_the_keyboard_ticks(tick):
    form = QuestionForm({"text": "几名委员？", "offered": f"一名\n{tick} 三至九名"})
    assert form.is_valid() and form.cleaned_data["offered"] == (["一名", "三至九名"], [1])


def test_exactly_what_is_wanted_is_enough(cast, course):
    Question.objects.create(course=course, text="几次？", offered=["甲", "乙"], right=[0])
    Question.objects.create(course=course, text="几天？", offered=["甲", "乙"], right=[0])
    given = courses.answered(course)
    wrong = {pk: [1] for pk in list(given)[-2:]}
    sitting = academy.sit(course, given | wrong, unit_id=cast.centre.pk, actor=cast.clerk, at=NOW)
    assert (sitting.marks, sitting.wanted, sitting.has_passed) == (60, 60, True)


@pytest.mark.parametrize("how", [{"appointed_on": date(2026, 3, 11)}, LEFT, {"user": None}])
def test_only_who_mediates_now_is_credited_with_the_hours(cast, course, how):
    told = {"unit": cast.mediation, "user": cast.mediator, "name": "白秀芳", "appointed_on": date(2025, 1, 1)}
    Mediator.objects.create(position="engaged", **told | how)
    given = courses.answered(course)
    assert academy.sit(course, given, unit_id=cast.mediation.pk, actor=cast.mediator, at=NOW).has_passed
    assert not Training.objects.exists()


def test_who_fails_is_told_the_marks_and_may_try_again(cast, login, course):
    desk = login(cast.clerk)
    said = desk.post(url("course_test", course.pk), answers("0", "0", ["0"]), follow=True).content.decode()
    assert "得 33 分，及格 60 分，没有合格" in said and "打印证书" not in said
    desk.post(url("course_test", course.pk), answers("1", "0", ["0", "2"]))
    assert [row.marks for row in Sitting.objects.all()] == [100, 33]
    assert "100 分" in desk.get(url("academy")).content.decode()
    assert not Training.objects.exists()


def test_who_did_not_pass_is_in_no_figure_of_their_unit(cast, login, course):
    wrong = {pk: [2] for pk in courses.answered(course)}
    academy.sit(course, wrong, unit_id=cast.centre.pk, actor=cast.clerk, at=NOW)
    assert "合格情况" not in login(cast.justice_officer).get(url("course", course.pk)).content.decode()
    academy.sit(course, courses.answered(course), unit_id=cast.centre.pk, actor=cast.handler, at=NOW)
    assert academy.passed_by_unit(course) == [{"unit__short_name": cast.centre.short_name, "passed": 1}]


def test_an_unanswered_question_is_named_and_the_rest_stays(cast, login, course):
    sent = answers("1", "0", ["2"])
    page = login(cast.clerk).post(url("course_test", course.pk), {**sent, **answers("1", "", ["2"])})
    assert page.status_code == 422 and "请作答。" in page.content.decode()
    assert page.content.decode().count("checked") == 2 and not Sitting.objects.exists()


def test_hours_that_no_record_holds_are_said_and_nothing_is_marked(cast, login, course):
    Entry.objects.filter(pk=course.pk).update(facts=courses.FACTS | {academy.HOURS: 40_000})
    page = login(cast.clerk).post(url("course_test", course.pk), answers("1", "0", ["0", "2"]))
    assert page.status_code == 422 and "40000 学时" in page.content.decode() and not Sitting.objects.exists()


def test_marks_and_hours_that_the_county_asks_in_words_are_none(cast, login, course):
    words = (Field(academy.HOURS, "学时"), Field(academy.WANTED, "及格分"))
    kept = [each.as_dict() for each in (courses.FIELDS[0], *words, courses.FIELDS[3])]
    Register.objects.update(fields=kept)
    Entry.objects.filter(pk=course.pk).update(facts=courses.FACTS | {academy.HOURS: "两学时", academy.WANTED: "60 分"})
    assert login(cast.clerk).get(url("academy")).status_code == 200
    login(cast.clerk).post(url("course_test", course.pk), answers("1", "0", ["0", "2"]))
    assert [(row.hours, row.wanted) for row in Sitting.objects.all()] == [(0, academy.USUAL)]


def test_no_question_of_that_key_is_not_there(cast, login, course):
    told = {"reason": "题目有误。"}
    assert login(cast.justice_officer).post(url("end_question", course.pk, 9**30), told).status_code == 404
    assert len(academy.questions_of(course)) == 3


def test_only_who_keeps_the_course_lays_down_what_it_asks(cast, login, course):
    text, _, offered = WORDS.partition("\n")
    page = login(cast.clerk).get(url("course", course.pk)).content.decode()
    assert "登记题目" not in page and "√" not in page
    assert login(cast.clerk).post(url("course", course.pk), {"text": text, "offered": offered}).status_code == 403
    desk = login(cast.justice_officer)
    wrong = desk.post(url("course", course.pk), {"text": text, "offered": "一名\n二名"})
    assert wrong.status_code == 422 and "行首加“√”" in wrong.content.decode()
    desk.post(url("course", course.pk), {"text": text, "offered": offered})
    made = Question.objects.get(text=text)
    assert (made.offered, made.right) == (["一名", "三至九名"], [1])
    ends = url("end_question", course.pk, made.pk)
    assert "从现在起测试只问其余 3 题。" in desk.get(ends).content.decode()
    assert desk.post(ends, {"reason": "题目有误。"}).status_code == 302
    assert made not in academy.questions_of(course)


def test_a_test_that_was_changed_meanwhile_is_answered_anew(cast, course):
    given = courses.answered(course)
    academy.ask(course, text="新题？", offered=["甲", "乙"], right=[0], actor=cast.justice_officer, at=NOW)
    with pytest.raises(Refusal, match="题目刚刚改过"):
        academy.sit(course, given, unit_id=cast.centre.pk, actor=cast.clerk, at=NOW)


def test_a_certificate_is_read_by_its_owner_and_the_keeper_alone_and_outlives_the_course(cast, login, course):
    given = courses.answered(course)
    sitting = academy.sit(course, given, unit_id=cast.centre.pk, actor=cast.clerk, at=NOW)
    assert login(cast.handler).get(url("certificate", sitting.pk)).status_code == 404
    assert login(cast.justice_officer).get(url("certificate", sitting.pk)).status_code == 200
    end_entry(course, reason="换新课", version=None, actor=cast.justice_officer, at=NOW)
    assert login(cast.clerk).get(url("certificate", sitting.pk)).status_code == 200
    assert login(cast.clerk).get(url("course", course.pk)).status_code == 404
    assert url("certificate", sitting.pk) in login(cast.clerk).get(url("academy")).content.decode()
    assert url("certificate", sitting.pk) not in login(cast.handler).get(url("academy")).content.decode()
