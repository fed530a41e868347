"""The stock phrases of the long boxes of steps: kept, and dropped."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from governance.frame.forms.fields import field_in
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.forms.rendering import PlainSelect

from ..access import kept
from ..fields.for_whom import ForWhomForm
from ..fields.inputs import LongField
from ..models import StockPhrase
from ..steps import phrases


class PhraseForm(ForWhomForm):
    """The box, the words, and for whom."""

    box = forms.ChoiceField(label="用在哪一栏", widget=PlainSelect, error_messages={"required": "请选择用在哪一栏。"})
    text = LongField(
        label="内容",
        max_length=StockPhrase._meta.get_field("text").max_length,
        help_text="给以后的事项用的通用的话，不写姓名、电话、证件号；不超过 500 字。",
        error_messages={"required": "请填写内容。"},
    )

    def __init__(self, data, *, standing, box: str, boxes: dict[str, str]):
        super().__init__(data, initial={"box": box})
        field_in(self, "box").choices = [("", "请选择"), *boxes.items()]
        self.ask_for_whom(standing)


@require_http_methods(["GET", "HEAD", "POST"])
def phrases_page(request):
    """The phrases that the reader is offered, in one box or in all, and the form for another."""
    boxes, box = phrases.boxes(), request.GET.get("box", "")
    sent = posted(request)
    if sent is not None and box and "box" not in sent:
        sent = sent.copy()
        sent["box"] = box
    form = PhraseForm(sent, standing=request.standing, box=box, boxes=boxes)
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            unit, box = told.get("unit"), told["box"]
            phrase = StockPhrase(box=box, owner=None if unit else request.user, unit_id=unit, text=told["text"])
            phrases.keep(phrase, actor=request.user, standing=request.standing)
            messages.success(request, "已存为常用语，在这一栏下面点“常用语”选用。")
            return redirect(reverse("cases:phrases", query={"box": box}))
    rows = [
        {"phrase": each, "label": boxes[each.box], "may_drop": kept.may_drop(each, request.standing)}
        for each in phrases.of(request.user, request.standing, [box] if box in boxes else boxes)
        if each.box in boxes
    ]
    context = {"form": form, "rows": rows}
    return render(request, "cases/steps/phrases.html", context, status=status_of(form))


@require_POST
def drop(request, pk: int):
    """The phrase is gone."""
    phrase = kept.to_drop(StockPhrase, pk, request.user, request.standing)
    phrase.delete()
    messages.success(request, "已删除这条常用语。")
    return redirect(reverse("cases:phrases", query={"box": phrase.box}))
