#!/usr/bin/env python3
"""Entry point for management commands."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management import execute_from_command_line

from governance.local_services import ServiceFailed, running_postgres

# These work on files alone; everything else gets the embedded database for as long as it runs.
WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "help", "spectacular"}


def main(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    asks_for_help = {"-h", "--help", "--version"} & set(words)
    if len(words) < 2 or words[1] in WITHOUT_DATABASE or asks_for_help or os.environ.get("DATABASE_URL"):
        database = nullcontext()
    else:
        database = running_postgres(Path(os.environ.get("VAR_DIR") or Path(__file__).parent / "var"))
    try:
        with database:
            execute_from_command_line(words)
    except ServiceFailed as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main(sys.argv)
