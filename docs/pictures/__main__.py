"""Takes all pictures of the user guide, or those named: ``python -m docs.pictures login case``."""

import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    import_module("docs.pictures.camera").main(sys.argv[1:])
