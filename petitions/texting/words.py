"""What is said in a text message, and when: rows of ``data/citizen_texts.csv`` that name no person and no matter."""

from dataclasses import dataclass

from governance.frame.rows import made_of, rows_of


@dataclass(frozen=True)
class Word:
    """One message; ``when`` names the condition on which it is sent (``sending.WHEN``)."""

    code: str
    when: str
    words: str


WORDS = tuple(made_of(Word, row) for row in rows_of("petitions", "citizen_texts"))
