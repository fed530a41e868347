from django.db import migrations

# Whoever was let in before knows through the unit that holds or sent the case, or through the first post they have.
THROUGH = """
UPDATE cases_caseuserobjectpermission g SET unit_id = (
    SELECT p.unit_id FROM organisation_post p JOIN cases_case c ON c.id = g.content_object_id
    WHERE p.user_id = g.user_id AND (p.ends_on IS NULL OR p.ends_on >= CURRENT_DATE)
    ORDER BY p.unit_id = c.lead_unit_id DESC, p.unit_id IS NOT DISTINCT FROM c.sender_unit_id DESC, p.id LIMIT 1
)
"""
# What was shared on purpose is not told apart from the rest: on ordinary matters all of it was.
SHARED = """
UPDATE cases_caseuserobjectpermission g SET shared = true FROM cases_case c
WHERE c.id = g.content_object_id AND c.confidentiality <> 'restricted'
"""
GONE = "DELETE FROM cases_caseuserobjectpermission WHERE unit_id IS NULL"
BARRED = """
WITH RECURSIVE under AS (
    SELECT a.case_id, u.id AS unit_id, a.since FROM cases_caseunit a
    JOIN organisation_unit u ON u.parent_id = a.unit_id WHERE a.part = 'accused'
    UNION
    SELECT under.case_id, u.id, under.since FROM under JOIN organisation_unit u ON u.parent_id = under.unit_id
)
INSERT INTO cases_caseunit (case_id, unit_id, part, since)
SELECT case_id, unit_id, 'barred', min(since) FROM under GROUP BY case_id, unit_id ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_who_is_accused_and_through_whom_one_knows"),
        ("organisation", "0005_triggers_stand_in_the_models"),
    ]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (THROUGH, GONE, SHARED, BARRED)]
