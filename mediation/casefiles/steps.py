"""What is done with the file of a track: materials, review, subsidy. Plain Python."""

from governance.cases.common_facts import at_once, files, note, reason
from governance.cases.workflow import OVERSEER, Fact, Guard, Hearer, Step

from ..conditions.agreements import is_performed
from ..conditions.subsidies import has_approved_subsidy, has_no_subsidy, has_subsidy, is_claimed_here_alone
from ..vocabulary import DEDUCTIONS
from .checklist import FILED, FILING
from .review_standard import ITEMS as REVIEWED
from .review_standard import passed_review

SUBSIDY_RULE = "以案定补办法"

FILE_MATERIAL = Step(
    name=FILING,
    label="补充卷宗材料",
    suits="卷宗里缺材料的，补齐后才能归档。",
    sources=("accepted", "mediating", "agreed", "breached", "performed"),
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("item", "归入", "choice", choices=FILED, begins="first_missing"),
        files("材料", required=True, help="扫描件或者照片，可以一次选几个"),
        Fact("note", "说明", required=False),
    ),
    private=True,
    article="《人民调解法》第二十七条",
)

REVIEW_FILE = Step(
    name="review_file",
    label="卷宗评查",
    suits="卷宗归档以后，由司法所、司法局抽查质量。",
    sources=("archived",),
    target=None,
    permission="mediation.review_file",
    reach=OVERSEER,
    for_others=True,
    not_by=("sign_agreement", "file_material"),
    facts=(
        *(
            Fact(f"score_{item.code}", item.title, "number", minimum=0, maximum=item.points, help=item.help)
            for item in REVIEWED
        ),
        note("评查意见", required=False),
    ),
    effect="review_file",
    tells=(Hearer.HANDLER, Hearer.LEAD),
    help=f"满分{sum(item.points for item in REVIEWED)}分，逐项评分。",
)

CLAIM_SUBSIDY = Step(
    name="claim_subsidy",
    label="申报以案定补",
    suits="调解成功、协议履行完毕、卷宗齐全的，由承办人申报。",
    sources=("archived",),
    target=None,
    permission="cases.handle_case",
    facts=(Fact("mediator", "调解员", "pick", of="serving"), Fact("note", "说明", required=False)),
    guards=(
        Guard(has_no_subsidy, "已经申报过补贴。"),
        Guard(is_performed, "调解成功并且协议履行完毕的，才能申报补贴。"),
        Guard(passed_review, "卷宗评查不合格，不能申报补贴。"),
        Guard(is_claimed_here_alone, "同一纠纷只补一次，这件纠纷的另一件调解已经申报。"),
    ),
    lacks="claim",
    effect="claim_subsidy",
    tells=(Hearer.LEAD, Hearer.GUIDES),
    article=SUBSIDY_RULE,
    help="按纠纷等级一案一补；同一纠纷只补一次。",
)

APPROVE_SUBSIDY = Step(
    name="approve_subsidy",
    label="同意补贴",
    suits="核对卷宗，符合补贴条件的。",
    sources=("archived",),
    target=None,
    permission="mediation.approve_subsidy",
    reach=OVERSEER,
    for_others=True,
    not_by=("claim_subsidy",),
    facts=(
        Fact(
            "deducted_for",
            "扣减情形",
            "choice",
            choices=DEDUCTIONS,
            required=False,
            help="没有扣减的不选；全部扣减的，用“不予补贴”",
        ),
        Fact("deduction", "扣减（元）", "money", required=False, asked_if=("deducted_for", " ".join(dict(DEDUCTIONS)))),
        note("审核意见", required=False),
    ),
    guards=(Guard(has_subsidy, "没有待审核的补贴申报。"),),
    effect="approve_subsidy",
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article=SUBSIDY_RULE,
)

REFUSE_SUBSIDY = Step(
    name="refuse_subsidy",
    label="不予补贴",
    suits="核对卷宗，不符合补贴条件的，写明理由。",
    sources=("archived",),
    target=None,
    permission="mediation.approve_subsidy",
    reach=OVERSEER,
    for_others=True,
    not_by=("claim_subsidy",),
    facts=(reason(),),
    guards=(Guard(has_subsidy, "没有待审核的补贴申报。"),),
    effect="refuse_subsidy",
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article=SUBSIDY_RULE,
)

PAY_SUBSIDY = Step(
    name="pay_subsidy",
    label="登记发放",
    suits="补贴已经发放的，登记日期和金额。",
    sources=("archived",),
    target=None,
    permission="mediation.approve_subsidy",
    reach=OVERSEER,
    for_others=True,
    not_by=("claim_subsidy",),
    facts=(Fact("paid_on", "发放日期", "date", past_only=True, begins=at_once),),
    guards=(Guard(has_approved_subsidy, "没有待发放的补贴。"),),
    effect="pay_subsidy",
    tells=(Hearer.HANDLER,),
    article=SUBSIDY_RULE,
)

SUBSIDY = (CLAIM_SUBSIDY, APPROVE_SUBSIDY, REFUSE_SUBSIDY, PAY_SUBSIDY)
