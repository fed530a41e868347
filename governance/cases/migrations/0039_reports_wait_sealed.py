import json

from django.db import migrations, models

from governance.frame.seals.sealed_fields import SealedText, seal_rows


def seal(apps, schema_editor):
    rows = apps.get_model("cases", "Sending")._base_manager.all()
    field = SealedText(purpose="sending.told", bound=("pk", "kind", "owner_id"))
    seal_rows(rows, "told_sealed", field, lambda row: json.dumps(row.told, ensure_ascii=False), {"told": {}})


class Migration(migrations.Migration):
    dependencies = [("cases", "0038_ladders_and_choices_of_the_county")]
    operations = [
        migrations.AddField("sending", "told_sealed", models.TextField(blank=True, editable=False)),
        migrations.RunPython(seal),
        migrations.RemoveField("sending", "told"),
    ]
