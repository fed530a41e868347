from django.db import migrations

SUCCEED = """
WITH RECURSIVE merged (code, into_id) AS (
    SELECT area_id, merged_into_id FROM grid_grid WHERE merged_into_id IS NOT NULL
    UNION SELECT merged.code, g.merged_into_id FROM merged JOIN grid_grid g ON g.id = merged.into_id
    WHERE g.merged_into_id IS NOT NULL
)
UPDATE organisation_area a SET successor_id = last.area_id
FROM merged JOIN grid_grid last ON last.id = merged.into_id AND last.merged_into_id IS NULL
WHERE a.code = merged.code
"""


class Migration(migrations.Migration):

    dependencies = [
        ("grid", "0010_said_of_cases"),
        ("organisation", "0018_an_area_is_taken_over_by_another"),
    ]

    operations = [migrations.RunSQL(SUCCEED, migrations.RunSQL.noop)]
