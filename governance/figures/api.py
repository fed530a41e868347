"""The figures for programs: every measure and rate of a subject as the page counts it for the same reader."""

from collections import Counter
from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.cases.api.refusing import BadParameter
from governance.cases.api.serializers import ALWAYS_REFUSED, Refused
from governance.frame.days import office_day
from governance.frame.forms.posted import sentences_of
from governance.frame.refusals import StepNotAllowed
from governance.organisation.standing import standing_of

from .asked import Asked
from .counting import density_of, share_of, total
from .forms import MONTH, FigureForm
from .measures import PerPeople, about, per_people_about, rates_about

PARAMETERS = {
    "subject": "事项，例如 信访；缺省为第一种",
    "period": "month 本月（缺省）、last_month、quarter、last_quarter、year、last_year，custom 须同时给出起止日期",
    "start": "custom 的开始日期",
    "end": "custom 的结束日期",
    "area": "区划代码；空为全部",
    "unit": "单位编号；空为全部",
}


class Days(serializers.Serializer):
    first = serializers.DateField(help_text="首日")
    last = serializers.DateField(help_text="末日")
    label = serializers.CharField(help_text="期间")


class Number(serializers.Serializer):
    code = serializers.CharField(help_text="指标代码")
    label = serializers.CharField(help_text="指标")
    rule = serializers.CharField(help_text="计数规则")
    counts = serializers.CharField(help_text="单位：件、项、次")
    value = serializers.IntegerField(help_text="本期")


class Proportion(serializers.Serializer):
    code = serializers.CharField(help_text="比率代码")
    label = serializers.CharField(help_text="比率")
    rule = serializers.CharField(help_text="计算规则")
    part = serializers.IntegerField(help_text="分子")
    whole = serializers.IntegerField(help_text="分母")
    percent = serializers.FloatField(allow_null=True, help_text="百分比；期间内没有应办的为空，不是 100")


class OfPeople(serializers.Serializer):
    code = serializers.CharField(help_text="指标代码")
    label = serializers.CharField(help_text="指标")
    rule = serializers.CharField(help_text="计算规则")
    part = serializers.IntegerField(help_text="分子")
    inhabitants = serializers.IntegerField(allow_null=True, help_text="常住人口；没有数据或者按单位查询的为空")
    people = serializers.IntegerField(help_text="每多少人")
    value = serializers.FloatField(allow_null=True, help_text="每这么多人有多少；没有常住人口数据的为空")


class SubjectNumbers(serializers.Serializer):
    subject = serializers.CharField(help_text="事项")
    period = Days()
    area = serializers.CharField(help_text="区划代码；空为全部")
    unit = serializers.IntegerField(allow_null=True, help_text="单位编号；空为全部")
    measures = Number(many=True)
    rates = Proportion(many=True)
    per_people = OfPeople(many=True)


class Figures(APIView):
    """The figures of a subject in a period, as far as the reader may know them."""

    @extend_schema(
        operation_id="read_figures",
        summary="统计指标",
        description="与统计指标页、导出表和报告口径相同；只统计本人可以知悉的事项。",
        parameters=[OpenApiParameter(name, str, description=text) for name, text in PARAMETERS.items()],
        responses={200: SubjectNumbers, 400: Refused} | ALWAYS_REFUSED,
    )
    def get(self, request: Request) -> Response:
        now = timezone.now()
        standing = standing_of(request.user, office_day(now))
        if "cases.view_case" not in standing.permissions:
            raise StepNotAllowed("您的岗位不办理事项，不能查看统计指标。")
        form = _form(request.query_params, standing, now)
        period: Any = form.asked_period()
        asked = Asked(standing, period, form.today, form.cleaned_data["area"], form.asked_unit(), now)
        return Response(_told(form.cleaned_data["subject"], asked))


def _form(query, standing, now) -> FigureForm:
    """What is asked for; raises ``BadParameter`` for what cannot be used. Whoever names no unit means all."""
    told = query.copy()
    told.setdefault("area", "")
    # A program hears of this month on its first day too: what it is not told must not change by the day.
    told.setdefault("period", MONTH)
    form = FigureForm(told, today=office_day(now), standing=standing)
    errors = {name: "没有这个参数。" for name in query if name not in PARAMETERS}
    errors |= sentences_of(form.errors)
    if errors:
        raise BadParameter(errors)
    return form


def _told(subject: str, asked: Asked) -> dict:
    measures, rates = about(subject), rates_about(subject)
    counts = total([measure.code for measure in measures], asked)
    shares = [(rate, share_of(rate.code, counts)) for rate in rates]
    return {
        "subject": subject,
        "period": {"first": asked.period.first, "last": asked.period.last, "label": asked.period.label},
        "area": asked.area,
        "unit": asked.unit,
        "measures": [
            {name: getattr(each, name) for name in ("code", "label", "rule", "counts")} | {"value": counts[each.code]}
            for each in measures
        ],
        "rates": [
            {
                "code": rate.code,
                "label": rate.label,
                "rule": rate.rule,
                "part": found.part,
                "whole": found.whole,
                "percent": round(found.part * 100 / found.whole, 1) if found.whole else None,
            }
            for rate, found in shares
        ],
        "per_people": [_of_people(each, counts, asked) for each in per_people_about(subject)],
    }


def _of_people(measured: PerPeople, counts: Counter, asked: Asked) -> dict:
    found = density_of(measured, counts, asked)
    told = {name: getattr(measured, name) for name in ("code", "label", "rule", "people")}
    return told | {
        "part": found.part,
        "inhabitants": found.inhabitants,
        "value": None if found.found is None else float(found.found),
    }


urlpatterns = [path("", Figures.as_view(), name="api-figures")]
