import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_what_was_let_in_before_ends_with_the_post'),
    ]

    operations = [
        BtreeGinExtension(),
        migrations.AddField(
            model_name='case',
            name='kept_from',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='case',
            name='known_to',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, editable=False, size=None),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='knowing', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE known text[];', func="\n        known := ARRAY(\n            SELECT concat('p', g.user_id, 'u' || g.unit_id) FROM cases_caseuserobjectpermission g\n            JOIN auth_permission p ON p.id = g.permission_id\n            WHERE g.content_object_id = NEW.id AND p.codename = 'view_case'\n        );\n        NEW.kept_from := '{}';\n        IF NEW.confidentiality = 'restricted' THEN\n            NEW.kept_from := ARRAY(\n                SELECT 'u' || unit_id FROM cases_caseunit WHERE case_id = NEW.id AND part IN ('accused', 'barred')\n                UNION SELECT 'p' || user_id FROM cases_caseaccusedperson WHERE case_id = NEW.id ORDER BY 1\n            );\n        ELSE\n            known := known\n                || ARRAY['p' || NEW.handler_id]\n                || ARRAY['u' || NEW.lead_unit_id, 'u' || NEW.first_unit_id, 'u' || NEW.sender_unit_id]\n                || ARRAY(\n                    SELECT 'u' || unit_id FROM cases_caseunit\n                    WHERE case_id = NEW.id AND part IN ('co_handler', 'former', 'informed')\n                )\n                || ARRAY(SELECT left(NEW.area_id, n) FROM unnest(ARRAY[6, 9, 12, 15]) n WHERE n <= length(NEW.area_id));\n        END IF;\n        NEW.known_to := ARRAY(\n            SELECT DISTINCT word FROM (\n                SELECT unnest(known) UNION ALL SELECT NEW.kind || '@' || unnest(known)\n            ) AS words (word) WHERE word IS NOT NULL ORDER BY word\n        );\n        RETURN NEW;\n    ", hash='75248ac73fc860f10fb66a24547fbf1aec4de248', operation='INSERT OR UPDATE OF "known_to", "kept_from", "kind", "confidentiality", "area_id", "handler_id", "lead_unit_id", "first_unit_id", "sender_unit_id"', pgid='pgtrigger_knowing_1d675', table='cases_case', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseaccusedperson',
            trigger=pgtrigger.compiler.Trigger(name='knowing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            UPDATE cases_case SET known_to = '{}' WHERE id IN (NEW.case_id, OLD.case_id);\n            RETURN NULL;\n        ", hash='b9d2984786a9bf6a93a739cd48ca4102896d1540', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_knowing_d485a', table='cases_caseaccusedperson', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseunit',
            trigger=pgtrigger.compiler.Trigger(name='knowing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            UPDATE cases_case SET known_to = '{}' WHERE id IN (NEW.case_id, OLD.case_id);\n            RETURN NULL;\n        ", hash='bd382d5cde719ec73c0711e3bc1bf1a4b515cd46', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_knowing_14c3d', table='cases_caseunit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseuserobjectpermission',
            trigger=pgtrigger.compiler.Trigger(name='knowing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            UPDATE cases_case SET known_to = '{}' WHERE id IN (NEW.content_object_id, OLD.content_object_id);\n            RETURN NULL;\n        ", hash='d1f70983a1650437e5973ee210ee0d0c47a78d6f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_knowing_3d356', table='cases_caseuserobjectpermission', when='AFTER')),
        ),
    ]
