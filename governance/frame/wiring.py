"""What the frame itself takes from every app: addresses, what the timer rings for, and tables under seal."""

from .book import BOOK
from .line import ADDRESSES, TICKS, Line

LINE = Line(takes=(ADDRESSES, TICKS, BOOK))
