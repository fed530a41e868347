from django.db import migrations, models
from django.db.models import F, Q

# A row stands since it was entered; what has no history, since it was first looked at.
FIRST = """
UPDATE registers_entry AS entry SET entered_on = coalesce(
    (
        SELECT (min(at) AT TIME ZONE 'Asia/Shanghai')::date FROM registers_change AS change
        WHERE change.entry_id = entry.id AND change.verb = 'opened'
    ),
    least(entry.checked_on, entry.ended_on),
    (now() AT TIME ZONE 'Asia/Shanghai')::date
)
"""


class Migration(migrations.Migration):
    # The rows are told before the column must have a day: the constraint waits for what the update leaves behind.
    atomic = False

    dependencies = [("registers", "0005_standards_for_each_row")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="entered_on",
            field=models.DateField(editable=False, null=True, verbose_name="登记日期"),
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="entry",
            name="entered_on",
            field=models.DateField(editable=False, verbose_name="登记日期"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("entered_on")),
                name="entry_entered_before_ended",
            ),
        ),
    ]
