"""A restricted case says in its words where it lies, as every other does: one question finds both there."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# The trigger writes the words again; few cases are restricted.
WRITE_WORDS = "UPDATE cases_case SET known_to = '{}' WHERE confidentiality = 'restricted'"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0052_with_category_and_quarter"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="knowing",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="knowing",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE known text[]; units bigint[]; areas text[];",
                    func="""
        areas := ARRAY(SELECT left(NEW.area_id, n) FROM unnest(ARRAY[6, 9, 12, 15]) n WHERE n <= length(NEW.area_id));
        known := ARRAY(
            SELECT concat('p', g.user_id, 'u' || g.unit_id) FROM cases_caseuserobjectpermission g
            JOIN auth_permission p ON p.id = g.permission_id
            WHERE g.content_object_id = NEW.id AND p.codename = 'view_case'
        );
        NEW.kept_from := '{}';
        IF NEW.confidentiality = 'restricted' THEN
            NEW.kept_from := ARRAY(
                SELECT 'u' || unit_id FROM cases_caseunit WHERE case_id = NEW.id AND part IN ('accused', 'barred')
                UNION SELECT 'p' || user_id FROM cases_caseaccusedperson WHERE case_id = NEW.id ORDER BY 1
            );
            known := known || ARRAY(SELECT 'a' || area FROM unnest(areas) AS area);
        ELSE
            units := ARRAY[NEW.lead_unit_id, NEW.first_unit_id, NEW.sender_unit_id] || ARRAY(
                SELECT unit_id FROM cases_caseunit
                WHERE case_id = NEW.id AND part IN ('co_handler', 'former', 'informed')
            );
            known := known
                || ARRAY['p' || NEW.handler_id]
                || ARRAY(SELECT 'u' || unit FROM unnest(units) AS unit)
                || ARRAY(
                    SELECT 'b' || id FROM organisation_unit
                    WHERE id = ANY(units) AND NOT starts_with(NEW.area_id, area_id)
                )
                || areas;
        END IF;
        NEW.known_to := ARRAY(
            SELECT DISTINCT word FROM (
                SELECT unnest(known) UNION ALL SELECT NEW.kind || '@' || unnest(known)
            ) AS words (word) WHERE word IS NOT NULL ORDER BY word
        );
        RETURN NEW;
    """,
                    hash="a6c6b5ae1107d6a9366e8cbb57d73bf9b2d9f8d2",
                    operation=(
                        'INSERT OR UPDATE OF "known_to", "kept_from", "kind", "confidentiality", "area_id", '
                        '"handler_id", "lead_unit_id", "first_unit_id", "sender_unit_id"'
                    ),
                    pgid="pgtrigger_knowing_1d675",
                    table="cases_case",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(WRITE_WORDS, migrations.RunSQL.noop),
    ]
