"""What a verb refuses stands on the form that asked for it, and what a form looks like."""

from itertools import product

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from governance.cases.files.attachments import AttachmentRefused
from governance.frame.forms.posted import posted, refusals_on, show_refusal, status_of, whole_number
from governance.frame.forms.rendering import SiteRenderer
from governance.frame.refusals import FactMissing, Refusal, StaleVersion, StepNotAllowed


class PlaceForm(forms.Form):
    place = forms.CharField(error_messages={"required": "请填写地点。"})
    version = forms.IntegerField(required=False)


class Row:
    version = 7


def form(**typed) -> PlaceForm:
    data = QueryDict(mutable=True)
    data.update({"place": "三楼", "version": "1"} | typed)
    return PlaceForm(data)


@pytest.mark.parametrize(
    ("refusal", "field", "sentence"),
    [
        (FactMissing({"place": "没有这间会议室。"}), "place", "没有这间会议室。"),
        (FactMissing({"chair": "请写明主持人。"}), "__all__", "请写明主持人。"),
        (Refusal("会议已经取消。"), "__all__", "会议已经取消。"),
        (AttachmentRefused("文件是空的。"), "__all__", "文件是空的。"),
    ],
)
def test_it_says_what_is_refused_at_its_field_or_above_the_form(refusal, field, sentence):
    filled = form()
    with refusals_on(filled):
        raise refusal
    assert filled.errors == {field: [sentence]}
    assert status_of(filled) == 422


def test_it_ends_the_block_at_the_refusal_and_lets_everything_else_through():
    with refusals_on(form()):
        raise Refusal("不能办。")
    with pytest.raises(ValueError, match="broken"), refusals_on(form()):
        raise ValueError("broken")


def test_it_has_no_form_to_correct_for_who_may_not_do_it_at_all():
    filled = form()
    with pytest.raises(StepNotAllowed), refusals_on(filled):
        raise StepNotAllowed("您的岗位不安排会议。")
    assert filled.errors == {}
    with pytest.raises(Refusal), refusals_on(None):
        raise Refusal("没有这条记录。")


def test_it_adds_no_second_sentence_to_a_field():
    empty = form(place="")
    show_refusal(empty, FactMissing({"place": "没有这间会议室。"}))
    assert empty.errors["place"] == ["请填写地点。"]


def test_it_lets_the_form_say_where_the_sentence_belongs():
    class CellForm(PlaceForm):
        def say(self, name, sentence):
            self.add_error("place" if name == "room-1" else None, sentence)

    filled = CellForm({"place": "三楼"})
    show_refusal(filled, FactMissing({"room-1": "已有人订。", "room-2": "没有开放。"}))
    assert filled.errors == {"place": ["已有人订。"], "__all__": ["没有开放。"]}


def test_it_keeps_what_was_typed_and_takes_over_the_version_that_stands():
    filled = form()
    sent = filled.data
    show_refusal(filled, StaleVersion("这次会议", "现为：二楼", row=Row(), read=1))
    assert filled.non_field_errors() == ["在您填写期间，这次会议已被他人更新（现为：二楼），请核对后再办理。"]
    assert (filled["place"].value(), filled["version"].value()) == ("三楼", "7")
    assert sent["version"] == "1"
    assert status_of(filled) == 409


def test_it_is_200_until_something_was_sent_that_is_wrong():
    assert status_of(PlaceForm(), form()) == 200
    assert status_of(PlaceForm(), form(place="")) == 422


def test_it_gives_what_was_posted_and_nothing_where_the_page_was_only_opened():
    requests = RequestFactory()
    assert posted(requests.get("/")) is None
    assert posted(requests.post("/", {"place": "三楼"}))["place"] == "三楼"


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("", None), ("-1", None), ("²", None), ("1" * 19, None)])
def test_it_reads_a_number_that_a_column_can_hold(text, number):
    assert whole_number({"pk": text}, "pk") == number
    assert whole_number({}, "pk") is None


CHOICES = [("", "<空>"), (1, 2026), ("b'", mark_safe("<b>乙</b>")), ("另组 & 其他", [("c", "丙"), (None, "无")])]
ATTRIBUTES = (
    {},
    {"id": 'id_"1"', "class": "wide & tall", "required": True, "disabled": False, "maxlength": 5000},
    {"data-x": mark_safe("&amp;"), "rows": None},
)
VALUES = (None, "", "乙 <i>\"'&", mark_safe("<i>"), 1234567, 0, True, "1", ["b'", "c"])
WIDGETS = (
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput),
    *(forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput, forms.Textarea, forms.FileInput),
    *(forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.ClearableFileInput),
)


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_widget_looks_as_django_draws_it(widget):
    made = widget(choices=CHOICES) if hasattr(widget, "choices") else widget()
    site, plain = SiteRenderer(), DjangoTemplates()
    for attributes, value in product(ATTRIBUTES, VALUES):
        assert made.render("<name>", value, attributes, site) == made.render("<name>", value, attributes, plain)
        for part in made.subwidgets("n", value, attributes):
            name, context = part["template_name"], {"widget": part}
            assert site.render(name, context) == plain.render(name, context)
