"""What publications bring to the lower rooms."""

from django.utils.translation import gettext_lazy as _

from governance.assessment.periods.writings import Writing
from governance.cases.files.storage import Holder
from governance.cases.registry import Reference
from governance.frame.line import Line
from governance.frame.seals.book import Sealed
from governance.notices.kinds import MessageKind
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry

from . import demo
from .access import SEE
from .front.doors import DOORS, PublicDoor
from .issuing import leaving
from .issuing.telling import KIND
from .kinds.tie import TIE
from .models import PublicationEntry, PublicationFile
from .products import documents, jobs
from .products.chapters import CHAPTERS
from .reference import load_reference

LINE = Line(
    takes=(DOORS, CHAPTERS),
    ties=(TIE,),
    guide="data/guide.csv",
    county_rules="data/county_rules.csv",
    urls={"": "urls"},
    sealed=(
        Sealed(
            PublicationEntry,
            ("publication_id", "at", "by_id", "verb", "note", "facts"),
            named=("publication_id", "verb"),
        ),
        Sealed(
            PublicationFile,
            ("publication_id", "name", "content_type", "size", "sha256", "path", "uploaded_by_id", "uploaded_at"),
            named=("publication_id", "name"),
        ),
    ),
    reference=(Reference("公开种类", load_reference),),
    messages=(MessageKind(KIND, "公开发布"),),
    jobs=jobs.KINDS,
    demo=(Part("公开发布", demo.load),),
    hands_over={"in_hand": leaving.in_hand},
    files=(Holder("发布附件", PublicationFile, "publication__title"),),
    period_writings=(Writing("写成考核通报", "publications:make", (documents.SCORES,)),),
    public_doors=(
        PublicDoor(
            _("公开信息"), "publications:notices", _("三公开、村规民约、办事指南、预警提示、公布的数据和通报。"), 50
        ),
    ),
    menu=(MenuEntry("公开发布", "publications:kinds", "volume", permissions=(SEE,), position=63),),
    roles="data/roles.csv",
)
