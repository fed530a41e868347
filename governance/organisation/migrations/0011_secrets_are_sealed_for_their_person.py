from django.db import migrations, models

from governance.frame.seals.sealed_fields import SealedText, bind_rows


def bind(apps, schema_editor):
    rows = apps.get_model("organisation", "SecondFactor")._base_manager.all()
    bind_rows(rows, "secret", SealedText(purpose="second_factor.secret", bound=("pk",)))


class Migration(migrations.Migration):
    dependencies = [("organisation", "0010_recovery_codes_are_keyed_by_the_secret")]
    operations = [
        migrations.AlterField("secondfactor", "secret", models.TextField(blank=True, editable=False)),
        migrations.RunPython(bind),
    ]
