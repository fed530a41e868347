"""What standards and assessment bring to the lower rooms."""

from governance.cases.files.storage import Holder
from governance.cases.registry import Reference
from governance.frame.line import Line
from governance.frame.seals.book import Sealed
from governance.notices.kinds import MessageKind
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry

from . import demo
from .access import ASSESS, CONCLUDE, MANAGE, MARK, SEE
from .appraisals.actions import KIND
from .models import AppraisalEntry, AppraisalFile
from .reference import load_reference, load_schemes
from .sources import OWN_SOURCES, SOURCES

LINE = Line(
    takes=(SOURCES,),
    mark_sources=OWN_SOURCES,
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
    ),
    reference=(Reference("标准", load_reference), Reference("考核方案", load_schemes)),
    messages=(MessageKind(KIND, "达标评定"),),
    files=(Holder("评定佐证", AppraisalFile, "mark__appraisal__name"),),
    menu=(
        MenuEntry("标准评定", "assessment:standards", "checklist", permissions=(SEE,), position=62),
        MenuEntry("考核方案", "assessment:schemes", "list-details", permissions=(SEE,), position=64),
    ),
    demo=(Part("达标评定", demo.load),),
    roles={
        "registrar": (MARK,),
        "handler": (MARK,),
        "unit_lead": (MARK, CONCLUDE),
        "centre_staff": (MARK, CONCLUDE, MANAGE, ASSESS),
        "county_office": (MARK, CONCLUDE, MANAGE, ASSESS),
        "grid_worker": (MARK,),
        "justice_staff": (MARK,),
    },
)
