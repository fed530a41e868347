"""What other rooms write from a period whose marks are out: a page opens from each."""

from dataclasses import dataclass

from django.urls import reverse

from governance.frame.registry import Registry


@dataclass(frozen=True)
class Writing:
    """A document that can be made of a published period; its page reads the period from the query ``scored``."""

    label: str
    url_name: str
    args: tuple[str, ...] = ()

    def url(self, period_pk: int) -> str:
        """Where it is made of this period."""
        return f"{reverse(self.url_name, args=self.args)}?scored={period_pk}"


WRITINGS: Registry[Writing] = Registry("documents made of a period", field="period_writings", code="label")
