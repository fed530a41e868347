"""What is said in a text message, and when: rows of ``data/citizen_texts.csv`` that name no person and no matter."""

from dataclasses import dataclass

from governance.frame.rows import made_of, rows_of


@dataclass(frozen=True)
class Word:
    """One message, said after each of its ``steps`` anew; without any it is said once, of the registration.

    ``of`` names whose steps they are: of the petition, of its reviews and rechecks, or of both; ``closing`` is true if
    it is said of what they ended, too. After so many days it is said of what was not rated by then.
    """

    code: str
    of: str
    steps: list[str]
    closing: bool
    after_days: int
    words: str


WORDS = tuple(made_of(Word, row) for row in rows_of("petitions", "citizen_texts"))
