from django.db import migrations

# Before, a duty that was over when its case was withdrawn, merged, moved or re-dated counted as merely ended.
LATE = """
UPDATE cases_clock SET outcome = 'missed'
WHERE outcome = 'cancelled' AND NOT is_window AND due_at IS NOT NULL AND ended_at > due_at
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_triggers_stand_in_the_models")]

    operations = [migrations.RunSQL(LATE, migrations.RunSQL.noop)]
