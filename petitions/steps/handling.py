"""While a petition is handled: more time, another procedure, a report, mediation (信访工作条例). Plain Python."""

from governance.cases.common_facts import files, reason
from governance.cases.common_steps import extension
from governance.cases.workflow import SAID_HERE, WRITTEN_HERE, ClockStart, Fact, Guard, Hearer, Step

from ..conditions.answers import is_appeal
from ..conditions.procedure import is_simplified, runs_sixty_days
from ..conditions.telling import TOLD

EXTEND = extension(
    "延长办理期限",
    ("petition.handle",),
    Fact("days", "延长（日）", "number", minimum=1, help="最长{petition.handle+}"),
    reason("延期理由", help="情况复杂的，经本机关、单位负责人批准；理由须告知信访人"),
    TOLD,
    sources=("handling",),
    suits="情况复杂，期限内办不完，负责人批准延长的。",
    approval="cases.approve_case",
    papers=("extension_notice",),
    tells=(Hearer.HANDLER, Hearer.FIRST),
    article="《信访工作条例》第三十四条",
)

CONVERT = Step(
    name="convert",
    label="转为普通程序",
    suits="按简易程序办不下来，需要调查核实、出具意见书的。",
    sources=("handling",),
    target=None,
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(reason(), TOLD),
    guards=(Guard(is_simplified, "这件事项已经按普通程序办理。"),),
    met_as_taken=WRITTEN_HERE,
    cancels=("petition.simple_handle",),
    # The sixty days count from the first acceptance, not from the conversion.
    starts=(ClockStart("petition.handle", since="accepted_on", when=runs_sixty_days),),
    effect="convert",
    papers=("conversion_notice",),
    tells=(Hearer.HANDLER, Hearer.FIRST),
    article="《信访事项简易办理办法（试行）》",
    help="{petition.handle}的办理期限从简易受理之日起算。",
)

REPORT_BACK = Step(
    name="report_back",
    label="提交办结报告",
    suits="交办的事项办结以后，向交办单位报告结果。",
    sources=("routed", "handling", "answered", "served", "not_accepted"),
    target=None,
    permission="cases.handle_case",
    facts=(Fact("report", "办结报告", "long"), files()),
    meets=("petition.assign_report",),
    met_as_taken=SAID_HERE,
    needs_running=("petition.assign_report",),
    tells=(Hearer.SENDER,),
    article="《信访工作条例》第二十二条第三项",
    main=True,
    main_in=("served", "not_accepted"),
)

REFER_TO_MEDIATION = Step(
    name="refer_to_mediation",
    label="转矛盾纠纷调解",
    suits="双方当事人愿意调解的，交给调解组织。",
    sources=("registered", "routed", "handling"),
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("unit", "调解组织", "unit", required=False, help="不选则由本单位登记并组织调解。"),
        Fact("both_agree", "争议双方当事人同意调解", "confirm"),
        reason("纠纷情况和转调解的理由"),
    ),
    guards=(Guard(is_appeal, "只有申诉求决类事项可以转调解（《信访工作条例》第三十三条）。"),),
    effect="refer_to_mediation",
    tells=(Hearer.HANDLER,),
    article="《信访工作条例》第三十三条",
    help="转调解后信访事项照常办理，办理期限继续计算；调解结果会写入本件的办理经过。",
)
