"""What petitions bring to the lower apps. Importing ``papers`` registers the papers."""

from governance.cases import registry
from governance.cases.lists.filters import desk_count
from governance.cases.lists.ledger import add_ledger
from governance.duties.meetings import agenda as agenda_sources
from governance.jobs import registry as job_registry
from governance.organisation import demo as demo_county
from governance.organisation import navigation

from . import agenda, demo, jobs, papers, reference  # noqa: F401
from .case_head import describe
from .effects import EFFECTS
from .ledger import LEDGER
from .models import Petition
from .workflow import WORKFLOW

registry.register(
    registry.Kind(
        WORKFLOW,
        Petition,
        EFFECTS,
        load_reference=reference.load,
        describe=describe,
        list_name="petitions:list",
        import_name="petitions:import",
        register_name="petitions:register",
        register_permission="cases.register_case",
        people_label="信访人",
    )
)
agenda_sources.register(agenda.SOURCE)
add_ledger(LEDGER)
for kind in jobs.KINDS:
    job_registry.register(kind)
navigation.add_entry(
    navigation.Entry(
        "信访",
        "petitions:list",
        "message",
        permissions=("cases.view_case",),
        position=10,
        count=lambda request: desk_count(request, "petition"),
    )
)
navigation.set_page("register", "petitions:register", "cases.register_case", "登记信访件")
demo_county.add_part("信访件", demo.load)
