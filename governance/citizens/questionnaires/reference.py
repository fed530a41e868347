"""The questionnaires that are delivered, from data/: with what the form of a new one begins."""

from dataclasses import dataclass
from functools import cache

from governance.frame.rows import rows_of


@dataclass(frozen=True)
class Form:
    """One kind of questionnaire: how it is called, what is said of it, at which level, and what it asks."""

    code: str
    title: str
    about: str
    level: str
    questions: tuple[tuple[str, str], ...]


@cache
def forms() -> dict[str, Form]:
    """Those that are delivered, by their code."""
    questions = rows_of("governance.citizens", "questions")
    return {
        row["code"]: Form(
            **row,
            questions=tuple(
                (each["text"], each["scale"]) for each in questions if each["questionnaire"] == row["code"]
            ),
        )
        for row in rows_of("governance.citizens", "questionnaires")
    }
