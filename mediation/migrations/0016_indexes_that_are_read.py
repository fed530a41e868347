"""What hangs on a track or an agreement is found by the constraints."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mediation", "0015_risk_of_a_dispute"),
    ]

    operations = [
        migrations.AlterField(
            model_name="performanceitem",
            name="agreement",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="mediation.agreement",
                verbose_name="协议",
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="track",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to="mediation.track",
                verbose_name="调解案件",
            ),
        ),
        migrations.AlterField(
            model_name="trackmediator",
            name="track",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mediators",
                to="mediation.track",
                verbose_name="调解案件",
            ),
        ),
    ]
