"""The shapes of areas: who passes, and what they may cost."""

from tests.access.doors import Listed, Row

# The words of both stand in the world of the grid, whose boundaries are the finest.
ROWS = {"maps:outlines": Row(args=("county", "length"))}
LISTS = (Listed("maps:outlines", "staff", 4, args=("county", "length")),)
