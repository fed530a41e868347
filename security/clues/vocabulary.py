"""The words of a clue (线索). Plain Python."""

from governance.frame.rows import choices_of

CHOICES = choices_of("security")

KINDS = CHOICES["clues.kinds"]
SOURCES = CHOICES["clues.sources"]
RESULTS = CHOICES["clues.results"]
# Who checks clues; whoever takes them in only hands them on.
COMPETENT = ("police", "discipline", "procuratorate")
# Totals are told in steps of so many: a smaller one says too much of the single clue.
FEWEST = 5


def not_competent(clue, unit) -> str:
    """Why a clue does not go to that unit."""
    return "" if unit.kind in COMPETENT else "线索移交给公安机关、纪检监察机关或者检察机关核查。"
