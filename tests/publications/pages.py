"""The pages of publications: who passes each, and what it may cost."""

from tests.access.doors import OPEN, Row

ROWS = {"publications:front": Row(get=OPEN, for_strangers=True)}
NO_LIST = {"publications:front"}
