"""What the map takes from other rooms."""

from governance.frame.line import Line

from .joining import FOLLOWING
from .layers import LAYERS

LINE = Line(takes=(LAYERS,), following=(FOLLOWING,), guide="data/guide.csv", urls={"maps/": "urls"})
