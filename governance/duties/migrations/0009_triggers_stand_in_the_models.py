import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


# There is no way back: without them the tables would stand open.
DROP_OLD = """
DROP TRIGGER programme_event_append_only ON duties_programmeevent;
DROP TRIGGER programme_event_no_truncate ON duties_programmeevent;
DROP FUNCTION programme_event_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('duties', '0008_visits'),
    ]

    operations = [
        migrations.RunSQL(DROP_OLD),
        pgtrigger.migrations.AddTrigger(
            model_name='programmeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history of a programme task is append-only' USING ERRCODE = 'integrity_constraint_violation';", hash='a81c489ff6c734636ce089985df654d74e8c4551', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4e797', table='duties_programmeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmeevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history of a programme task is append-only' USING ERRCODE = 'integrity_constraint_violation';", hash='dbdd48948fa882ef032261d156bb533e767d31c5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_504e9', table='duties_programmeevent', when='BEFORE')),
        ),
    ]
