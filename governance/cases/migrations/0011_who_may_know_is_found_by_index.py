import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_cases_that_stood_before_say_who_may_know'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['known_to', 'status', 'channel', 'lead_unit'], name='case_known'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('closed_at', None)), fastupdate=False, fields=['known_to'], name='case_known_open'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=django.contrib.postgres.indexes.GinIndex(fields=['known_to', 'grams'], name='case_words'),
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_grams',
        ),
    ]
