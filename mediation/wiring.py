"""What mediation brings to the lower apps."""

from governance.cases import registry
from governance.cases.lists.filters import desk_of
from governance.cases.lists.ledger import LEDGERS
from governance.cases.papers import issue as papers
from governance.duties.meetings import agenda as agenda_sources
from governance.duties.rosters import reference as roster_kinds
from governance.jobs import registry as job_registry
from governance.organisation import demo as demo_county
from governance.organisation import navigation

from . import agenda, ledgers, reference
from .case_cards import dispute_sections, track_sections
from .case_head import describe_dispute, describe_track
from .casefiles import effects as casefile
from .casefiles import jobs as file_jobs
from .casefiles import review_effects
from .demo import load as demo
from .demo import organisations
from .disputes import effects as dispute_effects
from .disputes import from_other_case
from .disputes.steps import DISPUTE
from .figures import jobs as figure_jobs
from .models import Dispute, Track
from .papers import PAPERS
from .subsidies import effects as subsidy
from .subsidies import jobs as subsidy_jobs
from .subsidies import payments
from .tracks import after_effects, choosers
from .tracks import effects as mediating
from .vocabulary import PEOPLE, TRACK_KINDS
from .workflows import TRACK_WORKFLOWS

REGISTER = "mediation.register_dispute"
GUIDED_BY = ("justice", "justice_office")
TRACK_EFFECTS = {
    **mediating.EFFECTS,
    **after_effects.EFFECTS,
    **casefile.EFFECTS,
    **review_effects.EFFECTS,
    **subsidy.EFFECTS,
}

registry.KINDS.register(
    registry.Kind(
        DISPUTE,
        Dispute,
        dispute_effects.EFFECTS,
        load_reference=reference.load,
        describe=describe_dispute,
        choosers=choosers.DISPUTE,
        open_from=from_other_case.open_from,
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
    registry.KINDS.register(
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
LEDGERS.register(ledgers.DISPUTES, ledgers.TRACKS)
papers.KINDS.register(*PAPERS)
agenda_sources.SOURCES.register(agenda.SOURCE)
roster_kinds.ELSEWHERE.register(roster_kinds.Elsewhere("律师值班", "mediation:roster"))
job_registry.KINDS.register(file_jobs.KIND)
job_registry.KINDS.register(subsidy_jobs.KIND)
navigation.ENTRIES.register(
    navigation.Entry(
        "矛盾调解",
        "mediation:list",
        "scale",
        permissions=("cases.view_case",),
        position=20,
        counted=desk_of(DISPUTE.kind, *TRACK_KINDS),
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "调解任务",
        "mediation:tracks",
        "",
        permissions=("cases.view_case",),
        position=21,
        counted=desk_of(*TRACK_KINDS),
        under="mediation:list",
    )
)
navigation.SLOTS.register(navigation.Slot("register", "mediation:register", REGISTER, "登记矛盾纠纷"))
demo_county.PARTS.register(demo_county.Part("调解组织", organisations.load))
navigation.ENTRIES.register(
    navigation.Entry(
        "调解组织",
        "mediation:organisations",
        "",
        permissions=("cases.view_case",),
        position=22,
        under="mediation:list",
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "以案定补",
        "mediation:subsidies",
        "",
        permissions=(payments.PERMISSION,),
        position=24,
        under="mediation:list",
    )
)
demo_county.PARTS.register(demo_county.Part("矛盾纠纷", demo.load))
job_registry.KINDS.register(*figure_jobs.KINDS)
navigation.ENTRIES.register(
    navigation.Entry(
        "调解统计",
        "mediation:figures",
        "chart-bar",
        permissions=("cases.view_case",),
        position=25,
        under="mediation:list",
    )
)
