"""What is wrong with a measure is said at start-up, not by a number that is not true."""

from django.core.checks import Error, register

from governance.cases.law import terms
from governance.cases.worktime import BY_THE_CLOCK

from .measures import MEASURES


@register()
def check_measures(app_configs, **kwargs):
    """One error a term that a measure cannot count: there is none of that code, or it is not given in days. One for
    a measure that adds a number up and may be scored: what is frozen of a period is as many rows as it lists."""
    units: dict[str, set[str]] = {}
    for row in terms.term_rows():
        units.setdefault(row["code"], set()).add(row["unit"])
    found = []
    for measure in MEASURES.values():
        if measure.adds is not None and not measure.unscored:
            found.append(Error(f"{measure.code}: what adds up is in no score", id="figures.E003"))
        for term in measure.terms:
            if term not in units:
                found.append(Error(f"{measure.code}: there is no term {term}", id="figures.E001"))
            elif units[term] & set(BY_THE_CLOCK):
                problem = f"{measure.code}: {term} ends at an hour; what is late is told by its day"
                found.append(Error(problem, id="figures.E002"))
    return found
