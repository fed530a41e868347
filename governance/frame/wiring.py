"""What the frame itself takes from every app: addresses, what the timer rings for, and tables under seal."""

from .line import ADDRESSES, TICKS, Line
from .seals.book import BOOK
from .seals.resealing import COLUMNS

LINE = Line(takes=(ADDRESSES, TICKS, BOOK, COLUMNS))
