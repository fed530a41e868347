"""The histories that rooms keep of what is theirs."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models

from ..days import minute_text


def changed(what: str, before: Any, after: Any, *, nothing: str = "（空）") -> dict[str, str]:
    """A change in words; ``nothing`` is said for what was empty."""
    return {"label": what, "before": before or nothing, "after": after or nothing}


def label_of(model: type[models.Model], name: str) -> str:
    """What a column of the table is called on a page."""
    column: Any = model._meta.get_field(name)
    return str(column.verbose_name)


class Done(models.Model):
    """What was done with something, by whom and when, beside the verb; ``facts`` are [what, before, after].

    Its table takes the triggers of ``append_only``.
    """

    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    note = models.CharField("说明", max_length=500, blank=True)
    facts = models.JSONField("变更", default=list)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["-at", "-id"]

    @property
    def who(self) -> str:
        """Who did it."""
        return self.by.name if self.by else "系统"

    def told(self, words: Callable[..., dict[str, str]] = changed, **how: str) -> dict[str, Any]:
        """The entry as ``components/history.html`` shows it; ``words(what, before, after)`` says a change."""
        row: Any = self
        return {
            "at": minute_text(self.at),
            "who": self.who,
            "verb": row.get_verb_display(),
            "note": self.note,
            "facts": [words(*fact, **how) for fact in self.facts],
        }
