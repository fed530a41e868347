"""What the workbench puts into the frame of every page."""

from governance.frame.line import Line
from governance.organisation.navigation import MenuEntry

from .cards import DESK_CARDS

LINE = Line(
    takes=(DESK_CARDS,), urls={"": "urls"}, menu=(MenuEntry("工作台", "dashboard:workbench", "home", position=0),)
)
