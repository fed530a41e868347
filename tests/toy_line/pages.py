"""The pages of enquiries: who passes each, and what it may cost."""

from tests.access.doors import Door, Listed, Row

REGISTRARS = frozenset({"clerk", "petition_clerk"})
ROWS = {
    "toy_line:list": Row(),
    "toy_line:register": Row(get=Door(REGISTRARS), post=Door(REGISTRARS)),
    "toy_line:preview": Row(get=None, post=Door(REGISTRARS)),
}
LISTS = (Listed("toy_line:list", "clerk", 12), Listed("toy_line:register", "clerk", 9))
