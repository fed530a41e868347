"""What the frame itself takes from every app: addresses, and what the timer rings for."""

from .line import ADDRESSES, TICKS, Line

LINE = Line(takes=(ADDRESSES, TICKS))
