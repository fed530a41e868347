"""What the pages for citizens bring to the lower rooms."""

from governance.cases.files.storage import Holder
from governance.frame.line import Line
from governance.organisation.retention import Forgetter
from governance.publications.front.doors import PublicDoor

from . import brake, drafts
from .models import DraftFile

LINE = Line(
    urls={"": "urls"},
    public_doors=(
        PublicDoor("联系和接待", "citizens:contact", "电话、地址、时间，这一周哪位领导在哪里接访。", 30),
        PublicDoor("个人信息怎样使用", "citizens:privacy", "收集什么、用来做什么、保存多久、您的权利。", 90),
    ),
    files=(Holder("未提交的附件", DraftFile),),
    retention="data/retention.csv",
    forgets=(
        Forgetter("citizen_drafts", drafts.forget_before, recorded=True),
        Forgetter("citizen_tries", brake.forget_before),
    ),
)
