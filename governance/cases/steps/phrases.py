"""Stock phrases for the long boxes of steps: a person's own and those of their units."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django import forms
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from governance.frame.refusals import FactMissing
from governance.organisation.models import User
from governance.organisation.standing import Standing, standing_of

from .. import registry
from ..access.kept import check_keeps
from ..access.veil import numbers_in
from ..models import StockPhrase
from ..workflow import Fact, Step

MOST = 20
# Telephones, documents, accounts: a phrase is about nobody.
NUMBER = re.compile(r"\d{6,}")


def box_of(step: Step, fact: Fact) -> str:
    """What a box is called, in whichever kind of case the step is taken."""
    return f"{step.name}.{fact.name}"


def boxes() -> dict[str, str]:
    """Every long box of a step that a person takes, by what it is called: 出具处理意见：查明的事实."""
    return {
        box_of(step, fact): f"{step.label}：{fact.label}"
        for kind in registry.KINDS.values()
        for step in kind.workflow.steps
        if step.permission
        for fact in step.facts
        if fact.kind == "long"
    }


@dataclass
class Offered:
    """The phrases of all boxes of a page, asked for when the first of them is shown."""

    user: User
    on: date
    boxes: list[str] = field(default_factory=list)

    @cached_property
    def by_box(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {box: [] for box in self.boxes}
        for phrase in of(self.user, standing_of(self.user, self.on), self.boxes):
            found[phrase.box].append(phrase.text)
        return found


@dataclass(frozen=True)
class Box:
    """What a field shows under its box: the phrases, and the address where they are kept."""

    name: str
    offered: Offered

    @property
    def lines(self) -> list[str]:
        """The phrases of this box, one's own first."""
        return self.offered.by_box[self.name]

    @property
    def url(self) -> str:
        """Where the phrases of this box are kept."""
        return reverse("cases:phrases", query={"box": self.name})


def offer(
    fields: Mapping[str, forms.Field], step: Step, user: User | None, on: date, offered: Offered | None = None
) -> None:
    """Every long box of the form offers its phrases, unless it is the system that fills it in.

    Forms of one page have what is ``offered`` in common, and ask for it once.
    """
    if user is None:
        return
    offered = offered or Offered(user, on)
    for fact in step.facts:
        if fact.kind == "long" and fact.name in fields:
            offered.boxes.append(box_of(step, fact))
            vars(fields[fact.name]).update(phrases=Box(box_of(step, fact), offered))


def of(user: User, standing: Standing, names: Iterable[str]) -> list[StockPhrase]:
    """The phrases that the person is offered in these boxes, one's own first."""
    mine = Q(owner=user) | Q(unit__in=standing.units)
    return list(StockPhrase.objects.filter(mine, box__in=names).order_by(F("unit").asc(nulls_first=True), "id"))


@transaction.atomic
def keep(phrase: StockPhrase, *, actor: User, standing: Standing) -> None:
    """The phrase is offered in its box; the same words once. Raises FactMissing for what is about somebody."""
    if NUMBER.search(phrase.text) or numbers_in([phrase.text]):
        raise FactMissing({"text": "常用语给以后的事项用，不要写证件号、电话、账号和事项编号。"})
    check_keeps(phrase, standing)
    # Whoever keeps two at a time waits for themselves.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    same = StockPhrase.objects.filter(box=phrase.box, owner=phrase.owner, unit=phrase.unit)
    if same.filter(text=phrase.text).exists():
        return
    if same.count() >= MOST:
        raise FactMissing({"text": f"这一栏已有 {MOST} 条常用语，请先删除不用的。"})
    phrase.save()
