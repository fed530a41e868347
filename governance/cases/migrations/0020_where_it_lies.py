from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Where a case lies on a map, whatever its kind."""

    dependencies = [("cases", "0019_first_competent_unit")]

    operations = [
        migrations.AddField(
            "case",
            "longitude",
            models.DecimalField("经度", blank=True, decimal_places=6, max_digits=9, null=True),
        ),
        migrations.AddField(
            "case",
            "latitude",
            models.DecimalField("纬度", blank=True, decimal_places=6, max_digits=8, null=True),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="case_has_both_degrees_or_none",
                condition=Q(longitude=None, latitude=None) | Q(longitude__isnull=False, latitude__isnull=False),
            ),
        ),
    ]
