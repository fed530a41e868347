"""What petitions bring to the lower apps."""

from governance.cases import registry

from .effects import EFFECTS
from .models import Petition
from .workflow import WORKFLOW

registry.register(registry.Kind(WORKFLOW, Petition, EFFECTS))
