"""The stock phrases of the long boxes of steps: kept, and dropped."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.forms.rendering import PlainSelect
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Unit

from ..fields.inputs import LongField
from ..models import StockPhrase
from ..steps import phrases


class PhraseForm(forms.Form):
    """The box, the words, and for whom; only who leads a unit is asked for whom."""

    box = forms.ChoiceField(label="用在哪一栏", widget=PlainSelect, error_messages={"required": "请选择用在哪一栏。"})
    text = LongField(
        label="内容",
        max_length=StockPhrase._meta.get_field("text").max_length,
        help_text="给以后的事项用的通用的话，不写姓名、电话、证件号；不超过 500 字。",
        error_messages={"required": "请填写内容。"},
    )
    unit = forms.TypedChoiceField(label="给谁用", required=False, coerce=int, empty_value=None, widget=PlainSelect)

    def __init__(self, data, *, standing, box: str, boxes: dict[str, str]):
        super().__init__(data, initial={"box": box})
        which: Any = self.fields["box"]
        which.choices = [("", "请选择"), *boxes.items()]
        led = Unit.objects.filter(pk__in=standing.units_with(phrases.FOR_THE_UNIT)).values_list("pk", "short_name")
        whose: Any = self.fields["unit"]
        whose.choices = [("", "只给我自己"), *((pk, f"{name}全体") for pk, name in led)]
        if not led:
            del self.fields["unit"]


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
    led = request.standing.units_with(phrases.FOR_THE_UNIT)
    rows = [
        {"phrase": each, "label": boxes[each.box], "may_drop": each.unit_id is None or each.unit_id in led}
        for each in phrases.of(request.user, request.standing, [box] if box in boxes else boxes)
        if each.box in boxes
    ]
    context = {"form": form, "rows": rows}
    return render(request, "cases/steps/phrases.html", context, status=status_of(form))


@require_POST
def drop(request, pk: int):
    """The phrase is gone. One of others is not there; one of the reader's unit they may see and not drop."""
    phrase = get_object_or_404(StockPhrase, pk=pk)
    if phrase.owner_id != request.user.pk and phrase.unit_id not in request.standing.units:
        raise Http404("没有这条常用语。")
    if phrase.unit_id and phrase.unit_id not in request.standing.units_with(phrases.FOR_THE_UNIT):
        raise StepNotAllowed("只有单位负责人可以删除本单位的常用语。")
    phrase.delete()
    messages.success(request, "已删除这条常用语。")
    return redirect(reverse("cases:phrases", query={"box": phrase.box}))
