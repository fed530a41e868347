import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

FACTS = """
CREATE OR REPLACE FUNCTION figures_facts()
RETURNS TABLE (
    case_id bigint, clock_id bigint, said_id bigint,
    fact text, key text, day date, area text, unit bigint, restricted bool
)
LANGUAGE sql STABLE AS $$
SELECT c.id, NULL::bigint, NULL::bigint, c.kind || '.' || said, facts.key, day,
    c.area_id::text, facts.unit, c.confidentiality = 'restricted'
FROM cases_case c LEFT JOIN cases_category g ON g.id = c.category_id,
LATERAL (SELECT (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date, (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date,
    coalesce(c.competent_unit_id, c.first_unit_id)
) AS told (opened, closed, first),
LATERAL (VALUES
    ('opened', '', opened, c.lead_unit_id),
    ('opened by channel', c.channel, opened, c.lead_unit_id),
    ('opened by category', coalesce(split_part(g.path, '/', 1), 'none'), opened, c.lead_unit_id),
    (CASE WHEN c.lead_unit_id = first THEN 'first kept' ELSE 'first passed' END, '',
        CASE WHEN c.parent_id IS NULL AND c.merged_into_id IS NULL THEN opened END, first),
    ('closed', '', closed, c.lead_unit_id),
    ('closed ' || c.status, '', closed, c.lead_unit_id)
) AS facts (said, key, day, unit) WHERE day IS NOT NULL
UNION ALL
SELECT k.case_id, k.id, NULL::bigint, c.kind || '.' || k.term_code || ' ' || said, '', day,
    c.area_id::text, coalesce(k.charged_to_id, c.lead_unit_id), c.confidentiality = 'restricted'
FROM cases_clock k JOIN cases_case c ON c.id = k.case_id, LATERAL (VALUES
    ('met', CASE WHEN k.outcome = 'met' THEN (k.ended_at AT TIME ZONE 'Asia/Shanghai')::date END),
    ('late', CASE WHEN k.outcome IN ('missed', '') THEN k.due END),
    ('done', CASE WHEN k.outcome = 'missed' AND k.due IS NOT NULL
        THEN greatest((k.ended_at AT TIME ZONE 'Asia/Shanghai')::date, k.due + 1) END)
) AS facts (said, day) WHERE NOT k.is_window AND day IS NOT NULL
UNION ALL
SELECT s.case_id, NULL::bigint, s.id, c.kind || '.' || told.fact,
    CASE s.key WHEN '@category' THEN coalesce(split_part(g.path, '/', 1), 'none') ELSE s.key END, told.day,
    c.area_id::text, told.unit, c.confidentiality = 'restricted'
FROM figures_said s JOIN cases_case c ON c.id = s.case_id LEFT JOIN cases_category g ON g.id = c.category_id,
LATERAL (SELECT (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date, coalesce(c.competent_unit_id, c.first_unit_id)
) AS own (opened, first),
LATERAL (VALUES (
    CASE WHEN s.about <> 'first' THEN concat_ws(' ', nullif(s.about, ''), s.says)
        WHEN c.lead_unit_id = first THEN 'first kept ' || s.says ELSE 'first passed ' || s.says END,
    CASE
        WHEN s.about = '' THEN s.day
        WHEN s.about = 'opened' THEN opened
        WHEN s.about = 'first' THEN CASE WHEN c.parent_id IS NULL AND c.merged_into_id IS NULL THEN opened END
        WHEN s.about IN ('closed', 'closed ' || c.status) THEN (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date
    END,
    CASE WHEN s.about = 'first' THEN first ELSE c.lead_unit_id END
)) AS told (fact, day, unit) WHERE told.day IS NOT NULL
$$
"""
BEFORE = """
CREATE OR REPLACE FUNCTION figures_facts()
RETURNS TABLE (
    case_id bigint, clock_id bigint, said_id bigint,
    fact text, key text, day date, area text, unit bigint, restricted bool
)
LANGUAGE sql STABLE AS $$
SELECT c.id, NULL::bigint, NULL::bigint, c.kind || '.' || said, facts.key, day,
    c.area_id::text, facts.unit, c.confidentiality = 'restricted'
FROM cases_case c LEFT JOIN cases_category g ON g.id = c.category_id,
LATERAL (SELECT (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date, (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date,
    coalesce(c.competent_unit_id, c.first_unit_id)
) AS told (opened, closed, first),
LATERAL (VALUES
    ('opened', '', opened, c.lead_unit_id),
    ('opened by channel', c.channel, opened, c.lead_unit_id),
    ('opened by category', coalesce(split_part(g.path, '/', 1), 'none'), opened, c.lead_unit_id),
    (CASE WHEN c.lead_unit_id = first THEN 'first kept' ELSE 'first passed' END, '',
        CASE WHEN c.parent_id IS NULL AND c.merged_into_id IS NULL THEN opened END, first),
    ('closed', '', closed, c.lead_unit_id),
    ('closed ' || c.status, '', closed, c.lead_unit_id)
) AS facts (said, key, day, unit) WHERE day IS NOT NULL
UNION ALL
SELECT k.case_id, k.id, NULL::bigint, c.kind || '.' || k.term_code || ' ' || said, '', day,
    c.area_id::text, coalesce(k.charged_to_id, c.lead_unit_id), c.confidentiality = 'restricted'
FROM cases_clock k JOIN cases_case c ON c.id = k.case_id, LATERAL (VALUES
    ('met', CASE WHEN k.outcome = 'met' THEN (k.ended_at AT TIME ZONE 'Asia/Shanghai')::date END),
    ('late', CASE WHEN k.outcome IN ('missed', '') THEN k.due END),
    ('done', CASE WHEN k.outcome = 'missed' AND k.due IS NOT NULL
        THEN greatest((k.ended_at AT TIME ZONE 'Asia/Shanghai')::date, k.due + 1) END)
) AS facts (said, day) WHERE NOT k.is_window AND day IS NOT NULL
UNION ALL
SELECT s.case_id, NULL::bigint, s.id, c.kind || '.' || told.fact, s.key, told.day,
    c.area_id::text, told.unit, c.confidentiality = 'restricted'
FROM figures_said s JOIN cases_case c ON c.id = s.case_id,
LATERAL (SELECT (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date, coalesce(c.competent_unit_id, c.first_unit_id)
) AS own (opened, first),
LATERAL (VALUES (
    CASE WHEN s.about <> 'first' THEN concat_ws(' ', nullif(s.about, ''), s.says)
        WHEN c.lead_unit_id = first THEN 'first kept ' || s.says ELSE 'first passed ' || s.says END,
    CASE
        WHEN s.about = '' THEN s.day
        WHEN s.about = 'opened' THEN opened
        WHEN s.about = 'first' THEN CASE WHEN c.parent_id IS NULL AND c.merged_into_id IS NULL THEN opened END
        WHEN s.about = 'closed ' || c.status THEN (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date
    END,
    CASE WHEN s.about = 'first' THEN first ELSE c.lead_unit_id END
)) AS told (fact, day, unit) WHERE told.day IS NOT NULL
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0004_what_units_owe_and_papers'),
    ]

    operations = [
        migrations.RunSQL(FACTS, BEFORE),
        pgtrigger.migrations.RemoveTrigger(
            model_name='talliedcategory',
            name='tally_off',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='talliedcategory',
            name='tally_on',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='talliedcategory',
            trigger=pgtrigger.compiler.Trigger(name='tally_off', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        \n        INSERT INTO figures_delta (fact, key, day, area, unit, restricted, number)\n        SELECT fact, key, day, area, unit, restricted, -1 FROM figures_facts() WHERE case_id IN (SELECT id FROM cases_case WHERE category_id = OLD.id) AND clock_id IS NULL AND fact LIKE '%.% by category';\n    \n        RETURN coalesce(NEW, OLD);\n    ", hash='eda7ec8f2e4c3aeea6c92b19c77e6d74be9852ca', operation='UPDATE OF "path" OR DELETE', pgid='pgtrigger_tally_off_cc311', table='cases_category', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='talliedcategory',
            trigger=pgtrigger.compiler.Trigger(name='tally_on', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        \n        INSERT INTO figures_delta (fact, key, day, area, unit, restricted, number)\n        SELECT fact, key, day, area, unit, restricted, 1 FROM figures_facts() WHERE case_id IN (SELECT id FROM cases_case WHERE category_id = NEW.id) AND clock_id IS NULL AND fact LIKE '%.% by category';\n    \n        RETURN coalesce(NEW, OLD);\n    ", hash='6dc1b5b3fcd94567cfaf9222f2ac31fc7e6ed4b1', operation='UPDATE OF "path" OR INSERT', pgid='pgtrigger_tally_on_84f35', table='cases_category', when='AFTER')),
        ),
    ]
