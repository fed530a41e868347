"""What petitions bring to the lower apps. Importing ``papers`` registers the papers."""

from governance.cases import registry

from . import papers, reference  # noqa: F401
from .effects import EFFECTS
from .models import Petition
from .workflow import WORKFLOW

registry.register(registry.Kind(WORKFLOW, Petition, EFFECTS, load_reference=reference.load))
