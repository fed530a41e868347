"""What the workbench puts into the frame of every page."""

from governance.frame.line import Line
from governance.organisation.navigation import Entry

LINE = Line(urls={"": "urls"}, menu=(Entry("工作台", "dashboard:workbench", "home", position=0),))
