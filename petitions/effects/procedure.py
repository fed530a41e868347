"""What steps do with the procedure that a petition follows."""

from governance.cases import deadlines

from ..models import Petition
from ..steps.intake import SIMPLE_TERMS


def simplify(petition, *, act, facts):
    """The petition follows the simplified procedure."""
    petition.procedure = Petition.Procedure.SIMPLIFIED
    return ["procedure"]


def convert(petition, *, act, facts):
    """The petition follows the ordinary procedure again."""
    petition.procedure = Petition.Procedure.ORDINARY
    return ["procedure"]


def to_ordinary(petition, act) -> list[str]:
    """The petition leaves the simplified procedure and what it owed by it."""
    petition.procedure = Petition.Procedure.ORDINARY
    for term in SIMPLE_TERMS:
        deadlines.cancel(petition, term, at=act.at, event=None)
    return ["procedure"]


EFFECTS = {
    "simplify": simplify,
    "convert": convert,
}
