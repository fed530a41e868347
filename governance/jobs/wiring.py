"""What this app brings itself: the pages of one's own jobs, and the sweep after lost ones."""

from datetime import timedelta

from governance.frame.line import Line
from governance.organisation.retention import Forgetter

from .registry import KINDS
from .work import forget_reports

LINE = Line(
    takes=(KINDS,),
    guide={"job": "ledger"},
    urls={"jobs/": "urls"},
    every={"sweep_jobs": timedelta(minutes=1)},
    retention="data/retention.csv",
    forgets=(Forgetter("job_reports", forget_reports),),
)
