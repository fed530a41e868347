"""What registers bring to the lower rooms."""

from datetime import timedelta

from governance.cases.files.storage import Holder
from governance.cases.registry import Reference
from governance.frame.line import Line
from governance.frame.seals.book import Sealed
from governance.frame.seals.resealing import SealedColumn
from governance.notices.kinds import MessageKind
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry
from governance.organisation.retention import Forgetter

from . import demo
from .access import SEE
from .entries.forgetting import forget_phones, strike_out
from .figures import demo as figures_demo
from .figures import jobs as figures_jobs
from .map_layer import LAYER
from .models import Change, Entry, EntryFile
from .reference import load_reference
from .reminding import KIND
from .sheets import jobs

LINE = Line(
    guide="data/guide.csv",
    urls={"registers/": "urls"},
    sealed=(
        Sealed(Change, ("entry_id", "at", "by_id", "verb", "note", "facts", "job_id"), named=("entry_id", "verb")),
        Sealed(
            EntryFile,
            ("entry_id", "name", "content_type", "size", "sha256", "path", "uploaded_by_id", "uploaded_at"),
            named=("entry_id",),
        ),
    ),
    retention="data/retention.csv",
    forgets=(Forgetter("entry_phones", forget_phones, recorded=True),),
    striking=(strike_out,),
    resealed=(SealedColumn(Entry, "phone_sealed"),),
    every={"remind_of_registers": timedelta(minutes=15)},
    reference=(Reference("台账", load_reference),),
    messages=(MessageKind(KIND, "台账到期"),),
    layers=(LAYER,),
    jobs=(*jobs.KINDS, *figures_jobs.KINDS),
    files=(Holder("台账附件", EntryFile, "entry__name"),),
    menu=(
        MenuEntry("台账登记", "registers:registers", "files", permissions=(SEE,), position=60),
        MenuEntry("区划数据", "registers:figures", "", permissions=(SEE,), position=60, under="registers:registers"),
    ),
    demo=(
        Part("区划数据", figures_demo.load),
        Part("台账", demo.load),
        Part("台账位置", demo.place, is_last=True),
    ),
    roles="data/roles.csv",
)
