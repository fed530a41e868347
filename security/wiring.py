"""What public safety brings to the lower rooms."""

from governance.cases.lists.filters import desk_of
from governance.cases.registry import CaseKind
from governance.frame.line import Line
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry, Slot

from . import demo
from .areas.case_head import describe as describe_key_area
from .areas.steps import LIST
from .areas.workflow import WORKFLOW as KEY_AREA
from .hazards.case_head import describe as describe_hazard
from .hazards.effects import EFFECTS
from .hazards.opening import open_from
from .hazards.papers import PAPERS
from .hazards.steps import CHECK, REPORT
from .hazards.workflow import WORKFLOW as HAZARD
from .lists import HAZARD_LEDGER, KEY_AREA_LEDGER
from .models import Hazard, KeyArea

SEE = ("cases.view_case",)
HAZARDS, KEY_AREAS = "security:hazards:list", "security:key_areas:list"

LINE = Line(
    urls={"security/": "urls"},
    terms="data/terms.csv",
    kinds=(
        CaseKind(
            HAZARD,
            Hazard,
            EFFECTS,
            describe=describe_hazard,
            list_name=HAZARDS,
            register_name="security:hazards:register",
            register_permission=REPORT,
            people_label="",
            open_from=open_from,
            on_map=True,
        ),
        CaseKind(
            KEY_AREA,
            KeyArea,
            describe=describe_key_area,
            list_name=KEY_AREAS,
            register_name="security:key_areas:register",
            register_permission=LIST,
            people_label="",
        ),
    ),
    papers=PAPERS,
    ledgers=(HAZARD_LEDGER, KEY_AREA_LEDGER),
    slots=(Slot("register", "security:hazards:register", REPORT, "登记隐患"),),
    menu=(
        MenuEntry("隐患", HAZARDS, "alert-triangle", permissions=SEE, position=33, counted=desk_of("hazard")),
        MenuEntry("重点地区和问题", KEY_AREAS, "", permissions=SEE, position=34, under=HAZARDS),
    ),
    demo=(Part("隐患和重点地区", demo.load),),
    roles={
        "registrar": (REPORT, CHECK),
        "handler": (REPORT,),
        "unit_lead": (REPORT, CHECK),
        "centre_staff": (REPORT, CHECK, LIST),
        "county_office": (LIST,),
        "grid_worker": (REPORT, CHECK),
    },
)
