"""The words of a workflow as the choices of a column."""

from collections.abc import Iterable
from typing import Any

from django.db.models import TextChoices


def text_choices(name: str, words: Iterable[tuple[str, str]]) -> Any:
    """A class of choices: each code with its word, under the code in capitals."""
    members: Any = [(code.upper(), (code, label)) for code, label in words]
    return TextChoices(name, members)
