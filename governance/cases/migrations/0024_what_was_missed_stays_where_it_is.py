from django.db import migrations

# Who was responsible when the day passed was not kept before: from now on it stays with whoever holds the case today.
CHARGE = """
UPDATE cases_clock AS c SET charged_to_id = k.lead_unit_id
FROM cases_case AS k WHERE k.id = c.case_id AND c.outcome = 'missed'
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_who_missed_the_day")]

    operations = [migrations.RunSQL(CHARGE, migrations.RunSQL.noop)]
