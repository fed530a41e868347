"""What the workbench puts into the frame of every page."""

from governance.frame.line import Line
from governance.organisation.navigation import MenuEntry

from . import awaited
from .board import units
from .board.plots import PLOTS
from .cards import AWAITED, DESK_CARDS, DeskCard, rows_awaited
from .places.shown import CHOICES, COUNTED

LINE = Line(
    takes=(DESK_CARDS, AWAITED, PLOTS, COUNTED, CHOICES),
    desk_cards=(DeskCard("awaited", "dashboard/_awaited.html", rows_awaited),),
    awaited=awaited.AWAITED,
    guide="data/guide.csv",
    urls={"": "urls"},
    headlines=units.HEADLINES,
    plots=units.PLOTS,
    menu=(
        MenuEntry("工作台", "dashboard:workbench", "home", position=0),
        MenuEntry("驾驶舱", "dashboard:board", "layout-dashboard", permissions=("cases.view_case",), position=1),
    ),
)
