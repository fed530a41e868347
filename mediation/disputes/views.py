"""Registering a dispute: what it starts, alone or together with a track of its own."""

from datetime import datetime

from governance.cases import registry
from governance.cases.intake import views as intake
from governance.cases.intake.opening_clocks import OpeningClock, clocks_to_start
from governance.cases.intake.similar import Similar
from governance.cases.law.in_force import shown_with_lengths
from governance.cases.steps import possible
from governance.frame.refusals import FactMissing

from ..models import Dispute, Track
from ..vocabulary import BELOW, POLICE, RECONCILIATION, TRACK_LABELS, is_major
from .actions import register_and_mediate, register_dispute, register_settled
from .forms import RegisterForm
from .steps import DISPUTE, SETTLE_ON_SPOT

MAJOR = (
    "重大疑难纠纷：自登记之日起{dispute.major_report}内书面报告司法行政机关或者司法所，报告由“报送重大纠纷报告”制作。"
)
LATER = (
    "登记后选择调解组织，可以同时开展人民调解、行政调解、治安调解、司法调解，属于公诉案件的还有刑事和解；"
    "调解不收取任何费用（《人民调解法》第四条）。"
)
ON_SPOT = "登记的同时办结为“已化解”，化解层级记为{level}。"
LOOKED_AT_FIRST = {
    POLICE: (
        "治安调解先核对案件情形和不得调解的情形，登记后在调解案件中办理受理"
        "（《公安机关办理行政案件程序规定》第一百七十八条、第一百七十九条）。"
    ),
    RECONCILIATION: (
        "刑事和解先核对案件范围和不适用和解的情形，登记后在调解案件中办理受理（《刑事诉讼法》第二百八十八条）。"
    ),
}


def clocks(form: RegisterForm, dispute: Dispute, now: datetime) -> list[OpeningClock]:
    """The clocks that start with the dispute and, where it is mediated at once, with its track."""
    starts = DISPUTE.opening_clocks
    if form.cleaned_data.get("on_spot"):
        starts = tuple(start for start in starts if start.term not in SETTLE_ON_SPOT.meets)
    found = clocks_to_start(dispute, starts, form.received_at(now))
    at_once = form.at_once()
    if at_once is None:
        return found
    workflow = registry.KINDS[at_once.track].workflow
    track = Track(kind=at_once.track, procedure=at_once.procedure, referral=at_once.referral)
    starts = possible.known_step(track, "accept").starts if at_once.accept else workflow.opening_clocks
    return [*found, *clocks_to_start(track, starts, form.received_at(now))]


def consequences(form: RegisterForm, dispute: Dispute) -> list[str]:
    """What follows from the grade, and from mediating at once or later, with the articles."""
    received_on = form.cleaned_data.get("received_on") or form.today
    found = [shown_with_lengths(MAJOR, received_on)] if is_major(dispute) else []
    if form.cleaned_data.get("on_spot"):
        by = dict(BELOW).get(form.cleaned_data.get("settled_by") or "", "登记单位的层级")
        return [*found, ON_SPOT.format(level=by)]
    at_once = form.at_once()
    if at_once is None:
        return [*found, LATER]
    label = TRACK_LABELS[at_once.track]
    if at_once.track in LOOKED_AT_FIRST:
        return [*found, LOOKED_AT_FIRST[at_once.track]]
    then = "并受理" if at_once.accept else "，双方当事人同意后受理（《人民调解法》第十七条）"
    return [*found, f"登记的同时启动{label}{then}。"]


def save(form: RegisterForm, dispute: Dispute, same: list[tuple[Similar, str]], **told) -> Dispute | Track:
    """The dispute stands, with a track of its unit's own where it is mediated at once; work goes on in the track."""
    at_once = form.at_once()
    if form.cleaned_data.get("on_spot"):
        return register_settled(
            dispute, form.cleaned_data["on_spot_result"], settled_by=form.cleaned_data["settled_by"], **told
        )
    if at_once is None:
        register_dispute(dispute, **told)
        return dispute
    if any(answer == intake.SAME for _, answer in same):
        raise FactMissing({"direct": "并入已有纠纷的，在已有纠纷中启动调解，请不勾选这一项。"})
    return register_and_mediate(dispute, at_once, **told)


REGISTER = intake.RegisterPage(
    DISPUTE.kind,
    RegisterForm,
    template="mediation/disputes/form.html",
    lead="当事人申请的、排查发现的、有关单位移送的，都在这里登记；一件纠纷登记一次，几种调解在同一件下进行。",
    word="纠纷",
    purpose="登记、调解、司法确认、履行回访和对调解工作的监督",
    hint="填写当事人姓名和电话、证件号或地点后，这里列出同一人、同一地点的既有纠纷。",
    save=save,
    clocks=clocks,
    consequences=consequences,
    ticks=("on_spot",),
)
