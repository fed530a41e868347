import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


# There is no way back: without them the tables would stand open.
DROP_OLD = """
DROP TRIGGER access_record_append_only ON organisation_accessrecord;
DROP TRIGGER access_record_no_truncate ON organisation_accessrecord;
DROP TRIGGER post_administrators_stand_apart ON organisation_post;
DROP FUNCTION access_record_refuse_change();
DROP FUNCTION post_keep_administrators_apart();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0004_unit_kind_justice'),
    ]

    operations = [
        migrations.RunSQL(DROP_OLD),
        pgtrigger.migrations.AddTrigger(
            model_name='accessrecord',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the security record is append-only' USING ERRCODE = 'integrity_constraint_violation';", hash='7e9441d36f63ee80758c1cb12e7e2ba83238210f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ecd6b', table='organisation_accessrecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessrecord',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the security record is append-only' USING ERRCODE = 'integrity_constraint_violation';", hash='710fce3685231fb0698465336528482a8c2404e2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_09af5', table='organisation_accessrecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='administrators_stand_apart', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE administrators CONSTANT text[] := ARRAY['system_admin', 'security_admin', 'audit_admin']; new_role text;", func="\n        PERFORM 1 FROM organisation_user WHERE id = NEW.user_id FOR NO KEY UPDATE;\n        SELECT name INTO new_role FROM auth_group WHERE id = NEW.role_id;\n        IF EXISTS (\n            SELECT 1 FROM organisation_post held JOIN auth_group role ON role.id = held.role_id\n            WHERE held.user_id = NEW.user_id AND held.id <> NEW.id AND role.name <> new_role\n              AND (new_role = ANY (administrators) OR role.name = ANY (administrators))\n              AND daterange(held.starts_on, held.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')\n        ) THEN\n            RAISE EXCEPTION 'an administrator holds no other role' USING ERRCODE = 'exclusion_violation';\n        END IF;\n        RETURN NULL;\n    ", hash='4de85fdbf3c4a6309c545cc03d14b9af5c2c9c41', operation='INSERT OR UPDATE OF "user_id", "role_id", "starts_on", "ends_on"', pgid='pgtrigger_administrators_stand_apart_7b10c', table='organisation_post', when='AFTER')),
        ),
    ]
