"""What is said of a case is found by the constraint."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0055_indexes_that_are_read"),
        ("figures", "0006_all_that_there_ever_was"),
    ]

    operations = [
        migrations.AlterField(
            model_name="said",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="cases.case",
                verbose_name="事项",
            ),
        ),
    ]
