"""Steps that every kind of case has: assign, work together, comment, link, share, correct, merge."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .common_facts import (
    AGENCIES,
    CAME_BY,
    CAME_BY_NONE,
    CAME_BY_NOW,
    CHANNELS,
    HELP_RESULTS,
    IDENTITY,
    at_once,
    day_of,
    files,
    note,
)
from .illnesses import why_ill
from .instruction_steps import INSTRUCTION_STEPS
from .workflow import (
    ALIKE,
    OVERSEER,
    PARTNER,
    ROUTER,
    SAID_HERE,
    SENDER,
    VIEWER,
    WRITTEN_HERE,
    ApprovedWhere,
    ClockStart,
    Extension,
    Fact,
    FirstDay,
    Guard,
    Hearer,
    Step,
    TwoPeople,
)

ASSIGN = Step(
    name="assign",
    label="指定承办人",
    suits="由哪一位具体办理还没有定，或者要换人时，指定本单位的一名承办人。",
    sources=(),
    target=None,
    permission="cases.assign_case",
    facts=(Fact("handler", "承办人", "user", column="handler"), note("交代事项", required=False)),
    tells=(Hearer.HANDLER,),
    together=True,
    help="与事项或者当事人有直接利害关系的，应当回避。",
)

CLAIM = Step(
    name="claim",
    label="由我承办",
    suits="这件事由您具体办理，还没有指定承办人的，由您接下。",
    sources=(),
    target=None,
    permission="cases.handle_case",
    effect="claim",
    for_others=True,
    tells=(Hearer.LEAD,),
    together=True,
)

COMMENT = Step(
    name="comment",
    label="批注",
    suits="有要提醒、交代的，写给办理的人看；不改变状态和期限。",
    sources=(),
    target=None,
    permission="cases.comment_case",
    reach=VIEWER,
    facts=(note("批注内容"), files()),
    tells=(Hearer.HANDLER,),
)

INVITE = Step(
    name="invite",
    label="请协办",
    suits="需要其他单位办理其中一部分，主办和期限不变的，请其协办。",
    sources=(),
    target=None,
    permission="cases.assign_case",
    facts=(Fact("unit", "协办单位", "unit"), note("协办事项")),
    effect="invite",
    tells=(Hearer.CO,),
)

RELEASE = Step(
    name="release",
    label="结束协办",
    suits="协办的部分已经办完，或者不再需要协办的。",
    sources=(),
    target=None,
    permission="cases.assign_case",
    facts=(Fact("unit", "协办单位", "unit"), note("协办结果")),
    effect="release",
)

CONTRIBUTE = Step(
    name="contribute",
    label="反馈协办情况",
    suits="本单位协办的部分办完了，把结果反馈给主办单位。",
    sources=(),
    target=None,
    permission="cases.handle_case",
    reach=PARTNER,
    facts=(note("协办情况"), files()),
    tells=(Hearer.HANDLER, Hearer.LEAD),
)

LINK = Step(
    name="link",
    label="关联事项",
    suits="与另一件事有关，但不是同一件事的，互相连起来；同一件事用“并案”。",
    sources=(),
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("other", "相关事项编号", "case"),
        Fact("relation", "关系", "choice", choices=(("related", "关联"), ("repeat", "重复反映"))),
    ),
    effect="link",
    seen_from_other="其他事项关联了本件",
)

SHARE = Step(
    name="share",
    label="请人查阅",
    suits="需要有关人员了解情况而不办理的，请其查阅。",
    sources=(),
    target=None,
    permission="cases.assign_case",
    facts=(Fact("person", "查阅人", "colleague"), Fact("note", "事由")),
    effect="share",
)

URGE = Step(
    name="urge",
    label="催办",
    suits="快到期或者已经超期还没有办的，提醒承办单位；不改变期限。",
    sources=(),
    target=None,
    permission="cases.oversee_case",
    reach=OVERSEER,
    facts=(note("催办意见"),),
    tells=(Hearer.HANDLER, Hearer.LEAD),
    together=True,
)


def gives_more_time(case: Any, facts: dict) -> bool:
    """True if a day from which terms are counted would become a later one."""
    days = ((facts.get(name), getattr(case, name, None)) for name in ("received_on", "accepted_on", "served_on"))
    return any(told and known and told > known for told, known in days)


# A later day gives more time: whoever has to keep it does not grant it alone.
AMEND = Step(
    name="amend",
    label="更正登记",
    suits="登记的内容写错了、写漏了的，在这里更正。",
    sources=(),
    target=None,
    permission="cases.work_case",
    approval="cases.approve_case",
    two_people=TwoPeople("handler_id", above=True),
    approved_where=ApprovedWhere(gives_more_time, "更正为较晚日期的"),
    facts=(
        Fact("title", "标题", limit=120, column="title"),
        Fact("summary", "概况", "long", column="summary"),
        Fact("area", "发生地", "area", column="area"),
        Fact("place", "详细地点", required=False, limit=120, column="place"),
        Fact("category", "内容类别", "category", required=False, column="category"),
        Fact("channel", "形式", "choice", required=False, choices=CHANNELS, begins_with="channel"),
        Fact("came_by", "来源渠道", "pick", required=False, of=CAME_BY, begins=CAME_BY_NOW),
        Fact(CAME_BY_NONE, "没有来源渠道，取消登记的", "flag", required=False),
        Fact(
            "received_on",
            "收到日期",
            "date",
            required=False,
            past_only=True,
            may_precede="更正的就是收到日期。",
            begins_with="received_on",
        ),
        Fact("person", "更正的人员", "pick", required=False, of="people", help="只填写要更正的内容，其余不变。"),
        Fact("person_name", "姓名（名称）", required=False, limit=60, untold=True),
        *IDENTITY,
        Fact("note", "更正原因"),
    ),
    effect="amend",
    help="更正日期的，期限随之重新计算。更正前的内容留在办理经过里；更正前的姓名、电话、证件号、住址只有办理人员可以查看。",
)

# What a correction writes of the matter itself, beside people, form and days.
CONTENT = ("title", "summary", "area", "place")


def rewritten(case: Any, facts: dict) -> list[str]:
    """Which of what was said of the matter a correction would say otherwise."""
    return [name for name in CONTENT if (facts.get(name) or "") != (getattr(case, name) or "")]


def amend_agreed(amend: Step, rests: Callable[[Any], bool], words: str) -> Step:
    """The correction that waits for a second person too where something ``rests`` on what the case says.

    ``words`` say where that is: people were invited by it, ordered to do something, or answered.
    """
    before = amend.approved_where
    assert before is not None

    def holds(case: Any, facts: dict) -> bool:
        return before.holds(case, facts) or (rests(case) and bool(rewritten(case, facts)))

    return replace(amend, approved_where=ApprovedWhere(holds, f"{before.words}，{words}更正标题、内容、地点的"))


def amend_until(amend: Step, statuses: tuple[str, ...], sentence: str) -> Step:
    """The correction that leaves what the matter is as it stands once the case has left these statuses.

    ``sentence`` says how it is changed from then on.
    """

    def refuted(case: Any, facts: dict) -> dict[str, str]:
        return {} if case.status in statuses else dict.fromkeys(rewritten(case, facts), sentence)

    return replace(amend, refuted=refuted)


def amend_called(amend: Step, words: Mapping[str, str]) -> Step:
    """The correction that calls what every case has as its kind does; ``words`` are those of the kind by column."""
    called = {**words, "received_on": day_of(words["opened_at"])}
    return replace(amend, facts=tuple(replace(each, label=called.get(each.name, each.label)) for each in amend.facts))


def agreed_in(statuses: tuple[str, ...], words: str) -> Callable[[Step], Step]:
    """For ``with_amend``: the correction that waits for a second person too in these statuses, which ``words`` say."""
    return lambda amend: amend_agreed(amend, lambda case: case.status in statuses, words)


def with_amend(steps: tuple[Step, ...], change: Callable[[Step], Step]) -> tuple[Step, ...]:
    """The common steps with the correction as the line has it."""
    return tuple(change(step) if step.name == AMEND.name else step for step in steps)


COMMON_STEPS = (ASSIGN, CLAIM, INVITE, CONTRIBUTE, RELEASE, LINK, SHARE, AMEND, URGE, *INSTRUCTION_STEPS, COMMENT)
# What is written here as it happens came by no form, and on no other day than the one on which it was written.
AMEND_WRITTEN = replace(
    AMEND,
    facts=tuple(fact for fact in AMEND.facts if fact.name not in ("channel", "received_on")),
    approval="",
    two_people=None,
    approved_where=None,
)
# In a village, a committee or a centre nobody signs for the others: somebody else who oversees the place agrees.
AMEND_OVERSEEN = replace(AMEND, approval="cases.oversee_case", approver=OVERSEER, two_people=TwoPeople())
OVERSEEN_STEPS = tuple(AMEND_OVERSEEN if step is AMEND else step for step in COMMON_STEPS)
WRITTEN_STEPS = tuple(AMEND_WRITTEN if step is AMEND else step for step in COMMON_STEPS)


# Of several referrals the first; the day of the one itself is asked when it is named.
REFERRED = FirstDay(
    lambda case: min((each.referred_on for each in case.referrals if each.ended_on is None), default=None), "转介日期"
)


def help_steps(sources: tuple[str, ...], answered_in: tuple[str, ...]) -> tuple[Step, Step]:
    """Sending somebody in hardship on for help, and the answer to it: read by whoever works on the case alone."""
    refer = Step(
        name="refer_help",
        label="帮扶转介",
        suits="办理中发现生活困难、需要帮扶，本人书面同意转介的。",
        sources=sources,
        target=None,
        permission="cases.work_case",
        reach=PARTNER,
        facts=(
            Fact("participant", "请求帮助的人", "pick", of="people"),
            Fact("agency", "转介机构", "choice", choices=AGENCIES),
            Fact("matter", "请求帮助事项", limit=200, help="只写请求什么帮助，不写家庭、健康等情况"),
            Fact("consent", "本人已经书面同意转介；不满十四周岁的，由父母或者其他监护人同意", "confirm"),
            replace(files("本人（监护人）签名的同意书"), needed_where=lambda case: True),
        ),
        refuted=why_ill,
        private=True,
        effect="refer_help",
        article="《个人信息保护法》第十三条、第三十一条",
        help="征得本人（不满十四周岁的，父母或者其他监护人）书面同意后联系民政、社保、工会、残联等，只留转介和答复，不建名单。",
    )
    answer = Step(
        name="answer_help",
        label="登记帮扶答复",
        suits="帮扶单位已经答复的，登记结果。",
        sources=answered_in,
        target=None,
        permission="cases.work_case",
        reach=PARTNER,
        facts=(
            Fact("referral", "转介", "pick", of="open_help"),
            Fact("answered_on", "答复日期", "date", past_only=True, begins=at_once, not_before=REFERRED),
            Fact("answer", "答复", limit=200),
            Fact("result", "结果", "choice", choices=HELP_RESULTS),
        ),
        guards=(Guard(lambda case: any(each.ended_on is None for each in case.referrals), "没有等候答复的转介。"),),
        refuted=why_ill,
        private=True,
        effect="answer_help",
    )
    return refer, answer


SAME_MATTER = "同一人就同一事项重复提出的，并入先收到的一件办理。"


def merge(
    sources: tuple[str, ...],
    target: str,
    cancels: tuple[str, ...],
    *,
    into: tuple[str, ...] = (),
    owed: tuple[str, ...] = (),
    alike: str = "",
    **row: Any,
) -> Step:
    """The step that joins a case into the one it repeats and that is still to be answered.

    Whoever sent it or took it in says that it is the same, and not who owes the answer. ``into`` are the statuses of
    the other, those of ``sources`` where none is named; while a clock of what is ``owed`` to others runs it is not
    possible. ``alike`` calls what is registered twice where nobody brings it. What is not dropped without somebody's
    consent is not merged without it: ``row`` says whose.
    """
    return Step(
        name="merge",
        label="并案",
        suits=f"{alike}重复登记的，并入先登记的一件办理。" if alike else SAME_MATTER,
        sources=sources,
        target=target,
        permission="cases.work_case",
        reach=ROUTER,
        into=into or sources,
        owed=owed,
        facts=(Fact("into", "并入事项编号", "case", column="merged_into", of=ALIKE), note("并案理由")),
        met_as_taken=WRITTEN_HERE,
        cancels=cancels,
        effect="merge",
        seen_from_other="其他事项并入本件",
        tells=(Hearer.HANDLER, Hearer.FIRST),
        **{"help": "" if alike else "并案不减少答复的义务。"} | row,
    )


def objection(window: str, answer: ClockStart, *facts: Fact, **row: Any) -> Step:
    """The step by which a unit says within that window that what it was sent is not its own to resolve."""
    return Step(
        name="object",
        label="提出异议",
        target="objected",
        facts=facts,
        needs_running=(window,),
        in_time=True,
        meets=(window,),
        met_as_taken=SAID_HERE,
        starts=(answer,),
        tells=(Hearer.SENDER,),
        **{"permission": "cases.handle_case"} | row,
    )


def on_objection(name: str, label: str, *facts: Fact, term: str, **row: Any) -> Step:
    """A step by which whoever sent it answers the objection within that term."""
    return Step(name=name, label=label, sources=("objected",), reach=SENDER, facts=facts, meets=(term,), **row)


def extension(
    label: str,
    terms: tuple[str, ...],
    more: Fact,
    *facts: Fact,
    sources: tuple[str, ...],
    name: str = "extend",
    agreed_on: str = "",
    which: str = "",
    **row: Any,
) -> Step:
    """The step that gives what is still running of these terms as much time more as ``more`` says.

    ``agreed_on`` is the fact with the day on which that was agreed, where it can be written down later; ``which`` the
    one that picks the clock, where several of the term run.
    """
    return Step(
        name=name,
        label=label,
        sources=sources,
        target=None,
        facts=(more, *facts),
        extends=Extension(terms, more.name, agreed_on, which),
        needs_running=terms,
        in_time=True,
        **{"permission": "cases.handle_case"} | row,
    )
