"""PostgreSQL keeps count of five times as many words of those that say to whom a case is known: a hundred values are
enough for a column of a few, but a county has thousands of units and people.

It counts at once where there are cases. Of a table that was counted while it was empty it would believe for a while
that it is, and read all of it for every clock that starts."""

from django.db import migrations

COUNTED = """
ALTER TABLE cases_case ALTER known_to SET STATISTICS 500;
DO $$ BEGIN
    IF EXISTS (SELECT FROM cases_case) THEN ANALYZE cases_case (known_to); END IF;
END $$
"""
AS_OTHERS = "ALTER TABLE cases_case ALTER known_to SET STATISTICS DEFAULT"


class Migration(migrations.Migration):
    dependencies = [("cases", "0049_found_by_a_family_name")]
    operations = [migrations.RunSQL(COUNTED, AS_OTHERS)]
