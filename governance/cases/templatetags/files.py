"""What a box for files says before anything is chosen."""

from typing import Any

from django import template

from ..files.attachments import limits
from ..files.filetypes import ACCEPT

register = template.Library()


@register.simple_tag
def files_taken() -> dict[str, Any]:
    """``accept`` for the browser's chooser, and in words how many and how large."""
    return {"accept": ACCEPT, "limits": limits()}
