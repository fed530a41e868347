"""Indexes of the parts of cases and of what was merged, without the many that have none, and one for figures of what
was open. They are built while people work, and what they hold is counted where there is something."""

import datetime

import django.contrib.postgres.operations
import django.db.models.functions.comparison
from django.db import migrations, models

COUNTED = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM cases_case) THEN ANALYZE cases_case; END IF;
END $$
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0053_found_where_they_lie")]

    operations = [
        django.contrib.postgres.operations.AddIndexConcurrently(
            model_name="case",
            index=models.Index(condition=models.Q(("parent__isnull", False)), fields=["parent"], name="case_part"),
        ),
        django.contrib.postgres.operations.AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="case_merged"
            ),
        ),
        django.contrib.postgres.operations.AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                models.F("kind"),
                django.db.models.functions.comparison.Coalesce(
                    "closed_at",
                    models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.UTC), models.DateTimeField()),
                ),
                include=("id", "closed_at", "opened_at", "status", "area", "lead_unit", "confidentiality"),
                name="case_open_until",
            ),
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
