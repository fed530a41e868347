"""What duties bring to the lower rooms."""

from datetime import timedelta

from governance.cases.files.storage import Holder
from governance.cases.registry import Reference
from governance.frame.line import Line
from governance.frame.seals.book import Sealed
from governance.notices.kinds import MessageKind
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry

from . import demo, leaving
from .meetings import agenda
from .meetings import demo as meeting_demo
from .meetings import reference as meeting_kinds
from .models import Evidence, ProgrammeEvent
from .patrols import demo as patrol_demo
from .patrols import norms as work_norms
from .patrols import work
from .plans import actions as plans
from .programmes import demo as programme_demo
from .programmes.ties import OWN_TIES, TIES
from .receptions import source as reception_source
from .returns import rows as returns
from .returns.elsewhere import ELSEWHERE
from .rosters import reference as roster_kinds
from .scan import messages
from .visits import actions as visits
from .visits import demo as visit_demo

SEE = ("cases.view_case",)
MANAGE = ("cases.manage_reference",)
DUTIES = "duties:list"

LINE = Line(
    takes=(agenda.SOURCES, ELSEWHERE, roster_kinds.ELSEWHERE, work.WORKPLACES, work.COUNTED, TIES),
    guide="data/guide.csv",
    urls={"": "urls"},
    sealed=(
        Sealed(
            ProgrammeEvent,
            ("task_id", "verb", "text", "facts", "at", "by_id", "by_name", "by_post"),
            named=("task_id", "verb"),
        ),
        Sealed(Evidence, ("event_id", "name", "content_type", "size", "sha256", "path"), named=("event_id",)),
    ),
    terms="data/terms.csv",
    retention="data/retention.csv",
    every={"scan_duties": timedelta(minutes=1), "foretell_duties": timedelta(minutes=15)},
    reference=(
        Reference("例行方案", plans.load_reference),
        Reference("会议种类", meeting_kinds.load_reference),
        Reference("排班种类", roster_kinds.load_reference),
        Reference("下访定额", visits.load_reference),
        Reference("工作定额", work_norms.load_reference),
    ),
    messages=(MessageKind(messages.KIND, "排查与例行"),),
    agenda=agenda.OWN_SOURCES,
    ties=OWN_TIES,
    sources=(reception_source.SOURCE,),
    hands_over={"in_hand": leaving.in_hand, "let_go": leaving.let_go, "move": leaving.move},
    files=(Holder("佐证材料", Evidence, "event__task__title"),),
    menu=(
        MenuEntry(
            "排查与例行",
            DUTIES,
            "clipboard-list",
            permissions=SEE,
            position=45,
            counted=returns.OWED,
        ),
        MenuEntry("排查待处理", "duties:findings", "", permissions=SEE, position=46, under=DUTIES),
        MenuEntry("会议", "duties:meetings", "", permissions=SEE, position=46, under=DUTIES),
        MenuEntry("值班和接访排班", "duties:rosters", "", permissions=SEE, position=47, under=DUTIES),
        MenuEntry("领导接访", "duties:receptions", "", permissions=SEE, position=48, under=DUTIES),
        MenuEntry("领导下访", "duties:visits", "", permissions=SEE, position=48, under=DUTIES),
        MenuEntry("网格巡查", "duties:patrols", "", permissions=SEE, position=48, under=DUTIES),
        MenuEntry("方案任务", "duties:programmes", "", permissions=SEE, position=49, under=DUTIES),
        MenuEntry("例行方案", "duties:plans", "calendar-repeat", permissions=MANAGE, position=927),
    ),
    demo=(
        Part("例行报送", demo.load),
        Part("排班和会议", meeting_demo.load, is_last=True),
        Part("领导下访", visit_demo.load),
        Part("网格巡查", patrol_demo.load, is_last=True),
        Part("方案任务", programme_demo.load),
    ),
    roles="data/roles.csv",
)
