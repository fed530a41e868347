"""The addresses by which a hotline hands petitions in, follows them and adds to them."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from governance.cases.api.serializers import Refused
from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.steps import actions
from governance.exchange import following, once
from governance.exchange.calls import PartnerView
from governance.exchange.models import Matter
from governance.frame.forms.posted import checked
from governance.frame.refusals import FactMissing

from ..citizens.asking import SupplementForm
from . import serializers
from .handing_over import hand_over
from .words import CREATE, FOLLOW, SUPPLEMENT

KEY = OpenApiParameter(
    once.HEADER,
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="这次调用的标识，8 到 64 个字符。没有收到答复的，用同一个标识原样再调用一次，不会办两遍。",
)
REFUSED = dict.fromkeys((400, 401, 403, 409, 422, 429), Refused)


class Petitions(PartnerView):
    """What a hotline hands in."""

    scopes = {"POST": CREATE.code}

    @extend_schema(
        operation_id="hand_in_petition",
        summary="登记一件信访事项",
        description="登记到事发地的综治中心，自收到之时起算期限。检举控告只答复收到，不推送进展，由本人向登记的单位查询。",
        parameters=[KEY],
        request=serializers.Handed,
        responses={201: serializers.TakenIn, 200: serializers.TakenIn, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        told = _told(serializers.Handed(data=request.data))
        return _once(self, told, lambda: hand_over(self.partner, told, at=self.at))


class PetitionOne(PartnerView):
    """How one of them stands."""

    scopes = {"GET": FOLLOW.code}

    @extend_schema(
        operation_id="follow_petition",
        summary="一件事项的进展",
        description="按对方编号查询，内容与推送的相同。",
        responses={200: serializers.Followed, **REFUSED, 404: Refused},
    )
    def get(self, request: Request, their_number: str) -> Response:
        matter = _matter(self, their_number)
        return Response({"number": matter.their_number, "entries": following.told(matter)})


class Supplements(PartnerView):
    """What is added to one of them."""

    scopes = {"POST": SUPPLEMENT.code}

    @extend_schema(
        operation_id="supplement_petition",
        summary="补充情况",
        description="补充的内容放进卷宗，办理单位当时收到提醒。",
        parameters=[KEY],
        request=serializers.Added,
        responses={201: serializers.Taken, 200: serializers.Taken, **REFUSED, 404: Refused},
    )
    def post(self, request: Request, their_number: str) -> Response:
        matter = _matter(self, their_number)
        told = _told(serializers.Added(data=request.data))
        return _once(self, {"number": their_number} | told, lambda: self._add(matter, told))

    def _add(self, matter: Matter, told: dict[str, Any]) -> dict[str, Any]:
        form: AccusingForm = SupplementForm(
            {name: value for name, value in told.items() if value}, petition=matter.case.own, at=self.at
        )
        actions.take_step(matter.case, "supplement", checked(form), actor=None, at=self.at)
        return {"taken": True}


def _matter(view: PartnerView, their_number: str) -> Matter:
    """What the caller handed in by that number; nobody learns of what others did, nor of what is hidden."""
    number = serializers.one_form(their_number)
    found = Matter.objects.select_related("case").filter(partner=view.partner, their_number=number).first()
    if found is None:
        raise Http404("没有登记过这个编号的事项。")
    return found


def _told(body: Serializer) -> dict[str, Any]:
    if not isinstance(body.initial_data, dict):
        raise FactMissing({"body": "请求的内容要写成一个 JSON 对象。"})
    if not body.is_valid():
        raise FactMissing({name: _sentence(said) for name, said in body.errors.items()})
    return body.validated_data


def _sentence(said: Any) -> str:
    """What is wrong with a field, also one that holds others."""
    if isinstance(said, dict):
        return " ".join(map(_sentence, said.values()))
    return " ".join(_sentence(each) for each in said if each) if isinstance(said, list) else str(said)


def _once(view: PartnerView, told: dict[str, Any], do) -> Response:
    asked = {"path": view.request.path, "told": told}
    answer, is_new = once.once(view.partner, view.request.headers.get(once.HEADER, ""), asked, do, at=view.at)
    return Response(answer, status=201 if is_new else 200)
