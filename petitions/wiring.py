"""What petitions bring to the lower apps."""

from governance.cases import registry
from governance.cases.lists.filters import desk_of
from governance.cases.lists.ledger import LEDGERS
from governance.cases.papers import issue as papers
from governance.duties.meetings import agenda as agenda_sources
from governance.jobs import registry as job_registry
from governance.organisation import demo as demo_county
from governance.organisation import navigation

from . import agenda, demo, jobs, reference
from .case_head import describe
from .effects import EFFECTS
from .ledger import LEDGER
from .models import Petition
from .papers import PAPERS
from .workflow import WORKFLOW

registry.KINDS.register(
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
agenda_sources.SOURCES.register(agenda.SOURCE)
LEDGERS.register(LEDGER)
papers.KINDS.register(*PAPERS)
job_registry.KINDS.register(*jobs.KINDS)
navigation.ENTRIES.register(
    navigation.Entry(
        "信访",
        "petitions:list",
        "message",
        permissions=("cases.view_case",),
        position=10,
        counted=desk_of("petition"),
    )
)
navigation.SLOTS.register(navigation.Slot("register", "petitions:register", "cases.register_case", "登记信访件"))
demo_county.PARTS.register(demo_county.Part("信访件", demo.load))
