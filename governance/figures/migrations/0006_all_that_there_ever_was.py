from django.db import migrations, models

# Nothing is folded meanwhile: what is would be missing from what there ever was.
ADD_UP = """
LOCK TABLE figures_tally IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO figures_tally (fact, key, span, first, area, unit, restricted, number)
SELECT fact, key, CASE span WHEN 'year' THEN 'ever' ELSE 'ever of townships' END, date '1900-01-01',
    area, unit, restricted, sum(number)::int
FROM figures_tally WHERE span IN ('year', 'year of townships')
GROUP BY fact, key, span, area, unit, restricted HAVING sum(number) <> 0;
"""
TAKE_AWAY = "DELETE FROM figures_tally WHERE span IN ('ever', 'ever of townships')"


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0005_told_apart_when_closed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='tally',
            name='span',
            field=models.CharField(choices=[('day', '当日'), ('month', '当月'), ('year', '当年'), ('ever', '历年'), ('month of townships', '当月，按乡镇'), ('year of townships', '当年，按乡镇'), ('ever of townships', '历年，按乡镇')], max_length=20, verbose_name='跨度'),
        ),
        migrations.RunSQL(ADD_UP, TAKE_AWAY),
    ]
