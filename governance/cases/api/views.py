"""Read cases, list the steps open to me, take one: through the doors and the verbs that the pages use."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.frame.days import office_day
from governance.frame.forms.posted import sentences_of, whole_number
from governance.frame.pages.paging import PAGE_SIZE, rows_after
from governance.frame.refusals import FactMissing
from governance.organisation.standing import standing_of

from .. import access, deadlines, registry
from ..calendar.at_hand import calendar_at_hand
from ..choices.lists import Worded
from ..common_facts import CAME_BY
from ..fields.kind import is_list, schema_of
from ..law.in_force import shown_with_lengths
from ..lists.asking import newest_first
from ..lists.filters import FilterForm
from ..lists.rows import NEWEST_FIRST
from ..models import Case
from ..steps import actions
from ..steps.forms import StepForm
from ..steps.possible import open_steps
from ..workflow import Step
from . import rows, serializers
from .refusing import BadParameter

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_ROWS = 200
PARAMETERS = {
    "kind": "种类",
    "q": "标题、内容、编号、姓名中的词，至少两个字",
    "scope": "缺省为在办；mine 待我办理，closed 已办结，all 全部",
    "status": "状态代码，须同时给出种类",
    "area": "乡镇（街道）的区划代码",
    "unit": "承办单位编号",
    "due": "overdue 已超期，today 今天到期，soon 三日内到期，none 没有在计的期限",
    "start": "登记日期从",
    "end": "登记日期到",
    "category": "一级内容类别，须同时给出种类",
    "channel": "渠道",
    CAME_BY: "来源渠道代码",
    "limit": f"每页多少件，最多 {MOST_ROWS}，缺省 {PAGE_SIZE}",
    "after": "上一页给出的位置",
}


class CaseList(APIView):
    """Cases the reader may know of, newest first."""

    @extend_schema(
        operation_id="list_cases",
        summary="事项列表",
        description="本人可以知悉的事项，最近收到的在前。",
        parameters=[OpenApiParameter(name, str, description=text) for name, text in PARAMETERS.items()],
        responses={200: serializers.CasePage, 400: serializers.Refused} | serializers.ALWAYS_REFUSED,
    )
    def get(self, request: Request) -> Response:
        now = timezone.now()
        query = request.query_params
        form, limit = _filters(query)
        cases = Case.objects.visible_to(request.user, kinds=form.wanted)
        standing = standing_of(request.user, office_day(now))
        cases = form.applied(cases, user=request.user, standing=standing, now=now)
        cases = cases.select_related("area", "category", "lead_unit", "handler")
        page, after = rows_after(cases, newest_first(form), query.get("after", ""), limit)
        return Response(
            {"results": _rows(page, now), "next": _next(request, after) if after else None},
        )


def _filters(query) -> tuple[FilterForm, int]:
    """The form with the reader's filters and the page size; raises ``BadParameter`` for what cannot be used."""
    errors = {name: "没有这个参数。" for name in query if name not in PARAMETERS}
    kind = query.get("kind", "")
    if kind and kind not in registry.KINDS:
        raise BadParameter({"kind": "没有这个种类。"})
    form = FilterForm(query, kinds=(kind,) if kind else ())
    if query.get(CAME_BY) and CAME_BY not in form.fields:
        errors[CAME_BY] = "本县没有设来源渠道。"
    errors |= sentences_of(form.errors)
    limit = whole_number(query, "limit") if "limit" in query else PAGE_SIZE
    if limit is None or not 1 <= limit <= MOST_ROWS:
        errors["limit"] = f"请给出 1 到 {MOST_ROWS} 之间的整数。"
    if query.get("after") and NEWEST_FIRST.place(Case.objects.all(), query["after"]) is None:
        errors["after"] = "请原样使用上一页给出的位置。"
    if errors:
        raise BadParameter(errors)
    return form, limit or PAGE_SIZE


def _rows(cases: list[Case], now) -> list[dict]:
    calendar, ways = calendar_at_hand(), Worded(CAME_BY)
    clocks = deadlines.binding_clocks([case.pk for case in cases])
    return [rows.row(case, clocks.get(case.pk), now, calendar, ways) for case in cases]


def _next(request: Request, after: str) -> str:
    kept = request.query_params.copy()
    kept["after"] = after
    return f"{request.path}?{kept.urlencode()}"


class CaseOne(APIView):
    """One case with its people, deadlines, history and papers."""

    @extend_schema(
        operation_id="read_case",
        summary="一件事项",
        description="人员、期限、办理记录和文书。限制知悉的事项，查阅记入安全审计记录。",
        responses={200: serializers.CaseDetail, 404: serializers.Refused} | serializers.ALWAYS_REFUSED,
    )
    def get(self, request: Request, number: str) -> Response:
        now = timezone.now()
        case = access.case_for(request.user, number)
        return Response(rows.detail(case, request.user, now, calendar_at_hand()))


class StepList(APIView):
    """The steps that are open to the reader now, and what each wants to be told."""

    @extend_schema(
        operation_id="list_steps",
        summary="我现在可以办理的步骤",
        description="每一步骤所需的内容以 JSON Schema 说明；需要上传文件的内容只能在页面办理。",
        responses={200: serializers.OpenSteps, 404: serializers.Refused} | serializers.ALWAYS_REFUSED,
    )
    def get(self, request: Request, number: str) -> Response:
        now = timezone.now()
        case = access.case_for(request.user, number)
        row = case.own
        steps = [
            {
                "name": step.name,
                "label": step.label,
                "url": f"{request.path}{step.name}/",
                "article": step.article,
                "help": shown_with_lengths(step.explained, office_day(now)),
                "needs_approval": bool(step.approval) and not access.approves_alone(request.user, row, step),
                "target": step.target,
                "facts": {"$schema": DIALECT} | schema_of(step.facts, StepForm(step, row, request.user, at=now).fields),
            }
            for step in open_steps(case, request.user, now)
        ]
        return Response({"number": case.number, "version": case.version, "steps": steps})


class StepOne(APIView):
    """A step is taken, or put forward for the approval it needs."""

    @extend_schema(
        operation_id="take_step",
        summary="办理一个步骤",
        description="交回读到的版本；其间他人有更新时不办理，说明更新内容。须经批准的步骤转为提请审批。",
        request=serializers.StepCall,
        responses={
            200: serializers.StepDone,
            202: serializers.StepDone,
            400: serializers.Refused,
            404: serializers.Refused,
            409: serializers.Refused,
            422: serializers.Refused,
        }
        | serializers.ALWAYS_REFUSED,
    )
    def post(self, request: Request, number: str, name: str) -> Response:
        case = access.case_for(request.user, number)
        row = registry.workflow_of(case).step(name)
        if row is None:
            raise Http404("没有这一步骤。")
        call = serializers.StepCall(data=request.data)
        if not call.is_valid():
            raise FactMissing(sentences_of(call.errors))
        told = call.validated_data
        event = actions.take_step(
            case, name, _facts(row, told["facts"]), actor=request.user, at=timezone.now(), version=told["version"]
        )
        fresh = Case.objects.visible_to(request.user).filter(pk=case.pk).first()
        done = {
            "event": rows.event_row(event, within=True, hidden=set()),
            "waiting": event.is_proposal,
            "visible": fresh is not None,
            "status": fresh.status if fresh else None,
            "version": fresh.version if fresh else None,
        }
        return Response(done, status=202 if event.is_proposal else 200)


def _facts(step: Step, facts: dict) -> dict:
    """The facts as the verb takes them; raises ``FactMissing`` for the wrong shape."""
    lists = {fact.name for fact in step.facts if is_list(fact)}
    wrong = {}
    for name, value in facts.items():
        if name not in lists and isinstance(value, list | dict):
            wrong[name] = "请给出文字、数字或者是否。"
        for row in value if name in lists and isinstance(value, list) else ():
            if any(isinstance(cell, list | dict) for cell in (row.values() if isinstance(row, dict) else [row])):
                wrong[name] = "表中每一格请给出文字、数字或者是否。"
    if wrong:
        raise FactMissing(wrong)
    return facts
