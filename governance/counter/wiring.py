"""What the window brings to the lower rooms."""

from datetime import timedelta

from governance.frame.line import Line
from governance.frame.seals.resealing import SealedColumn
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry

from . import demo
from .becoming import BECOMINGS
from .models import Turn
from .progress import ANSWERINGS
from .source import COUNTER, SERVE

LINE = Line(
    takes=(BECOMINGS, ANSWERINGS),
    guide="data/guide.csv",
    urls={"counter/": "urls"},
    county_rules="data/county_rules.csv",
    sources=(COUNTER,),
    every={"end_turns_left_behind": timedelta(hours=1)},
    menu=(
        MenuEntry("一窗受理", "counter:intake", "users", permissions=(SERVE,), position=5),
        MenuEntry("进展查询", "counter:progress", "", permissions=(SERVE,), position=6, under="counter:intake"),
        MenuEntry("等候时间", "counter:waiting", "", permissions=(SERVE,), position=7, under="counter:intake"),
    ),
    resealed=(SealedColumn(Turn, "told_sealed"),),
    demo=(Part("窗口来访", demo.load),),
    roles="data/roles.csv",
)
