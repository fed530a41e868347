"""The template tags of the frame."""

import pytest
from django import forms
from django.template import Context, Template

from governance.frame.pages.tables import LinkedWords


@pytest.mark.parametrize(
    ("url", "shown"),
    [("/cases/A1/", '<a href="/cases/A1/">物业 &amp; 停水</a>'), ("", "物业 &amp; 停水"), (None, "物业 &amp; 停水")],
)
def test_it_links_a_text_only_where_there_is_an_address(url, shown):
    template = Template("{% load frame %}{% linked url text %}")
    assert template.render(Context({"url": url, "text": "物业 & 停水"})) == shown


def test_it_says_a_sentence_without_a_blank_between_its_pieces():
    words = [LinkedWords("收到 "), LinkedWords("4 件", "/cases/"), LinkedWords("，办结 0 件。")]
    shown = Template("{% load frame %}{% sentence words %}").render(Context({"words": words}))
    assert shown == '收到 <a href="/cases/">4 件</a>，办结 0 件。'


def test_it_heads_a_table_with_names_of_figures_and_of_what_is_only_heard():
    shown = Template('{% load frame %}{% heads "事项" "num:件数" name "hidden:操作" %}').render(
        Context({"name": "<甲>"})
    )
    assert shown == (
        '<thead><tr><th scope="col">事项</th><th scope="col" class="num">件数</th><th scope="col">&lt;甲&gt;</th>'
        '<th scope="col"><span class="sr-only">操作</span></th></tr></thead>'
    )


def test_it_puts_what_stands_between_its_tags_on_a_card():
    shown = Template("{% load frame %}{% card name %}<p>{{ text }}</p>{% endcard %}").render(
        Context({"name": "办结 & 归档", "text": "<甲>"})
    )
    assert shown == (
        '<section class="card"><div class="card-head"><h2>办结 &amp; 归档</h2></div><p>&lt;甲&gt;</p></section>'
    )


@pytest.mark.parametrize(("words", "shown"), [("姓名", "姓名："), ("您满意吗？", "您满意吗？"), ("", "")])
def test_it_puts_a_colon_behind_what_has_no_sign_of_its_own(words, shown):
    assert Template("{% load frame %}{{ words|colon }}").render(Context({"words": words})) == shown


@pytest.mark.parametrize("widget", [forms.TextInput, forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_every_field_says_its_help_once(widget):
    class Asked(forms.Form):
        places = forms.CharField(widget=widget, help_text="一个也不选的，是对全县的规定。")

    shown = Template('{% include "components/field.html" with field=form.places %}').render(Context({"form": Asked()}))
    assert shown.count("一个也不选的，是对全县的规定。") == 1
