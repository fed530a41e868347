import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

SAYS = "(of_case bigint) RETURNS TABLE (about text, says text, key text, day date) LANGUAGE sql STABLE AS $$"
OF_DISPUTE = f"""
CREATE OR REPLACE FUNCTION mediation_says{SAYS}
SELECT told.about, concat_ws(' ', told.says, apart.by), apart.key, told.day FROM mediation_dispute d
CROSS JOIN LATERAL (
    SELECT min(t.ended_on) AS first FROM cases_case c JOIN mediation_track t ON t.case_ptr_id = c.id
    WHERE c.parent_id = d.case_ptr_id AND t.ending_ground = '' AND c.status <> 'declined'
) AS agreed
CROSS JOIN LATERAL (VALUES
    ('opened', NULL, NULL::date),
    ('closed', NULL, NULL),
    (CASE WHEN first IS NULL THEN 'closed failed' ELSE '' END,
        CASE WHEN first IS NULL THEN 'without agreement' ELSE 'agreed' END, first)
) AS told (about, says, day)
CROSS JOIN LATERAL (VALUES
    (NULL, ''), ('by source', source), ('by grade', grade), ('by category', '@category')
) AS apart (by, key)
WHERE case_ptr_id = of_case AND CASE told.about
    WHEN 'opened' THEN apart.by IN ('by source', 'by grade')
    WHEN 'closed' THEN apart.by IS NOT NULL
    ELSE true
END
UNION ALL
SELECT 'closed resolved', 'at ' || solved_level, '', NULL FROM mediation_dispute
WHERE case_ptr_id = of_case AND solved_level <> ''
$$
"""
BEFORE = f"""
CREATE OR REPLACE FUNCTION mediation_says{SAYS}
SELECT 'opened', 'by source', source, NULL::date FROM mediation_dispute WHERE case_ptr_id = of_case
UNION ALL
SELECT 'closed resolved', 'at ' || solved_level, '', NULL FROM mediation_dispute
WHERE case_ptr_id = of_case AND solved_level <> ''
UNION ALL
SELECT CASE WHEN first IS NULL THEN 'closed failed' ELSE '' END,
    CASE WHEN first IS NULL THEN 'without agreement' ELSE 'agreed' END, '', first
FROM mediation_dispute d CROSS JOIN LATERAL (
    SELECT min(t.ended_on) AS first FROM cases_case c JOIN mediation_track t ON t.case_ptr_id = c.id
    WHERE c.parent_id = d.case_ptr_id AND t.ending_ground = '' AND c.status <> 'declined'
) AS agreed WHERE case_ptr_id = of_case
$$
"""
OF_TRACK = f"""
CREATE FUNCTION mediation_says_of_track{SAYS}
SELECT told.about, concat_ws(' ', told.says, apart.by), apart.key, told.day FROM mediation_track t
JOIN cases_case c ON c.id = t.case_ptr_id
CROSS JOIN LATERAL (
    SELECT NULL AS by, '' AS key
    UNION ALL SELECT 'by mediator', mediator_id::text FROM mediation_trackmediator
    WHERE track_id = t.case_ptr_id AND until IS NULL
) AS apart
CROSS JOIN LATERAL (VALUES
    ('opened', NULL, NULL::date),
    ('', CASE WHEN c.status = 'declined' THEN 'declined' WHEN t.ending_ground = '' THEN 'agreed' ELSE 'failed' END,
        t.ended_on),
    ('', 'done', greatest(t.ended_on, (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date))
) AS told (about, says, day)
WHERE t.case_ptr_id = of_case AND CASE told.about WHEN 'opened' THEN apart.by ELSE t.ended_on::text END IS NOT NULL
UNION ALL
SELECT '', told.says, i.position::text, i.due_on FROM mediation_performanceitem i
JOIN mediation_agreement a ON a.id = i.agreement_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN i.performed_on IS NULL THEN 'promise owed' WHEN i.performed_on <= i.due_on THEN 'promise kept'
        ELSE 'promise kept late' END),
    (CASE WHEN i.performed_on IS NULL AND i.breached_on IS NOT NULL THEN 'promise broken' END)
) AS told (says)
WHERE a.track_id = of_case AND NOT a.is_void AND told.says IS NOT NULL
$$
"""
# What was said of disputes already stays said; this is more.
FILL = """
INSERT INTO figures_said (case_id, about, says, key, day)
SELECT c.id, told.* FROM cases_case c CROSS JOIN LATERAL mediation_says(c.id) AS told WHERE c.kind = 'dispute'
ON CONFLICT DO NOTHING;
INSERT INTO figures_said (case_id, about, says, key, day)
SELECT t.case_ptr_id, told.* FROM mediation_track t CROSS JOIN LATERAL mediation_says_of_track(t.case_ptr_id) AS told
"""
UNSAY = """
DELETE FROM figures_said WHERE about <> 'first' AND case_id IN (SELECT case_ptr_id FROM mediation_track);
DELETE FROM figures_said AS said WHERE about <> 'first' AND case_id IN (SELECT case_ptr_id FROM mediation_dispute)
    AND NOT EXISTS (
        SELECT FROM mediation_says(said.case_id) AS wanted
        WHERE (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM
            (said.about, said.says, said.key, said.day)
    )
"""


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0005_told_apart_when_closed'),
        ('mediation', '0012_what_is_tried_fast'),
    ]

    operations = [
        migrations.RunSQL(OF_DISPUTE, BEFORE),
        migrations.RunSQL(OF_TRACK, "DROP FUNCTION mediation_says_of_track(bigint)"),
        pgtrigger.migrations.RemoveTrigger(
            model_name='dispute',
            name='mediation_says',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='talliedtrack',
            name='mediation_says',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='mediation_says_of_track', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF true THEN\n                DELETE FROM figures_said AS said WHERE about <> 'first' AND case_id IN (SELECT OLD.track_id UNION SELECT NEW.track_id)\n                    AND NOT EXISTS (SELECT FROM mediation_says_of_track(said.case_id) AS wanted WHERE (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n                INSERT INTO figures_said (case_id, about, says, key, day)\n                SELECT told.id, wanted.* FROM (SELECT OLD.track_id UNION SELECT NEW.track_id) AS told (id)\n                CROSS JOIN LATERAL mediation_says_of_track(told.id) AS wanted\n                WHERE NOT EXISTS (SELECT FROM figures_said AS said WHERE said.case_id = told.id AND (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n            END IF;\n            RETURN NULL;\n        ", hash='ddbd5f82efc7764740a8ef0fa41b33b3e5e28f2d', operation='INSERT OR UPDATE OF "is_void" OR DELETE', pgid='pgtrigger_mediation_says_of_track_bf1b7', table='mediation_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='mediation_says', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF true THEN\n                DELETE FROM figures_said AS said WHERE about <> 'first' AND case_id IN (SELECT OLD.case_ptr_id UNION SELECT NEW.case_ptr_id)\n                    AND NOT EXISTS (SELECT FROM mediation_says(said.case_id) AS wanted WHERE (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n                INSERT INTO figures_said (case_id, about, says, key, day)\n                SELECT told.id, wanted.* FROM (SELECT OLD.case_ptr_id UNION SELECT NEW.case_ptr_id) AS told (id)\n                CROSS JOIN LATERAL mediation_says(told.id) AS wanted\n                WHERE NOT EXISTS (SELECT FROM figures_said AS said WHERE said.case_id = told.id AND (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n            END IF;\n            RETURN NULL;\n        ", hash='b6b78debdfc38f9d2d953627b4d216157b4870b0', operation='INSERT OR UPDATE OF "source", "grade", "solved_level" OR DELETE', pgid='pgtrigger_mediation_says_46b9d', table='mediation_dispute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='performanceitem',
            trigger=pgtrigger.compiler.Trigger(name='mediation_says_of_track', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF true THEN\n                DELETE FROM figures_said AS said WHERE about <> 'first' AND case_id IN (SELECT track_id FROM mediation_agreement WHERE id = OLD.agreement_id UNION SELECT track_id FROM mediation_agreement WHERE id = NEW.agreement_id)\n                    AND NOT EXISTS (SELECT FROM mediation_says_of_track(said.case_id) AS wanted WHERE (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n                INSERT INTO figures_said (case_id, about, says, key, day)\n                SELECT told.id, wanted.* FROM (SELECT track_id FROM mediation_agreement WHERE id = OLD.agreement_id UNION SELECT track_id FROM mediation_agreement WHERE id = NEW.agreement_id) AS told (id)\n                CROSS JOIN LATERAL mediation_says_of_track(told.id) AS wanted\n                WHERE NOT EXISTS (SELECT FROM figures_said AS said WHERE said.case_id = told.id AND (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n            END IF;\n            RETURN NULL;\n        ", hash='3abbb076415f4bf49253c05e261739d84b721037', operation='INSERT OR UPDATE OF "position", "due_on", "performed_on", "breached_on" OR DELETE', pgid='pgtrigger_mediation_says_of_track_113ea', table='mediation_performanceitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='talliedtrack',
            trigger=pgtrigger.compiler.Trigger(name='mediation_says', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.kind IN ('people_mediation', 'administrative_mediation', 'police_mediation', 'judicial_mediation', 'criminal_reconciliation') AND ((OLD.status = 'declined') <> (NEW.status = 'declined') OR OLD.parent_id IS DISTINCT FROM NEW.parent_id) THEN\n                DELETE FROM figures_said AS said WHERE about <> 'first' AND case_id IN (SELECT OLD.parent_id UNION SELECT NEW.parent_id)\n                    AND NOT EXISTS (SELECT FROM mediation_says(said.case_id) AS wanted WHERE (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n                INSERT INTO figures_said (case_id, about, says, key, day)\n                SELECT told.id, wanted.* FROM (SELECT OLD.parent_id UNION SELECT NEW.parent_id) AS told (id)\n                CROSS JOIN LATERAL mediation_says(told.id) AS wanted\n                WHERE NOT EXISTS (SELECT FROM figures_said AS said WHERE said.case_id = told.id AND (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n            END IF;\n            RETURN NULL;\n        ", hash='2c53003b4eff02bcf0141f746144a32741e71d2a', operation='UPDATE OF "status", "parent_id"', pgid='pgtrigger_mediation_says_14133', table='cases_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='talliedtrack',
            trigger=pgtrigger.compiler.Trigger(name='telling_mediation_says_of_track', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.kind IN ('people_mediation', 'administrative_mediation', 'police_mediation', 'judicial_mediation', 'criminal_reconciliation') AND ((OLD.status = 'declined') <> (NEW.status = 'declined') OR OLD.opened_at <> NEW.opened_at) THEN\n                DELETE FROM figures_said AS said WHERE about <> 'first' AND case_id IN (SELECT OLD.id UNION SELECT NEW.id)\n                    AND NOT EXISTS (SELECT FROM mediation_says_of_track(said.case_id) AS wanted WHERE (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n                INSERT INTO figures_said (case_id, about, says, key, day)\n                SELECT told.id, wanted.* FROM (SELECT OLD.id UNION SELECT NEW.id) AS told (id)\n                CROSS JOIN LATERAL mediation_says_of_track(told.id) AS wanted\n                WHERE NOT EXISTS (SELECT FROM figures_said AS said WHERE said.case_id = told.id AND (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n            END IF;\n            RETURN NULL;\n        ", hash='e3c4def71d05e91431731adeacb906fc3b24ac48', operation='UPDATE OF "status", "opened_at"', pgid='pgtrigger_telling_mediation_says_of_track_1573b', table='cases_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='track',
            trigger=pgtrigger.compiler.Trigger(name='mediation_says_of_track', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF true THEN\n                DELETE FROM figures_said AS said WHERE about <> 'first' AND case_id IN (SELECT OLD.case_ptr_id UNION SELECT NEW.case_ptr_id)\n                    AND NOT EXISTS (SELECT FROM mediation_says_of_track(said.case_id) AS wanted WHERE (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n                INSERT INTO figures_said (case_id, about, says, key, day)\n                SELECT told.id, wanted.* FROM (SELECT OLD.case_ptr_id UNION SELECT NEW.case_ptr_id) AS told (id)\n                CROSS JOIN LATERAL mediation_says_of_track(told.id) AS wanted\n                WHERE NOT EXISTS (SELECT FROM figures_said AS said WHERE said.case_id = told.id AND (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n            END IF;\n            RETURN NULL;\n        ", hash='8cd074d770db5968727064a1e5434b478375b2c7', operation='INSERT OR UPDATE OF "ended_on", "ending_ground" OR DELETE', pgid='pgtrigger_mediation_says_of_track_cdf50', table='mediation_track', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trackmediator',
            trigger=pgtrigger.compiler.Trigger(name='mediation_says_of_track', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF true THEN\n                DELETE FROM figures_said AS said WHERE about <> 'first' AND case_id IN (SELECT OLD.track_id UNION SELECT NEW.track_id)\n                    AND NOT EXISTS (SELECT FROM mediation_says_of_track(said.case_id) AS wanted WHERE (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n                INSERT INTO figures_said (case_id, about, says, key, day)\n                SELECT told.id, wanted.* FROM (SELECT OLD.track_id UNION SELECT NEW.track_id) AS told (id)\n                CROSS JOIN LATERAL mediation_says_of_track(told.id) AS wanted\n                WHERE NOT EXISTS (SELECT FROM figures_said AS said WHERE said.case_id = told.id AND (wanted.about, wanted.says, wanted.key, wanted.day) IS NOT DISTINCT FROM (said.about, said.says, said.key, said.day));\n            END IF;\n            RETURN NULL;\n        ", hash='b5700c856b205892e8d65064018dfae973688d07', operation='INSERT OR UPDATE OF "mediator_id", "until" OR DELETE', pgid='pgtrigger_mediation_says_of_track_e280c', table='mediation_trackmediator', when='AFTER')),
        ),
        migrations.RunSQL(FILL, UNSAY),
    ]
