"""The lawful moves of a petition, from the window to the archive (信访工作条例, 2022). Plain Python."""

from dataclasses import replace

from governance.cases import common_steps, keeping_out_steps
from governance.cases.common_facts import before
from governance.cases.common_steps import amend_agreed, gives_more_time
from governance.cases.workflow import ApprovedWhere, ClockStart, Fact, Guard, Status, Workflow

from .conditions.accusations import is_accusation, is_not_accusation
from .conditions.answers import ends_with_opinion
from .conditions.oversight import is_reported_upward, is_urgent
from .conditions.procedure import repeats_while_simplified
from .conditions.telling import address_is_known, spares_the_notice, was_accepted, was_served
from .steps import accusations, appeals, citizens, hearing, rating, shared, together
from .steps.afterwards import GUIDE, WRITE_SETTLEMENT
from .steps.answering import EXECUTE, ISSUE_OPINION, REPLY, REWARD, SERVE, STUDY
from .steps.coming_back import OBJECT, RECALL, REJECT_OBJECTION, UPHOLD
from .steps.ending import ARCHIVE, FINISH, MERGE, WITHDRAW, WITHDRAW_ONE
from .steps.handling import CONVERT, EXTEND, REFER_TO_MEDIATION, REPORT_BACK
from .steps.intake import (
    ACCEPT,
    ACCUSED,
    ASSIGN_WITH_REPORT,
    HAND_ON,
    INFORM,
    NOT_ACCEPT,
    NOTIFY,
    RECLASSIFY,
    RECONSIDER,
    RESUME,
    SIMPLIFY,
    TRANSFER,
)
from .steps.oversight import (
    ACKNOWLEDGE,
    ADVISE,
    ANSWER_ADVICE,
    ASK_REPORT_DAYS,
    DISSUADE,
    EXTEND_REPORT,
    FLAG_URGENT,
    NOTIFY_CADRE_OFFICE,
    RECUSE,
    REPORT_UPWARD,
    REPORT_URGENT,
    UPWARD,
)

ACCUSES = Guard(is_accusation, "只有检举控告事项才写明被检举控告的单位、人员。")
NAMED_BEFORE = Guard(lambda petition: petition.accuses_fewer, "没有更正前写明、现在不再写明的单位和人员。")
MAY_BE_HEARD = Guard(ends_with_opinion, "只有应当出具处理意见的事项可以举行听证。")

STATUSES = {
    "registered": Status("已登记"),
    "routed": Status("待受理", clock="petition.accept"),
    "objected": Status("异议待核"),
    "handling": Status("办理中", clock="petition.answer"),
    "answered": Status("待送达", clock="petition.serve"),
    # While the organ above reviews, that is what binds.
    "served": Status("已送达", clock="petition.file", whole=True),
    "informed": Status("已告知引导", clock="petition.file"),
    "not_accepted": Status("不予受理", clock="petition.file"),
    "archived": Status("已归档", closed=True),
    "withdrawn": Status("已撤回", closed=True),
    "merged": Status("已并案", closed=True),
}

# New evidence may accuse somebody else after the result, and of a filed matter too nobody learns whom it accuses.
NAME_ACCUSED = keeping_out_steps.name_accused(
    tuple(STATUSES),
    ACCUSED,
    ACCUSES,
    label="补充、更正被检举控告人",
    suits="检举控告涉及的单位、人员写错了、写漏了，或者后来的材料又涉及别人的。",
    article="《信访工作条例》第三十条第三款",
)
LET_OFF = keeping_out_steps.let_off((RECLASSIFY.name, NAME_ACCUSED.name), tuple(STATUSES), NAMED_BEFORE)

# The reason stands last in every form.
AMEND = replace(
    shared.AMEND,
    facts=before(
        shared.AMEND,
        "note",
        Fact("people_count", "人数", "number", required=False, minimum=1, maximum=100_000, begins_with="people_count"),
        Fact("unclear", "姓名或住址经核实不清，无法告知", "flag", required=False),
        Fact(
            "complained_unit",
            "被投诉单位",
            "unit",
            required=False,
            column="complained_unit",
            begins_with="complained_unit",
            asked_where=is_not_accusation,
            help="投诉哪个单位的服务、作风、效率或者不作为的填写，不投诉单位的不填。",
        ),
        *(
            Fact(
                name,
                label,
                "date",
                required=False,
                past_only=True,
                may_precede="与收到日期一并更正的，按更正后的日期核对。",
                begins_with=name,
                asked_where=has,
            )
            for name, label, has in (("accepted_on", "受理日期", was_accepted), ("served_on", "送达日期", was_served))
        ),
    ),
    approved_where=ApprovedWhere(
        lambda petition, told: gives_more_time(petition, told) or spares_the_notice(petition, told),
        "更正为较晚日期、改为姓名住址不清的",
    ),
)


def _rests(petition) -> bool:
    """True once people were invited to be heard about it, or it was answered."""
    heard = petition.last_taken(*hearing.INVITING, "hold_hearing", "call_off_hearing")
    return petition.status in ("answered", "served") or heard in hearing.INVITING


# What turns out to repeat an earlier one leaves the simplified procedure.
REPEATING = replace(
    common_steps.LINK,
    papers=("conversion_notice",),
    approval="cases.approve_case",
    approved_where=ApprovedWhere(repeats_while_simplified, "简易受理以后登记为重复反映的"),
)
AMEND_AGREED = amend_agreed(AMEND, _rests, "通知听证、出具处理意见以后")
OWN = {step.name: step for step in (AMEND_AGREED, together.INVITE, together.CONTRIBUTE, REPEATING)}

# The law lets the first organ hold one too; its sixty days go on (art. 31, 34).
FIRST_HEARING = (
    replace(
        hearing.CALL,
        sources=("handling",),
        target=None,
        guards=(MAY_BE_HEARD,),
        refuted=hearing.why_not_heard_first,
    ),
    *(replace(step, sources=("handling",), main=False) for step in (hearing.PUT_OFF, hearing.HOLD, hearing.CALL_OFF)),
)

WORKFLOW = Workflow(
    kind="petition",
    label="信访件",
    prefix="XF",
    opening="registered",
    statuses=STATUSES,
    opening_clocks=(
        ClockStart("petition.route", since="opened_at"),
        ClockStart("petition.notice", since="opened_at", when=address_is_known),
        ClockStart("petition.urgent_report", since="opened_at", when=is_urgent),
        ClockStart(UPWARD, since="opened_at", when=is_reported_upward, owed_by="petition_office"),
    ),
    steps=(
        TRANSFER,
        ASSIGN_WITH_REPORT,
        ACCEPT,
        *accusations.STEPS,
        *together.STEPS,
        INFORM,
        NOTIFY,
        SIMPLIFY,
        NOT_ACCEPT,
        OBJECT,
        UPHOLD,
        RECALL,
        REJECT_OBJECTION,
        ISSUE_OPINION,
        STUDY,
        REPLY,
        EXTEND,
        CONVERT,
        SERVE,
        REWARD,
        EXECUTE,
        GUIDE,
        *rating.STEPS,
        *appeals.STEPS,
        *citizens.STEPS,
        *FIRST_HEARING,
        REPORT_BACK,
        ANSWER_ADVICE,
        REFER_TO_MEDIATION,
        WRITE_SETTLEMENT,
        FINISH,
        ARCHIVE,
        RESUME,
        RECONSIDER,
        RECLASSIFY,
        NAME_ACCUSED,
        LET_OFF,
        HAND_ON,
        RECUSE,
        DISSUADE,
        FLAG_URGENT,
        REPORT_URGENT,
        REPORT_UPWARD,
        ACKNOWLEDGE,
        ASK_REPORT_DAYS,
        EXTEND_REPORT,
        ADVISE,
        NOTIFY_CADRE_OFFICE,
        *common_steps.help_steps(tuple(STATUSES), tuple(STATUSES)),
        WITHDRAW,
        WITHDRAW_ONE,
        MERGE,
        *(OWN.get(step.name, step) for step in shared.SHARED_STEPS),
    ),
)
