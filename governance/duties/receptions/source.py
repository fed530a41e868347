"""A reception as the source of a case: what the register page starts with, and the way back."""

from datetime import datetime

from django.http import Http404
from django.urls import reverse

from governance.cases.intake.sources import CaseSource
from governance.cases.models import Case
from governance.frame.database.written import WrittenOnce
from governance.frame.days import day_text, office_day
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.standing import standing_of

from ..models import Reception
from . import actions as receptions

CODE = "reception"
LABEL = "接访"


def url_of(reception: Reception) -> str:
    """The page of its day, at its place."""
    address = reverse("duties:reception_day", args=[reception.on.unit_id, str(reception.on.day)])
    return f"{address}#reception-{reception.pk}"


def _words(reception: Reception) -> str:
    leader = receptions.leader_words(receptions.seats(reception.on.unit, reception.on.day)) or reception.on.leader
    return f"{day_text(reception.on.day)} {reception.on.unit.short_name}{leader}接访"


def begin(user, pk: int, at: datetime) -> tuple[str, dict]:
    """What the register page starts with. Raises Http404 for a record that is not the person's to register."""
    reception = Reception.objects.select_related("on__unit").filter(pk=pk, void_reason="", case=None).first()
    standing = standing_of(user, office_day(at))
    if reception is None or not receptions.may_record(standing, reception.on.unit) or not reception.is_shown(user, ()):
        raise Http404("没有这条接访记录。")
    initial = {
        "channel": Case.Channel.VISIT,
        "received_on": reception.on.day,
        "people_count": reception.visitors,
        "summary": reception.summary,
        "unit": str(reception.on.unit_id),
    }
    if reception.outcome == Reception.Outcome.ACCUSATION:
        initial["petition_class"] = "accusation"
    sentence = f"{_words(reception)}的来访，登记后与接访记录关联。来访人的姓名、证件和电话只在这里登记。"
    return sentence, initial


def link(pk: int, case, actor, at: datetime) -> str:
    """The record says which case it became; what stands in the way is said, the case stands all the same."""
    reception = Reception.objects.filter(pk=pk).first()
    try:
        if reception is None:
            raise Refusal("接访记录已不存在。")
        receptions.link(reception, case, actor=actor, at=at)
    except (Refusal, StepNotAllowed) as refusal:
        return f"没有与接访记录关联：{refusal}"
    return "已与接访记录关联。"


OUT_OF_WHICH = WrittenOnce(lambda case: Reception.objects.filter(case=case).select_related("on__unit"), case=-1)


def shown(case, user, at: datetime) -> list[tuple[str, str, str]]:
    """The receptions out of which the case came; the address only for who sees the unit's receptions."""
    found = OUT_OF_WHICH.objects(case=case.pk)
    if not found:
        return []
    standing = standing_of(user, office_day(at))
    return [
        (
            LABEL,
            " ".join(filter(None, (day_text(each.on.day), each.on.unit.short_name, each.on.leader))),
            url_of(each) if standing.reaches(each.on.unit) else "",
        )
        for each in found
    ]


SOURCE = CaseSource(CODE, begin, link, shown)
