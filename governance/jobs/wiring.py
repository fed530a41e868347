"""What this app brings itself: the pages of one's own jobs, and the sweep after lost ones."""

from datetime import timedelta

from governance.frame.line import Line

from .registry import KINDS

LINE = Line(takes=(KINDS,), urls={"jobs/": "urls"}, every={"sweep_jobs": timedelta(minutes=1)})
