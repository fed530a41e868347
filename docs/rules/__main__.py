"""Writes docs/rules.md from its rows."""

from . import PAGE, page

PAGE.write_text(page(), encoding="utf-8")
