from django.db import migrations, models

# Everything is counted anew below; nobody writes meanwhile.
LOCK = """
LOCK TABLE cases_case, cases_clock IN SHARE ROW EXCLUSIVE MODE;
TRUNCATE figures_tally, figures_delta;
"""
FILL = """
INSERT INTO figures_tally (fact, span, first, area, unit, restricted, number)
WITH days AS (
    SELECT fact, day AS first, area, unit, restricted, count(*)::int AS number
    FROM figures_facts() GROUP BY fact, day, area, unit, restricted
), months AS (
    SELECT fact, date_trunc('month', first)::date AS first, area, unit, restricted, sum(number)::int AS number
    FROM days GROUP BY fact, date_trunc('month', first), area, unit, restricted
), years AS (
    SELECT fact, date_trunc('year', first)::date AS first, area, unit, restricted, sum(number)::int AS number
    FROM months GROUP BY fact, date_trunc('year', first), area, unit, restricted
)
SELECT fact, 'day', first, area, unit, restricted, number FROM days
UNION ALL SELECT fact, 'month', first, area, unit, restricted, number FROM months
UNION ALL SELECT fact, 'year', first, area, unit, restricted, number FROM years
UNION ALL SELECT fact, 'month of townships', first, left(area, 9), unit, restricted, sum(number)::int
FROM months GROUP BY fact, first, left(area, 9), unit, restricted
UNION ALL SELECT fact, 'year of townships', first, left(area, 9), unit, restricted, sum(number)::int
FROM years GROUP BY fact, first, left(area, 9), unit, restricted
"""


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0001_tallies'),
    ]

    operations = [
        migrations.RunSQL(LOCK, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='tally',
            name='tally_once',
        ),
        migrations.RemoveIndex(
            model_name='tally',
            name='tally_unit',
        ),
        migrations.RemoveField(
            model_name='tally',
            name='is_month',
        ),
        migrations.AddField(
            model_name='tally',
            name='span',
            field=models.CharField(choices=[('day', '当日'), ('month', '当月'), ('year', '当年'), ('month of townships', '当月，按乡镇'), ('year of townships', '当年，按乡镇')], max_length=20, verbose_name='跨度'),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('fact', 'span', 'restricted', 'first', 'area', 'unit'), include=('number',), name='tally_once'),
        ),
        migrations.AddIndex(
            model_name='tally',
            index=models.Index(fields=['unit', 'fact', 'span', 'restricted', 'first'], include=('area', 'number'), name='tally_unit'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
