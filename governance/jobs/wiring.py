"""What this app brings itself: the pages of one's own jobs, and the sweep after lost ones."""

from datetime import timedelta

from governance.frame.line import Line
from governance.organisation.navigation import MenuEntry
from governance.organisation.retention import Forgetter

from .registry import KINDS
from .work import forget_reports

MANAGE = "organisation.manage_organisation"

LINE = Line(
    takes=(KINDS,),
    guide="data/guide.csv",
    urls={"jobs/": "urls"},
    every={"sweep_jobs": timedelta(minutes=1)},
    menu=(
        MenuEntry("导入区划", "areas_from_sheet", "", (MANAGE,), 901, under="organisation:units"),
        MenuEntry("导入单位", "units_from_sheet", "", (MANAGE,), 902, under="organisation:units"),
        MenuEntry("导入人员", "people_from_sheet", "", (MANAGE,), 903, under="organisation:units"),
    ),
    retention="data/retention.csv",
    forgets=(Forgetter("job_reports", forget_reports),),
)
