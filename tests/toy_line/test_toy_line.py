"""A line of work is one folder: this one is installed by its settings alone, and no other file knows of it."""

import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent
HOME = settings.BASE_DIR
DRIVEN_BY = ("walk.py", "pages.py", "test_toy_line.py")
DRIVES = ("tests/toy_line/walk.py", "tests/access/test_urls.py", "tests/access/test_query_counts.py")
ITS_WORDS = re.compile("toy_line|enquiry|咨询件", re.I)


def test_it_works_as_soon_as_the_settings_name_it():
    """What apps bring is read when the centre starts, so it starts once more."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    words = ["pytest", "--ds=tests.toy_line.settings", "-p", "no:cacheprovider", "-k", "walk or knows", *DRIVES]
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=HOME, env=outside, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_short():
    files = [path for path in FOLDER.rglob("*.py") if path.name not in DRIVEN_BY]
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files) < 155


def test_no_other_file_knows_of_it():
    rooms = [HOME / name for name in ("governance", "templates", "static", *settings.LINES)]
    files = [
        path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".html", ".csv", ".css", ".js")
    ]
    assert len(files) > 500
    assert [str(path) for path in files if ITS_WORDS.search(path.read_text(encoding="utf-8"))] == []
