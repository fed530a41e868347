"""What is wrong with a workflow table is said at start-up, not at night."""

from django.core.checks import Error, register

from governance.organisation.roles import ROLES

from . import registry
from .fields.kind import KINDS
from .law import terms
from .papers import issue as papers
from .steps import effects
from .steps.correcting import CHOOSERS
from .workflow import problems


@register()
def check_workflows(app_configs, **kwargs):
    """One error a problem in a registered workflow."""
    permissions = {permission for role in ROLES for permission in role.permissions}
    found = []
    for code, kind in registry.KINDS.items():
        found += [
            Error(f"{code}: {problem}", id="cases.E001")
            for problem in problems(
                kind.workflow,
                permissions=permissions,
                papers=papers.KINDS,
                terms=terms.codes(),
                effects={**effects.EFFECTS, **kind.effects},
                choosers={**CHOOSERS, **kind.choosers},
                kinds=KINDS,
                duties=terms.duties(),
                kinds_in_rows=[each.name for each in KINDS.values() if each.fits_in_row],
            )
        ]
    return found
