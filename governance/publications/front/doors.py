"""What stands open to everybody: each line brings pages that a citizen may enter, and the front page leads there."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise

from governance.frame.registry import Registry


@dataclass(frozen=True)
class PublicDoor:
    """A page without login; ``words`` say in a sentence what can be done there. Small numbers stand on top."""

    label: str | Promise
    url_name: str
    words: str | Promise
    position: int = 100

    @cached_property
    def url(self) -> str:
        """The page it leads to."""
        return reverse(self.url_name)


DOORS: Registry[PublicDoor] = Registry("pages for everybody", field="public_doors", code="url_name")
