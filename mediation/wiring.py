"""What mediation brings to the lower apps. Importing ``papers`` registers the papers."""

from governance.cases import registry
from governance.cases.filters import desk_count
from governance.cases.ledger import add_ledger
from governance.duties import agenda as agenda_sources
from governance.duties import roster_kinds
from governance.jobs import registry as job_registry
from governance.organisation import demo as demo_county
from governance.organisation import navigation

from . import (
    agenda,
    arriving,
    casefile,
    choosers,
    demo,
    demo_organisations,
    dispute_effects,
    figure_jobs,
    file_jobs,
    ledgers,
    mediating,
    payments,
    performing,
    reference,
    reviewing,
    subsidy,
)
from . import papers as _papers  # noqa: F401
from .describing import describe_dispute, describe_track
from .dispute_steps import DISPUTE
from .models import Dispute, Track
from .sections import dispute_sections, track_sections
from .vocabulary import PEOPLE, TRACK_KINDS
from .workflows import TRACK_WORKFLOWS

REGISTER = "mediation.register_dispute"
GUIDED_BY = ("justice", "justice_office")
TRACK_EFFECTS = {
    **mediating.EFFECTS,
    **performing.EFFECTS,
    **casefile.EFFECTS,
    **reviewing.EFFECTS,
    **subsidy.EFFECTS,
}

registry.register(
    registry.Kind(
        DISPUTE,
        Dispute,
        dispute_effects.EFFECTS,
        load_reference=reference.load,
        describe=describe_dispute,
        choosers=choosers.DISPUTE,
        open_from=arriving.open_from,
        sections=dispute_sections,
        guided_by=GUIDED_BY,
        list_name="mediation:list",
        register_name="mediation:register",
        register_permission=REGISTER,
        people_label="当事人",
        guards_read=("participants",),
    )
)
for workflow in TRACK_WORKFLOWS:
    registry.register(
        registry.Kind(
            workflow,
            Track,
            TRACK_EFFECTS,
            describe=describe_track,
            choosers=choosers.PEOPLE_TRACK if workflow.kind == PEOPLE else choosers.OFFICIAL_TRACK,
            sections=track_sections,
            guided_by=GUIDED_BY,
            list_name="mediation:tracks",
            people_label="当事人",
            categories=DISPUTE.kind,
            guards_read=("mediators", "agreements__items"),
        )
    )
for ledger in (ledgers.DISPUTES, ledgers.TRACKS):
    add_ledger(ledger)
agenda_sources.register(agenda.SOURCE)
roster_kinds.add_page("律师值班", "mediation:roster")
for kind in file_jobs.KINDS:
    job_registry.register(kind)
navigation.add_entry(
    navigation.Entry(
        "矛盾调解",
        "mediation:list",
        "scale",
        permissions=("cases.view_case",),
        position=20,
        count=lambda request: desk_count(request, DISPUTE.kind, *TRACK_KINDS),
    )
)
navigation.add_entry(
    navigation.Entry(
        "调解任务",
        "mediation:tracks",
        "",
        permissions=("cases.view_case",),
        position=21,
        count=lambda request: desk_count(request, *TRACK_KINDS),
        under="mediation:list",
    )
)
navigation.set_page("register", "mediation:register", REGISTER, "登记矛盾纠纷")
demo_county.add_part("调解组织", demo_organisations.load)
navigation.add_entry(
    navigation.Entry(
        "调解组织",
        "mediation:organisations",
        "",
        permissions=("cases.view_case",),
        position=22,
        under="mediation:list",
    )
)
navigation.add_entry(
    navigation.Entry(
        "以案定补",
        "mediation:subsidies",
        "",
        permissions=(payments.PERMISSION,),
        position=24,
        under="mediation:list",
    )
)
demo_county.add_part("矛盾纠纷", demo.load)
for kind in figure_jobs.KINDS:
    job_registry.register(kind)
navigation.add_entry(
    navigation.Entry(
        "调解统计",
        "mediation:figures",
        "chart-bar",
        permissions=("cases.view_case",),
        position=25,
        under="mediation:list",
    )
)
