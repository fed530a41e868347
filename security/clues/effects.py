"""What the steps of a clue do beyond columns, clocks and papers; returns the names of the fields set."""

from governance.cases.steps import effects as common
from governance.cases.steps import secrecy


def return_clue(clue, *, act, facts):
    """Whoever handed it over has it again."""
    common.give_back(clue, clue.sender_unit, act=act)
    return common.HELD


def name_accused(clue, *, act, facts):
    """Whom it is about is said, or that nobody says; the verb shuts them out."""
    secrecy.check_told(clue)


def let_off(clue, *, act, facts):
    """Whom it is about no more may know of it again."""
    return secrecy.let_off(clue, act)


EFFECTS = {"return_clue": return_clue, "name_accused": name_accused, "let_off": let_off}
