"""Refusals: named exceptions, each with a sentence for the person at the screen."""

from typing import Any


class Refusal(Exception):
    """Something asked for was not done, and nothing changed; ``sentence`` says why, in Chinese.

    ``errors`` has each sentence under the name of the field where it belongs, "" where it belongs to none.
    ``status`` is how HTTP says it.
    """

    status = 409
    field = ""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.errors = {self.field: sentence}

    def __str__(self) -> str:
        return " ".join(self.errors.values())


class StepNotPossible(Refusal):
    """The case does not stand where the step starts, or the law does not allow it now."""


class StepNotAllowed(Refusal):
    """The person may see the case but may not take this step."""

    status = 403


class FactMissing(Refusal):
    """A fact is missing or wrong; ``errors`` maps the fact's name to its sentence."""

    status = 422

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("请更正标出的内容。")
        self.errors = errors


def within(text: str, most: int, field: str = "reason") -> str:
    """What was typed, without blanks around it; raises ``FactMissing`` where it is longer than what is kept of it."""
    said = text.strip()
    if len(said) > most:
        raise FactMissing({field: f"最多 {most} 字，现在有 {len(said)} 字。"})
    return said


class VersionMissing(Refusal):
    """What changes a row did not say which version of it was read, so nobody can tell whether it is stale."""

    status = 422

    def __init__(self) -> None:
        super().__init__("提交的内容没有说明您看到的是哪一版，没有办理。请重新打开页面，核对后再办。")


class StaleVersion(Refusal):
    """Somebody else changed what was read: ``row`` is what stands now, ``read`` the version on the person's screen."""

    def __init__(self, noun: str, said: str = "", *, row: Any = None, read: int = 0) -> None:
        super().__init__(f"在您填写期间，{noun}已被他人更新{f'（{said}）' if said else ''}，请核对后再办理。")
        self.row = row
        self.read = read
        self.version = row.version if row else 0
