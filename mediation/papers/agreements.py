"""The agreement and what asks a court to confirm it: 调解协议书、口头协议登记表、司法确认申请书."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.frame.wording import in_figures

from ..models import Agreement
from ..vocabulary import PEOPLE, POLICE
from . import wording
from .wording import EFFECT, KIND, MEDIATORS, PARTIES, PEOPLE_TOLD, SIGNATORIES

WRITTEN_PAPERS = ("mediation_agreement", "oral_agreement_register", "reconciliation_agreement")
IDENTITY = ("证件号码",)
FOR_COURT = ("证件号码", "联系电话", "送达地址")
IN_FORCE = "自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效"
IN_FORCE_ELSEWHERE = "自各方当事人签名、盖章或者按指印之日起生效"
# 公安机关办理行政案件程序规定 art. 184
POLICE_FACTS = "（案件发生的时间、地点、人员、起因、经过、情节、结果）"

ITEMS = (
    Word("履行序号", "履行事项的序号，一项一行", "1"),
    Word("履行事项", "履行什么，一项一行", "赔偿墙面损失"),
    Word("履行金额", "金额（元），一项一行", "3,200.00"),
    Word("履行方式", "履行的方式，一项一行", "银行转账"),
    Word("履行期限", "履行的期限，一项一行", "2026年12月31日"),
)
TOTAL = Word("金额合计", "各项金额合计，小写和大写", "3,200.00元（人民币叁仟贰佰元整）", required=False)
CONTENT = Word("协议内容", "协议内容", "一、张建国修好卫生间防水；\n二、张建国赔偿李秀英墙面损失。")
FACTS = Word(
    "主要事实",
    "纠纷的主要事实、争议事项和各方当事人的责任",
    "张建国家漏水，泡坏李秀英家墙面，张建国承担主要责任。",
)
PLACE = Word("履行地点", "履行地点", "凤栖路社区", required=False)
SIGNED_ON = Word("达成日期", "达成（签名）日期", "2026年11月20日")
EFFECTIVE_ON = Word("生效日期", "协议生效日期", "2026年11月20日")


def is_written(issuing: Issuing) -> bool:
    return issuing.facts["form"] == Agreement.Form.WRITTEN


def is_oral(issuing: Issuing) -> bool:
    return not is_written(issuing)


def items_of(agreement: Agreement) -> dict[str, Any]:
    """What was promised, as the rows of a table."""
    items = list(agreement.items.all())
    sums = [item.amount for item in items if item.amount is not None]
    total = f"{wording.yuan(sum(sums))}（人民币{wording.in_capitals(sum(sums))}）" if sums else ""
    return {
        "履行序号": [item.position for item in items],
        "履行事项": [item.what for item in items],
        "履行金额": [f"{item.amount:,.2f}" if item.amount is not None else "" for item in items],
        "履行方式": [item.get_manner_display() for item in items],
        "履行期限": [item.due_on for item in items],
        "金额合计": total,
    }


def _agreement(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    agreement = track.agreement
    by_police = track.kind == POLICE
    last = track.sessions.order_by("-number").first()
    return (
        wording.basis(issuing)
        | items_of(agreement)
        | {
            "调解种类": wording.kind_label(track),
            "当事人情况": wording.people_told(track, by_hand=IDENTITY),
            "主要事实": agreement.facts,
            "治安案件情况": POLICE_FACTS if by_police else "",
            "其他在场人员": last.attendants if by_police else "",
            "协议内容": agreement.content,
            "履行地点": agreement.place,
            "达成日期": agreement.signed_on,
            "生效日期": agreement.effective_on,
            "生效条件": IN_FORCE if track.kind == PEOPLE else IN_FORCE_ELSEWHERE,
            "份数": agreement.copies,
            "协议效力": wording.effect(track, issuing.on),
            "调解员": wording.mediators_of(track),
            "签名人": wording.signatories(track),
        }
    )


def _oral(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    agreement = track.agreement
    return (
        wording.basis(issuing)
        | items_of(agreement)
        | {
            "调解种类": wording.kind_label(track),
            "当事人情况": wording.people_told(track),
            "主要事实": agreement.facts or track.summary or track.title,
            "协议内容": agreement.content,
            "履行地点": agreement.place,
            "达成日期": agreement.signed_on,
            "生效日期": agreement.effective_on,
            "协议效力": wording.effect(track, issuing.on),
            "调解员": wording.mediators_of(track),
            "签名人": wording.signatories(track),
        }
    )


def paper_of(track) -> str:
    """The agreement in force by its title and number; by its day where the paper was made elsewhere."""
    paper = track.papers.filter(code__in=WRITTEN_PAPERS).order_by("-pk").first()
    if paper is not None:
        return f"{paper.title}（{paper.number}）"
    return f"{in_figures(track.agreement.signed_on)}调解协议"


def _before_court(person) -> str:
    """Both sides apply together: there is no respondent."""
    return person.get_part_display() if person.part in wording.HELPERS else "申请人"


def _confirmation(issuing: Issuing) -> dict[str, Any]:
    track = issuing.case
    agreement = track.agreement
    return (
        wording.basis(issuing)
        | items_of(agreement)
        | {
            "调解种类": wording.kind_label(track),
            "人民法院": issuing.facts["court"].name,
            "申请人情况": "\n".join(
                wording.told(person, _before_court(person), by_hand=FOR_COURT) for person in wording.people_of(track)
            ),
            "当事人": wording.names_of(track),
            "调解组织": track.lead_unit.name,
            "调解协议": paper_of(track),
            "纠纷概况": agreement.facts or track.summary or track.title,
            "协议内容": agreement.content,
            "达成日期": agreement.signed_on,
            "生效日期": agreement.effective_on,
            "申请日期": issuing.facts["applied_on"],
            "签名人": [f"{_before_court(person)} {person.name}" for person in wording.people_of(track)],
        }
    )


PAPERS = (
    PaperKind(
        "mediation_agreement",
        "调解协议书",
        "调协",
        "《人民调解法》第二十八条、第二十九条",
        (
            KIND,
            PEOPLE_TOLD,
            FACTS,
            Word("治安案件情况", "治安调解时，对主要事实的要求", POLICE_FACTS, required=False),
            Word("其他在场人员", "治安调解时，其他在场人员", "社区干部王敏", required=False),
            CONTENT,
            *ITEMS,
            TOTAL,
            PLACE,
            SIGNED_ON,
            EFFECTIVE_ON,
            Word("生效条件", "协议自何时生效", IN_FORCE),
            Word("份数", "协议份数", "3"),
            EFFECT,
            MEDIATORS,
            SIGNATORIES,
        ),
        _agreement,
        needed=is_written,
    ),
    PaperKind(
        "oral_agreement_register",
        "口头协议登记表",
        "调口",
        "《人民调解法》第二十八条、第三十条",
        (
            KIND,
            PEOPLE_TOLD,
            Word("主要事实", "纠纷的主要事实和争议事项", FACTS.sample),
            CONTENT,
            *ITEMS,
            TOTAL,
            PLACE,
            SIGNED_ON,
            EFFECTIVE_ON,
            EFFECT,
            MEDIATORS,
            SIGNATORIES,
        ),
        _oral,
        needed=is_oral,
    ),
    PaperKind(
        "confirmation_application",
        "司法确认申请书",
        "调确",
        "《人民调解法》第三十三条、《民事诉讼法》第二百零五条",
        (
            KIND,
            Word("人民法院", "向哪个人民法院申请", "西安市长安区人民法院"),
            Word(
                "申请人情况",
                "双方当事人，每人一段，证件号码、电话、送达地址留空手写",
                "申请人：李秀英，住址：凤栖路社区5号楼301室\n申请人：张建国，住址：凤栖路社区5号楼401室",
            ),
            PARTIES,
            Word("调解组织", "主持调解的组织", "韦曲街道人民调解委员会"),
            Word("调解协议", "申请确认的调解协议及编号", "调解协议书（韦曲调协〔2026〕12号）"),
            Word("纠纷概况", "纠纷的主要事实", FACTS.sample),
            CONTENT,
            *ITEMS,
            TOTAL,
            SIGNED_ON,
            EFFECTIVE_ON,
            Word("申请日期", "共同申请的日期", "2026年11月25日"),
            Word("签名人", "双方当事人，一人一行", "申请人 李秀英"),
        ),
        _confirmation,
    ),
)
