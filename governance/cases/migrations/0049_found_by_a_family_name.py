"""Cases that stand already are found by the family names of their people in the index of pairs."""

from django.db import migrations

FAMILIES = """
UPDATE cases_case c SET grams = ARRAY(SELECT DISTINCT unnest(c.grams || named.families) ORDER BY 1)
FROM (
    SELECT case_id, array_agg(DISTINCT ' ' || left(name, 1)) AS families FROM cases_participant
    WHERE replaced_at IS NULL AND name ~ '^[㐀-鿿]' GROUP BY case_id
) AS named
WHERE named.case_id = c.id
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0048_what_is_known_beyond_an_area")]
    operations = [migrations.RunSQL(FAMILIES, migrations.RunSQL.noop)]
