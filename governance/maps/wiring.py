"""What the map takes from other rooms."""

from governance.frame.line import Line

from .layers import LAYERS

LINE = Line(takes=(LAYERS,), guide="data/guide.csv", urls={"maps/": "urls"})
