"""What publications bring to the lower rooms."""

from governance.frame.line import Line

from .front.doors import DOORS

LINE = Line(
    takes=(DOORS,),
    urls={"": "urls"},
)
