"""What whoever reported an event may know of how it stands."""

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.cases.history import OUTCOME, RESULT
from governance.cases.models import Case, Participant
from governance.counter.progress import Answering, begun
from governance.frame.days import day_text, office_day
from governance.registers.models import Entry

from .events.checking_steps import RATE
from .events.steps import REJECT, REPLY
from .events.workflow import STATUSES
from .models import GridEvent

TO_FETCH = "{amount} 元，{day} 以前到{place}，出示编号和查询码领取，不用留姓名。"
NOT_FETCHED = "{amount} 元，领取期限 {day} 已过；还没有领取的，请到{place}询问。"
FETCHED = "{amount} 元，已于 {day} 领取。"

BROUGHT_BY = (Participant.Part.PARTY,)
# What of its end was written for them, and where they go on from a refusal.
TOLD = (REJECT.facts[0].label, REPLY.label, RESULT)
ENDS = ("reject", "settle", "finish", OUTCOME)
NEXT = "有新的情况可以再次反映；对不予受理有意见的，向{}或者县综治中心提出。"
MISSING = "还缺地点或者情况，由网格员核实补充；您知道的，可以告诉{}，或者再扫一次公示牌，写上编号。"


def tell(case: Case) -> list[tuple[str, str]]:
    """Where it stands and with whom, and what was answered; nothing of what others said."""
    told = [*begun(case, _(STATUSES[case.status].label)), ("办理单位", case.lead_unit.name)]
    if case.status == "incomplete":
        told.append(("您可以", _(MISSING).format(case.first_unit.name)))
    if case.closed_at is None:
        return told
    told.append(("办结日期", day_text(office_day(case.closed_at))))
    last = case.events.filter(step__in=ENDS).order_by("-seq").values_list("facts", flat=True).first() or {}
    told += [(label, words and _(words)) for label, words in last.get("told", ()) if label in TOLD]
    told += _rewards(case)
    if rating := GridEvent.objects.get(pk=case.pk).get_rating_display():
        told.append(("反映人评价", _(rating)))
    return [*told, ("您可以", _(NEXT).format(case.lead_unit.name))] if case.status == "rejected" else told


def _rewards(case: Case) -> list[tuple[str, str]]:
    """What was granted for the report, to be fetched by number and code: nobody writes down by whom."""
    granted = Entry.objects.filter(register__code="rewards", ended_on=None, facts__f1=case.number)
    today = str(office_day(timezone.now()))
    return [("举报奖励", _reward(row, today)) for row in granted.order_by("pk").values_list("facts", flat=True)]


def _reward(told: dict[str, str], today: str) -> str:
    if fetched := told.get("f7"):
        return _(FETCHED).format(amount=told["f2"], day=fetched)
    said = NOT_FETCHED if told["f6"] < today else TO_FETCH
    return _(said).format(amount=told["f2"], place=told["f5"], day=told["f6"])


ANSWERING = Answering("grid_event", BROUGHT_BY, tell, rates=RATE.name)
