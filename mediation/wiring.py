"""What mediation brings to the lower rooms."""

from governance.cases.choices.lists import CountyList
from governance.cases.lists.filters import desk_of
from governance.cases.registry import CaseKind
from governance.counter.becoming import Becoming
from governance.dashboard.cards import Awaited
from governance.dashboard.places.shown import Choice, Counted
from governance.duties.rosters.reference import Elsewhere
from governance.figures.saying import Sayings
from governance.frame.line import Line
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry, Slot

from . import agenda, lists, reference
from .case_cards import dispute_sections, track_sections
from .case_head import describe_dispute, describe_track
from .casefiles import contents, review_effects, volume
from .casefiles import effects as casefile
from .casefiles import jobs as file_jobs
from .demo import academy, organisations
from .demo import load as demo
from .disputes import effects as dispute_effects
from .disputes import from_other_case
from .disputes.steps import DISPUTE
from .figures import board as figure_board
from .figures import jobs as figure_jobs
from .figures import measures as figure_measures
from .lawyers.offering import LAWYERS
from .models import Dispute, Track
from .models.said import OF_DISPUTE, OF_TRACK
from .organisations import leaving
from .papers import TEXTS
from .subsidies import effects as subsidy
from .subsidies import jobs as subsidy_jobs
from .subsidies import payments
from .tracks import after_effects, choosers
from .tracks import effects as mediating
from .vocabulary import CHOICES, COMMITTEE_FIELDS, PEOPLE, RECONCILIATION, TRACK_KINDS
from .workflows import TRACK_WORKFLOWS

SEE = ("cases.view_case",)
REGISTER = "mediation.register_dispute"
GUIDED_BY = ("justice", "justice_office")
LIST = "mediation:list"
TRACK_EFFECTS = {
    **mediating.EFFECTS,
    **dispute_effects.OF_TRACKS,
    **after_effects.EFFECTS,
    **casefile.EFFECTS,
    **review_effects.EFFECTS,
    **subsidy.EFFECTS,
}
DISPUTES = CaseKind(
    DISPUTE,
    Dispute,
    dispute_effects.EFFECTS,
    load_reference=reference.load,
    describe=describe_dispute,
    choosers=choosers.DISPUTE,
    open_from=from_other_case.open_from,
    sections=dispute_sections,
    guided_by=GUIDED_BY,
    list_name=LIST,
    register_name="mediation:register",
    register_permission=REGISTER,
    people_label="当事人",
    guards_read=("participants", "parts__track"),
    grave={"grade": "major"},
    on_map=True,
)
TRACKS = tuple(
    CaseKind(
        workflow,
        Track,
        TRACK_EFFECTS,
        describe=describe_track,
        choosers=choosers.PEOPLE_TRACK if workflow.kind == PEOPLE else choosers.OFFICIAL_TRACK,
        lacking={"whole_file": contents.why_not_whole, "claim": subsidy.why_no_claim},
        sections=track_sections,
        # The justice bureau guides mediation; a criminal case is none of its business.
        guided_by=() if workflow.kind == RECONCILIATION else GUIDED_BY,
        list_name="mediation:tracks",
        people_label="当事人",
        categories=DISPUTE.kind,
        file_title=volume.TITLES[workflow.kind],
        bind=volume.case_file,
        guards_read=("mediators", "agreements__items", "sessions"),
    )
    for workflow in TRACK_WORKFLOWS
)

LINE = Line(
    offers=(LAWYERS,),
    becomings=(
        Becoming("dispute", "矛盾纠纷", "和别人有争议，想请人调解", "mediation:register", REGISTER, 40, over="on_spot"),
    ),
    hands_over={"in_hand": leaving.in_hand, "let_go": leaving.let_go, "move": leaving.move},
    guide="data/guide.csv",
    urls={"mediation/": "urls"},
    terms="data/terms.csv",
    subject_laws="data/subject_laws.csv",
    kinds=(DISPUTES, *TRACKS),
    sayings=(Sayings(OF_DISPUTE, (DISPUTE.kind,)), Sayings(OF_TRACK, TRACK_KINDS)),
    measures=figure_measures.MEASURES,
    rates=figure_measures.RATES,
    headlines=(figure_board.HEADLINE,),
    plots=figure_board.PLOTS,
    map_counts=(Counted(DISPUTE.kind, DISPUTE.label),),
    map_choices=(Choice(DISPUTE.kind, DISPUTE.label, (DISPUTE.kind,)),),
    papers=TEXTS,
    ledgers=(lists.DISPUTE_LEDGER, lists.TRACK_LEDGER),
    jobs=(file_jobs.KIND, subsidy_jobs.KIND, *figure_jobs.KINDS),
    agenda=(agenda.SOURCE,),
    awaited=(Awaited("subsidies", payments.PERMISSION, "审核以案定补", payments.awaited, payments.page),),
    county_lists=(CountyList(COMMITTEE_FIELDS, "专业领域", "登记行业性、专业性调解组织时", CHOICES[COMMITTEE_FIELDS]),),
    rosters=(Elsewhere("律师值班", "mediation:roster"),),
    slots=(Slot("register", "mediation:register", REGISTER, "登记矛盾纠纷"),),
    menu=(
        MenuEntry(
            "矛盾调解",
            LIST,
            "scale",
            permissions=SEE,
            position=20,
            counted=desk_of(DISPUTE.kind, *TRACK_KINDS),
        ),
        MenuEntry(
            "调解任务",
            "mediation:tracks",
            "",
            permissions=SEE,
            position=21,
            under=LIST,
            counted=desk_of(*TRACK_KINDS),
        ),
        MenuEntry("调解组织", "mediation:organisations", "", permissions=SEE, position=22, under=LIST),
        MenuEntry("以案定补", "mediation:subsidies", "", permissions=(payments.PERMISSION,), position=24, under=LIST),
        MenuEntry("调解统计", "mediation:figures", "", permissions=SEE, position=25, under=LIST),
    ),
    demo=(
        Part("调解组织", organisations.load),
        Part("矛盾纠纷", demo.load),
        Part("网络学院课程", academy.load, is_last=True),
    ),
    roles="data/roles.csv",
)
