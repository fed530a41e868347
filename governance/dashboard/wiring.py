"""What the workbench puts into the frame of every page."""

from governance.frame.line import Line
from governance.organisation.navigation import MenuEntry

LINE = Line(urls={"": "urls"}, menu=(MenuEntry("工作台", "dashboard:workbench", "home", position=0),))
