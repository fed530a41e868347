"""How events stand on the map of places: counted down to their grids, and told apart by what they are."""

from django.db.models import Q

from governance.dashboard.places.shown import Choice, Counted

from ..vocabulary import TYPES
from .workflow import WORKFLOW

# What is dangerous is looked for together, whether somebody has just reported it or it is kept as a hazard already.
HAZARD = "hazard"


def _choice(code: str, label: str) -> Choice:
    of_type = Q(gridevent__event_type=code)
    if code == HAZARD:
        return Choice(code, label, (WORKFLOW.kind, HAZARD), of_type | Q(kind=HAZARD))
    return Choice(code, label, (WORKFLOW.kind,), of_type)


COUNTED = Counted(WORKFLOW.kind, "在办事件", noun="事件", grids="gridevent__grid__area")
CHOICES = tuple(_choice(code, label) for code, label in TYPES)
