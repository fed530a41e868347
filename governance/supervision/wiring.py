"""What supervision brings to the lower apps. Importing ``papers`` registers the papers."""

from governance.cases import registry
from governance.cases.filters import desk_count
from governance.organisation import navigation

from . import papers  # noqa: F401
from .describing import describe
from .effects import EFFECTS
from .models import SupervisionPaper
from .sections import sections
from .workflow import SUPERVISION

registry.register(
    registry.Kind(
        SUPERVISION,
        SupervisionPaper,
        EFFECTS,
        describe=describe,
        sections=sections,
        list_name="supervision:list",
    )
)
navigation.add_entry(
    navigation.Entry(
        "督办",
        "supervision:list",
        "alert-triangle",
        permissions=("cases.view_case",),
        position=50,
        count=lambda request: desk_count(request, "supervision"),
    )
)
