"""What the grid brings to the lower rooms."""

from governance.cases.lists.filters import desk_of
from governance.cases.registry import CaseKind
from governance.counter.becoming import Becoming
from governance.figures.saying import Sayings
from governance.frame.line import Line
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry, Slot

from . import reference
from .events import demo, figures, places
from .events.case_head import describe
from .events.effects import EFFECTS, followers
from .events.lists import LEDGER
from .events.papers import TEXTS
from .events.workflow import WORKFLOW
from .grids import demo as grids_demo
from .grids import leaving
from .grids.actions import FOLLOWING
from .models import MORE, GridEvent
from .telling import ANSWERING
from .vocabulary import GRADES, REPORT, SERVICE
from .work import REPORTS, WORKPLACES

SEE = ("cases.view_case",)
LIST = "grid:events"

LINE = Line(
    becomings=(
        Becoming(
            "event", "网格事件", "看到的问题、隐患，要有人去处置", "grid:register", REPORT, 10, {"source": "window"}
        ),
        Becoming(
            "service",
            "服务请求",
            "代办、求助、咨询",
            "grid:register",
            REPORT,
            20,
            {"source": "window", "then_what": "keep"},
        ),
    ),
    guide="data/guide.csv",
    urls={"grid/": "urls", "": "citizens.urls"},
    answerings=(ANSWERING,),
    terms="data/terms.csv",
    kinds=(
        CaseKind(
            WORKFLOW,
            GridEvent,
            EFFECTS,
            load_reference=reference.load,
            describe=describe,
            list_name=LIST,
            register_name="grid:register",
            register_permission=REPORT,
            people_label="反映人",
            followers=followers,
            on_map=True,
            at_home={"gridevent__event_type": SERVICE},
            grades=GRADES,
            names_for="grid.see_reporter",
        ),
    ),
    sayings=(Sayings(MORE, (WORKFLOW.kind,)),),
    measures=figures.MEASURES,
    headlines=(figures.HEADLINE,),
    plots=figures.PLOTS,
    map_counts=(places.COUNTED,),
    map_choices=places.CHOICES,
    rates=figures.RATES,
    papers=TEXTS,
    following=(FOLLOWING,),
    hands_over={"in_hand": leaving.in_hand, "let_go": leaving.let_go, "move": leaving.move},
    workplaces=(WORKPLACES,),
    counted_work=(REPORTS,),
    ledgers=(LEDGER,),
    slots=(
        Slot("register", "grid:phone", REPORT, "手机上报", first_for="grid_worker"),
        Slot("register", "grid:register", REPORT, "上报网格事件"),
        Slot("leave", "grid:phone", REPORT, "手机里的上报"),
    ),
    menu=(
        MenuEntry(
            "网格事件",
            LIST,
            "map-pin",
            permissions=SEE,
            position=30,
            counted=desk_of(WORKFLOW.kind),
        ),
        MenuEntry("手机上报", "grid:phone", "", permissions=(REPORT,), position=30, under=LIST),
        MenuEntry("网格地图", "dashboard:places", "", permissions=SEE, position=31, under=LIST),
        MenuEntry("网格", "grid:grids", "", permissions=SEE, position=31, under=LIST),
        MenuEntry("事项清单", "grid:items", "", permissions=SEE, position=32, under=LIST),
    ),
    demo=(Part("网格", grids_demo.load), Part("网格事件", demo.load)),
    roles="data/roles.csv",
)
