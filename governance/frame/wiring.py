"""What the frame itself takes from every app: addresses, what the timer rings for, and tables under seal."""

from .book import BOOK
from .line import ADDRESSES, TICKS, Line
from .resealing import COLUMNS

LINE = Line(takes=(ADDRESSES, TICKS, BOOK, COLUMNS))
