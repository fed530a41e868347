"""Orders to units with receipt, arrival and result: the same for whatever kind of case gives them. Plain Python."""

from typing import Any

from governance.cases.common_facts import done_at, files, note, reason
from governance.cases.workflow import CO, Fact, Guard, OnlyBy, Step

HANDLE = "cases.handle_case"
# By when an order is received, and by when somebody is there, by the kind of case that gives it: in a command log it
# goes by the minute, in a task of weeks by the day.
TERMS = {"incident": ("order.receive", "order.arrive"), "joint_task": ("joint.receive", "joint.arrive")}


def is_awaited(order, name: str, *, after: str = "ordered_at", on_site: bool = False) -> bool:
    """Whether the order is still open and waits for this moment of its own."""
    return (
        order.is_open
        and getattr(order, name) is None
        and getattr(order, after) is not None
        and (order.on_site or not on_site)
    )


def waits(name: str, *, after: str = "ordered_at", on_site: bool = False):
    """Whether an order of the case that is still open waits for this moment of its own."""

    def waits(case) -> bool:
        return any(is_awaited(order, name, after=after, on_site=on_site) for order in case.orders.all())

    return waits


def _answers(kind: str, where: dict) -> tuple[Step, ...]:
    """What the unit that was ordered does; receipt and arrival are what it owes itself, whoever holds the case."""
    receive, arrive = TERMS[kind]
    return (
        Step(
            name="receive",
            label="签收指令",
            suits="收到指令，先签收。",
            **where,
            facts=(note("说明", required=False),),
            guards=(Guard(waits("received_at"), "没有待签收的指令。"),),
            only_by=OnlyBy("receives", "有指令没有签收的单位"),
            answers=(receive,),
            effect="receive",
            main=True,
        ),
        Step(
            name="arrive",
            label="报告到场",
            suits="到了现场，报告到场时间。",
            **where,
            facts=(
                done_at("arrived_at", "到场时间"),
                note("到场人员和装备", required=False),
            ),
            guards=(Guard(waits("arrived_at", after="received_at", on_site=True), "没有待到场的指令。"),),
            only_by=OnlyBy("arrives", "有指令要到场的单位"),
            answers=(arrive,),
            effect="arrive",
            main=True,
        ),
        Step(
            name="result",
            label="报告指令结果",
            suits="指令做完了，报告结果。",
            **where,
            facts=(
                Fact("which", "指令", "pick", of="received_orders"),
                Fact("result", "结果", "long", limit=1000),
                files(),
            ),
            guards=(Guard(waits("done_at", after="received_at"), "没有待报告结果的指令。"),),
            only_by=OnlyBy("reports", "有指令没有报告结果的单位"),
            effect="result",
        ),
    )


def order_steps(
    kind: str, sources: tuple[str, ...], *, permission: str, reach: str, always_on_site: bool = False
) -> tuple[Step, ...]:
    """Give an order in a case of that kind, receive it, arrive if somebody must come, report the result, take it back.

    Whoever gives it says whether somebody must come, unless that goes without saying.
    """
    asked = () if always_on_site else (Fact("on_site", "须到现场", "flag"),)
    ours: dict[str, Any] = {"sources": sources, "target": None, "permission": permission, "reach": reach}
    return (
        Step(
            name="order",
            label="下达指令",
            suits="需要某个单位马上去做的，下达指令。",
            **ours,
            facts=(Fact("unit", "承担单位", "unit"), Fact("order", "指令内容", "long", limit=1000), *asked),
            effect="order_on_site" if always_on_site else "order",
            help=f"承担单位随即收到提醒，{{{TERMS[kind][0]}}}内签收。",
        ),
        *_answers(kind, ours | {"permission": HANDLE, "reach": CO}),
        Step(
            name="take_back",
            label="撤回指令",
            suits="指令下错了、不再需要的，撤回。",
            **ours,
            facts=(Fact("which", "指令", "pick", of="orders"), reason("撤回理由")),
            guards=(Guard(waits("done_at"), "没有可以撤回的指令。"),),
            effect="take_back",
        ),
    )
