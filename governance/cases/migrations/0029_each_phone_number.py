import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_figures_find_terms")]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="phone_hashes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64), blank=True, default=list, editable=False, size=None
            ),
        ),
        migrations.AlterField(
            model_name="participant",
            name="phone_mask",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=django.contrib.postgres.indexes.GinIndex(fields=["phone_hashes"], name="participant_phones"),
        ),
    ]
