"""What steps do with the procedure that a petition follows."""

from governance.cases import deadlines

from ..conditions.procedure import TO_ORDINARY, goes_on_sixty_days, is_simplified
from ..models import Petition
from ..steps.intake import SIMPLE_TERMS
from ..steps.oversight import UNDER_WAY


def simplify(petition, *, act, facts):
    """The petition follows the simplified procedure."""
    petition.procedure = Petition.Procedure.SIMPLIFIED
    return ["procedure"]


def convert(petition, *, act, facts):
    """The petition follows the ordinary procedure again."""
    petition.procedure = Petition.Procedure.ORDINARY
    return ["procedure"]


def to_ordinary(petition, act) -> list[str]:
    """What is under way by the simplified procedure follows the ordinary one; its sixty days count from acceptance."""
    if not is_simplified(petition) or petition.status not in UNDER_WAY:
        return []
    petition.procedure = Petition.Procedure.ORDINARY
    act.told.append([*TO_ORDINARY])
    for term in SIMPLE_TERMS:
        deadlines.cancel(petition, term, at=act.at, event=None)
    if goes_on_sixty_days(petition):
        deadlines.start(petition, "petition.handle", since=petition.accepted_on, at=act.at)
    return ["procedure"]


EFFECTS = {
    "simplify": simplify,
    "convert": convert,
}
