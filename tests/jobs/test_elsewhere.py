"""Who reads a foreign file in a process of its own has nothing of the centre around it."""

import subprocess
import sys

import pytest
from django.conf import settings

READERS = (
    "governance.jobs.sheet_reader",
    "governance.cases.files.pdf_reader",
    "governance.cases.files.heic_reader",
    "governance.cases.binding.reader",
)


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_knows_neither_database_nor_broker(reader):
    asked = f"import sys, {reader}; print(sorted({{'celery', 'django', 'psycopg2'}} & set(sys.modules)))"
    bare = {"PYTHONPATH": str(settings.BASE_DIR), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", asked], env=bare, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
