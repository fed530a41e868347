"""What came of questionnaires, for whoever marks a township by hand: as everybody may read it, and nothing more."""

from collections import defaultdict

from governance.assessment.grounds import Words
from governance.assessment.models import ScoredPeriod
from governance.organisation.models import Unit

from ..models import Questionnaire
from .results import told


def words(period: ScoredPeriod, units: list[Unit]) -> Words:
    """Of each questionnaire by township that ended within the period, what was said in the unit's place."""
    found: Words = defaultdict(list)
    rows = Questionnaire.objects.filter(level=Questionnaire.Level.TOWNSHIP, last__range=(period.first, period.last))
    for each in rows.exclude(state=Questionnaire.State.DRAFT).order_by("last", "pk"):
        shown = told(each)
        for unit in units:
            if line := shown.by_area.get(unit.area_id):
                facts = "，".join(f"{label} {text}" for label, text in zip(shown.head[1:], line, strict=True))
                found[unit.pk].append(f"{each.title}：{facts}")
    return found
