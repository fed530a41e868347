"""Who keeps out of a case, whom an accusation is about, and who may know of it again. Plain Python."""

from typing import Any

from .common_facts import reason
from .workflow import Fact, Guard, Hearer, Step, TwoPeople

INTERESTS = (("matter", "与事项有直接利害关系"), ("person", "与当事人有直接利害关系"))
# Whoever handles, mediates, checks or supervises keeps out of what concerns them; each kind says who decides it.
RECUSE = Step(
    name="recuse",
    label="回避",
    suits="与事项或者当事人有直接利害关系，可能影响公正办理，应当回避的。",
    sources=(),
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("person", "回避人员", "colleague"),
        Fact("interest", "回避情形", "choice", choices=INTERESTS),
        reason("具体情况"),
    ),
    about="person",
    effect="recuse",
    tells=(Hearer.LEAD,),
    help="回避后不能再办理、审批、核查、督办这件事项，也不能被指定为承办人。本人不决定自己的回避，单位负责人的回避由上级决定；决定之前也不办理。",
)


def about(whose: str, kept_from: str, nobody: str) -> tuple[Fact, Fact, Fact]:
    """Whom an accusation is about, or that nobody says: each begins with what is said so far.

    ``whose`` stands before unit and people; ``kept_from`` calls what they may not know of, ``nobody`` says that none is
    named.
    """
    return (
        Fact(
            "accused_unit",
            f"{whose}单位",
            "unit",
            required=False,
            column="accused_unit",
            begins_with="accused_unit",
            help=f"该单位及其下属单位的人员将不能知悉{kept_from}。",
            article="第三十条",
        ),
        Fact(
            "accused_names",
            f"{whose}人员",
            required=False,
            limit=200,
            column="accused_names",
            begins_with="accused_names",
            help=f"写姓名，几个人用顿号隔开；同名的人员都不能知悉{kept_from}。",
            article="第三十条",
        ),
        Fact(
            "accused_unknown",
            nobody,
            "flag",
            required=False,
            column="accused_unknown",
            begins_with="accused_unknown",
        ),
    )


def name_accused(sources: tuple[str, ...], facts: tuple[Fact, ...], *guards: Guard, **row: Any) -> Step:
    """The step that says whom an accusation is about, however far it has come: who is named is shut out at once."""
    return Step(
        name="name_accused",
        sources=sources,
        target=None,
        permission="cases.work_case",
        facts=(*facts, reason("更正、补充的理由")),
        guards=guards,
        effect="name_accused",
        help="写明以后，涉及的单位和人员随即不能知悉；原来写明的仍不能知悉，经另一人“解除对原被检举人的保密”才解除。",
        **row,
    )


def let_off(after: tuple[str, ...], sources: tuple[str, ...], guard: Guard) -> Step:
    """The step that lets those know of an accusation whom it accused before: not by whoever corrected it ``after``."""
    return Step(
        name="let_off",
        label="解除对原被检举人的保密",
        suits="更正被检举人以后，经核实原来写明的单位、人员确实无关的。",
        sources=sources,
        target=None,
        permission="cases.work_case",
        approval="cases.approve_case",
        two_people=TwoPeople(redrafts=after, above=True),
        facts=(reason("核实情况"),),
        guards=(guard,),
        effect="let_off",
        article="《信访工作条例》第三十条第三款",
        help="更正以后，原来写明的单位、人员仍不能知悉，经没有参与更正的负责人核实，才解除；本单位没有这样的负责人的，由上一级核实。",
    )
