"""What the map takes from other rooms."""

from governance.frame.line import Line

from .layers import LAYERS
from .loading import CLOSED

LINE = Line(takes=(LAYERS, CLOSED), guide="data/guide.csv", urls={"maps/": "urls"})
