#!/usr/bin/env python3
"""Entry point for management commands."""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command, execute_from_command_line

from governance.local_services import ServiceFailed, has_tables, running_postgres

# These work on files alone; everything else gets the embedded database for as long as it runs.
WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "help", "spectacular"}
# These want the tables as they are; for everything else a new database gets its tables and reference data first.
WITHOUT_TABLES = {"dbshell", "makemigrations", "migrate", "showmigrations", "sqlmigrate"}


def main(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    asks_for_help = {"-h", "--help", "--version"} & set(words)
    if len(words) < 2 or words[1] in WITHOUT_DATABASE or asks_for_help or os.environ.get("DATABASE_URL"):
        execute_from_command_line(words)
        return
    var_dir = Path(os.environ.get("VAR_DIR") or Path(__file__).parent / "var")
    try:
        with running_postgres(var_dir):
            if words[1] not in WITHOUT_TABLES and not has_tables(var_dir):
                django.setup()
                sys.stderr.write("第一次使用本机数据库，正在建表并装入基础数据。\n")
                call_command("migrate", verbosity=0, interactive=False)
                call_command("load_reference", stdout=sys.stderr)
            execute_from_command_line(words)
    except ServiceFailed as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main(sys.argv)
