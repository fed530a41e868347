"""What the parties of a criminal case agree on before the procuratorate: 和解协议书 (刑事诉讼规则 art. 498)."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text

from . import wording
from .agreements import IDENTITY, agreed


def _reconciliation(issuing: Issuing) -> dict[str, Any]:
    track, facts = issuing.case, issuing.facts
    agreement = track.agreement
    return agreed(issuing) | {
        "当事人情况": wording.people_told(track, by_hand=IDENTITY),
        "主要事实": agreement.facts,
        "悔罪情况": facts["remorse"],
        "谅解意见": facts["forgiveness"],
        "履行地点": agreement.place,
        "份数": agreement.copies,
        "协议效力": wording.effect(track, issuing.on),
        "调解员": wording.mediators_of(track),
        "签名人": wording.signatories(track),
    }


TEXTS = {
    "reconciliation_agreement": Text(_reconciliation),
}
