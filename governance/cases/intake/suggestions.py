"""What a register page suggests for what was typed so far; nothing is chosen by it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Suggested:
    """The likeliest answers to one question, and how often such answers were right.

    A ``field`` takes the one that is pressed; without a field they are only read.
    """

    label: str
    answers: list[str]
    said: str
    field: str = ""
