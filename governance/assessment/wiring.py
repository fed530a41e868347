"""What standards and assessment bring to the lower rooms."""

from datetime import timedelta

from governance.cases.files.storage import Holder
from governance.cases.lists.job_notices import tell_owner
from governance.cases.registry import Reference
from governance.frame.line import Line
from governance.frame.seals.book import Sealed
from governance.jobs.registry import JobKind
from governance.notices.kinds import MessageKind
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry

from . import demo
from .access import SEE
from .appraisals.actions import KIND
from .grounds import GROUNDS, OWN_GROUNDS
from .models import AppraisalEntry, AppraisalFile, Correction, GroundFile, PeriodEntry, ScoreLine, UnitScore
from .periods import freezing
from .periods.actions import FREEZE
from .periods.reckoning import page_of, reckon
from .periods.writings import WRITINGS
from .reference import load_reference, load_schemes
from .sources import OWN_SOURCES, SOURCES
from .standards.tie import TIE

LINE = Line(
    takes=(SOURCES, GROUNDS, WRITINGS),
    grounds=OWN_GROUNDS,
    mark_sources=OWN_SOURCES,
    ties=(TIE,),
    guide="data/guide.csv",
    urls={"assessment/": "urls"},
    sealed=(
        Sealed(
            AppraisalEntry,
            ("appraisal_id", "at", "by_id", "verb", "note", "facts"),
            named=("appraisal_id", "verb"),
        ),
        Sealed(
            AppraisalFile,
            ("mark_id", "name", "content_type", "size", "sha256", "path", "uploaded_by_id", "uploaded_at"),
            named=("mark_id", "name"),
        ),
        Sealed(
            ScoreLine,
            ("period_id", "unit_id", "item", "part", "whole", "points", "ground", "marked_by_id", "behind"),
            named=("period_id", "unit_id", "item"),
        ),
        Sealed(
            UnitScore,
            ("period_id", "edition", "unit_id", "total", "place", "vetoed"),
            named=("period_id", "edition", "unit_id"),
        ),
        Sealed(Correction, ("line_id", "objection_id", "points"), named=("line_id",)),
        Sealed(PeriodEntry, ("period_id", "at", "by_id", "verb", "note", "facts"), named=("period_id", "verb")),
    ),
    every={"open_ended_quarters": timedelta(hours=1)},
    jobs=(JobKind(FREEZE, "核算考核", reckon, unit="项", page=page_of, ended=tell_owner),),
    reference=(Reference("标准", load_reference), Reference("考核方案", load_schemes)),
    messages=(MessageKind(KIND, "达标评定"), MessageKind(freezing.KIND, "考核结果")),
    files=(
        Holder("评定佐证", AppraisalFile, "mark__appraisal__name"),
        Holder("评分依据", GroundFile, "period__scheme__name"),
    ),
    menu=(
        MenuEntry("标准评定", "assessment:standards", "checklist", permissions=(SEE,), position=62),
        MenuEntry("考核", "assessment:periods", "list-details", permissions=(SEE,), position=64),
        MenuEntry("考核方案", "assessment:schemes", "", permissions=(SEE,), position=64, under="assessment:periods"),
    ),
    demo=(Part("达标评定", demo.load), Part("考核", demo.load_scored, is_last=True)),
    roles="data/roles.csv",
)
