"""Binds papers and attachments into one PDF with cover, contents, running page numbers and back cover.

Plain Python: the caller says who may have it and where the files lie. Needs nothing but wheels and the fonts in
``static/vendor/print``. What cannot be printed, or must not be trusted, is stood for by a slip with its checksum.
"""

from .shapes import BackCover, Bound, BoundPaper, ContentsEntry, Cover, DataSheet, StoredFile, Volume
from .volume import bind

__all__ = ["BackCover", "Bound", "BoundPaper", "ContentsEntry", "Cover", "DataSheet", "StoredFile", "Volume", "bind"]
