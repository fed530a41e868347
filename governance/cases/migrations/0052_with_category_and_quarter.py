"""The indexes that know the reader hold the quarter in which a case was received and its category, that of words the
other filters too: what lies in the last months is found without the years before."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0051_confided_until_when"),
        ("organisation", "0019_what_several_people_change_has_a_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_known",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_words",
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("known_to"),
                models.F("status"),
                models.F("channel"),
                models.F("lead_unit"),
                models.Func(
                    "category",
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                    template="ARRAY[%(expressions)s]",
                ),
                models.Func(
                    "opened_at",
                    output_field=django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None),
                    template="ARRAY[DATE_TRUNC('quarter', %(expressions)s AT TIME ZONE 'Asia/Shanghai')::date]",
                ),
                fastupdate=False,
                name="case_known",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("known_to"),
                models.F("grams"),
                models.F("status"),
                models.F("channel"),
                models.F("lead_unit"),
                models.Func(
                    "category",
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                    template="ARRAY[%(expressions)s]",
                ),
                models.Func(
                    "opened_at",
                    output_field=django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None),
                    template="ARRAY[DATE_TRUNC('quarter', %(expressions)s AT TIME ZONE 'Asia/Shanghai')::date]",
                ),
                name="case_words",
            ),
        ),
    ]
