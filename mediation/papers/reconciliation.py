"""What the parties of a criminal case agree on before the procuratorate: 和解协议书 (刑事诉讼规则 art. 498)."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word

from . import wording
from .agreements import CONTENT, EFFECTIVE_ON, IDENTITY, ITEMS, PLACE, SIGNED_ON, TOTAL, items_of
from .wording import EFFECT, MEDIATORS, PEOPLE_TOLD, SIGNATORIES


def _reconciliation(issuing: Issuing) -> dict[str, Any]:
    track, facts = issuing.case, issuing.facts
    agreement = track.agreement
    return (
        wording.basis(issuing)
        | items_of(agreement)
        | {
            "当事人情况": wording.people_told(track, by_hand=IDENTITY),
            "主要事实": agreement.facts,
            "悔罪情况": facts["remorse"],
            "谅解意见": facts["forgiveness"],
            "协议内容": agreement.content,
            "履行地点": agreement.place,
            "达成日期": agreement.signed_on,
            "生效日期": agreement.effective_on,
            "份数": agreement.copies,
            "协议效力": wording.effect(track, issuing.on),
            "调解员": wording.mediators_of(track),
            "签名人": wording.signatories(track),
        }
    )


PAPERS = (
    PaperKind(
        "reconciliation_agreement",
        "和解协议书",
        "和协",
        "《刑事诉讼法》第二百八十九条、《人民检察院刑事诉讼规则》第四百九十八条",
        (
            PEOPLE_TOLD,
            Word("主要事实", "案件的主要事实", "双方因停车发生争执，张建国推倒李秀英致其轻伤。"),
            Word(
                "悔罪情况",
                "犯罪嫌疑人悔罪、认罪和赔偿、赔礼道歉的情况",
                "张建国承认所犯罪行，对指控没有异议，当面赔礼道歉。",
            ),
            Word("谅解意见", "被害人谅解和要求、同意从宽处理的意见", "李秀英予以谅解，同意依法从宽处理。"),
            CONTENT,
            *ITEMS,
            TOTAL,
            PLACE,
            SIGNED_ON,
            EFFECTIVE_ON,
            Word("份数", "协议份数", "3"),
            EFFECT,
            MEDIATORS,
            SIGNATORIES,
        ),
        _reconciliation,
    ),
)
