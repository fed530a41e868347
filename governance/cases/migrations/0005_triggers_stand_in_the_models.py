import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


# There is no way back: without them the tables would stand open.
DROP_OLD = """
DROP TRIGGER event_seal ON cases_event;
DROP TRIGGER event_append_only ON cases_event;
DROP TRIGGER event_no_truncate ON cases_event;
DROP FUNCTION event_seal();
DROP FUNCTION event_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_cases_alive_in_a_period'),
    ]

    operations = [
        migrations.RunSQL(DROP_OLD),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE last cases_event;', func="\n        SELECT * INTO last FROM cases_event WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1;\n        NEW.seq := coalesce(last.seq, 0) + 1;\n        NEW.previous := coalesce(last.seal, repeat('0', 64));\n        NEW.seal := encode(sha256(convert_to(event_sealed_text(NEW), 'UTF8')), 'hex');\n        RETURN NEW;\n    ", hash='0c7b3fa96ceed0a99b10a7b81b65905f6241a0a1', operation='INSERT', pgid='pgtrigger_seal_1b860', table='cases_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history of a case is append-only' USING ERRCODE = 'integrity_constraint_violation';", hash='af0ea40c61970cb1830ffb79cd5887eb15289f30', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6207c', table='cases_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history of a case is append-only' USING ERRCODE = 'integrity_constraint_violation';", hash='d30adfe40feaaf8873eea356752d6cbfcc4358c5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_43f0f', table='cases_event', when='BEFORE')),
        ),
    ]
