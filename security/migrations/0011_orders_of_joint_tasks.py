from django.db import migrations

# An order of a joint task is received by the day; what ran by the minute is owed no more.
ENDED = """
UPDATE cases_clock SET ended_at = greatest(started_at, now()), outcome = 'cancelled', alert_at = NULL
WHERE ended_at IS NULL AND term_code IN ('order.receive', 'order.arrive')
    AND case_id IN (SELECT id FROM cases_case WHERE kind = 'joint_task')
"""
NEXT = """
UPDATE cases_case SET next_due_at = (
    SELECT min(due_at) FROM cases_clock WHERE case_id = cases_case.id AND ended_at IS NULL AND NOT is_window
) WHERE kind = 'joint_task' AND closed_at IS NULL
"""


class Migration(migrations.Migration):
    # Writing to a table and changing it stand apart: events of the one wait for the end of the transaction.
    atomic = False

    dependencies = [("security", "0010_day_of_the_hearing")]

    operations = [
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
        migrations.RunSQL(NEXT, migrations.RunSQL.noop),
    ]
