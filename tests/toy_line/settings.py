"""The centre with one more line of work."""

import os

from governance.settings import *  # noqa: F403
from governance.settings import DATABASES, INSTALLED_APPS, LINES

for installed in (LINES, INSTALLED_APPS):
    installed.append("tests.toy_line")
DATABASES["default"]["TEST"] = {"NAME": f"toy_line_{os.getpid()}"}
