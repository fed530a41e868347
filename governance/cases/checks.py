"""What is wrong with a workflow table is said at start-up, not at night."""

from django.core.checks import Error, register

from governance.organisation.roles import ROLES

from . import registry
from .fields.kind import KINDS
from .law import terms
from .papers import issue as papers
from .soundness import Names, problems
from .steps import effects
from .steps.correcting import CHOOSERS


@register()
def check_workflows(app_configs, **kwargs):
    """One error a problem in a registered workflow."""
    known = {
        "permissions": {permission for role in ROLES for permission in role.permissions},
        "papers": papers.KINDS,
        "terms": terms.codes(),
        "kinds": KINDS,
        "kinds_in_rows": [each.name for each in KINDS.values() if each.fits_in_row],
        "duties": terms.duties(),
    }
    found = []
    for code, kind in registry.KINDS.items():
        names = Names(
            effects=effects.EFFECTS | kind.effects,
            choosers=CHOOSERS | kind.choosers,
            persons=kind.persons,
            lacking=kind.lacking,
            **known,
        )
        found += [Error(f"{code}: {problem}", id="cases.E001") for problem in problems(kind.workflow, names)]
    return found
