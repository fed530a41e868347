"""What each kind of public safety calls what every case has."""

from governance.cases.common_steps import amend_called, with_amend
from governance.cases.workflow import Step
from governance.frame.rows import rows_of

WORDS = {row.pop("kind"): row for row in rows_of("security", "kind_words")}


def in_words_of(kind: str, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The common steps, of which the correction asks for what the kind has by the kind's own words."""
    return with_amend(steps, lambda amend: amend_called(amend, WORDS[kind]))
