"""The site's own templates as they are read: the indentation that people read them by is sent to nobody."""

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"\n[ \t]+")


class Loader(filesystem.Loader):
    """From the folder of templates, each line of a page from its first sign on.

    To a browser a line break is the same with and without spaces behind it; a list of two hundred rows is half as long.
    """

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return INDENTATION.sub("\n", contents) if origin.name.endswith(".html") else contents
