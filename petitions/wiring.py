"""What petitions bring to the lower rooms."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from governance.cases.files.storage import Holder
from governance.cases.lists.filters import desk_of
from governance.cases.registry import CaseKind
from governance.counter.becoming import Becoming
from governance.dashboard.places.shown import Counted
from governance.figures.saying import Sayings
from governance.frame.line import Line
from governance.frame.seals.resealing import SealedColumn
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry, Slot
from governance.organisation.retention import Forgetter
from governance.publications.front.doors import PublicDoor

from . import agenda, citizens_demo, demo, figures, reference, review_demo, together_demo
from .case_cards import shares
from .case_head import describe
from .effects import CHOOSERS, EFFECTS
from .effects.together import owes_share
from .hotline.words import FOLLOWINGS, SCOPES
from .intake import from_other_case
from .letters.letters import forget_before as forget_letters
from .letters.source import LETTER
from .lists import LASTING_LEDGER, LEDGER, REVIEW_LEDGERS, REVIEWS, SUGGESTION_LEDGER
from .messages import jobs
from .models import CitizenText, Letter, LetterFile, Petition, Review, WithheldPerson
from .models.petition import MORE
from .papers import TEXTS
from .questions import publishing
from .questions.views import sections as questions
from .reviews.case_head import describe as describe_review
from .reviews.effects import EFFECTS as REVIEW_EFFECTS
from .reviews.workflow import RECHECK_WORKFLOW, REVIEW_WORKFLOW
from .telling import ANSWERING, ENDED, STANDS
from .withholding.actions import forget_before
from .withholding.views import sections
from .workflow import WORKFLOW

REGISTER = "petitions.register_petition"

LINE = Line(
    becomings=(
        Becoming("petition", "信访", "对机关和工作人员提出的建议、意见、投诉请求", "petitions:register", REGISTER, 30),
    ),
    answerings=(ANSWERING,),
    guide="data/guide.csv",
    urls={"": "urls", "api/hotline/petitions/": "hotline.urls"},
    followings=FOLLOWINGS,
    scopes=SCOPES,
    terms="data/terms.csv",
    county_rules="data/county_rules.csv",
    retention="data/retention.csv",
    forgets=(
        Forgetter("withheld_people", forget_before, recorded=True),
        Forgetter("letters", forget_letters, recorded=True),
    ),
    resealed=(
        SealedColumn(WithheldPerson, "told_sealed"),
        SealedColumn(Letter, "told_sealed"),
        SealedColumn(Letter, "reply_sealed"),
        SealedColumn(CitizenText, "phone_sealed"),
    ),
    sources=(LETTER,),
    files=(Holder("邮件的附件", LetterFile),),
    every={
        "fetch_letters": timedelta(minutes=5),
        "reply_to_letters": timedelta(minutes=1),
        "text_citizens": timedelta(minutes=1),
    },
    subject_laws="data/subject_laws.csv",
    kinds=(
        CaseKind(
            WORKFLOW,
            Petition,
            EFFECTS,
            load_reference=reference.load,
            describe=describe,
            sections=lambda row, user, now: [
                *shares(row, user, now),
                *sections(row, user, now),
                *questions(row, user, now),
            ],
            hides=publishing.hide,
            choosers=CHOOSERS,
            persons={"owes_share": owes_share},
            guards_read=("events",),
            answered=("served", "informed", "not_accepted"),
            list_name="petitions:list",
            import_name="petitions:import",
            register_name="petitions:register",
            register_permission=REGISTER,
            people_label="信访人",
            file_title="信访卷宗",
            open_from=from_other_case.open_from,
            accused="accused_unit",
            accused_names="accused_names",
            accuses={"petition_class": "accusation"},
            outcomes={code: STANDS[code] for code in ENDED} | {"archived": ""},
        ),
        *(
            CaseKind(
                workflow,
                Review,
                REVIEW_EFFECTS,
                describe=describe_review,
                answered=("served",),
                list_name="petitions:reviews",
                people_label="信访人",
                file_title=f"{workflow.label.removesuffix('件')}卷宗",
                categories="petition",
            )
            for workflow in (REVIEW_WORKFLOW, RECHECK_WORKFLOW)
        ),
    ),
    papers=TEXTS,
    sayings=(Sayings(MORE, (WORKFLOW.kind,)),),
    measures=figures.MEASURES,
    rates=figures.RATES,
    headlines=(figures.HEADLINE,),
    chapters=figures.CHAPTERS,
    plots=figures.PLOTS,
    map_counts=(Counted(WORKFLOW.kind, "信访件"),),
    ledgers=(LEDGER, SUGGESTION_LEDGER, LASTING_LEDGER, *REVIEW_LEDGERS),
    jobs=jobs.KINDS,
    agenda=(agenda.SOURCE,),
    slots=(Slot("register", "petitions:register", REGISTER, "登记信访件"),),
    menu=(
        MenuEntry(
            "信访",
            "petitions:list",
            "message",
            permissions=("cases.view_case",),
            position=10,
            counted=desk_of(WORKFLOW.kind),
        ),
        MenuEntry(
            "复查、复核",
            "petitions:reviews",
            "",
            permissions=("cases.view_case",),
            position=11,
            under="petitions:list",
            counted=desk_of(*REVIEWS.kinds),
        ),
        MenuEntry(
            "建议意见",
            "petitions:suggestions",
            "",
            permissions=("cases.view_case",),
            position=14,
            under="petitions:list",
        ),
        MenuEntry(
            "久拖、集体和重复",
            "petitions:lasting",
            "",
            permissions=("cases.view_case",),
            position=15,
            under="petitions:list",
        ),
        MenuEntry(
            "电子邮件来信",
            "petitions:letters",
            "",
            permissions=(REGISTER,),
            position=13,
            under="petitions:list",
        ),
        MenuEntry(
            "集中反映的问题",
            "petitions:topics",
            "",
            permissions=("cases.view_case",),
            position=12,
            under="petitions:list",
        ),
    ),
    demo=(
        Part("信访件", demo.load),
        Part("复查、复核", review_demo.load),
        Part("几个单位、多人反映、不公开姓名的信访件", together_demo.load),
        Part("群众网上提出的信访件", citizens_demo.load, is_last=True, says=citizens_demo.how_to_try),
    ),
    public_doors=(
        PublicDoor(
            _("查进展、补材料、请求复查、评价"),
            "petitions:look_up",
            _("凭编号和查询码，看办到哪一步、谁在办、哪天答复。"),
            20,
        ),
        PublicDoor(
            _("提出信访事项"),
            "petitions:hand_in",
            _("反映困难、提意见建议、检举控告。不用注册，提交后得到编号和查询码。"),
            10,
        ),
    ),
    roles="data/roles.csv",
)
