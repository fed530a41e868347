"""Refusals: named exceptions, each with a sentence for the person at the screen."""

from collections.abc import Sequence


class Refusal(Exception):
    """Something asked for was not done, and nothing changed; ``sentence`` says why, in Chinese."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class StepNotPossible(Refusal):
    """The case does not stand where the step starts, or the law does not allow it now."""


class StepNotAllowed(Refusal):
    """The person may see the case but may not take this step."""


class FactMissing(Refusal):
    """A fact is missing or wrong; ``errors`` maps the fact's name to its sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("请更正标出的内容。")
        self.errors = errors


class StaleVersion(Refusal):
    """Somebody else changed the case since it was read; ``changes`` are their events."""

    def __init__(self, changes: Sequence) -> None:
        super().__init__("在您填写期间，这件事项已被他人更新，请核对后再办理。")
        self.changes = changes
