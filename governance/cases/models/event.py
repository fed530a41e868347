"""The history of a case: append-only, each row sealed with the hash of the one before it."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models

from governance.frame.database.reading import PlainlyRead
from governance.frame.database.triggers import append_only
from governance.frame.days import office_day

from ..workflow import LONGEST_NAME, PROPOSED, Workflow
from .case import Case

# The case row is locked by whoever writes the event, so two writers never meet here; if the lock were forgotten the
# unique (case, seq) would refuse the second of them. What a seal covers says ``event_sealed_text``, a function of the
# first migrations that ``verify_history`` asks too.
SEAL = pgtrigger.Trigger(
    name="seal",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("last", "cases_event")],
    func="""
        SELECT * INTO last FROM cases_event WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1;
        NEW.seq := coalesce(last.seq, 0) + 1;
        NEW.previous := coalesce(last.seal, repeat('0', 64));
        NEW.seal := encode(sha256(convert_to(event_sealed_text(NEW), 'UTF8')), 'hex');
        RETURN NEW;
    """,
)


class GivenByTrigger(models.PositiveIntegerField):
    """A number that the database gives: it is read back with the row that was written, as a key is."""

    db_returning = True

    def deconstruct(self):
        """To the database it is a whole number as any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, kwargs


class Event(PlainlyRead):
    """One change of one case. ``seq``, ``previous`` and ``seal`` are written by the database trigger.

    ``issued`` and ``handed_in`` are its papers and files, where a page has read them along.
    """

    issued: list[Any]
    handed_in: list[Any]

    # The constraint has an index by the case; nobody asks what somebody did in all cases.
    case = models.ForeignKey(Case, models.PROTECT, db_index=False, related_name="events", verbose_name="事项")
    seq = GivenByTrigger("序号", editable=False)
    step = models.CharField("步骤", max_length=LONGEST_NAME)
    label = models.CharField("名称", max_length=40)
    from_status = models.CharField("原状态", max_length=20, blank=True)
    to_status = models.CharField("新状态", max_length=20, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="经办人"
    )
    # People move office; the record does not. An empty actor is the system.
    actor_name = models.CharField("经办人姓名", max_length=60)
    actor_post = models.CharField("经办人岗位", max_length=120, blank=True)
    at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("记录时间")
    facts = models.JSONField("事实", default=dict)
    note = models.TextField("说明", blank=True)
    previous = models.CharField("前一记录校验值", max_length=64, editable=False)
    seal = models.CharField("校验值", max_length=64, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["case", "seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_seq_once")]
        indexes = [
            # figures: how often a step was taken in a period
            models.Index(fields=["step", "at"], include=["case"], name="event_by_step"),
        ]
        triggers = [SEAL, *append_only("the history of a case")]

    def __str__(self):
        return f"{self.case_id}#{self.seq} {self.label}"

    @property
    def is_proposal(self) -> bool:
        """True if the step was only asked for and waits for approval."""
        return self.step.endswith(PROPOSED)

    def day_of(self, table: Workflow) -> date:
        """The day of what its step wrote down: the one that was told, or the day on which it was taken."""
        step = table.step(self.step)
        told = self.said(table, step.met_on) if step else ""
        return date.fromisoformat(told[:10]) if told else office_day(self.at)

    def said(self, table: Workflow, name: str) -> str:
        """What was told for the fact of that name of its step, or by an effect under that label; empty where nothing
        was."""
        step = table.step(self.step)
        label = next((fact.label for fact in (step.facts if step else ()) if fact.name == name), name)
        return self.told.get(label, "")

    @property
    def told(self) -> dict[str, str]:
        """What was written down with it, by the labels under which it was asked for."""
        return dict(self.facts.get("told", ()))

    @property
    def is_private(self) -> bool:
        """True if what it holds is for the case's own people; that it happened is not."""
        return bool(self.facts.get("private"))
