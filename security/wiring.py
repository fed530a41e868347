"""What public safety brings to the lower rooms."""

from datetime import timedelta
from typing import Any

from governance.cases.files.storage import Holder
from governance.cases.lists.filters import desk_of
from governance.cases.registry import CaseKind, Reference
from governance.cases.workflow import Workflow
from governance.dashboard.cards import DeskCard
from governance.duties.models import DutyPlan
from governance.duties.returns.elsewhere import Elsewhere
from governance.frame.line import Line
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry, Slot

from . import demo, figures
from .areas.case_head import describe as describe_key_area
from .areas.effects import EFFECTS as AREA_EFFECTS
from .areas.steps import LIST
from .areas.steps import WORKFLOW as KEY_AREA
from .assessments import demo as assessment_demo
from .assessments.case_head import describe as describe_assessment
from .assessments.case_head import sections as assessment_sections
from .assessments.choosing import conditions_of
from .assessments.effects import EFFECTS as ASSESSMENT_EFFECTS
from .assessments.papers import TEXTS as ASSESSMENT_TEXTS
from .assessments.steps import ASSESS
from .assessments.workflow import WORKFLOW as ASSESSMENT
from .awaited import AWAITED
from .clues import demo as clue_demo
from .clues.case_head import describe as describe_clue
from .clues.effects import EFFECTS as CLUE_EFFECTS
from .clues.steps import COUNT
from .clues.steps import REPORT as REPORT_CLUE
from .clues.steps import WORKFLOW as CLUE
from .hazards.case_head import describe as describe_hazard
from .hazards.effects import EFFECTS
from .hazards.opening import open_from
from .hazards.papers import TEXTS
from .hazards.steps import REPORT
from .hazards.steps import WORKFLOW as HAZARD
from .incidents.case_head import describe as describe_incident
from .incidents.case_head import sections as incident_sections
from .incidents.duty import takes_up
from .incidents.effects import EFFECTS as INCIDENT_EFFECTS
from .incidents.papers import TEXTS as INCIDENT_TEXTS
from .incidents.steps import REPORT as REPORT_INCIDENT
from .incidents.steps import WORKFLOW as INCIDENT
from .inspections import demo as inspection_demo
from .inspections import figures as inspection_figures
from .inspections.reference import load_reference
from .joint import demo as joint_demo
from .joint.case_head import describe as describe_joint_task
from .joint.case_head import sections as joint_sections
from .joint.effects import EFFECTS as JOINT_EFFECTS
from .joint.steps import ASK
from .joint.steps import WORKFLOW as JOINT_TASK
from .lists import ASSESSMENT_LEDGER, HAZARD_LEDGER, INCIDENT_LEDGER, JOINT_TASK_LEDGER, KEY_AREA_LEDGER, WARNING_LEDGER
from .models import CheckPhoto, Clue, Hazard, Incident, JointTask, KeyArea, RiskAssessment, Warning
from .orders.choosing import ANSWERING, asked_for, orders_of, received_orders_of
from .owed import owed
from .warnings import demo as warning_demo
from .warnings.case_head import describe as describe_warning
from .warnings.case_head import sections as warning_sections
from .warnings.effects import EFFECTS as WARNING_EFFECTS
from .warnings.map_layer import LAYER as WARNING_LAYER
from .warnings.papers import TEXTS as WARNING_TEXTS
from .warnings.rows import in_force
from .warnings.steps import CONFIRM, DRAFT
from .warnings.steps import WORKFLOW as WARNING
from .words import WORDS

SEE = ("cases.view_case",)
HAZARDS, KEY_AREAS, INCIDENTS = "security:hazards:list", "security:key_areas:list", "security:incidents:list"

ASSESSMENTS, CLUES = "security:assessments:list", "security:clues:list"
WARNINGS, JOINT_TASKS = "security:warnings:list", "security:joint_tasks:list"
# What stands in the count of the whole part; clues are counted nowhere.
COUNTED = ("hazard", "incident", "key_area", "risk_assessment", "joint_task", "warning")
ORDERED = {"orders": orders_of, "received_orders": received_orders_of}


def _kind(noun: str, workflow: Workflow, model, permission: str, effects=None, **more) -> CaseKind:
    """A kind of public safety: nobody brings it, no category tells it apart, and its pages are called alike."""
    pages: dict[str, Any] = {"list_name": f"security:{noun}:list", "register_name": f"security:{noun}:register"}
    plain: dict[str, Any] = {"register_permission": permission, "people_label": "", "has_categories": False}
    plain["words"] = WORDS[workflow.kind]
    return CaseKind(workflow, model, effects or {}, **pages, **plain, **more)


LINE = Line(
    guide="data/guide.csv",
    urls={"security/": "urls"},
    terms="data/terms.csv",
    county_rules="data/county_rules.csv",
    kinds=(
        _kind(
            "hazards",
            HAZARD,
            Hazard,
            REPORT,
            EFFECTS,
            describe=describe_hazard,
            open_from=open_from,
            guards_read=("events",),
            on_map=True,
        ),
        _kind("key_areas", KEY_AREA, KeyArea, LIST, AREA_EFFECTS, describe=describe_key_area),
        _kind(
            "incidents",
            INCIDENT,
            Incident,
            REPORT_INCIDENT,
            INCIDENT_EFFECTS,
            describe=describe_incident,
            choosers=ORDERED,
            persons=ANSWERING | {"on_duty": takes_up},
            sections=incident_sections,
            guards_read=("orders",),
            on_map=True,
        ),
        _kind(
            "assessments",
            ASSESSMENT,
            RiskAssessment,
            ASSESS,
            ASSESSMENT_EFFECTS,
            describe=describe_assessment,
            choosers={"conditions": conditions_of},
            sections=assessment_sections,
            guards_read=("events",),
        ),
        _kind(
            "clues",
            CLUE,
            Clue,
            REPORT_CLUE,
            CLUE_EFFECTS,
            describe=describe_clue,
            on_agenda=False,
            accused="accused_unit",
            accused_names="accused_names",
            accuses={"kind": "clue"},
        ),
        _kind(
            "joint_tasks",
            JOINT_TASK,
            JointTask,
            ASK,
            JOINT_EFFECTS,
            describe=describe_joint_task,
            choosers=ORDERED,
            persons=ANSWERING,
            sections=joint_sections,
            guards_read=("orders", "events"),
        ),
        _kind(
            "warnings",
            WARNING,
            Warning,
            DRAFT,
            WARNING_EFFECTS,
            describe=describe_warning,
            persons={"confirms": asked_for("received_at", permission=CONFIRM)},
            sections=warning_sections,
            guards_read=("orders",),
            on_agenda=False,
        ),
    ),
    measures=(*figures.MEASURES, *inspection_figures.MEASURES),
    rates=(*figures.RATES, *inspection_figures.RATES),
    headlines=(figures.HEADLINE,),
    chapters=figures.CHAPTERS,
    plots=figures.PLOTS,
    papers=TEXTS | INCIDENT_TEXTS | ASSESSMENT_TEXTS | WARNING_TEXTS,
    ledgers=(HAZARD_LEDGER, KEY_AREA_LEDGER, INCIDENT_LEDGER, ASSESSMENT_LEDGER, WARNING_LEDGER, JOINT_TASK_LEDGER),
    layers=(WARNING_LAYER,),
    desk_cards=(
        DeskCard("owed", "security/_owed.html", owed, first=True),
        DeskCard("warnings", "security/warnings/_desk.html", in_force),
    ),
    awaited=AWAITED,
    every={"end_warnings": timedelta(minutes=1)},
    reference=(Reference("检查清单", load_reference),),
    done_elsewhere=(
        Elsewhere(DutyPlan.Kind.INSPECTION, "security:inspections:round", "逐个场所检查，结果记在检查页里。"),
    ),
    files=(Holder("检查照片", CheckPhoto),),
    slots=(
        Slot("register", "security:hazards:register", REPORT, "登记隐患"),
        Slot("register", "security:incidents:register", REPORT_INCIDENT, "报告案事件"),
        Slot("register", "security:assessments:register", ASSESS, "登记稳评事项"),
        Slot("register", "security:clues:register", REPORT_CLUE, "登记线索"),
        Slot("register", "security:joint_tasks:register", ASK, "提请联动"),
        Slot("register", "security:warnings:register", DRAFT, "拟发预警"),
    ),
    menu=(
        MenuEntry("平安", HAZARDS, "shield-check", permissions=SEE, position=33, counted=desk_of(*COUNTED)),
        MenuEntry("隐患", HAZARDS, "", permissions=SEE, position=34, under=HAZARDS, counted=desk_of("hazard")),
        MenuEntry("案事件", INCIDENTS, "", permissions=SEE, position=34, under=HAZARDS, counted=desk_of("incident")),
        MenuEntry("重点地区和问题", KEY_AREAS, "", permissions=SEE, position=34, under=HAZARDS),
        MenuEntry("场所检查", "security:inspections:rounds", "", permissions=SEE, position=35, under=HAZARDS),
        MenuEntry("重大决策稳评", ASSESSMENTS, "", permissions=SEE, position=36, under=HAZARDS),
        MenuEntry("线索", CLUES, "", permissions=SEE, position=37, under=HAZARDS),
        MenuEntry("线索总数", "security:clues:totals", "", permissions=(COUNT,), position=38, under=HAZARDS),
        MenuEntry(
            "联动任务", JOINT_TASKS, "", permissions=SEE, position=38, under=HAZARDS, counted=desk_of("joint_task")
        ),
        MenuEntry("预警", WARNINGS, "", permissions=SEE, position=37, under=HAZARDS, counted=desk_of("warning")),
    ),
    demo=(
        Part("隐患和重点地区", demo.load),
        Part("重大决策稳评", assessment_demo.load),
        Part("预警", warning_demo.load),
        Part("联动任务", joint_demo.load),
        Part("线索", clue_demo.load),
        Part("场所检查", inspection_demo.load, is_last=True),
    ),
    roles="data/roles.csv",
)
