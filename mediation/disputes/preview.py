"""What registering a dispute will start, and which disputes may be the same; nothing is written."""

from datetime import datetime

from governance.cases import registry
from governance.cases.intake.opening_clocks import Starting, clocks_to_start
from governance.cases.intake.similar import Similar, similar
from governance.cases.models import Participant

from ..models import Dispute, Track
from ..vocabulary import POLICE, TRACK_LABELS, is_major
from .actions import SIDES, AtOnce
from .steps import DISPUTE

MAJOR = "重大疑难纠纷：自登记之日起 2 日内书面报告司法行政机关或者司法所，报告由“报送重大纠纷报告”制作。"
LATER = (
    "登记后选择调解组织，可以同时开展人民调解、行政调解、治安调解、司法调解；"
    "调解不收取任何费用（《人民调解法》第四条）。"
)
BY_POLICE = (
    "治安调解先核对案件情形和不得调解的情形，登记后在调解案件中办理受理"
    "（《公安机关办理行政案件程序规定》第一百七十八条、第一百七十九条）。"
)


def opening(dispute: Dispute, at_once: AtOnce | None, received: datetime, now: datetime) -> list[Starting]:
    """The clocks that start with the dispute and, where it is mediated at once, with its track."""
    found = clocks_to_start(dispute, DISPUTE.opening_clocks, received)
    if at_once is None:
        return found
    workflow = registry.kinds()[at_once.track].workflow
    track = Track(kind=at_once.track, procedure=at_once.procedure, referral=at_once.referral)
    starts = workflow.step("accept").starts if at_once.accept else workflow.opening_clocks
    return [*found, *clocks_to_start(track, starts, now)]


def consequences(dispute: Dispute, at_once: AtOnce | None) -> list[str]:
    """What follows from the grade, and from mediating at once or later, with the articles."""
    found = [MAJOR] if is_major(dispute) else []
    if at_once is None:
        return [*found, LATER]
    label = TRACK_LABELS[at_once.track]
    if at_once.track == POLICE:
        return [*found, BY_POLICE]
    then = "并受理" if at_once.accept else "，双方当事人同意后受理（《人民调解法》第十七条）"
    return [*found, f"登记的同时启动{label}{then}。"]


def similar_disputes(people: list[Participant], area, category, *, user, at: datetime) -> list[Similar]:
    """Disputes that may be the same one, among those that the reader may see."""
    visible = Dispute.objects.visible_to(user)
    return similar(people, area, category, visible=visible, parts=SIDES, at=at, word="纠纷")
